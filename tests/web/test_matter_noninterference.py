"""Law 9 for matters: what a reader may not see changes nothing in what they do see.

Matters of siblings, of the area itself and of another district are led to any point of their life,
with the very words and days that the readers search for. Lists, counts, search, statistics, saved
filters, tables and the API of who has no part in them must stay the same to the byte.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from leitai.apps.audit.services import Act
from leitai.apps.matters import services
from leitai.apps.matters.models import Matter
from leitai.apps.matters.services import File, Source
from leitai.apps.matters.services.saving import save_filter
from leitai.apps.units.models import Unit, User
from tests import factories
from tests.web.test_noninterference import body, differing, do, look
from tests.web.world import MINE, Site

pytestmark = pytest.mark.django_db

#: A town with a part in one matter, and an account without a role.
READERS = ("town", "nobody")
#: Two characters each; the first stands in the readers' own matter too.
WORDS = ("事项", "供水", "管网")
CHECKS = dict.fromkeys(("facts", "solved", "done", "conclusion", "lawful", "form"), True)
#: Steps of the unit that answers; all others are the office's.
ANSWERS = ("sign_for", "report_progress", "report_completion", "ask_extension", "refuse")
#: How a hidden matter goes on after it is assigned; a prefix of one of these.
LIVES = (
    ("sign_for", "report_progress", "urge", "ask_extension", "grant_extension"),
    ("sign_for", "report_completion", "return_for_rework", "report_completion", "verify",
     "close_out", "recheck"),
    ("refuse", "transfer", "suspend", "resume", "withdraw"),
)  # fmt: skip


@dataclass(frozen=True)
class Hidden:
    """A matter without any of the readers.

    ``where`` is ``sibling`` or ``area`` (of their district, led by a town or the area itself),
    ``other`` (of another district), ``part`` (a part of the matter that they do see).
    """

    where: str
    word: str
    source: str
    due: int
    life: tuple[str, ...]
    draft: bool = False


HIDDEN = st.builds(
    Hidden,
    where=st.sampled_from(("sibling", "area", "other", "part")),
    word=st.sampled_from(WORDS),
    source=st.sampled_from(("meeting", "media")),
    due=st.integers(-30, 30),
    life=st.sampled_from(LIVES).flatmap(
        lambda life: st.integers(0, len(life)).map(lambda steps: life[:steps])
    ),
    draft=st.booleans(),
)


def office_of(area: Unit) -> User:
    """Somebody of the supervision office of an area."""
    held = User.objects.filter(assignments__role="supervision_office", assignments__unit=area)
    return held.first() or factories.make_user("far_supervision", "supervision_office", area)


def add(site: Site, hidden: Hidden, *helpers: Unit) -> Matter:
    """Bring a matter as far as it is said to go."""
    district = site.district
    area = district.other_area if hidden.where == "other" else district.area
    lead = {"other": site.units["other"], "area": area}.get(hidden.where, site.units["sibling"])
    due = timezone.localdate() + dt.timedelta(days=hidden.due)
    begun = min(due, timezone.localdate()) - dt.timedelta(days=10)
    act = Act(at=timezone.make_aware(dt.datetime.combine(begun, dt.time(9))))
    given: dict[str, Any] = {
        "area": area, "title": f"{hidden.word}整治", "kind": "document",
        "source": Source(hidden.source, hidden.word, hidden.word),
        "parent": site.matters["own"] if hidden.where == "part" else None,
    }  # fmt: skip
    if hidden.draft:
        return services.draft_matter(act, **given)
    matter = services.register_matter(act, **given)
    matter = services.assign(
        act.within(), matter=matter, lead_unit=lead, supporting=list(helpers), due=due
    )
    for name in hidden.life:
        by = None if name in ANSWERS else office_of(area)
        matter = go_on(name, Act(actor=by, at=act.at), matter, hidden, due)
    return matter


def go_on(name: str, act: Act, matter: Matter, hidden: Hidden, due: dt.date) -> Matter:
    more: dict[str, Any] = {
        "report_progress": {"progress": 50, "files": [File("照片.jpg", b"1")]},
        "report_completion": {"files": [File("照片.jpg", b"1")]},
        "ask_extension": {"due": due + dt.timedelta(days=9)},
        "transfer": {"lead_unit": matter.lead_unit},
        "suspend": {"until": timezone.localdate() + dt.timedelta(days=60)},
        "verify": {"checks": CHECKS},
    }.get(name, {})
    return getattr(services, name)(act, matter=matter, words=f"{hidden.word}在办", **more)


def addresses(site: Site, reader: str) -> Iterator[str]:
    """All that tells of matters."""
    today = timezone.localdate()
    span = f"start={today - dt.timedelta(days=60)}&end={today + dt.timedelta(days=60)}"
    due = f"due_from={today - dt.timedelta(days=60)}&due_to={today + dt.timedelta(days=60)}"
    own = site.matters["own"].pk
    yield from ("/", "/matters/", "/matters/mine/", f"/matters/{own}/", f"/matters/mine/{own}/")
    for query in ("scope=all", "ended=1", "light=red", "overdue=1", "returned=1", "source=media",
                  f"scope=all&{due}&counted=overdue", f"lead={site.units['sibling'].pk}",
                  *(f"q={quote(word)}&ended=1" for word in WORDS)):  # fmt: skip
        yield f"/matters/?{query}"
    yield f"/matters/?ended=1&q={quote(WORDS[1])}&format=csv"
    yield from (f"/matters/statistics/?{span}&by={by}" for by in ("unit", "source"))
    yield f"/search/?q={quote(WORDS[1])}"
    for path in ("matters", f"matters?ended=true&q={quote(WORDS[1])}", "matters/counts",
                 f"matters/statistics?{span}", f"matters/statistics?{span}&by=source",
                 f"matters/statistics/due?{span}", f"matters/{own}", "matter-filters"):  # fmt: skip
        yield f"/api/v1/{path}"


def with_filters(site: Site) -> None:
    """Let the readers keep filters whose counts stand on every page of the desk."""
    for reader in READERS:
        account = site.people.nobody if reader == "nobody" else site.people[reader]
        for at, query in enumerate((f"q={quote(WORDS[1])}&ended=1", "overdue=1", "source=media")):
            save_filter(Act(actor=account), name=f"筛选{at}", query=query)


@settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(hidden=st.lists(HIDDEN, min_size=1, max_size=4))
@example(hidden=[Hidden("part", "供水", "media", -9, ("sign_for",))])
@example(hidden=[Hidden(where, "事项", "media", -9, LIVES[1]) for where in ("sibling", "other")])
def test_hidden_matters_change_nothing(hidden: list[Hidden], site: Site) -> None:
    with transaction.atomic():
        with_filters(site)
        before = look(site, READERS, addresses)
        for one in hidden:
            do(lambda _site, one=one: add(site, one), site)
        save_filter(Act(actor=site.people["supervision_office"]), name="别人的", query="overdue=1")
        found = differing(before, look(site, READERS, addresses))
        assert not found, "\n".join(found)
        transaction.set_rollback(True)


def test_the_same_matter_with_a_part_in_it_is_seen_everywhere(site: Site) -> None:
    """Negative control: as a supporting unit of the very same matter the town sees it change."""
    with_filters(site)
    before = look(site, ("town",), addresses)
    hidden = Hidden("sibling", "供水", "media", -9, ("sign_for",))
    matter = add(site, hidden, site.district.town(MINE))
    after = look(site, ("town",), addresses)
    changed = {path for reader, path in before if before[reader, path] != after[reader, path]}
    for start in ("/matters/?scope=all", "/matters/?overdue=1", f"/matters/?q={quote('供水')}",
                  "/matters/statistics/", "/api/v1/matters?",
                  "/api/v1/matters/counts", "/api/v1/matters/statistics?",
                  f"/matters/{site.matters['own'].pk}/"):  # fmt: skip
        assert any(path.startswith(start) for path in changed), start
    assert matter.title in body(site.client("town").get("/matters/?scope=all"))
