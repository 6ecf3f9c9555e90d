"""Which rows of a tracker an edition may show: by the marking that holds for them, and by what they are about.

A row about a practice or an action that is not shown is not shown either. A row that could not be read whole is
not shown: nobody knows what it says.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pc_workbook.disclosure.audience import OF_MARKING, Reach, held
from pc_workbook.model.names import Names, same_key
from pc_workbook.model.row import MarkingLevel
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import ACTIONS, ISSUED_EDITIONS, PRACTICES, PROGRAMMES
from pc_workbook.tracker.lists.list_reader import ReadList
from pc_workbook.tracker.markings import KEYS, LOOSE_LINKS, MARKING, PARAGRAPH, Cause, key_of, links
from pc_workbook.tracker.restricted_names import named_rows, rows_about

#: What else such a row may go by in another list.
OTHER_NAMES = {PRACTICES.table: ("name",)}
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
    named: Names = Names()  # what names any practice or provider in running text
    unseen: Names = Names()  # what names one of the hidden practices in running text

    def of(self, table: str) -> frozenset[str]:
        """The hidden keys of one of the lists that others link to."""
        return {PRACTICES.table: self.practices, ACTIONS.table: self.actions, PROGRAMMES.table: self.programmes}[table]


def shown_rows(intake: Intake, wanted: Reach) -> tuple[dict[str, Shown], Hidden]:
    """The rows of each list that go as far as `wanted`, and what is hidden."""
    named = named_bodies(intake)
    own = {table: own_reach(intake, read, named) for table, read in intake.lists.items()}
    practices, actions, programmes = (_hidden_keys(intake, table, own.get(table, {}), wanted) for table in KEYS)
    hidden = Hidden(practices, actions, programmes, named, _unseen(intake, own.get(PRACTICES.table, {}), wanted))
    return {table: _shown(intake, read, own[table], hidden, wanted) for table, read in intake.lists.items()}, hidden


def own_reach(intake: Intake, read: ReadList, named: Names) -> Mapping[int, Reach]:
    """How far each row goes by its marking, by its place; {} where every row goes as far as the list."""
    unmarked = held(read.of.table).unmarked
    if MARKING not in read.of.by_field or not read.sound or unmarked is Reach.NOBODY:
        return {}  # a list that is for nobody stays so, whatever its rows are marked
    return {at: _reach_of_row(intake, read, at, unmarked, named) for at in read.places}


def _reach_of_row(intake: Intake, read: ReadList, at: int, unmarked: Reach, named: Names) -> Reach:
    level = intake.markings.level(read.of.table, at)
    if level is not None:
        return OF_MARKING[level]
    names_a_body = unmarked is Reach.MEETING and any(map(named.found_in, _texts(intake, read, at)))
    return Reach.MEMBERS if names_a_body else unmarked


def _texts(intake: Intake, read: ReadList, at: int) -> Iterator[str]:
    sheet = intake.snapshot.sheets[read.sheet]
    values = (sheet.value(at, spot) for spot in read.columns.values())
    return (str(value) for value in values if value is not None)


def named_bodies(intake: Intake) -> Names:
    """What names a practice or a provider in running text: codes, names and short names."""
    tracker = intake.tracker
    names = {text for one in tracker.practices for text in (one.code, one.name)}
    names |= {text for one in tracker.providers for text in (one.code, one.name, one.short_name) if text}
    return Names((name, 0) for name in names)


def _unseen(intake: Intake, own: Mapping[int, Reach], wanted: Reach) -> Names:
    """What names a practice that is not shown."""
    unmarked = held(PRACTICES.table).unmarked

    def is_hidden(table: str, at: int) -> bool:
        return table == PRACTICES.table and own.get(at, unmarked) < wanted

    return Names((name, row.at) for row in named_rows(intake, is_hidden) for name in row.names)


def _hidden_keys(intake: Intake, table: str, own: Mapping[int, Reach], wanted: Reach) -> frozenset[str]:
    """What names the hidden rows of a list: the keys of all its rows, read whole or not, less those shown."""
    read = intake.lists[table]
    sheet = intake.snapshot.sheets.get(read.sheet)
    if sheet is None:
        return frozenset()
    shown = {at for at in read.places if own.get(at, held(table).unmarked) >= wanted}
    of_shown: set[str] = set()
    of_hidden: set[str] = set()
    for name in (one for one in (KEYS[table], *OTHER_NAMES.get(table, ())) if one in read.columns):
        spot, folded_as = read.columns[name], key_of(name)
        for at in range(read.heading_row + 1, sheet.height + 1):
            if (value := sheet.value(at, spot)) is not None:
                (of_shown if at in shown else of_hidden).add(folded_as(value))
    return frozenset(of_hidden - of_shown)


def _shown(intake: Intake, read: ReadList, own: Mapping[int, Reach], hidden: Hidden, wanted: Reach) -> Shown:
    why_not: Counter[str] = Counter()
    unmarked = held(read.of.table).unmarked
    if unmarked < wanted and not own:
        why_not[INTERNAL if unmarked is Reach.NOBODY else UNMARKED] += read.rows
        return Shown(read, (), frozenset(), why_not)
    about = set(_about_hidden(intake, read, hidden))
    places = []
    for at in read.places:
        if own.get(at, unmarked) < wanted:
            why_not[_why(intake, read, at)] += 1
        elif at in about:
            why_not[ABOUT] += 1
        else:
            places.append(at)
    levels = intake.markings.rows.get(read.of.table, {})
    public = frozenset(at for at, marking in levels.items() if marking.level is MarkingLevel.PUBLIC)
    return Shown(read, places if why_not else read.places, public, why_not)


def _why(intake: Intake, read: ReadList, at: int) -> str:
    marking = intake.markings.rows[read.of.table].get(at)
    if marking is None:
        return UNMARKED
    if marking.level is MarkingLevel.EXEMPT:
        number = paragraph_number(_paragraph(intake, read, at))
        return f"{EXEMPT} (paragraph {number})" if number else EXEMPT
    return UNREADABLE if marking.cause in (Cause.UNREADABLE, Cause.NO_COLUMN) else INTERNAL


def _paragraph(intake: Intake, read: ReadList, at: int) -> object:
    spot = read.columns.get(PARAGRAPH)
    return None if spot is None else intake.snapshot.sheets[read.sheet].value(at, spot)


def paragraph_number(paragraph: object) -> str:
    """The number of a paragraph of Schedule 12A in what somebody typed; '' where there is none.

    >>> paragraph_number("3 (financial or business affairs)"), paragraph_number("Dr A's contract")
    ('3', '')
    """
    found = re.match(r"\s*(?:paragraph|para\.?)?\s*([1-9]\d?[A-Z]?)(?![\w.])", str(paragraph or ""), re.IGNORECASE)
    return found[1] if found else ""


def _about_hidden(intake: Intake, read: ReadList, hidden: Hidden) -> Iterator[int]:
    for field, table in links(read):
        if (read.of.table, field) not in LOOSE_LINKS:
            names = hidden.unseen if table == PRACTICES.table else None
            yield from rows_about(intake, read, field, hidden.of(table), names)
    if read.of.table == ISSUED_EDITIONS.table:
        states = frozenset(same_key(f"action_{letter}_state") for letter in hidden.actions)
        yield from rows_about(intake, read, "measure", states)
