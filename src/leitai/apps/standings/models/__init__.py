from leitai.apps.standings.models.records import Record
from leitai.apps.standings.models.schemes import DraftRevision, Scheme, SchemeVersion
from leitai.apps.standings.models.standings import Place, Restatement, Round, Standing

__all__ = [
    "DraftRevision",
    "Place",
    "Record",
    "Restatement",
    "Round",
    "Scheme",
    "SchemeVersion",
    "Standing",
]
