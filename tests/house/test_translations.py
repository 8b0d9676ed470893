"""The catalogue is complete and compiled; the tool that keeps it finds what it should."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from tools.translations import (
    CATALOGUE,
    Message,
    collect,
    faults,
    load,
    merged,
    read_pairs,
    stale,
)


def test_every_message_is_translated_and_none_is_left_over() -> None:
    assert faults(load(), collect()) == []


def test_the_compiled_catalogue_says_the_same() -> None:
    assert not stale(load(), CATALOGUE.with_suffix(".mo"))


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    code = tmp_path / "src" / "leitai"
    (code / "templates").mkdir(parents=True)
    (code / "a.py").write_text(
        'a = _("One %(x)s") + ngettext("%(n)d place", "%(n)d places", n)\n'
        'b = pgettext_lazy("navigation", "Home") + _(name)\n',
        "utf-8",
    )
    (code / "templates" / "b.html").write_text(
        "<p>\n    {% if a %}{% trans 'Two' %}{% endif %}\n  {{ _('Three') }}\n"
        "{% blocktranslate trimmed with x=y %}\n   Four {{ x }}\n{% endblocktranslate %}</p>\n"
        "<c-card :title=\"_('Five')\" />\n",
        "utf-8",
    )
    (code / "migrations").mkdir()
    (code / "migrations" / "m.py").write_text('x = _("No")\n', "utf-8")
    return code


def test_messages_are_found_in_code_templates_and_components(sources: Path) -> None:
    found = collect(sources)
    assert set(found) == {
        Message("One %(x)s"),
        Message("%(n)d place", "%(n)d places"),
        Message("Home", context="navigation"),
        Message("Two"),
        Message("Three"),
        Message("Four %(x)s"),
        Message("Five"),
    }
    assert found[Message("Two")] == ["src/leitai/templates/b.html"]


def test_pairs_are_merged_and_old_translations_kept(tmp_path: Path, sources: Path) -> None:
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text(
        "One %(x)s\t一 %(x)s\nTwo\t二\\n两\nHome\t家\nnavigation|Home\t首页\n", "utf-8"
    )
    old = polib.POFile()
    old.append(polib.POEntry(msgid="Three", msgstr="三"))
    old.append(polib.POEntry(msgid="Gone", msgstr="没了"))
    new = merged(old, collect(sources), read_pairs([pairs]))
    texts = {entry.msgid: entry.msgstr for entry in new if not entry.msgid_plural}
    assert texts["One %(x)s"] == "一 %(x)s"
    assert texts["Two"] == "二\n两"
    assert texts["Three"] == "三"
    assert texts["Home"] == "首页", "a pair without context leaves it alone"
    assert "Gone" not in texts


def test_a_line_that_is_no_pair_is_named(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("One\t一\nTwo\n", "utf-8")
    with pytest.raises(ValueError, match=r"pairs\.tsv:2"):
        read_pairs([pairs])


@pytest.mark.parametrize(
    ("msgid", "msgstr", "fault"),
    [
        ("A", "", "not translated"),
        ("A %(x)s", "甲", "other placeholders"),
        ("A", "甲 %(y)s", "other placeholders"),
        ("{n} of {m}", "{m} 分之 {n}", ""),
    ],
)
def test_faults_of_an_entry(msgid: str, msgstr: str, fault: str) -> None:
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid=msgid, msgstr=msgstr))
    found = faults(catalogue, {Message(msgid): ["x.py"]})
    assert [fault in each for each in found] == ([True] if fault else [])


def test_missing_and_left_over_messages_are_told() -> None:
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="Old", msgstr="旧"))
    found = faults(catalogue, {Message("New"): ["x.py"]})
    assert found == ["not in the catalogue: 'New' (x.py)", "no longer used: 'Old'"]
