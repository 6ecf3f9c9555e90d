"""Random trackers that are full of small counts of people, with the truth behind them.

A world holds people by practice (or in no listed practice) and by shortest period; every row of its tracker is a sum of
them. Seeded: the same number gives the same world.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from pc_workbook.tracker.lists.catalogue import LISTS, SETTINGS, SETTINGS_HEADINGS, SETTINGS_SHEET, SETTINGS_TABLE
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot

Row = dict[str, object]
Leaf, Atom = str, int
AREA = "Fictionshire"
AS_AT = date(2017, 6, 30)
UNLISTED = "unlisted"
SCHEMES: Sequence[Mapping[str, tuple[Atom, ...]]] = (
    {"Q4 2015/16": (0,), "Q1 2016/17": (1,), "Q2 2016/17": (2,), "Q3 2016/17": (3,), "Q4 2016/17": (4,),
     "2016/17": (1, 2, 3, 4), "2016": (0, 1, 2, 3)},
    {"Q1 2016/17": (0,), "Q2 2016/17": (1,), "Q3 2016/17": (2,), "Q4 2016/17": (3,), "2016/17": (0, 1, 2, 3)},
    {"Jan 2017": (0,), "Feb 2017": (1,), "Mar 2017": (2,), "Q4 2016/17": (0, 1, 2)},
    {"2015/16": (0,), "2016/17": (1,)},
    {"Jan 2017": (0,)},
)  # fmt: skip
ADDED_UP = {"Q1 2016/17": (0,), "Q2 2016/17": (0, 1), "Q3 2016/17": (0, 1, 2), "Q4 2016/17": (0, 1, 2, 3)}
ONE_PERIOD = {"Jan 2017": (0,)}
KINDS = ("share", "share", "half typed", "rate of the list", "per 1,000", "count", "count", "added up", "parts")


@dataclass
class Quantity:
    """Numbers of people by leaf and shortest period."""

    name: str
    people: dict[tuple[Leaf, Atom], int]

    def of(self, leaves: Iterable[Leaf], atoms: Iterable[Atom]) -> int:
        wanted = list(atoms)
        return sum(self.people[leaf, atom] for leaf in leaves for atom in wanted)


@dataclass
class Table:
    """One indicator: what it counts, of whom, and of which periods."""

    number: int
    kind: str
    periods: Mapping[str, tuple[Atom, ...]]
    numerator: Quantity
    denominator: Quantity | None  # those among whom the numerator is counted, also where only a rate is typed
    measure: str
    scale: float = 100.0
    unit: str | None = None


@dataclass
class World:
    """A tracker, and the truth that its rows were made of."""

    seed: int
    places: dict[Leaf, str | None] = field(default_factory=dict)  # practice -> locality
    has_unlisted: bool = False
    lists: dict[Leaf, int] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def leaves(self) -> list[Leaf]:
        return [*self.places, *([UNLISTED] if self.has_unlisted else [])]

    def leaves_of(self, organisation: str) -> list[Leaf]:
        if organisation == AREA:
            return self.leaves
        if organisation in self.places:
            return [organisation]
        return [leaf for leaf, place in self.places.items() if place == organisation]

    @property
    def organisations(self) -> list[str]:
        return [*self.places, *sorted({place for place in self.places.values() if place}), AREA]

    def list_of(self, organisation: str) -> int:
        return sum(self.lists.get(leaf, 0) for leaf in self.leaves_of(organisation))

    def snapshot(self) -> Snapshot:
        settings = {"area_name": AREA, "area_code": "V99", "as_at": AS_AT, "baseline_year": 2016}
        return snapshot(self.rows, settings)


def world(seed: int, tables: int = 5) -> World:
    """The world of a number, with so many tables."""
    random = Random(seed)
    made = World(seed)
    localities = ["North", "South", "West"][: random.randint(1, 3)]
    for n in range(1, random.randint(3, 8)):
        made.places[f"V9{n:04d}"] = random.choice([*localities, *localities, None])
    made.has_unlisted = random.random() < 0.25
    made.lists = {leaf: random.choice((random.randint(20, 400), random.randint(900, 9000))) for leaf in made.places}
    made.rows = {
        "tblLocalities": [{"name": name} for name in localities],
        "tblPractices": [
            {"code": code, "name": f"Fictional practice {code}", "locality": place, "registered_patients": made.lists[code]}
            for code, place in made.places.items()
        ],
        "tblIndicators": [], "tblObservations": [], "tblEditions": [],
    }  # fmt: skip
    while len(made.tables) < tables:
        _add(made, random.choice(KINDS), random)
    random.shuffle(made.rows["tblObservations"])
    return made


def _few(random: Random) -> int:
    return random.choice((0, random.randint(0, 9), random.randint(0, 9), random.randint(0, 40)))


def _quantity(
    made: World, name: str, atoms: Iterable[Atom], random: Random, at_most: Quantity | None = None
) -> Quantity:
    people: dict[tuple[Leaf, Atom], int] = {}
    for leaf in made.leaves:
        for atom in atoms:
            count = _few(random)
            if at_most is not None:
                whole = at_most.people[leaf, atom]
                count = random.choice((min(count, whole), max(0, whole - count), random.randint(0, whole)))
            people[leaf, atom] = count
    return Quantity(name, people)


def _more(made: World, part: Quantity, random: Random) -> Quantity:
    more = {
        key: count + random.choice((0, random.randint(0, 9), random.randint(3, 60)))
        for key, count in part.people.items()
    }
    return Quantity(f"whole of {part.name}", more)


def _add(made: World, kind: str, random: Random) -> None:
    number = len(made.tables) + 1
    if kind == "parts":
        _add_parts(made, random)
        return
    periods = (
        ADDED_UP
        if kind == "added up"
        else ONE_PERIOD
        if kind in ("rate of the list", "per 1,000")
        else random.choice(SCHEMES)
    )
    atoms = sorted({atom for spans in periods.values() for atom in spans})
    above = _quantity(made, f"numerator {number}", atoms, random)
    below: Quantity | None = None
    if kind in ("share", "half typed"):
        below = _more(made, above, random)
    elif kind in ("rate of the list", "per 1,000"):
        above.people = {
            (leaf, atom): min(n, made.lists[leaf]) for (leaf, atom), n in above.people.items() if leaf in made.lists
        }
        if made.has_unlisted:
            above.people |= {(UNLISTED, atom): 0 for atom in atoms}
        below = Quantity("the list", {(leaf, atom): made.lists.get(leaf, 0) for leaf in made.leaves for atom in atoms})
    table = Table(number, kind, periods, above, below, f"measure_{number}")
    if kind == "per 1,000":
        table.scale, table.unit = 1000.0, "admissions per 1,000 registered patients"
    if kind in ("count", "added up"):
        table.unit = random.choice(("patients", "people", "referrals", "Number of deaths"))
    _finish(made, table, random)


WORDS = {
    "share": ("Annual checks done", "Patients checked", "Patients due for one"),
    "half typed": ("Reviews done", "Patients reviewed", "Patients due for one"),
    "rate of the list": ("Online booking", "Patients who book online", "Registered patients"),
    "per 1,000": ("Emergency admissions", "Admissions", "Registered patients"),
    "count": ("Waiting for a clinic", None, None),
    "added up": ("Referred so far, cumulative", None, None),
}


def _finish(made: World, table: Table, random: Random, words: tuple[str | None, ...] | None = None) -> None:
    title, above, below = words or WORDS[table.kind]
    percent = table.unit is None
    row: Row = {
        "number": table.number, "title": f"{title} {'abcdefghijkl'[table.number]}", "kind": "Percentage" if percent else "Rate",
        "unit": table.unit, "numerator": above, "denominator": below, "measure": table.measure, "decimals": 1,
        "direction": random.choice(("Higher is better", "Lower is better")), "target": _target(table, random), "target_year": 2018,
    }  # fmt: skip
    made.tables.append(table)
    share = random.uniform(0.4, 1)
    for organisation in made.organisations:
        for period in table.periods:
            if random.random() < share and made.leaves_of(organisation):
                made.rows["tblObservations"] += _observations(made, table, organisation, period, random)
    if random.random() < 0.3:
        period = random.choice(list(table.periods))
        typed = _typed(made, table, AREA, period, random)
        row |= {
            f"baseline{'_' if name != 'value' else ''}{name if name != 'value' else ''}": value
            for name, value in typed.items()
        }
        row["baseline_period"] = period
    if random.random() < 0.4:
        made.rows["tblEditions"] += _editions(made, table, random)
    made.rows["tblIndicators"].append(row)


def _target(table: Table, random: Random) -> object:
    return f"{random.randint(40, 95)}%" if table.unit is None else random.randint(2, 30)


def _observations(made: World, table: Table, organisation: str, period: str, random: Random) -> Iterator[Row]:
    row: Row = {"indicator": table.number, "organisation": organisation, "period": period}
    typed = _typed(made, table, organisation, period, random)
    yield row | typed
    if table.kind in ("count", "added up") and random.random() < 0.08:
        value = typed["value"]
        assert isinstance(value, int)
        yield row | {"value": max(0, value + random.randint(-7, 9)), "revision": "Provisional"}


def _typed(made: World, table: Table, organisation: str, period: str, random: Random) -> Row:
    leaves, atoms = made.leaves_of(organisation), table.periods[period]
    above = table.numerator.of(leaves, atoms)
    if table.denominator is None:
        return {"value": above}
    below = table.denominator.of(leaves, atoms)
    if not below:
        return {"numerator": above, "denominator": below}
    rate = round(table.scale * above / below, 1)
    value: object = f"{rate}%" if table.unit is None else rate
    if table.kind == "share":
        return {"value": value, "numerator": above, "denominator": below}
    if table.kind == "half typed":
        return random.choice(({"value": value, "denominator": below}, {"value": value, "numerator": above}))
    return {"value": value}


def _editions(made: World, table: Table, random: Random) -> Iterator[Row]:
    period = random.choice(list(table.periods))
    value = _typed(made, table, AREA, period, random).get("value")
    if value is not None:
        if isinstance(value, int) and random.random() < 0.4:
            value = max(0, value + random.randint(-7, 9))
        yield {"edition": date(2017, 3, 15), "measure": table.measure, "organisation": AREA, "period": period, "value": value,
               "rag": "Red"}  # fmt: skip


def _add_parts(made: World, random: Random) -> None:
    """A register, those of it who were seen, and those who were not, each an indicator of its own."""
    whole = _quantity(made, f"register {len(made.tables)}", (0,), random)
    seen = _quantity(made, f"seen {len(made.tables)}", (0,), random, at_most=whole)
    unseen = Quantity(f"unseen {len(made.tables)}", {key: n - seen.people[key] for key, n in whole.people.items()})
    named = (
        ("On the dementia register", whole),
        ("On the dementia register and seen", seen),
        ("On the dementia register, not seen", unseen),
    )
    for title, quantity in random.sample(named, random.choice((2, 3))):
        number = len(made.tables) + 1
        table = Table(number, "count", ONE_PERIOD, quantity, None, f"measure_{number}", unit="patients")
        table.kind = "parts"
        _finish(made, table, random, (title, None, None))


# --- a tracker without a file


def snapshot(rows: Mapping[str, Sequence[Row]], settings: Mapping[str, object]) -> Snapshot:
    """A tracker's cells as a host would give them."""
    sheets: dict[str, SheetCells] = {}
    lists: dict[str, ListObject] = {}
    for one in LISTS:
        held = rows.get(one.table, ())
        cells = [
            [c.heading for c in one.columns],
            *[[row.get(c.field) for c in one.columns] for row in held],
        ]
        sheets[one.sheet] = SheetCells(one.sheet, cells if len(cells) > 1 else [*cells, [None] * len(one.columns)])
        lists[one.table] = ListObject(one.table, one.sheet, 1, max(2, len(cells)), 1, len(one.columns))
    known = [[setting.name, settings.get(setting.field)] for setting in SETTINGS]
    sheets[SETTINGS_SHEET] = SheetCells(SETTINGS_SHEET, [list(SETTINGS_HEADINGS[:2]), *known])
    lists[SETTINGS_TABLE] = ListObject(SETTINGS_TABLE, SETTINGS_SHEET, 1, len(known) + 1, 1, 2)
    return Snapshot("tracker.xlsx", sheets, lists)
