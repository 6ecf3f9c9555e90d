"""Statistical disclosure control for small numbers of people: primary and secondary suppression.

The rule is that of NHS hospital statistics: a count of people from 1 to 7 is suppressed, any other is rounded to the
nearest 5, and a rate on a suppressed count is suppressed too. A survey that fewer than 10 people answered is
suppressed. Counts of practices are exempt; so are list sizes and full-time equivalents, which are published practice
by practice.

A suppressed number is protected while another one is suppressed in all the same totals: the two could be one larger
and one smaller, and every published total would be the same.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from math import inf
from typing import NamedTuple

from pc_workbook.disclosure.people_counts import LARGEST, SCALES, SMALLEST, PeopleCounted
from pc_workbook.stats.decimals import decimals_typed

STEP = 5
SMALLEST_BASE = 10


def is_small(count: float | None) -> bool:
    """Return whether a count of people is too small to be published.

    >>> [is_small(n) for n in (0, 1, 7, 8)]
    [False, True, True, False]
    """
    return count is not None and SMALLEST <= count <= LARGEST


def is_small_base(base: float | None) -> bool:
    """Return whether a share rests on too few people to be published. Source: GP Patient Survey, under 10 responses."""
    return base is not None and base < SMALLEST_BASE


def to_nearest_5(count: float) -> int:
    """Return a count of people as it is published, rounded to the nearest 5.

    >>> [to_nearest_5(n) for n in (0, 8, 12, 13, 98)]
    [0, 10, 10, 15, 100]
    """
    return int(count / STEP + 0.5) * STEP


class Cell(NamedTuple):
    """One number, or several that are suppressed together, and the totals it is part of. None: it has no such number."""

    key: Hashable
    amounts: tuple[float | None, ...]
    totals: frozenset[str]


class ProtectionRange(NamedTuple):
    """How uncertain suppressed numbers must stay: the least each can be, and the range above it.

    Numbers above `most` need no range of their own: it is enough that they are not alone.
    """

    least: float
    play: float
    most: float


#: Any of several counts that are suppressed may each be 1 to 7.
COUNTS_RANGE = ProtectionRange(SMALLEST, LARGEST - SMALLEST, SMALLEST_BASE - 1)
#: Of several quantities one is above nothing.
QUANTITIES_RANGE = ProtectionRange(0, 1e-9, inf)


class Protected(NamedTuple):
    """The suppressed cells and totals."""

    cells: frozenset[Hashable]
    totals: frozenset[str]


def protected(
    cells: Sequence[Cell], primary: Iterable[Hashable], margin: ProtectionRange, totals_anyway: Iterable[str] = ()
) -> Protected:
    """Return `back` with what else must be suppressed (secondary suppression): the least that protects it in every
    total.

    `gone` names totals that are suppressed anyway. Totals are suppressed only where nothing else helps, and the one
    with fewest parts first.
    """
    suppressed, suppressed_totals = set(primary), set(totals_anyway)
    while (unsafe := _first_unsafe(cells, suppressed, suppressed_totals, margin)) is not None:
        helper = _helper(cells, suppressed, suppressed_totals, unsafe, margin)
        if helper is not None:
            suppressed.add(helper.key)
            suppressed_totals |= helper.totals - unsafe
        else:
            suppressed_totals.add(min(unsafe, key=lambda total: (_parts(cells, total), total)))
    return Protected(frozenset(suppressed), frozenset(suppressed_totals))


def _first_unsafe(
    cells: Sequence[Cell], suppressed: set[Hashable], suppressed_totals: set[str], margin: ProtectionRange
) -> frozenset[str] | None:
    """Return the totals of the first group of suppressed cells that can be worked out from them."""
    groups: dict[frozenset[str], list[Cell]] = {}
    for cell in cells:
        if cell.key in suppressed:
            groups.setdefault(cell.totals - suppressed_totals, []).append(cell)
    return next((totals for totals, group in groups.items() if totals and not _is_safe(group, margin)), None)


def _is_safe(group: Sequence[Cell], margin: ProtectionRange) -> bool:
    """Return whether each number of some cells, all in the same totals, could as well be another."""
    for numbers in zip(*(cell.amounts for cell in group), strict=True):
        known = [number for number in numbers if number is not None]
        if len(known) == 1:
            return False
        in_danger = margin.most == inf or any(0 < number <= margin.most for number in known)
        if known and in_danger and sum(known) - margin.least * len(known) < margin.play:
            return False
    return True


def _helper(
    cells: Sequence[Cell],
    suppressed: set[Hashable],
    suppressed_totals: set[str],
    unsafe: frozenset[str],
    margin: ProtectionRange,
) -> Cell | None:
    """Return the cell to suppress beside those: in all their totals, in the fewest others, and the smallest."""
    in_need = [(i, amount) for cell in cells if cell.key in suppressed and cell.totals - suppressed_totals == unsafe
               for i, amount in enumerate(cell.amounts) if amount is not None]  # fmt: skip
    needed = {i for i, _ in in_need}
    above_nothing = {i for i, amount in in_need if margin.most == inf or 0 < amount <= margin.most}
    able = [
        cell
        for cell in cells
        if cell.key not in suppressed
        and cell.totals >= unsafe
        and all(cell.amounts[i] is not None for i in needed)
        and all((cell.amounts[i] or 0) > 0 for i in above_nothing)
    ]
    return min(
        able, key=lambda cell: (len(cell.totals - suppressed_totals - unsafe), _size(cell), str(cell.key)), default=None
    )


def _size(cell: Cell) -> float:
    return sum(amount or 0 for amount in cell.amounts)


def _parts(cells: Iterable[Cell], total: str) -> int:
    return sum(total in cell.totals for cell in cells)


def rounded_rate(value: float, numerator: float, denominator: float, counted: PeopleCounted) -> float:
    """Return the rate of rounded counts, in the unit of the rate that was typed beside the exact counts.

    A rate that is not that of its counts, such as a weighted share, gives nothing of them away and stays as it is.

    >>> rounded_rate(98.0, 98, 100, PeopleCounted(True, True)), rounded_rate(81.5, 98, 100, PeopleCounted(True, True))
    (100.0, 81.5)
    """
    if not numerator or not denominator:
        return value
    near = max(1.01 * 10.0 ** -decimals_typed(value), 1e-9 * abs(value))  # rounded or cut when it was typed
    scale = next((scale for scale in SCALES if abs(scale * numerator / denominator - value) <= near), None)
    above = to_nearest_5(numerator) if counted.numerator else numerator
    below = to_nearest_5(denominator) if counted.denominator else denominator
    return value if scale is None else scale * above / below


class Count(NamedTuple):
    """The counts of people of one organisation, indicator and period; None: not typed, or not people.

    `left` are those of the denominator who are not in the numerator.
    """

    numerator: float | None
    denominator: float | None
    left: float | None = None

    @property
    def with_left(self) -> "Count":
        """Return the count with what the numerator leaves of the denominator."""
        if self.numerator is None or self.denominator is None or self.numerator > self.denominator:
            return self
        return self._replace(left=self.denominator - self.numerator)

    @property
    def is_small(self) -> bool:
        """Return whether it must be suppressed."""
        return any(map(is_small, self)) or is_small_base(self.denominator)


AREA = "(whole area)"
REST = "(not in any row)"


class Table(NamedTuple):
    """The counts of one indicator and period: of the area, of localities and of practices, which they add up from."""

    area: Count | None
    localities: Mapping[str, Count]
    practices: Mapping[str, Count]
    locality_of: Mapping[str, str]  # practice -> locality


class SuppressedParts(NamedTuple):
    """The suppressed parts of a table, primary and secondary."""

    area: bool
    localities: frozenset[str]
    practices: frozenset[str]


def suppressed_parts(table: Table, hidden: Iterable[str] = ()) -> SuppressedParts:
    """Return the parts of a table that must be suppressed. `hidden` names practices and localities suppressed for
    another reason.

    The area's total is taken as known even where the tracker lacks it, for such totals are published elsewhere. What a
    total contains beyond its parts is a number of people too, whom no row names.
    """
    area_suppressed = {AREA} if table.area is not None and table.area.is_small else set[str]()
    places = [
        *(Cell(name, count, frozenset({AREA})) for name, count in table.localities.items()),
        *_rest(table.area, table.localities.values(), frozenset({AREA})),
    ]
    hidden = frozenset(hidden)
    small_places = [name for name, count in table.localities.items() if count.is_small or name in hidden]
    localities = protected(places, [*small_places, *_small_rests(places)], COUNTS_RANGE, area_suppressed)
    suppressed_localities = {name for name in table.localities if name in localities.cells}
    parts = _parts_of_the_area(table)
    small = {code for code, count in table.practices.items() if count.is_small} | hidden
    small |= _smallest_of_each_locality(suppressed_localities, table, small)
    primary = [cell.key for cell in parts if cell.key in small or cell.key in suppressed_localities]
    found = protected(
        parts,
        [*primary, *_small_rests(parts)],
        COUNTS_RANGE,
        area_suppressed | localities.totals | suppressed_localities,
    )
    suppressed = found.totals | found.cells | suppressed_localities
    return SuppressedParts(
        area=AREA in found.totals,
        localities=frozenset(name for name in table.localities if name in suppressed),
        practices=frozenset(code for code in table.practices if code in found.cells),
    )


def _parts_of_the_area(table: Table) -> list[Cell]:
    """Return the parts of the area's total: practices, localities without a row of a practice, and what no row names."""
    with_practices = {table.locality_of.get(code) for code in table.practices}
    return [
        *(Cell(code, count, _totals(code, table)) for code, count in table.practices.items()),
        *(
            Cell(name, count, frozenset({AREA}))
            for name, count in table.localities.items()
            if name not in with_practices
        ),
        *_rests_of_practices(table),
    ]


def _rest(total: Count | None, parts: Iterable[Count], totals: frozenset[str]) -> Iterator[Cell]:
    """Yield what a total contains beyond its parts, where that can be worked out."""
    parts = list(parts)
    if total is None or not parts:
        return
    sums = [_less(total[i], [part[i] for part in parts]) for i in range(2)]
    if any(amount for amount in sums):
        yield Cell((REST, totals), Count(*sums), totals)


def _less(total: float | None, parts: Sequence[float | None]) -> float | None:
    """Return what is left of a total; a part without a number counts as no part."""
    known = [part for part in parts if part is not None]
    if total is None or not known or sum(known) > total:
        return None
    return total - sum(known)


def _rests_of_practices(table: Table) -> Iterator[Cell]:
    of_localities: list[Count] = []
    for name, count in table.localities.items():
        of_localities.append(count)
        inside = [practice for code, practice in table.practices.items() if table.locality_of.get(code) == name]
        yield from _rest(count, inside, frozenset({AREA, name}))
    outside = [
        practice for code, practice in table.practices.items() if table.locality_of.get(code) not in table.localities
    ]
    if outside:
        yield from _rest(table.area, [*of_localities, *outside], frozenset({AREA}))


def _small_rests(cells: Iterable[Cell]) -> Iterator[Hashable]:
    return (cell.key for cell in cells if isinstance(cell.key, tuple) and any(map(is_small, cell.amounts)))


def _totals(code: str, table: Table) -> frozenset[str]:
    locality = table.locality_of.get(code)
    return frozenset({AREA, locality}) if locality in table.localities and locality else frozenset({AREA})


def _smallest_of_each_locality(places: Iterable[str], table: Table, small: set[str]) -> set[str]:
    """Return the smallest practice of each suppressed locality all of whose practices are published: they would add
    up to it.
    """
    chosen = set()
    for place in places:
        inside = {code: count for code, count in table.practices.items() if table.locality_of.get(code) == place}
        above_nothing = [(people, code) for code, count in inside.items() if (people := _people(count))]
        if above_nothing and not inside.keys() & small:
            chosen.add(min(above_nothing)[1])
    return chosen


def _people(count: Count) -> float:
    return (count.denominator if count.numerator is None else count.numerator) or 0
