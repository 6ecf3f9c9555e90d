"""Laws of the readers, for any cell that a person or Excel can leave behind."""

from datetime import date, datetime
from enum import StrEnum

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pc_workbook.model.cqc import Rating
from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.model.period import Period, PeriodKind
from pc_workbook.model.practice import StaffGroup
from pc_workbook.model.scale import scale_of
from pc_workbook.tracker.findings import KINDS
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.tracker.lists.catalogue import LISTS
from pc_workbook.tracker.lists.layout import Reads
from pc_workbook.tracker.parsing.cell_parsers import CellContext, Unreadable, numbers, parsers, period, text
from pc_workbook.tracker.parsing.number_cells import number, percent
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot

PIECES = (
    "0.47", "95%", "(2015)", "(May 2016)", "(2015/16)", "Good", '"Good"', "Requires improvement", "working towards",
    "Retain", "By 2020", "by 2016/18", "December 2016", "December 0000", "23/12/16", "99/99/2016", "On-going", "within 6 months",
    "[England average was 0.61 in 2015]", "England average was 1.2.3 in //", "Baseline expected by the end of Spring 2016",
    "²", "①", "٣", "_", "*", "n/a", "1,2,5", "4 and 3", "(", ")", "%", "\n", "\u00a0", "–", "9" * 400,
)  # fmt: skip
WORDS = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=6).map(" ".join) | st.text(max_size=60)
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
CELLS = (
    WORDS | st.integers(-(10**18), 10**18) | st.floats() | st.booleans() | DAYS
    | st.datetimes(datetime(1900, 1, 1), datetime(2099, 12, 31))
)  # fmt: skip
DESKS = st.builds(
    CellContext,
    percent=st.booleans(),
    scale=st.sampled_from([None, *IndicatorKind]).map(scale_of),
    month=st.booleans(),
    as_at=st.none() | st.just(date(2017, 3, 15)),
)
POINTS = st.decimals(0, 100, places=2).map(float)


def read(reads: Reads, raw: object, context: CellContext, choices: type[StrEnum]) -> None:
    reader = parsers()[reads]
    if reads is Reads.CHOICE:
        reader(raw, context, choices)
    else:
        reader(raw, context)


@pytest.mark.parametrize("reads", Reads)
@given(raw=CELLS, context=DESKS, choices=st.sampled_from([Rating, StaffGroup]))
def test_a_reader_understands_a_cell_or_says_that_it_does_not(
    reads: Reads, raw: object, context: CellContext, choices: type[StrEnum]
) -> None:
    try:
        read(reads, raw, context, choices)
        said = [code for code, _ in context.notes]
    except Unreadable as no:
        said = [no.code]
    assert KINDS.keys() >= set(said)


@given(POINTS)
def test_a_percentage_is_the_same_typed_bare_with_its_sign_and_as_a_formatted_share(points: float) -> None:
    signed = percent(f"{points:.2f}%", CellContext())
    formatted = percent(points / 100, CellContext(percent=True))
    assert signed == pytest.approx(points, abs=1e-9)
    assert formatted == pytest.approx(points, abs=1e-9)
    if points == 0 or points > 1:
        assert percent(points, CellContext()) == pytest.approx(points, abs=1e-9)


@given(st.floats(1e-9, 1))
def test_a_bare_share_of_one_is_asked_about_and_never_guessed(share: float) -> None:
    with pytest.raises(Unreadable) as asked:
        percent(share, CellContext())
    assert asked.value.code == "R17"


@given(st.text())
def test_words_survive_character_for_character(words: str) -> None:
    assert text(words, CellContext()) == words


@given(st.text(min_size=1).filter(str.strip), st.sampled_from("=+-@'") | st.just(""))
def test_words_survive_the_whole_way_into_a_row(words: str, first: str) -> None:
    note = first + words
    headings = ["Locality", "Locality manager (role)", "Note"]
    sheet = SheetCells("Localities", [headings, ["North", "A role", note]])
    place = ListObject("tblLocalities", "Localities", 1, 2, 1, 3)
    intake = read_tracker(Snapshot("a tracker", {"Localities": sheet}, {"tblLocalities": place}))
    assert intake.tracker.localities[0].note == note


@given(st.sets(st.integers(0, 999), min_size=1), st.sampled_from([", ", ",", "; ", " and ", " & ", " "]))
def test_a_set_of_numbers_is_one_set_however_it_is_strung_together(links: set[int], between: str) -> None:
    assert numbers(between.join(map(str, links)), CellContext()) == links


@given(st.floats(-1e11, 1e11).filter(lambda value: value == 0 or abs(value) > 1e-3))
def test_a_number_typed_as_text_is_that_number(value: float) -> None:
    assert number(f"{value:.4f}", CellContext()) == pytest.approx(value, abs=5.0001e-5)


def periods() -> st.SearchStrategy[str]:
    years = st.integers(2000, 2098)
    spans = years.map(lambda year: f"{year}/{(year + 1) % 100:02d}")
    quarters = st.builds("Q{} {}".format, st.integers(1, 4), spans)
    months = st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(lambda day: f"{day:%B %Y}")
    days = DAYS.map(lambda day: f"{day.day} {day:%B %Y}")
    return years.map(str) | spans | quarters | months | days


@given(periods())
def test_a_period_is_what_its_label_says(label: str) -> None:
    found = Period.parse(label)
    assert found.label == label
    assert Period.parse(found.label) == found
    assert found.start <= found.end


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.booleans())
def test_a_day_is_read_as_that_day_and_the_first_of_a_month_as_the_month_where_no_day_is_shown(
    day: date, month: bool
) -> None:
    found = period(day, CellContext(month=month))
    assert found.kind is (PeriodKind.MONTH if month and day.day == 1 else PeriodKind.DAY)
    assert found.start == day


SPOILT = (
    CELLS
    | st.just("")
    | st.sampled_from(["V00001", "A", "North", "Rate", "Percentage", "Ordinal", 1, 2021, 50.0, "England"])
)


@st.composite
def spoilt_sheets(draw: st.DrawFn) -> Snapshot:
    """A workbook whose lists hold anything at all, some columns and frames missing, some cells in error."""
    sheets: dict[str, SheetCells] = {}
    lists: dict[str, ListObject] = {}
    for one in draw(st.lists(st.sampled_from(LISTS), min_size=1, max_size=3, unique_by=lambda one: one.table)):
        headings = [column.heading for column in one.columns if draw(st.integers(0, 9))]
        rows: list[list[object]] = [[*headings]]
        rows += [[draw(SPOILT) for _ in headings] for _ in range(draw(st.integers(1, 3)))]
        in_error, merged, framed = draw(st.tuples(st.booleans(), st.booleans(), st.booleans()))
        errors = {(2, 1): "#N/A"} if in_error else {}
        merges = ((2, 1, 3, 1),) if merged else ()
        sheets[one.sheet] = SheetCells(one.sheet, rows, errors, merged=merges)
        if headings and framed:
            lists[one.table] = ListObject(one.table, one.sheet, 1, 2, 1, len(headings))
    return Snapshot("a tracker", sheets, lists)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(spoilt_sheets())
def test_a_spoilt_tracker_is_findings_and_never_a_failure(workbook: Snapshot) -> None:
    for finding in find_all(read_tracker(workbook)):
        assert finding.code in KINDS
        assert finding.cell[0].isalpha()
        assert finding.cell[-1].isdigit()
