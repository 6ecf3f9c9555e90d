"""Replace each name of a locality, programme, role or condition by the spelling of its own list. Case, blanks, dashes and letters that only look alike make no difference."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from typing import Any, Final

from pc_workbook.model.plain_letters import name_key, plain_letters
from pc_workbook.model.row import ColumnRows, column, where
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.findings import Finding, finding
from pc_workbook.tracker.lists.catalogue import BY_TABLE, CONDITIONS, GROUP, LISTS, LOCALITY, PRACTICES, RETURNS
from pc_workbook.tracker.lists.layout import Reads
from pc_workbook.tracker.lists.list_reader import ReadList

Link = tuple[str, str]  # list and field

#: Fields that name something and are no links of the catalogue, with the field that has the names.
_FURTHER: Final[Mapping[Link, Link]] = {
    (RETURNS.table, "locality"): LOCALITY,
    (CONDITIONS.table, "condition"): (CONDITIONS.table, "condition"),
}
#: Where names are taken from that the list itself does not have: first come, first taken.
_NEXT: Final[Mapping[Link, tuple[Link, ...]]] = {LOCALITY: ((PRACTICES.table, "locality"), GROUP)}


def with_listed_names(lists: Mapping[str, ReadList], findings: list[Finding]) -> dict[str, ReadList]:
    """Return the lists with the names that others know things by; R11 and R18 report any that was typed otherwise."""
    changed = dict(lists)
    known: dict[Link, dict[str, str]] = {}
    for (table, field), source in _named_fields():
        read = changed[table]
        if field not in read.columns:
            continue
        names = known.get(source)
        if names is None:
            names = known[source] = _names(lists, source)
        odd = where(read.valid_rows, field, partial(_is_other_spelling, names))
        if len(odd):
            findings += _other_spellings(read, field, odd, names)
            changed[table] = read._replace(valid_rows=_renamed(read, field, names))
    return changed


@cache
def _named_fields() -> tuple[tuple[Link, Link], ...]:
    return (*_links_by_name(), *_FURTHER.items())


def _links_by_name() -> Iterator[tuple[Link, Link]]:
    for entry_list in LISTS:
        for list_column in entry_list.columns:
            if (
                list_column.links_to
                and BY_TABLE[list_column.links_to[0]].by_field[list_column.links_to[1]].reads is Reads.NAME
            ):
                yield (entry_list.table, list_column.field), list_column.links_to


def _names(lists: Mapping[str, ReadList], source: Link) -> dict[str, str]:
    """Return the names by their folded spelling."""
    found: dict[str, str] = {}
    for table, field in (source, *_NEXT.get(source, ())):
        for name in dict.fromkeys(column(lists[table].valid_rows, field)):
            if name:
                found.setdefault(name_key(name), name)
    return found


def _meant(value: Any, names: Mapping[str, str]) -> Any:
    return names.get(name_key(value), value) if isinstance(value, str) else value


def _is_other_spelling(names: Mapping[str, str], value: Any) -> bool:
    return bool(_meant(value, names) != value)


def _other_spellings(read: ReadList, field: str, odd: Iterable[int], names: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a note for each spelling that differs in more than case."""
    reported: set[str] = set()
    for n in odd:
        value = getattr(read.valid_rows[n], field)
        meant = _meant(value, names)
        if value not in reported and value.casefold() != meant.casefold():
            reported.add(value)
            heading = read.of.by_field[field].heading
            looks_alike = plain_letters(value) == plain_letters(meant)
            code, words = ("R18", detail("other_alphabet", meant=meant)) if looks_alike else ("R11", meant)
            yield finding(
                code, read.sheet, read.cell(read.entry(n), field), value, row=value, heading=heading, meant=words
            )


def _renamed(read: ReadList, field: str, names: Mapping[str, str]) -> Any:
    values = [_meant(value, names) for value in column(read.valid_rows, field)]
    if isinstance(read.valid_rows, ColumnRows):
        return read.valid_rows.with_column(field, values)
    entries = column(read.valid_rows, field)
    rows = zip(read.valid_rows, entries, values, strict=True)
    return tuple(row if new == old else row.model_copy(update={field: new}) for row, old, new in rows)
