"""The grammar of lines that are no rows: every total, source and heading in it is told as one, and no row ever is."""

import os

from hypothesis import given, settings
from hypothesis import strategies as st

from pc_workbook.model.names import COMMON_WORDS
from pc_workbook.tracker.lists.catalogue import BY_TABLE
from pc_workbook.tracker.lists.layout import OF_WORDS, EntryList
from pc_workbook.tracker.lists.list_rows import RowFinder, may_begin_no_row
from pc_workbook.tracker.lists.location import Place
from pc_workbook.tracker.lists.row_kinds import FilledCell, RowKind, is_row, kind_of
from pc_workbook.tracker.snapshot import NO_RESULT, ListObject, SheetCells
from tests.support.list_edits import SOURCES, TOTALS
from tests.support.list_tracker import ROWS

MANY = 3_000 if os.environ.get("PC_WORKBOOK_FULL") else 300
TABLES = st.sampled_from([table for table in ROWS if ROWS[table]])
BEGINS = ("All", "Total", "Source", "Data", "Key", "Average", "Overall", "Figures", "Count", "Note", "Notes", "Sum", "Grand",
          "Mean", "Updated", "North", "Contains", "Sub", "Published")  # fmt: skip
NAMES = st.builds(
    lambda first, rest, last: " ".join((first, *rest, last)),
    st.sampled_from(BEGINS),
    st.lists(
        st.sampled_from(("Saints", "Street", "Road", "Green", "West", "Ockendon", "Hill")), min_size=1, max_size=2
    ),
    st.sampled_from(sorted(COMMON_WORDS - {"of", "the", "a", "and"})).map(str.title),
)
BLANKS = st.sampled_from(("", " ", "\xa0", "  "))


def line(of: EntryList, values: dict[str, object]) -> list[FilledCell]:
    return [FilledCell(column, values[column.field]) for column in of.columns if values.get(column.field) is not None]


@settings(max_examples=MANY, deadline=None, derandomize=True)
@given(TABLES, st.sampled_from(TOTALS), BLANKS, BLANKS, st.sampled_from((str, str.upper, str.lower, str.title)))
def test_every_word_for_a_total_is_one_wherever_a_row_begins(
    table: str, words: str, before: str, after: str, case: object
) -> None:
    of = BY_TABLE[table]
    typed = f"{before}{case(words)}{after}"  # type: ignore[operator]
    assert may_begin_no_row([typed], set()) == {0}
    assert kind_of(of, [FilledCell(of.columns[0], typed)]) is RowKind.TOTALS
    assert kind_of(of, [FilledCell(of.columns[0], typed), FilledCell(of.columns[-1], 12.0)]) is RowKind.TOTALS


@settings(max_examples=MANY, deadline=None, derandomize=True)
@given(TABLES, st.sampled_from(SOURCES), BLANKS)
def test_every_source_line_is_one(table: str, words: str, before: str) -> None:
    of = BY_TABLE[table]
    assert may_begin_no_row([before + words], set()) == {0}
    assert kind_of(of, [FilledCell(of.columns[0], before + words)]) is RowKind.REMARK


@settings(max_examples=MANY, deadline=None, derandomize=True)
@given(TABLES, st.data())
def test_the_headings_are_no_row_however_they_are_typed(table: str, data: st.DataObject) -> None:
    of = BY_TABLE[table]
    case = data.draw(
        st.sampled_from((str, str.upper, str.lower, lambda s: s.replace(" ", "\n"), lambda s: f" {s}\xa0"))
    )
    shown = data.draw(st.integers(2, len(of.columns)))
    held = [FilledCell(column, case(column.heading)) for column in of.columns[:shown]]
    assert kind_of(of, held) is RowKind.HEADINGS


@settings(max_examples=MANY, deadline=None, derandomize=True)
@given(TABLES, NAMES, st.data())
def test_a_row_is_never_told_as_anything_else_whatever_its_words(table: str, name: str, data: st.DataObject) -> None:
    of = BY_TABLE[table]
    values = dict(data.draw(st.sampled_from(ROWS[table])))
    words = [column for column in of.columns if column.reads in OF_WORDS]
    for column in data.draw(st.lists(st.sampled_from(words), max_size=4)) if words else ():
        values[column.field] = name
    held = line(of, values)
    assert kind_of(of, held) is None
    assert is_row(of, held, is_apart=False)


@settings(max_examples=MANY, deadline=None, derandomize=True)
@given(TABLES, st.data())
def test_apart_from_its_list_a_row_is_read_and_a_line_of_other_things_is_not(table: str, data: st.DataObject) -> None:
    of = BY_TABLE[table]
    values = data.draw(st.sampled_from(ROWS[table]))
    named_by_words_alone = all(column.reads in OF_WORDS for column in of.columns if column.required)
    assert named_by_words_alone or is_row(of, line(of, values), is_apart=True)
    other = [
        FilledCell(column, data.draw(st.sampled_from(("A year", "GPs per head", "x y z", "?"))))
        for column in of.columns[:2]
    ]
    assert not is_row(of, other, is_apart=True)


CONTENTS = st.sampled_from((None, "Source: NHS Digital", "E81001", "#N/A", NO_RESULT))


@settings(max_examples=MANY, deadline=None, derandomize=True)
@given(st.lists(st.tuples(CONTENTS, CONTENTS, CONTENTS), min_size=1, max_size=20))
def test_a_line_below_a_list_has_the_kind_that_it_has_alone(lines: list[tuple[object, ...]]) -> None:
    of, columns = BY_TABLE["tblPractices"], {"code": 1, "name": 2, "locality": 3}
    of_errors = {
        (row, column): str(content)
        for row, line in enumerate(lines, 3)
        for column, content in enumerate(line, 1)
        if content in ("#N/A", NO_RESULT)
    }
    cells = [
        [None if (row, n) in of_errors else content for n, content in enumerate(line, 1)]
        for row, line in enumerate(lines, 3)
    ]
    sheet = SheetCells(
        "Practices", [["Practice code", "Practice", "Locality"], ["E81001", "A", "North"], *cells], of_errors
    )
    finder = RowFinder(of, Place(ListObject("tblPractices", "Practices", 1, 2, 1, 3), True), sheet, columns, ())
    found = finder.rows({row for (row, _), error in of_errors.items() if error == NO_RESULT})
    left_out = {row: part.kind for part in found.left_out for row in range(part.first, part.last + 1)}
    last, is_apart = 2, False
    for row in sorted({*found.at, *left_out} - {2}):
        is_apart = is_apart or row > last + 1
        kind = finder.kind_outside(row, is_apart)
        assert left_out.get(row) == kind, row
        last, is_apart = row, is_apart or kind is not None
