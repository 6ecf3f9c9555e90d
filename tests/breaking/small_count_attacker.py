"""Somebody who reads everything a pack tells and tries to work out how many people a kept-back number stands for.

Nothing of the program's own rules is used here. The attacker writes down what each printed number says of the people of
each practice in each shortest period, as bounds on sums, and asks by linear programming how small and how large each count could be.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any

import numpy as np

from tests.breaking.small_count_tables import AREA, Atom, Leaf, Table, World

MOST = 100_000  # people; no count of these worlds comes near it
SMALL = range(1, 8)
NOTHING = 1e-7
STEPS = 5_000


class Polytope:
    """All the worlds in which some sums of numbers keep their bounds: a linear programme with a point that is known to fit.

    Each sum is a dependent variable of the numbers. From a point that fits, one of the others is moved as far as it
    goes; a dependent variable that stops it changes places with it. (The simplex method with bounds, in dictionary form.)
    """

    def __init__(self, point: Sequence[int], sums: Sequence[tuple[Sequence[int], float, float]]) -> None:
        count = len(point)
        self.low = np.array([0.0] * count + [low for _, low, _ in sums])
        self.high = np.array([float(MOST)] * count + [high for _, _, high in sums])
        self.free = list(range(count))
        self.dependent = list(range(count, count + len(sums)))
        self.rows = np.zeros((len(sums), count))
        for at, (members, _, _) in enumerate(sums):
            self.rows[at, list(members)] = 1.0
        self.at = np.concatenate([np.array(point, float), self.rows @ np.array(point, float)])

    def fits(self) -> bool:
        return bool(np.all(self.at >= self.low - 1e-4) and np.all(self.at <= self.high + 1e-4))

    def farthest(self, members: Sequence[int], sign: int, enough: float) -> float:
        """How large (sign 1) or small (-1) the sum of some numbers can be; the search ends where it is enough."""
        aim = self._in_terms_of_free(members)
        for step in range(STEPS):
            value = float(self.at[list(members)].sum())
            if sign * (value - enough) >= -NOTHING:
                return value
            moved = self._move(aim, sign, careful=step > STEPS // 10)
            if moved is None:
                return value
            if moved >= 0:
                aim = self._in_terms_of_free(members)
        raise AssertionError("the simplex method did not end")

    def _in_terms_of_free(self, members: Sequence[int]) -> np.ndarray:
        aim = np.zeros(len(self.free))
        wanted = set(members)
        for at, one in enumerate(self.free):
            aim[at] += one in wanted
        for at, one in enumerate(self.dependent):
            if one in wanted:
                aim += self.rows[at]
        return aim

    def _move(self, aim: np.ndarray, sign: int, careful: bool) -> int | None:
        """Move one free variable as far as it goes. The dependent one that changed places with it, -1 where none did, None
        where nothing moves the sum any more.
        """
        free = np.array(self.free)
        gain = sign * aim
        up = (gain > NOTHING) & (self.at[free] < self.high[free] - NOTHING)
        down = (gain < -NOTHING) & (self.at[free] > self.low[free] + NOTHING)
        able = np.flatnonzero(up | down)
        if not len(able):
            return None
        column = int(able[np.argmin(free[able])] if careful else able[np.argmax(np.abs(gain[able]))])
        way = 1.0 if up[column] else -1.0
        change = self.rows[:, column] * way
        dependent = np.array(self.dependent, int)
        with np.errstate(divide="ignore", invalid="ignore"):
            limits = np.where(
                change > NOTHING, (self.high[dependent] - self.at[dependent]) / change,
                np.where(change < -NOTHING, (self.low[dependent] - self.at[dependent]) / change, np.inf),
            )  # fmt: skip
        limits = np.maximum(limits, 0.0)
        own = (
            self.high[free[column]] - self.at[free[column]]
            if way > 0
            else self.at[free[column]] - self.low[free[column]]
        )
        row = int(np.argmin(limits)) if len(limits) else -1
        length = min(own, limits[row] if row >= 0 else np.inf)
        if row >= 0 and careful:
            row = min(
                (one for one in np.flatnonzero(limits <= length + NOTHING)), key=lambda one: dependent[one], default=row
            )
        self.at[free[column]] += way * length
        self.at[dependent] += change * length
        if own <= length + NOTHING:
            return -1
        self._swap(row, column)
        return row

    def _swap(self, row: int, column: int) -> None:
        pivot = self.rows[row, column]
        self.rows[row] /= -pivot
        self.rows[row, column] = 1.0 / pivot
        other = self.rows[:, column].copy()
        other[row] = 0.0
        self.rows[:, column] = np.where(np.arange(len(self.rows)) == row, self.rows[:, column], 0.0)
        self.rows += np.outer(other, self.rows[row])
        self.dependent[row], self.free[column] = self.free[column], self.dependent[row]


@dataclass
class Sums:
    """Numbers of people that nobody tells, and what is known of sums of them."""

    truth: list[int] = field(default_factory=list)
    known: dict[tuple[int, ...], tuple[float, float]] = field(default_factory=dict)
    _solved: dict[int, tuple[Polytope, dict[int, int]]] = field(default_factory=dict)

    def number(self, truth: int) -> int:
        self.truth.append(truth)
        return len(self.truth) - 1

    def add(self, members: Iterable[int], low: float, high: float) -> None:
        """Some numbers together are between two bounds; people are whole."""
        places = tuple(sorted(members))
        least, most = self.known.get(places, (0.0, float(MOST)))
        self.known[places] = max(least, ceil(low - 1e-6)), min(most, floor(high + 1e-6))

    def settle(self) -> bool:
        """Set apart what has nothing to do with one another; False where what is known is not true."""
        group = list(range(len(self.truth)))

        def head(one: int) -> int:
            while group[one] != one:
                one = group[one]
            return one

        for places in self.known:
            for one in places[1:]:
                group[head(one)] = head(places[0])
        members: dict[int, list[int]] = {}
        for one in range(len(self.truth)):
            members.setdefault(head(one), []).append(one)
        sums: dict[int, list[tuple[int, ...]]] = {}
        for places in self.known:
            if places:
                sums.setdefault(head(places[0]), []).append(places)
        for top, numbers in members.items():
            at = {number: n for n, number in enumerate(numbers)}
            bounds = [([at[one] for one in places], *self.known[places]) for places in sums.get(top, ())]
            polytope = Polytope([self.truth[number] for number in numbers], bounds)
            if not polytope.fits():
                return False
            self._solved |= dict.fromkeys(numbers, (polytope, at))
        return True

    def range_of(self, members: Sequence[int], least: float, most: float) -> tuple[float, float]:
        """Between what the sum of some numbers must lie; no farther than the two bounds are looked for."""
        by_group: dict[int, list[int]] = {}
        for one in members:
            polytope, at = self._solved[one]
            by_group.setdefault(id(polytope), []).append(one)
        low = high = 0.0
        for numbers in by_group.values():
            polytope, at = self._solved[numbers[0]]
            places = [at[one] for one in numbers]
            high += polytope.farthest(places, 1, most)
            low += polytope.farthest(places, -1, least)
        return low, high


class Attacker:
    """What a reader knows of one world, from the rows that may be shown. Practices and localities are told to the nearest 5."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.sums = Sums()
        self._above: dict[str, dict[tuple[Leaf, Atom], tuple[int, ...]]] = {}
        self._below: dict[str, dict[tuple[Leaf, Atom], tuple[int, ...]]] = {}
        for table in self._in_order():
            self._open(table)

    def _in_order(self) -> Iterator[Table]:
        """A register is the sum of those seen and those not: it comes after them."""
        yield from sorted(self.world.tables, key=lambda table: table.numerator.name.startswith("register"))

    def _open(self, table: Table) -> None:
        name = table.numerator.name
        if table.kind == "parts":
            self._open_parts(table)
            return
        self._above[name] = {key: (self.sums.number(n),) for key, n in table.numerator.people.items()}
        if table.denominator is not None:
            whole = table.denominator.people
            left = {key: self.sums.number(whole[key] - n) for key, n in table.numerator.people.items()}
            self._below[name] = {key: (*numbers, left[key]) for key, numbers in self._above[name].items()}
            if table.denominator.name == "the list":
                for key, numbers in self._below[name].items():
                    self.sums.add(numbers, whole[key], whole[key])

    def _open_parts(self, table: Table) -> None:
        """Of a register, those who were seen and those who were not are numbers of their own."""
        which, at = table.numerator.name.split()
        seen, unseen = f"seen {at}", f"unseen {at}"
        if f"register {at}" not in self._above:
            register = next((t.numerator for t in self.world.tables if t.numerator.name == f"register {at}"), None)
            parts = {t.numerator.name: t.numerator.people for t in self.world.tables}
            for key in table.numerator.people:
                known = {name: parts[name][key] for name in (seen, unseen) if name in parts}
                if register is not None and len(known) == 1:
                    (name,) = known
                    known[unseen if name == seen else seen] = register.people[key] - known[name]
                for name in (seen, unseen):
                    self._above.setdefault(name, {})[key] = (self.sums.number(known.get(name, 0)),)
                both = (*self._above[seen][key], *self._above[unseen][key])
                self._above.setdefault(f"register {at}", {})[key] = both
        assert which in ("seen", "unseen", "register")

    def members(self, table: Table, organisation: str, atoms: Iterable[Atom], which: str) -> tuple[int, ...]:
        """The numbers behind a numerator, a denominator, or what the one leaves of the other."""
        keys = [(leaf, atom) for leaf in self.world.leaves_of(organisation) for atom in atoms]
        above = [n for key in keys for n in self._above[table.numerator.name][key]]
        if which == "numerator":
            return tuple(above)
        below = [n for key in keys for n in self._below[table.numerator.name][key]]
        return tuple(below) if which == "denominator" else tuple(sorted(set(below) - set(above)))

    def learn(
        self,
        table: Table,
        organisation: str,
        period: str,
        value: float | None,
        above: float | None,
        below: float | None,
    ) -> None:
        """What one row of figures tells."""
        atoms = table.periods[period]
        numerator = self.members(table, organisation, atoms, "numerator")
        is_fine = organisation != AREA
        if table.denominator is None:
            if value is not None:
                self.sums.add(numerator, *_bounds(value, is_fine))
            return
        denominator = self.members(table, organisation, atoms, "denominator")
        if table.denominator.name == "the list":
            if value is not None:
                base = self.world.list_of(organisation)
                self.sums.add(numerator, (value - 0.05) * base / table.scale, (value + 0.05) * base / table.scale)
            return
        if value is not None and (above is None) != (below is None):
            above, below = self._both(table, value, above, below, is_fine, numerator, denominator)
        for places, told in ((numerator, above), (denominator, below)):
            if told is not None:
                self.sums.add(places, *_bounds(told, is_fine))

    def _both(
        self, table: Table, value: float, above: float | None, below: float | None, is_fine: bool,
        numerator: tuple[int, ...], denominator: tuple[int, ...],
    ) -> tuple[float | None, float | None]:  # fmt: skip
        """The count that a rate gives with the other one; of rounded counts it is the rounded one."""
        if is_fine:
            other = (
                value * below / table.scale
                if below is not None
                else above * table.scale / value
                if value and above
                else None
            )
            if other is not None and abs(other - 5 * round(other / 5)) < 1e-4:
                if above is None:
                    return round(other), below
                self.sums.add(numerator, *_bounds(above, is_fine))  # its base was worked out before it was rounded
                return None, None
        if below is not None:
            low, high = _bounds(below, is_fine)
            self.sums.add(numerator, (value - 0.05) * low / table.scale, (value + 0.05) * high / table.scale)
        elif above is not None and value > 0.05:
            low, high = _bounds(above, is_fine)
            self.sums.add(denominator, low * table.scale / (value + 0.05), high * table.scale / (value - 0.05))
        return above, below

    def range_of(self, members: Sequence[int]) -> tuple[int, int]:
        """Between which counts a number of people must lie; above 8 and below 0 nobody asks how far."""
        low, high = self.sums.range_of(members, 0, 8)
        return ceil(low - 1e-4), floor(high + 1e-4)


def _bounds(told: float, is_fine: bool) -> tuple[float, float]:
    if not is_fine or not told:
        return told, told
    return told - 2, told + 2


def learned(world: World, told: Mapping[str, Sequence[Any]]) -> Attacker:
    """An attacker who has read every row of figures that may be shown."""
    attacker = Attacker(world)
    by_number = {table.number: table for table in world.tables}
    by_measure = {table.measure: table for table in world.tables}
    standing = {
        (row.indicator, row.organisation, row.period.label): row for row in told["observations"] if row.revision is None
    }
    for row in standing.values():
        table = by_number[row.indicator]
        attacker.learn(table, row.organisation, _period(table, row.period), row.value, row.numerator, row.denominator)
    for row in told["indicators"]:
        table = by_number[row.number]
        if row.baseline_period is not None:
            period = _period(table, row.baseline_period)
            attacker.learn(table, AREA, period, row.baseline, row.baseline_numerator, row.baseline_denominator)
    for row in told["editions"]:
        table = by_measure[row.measure]
        period = _period(table, row.period)
        if row.value is not None and _is_true(world, table, period, row.value):
            attacker.learn(table, row.organisation, period, row.value, None, None)
    assert attacker.sums.settle(), f"world {world.seed} contradicts itself"
    return attacker


def _period(table: Table, period: Any) -> str:
    short = {"January": "Jan", "February": "Feb", "March": "Mar"}
    label = period.label
    for name, cut in short.items():
        label = label.replace(name, cut)
    return next(one for one in table.periods if one == label)


def _is_true(world: World, table: Table, period: str, value: float) -> bool:
    """Whether an earlier edition told what is true today: it may have been revised since."""
    return table.denominator is not None or value == table.numerator.of(world.leaves, table.periods[period])


def close_values(world: World, told: Mapping[str, Sequence[Any]]) -> list[str]:
    """Numbers of one organisation and period that are told twice, 1 to 7 people apart: so many were added."""
    counts: dict[tuple[int, str, str], set[float]] = {}
    by_measure = {table.measure: table for table in world.tables}
    numbers = {table.number for table in world.tables if table.denominator is None}
    for row in told["observations"]:
        if row.indicator in numbers and row.value is not None and row.organisation == AREA:
            counts.setdefault((row.indicator, AREA, row.period.label), set()).add(row.value)
    for row in told["editions"]:
        number = by_measure[row.measure].number
        if number in numbers and row.value is not None:
            counts.setdefault((number, AREA, row.period.label), set()).add(row.value)
    for row in told["indicators"]:
        if row.number in numbers and row.baseline is not None and row.baseline_period is not None:
            counts.setdefault((row.number, AREA, row.baseline_period.label), set()).add(row.baseline)
    return [f"world {world.seed}: {key} is told as {sorted(values)}" for key, values in counts.items()
            if any(1 <= abs(a - b) <= 7 for a in values for b in values)]  # fmt: skip


def recovered(world: World, attacker: Attacker) -> tuple[list[str], list[str]]:
    """The small counts that an attacker works out, and those of rows that could not be any of 1 to 7."""
    found, narrower = [], []
    typed = {(row["indicator"], row["organisation"], row["period"]) for row in world.rows["tblObservations"]}
    for table in world.tables:
        single = {f"atom {atom}": (atom,) for spans in table.periods.values() for atom in spans}
        spans = {atoms: period for period, atoms in {**single, **table.periods}.items()}
        for organisation in world.organisations:
            for atoms, period in spans.items():
                for which in ("numerator", "denominator", "left") if table.denominator else ("numerator",):
                    members = attacker.members(table, organisation, atoms, which)
                    if sum(attacker.sums.truth[n] for n in members) not in SMALL:
                        continue
                    low, high = attacker.range_of(members)
                    name = f"world {world.seed}: {which} of {table.number} ({table.kind}), {organisation}, {period}: {low} to {high}"
                    if low >= 1 and high <= 7 and (low, high) != (1, 7):
                        found.append(name)
                    elif which != "left" and (low > 1 or high < 7) and (table.number, organisation, period) in typed:
                        narrower.append(name)
    return found, narrower
