"""What is read out of a document. Offsets count code points of ``Document.text``."""

from __future__ import annotations

from dataclasses import dataclass, field

SCHEMA_VERSION = "leitai-document/1"


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, cell, note or box, and its place in the file.

    ``kind`` is ``paragraph``, ``cell``, ``footnote``, ``textbox``, ``header`` or ``line``;
    ``place`` a path such as ``paragraph 12``, ``table 2 row 4 column 1``, ``page 3``, ``line 7``.
    ``made`` characters at the start are numbering that the program, not the writer, put there.
    """

    kind: str
    start: int
    end: int
    place: str
    made: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells by their spans; a cell merged downwards has the span of its upper one."""

    rows: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Noise:
    """A stretch that is not the writer's text; ``reason`` is a code of ``noise.REASONS``."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A part the file says exists and does not hold: ``page`` of ``pages``, or a cut-off tail.

    ``reason`` is ``pager``, ``paywall`` or ``ordinal`` (a list that begins in its middle); the
    span is the mark that says so.
    """

    reason: str
    what: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """One text of a file that holds several; ``year`` is what its title or date says, or 0."""

    title: str
    start: int
    end: int
    year: int = 0
    year_origin: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: ``part`` counts from 0, ``level`` is 0 for a title, else from 1 downwards.

    ``form`` is ``line`` (alone on its line), ``runin`` (its text follows on the line) or
    ``inline`` (inside a line). ``start`` to ``end`` covers marker and title.
    """

    part: int
    level: int
    marker: str
    title: str
    start: int
    end: int
    form: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A number that measures something: a target, a result, a count, a share, a rank.

    ``value`` is as printed, in ``unit``; None for a masked number and for a range, which has
    ``value_low`` and ``value_high``. ``value_base`` is in ``unit_base``, negative for a decrease.
    ``horizon_origin`` is ``phrase``, ``section``, ``title``, ``date`` or ``inherited``; the span of a
    literal horizon or metric is given, else it is (-1, -1). ``reasons`` are codes for what is
    inherited, inferred or contradictory.
    """

    metric: str
    metric_start: int
    metric_end: int
    value: float | None
    value_low: float | None
    value_high: float | None
    unit: str
    value_base: float | None
    unit_base: str
    comparator: str
    cue: str
    kind: str
    horizon: str
    horizon_origin: str
    horizon_start: int
    horizon_end: int
    scope: str
    masked: bool
    part: int
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A name with the span it stands at."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done: verb, object, who, until when. No unit where none is named.

    ``origin`` is ``prose`` or ``table``; the span is that of the clause or of the cell.
    """

    verb: str
    object: str
    lead_unit: Named | None
    responsible_units: tuple[Named, ...]
    supporting_units: tuple[Named, ...]
    deadline: Named | None
    origin: str
    part: int
    start: int
    end: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Programme:
    """A numeric shorthand such as 三新三强, at its first mention, and its members if the text has them.

    ``count`` is what the numerals of the term come to, 0 where they cannot be added; ``how`` tells
    where the members stand; no members is a valid answer.
    """

    term: str
    start: int
    end: int
    count: int
    members: tuple[Named, ...] = ()
    how: str = "none_in_text"
    mentions: int = 1
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure set against another area: ``relation`` is ``share_of``, ``ratio`` or ``difference``."""

    metric: str
    relation: str
    value: float | None
    unit: str
    other: str
    other_start: int
    other_end: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as plain text, before anything in it is understood."""

    kind: str
    encoding: str
    text: str
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    noise: tuple[Noise, ...] = ()
    title: str = ""
    date: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """All that was found in one file."""

    source: str
    sha256: str
    text_sha256: str
    kind: str
    encoding: str
    text: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    parts: tuple[Part, ...]
    missing_parts: tuple[Missing, ...]
    noise: tuple[Noise, ...]
    outline: tuple[Heading, ...] = ()
    targets: tuple[Target, ...] = ()
    tasks: tuple[Task, ...] = ()
    programmes: tuple[Programme, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    problems: tuple[str, ...] = field(default=())
