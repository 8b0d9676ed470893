"""Keep the one catalogue of messages: collect, merge, check and compile.

Messages stand in English in the sources (Python and templates); the Chinese ones stand in
``src/leitai/web/locale/zh_Hans/LC_MESSAGES/django.po``. The extractors are Babel's, so no gettext
programs are needed.

    python -m tools.translations update [FILE.tsv …]   collect, and merge pairs msgid<TAB>msgstr
    python -m tools.translations check                 fail on anything missing, stale or unequal
    python -m tools.translations compile               write the .mo
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import extract_python

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "leitai"
CATALOGUE = SOURCES / "web" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
METADATA = {
    "Project-Id-Version": "leitai",
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
KEYWORDS: dict[str, Any] = {}
for _name in ("", "_lazy", "_noop"):
    KEYWORDS |= {
        f"gettext{_name}": None,
        f"ngettext{_name}": (1, 2),
        f"pgettext{_name}": ((1, "c"), 2),
        f"npgettext{_name}": ((1, "c"), 2, 3),
    }
KEYWORDS["_"] = None
#: A translated string inside a dynamic attribute of a component: ``:title="_('Close')"``.
ATTRIBUTE = re.compile(r"""\b_\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*\)""")
PLACEHOLDER = re.compile(r"%\(\w+\)[sdfr]|%[sdfr%]|\{\w*(?:[:!][^}]*)?\}")


@dataclass(frozen=True)
class Message:
    """A message as the sources use it."""

    msgid: str
    plural: str = ""
    context: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        return (self.context, self.msgid)


def _messages_of_python(text: str) -> Iterator[Message]:
    stream = io.BytesIO(text.encode("utf-8"))
    for _line, function, found, _comments in extract_python(stream, KEYWORDS, [], {}):
        parts = list(found) if isinstance(found, tuple) else [found]
        context = parts.pop(0) if "pgettext" in function else None
        if not parts or not isinstance(parts[0], str) or not parts[0]:
            continue  # the argument is a name: the message is collected where it is written
        plural = parts[1] if "ngettext" in function or "npgettext" in function else ""
        yield Message(parts[0], plural or "", context)


def _messages_of_template(text: str) -> Iterator[Message]:
    from django.utils.translation.template import templatize

    python = templatize(text)
    # What is not a message became filler; without its indentation it is good enough to tokenize.
    flat = "\n".join(line.strip() for line in python.splitlines())
    yield from _messages_of_python(flat)
    for single, double in ATTRIBUTE.findall(text):
        yield Message((single or double).replace("\\'", "'").replace('\\"', '"'))


def collect(sources: Path = SOURCES) -> dict[Message, list[str]]:
    """Return every message of the sources with the files that use it."""
    found: dict[tuple[str | None, str], tuple[Message, set[str]]] = {}
    for path in sorted([*sources.rglob("*.py"), *sources.rglob("*.html"), *sources.rglob("*.txt")]):
        parts = path.relative_to(sources).parts
        if "migrations" in parts or "static" in parts:
            continue
        if path.suffix != ".py" and "templates" not in parts:
            continue
        text = path.read_text("utf-8")
        read = _messages_of_python if path.suffix == ".py" else _messages_of_template
        name = path.relative_to(sources.parent.parent).as_posix()
        for message in read(text):
            known, files = found.setdefault(message.key, (message, set()))
            if message.plural and not known.plural:
                found[message.key] = (message, files)
            files.add(name)
    return {message: sorted(files) for message, files in found.values()}


def read_pairs(paths: list[Path]) -> dict[str, str]:
    r"""Read pairs ``msgid<TAB>msgstr``, one a line; a line break inside is written ``\n``.

    A message with a context is written ``context|msgid``, as a pair without it would change every
    message of that text.

    Raises:
        ValueError: naming file and line where a line is not a pair.
    """
    pairs: dict[str, str] = {}
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("# "):
                continue
            cells = line.split("\t")
            if len(cells) != 2 or not cells[0] or not cells[1]:
                raise ValueError(f"{path.name}:{number}: not msgid<TAB>msgstr: {line!r}")
            msgid, msgstr = (cell.replace("\\n", "\n") for cell in cells)
            pairs[msgid] = msgstr
    return pairs


def load(path: Path = CATALOGUE) -> polib.POFile:
    """Return the catalogue, empty where there is none yet."""
    catalogue = polib.pofile(str(path)) if path.exists() else polib.POFile(wrapwidth=98)
    catalogue.metadata = dict(METADATA)
    return catalogue


def text_of(entry: polib.POEntry) -> str:
    """Return the translation of an entry, of its only plural form where it has one."""
    return str(entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr)


def merged(
    old: polib.POFile, wanted: dict[Message, list[str]], pairs: dict[str, str]
) -> polib.POFile:
    """Return a catalogue of exactly the wanted messages, keeping what is translated already."""
    known = {(e.msgctxt, e.msgid): text_of(e) for e in old}
    new = polib.POFile(wrapwidth=98)
    new.metadata = dict(METADATA)
    for message in sorted(wanted, key=lambda m: (m.msgid, m.context or "")):
        name = f"{message.context}|{message.msgid}" if message.context else message.msgid
        text = pairs.get(name) or known.get(message.key, "")
        entry = polib.POEntry(
            msgid=message.msgid,
            msgctxt=message.context,
            occurrences=[(name, "") for name in wanted[message]],
        )
        if message.plural:
            entry.msgid_plural, entry.msgstr_plural = message.plural, {0: text}
        else:
            entry.msgstr = text
        if set(PLACEHOLDER.findall(message.msgid)) & {"%s"} or "%(" in message.msgid:
            entry.flags = ["python-format"]
        new.append(entry)
    return new


def faults(catalogue: polib.POFile, wanted: dict[Message, list[str]]) -> list[str]:
    """Return what is wrong with the catalogue; empty is fine."""
    found: list[str] = []
    entries = {(e.msgctxt, e.msgid): e for e in catalogue if not e.obsolete}
    keys = {message.key: message for message in wanted}
    for key, message in keys.items():
        if key not in entries:
            found.append(f"not in the catalogue: {message.msgid!r} ({', '.join(wanted[message])})")
    for entry in catalogue:
        key = (entry.msgctxt, entry.msgid)
        text = text_of(entry)
        if entry.obsolete or key not in keys:
            found.append(f"no longer used: {entry.msgid!r}")
        elif not text:
            found.append(f"not translated: {entry.msgid!r} ({', '.join(wanted[keys[key]])})")
        elif entry.fuzzy:
            found.append(f"marked as doubtful: {entry.msgid!r}")
        else:
            there = set(PLACEHOLDER.findall(text))
            allowed = set(PLACEHOLDER.findall(entry.msgid + (entry.msgid_plural or "")))
            needed = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
            if entry.msgid_plural:
                needed &= there | set(PLACEHOLDER.findall(entry.msgid))
            if not needed <= there or not there <= allowed:
                found.append(f"other placeholders in the translation: {entry.msgid!r} → {text!r}")
    return found


def stale(catalogue: polib.POFile, compiled: Path) -> bool:
    """Tell whether the compiled catalogue is absent or says something else."""
    return not compiled.exists() or compiled.read_bytes() != catalogue.to_binary()


def doubles(pairs: dict[str, str]) -> dict[str, list[str]]:
    """Return translations that stand for more than one message, for a look by eye."""
    back: defaultdict[str, list[str]] = defaultdict(list)
    for msgid, msgstr in pairs.items():
        back[msgstr].append(msgid)
    return {msgstr: msgids for msgstr, msgids in back.items() if len(msgids) > 1}


def main(arguments: list[str] | None = None) -> int:
    """Run one of the three commands."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("command", choices=["update", "check", "compile"])
    parser.add_argument("files", nargs="*", type=Path, help="pairs to merge, for update")
    options = parser.parse_args(arguments)
    compiled = CATALOGUE.with_suffix(".mo")

    if options.command == "compile":
        compiled.write_bytes(load().to_binary())
        return 0
    wanted = collect()
    if options.command == "update":
        catalogue = merged(load(), wanted, read_pairs(options.files))
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(CATALOGUE))
        compiled.write_bytes(load().to_binary())
    catalogue = load()
    found = faults(catalogue, wanted)
    if stale(catalogue, compiled):
        found.append(f"{compiled.name} is not what {CATALOGUE.name} compiles to: run compile")
    for fault in found:
        print(fault)
    print(f"{len(wanted)} messages, {len(found)} faults")
    return 1 if found and options.command == "check" else 0


if __name__ == "__main__":
    sys.exit(main())
