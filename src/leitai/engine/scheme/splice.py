"""Changing a YAML file where it stands: only the touched value's characters are written anew.

Comments, order, quotes and line breaks of everything else stay as the author left them, so a file
edited by hand and one edited on a page are the same thing. Values are found by their address:
keys of mappings, and for lists a place (from 0) or the id of the element.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml

from leitai.engine.scheme.flow import block, flow
from leitai.engine.scheme.flow import key as written_key

Address = tuple[str | int, ...]

_Loader: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: Under which key an element of a list carries its name, the first that it has.
NAMES: Final = ("id", "grade")


class SpliceError(ValueError):
    """The text cannot be changed in place; the reason is for programmers."""


class AbsentError(SpliceError):
    """Nothing stands at an address."""


@dataclass(frozen=True)
class _Spot:
    """A node with the collection it stands in: ``holder`` and its place there."""

    node: Any
    holder: Any = None
    at: int = -1


class Source:
    """A YAML text with its nodes and their places.

    Raises:
        SpliceError: for a text that is no YAML mapping, or that uses anchors, tags or merge keys.
    """

    def __init__(self, text: str) -> None:
        self.text = text = text.replace("\r\n", "\n")
        self._loader = _Loader(text)
        self._constructed: dict[tuple[str, str], Any] = {}
        try:
            self.root: Any = self._loader.get_single_node()
            if not isinstance(self.root, yaml.MappingNode):
                raise SpliceError("no mapping")
            self._refuse_shared()
            self.plain: Any = self._plain(self.root)
        except yaml.YAMLError as error:
            raise SpliceError(str(error)) from error
        finally:
            self._loader.dispose()

    def _refuse_shared(self) -> None:
        seen: set[int] = set()
        stack = [self.root]
        while stack:
            node = stack.pop()
            if id(node) in seen:
                raise SpliceError("anchors")
            seen.add(id(node))
            if isinstance(node, yaml.MappingNode):
                for name, value in node.value:
                    if not isinstance(name, yaml.ScalarNode) or name.value == "<<":
                        raise SpliceError("keys")
                    stack += [name, value]
            elif isinstance(node, yaml.SequenceNode):
                stack += node.value

    def _plain(self, node: Any) -> Any:
        if isinstance(node, yaml.MappingNode):
            return {str(name.value): self._plain(value) for name, value in node.value}
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(each) for each in node.value]
        seen = (node.tag, node.value)
        if seen not in self._constructed:
            try:
                self._constructed[seen] = self._loader.construct_object(node)
            except (yaml.YAMLError, ValueError):
                self._constructed[seen] = str(node.value)
        return self._constructed[seen]

    # -- finding ----------------------------------------------------------------------------------

    def spot(self, address: Address) -> _Spot:
        """Return what stands at an address. Raises ``AbsentError``."""
        here = _Spot(self.root)
        for part in address:
            here = _step(here.node, part)
        return here

    def _end(self, node: Any) -> int:
        """Where a value ends, without the blank lines and comments that follow it."""
        if isinstance(node, yaml.ScalarNode) or node.flow_style:
            end = int(node.end_mark.index)
            start = int(node.start_mark.index)
            while end > start and self.text[end - 1] in " \t\r\n":
                end -= 1
            return end
        last = node.value[-1]
        return self._end(last[1] if isinstance(node, yaml.MappingNode) else last)

    def _line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def _line_end(self, index: int) -> int:
        found = self.text.find("\n", index)
        return len(self.text) if found < 0 else found

    # -- pairs of a mapping ---------------------------------------------------------------------

    def replace(self, address: Address, value: Any) -> str:
        """Return the text with another value at an address that exists."""
        spot = self.spot(address)
        if spot.holder is None:
            raise SpliceError("the whole file")
        return self._spliced([self._replaced(spot, value)])

    def _replaced(self, spot: _Spot, value: Any) -> tuple[int, int, str]:
        node, end = spot.node, self._end(spot.node)
        start = int(node.start_mark.index)
        if isinstance(spot.holder, yaml.SequenceNode):
            return (start, end, flow(value)) if end > start else (start, end, " " + flow(value))
        name = spot.holder.value[spot.at][0]
        text = self._value_text(spot.holder, name, value, self._literal(node))
        if self._on_line(node) and end > start and not text.startswith("|"):
            return start, end, text
        colon = self._colon(name, start)
        comment = self._comment_between(colon, start)
        if text.startswith("|"):
            head, _, body = text.partition("\n")
            return colon, end, f" {head}{comment}\n{body}"
        return colon, end, f" {text}{comment}"

    def _on_line(self, node: Any) -> bool:
        """Whether a value stands behind its key, not on lines of its own."""
        return not self._literal(node) and (
            isinstance(node, yaml.ScalarNode) or bool(node.flow_style)
        )

    def _literal(self, node: Any) -> bool:
        return isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")

    def _value_text(self, holder: Any, name: Any, value: Any, literal: bool) -> str:
        long = isinstance(value, str) and (literal or "\n" in value)
        if long and not holder.flow_style:
            made = block(value, int(name.start_mark.column) + 2)
            if made is not None:
                return made
        return flow(value)

    def _colon(self, name: Any, upto: int) -> int:
        at = self.text.find(":", int(name.end_mark.index), upto + 1)
        if at < 0:
            raise SpliceError("a key without a colon")
        return at + 1

    def _comment_between(self, start: int, end: int) -> str:
        between = self.text[start:end].split("\n", 1)[0]
        at = between.find("#")
        return f"  {between[at:].rstrip()}" if at >= 0 else ""

    def put(self, address: Address, value: Any, order: Sequence[str] = ()) -> str:
        """Return the text with a new key. ``order`` tells beside which keys it customarily stands.

        Raises:
            AbsentError: when there is no mapping to put it into.
        """
        holder = self.spot(address[:-1]).node
        if not isinstance(holder, yaml.MappingNode):
            raise AbsentError("no mapping")
        name = str(address[-1])
        line = written_key(name)
        if not holder.value:
            at = int(holder.start_mark.index) + 1
            return self._spliced([(at, at, f"{line}: {flow(value)}")])
        after = self._neighbour(holder, name, order)
        beside, existing = holder.value[after]
        text = self._value_text(holder, holder.value[0][0], value, False)
        end = self._end(existing)
        if holder.flow_style:
            self._colon(beside, max(end, int(existing.start_mark.index)))
            return self._spliced([(end, end, f", {line}: {text}")])
        end = self._line_end(end)
        pad = " " * int(holder.value[0][0].start_mark.column)
        return self._spliced([(end, end, f"\n{pad}{line}: {text}")])

    def _neighbour(self, holder: Any, name: str, order: Sequence[str]) -> int:
        """Return the place of the pair after which a new key customarily stands."""
        if name not in order:
            return len(holder.value) - 1
        before = set(order[: order.index(name)])
        places = [at for at, (key, _) in enumerate(holder.value) if key.value in before]
        return places[-1] if places else len(holder.value) - 1

    def rename(self, address: Address, name: str) -> str:
        """Return the text with another key for the same value."""
        spot = self.spot(address)
        if not isinstance(spot.holder, yaml.MappingNode):
            raise SpliceError("no key")
        old = spot.holder.value[spot.at][0]
        span = (int(old.start_mark.index), int(old.end_mark.index))
        return self._spliced([(*span, written_key(name))])

    # -- elements ------------------------------------------------------------------------------

    def remove(self, address: Address) -> str:
        """Return the text without a key or an element."""
        return self._spliced([self._removed(address)])

    def _removed(self, address: Address) -> tuple[int, int, str]:
        spot = self.spot(address)
        holder = spot.holder
        if holder is None:
            raise SpliceError("the whole file")
        pairs = isinstance(holder, yaml.MappingNode)
        spans = [
            (int((each[0] if pairs else each).start_mark.index), self._end(each[1]))
            if pairs
            else (int(each.start_mark.index), self._end(each))
            for each in holder.value
        ]
        if len(spans) == 1:
            return self._emptied(address[:-1], holder, "{}" if pairs else "[]")
        if holder.flow_style:
            if spot.at:
                return spans[spot.at - 1][1], spans[spot.at][1], ""
            return spans[0][0], spans[1][0], ""
        if pairs and spot.at == 0:
            return spans[0][0], spans[1][0], ""
        if not pairs:
            return (*self._lines_of(holder, spot.at), "")
        return (*self._whole_lines(spans[spot.at][0], spans[spot.at][1]), "")

    def _emptied(self, address: Address, holder: Any, text: str) -> tuple[int, int, str]:
        if holder.flow_style:
            return int(holder.start_mark.index) + 1, int(holder.end_mark.index) - 1, ""
        return self._replaced(self.spot(address), [] if text == "[]" else {})

    def _whole_lines(self, start: int, end: int) -> tuple[int, int]:
        first, last = self._line_start(start), self._line_end(end)
        if last < len(self.text):
            return first, last + 1
        return max(0, first - 1), last

    def _lines_of(self, holder: Any, at: int) -> tuple[int, int]:
        """The lines of a block element, with the comment lines that stand right above it."""
        dash = self._dash(holder, at)
        first = self._line_start(dash)
        column = dash - first
        while first:
            above = self._line_start(first - 1)
            line = self.text[above:first]
            if not line.lstrip().startswith("#") or len(line) - len(line.lstrip()) != column:
                break
            first = above
        return self._whole_lines(first, self._end(holder.value[at]))

    def _dash(self, holder: Any, at: int) -> int:
        column = int(holder.start_mark.column)
        index = self._line_start(int(holder.value[at].start_mark.index))
        while True:
            line = self.text[index : self._line_end(index)]
            if line[column : column + 1] == "-" and not line[:column].strip():
                return index + column
            if index <= int(holder.start_mark.index):
                raise SpliceError("a list inside a list")
            index = self._line_start(index - 1)

    def insert(self, address: Address, at: int, value: Any) -> str:
        """Return the text with a new element in the list at an address."""
        return self._spliced([self._inserted(address, at, flow(value))])

    def _inserted(self, address: Address, at: int, text: str, lines: str = "") -> Any:
        """A splice for a new element: ``text`` on one line, or ``lines`` as a block's own lines."""
        spot = self.spot(address)
        holder = spot.node
        if not isinstance(holder, yaml.SequenceNode):
            raise AbsentError("no list")
        if not holder.value:
            return self._first(spot, text, lines)
        if holder.flow_style:
            if at < len(holder.value):
                start = int(holder.value[at].start_mark.index)
                return start, start, f"{text}, "
            end = self._end(holder.value[-1])
            return end, end, f", {text}"
        column = int(holder.start_mark.column)
        made = _indented(lines, column) if lines else " " * column + "- " + text
        if at < len(holder.value):
            start = self._lines_of(holder, at)[0]
            return start, start, made + "\n"
        end = self._line_end(self._end(holder.value[-1]))
        return end, end, "\n" + made

    def _first(self, spot: _Spot, text: str, lines: str) -> tuple[int, int, str]:
        start, end = int(spot.node.start_mark.index), int(spot.node.end_mark.index)
        outer = spot.holder
        if isinstance(outer, yaml.MappingNode) and not outer.flow_style:
            name = outer.value[spot.at][0]
            colon = self._colon(name, start)
            if (
                not self.text[colon:start].strip()
                and not self.text[end : self._line_end(end)].strip()
            ):
                column = int(name.start_mark.column) + 2
                made = _indented(lines, column) if lines else " " * column + "- " + text
                return colon, end, "\n" + made
        return start, end, f"[{text}]"

    def move(self, address: Address, to: Address, at: int) -> str:
        """Return the text with an element in another place; ``at`` counts without the element."""
        spot = self.spot(address)
        target = self.spot(to).node
        source = spot.holder
        if not isinstance(source, yaml.SequenceNode) or not isinstance(target, yaml.SequenceNode):
            raise AbsentError("no list")
        if any(each is target for each in _within(spot.node)):
            raise SpliceError("into itself")
        if target is source:
            if at == spot.at:
                return self.text
            at += at >= spot.at
        node = spot.node
        whole = self.text[int(node.start_mark.index) : self._end(node)]
        text = whole if node.flow_style and "\n" not in whole else flow(self._plain_at(address))
        lines = ""
        if not source.flow_style:
            start, end = self._lines_of(source, spot.at)
            lines = self.text[start:end].strip("\n")
        return self._spliced([self._removed(address), self._inserted(to, at, text, lines)])

    def _plain_at(self, address: Address) -> Any:
        here = self.plain
        for part in address:
            here = here[place_in(here, part)] if isinstance(here, list) else here[part]
        return here

    def _spliced(self, splices: list[tuple[int, int, str]]) -> str:
        text = self.text
        for start, end, made in sorted(splices, key=lambda each: (each[0], each[1]), reverse=True):
            text = text[:start] + made + text[end:]
        return text


def place_in(elements: list[Any], part: str | int) -> int:
    """Return the place of an element named by its place or its name. Raises ``AbsentError``."""
    if isinstance(part, int):
        if not 0 <= part < len(elements):
            raise AbsentError(str(part))
        return part
    for at, each in enumerate(elements):
        if isinstance(each, dict) and any(each.get(name) == part for name in NAMES):
            return at
    raise AbsentError(part)


def _step(node: Any, part: str | int) -> _Spot:
    if isinstance(node, yaml.MappingNode):
        for at, (name, value) in enumerate(node.value):
            if name.value == part:
                return _Spot(value, node, at)
    elif isinstance(node, yaml.SequenceNode):
        for at, each in enumerate(node.value):
            if at == part or (isinstance(part, str) and _named(each, part)):
                return _Spot(each, node, at)
    raise AbsentError(str(part))


def _named(node: Any, wanted: str) -> bool:
    return isinstance(node, yaml.MappingNode) and any(
        name.value in NAMES and isinstance(value, yaml.ScalarNode) and value.value == wanted
        for name, value in node.value
    )


def _within(node: Any) -> Iterator[Any]:
    stack = [node]
    while stack:
        here = stack.pop()
        yield here
        if isinstance(here, yaml.MappingNode):
            stack += [value for _, value in here.value]
        elif isinstance(here, yaml.SequenceNode):
            stack += here.value


def _indented(lines: str, column: int) -> str:
    """The lines moved so that the first one's dash stands at the column."""
    listed = lines.split("\n")
    first = len(listed[0]) - len(listed[0].lstrip(" "))
    by = column - first
    if by >= 0:
        return "\n".join(" " * by + line if line.strip() else line for line in listed)
    return "\n".join(line[min(-by, len(line) - len(line.lstrip(" "))) :] for line in listed)
