"""Small numbers about people, and what else must be kept back so that no total gives them away.

The rule is that of NHS hospital statistics: a count of people from 1 to 7 is kept back, any other is rounded to the
nearest 5, and a rate on a count that is kept back is kept back too. A survey that fewer than 10 people answered is
kept back. Counts of practices are exempt from it; so are list sizes and full-time equivalents, which are published
practice by practice.

A number that is kept back is safe while another one stands beside it in all the same totals: then the two could be
one larger and one smaller, and every total that is told would be the same.
"""

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from pc_workbook.measures.results import RATIO_MEASURES
from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.stats.decimals import decimals_typed

SMALLEST, LARGEST = 1, 7
STEP = 5
SMALLEST_BASE = 10
UNITS = (100, 1, 1_000, 10_000, 100_000)  # per cent first
CQC_SHARE = "cqc_share_"
#: Words in a measure, a unit, a numerator or a denominator by which what is counted is not people.
NOT_PEOPLE = ("practice", "points", "fte", "full-time", "bed", "£", "pound")

#: What is counted, and what becomes of it in a public or guest edition.
RULES: tuple[tuple[str, str], ...] = (
    ("Numerator and denominator of a practice or locality (Observations), where they count people",
     "1 to 7, or a base under 10: kept back with its rate. Others: to the nearest 5, and the rate is that of the rounded counts."),
    ("Numerator and denominator of the area or a provider, where they count people",
     "1 to 7, or a base under 10: kept back with its rate. Others: as published."),
    ("Register of a long-term condition", "1 to 7: kept back with its achievement. Others: to the nearest 5."),
    ("Headcount of staff", "Not shown."),
    ("List sizes, weighted lists, full-time equivalents and their ratios",
     "As published; kept back only where the figures of a practice that is not shown could be worked out from them."),
    ("Counts of practices, inspections, ratings, actions and findings", "As they are: they are not counts of people."),
)  # fmt: skip


def is_small(count: float | None) -> bool:
    """Whether a count of people is too small to be told.

    >>> [is_small(n) for n in (0, 1, 7, 8)]
    [False, True, True, False]
    """
    return count is not None and SMALLEST <= count <= LARGEST


def is_small_base(base: float | None) -> bool:
    """Whether a share rests on too few people to be told. Source: GP Patient Survey, under 10 responses."""
    return base is not None and base < SMALLEST_BASE


def to_nearest_5(count: float) -> int:
    """A count of people as it is told.

    >>> [to_nearest_5(n) for n in (0, 8, 12, 13, 98)]
    [0, 10, 10, 15, 100]
    """
    return int(count / STEP + 0.5) * STEP


def counts_people(indicator: Indicator) -> bool:
    """Whether an indicator's numerator and denominator are counts of people: they are unless it says what else.

    Ratings have none; shares of CQC ratings count practices; staff ratios divide FTE by list sizes.
    """
    measure = indicator.measure or ""
    if indicator.kind is IndicatorKind.ORDINAL or measure.startswith(CQC_SHARE) or measure in RATIO_MEASURES.values():
        return False
    said = " ".join(filter(None, (measure, indicator.unit, indicator.numerator, indicator.denominator))).casefold()
    return not any(word in said for word in NOT_PEOPLE)


class Cell(NamedTuple):
    """One number, or several that stand or fall together, and the totals it is part of. None: it has no such number."""

    key: Hashable
    amounts: tuple[float | None, ...]
    totals: frozenset[str]


class Room(NamedTuple):
    """How much play numbers that are kept back must leave each other: the least each can be, and what is above that."""

    least: float
    play: float


#: Any of several counts that are kept back may be each of 1 to 7.
OF_COUNTS = Room(SMALLEST, LARGEST - SMALLEST)
#: Of several quantities one is above nothing.
OF_QUANTITIES = Room(0, 1e-9)


class KeptBack(NamedTuple):
    """The cells and the totals that are not told."""

    cells: frozenset[Hashable]
    totals: frozenset[str]


def protected(cells: Sequence[Cell], back: Iterable[Hashable], room: Room, gone: Iterable[str] = ()) -> KeptBack:
    """What else must not be told when `back` is not: the least that leaves no total to give it back.

    `gone` names totals that are not told anyway. Totals are given up only where nothing else helps, and the one with
    fewest parts first.
    """
    kept, untold = set(back), set(gone)
    while (unsafe := _first_unsafe(cells, kept, untold, room)) is not None:
        helper = _helper(cells, kept, untold, unsafe)
        if helper is not None:
            kept.add(helper.key)
            untold |= helper.totals - unsafe
        else:
            untold.add(min(unsafe, key=lambda total: (_parts(cells, total), total)))
    return KeptBack(frozenset(kept), frozenset(untold))


def _first_unsafe(cells: Sequence[Cell], kept: set[Hashable], untold: set[str], room: Room) -> frozenset[str] | None:
    """The totals of the first group of kept cells that can be worked out from them."""
    groups: dict[frozenset[str], list[Cell]] = {}
    for cell in cells:
        if cell.key in kept:
            groups.setdefault(cell.totals - untold, []).append(cell)
    return next((totals for totals, group in groups.items() if totals and not _is_safe(group, room)), None)


def _is_safe(group: Sequence[Cell], room: Room) -> bool:
    """Whether each number of some cells, all in the same totals, could as well be another."""
    for numbers in zip(*(cell.amounts for cell in group), strict=True):
        known = [number for number in numbers if number is not None]
        if known and (len(known) < 2 or sum(known) - room.least * len(known) < room.play):
            return False
    return True


def _helper(cells: Sequence[Cell], kept: set[Hashable], untold: set[str], unsafe: frozenset[str]) -> Cell | None:
    """The cell to keep back beside those: in all their totals, in the fewest others, and the smallest."""
    needed = [i for cell in cells if cell.key in kept and cell.totals - untold == unsafe
              for i, amount in enumerate(cell.amounts) if amount is not None]  # fmt: skip
    able = [
        cell
        for cell in cells
        if cell.key not in kept and cell.totals >= unsafe and all((cell.amounts[i] or 0) > 0 for i in needed)
    ]
    return min(able, key=lambda cell: (len(cell.totals - untold - unsafe), _size(cell), str(cell.key)), default=None)


def _size(cell: Cell) -> float:
    return sum(amount or 0 for amount in cell.amounts)


def _parts(cells: Iterable[Cell], total: str) -> int:
    return sum(total in cell.totals for cell in cells)


def rounded_rate(value: float, numerator: float, denominator: float) -> float:
    """The rate of rounded counts, in the unit of the one that was typed beside the exact counts.

    A rate that is not that of its counts, such as a weighted share, gives nothing of them away and stays as it is.

    >>> rounded_rate(98.0, 98, 100), rounded_rate(81.5, 98, 100)
    (100.0, 81.5)
    """
    if not numerator or not denominator:
        return value
    near = max(1.01 * 10.0 ** -decimals_typed(value), 1e-9 * abs(value))  # rounded or cut when it was typed
    unit = next((unit for unit in UNITS if abs(unit * numerator / denominator - value) <= near), None)
    return value if unit is None else unit * to_nearest_5(numerator) / to_nearest_5(denominator)


class Count(NamedTuple):
    """The counts of one organisation in a table of one indicator and period."""

    numerator: float | None
    denominator: float | None

    @property
    def is_small(self) -> bool:
        """Whether it may not be told."""
        return is_small(self.numerator) or is_small(self.denominator) or is_small_base(self.denominator)


def counts_of(indicator: Indicator, numerator: float | None, denominator: float | None, rate: float | None) -> Count:
    """The counts behind a rate. One that was not typed is worked out from the rate, as any reader could."""
    unit = _unit(indicator)
    if rate is None or unit is None or (numerator is None) == (denominator is None):
        return Count(numerator, denominator)
    if denominator is not None:
        return Count(round(rate * denominator / unit), denominator)
    return Count(numerator, round((numerator or 0) * unit / rate) if rate else None)


def _unit(indicator: Indicator) -> int | None:
    """How many people a rate is told for; None where the indicator doesn't say."""
    if indicator.kind is IndicatorKind.PERCENTAGE:
        return 100
    said = re.search(r"per (\d[\d,]*)", indicator.unit or "")
    return int(said[1].replace(",", "")) or None if said else None


AREA = "(whole area)"


class Table(NamedTuple):
    """The counts of one indicator and period: of the area, of localities and of practices, which they add up from."""

    area: Count | None
    localities: Mapping[str, Count]
    practices: Mapping[str, Count]
    locality_of: Mapping[str, str]  # practice -> locality


class Untold(NamedTuple):
    """What of a table is not told: by its own smallness, and so that no total gives that back."""

    area: bool
    localities: frozenset[str]
    practices: frozenset[str]


def untold(table: Table, hidden: Iterable[str] = ()) -> Untold:
    """What of a table is kept back. `hidden` names practices that are not shown for another reason.

    The area's total is taken as known even where the tracker lacks it, for such totals are published elsewhere.
    """
    area_gone = {AREA} if table.area is not None and table.area.is_small else set[str]()
    places = [Cell(name, count, frozenset({AREA})) for name, count in table.localities.items()]
    small_places = [name for name, count in table.localities.items() if count.is_small]
    localities = protected(places, small_places, OF_COUNTS, area_gone)
    untold_places = {str(key) for key in localities.cells}
    practices = [Cell(code, count, _totals(code, table)) for code, count in table.practices.items()]
    small = {code for code, count in table.practices.items() if count.is_small} | set(hidden)
    small |= _one_in_each(untold_places, table, small)
    found = protected(
        practices, small & table.practices.keys(), OF_COUNTS, area_gone | localities.totals | untold_places
    )
    return Untold(
        area=AREA in found.totals,
        localities=frozenset(name for name in table.localities if name in found.totals | untold_places),
        practices=frozenset(str(key) for key in found.cells),
    )


def _totals(code: str, table: Table) -> frozenset[str]:
    locality = table.locality_of.get(code)
    return frozenset({AREA, locality}) if locality in table.localities and locality else frozenset({AREA})


def _one_in_each(places: Iterable[str], table: Table, small: set[str]) -> set[str]:
    """The smallest practice of each locality that is kept back with all its practices told: they would add up to it."""
    found = set()
    for place in places:
        inside = {code: count for code, count in table.practices.items() if table.locality_of.get(code) == place}
        above_nothing = [code for code, count in inside.items() if count.numerator]
        if above_nothing and not inside.keys() & small:
            found.add(min(above_nothing, key=lambda code: (inside[code].numerator or 0, code)))
    return found
