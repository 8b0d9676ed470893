"""Taking a step by the name of its verb: the one way of pages, API, command line and scripts."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any, Final

from leitai.apps.audit.services import Act
from leitai.apps.indicators.services import RefusedError
from leitai.apps.matters import life
from leitai.apps.matters.models import Matter
from leitai.apps.matters.services import answering, closing, overseeing, registering, tickets
from leitai.apps.matters.wording import refusal_words

#: Verb of the table → the service that takes it. What only rules do is not among them.
TAKEN: Final[Mapping[str, Callable[..., Matter]]] = {
    "revise": registering.revise_matter,
    "register": registering.register_draft,
    "assign": overseeing.assign,
    "transfer": overseeing.transfer,
    "sign_for": answering.sign_for,
    "refuse": answering.refuse,
    "report_progress": answering.report_progress,
    "urge": overseeing.urge,
    "escalate": tickets.escalate,
    "ask_extension": answering.ask_extension,
    "grant_extension": overseeing.grant_extension,
    "deny_extension": overseeing.deny_extension,
    "suspend": overseeing.suspend,
    "resume": overseeing.resume,
    "report_completion": answering.report_completion,
    "verify": closing.verify,
    "return_for_rework": closing.return_for_rework,
    "close_out": closing.close_out,
    "recheck": closing.recheck,
    "reopen": closing.reopen,
    "restore": closing.restore,
    "withdraw": closing.withdraw,
    "merge": closing.merge,
    "instruct": overseeing.instruct,
    "continue": overseeing.instruct,
    "want_report": overseeing.want_report,
}
#: What the services take beside what somebody gives.
_NOT_GIVEN = frozenset({"act", "matter", "rule"})
#: A ticket is given by its level, as the table asks for it by its place.
_ASKED_AS = {"level": "ticket"}


@functools.cache
def fields_of(verb: str) -> Mapping[str, bool]:
    """Return what a step may be given: name → whether there is no step without it.

    Raises:
        KeyError: for a verb that nobody takes.
    """
    parameters = inspect.signature(TAKEN[verb]).parameters.values()
    return {one.name: one.default is one.empty for one in parameters if one.name not in _NOT_GIVEN}


def missing(verb: str, given: Mapping[str, Any]) -> str:
    """Return the sentence on what a step lacks before anything can be judged; empty for nothing.

    Words are left to the table: first of all it says whether the step is open.
    """
    for name, needed in fields_of(verb).items():
        if needed and name != "words" and given.get(name) is None:
            return refusal_words(f"needs_{_ASKED_AS.get(name, name)}")
    return ""


def take_step(act: Act, verb: str, matter: Matter, given: Mapping[str, Any]) -> Matter:
    """Take a step with what was given, by name of the service's parameters.

    The policy is asked first: what is wrong with what was sent is not for others to learn.

    Raises:
        KeyError: for a verb that nobody takes.
        PermissionDenied: for who may not.
        RefusedError: with the words of what stands against it.
    """
    act.require(f"matters.{life.STEPS[verb].who}", matter)
    lacking = missing(verb, given)
    if lacking:
        raise RefusedError(lacking)
    words = {"words": ""} if fields_of(verb).get("words") else {}
    return TAKEN[verb](act, matter=matter, **{**words, **given})
