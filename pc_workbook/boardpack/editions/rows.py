"""Which rows of a tracker an edition may show: by their own marking, and by what they are about.

A row about a practice or an action that is not shown is not shown either. A row that could not be read whole is
not shown: nobody knows what it says.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pc_workbook.boardpack.editions.reach import OF_MARKING, Reach, held, marked_reach
from pc_workbook.model.row import column
from pc_workbook.model.wording import folded
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.list_reader import ReadList

KEYS = {"tblPractices": "code", "tblActions": "letter", "tblProgrammes": "name"}
#: What else such a row may go by in another list.
OTHER_NAMES = {"tblPractices": ("name",)}
#: Columns that name a practice without being links.
ORGANISATIONS = {"tblCqcRatings": "organisation", "tblObservations": "organisation", "tblEditions": "organisation"}
#: Links that are left empty where they point to a row that is not shown; any other such link hides its row.
LOOSE = (("tblPractices", "merged_into"), ("tblActions", "programme"))
SHORTEST_NAME = 4
EXEMPT, INTERNAL, UNMARKED = "exempt information", "marked Internal", "not marked Public"
UNREADABLE = "its marking can't be read"
ABOUT = "about something that is not shown"


class Shown(NamedTuple):
    """The rows of one list that an edition shows: their places on the sheet, and those of them marked Public."""

    read: ReadList
    places: Sequence[int]
    public: frozenset[int]  # of lists with a marking
    why_not: Counter[str]  # why the others are not shown


class Hidden(NamedTuple):
    """What is not shown, by the key that other rows name it by, folded."""

    practices: frozenset[str]
    actions: frozenset[str]
    programmes: frozenset[str]
    named: re.Pattern[str] | None = None  # what names a practice or a provider in running text

    def of(self, table: str) -> frozenset[str]:
        """The hidden keys of one of the lists that others link to."""
        return {"tblPractices": self.practices, "tblActions": self.actions, "tblProgrammes": self.programmes}[table]


def shown_rows(intake: Intake, wanted: Reach) -> tuple[dict[str, Shown], Hidden]:
    """The rows of each list that go as far as `wanted`, and what is hidden."""
    named = named_bodies(intake)
    own = {table: own_reach(intake, read, named) for table, read in intake.lists.items()}
    practices, actions, programmes = (_hidden_keys(intake, table, own.get(table, {}), wanted) for table in KEYS)
    hidden = Hidden(practices, actions, programmes, named)
    return {table: _shown(intake, read, own[table], hidden, wanted) for table, read in intake.lists.items()}, hidden


def own_reach(intake: Intake, read: ReadList, named: re.Pattern[str] | None = None) -> Mapping[int, Reach]:
    """How far each row goes by its own marking, by its place; {} where every row goes as far as the list."""
    unmarked = held(read.of.table).unmarked
    if "marking" not in read.of.by_field or not read.sound or unmarked is Reach.NOBODY:
        return {}  # a list that is for nobody stays so, whatever its rows are marked
    if "marking" not in read.columns:
        return dict.fromkeys(read.places, Reach.NOBODY)  # the column was renamed or removed: nobody knows
    return {at: _reach_of_row(intake, read, at, unmarked, named) for at in read.places}


def _reach_of_row(intake: Intake, read: ReadList, at: int, unmarked: Reach, named: re.Pattern[str] | None) -> Reach:
    marking = marking_cell(intake, read, at, "marking")
    reach = marked_reach(marking, marking_cell(intake, read, at, "exempt_paragraph"), unmarked)
    if marking is None and reach is Reach.MEETING and named and named.search(_texts(intake, read, at)):
        return Reach.MEMBERS
    return reach


def marking_cell(intake: Intake, read: ReadList, at: int, field: str) -> object:
    """A cell of a row's marking as it stands; of merged cells, what the merge holds."""
    spot = read.columns.get(field)
    if spot is None:
        return None
    sheet = intake.snapshot.sheets[read.sheet]
    for top, left, bottom, right in sheet.merged:
        if top <= at <= bottom and left <= spot <= right:
            at, spot = top, left
    return sheet.errors.get((at, spot)) or sheet.value(at, spot)


def _texts(intake: Intake, read: ReadList, at: int) -> str:
    sheet = intake.snapshot.sheets[read.sheet]
    texts = (sheet.value(at, read.columns[c.field]) for c in read.of.columns if c.field in read.columns)
    return " ".join(str(text) for text in texts if text is not None)


def named_bodies(intake: Intake) -> re.Pattern[str] | None:
    """What names a practice or a provider in running text: codes, names and short names."""
    tracker = intake.tracker
    names: set[str] = {text for one in tracker.practices for text in (one.code, one.name)}
    names |= {text for one in tracker.providers for text in (one.code, one.name, one.short_name) if text}
    long_enough = sorted((re.escape(name) for name in names if len(name) >= SHORTEST_NAME), reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(long_enough)})(?!\w)", re.IGNORECASE) if long_enough else None


def _hidden_keys(intake: Intake, table: str, own: Mapping[int, Reach], wanted: Reach) -> frozenset[str]:
    """What names the hidden rows of a list: the keys of all its rows, read whole or not, less those shown."""
    read = intake.lists[table]
    sheet = intake.snapshot.sheets.get(read.sheet)
    if sheet is None:
        return frozenset()
    shown = {at for at in read.places if own.get(at, held(table).unmarked) >= wanted}
    of_shown: set[str] = set()
    of_hidden: set[str] = set()
    for spot in (read.columns[name] for name in (KEYS[table], *OTHER_NAMES.get(table, ())) if name in read.columns):
        for at in range(read.heading_row + 1, sheet.height + 1):
            if (value := sheet.value(at, spot)) is not None:
                (of_shown if at in shown else of_hidden).add(folded(str(value)))
    return frozenset(of_hidden - of_shown)


def _shown(intake: Intake, read: ReadList, own: Mapping[int, Reach], hidden: Hidden, wanted: Reach) -> Shown:
    why_not: Counter[str] = Counter()
    unmarked = held(read.of.table).unmarked
    if unmarked < wanted and not own:
        why_not[INTERNAL if unmarked is Reach.NOBODY else UNMARKED] += read.rows
        return Shown(read, (), frozenset(), why_not)
    about = set(_about_hidden(read, hidden))
    places = []
    for at in read.places:
        if own.get(at, unmarked) < wanted:
            why_not[_why(intake, read, at)] += 1
        elif at in about:
            why_not[ABOUT] += 1
        else:
            places.append(at)
    public = frozenset(at for at, reach in own.items() if reach is Reach.EVERYONE and _is_marked(intake, read, at))
    return Shown(read, places if why_not else read.places, public, why_not)


def _is_marked(intake: Intake, read: ReadList, at: int) -> bool:
    return marking_cell(intake, read, at, "marking") is not None


def _why(intake: Intake, read: ReadList, at: int) -> str:
    marking = marking_cell(intake, read, at, "marking")
    paragraph = marking_cell(intake, read, at, "exempt_paragraph")
    reach = marked_reach(marking, paragraph, Reach.EVERYONE)
    if reach is Reach.MEMBERS:
        return f"{EXEMPT} (paragraph {paragraph_number(paragraph)})" if paragraph_number(paragraph) else EXEMPT
    if marking is None:
        return UNMARKED
    return INTERNAL if reach is Reach.NOBODY and folded(str(marking)) in OF_MARKING else UNREADABLE


def paragraph_number(paragraph: object) -> str:
    """The number of a paragraph of Schedule 12A in what somebody typed; '' where there is none.

    >>> paragraph_number("3 (financial or business affairs)"), paragraph_number("Dr A's contract")
    ('3', '')
    """
    found = re.match(r"\s*(?:paragraph|para\.?)?\s*([1-9]\d?[A-Z]?)(?![\w.])", str(paragraph or ""), re.IGNORECASE)
    return found[1] if found else ""


def links(read: ReadList) -> Iterator[tuple[str, str]]:
    """The columns of a list that name a row of another one: field and list."""
    for about in read.of.columns:
        if about.links_to and about.links_to[0] in KEYS and about.links_to[1] == KEYS[about.links_to[0]]:
            yield about.field, about.links_to[0]
    if read.of.table in ORGANISATIONS:
        yield ORGANISATIONS[read.of.table], "tblPractices"
    if read.of.table == "tblPractices":
        yield "merged_into", "tblPractices"


def _about_hidden(read: ReadList, hidden: Hidden) -> Iterator[int]:
    for field, table in links(read):
        keys = hidden.of(table)
        if keys and (read.of.table, field) not in LOOSE:
            yield from _places_naming(read, field, keys)
    if read.of.table == "tblEditions" and hidden.actions:
        states = {folded(f"action_{letter}_state") for letter in hidden.actions}
        yield from _places_naming(read, "measure", states)


def _places_naming(read: ReadList, field: str, keys: Iterable[str]) -> Iterator[int]:
    named = column(read.sound, field)
    wanted = set(keys)
    is_hidden = {value: folded(str(value)) in wanted for value in set(named)}
    yield from (at for at, value in zip(read.places, named, strict=True) if is_hidden[value])
