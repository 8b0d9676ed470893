"""What ``verify`` says after each kind of change: tampered, engine changed, or sound."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from leitai.apps.audit.services import Act
from leitai.apps.standings import scoring, verification
from leitai.apps.standings.models import Place, SchemeVersion, Standing
from leitai.apps.standings.services import compute_standing, publish_standing
from leitai.apps.standings.verification import verify_standing, verify_standings
from leitai.engine.version import ENGINE_VERSION
from tests.apps.standings.world import World, rules_text

pytestmark = pytest.mark.django_db


def sql(statement: str, *values: Any) -> None:
    """Change a stored row past every service, as an intruder would."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1


def outcome(world: World) -> tuple[str, str]:
    report = verify_standing(world.again())
    return report.state, report.message


def first_place(world: World) -> Place:
    return world.standing.places.get(rank=1)


def test_an_untouched_standing_is_sound(world: World) -> None:
    assert outcome(world) == ("sound", "")
    assert [r.state for r in verify_standings()] == ["sound"]


def test_drafts_are_not_looked_at_and_superseded_ones_are(world: World) -> None:
    publish_standing(Act(), standing=compute_standing(Act(), played=world.played))
    compute_standing(Act(), played=world.played)
    assert [r.state for r in verify_standings()] == ["sound", "sound"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("score", 99.99), ("rank", 6), ("zone", "lagging"), ("grade", "excellent"),
        ("vetoed", "safety"), ("parts", '[["attraction", 1.0]]'), ("items", "{}"),
    ],
)  # fmt: skip
def test_a_changed_place_is_tampered(world: World, column: str, value: object) -> None:
    quoted = connection.ops.quote_name(column)
    sql(f"UPDATE standings_place SET {quoted} = %s WHERE id = %s", value, first_place(world).pk)
    assert outcome(world) == (
        "tampered", "Its stored places differ from those that were sealed.",
    )  # fmt: skip


def test_a_deleted_place_is_tampered(world: World) -> None:
    sql("DELETE FROM standings_place WHERE id = %s", first_place(world).pk)
    assert outcome(world)[0] == "tampered"


def test_a_changed_input_is_tampered(world: World) -> None:
    snapshot = world.again().snapshot
    snapshot["groups"]["towns"]["columns"]["funds"][0][0] = 38.6
    packed = zlib.compress(json.dumps(snapshot).encode())
    sql("UPDATE standings_standing SET snapshot = %s WHERE id = %s", packed, world.standing.pk)
    expected = "Its stored inputs differ from those that were sealed."
    assert outcome(world) == ("tampered", expected)
    # A digest adapted to the changed inputs does not help: the sealed one stands in the chain.
    altered = verification.digest(world.again().snapshot)
    sql(
        "UPDATE standings_standing SET snapshot_sha256 = %s WHERE id = %s",
        altered,
        world.standing.pk,
    )
    assert outcome(world) == ("tampered", expected)


def test_a_changed_rule_book_is_tampered(world: World) -> None:
    text = world.version.text.replace("marks: 40", "marks: 41")
    assert text != world.version.text
    sql("UPDATE standings_schemeversion SET text = %s WHERE id = %s", text, world.version.pk)
    assert outcome(world) == ("tampered", "The text of its scheme version was changed.")


def test_a_changed_rule_book_with_its_digest_is_tampered(world: World) -> None:
    text = rules_text(marks=50)
    sql(
        "UPDATE standings_schemeversion SET text = %s, sha256 = %s WHERE id = %s",
        text,
        hashlib.sha256(text.encode()).hexdigest(),
        world.version.pk,
    )
    assert outcome(world)[0] == "tampered"


def test_words_changed_in_a_rule_book_with_its_digest_are_tampered(world: World) -> None:
    """The reasons change no score, so only the sealed digest of the version can tell."""
    text = world.version.text.replace("签约看数量", "签约看质量")
    sql(
        "UPDATE standings_schemeversion SET text = %s, sha256 = %s WHERE id = %s",
        text,
        hashlib.sha256(text.encode()).hexdigest(),
        world.version.pk,
    )
    assert outcome(world) == ("tampered", "The text of its scheme version was changed.")


def test_a_changed_working_is_tampered(world: World) -> None:
    """What the trace shows must follow from the inputs too."""
    place = first_place(world)
    tree = place.working
    tree["children"][0]["figures"] = "40 × 1"
    packed = zlib.compress(json.dumps(tree).encode())
    sql("UPDATE standings_place SET working = %s WHERE id = %s", packed, place.pk)
    assert outcome(world) == (
        "tampered", "A stored working does not follow from its inputs and rules.",
    )  # fmt: skip


def test_a_standing_that_nobody_published_is_tampered(world: World) -> None:
    draft = compute_standing(Act(), played=world.played)
    sql("UPDATE standings_standing SET state = 'superseded' WHERE id = %s", draft.pk)
    reports = {r.standing_id: (r.state, r.message) for r in verify_standings()}
    assert reports[draft.pk] == ("tampered", "No audit entry tells of its publication.")
    assert reports[world.standing.pk][0] == "sound"


def other_arithmetic(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the engine give every unit half a point more."""
    true: Callable[..., scoring.Scored] = scoring.score_group

    def altered(*args: Any, **kwargs: Any) -> scoring.Scored:
        found = true(*args, **kwargs)
        for row in found.places:
            object.__setattr__(row, "score", (row.score or 0) + 0.5)
        return found

    monkeypatch.setattr(verification, "score_group", altered)


def test_another_engine_with_other_numbers_is_told_from_tampering(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_arithmetic(monkeypatch)
    monkeypatch.setattr(verification, "ENGINE_VERSION", "next")
    assert outcome(world) == (
        "engine_changed",
        f"Computed by engine {ENGINE_VERSION}; engine next gives other numbers.",
    )  # fmt: skip


def test_another_engine_with_the_same_numbers_is_sound(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "ENGINE_VERSION", "next")
    assert outcome(world) == ("sound", "")


def test_other_numbers_of_the_same_engine_are_tampering(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_arithmetic(monkeypatch)
    assert outcome(world) == (
        "tampered", "Its places do not follow from its inputs and rules.",
    )  # fmt: skip


def test_tampering_is_not_excused_by_a_changed_engine(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_arithmetic(monkeypatch)
    monkeypatch.setattr(verification, "ENGINE_VERSION", "next")
    sql("UPDATE standings_place SET score = 99 WHERE id = %s", first_place(world).pk)
    assert outcome(world)[0] == "tampered"


def test_a_forged_engine_version_does_not_excuse_anything(world: World) -> None:
    sql("UPDATE standings_standing SET engine_version = '0' WHERE id = %s", world.standing.pk)
    sql("UPDATE standings_place SET score = 99 WHERE id = %s", first_place(world).pk)
    assert outcome(world)[0] == "tampered"


def test_only_the_touched_standing_is_named(world: World) -> None:
    publish_standing(Act(), standing=compute_standing(Act(), played=world.played))
    sql("UPDATE standings_place SET score = 1 WHERE id = %s", first_place(world).pk)
    assert [r.state for r in verify_standings()] == ["tampered", "sound"]
    assert Standing.objects.count() == 2
    assert SchemeVersion.objects.count() == 1
