"""Texts that name a practice or a programme that not everybody may see: by its code, name or other spellings."""

from collections.abc import Callable, Iterator, Mapping, Set
from typing import Final, NamedTuple

from pc_workbook.model.names import Names, is_common, name_words
from pc_workbook.model.row import MarkedRow, where
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import CONFLICTS, ISSUED_PACKS, PRACTICES, PROGRAMMES, RECEIVED_LOG, RETURNS
from pc_workbook.tracker.lists.list_reader import ReadList
from pc_workbook.tracker.markings import KEYS, LOOSE_LINKS, MARKING, Cause, is_restricted, key_of, links
from pc_workbook.tracker.snapshot import SheetCells, a1

#: What names a row of these lists in running text; the first field names it in other lists too. Several spellings in
#: one cell are separated by semicolons.
NAMED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    PRACTICES.table: ("code", "name"),
    PROGRAMMES.table: ("name", "also_written"),
}
#: Fields whose words a name may share without naming the row: places that practices are called after.
SHARED_WITH: Final[Mapping[str, tuple[str, ...]]] = {PRACTICES.table: ("locality",)}
#: Lists that are in no file made for others, so names in them are harmless.
INTERNAL_LISTS: Final = frozenset({RETURNS.table, RECEIVED_LOG.table, CONFLICTS.table, ISSUED_PACKS.table})


class NamedRow(NamedTuple):
    """A row that is not shown, and what names it. `common`: names that any practice may have."""

    table: str
    at: int
    cell: str  # the address of what names it first
    names: tuple[str, ...]
    common: tuple[str, ...] = ()


class NamingCell(NamedTuple):
    """A cell of a row that others may see, and the row that its text names."""

    table: str
    at: int
    field: str
    of: NamedRow


def named_rows(intake: Intake, is_hidden: Callable[[str, int], bool]) -> Iterator[NamedRow]:
    """Yield each hidden row of Practices and Programmes with the names that no shown row has."""
    for table, fields in NAMED_BY.items():
        read = intake.lists[table]
        sheet = intake.snapshot.sheets.get(read.sheet)
        if sheet is None or not read.columns:
            continue
        places = set(read.row_numbers)
        hidden = [at for at in sorted(places | _marked_rows(intake, table)) if is_hidden(table, at)]
        if hidden:
            shared = (*fields, *SHARED_WITH.get(table, ()))
            shown = [text for at in sorted(places.difference(hidden)) for text in _texts(read, sheet, at, shared)]
            yield from _named(read, sheet, hidden, fields, " / ".join(map(_stems, shown)))


def _marked_rows(intake: Intake, table: str) -> set[int]:
    """Return the rows that somebody marked, including rows that can't be read; a totals row or a source line is none."""
    unclear = (Cause.UNREADABLE, Cause.NO_COLUMN)
    return {
        at
        for at, marking in intake.markings.rows.get(table, {}).items()
        if is_restricted(marking.level) and marking.cause not in unclear
    }


def _named(
    read: ReadList, sheet: SheetCells, hidden: list[int], fields: tuple[str, ...], shown: str
) -> Iterator[NamedRow]:
    for at in hidden:
        texts = [text for text in _texts(read, sheet, at, fields) if f" {_stems(text)} " not in f" {shown} "]
        if texts:
            names = tuple(text for text in texts if not is_common(text))
            cell = a1(at, read.columns[next(name for name in fields if name in read.columns)])
            yield NamedRow(read.of.table, at, cell, names, tuple(text for text in texts if is_common(text)))


def _texts(read: ReadList, sheet: SheetCells, at: int, fields: tuple[str, ...]) -> Iterator[str]:
    for name in fields:
        value = sheet.value(at, read.columns[name]) if name in read.columns else None
        parts = str(value).split(";") if name == "also_written" else [str(value)]
        yield from (part.strip() for part in parts if value is not None and part.strip())


def _stems(text: str) -> str:
    return " ".join(word.stem for word in name_words(text))


def naming_cells(intake: Intake) -> Iterator[NamingCell]:
    """Yield each cell that names a restricted practice or programme, in a row that is neither restricted itself nor about
    anything restricted."""
    of = list(named_rows(intake, intake.markings.is_restricted))
    names = Names((name, n) for n, named in enumerate(of) for name in named.names)
    for table, read in intake.lists.items() if names else ():
        if table not in INTERNAL_LISTS and read.columns:
            yield from _naming_cells_in(intake, read, names, of)


def _naming_cells_in(intake: Intake, read: ReadList, names: Names, of: list[NamedRow]) -> Iterator[NamingCell]:
    sheet = intake.snapshot.sheets[read.sheet]
    linked = {name for name, _ in links(read)}
    about: set[int] | None = None
    for column in read.of.columns:
        if column.field in linked or column.field in MarkedRow.model_fields or column.field not in read.columns:
            continue
        cells = sheet.column(read.columns[column.field])
        naming = {
            n: found
            for n, value in enumerate(cells.values)
            if isinstance(value, str) and (found := names.found_in(value))
        }
        for at in [at for at, code in enumerate(cells.codes, 1) if code in naming] if naming else ():
            about = rows_about_restricted(intake, read.of.table) if about is None else about
            if read.has_row(at) and at not in about and not intake.markings.is_restricted(read.of.table, at):
                yield NamingCell(read.of.table, at, column.field, of[min(naming[cells.codes[at - 1]])])


def rows_about_restricted(intake: Intake, table: str) -> set[int]:
    """Return the rows of a list that are about a restricted practice, action or programme."""
    read = intake.lists[table]
    practices = Names((name, named.at) for named in named_rows(intake, intake.markings.is_restricted)
                      if named.table == PRACTICES.table for name in named.names)  # fmt: skip
    return {
        at
        for name, to in links(read)
        if (table, name) not in LOOSE_LINKS
        for at in rows_about(
            intake, read, name, restricted_keys(intake, to), practices if to == PRACTICES.table else None
        )
    }


def rows_about(intake: Intake, read: ReadList, field: str, keys: Set[str], names: Names | None = None) -> Iterator[int]:
    """Yield the rows whose cell of a field has one of the keys, however it is typed, or one of the names among other words;
    and those whose cell can't be read, since they may be about anything.
    """
    if not keys or field not in read.columns:
        return
    number = read.columns[field]
    cells = intake.snapshot.sheets[read.sheet].column(number)

    folded_as = key_of(field)

    def matches(value: object) -> bool:
        return folded_as(value) in keys or bool(names and names.found_in(str(value)))

    wanted = {n for n, value in enumerate(cells.values) if value is not None and matches(value)}
    yield from (at for at, code in enumerate(cells.codes, 1) if code in wanted)
    errors = intake.snapshot.sheets[read.sheet].errors
    unread = (read.row_numbers[n] for n in where(read.valid_rows, field, lambda value: value is None))
    yield from (at for at in unread if cells.at(at) is not None or (at, number) in errors)


def restricted_keys(intake: Intake, table: str) -> frozenset[str]:
    """Return the keys by which other lists name the restricted rows of a list, folded."""
    read = intake.lists[table]
    if KEYS[table] not in read.columns or MARKING not in read.of.by_field:
        return frozenset()
    cells = intake.snapshot.sheets[read.sheet].column(read.columns[KEYS[table]])
    rows = intake.markings.rows.get(table, {})
    folded_as = key_of(KEYS[table])
    keys = (folded_as(cells.at(at)) for at in rows if intake.markings.is_restricted(table, at))
    return frozenset(filter(None, keys))
