"""Which place a written name means. What is in any doubt is left to a person, with what to offer.

The year decides which codes were in force; province and prefecture beside the name say which of
several is meant. A province may be printed wrongly (a page's heading carried over), so it is a
witness, not the truth: where a name is borne by one place only, ever, the name wins and the
resolution says that the province is wrong; and once a table has one such row, its provinces no
longer decide between places of one name.

Resolutions depend on the set of rows, never on their order; writing a resolution's own name,
code and province resolves to it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from leitai.divisions.contexts import Context, Contexts
from leitai.divisions.history import LAST_YEAR, History, history
from leitai.divisions.model import Division
from leitai.divisions.names import GROUPS, plain, stem, without_mark
from leitai.divisions.resolution import Doubt, How, Remark, Resolution, Written

OFFERED = 6
#: Years within which an ended name may still, or a new one already, be in use.
RECENT = 3


class Resolver:
    """Resolves against one history; :func:`resolve` uses the packed one."""

    def __init__(self, history_: History) -> None:
        self.history = history_
        self.contexts = Contexts(history_)

    # --- one row -----------------------------------------------------------------------

    def resolve(self, written: Written) -> Resolution:
        """Resolve one row by itself."""
        name, remarks = _cleaned(written.name)
        code = plain(written.code)
        if not any(letter.isdigit() for letter in code):
            code = ""  # a dash, NA, 无
        context = self.contexts.of(written)
        if not name and not code:
            return Resolution(written, None, doubt="blank")
        if name in GROUPS:
            return Resolution(written, None, doubt="group", remarks=remarks)
        year = LAST_YEAR if written.year is None else written.year
        found = self._by_name(name, written, context, year) if name else None
        if code:
            found = self._by_code(code, name, written, context, year, found)
        assert found is not None
        return replace(found, remarks=(*remarks, *found.remarks))

    def _by_code(
        self,
        code: str,
        name: str,
        written: Written,
        context: Context,
        year: int,
        named: Resolution | None,
    ) -> Resolution:
        """Settle by the code where nothing else in the row speaks against it."""
        bare = code[:6].ljust(6, "0")
        # A statistical code of 9 or 12 digits with a town in it is no code of a county.
        valid = code.isdigit() and len(code) in (2, 4, 6, 9, 12) and not code[6:].strip("0")
        bearers = self.history.all_coded(bare) if valid else ()
        offers = named.offers if named and not named.division else ()
        offers = (named.division, *offers) if named and named.division else offers
        if not bearers:
            return Resolution(written, None, doubt="code_unknown", offers=offers)
        here = [d for d in bearers if d.in_force(year)]
        agreeing = [d for d in bearers if name and self._same_name(d, name)]
        if name and not agreeing:
            both = (*(here or bearers), *offers)
            return Resolution(written, None, doubt="code_and_name", offers=_few(both))
        for pool in ([d for d in here if d in agreeing or not name], agreeing, bearers):
            if not pool:
                continue
            lines = {self.history.line(d)[0] for d in pool}
            if len(lines) > 1:
                return Resolution(written, None, doubt="several", offers=_few(pool))
            found = self._at(written, pool[0], year, context, how="code")
            if found.division is None and name and year in (pool[-1].last_year, None):
                return replace(found, division=pool[-1], how="code", doubt="", offers=())
            return found
        raise AssertionError("some bearer is in the last pool")

    def _same_name(self, division: Division, name: str) -> bool:
        """Tell whether a name is one that the place bears or bore, whole or short."""
        names = {d.name for d in self.history.line(division)}
        if name in names or stem(name) in {stem(one) for one in names}:
            return True
        cut = self._without_above(name, division)
        return cut is not None and cut in names

    def _without_above(self, name: str, division: Division) -> str | None:
        """The name without the province and prefecture printed before it, where they agree."""
        rest = name
        for above in (division.province, division.prefecture):
            for prefix in (above, stem(above)) if above else ():
                if rest.startswith(prefix) and len(rest) - len(prefix) >= 2:
                    rest = rest[len(prefix) :]
                    break
        return rest if rest != name else None

    def _by_name(self, name: str, written: Written, context: Context, year: int) -> Resolution:
        candidates = self._of_level(self.history.by_name.get(name, ()), written)
        here = [d for d in candidates if d.in_force(year)]
        if here:
            return self._chosen(here, candidates, written, context, year, "name")
        if candidates:
            return self._other_years(candidates, written, context, year)
        cut = self._cut(name, written, year)
        if cut is not None:
            return cut
        return self._short(name, written, context, year)

    def _of_level(self, found: Iterable[Division], written: Written) -> list[Division]:
        return [d for d in found if written.level in (None, d.level)]

    def _chosen(
        self,
        here: Sequence[Division],
        ever: Sequence[Division],
        written: Written,
        context: Context,
        year: int,
        how: How,
    ) -> Resolution:
        """Choose among places of one name in force in the year."""
        fitting = [d for d in here if self.contexts.fits(d, context)]
        if len(fitting) == 1:
            vouched = self.contexts.prefecture_fits(fitting[0], context)
            around = self._namesakes(fitting[0], ever, context, year)
            if around and not vouched:
                return Resolution(written, None, doubt="several", offers=_few([*here, *around]))
            alone = len({self.history.line(d)[0] for d in here}) == 1
            return self._at(
                written, fitting[0], year, context, how=how, by_province=not alone and not vouched
            )
        if len(fitting) > 1:
            return Resolution(written, None, doubt="several", offers=_few(fitting))
        # The context speaks against every place of the name.
        lines = {self.history.line(d)[0] for d in ever}
        if len(here) > 1 or len(lines) > 1 or context.unknown_province:
            return Resolution(written, None, doubt="context", offers=_few([*here, *ever]))
        [only] = here
        province_fits = self.contexts.province_fits(only, context)
        prefecture_fits = not context.prefecture or self.contexts.prefecture_fits(only, context)
        rivals = [
            d
            for d in self.history.by_stem.get(stem(only.name), ())
            if d.province in context.provinces and self.history.line(d)[0] not in lines
        ]
        if (not province_fits and context.prefecture) or (rivals and not province_fits):
            return Resolution(written, None, doubt="context", offers=_few([only, *rivals]))
        assert province_fits != prefecture_fits
        return self._at(written, only, year, context, how=how)

    def _namesakes(
        self, chosen: Division, ever: Sequence[Division], context: Context, year: int
    ) -> list[Division]:
        """Other places that bore the name shortly before or after, and fit as well.

        A table may speak of last year's 郊区, or of the county-level city that the prefecture-level
        city of the same name has just replaced.
        """
        line = self.history.line(chosen)
        return [
            d
            for d in ever
            if 0 < _distance(d, year) <= RECENT and d not in line and self.contexts.fits(d, context)
        ]

    def _other_years(
        self, candidates: Sequence[Division], written: Written, context: Context, year: int
    ) -> Resolution:
        """A name that places bore in other years: follow each to the year of the data."""
        fitting = [d for d in candidates if self.contexts.fits(d, context)] if context.given else []
        if not context.given:
            fitting = list(candidates)
        lines = {self.history.line(d)[0] for d in fitting}
        if len(lines) != 1:
            doubt: Doubt = "several" if fitting else "context"
            return Resolution(written, None, doubt=doubt, offers=_few(fitting or candidates))
        nearest = min(fitting, key=lambda d: (_distance(d, year), d.code))
        [first] = lines
        short = [
            d
            for d in self._of_level(self.history.by_stem.get(nearest.name, ()), written)
            if d.in_force(year)
            and self.history.line(d)[0] != first
            and self.contexts.fits(d, context)
        ]
        if short:
            return Resolution(written, None, doubt="short", offers=_few([nearest, *short]))
        everyone = {self.history.line(d)[0] for d in candidates}
        decided = len(everyone) > 1 and not self.contexts.prefecture_fits(nearest, context)
        how: How = "earlier" if nearest.last_year <= year else "later"
        if nearest.listed_only:
            # The list knows one year only: the prefecture must vouch for any other.
            if not self.contexts.prefecture_fits(nearest, context):
                return Resolution(written, None, doubt="context", offers=(nearest,))
            return self._at(written, nearest, year, context, how=how, by_province=decided)
        way = self.history.follow(nearest, year)
        if way.end is not None:
            remark = Remark(
                "earlier_name" if how == "earlier" else "later_name", nearest.name, way.end.name
            )
            found = self._at(written, way.end, year, context, how=how, by_province=decided)
            return replace(found, remarks=(*found.remarks, remark)) if found.settled else found
        if nearest.last_year == year:
            # It ended within the year of the data, which may still speak of it.
            return self._at(written, nearest, year, context, how="name", by_province=decided)
        offers = _few([*way.heirs, nearest])
        return Resolution(written, None, doubt="changed", offers=offers)

    def _cut(self, name: str, written: Written, year: int) -> Resolution | None:
        """A name printed with those above it (福建省龙海市): both parts must be exact."""
        found: dict[Division, Resolution] = {}
        prefixes = (name[:length] for length in range(len(name) - 2, 1, -1))
        above = [(name[len(p) :], *one) for p in prefixes for one in self.contexts.above.get(p, ())]
        for rest, province, prefecture in above:
            if rest in GROUPS:
                continue
            inner = replace(
                written,
                name=rest,
                province=written.province or province,
                prefecture=prefecture or written.prefecture,
            )
            context = self.contexts.of(inner)
            if province not in context.provinces:
                continue
            if rest in self.history.by_name:
                result = self._by_name(rest, inner, context, year)
            else:
                result = self._cut(rest, inner, year) or Resolution(inner, None)
            if result.division is not None and not result.remark("wrong_province"):
                found.setdefault(result.division, result)
        if len(found) != 1:
            return None
        [(division, result)] = found.items()
        remark = Remark("above_in_name", name, division.name)
        kept = tuple(r for r in result.remarks if r.kind != "above_in_name")
        return replace(result, written=written, remarks=(*kept, remark))

    def _short(self, name: str, written: Written, context: Context, year: int) -> Resolution:
        """A name without its ending: settled where the context names the place above it."""
        key = stem(name)
        same = self._of_level(self.history.by_stem.get(name, ()), written)
        here = [d for d in same if d.in_force(year) and not d.listed_only]
        fitting = [d for d in here if context.given and self.contexts.fits(d, context)]
        lines = {
            self.history.line(d)[0]
            for d in same
            if not context.given or self.contexts.fits(d, context)
        }
        if len(fitting) == 1 and len(lines) == 1:
            decided = len(here) > 1 and not self.contexts.prefecture_fits(fitting[0], context)
            return self._at(written, fitting[0], year, context, how="short", by_province=decided)
        if here:
            return Resolution(written, None, doubt="short", offers=_few([*fitting, *here]))
        kin = same or self._of_level(self.history.by_stem.get(key, ()), written)
        if kin:
            return Resolution(written, None, doubt="short", offers=_few(kin))
        near = self._near(name, written, context, year)
        return Resolution(written, None, doubt="near" if near else "none", offers=near)

    def _near(
        self, name: str, written: Written, context: Context, year: int
    ) -> tuple[Division, ...]:
        """Places whose name differs in one character, or is the end of a longer one."""
        found = [
            d
            for d in self.history.divisions
            if d.in_force(year)
            and written.level in (None, d.level)
            and (
                (len(d.name) == len(name) >= 3 and _differing(d.name, name) == 1)
                or (len(name) >= 4 and (d.name.endswith(name) or name.endswith(d.name)))
            )
        ]
        found.sort(key=lambda d: (not self.contexts.fits(d, context), d.code))
        return tuple(found[:OFFERED])

    def _at(
        self,
        written: Written,
        division: Division,
        year: int,
        context: Context,
        *,
        how: How,
        by_province: bool = False,
    ) -> Resolution:
        """The resolution to a place, with what the context says otherwise."""
        here = division
        if not division.in_force(year) and how == "code":
            way = self.history.follow(division, year)
            if way.end is None and not division.listed_only:
                offers = _few([*way.heirs, division])
                return Resolution(written, None, doubt="changed", offers=offers)
            here = way.end or division
        remarks: list[Remark] = []
        if not self.contexts.province_fits(here, context):
            remarks.append(Remark("wrong_province", plain(written.province), here.province))
        elif len(context.provinces) > 1:
            remarks.append(Remark("two_provinces", plain(written.province), here.province))
        elif (
            context.prefecture
            and not self.contexts.prefecture_fits(here, context)
            and here.prefecture
        ):
            remarks.append(Remark("wrong_prefecture", plain(written.prefecture), here.prefecture))
        return Resolution(written, here, how, remarks=tuple(remarks), by_province=by_province)

    # --- a whole table -----------------------------------------------------------------

    def resolve_all(self, rows: Sequence[Written]) -> list[Resolution]:
        """Resolve the rows of one table: provinces proved wrong once no longer decide.

        The result of a row depends on the set of rows, not on their order.
        """
        alone = {row: self.resolve(row) for row in dict.fromkeys(rows)}
        if any(found.remark("wrong_province") for found in alone.values()):
            alone = {row: self._doubted(found) for row, found in alone.items()}
        return [alone[row] for row in rows]

    def _doubted(self, found: Resolution) -> Resolution:
        if found.division is None or not found.by_province:
            return found
        free = self.resolve(replace(found.written, province=""))
        offers = _few([found.division, *free.offers])
        return replace(
            found, division=None, how="", doubt="province_doubted", offers=offers, remarks=()
        )


def _cleaned(printed: str) -> tuple[str, tuple[Remark, ...]]:
    name = plain(printed)
    remarks: list[Remark] = []
    if name != printed.strip():
        remarks.append(Remark("blanks", printed, name))
    bare = without_mark(name)
    if bare != name:
        remarks.append(Remark("footnote_mark", name, bare))
    return bare, tuple(remarks)


def _few(divisions: Iterable[Division]) -> tuple[Division, ...]:
    return tuple(dict.fromkeys(divisions))[:OFFERED]


def _distance(division: Division, year: int) -> int:
    """Years between a year and the time in which a code was in force."""
    if year < division.first_year:
        return division.first_year - year
    return max(0, year - division.last_year + 1)


def _differing(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def resolve(written: Written) -> Resolution:
    """Resolve one row against the packed history."""
    return Resolver(history()).resolve(written)


def resolve_all(rows: Sequence[Written]) -> list[Resolution]:
    """Resolve the rows of one table against the packed history."""
    return Resolver(history()).resolve_all(rows)
