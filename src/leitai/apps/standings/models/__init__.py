from leitai.apps.standings.models.schemes import Scheme, SchemeVersion
from leitai.apps.standings.models.standings import Place, Restatement, Round, Standing

__all__ = ["Place", "Restatement", "Round", "Scheme", "SchemeVersion", "Standing"]
