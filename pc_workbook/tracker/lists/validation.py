"""Validate the rows of one list by their pydantic model.

A short list is validated row by row. A long one is validated column by column, each different value once, and kept as
columns: the same rules and findings in a fraction of the time and memory.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import compress, repeat
from operator import add
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from pc_workbook.model.plain_letters import name_key
from pc_workbook.model.row import ColumnRows, Row
from pc_workbook.model.target import TargetKind
from pc_workbook.tracker.columns.column_reader import ReadColumn
from pc_workbook.tracker.lists.layout import EntryList, Reads
from pc_workbook.tracker.parsing.value_cells import ParsedValue

LONG = 1000  # rows from which a list is judged and kept as columns

FIELDS_OF_VALUES: Mapping[str, Mapping[str, str]] = {
    "baseline": {
        "number": "baseline",
        "rating": "baseline_rating",
        "period": "baseline_period",
        "suppressed": "baseline_suppressed",
    },
    "target": {
        "number": "target",
        "goal": "goal",
        "comparator_name": "comparator_name",
        "comparator": "comparator",
        "comparator_period": "comparator_period",
    },
    "comparator": {"number": "comparator", "period": "comparator_period", "suppressed": "comparator_suppressed"},
    "national_standard": {"number": "national_standard"},
    "range_from": {"number": "range_from"},
    "range_to": {"number": "range_to"},
    "value": {"number": "value", "rating": "rating", "goal": "goal", "suppressed": "suppressed"},
}

ValidRows = tuple[Sequence[Row], Sequence[int]]  # rows, and the row of the sheet that each is on


class RowValidator:
    """Validates the rows of one list.

    `refuse` is given the row of the sheet and the field of a value that the model does not let pass; `twice` the key
    that two rows share, and the rows of the sheet of the later and the earlier one.
    """

    def __init__(
        self,
        of: EntryList,
        columns: Mapping[str, ReadColumn],
        refuse: Callable[[int, str], None],
        duplicate: Callable[[Sequence[Any], int, int], None],
    ) -> None:
        self._of, self._columns, self._refuse, self._duplicate = of, columns, refuse, duplicate
        self._key = (*of.key, *of.told_apart_by)
        self._names = {column.field for column in of.columns if column.reads is Reads.NAME and column.field in of.key}

    def sound_rows(self, kept: Sequence[int], at: Sequence[int]) -> ValidRows:
        """Return the valid rows with their row numbers, each key once. `at` are the row numbers on the sheet, `kept` indexes into it."""
        in_columns = len(at) > LONG and not _shares_fields(self._of)
        return self._as_columns(kept, at) if in_columns else self._as_rows(kept, at)

    # --- judging row by row

    def _as_rows(self, kept: Sequence[int], at: Sequence[int]) -> ValidRows:
        seen: dict[tuple[Any, ...], int] = {}
        rows: list[Row] = []
        places: list[int] = []
        for n in kept:
            row = self._validated(n, at[n])
            if row is not None and not self._is_duplicate(row, at[n], seen):
                rows.append(row)
                places.append(at[n])
        return tuple(rows), tuple(places)

    def _validated(self, n: int, at: int) -> Row | None:
        given = self._given(n)
        try:
            return self._of.rows(**given)
        except ValidationError as no:
            wrong = {str(error["loc"][0]) for error in no.errors()}
        for name in wrong:
            self._refuse(at, name)
        if any(column.required and column.field in wrong for column in self._of.columns):
            return None
        return self._of.rows(**{name: value for name, value in given.items() if name not in wrong})

    def _given(self, n: int) -> dict[str, Any]:
        given: dict[str, Any] = {}
        field_values: dict[str, Any] = {}
        for name, read in self._columns.items():
            value = read.at(n)
            if isinstance(value, ParsedValue):
                field_values |= _field_values(value, FIELDS_OF_VALUES[name], self._of.rows)
            elif value is not None:
                given[name] = value
        return field_values | given

    def _is_duplicate(self, row: Row, at: int, seen: dict[tuple[Any, ...], int]) -> bool:
        key = tuple(getattr(row, name) for name in self._key)
        same = tuple(map(self._same_for_all_spellings, self._key, key)) if self._names else key
        first = seen.setdefault(same, at) if key else at
        if first != at:
            self._duplicate(key, at, first)
        return first != at

    def _same_for_all_spellings(self, name: str, value: Any) -> Any:
        return name_key(value) if name in self._names and isinstance(value, str) else value

    # --- judging column by column

    def _as_columns(self, kept: Sequence[int], at: Sequence[int]) -> ValidRows:
        fields = self._validated_columns(at)
        needed = {column.field for column in self._of.columns if column.required}
        for name in needed & fields.keys():
            read, values = self._columns[name], fields[name][1]
            wrong = (code for code in read.present if values[code] is None and read.values[code] is not None)
            lost = frozenset(read.rows_of(wrong))
            kept = [n for n in kept if n not in lost] if lost else kept
        kept = self._once_each(kept, at, fields)
        if len(kept) < len(at):
            stays = bytearray(len(at))
            for n in kept:
                stays[n] = True
            at = array("I", compress(at, stays))
            fields = {name: (array("I", compress(codes, stays)), values) for name, (codes, values) in fields.items()}
        return ColumnRows(self._of.rows, len(kept), fields), at

    def _validated_columns(self, at: Sequence[int]) -> dict[str, tuple[Sequence[int], list[Any]]]:
        codes = {name: array("I", read.codes) for name, read in self._columns.items()}
        return {
            name: (codes[column], self._validated_values(name, values, self._columns[column], at))
            for name, values, column in self._fields()
        }

    def _fields(self) -> Iterator[tuple[str, list[Any], str]]:
        """Yield each field that the columns fill, its values, and the column they come from."""
        for column, read in self._columns.items():
            if not any(isinstance(value, ParsedValue) for value in read.values):
                yield column, read.values, column
                continue
            for part, name in FIELDS_OF_VALUES[column].items():
                if name in self._of.rows.model_fields:
                    yield name, [getattr(value, part, None) for value in read.values], column

    def _validated_values(self, name: str, values: list[Any], read: ReadColumn, at: Sequence[int]) -> list[Any]:
        """Return the values, with the field's default in place of each invalid one."""
        about = self._of.rows.model_fields[name]
        kind: Any = Annotated[(about.annotation, *about.metadata)] if about.metadata else about.annotation
        usual = None if about.is_required() else about.default
        with suppress(ValidationError):  # most columns pass whole; of one that doesn't, each value is asked
            present = [value for value in values if value is not None]
            passed = iter(TypeAdapter(list[kind]).validate_python(present) if present else ())
            return [usual if value is None else next(passed) for value in values]
        adapter: TypeAdapter[Any] = TypeAdapter(kind)
        validated, wrong = [], set()
        for n, value in enumerate(values):
            try:
                validated.append(usual if value is None else adapter.validate_python(value))
            except ValidationError:
                validated.append(usual)
                wrong.add(n)
        for n in read.rows_of(wrong):
            self._refuse(at[n], name)
        return validated

    def _once_each(
        self, kept: Sequence[int], at: Sequence[int], fields: Mapping[str, tuple[Sequence[int], list[Any]]]
    ) -> Sequence[int]:
        parts = [fields[name] for name in self._key if name in fields]
        same = [
            (fields[name][0], [self._same_for_all_spellings(name, value) for value in fields[name][1]])
            if name in self._names
            else fields[name]
            for name in self._key
            if name in fields
        ]
        if not self._key or len(set(_keys(kept, same))) == len(kept):
            return kept
        first: dict[int, int] = {}
        once = []
        for key, n in zip(_keys(kept, same), kept, strict=True):
            if first.setdefault(key, n) == n:
                once.append(n)
            else:
                self._duplicate([values[codes[n]] for codes, values in parts], at[n], at[first[key]])
        return once


def _keys(rows: Sequence[int], parts: Iterable[tuple[Sequence[int], Sequence[Any]]]) -> Iterator[int]:
    """Yield a number per row, the same for rows with the same key."""
    keys: Iterator[int] = repeat(0, len(rows))
    width = 1
    for codes, values in parts:
        numbers: dict[Any, int] = {}
        number = [width * numbers.setdefault(value, len(numbers)) for value in values]
        if len(numbers) > 1:
            row_codes = codes if len(rows) == len(codes) else map(codes.__getitem__, rows)
            keys = map(add, keys, map(number.__getitem__, row_codes))
            width *= len(numbers)
    return keys


def _shares_fields(of: EntryList) -> bool:
    """Return whether a cell may fill a field that has a column of its own, such as the period of a baseline."""
    return any(
        target in of.by_field and target != name
        for name in FIELDS_OF_VALUES.keys() & of.by_field.keys()
        for target in FIELDS_OF_VALUES[name].values()
    )


def _field_values(value: ParsedValue, fields: Mapping[str, str], model: type[Row]) -> dict[str, Any]:
    found = {name: getattr(value, part) for part, name in fields.items() if name in model.model_fields}
    if value.comparator is not None and "target_kind" in model.model_fields:
        found["target_kind"] = TargetKind.COMPARATOR_UNDECIDED
    return {name: part for name, part in found.items() if part is not None and part is not False}
