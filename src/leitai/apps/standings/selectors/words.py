"""What a standing keeps as codes, in the reader's language."""

from __future__ import annotations

from leitai.apps.indicators.models import Indicator
from leitai.apps.language import chinese, reader_language
from leitai.apps.standings.models import Standing
from leitai.apps.standings.scoring import EFFECTS_JOINED, rules_of
from leitai.engine import Scheme as Rules
from leitai.engine import ToldNode, say
from leitai.engine.phrase_book import PHRASES
from leitai.engine.phrases import phrase
from leitai.engine.scheme.general import InputSpec
from leitai.engine.working.model import NodeWorking


def told(standing: Standing, working: NodeWorking) -> ToldNode:
    """Return a working in the reader's language, columns by the names it has for them."""
    names = column_names(rules_of(standing.version), standing.round.scheme.area_id)
    return working.told(reader_language(), names)


def column_names(rules: Rules, area_id: int) -> dict[str, str]:
    """Return what columns are called in the reader's language, where the scheme has no word for it.

    A scheme names its columns in Chinese. An English reader gets the English name of the indicator
    where it has one, with what is taken of it; other columns keep the name of the scheme.
    """
    if chinese():
        return {}
    specs = rules.inputs
    english = dict(
        Indicator.objects.filter(
            area_id=area_id,
            code__in={spec.indicator or spec.id for spec in specs},
        )
        .exclude(name_en="")
        .values_list("code", "name_en")
    )
    return {
        spec.id: _taken(english[code], spec)
        for spec in specs
        if (code := spec.indicator or spec.id) in english
    }


def _taken(name: str, spec: InputSpec) -> str:
    if spec.take == "value":
        return name
    shape = InputSpec.__dataclass_fields__["take"].metadata["shape"]
    return f"{name} ({shape.meaning(spec.take, reader_language())})"


def veto_words(vetoed: str) -> str:
    """Return the effects of the vetoes that struck a place in words, from how they are kept."""
    comma = "、" if chinese() else ", "
    return comma.join(_effect(each) for each in vetoed.split(EFFECTS_JOINED))


def _effect(code: str) -> str:
    # A record that was tampered with is told by verification; the page still opens.
    return say(phrase(code), reader_language()) if code in PHRASES else code
