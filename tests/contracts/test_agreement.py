"""Agreement of all hosts: the same requests give the same workbook and the same messages, and a refused request changes
nothing. The memory host is the reference."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from pc_workbook.cells.change import AppendRows, Change, SetCell
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.port import Delivered, Draw
from pc_workbook.tracker.snapshot import SheetCells
from tests.hosts.places import Kind, Place, as_file, delivered, in_excel, in_memory, theirs, two_sheets, with_results

TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=20),
    st.sampled_from(["=1+1", "+5", "-", "@lead", "12", "01/02/2017"]),
)
VALUES = st.one_of(st.none(), st.booleans(), st.integers(-(10**9), 10**9), TEXTS)
DATES = st.one_of(
    st.none(), st.dates(min_value=date(1950, 1, 1)), TEXTS
)  # cells without a number, which would otherwise be formatted as one
SHEETS = st.sampled_from(["Practices", "practices", "Mine", "Mine", "Nowhere"])
CELLS = st.one_of(
    st.builds(SetCell, SHEETS, st.sampled_from(["A2", "B2", "B3", "A9", "A1", "E3", "H1"]), VALUES),
    st.builds(SetCell, SHEETS, st.sampled_from(["D5", "F1"]), DATES),
)
ROWS = st.builds(
    AppendRows,
    st.sampled_from(["tblPractices", "TBLPRACTICES", "tblNowhere"]),
    st.lists(st.fixed_dictionaries({"Practice code": VALUES, "List size": VALUES}), min_size=1, max_size=3),
)
CHANGES = st.lists(st.one_of(CELLS, CELLS, ROWS), max_size=4)
DRAWN = st.sampled_from([None, two_sheets(), two_sheets((56, 78))])


REQUESTS = st.lists(st.tuples(DRAWN, CHANGES), min_size=1, max_size=3)


def outcome(place: Place, draw: Draw | None, changes: Sequence[Change]) -> Delivered | str:
    """What was delivered, but for where it is; or why it was refused."""
    try:
        return delivered(place, draw, changes=changes)._replace(where="", backup=None)
    except WorkbookProblem as refused:
        return str(refused)


def as_read(place: Place) -> tuple[object, ...]:
    """What is read, but for the formulas without a result, which Excel would have calculated."""
    snapshot = place.host.read()
    cells = {
        name: (filled(sheet), with_results(sheet.errors), sheet.percent) for name, sheet in snapshot.sheets.items()
    }
    return snapshot.name, cells, snapshot.lists


def filled(sheet: SheetCells) -> dict[tuple[int, int], object]:
    every = ((at, spot) for at in range(1, sheet.height + 1) for spot in range(1, sheet.width + 1))
    return {place: value for place in every if (value := sheet.value(*place)) is not None}


@contextmanager
def side_by_side(*kinds: Kind) -> Iterator[list[Place]]:
    """The same workbook in several places."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / str(n) / "tracker.xlsx" for n in range(len(kinds))]
        theirs_is = theirs(Path(folder) / "tracker.xlsx")
        for path in paths:
            path.parent.mkdir()
            copyfile(theirs_is, path)
        yield [kind(path) for kind, path in zip(kinds, paths, strict=True)]


@settings(max_examples=60, deadline=None)
@given(requests=REQUESTS)
def test_a_file_gets_the_same_bytes_as_the_memory_host(requests: list[tuple[Draw | None, list[Change]]]) -> None:
    with side_by_side(in_memory, as_file) as (held, file):
        for draw, changes in requests:
            before = held.host.content, as_read(held)
            told = outcome(held, draw, changes)
            assert outcome(file, draw, changes) == told
            assert file.saved().read_bytes() == held.host.content
            assert file.earlier() == held.earlier()
            assert as_read(file) == as_read(held)
            if isinstance(told, str):
                assert (held.host.content, as_read(held)) == before


@settings(max_examples=25, deadline=None)
@given(requests=REQUESTS)
def test_an_open_workbook_gets_the_same_content_as_the_memory_host(
    requests: list[tuple[Draw | None, list[Change]]],
) -> None:
    with side_by_side(in_memory, in_excel) as (held, live):
        for draw, changes in requests:
            before = as_read(live)
            told, said = outcome(held, draw, changes), outcome(live, draw, changes)
            assert isinstance(said, str) == isinstance(told, str), (said, told)
            assert isinstance(said, str) or said == told
            assert as_read(live) == as_read(held)
            if isinstance(said, str):
                assert as_read(live) == before
