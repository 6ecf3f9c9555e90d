"""The sheet Practice summary: one row per practice, most patients per FTE GP first; those without a value last.

The area is never a row among practices. The chart shows at most 60 practices, and a line below it counts the others.
"""

from collections.abc import Sequence

from pc_workbook.measures.results import PracticeResult, Results
from pc_workbook.model.tracker import Settings
from pc_workbook.tracker.intake import Intake
from pc_workbook.views.drop_empty_columns import without_empty
from pc_workbook.views.parts import (
    Chart,
    ChartKind,
    Column,
    Heading,
    Paragraph,
    Part,
    Series,
    SeriesRole,
    Sheet,
    Style,
    Table,
    Value,
)
from pc_workbook.views.workbook.cqc import with_inherited
from pc_workbook.wording import headings
from pc_workbook.wording import practice_sheets as texts
from pc_workbook.wording.claims import association_words, spread_words
from pc_workbook.wording.numbers import NO, YES
from pc_workbook.wording.sentences import paragraph, sentence

TABLE, POINTS = "pc_practices", "pc_deprivation_points"
MOST_BARS = 60
FEWEST_POINTS = 2

# The first six are also the columns of the points table, so that the header repeated on each page fits both.
SHARED = (
    Column(headings.CODE, Style.CODE),
    Column(headings.PRACTICE, Style.TEXT, 25),
    Column(headings.LOCALITY, Style.TEXT),
    Column(headings.RANK, Style.WHOLE),
    Column(headings.PATIENTS_PER_FTE_GP, Style.RATIO),
    Column(headings.IMD_SCORE, Style.SCORE),
)
FURTHER = (
    Column(headings.LIST_SIZE, Style.WHOLE),
    Column(headings.WEIGHTED_LIST, Style.WHOLE),
    Column(headings.GP_FTE, Style.FTE),
    Column(headings.NURSE_FTE, Style.FTE),
    Column(headings.GPS_PER_1000, Style.RATE),
    Column(headings.NURSES_PER_1000, Style.RATE),
    Column(headings.CQC_OVERALL, Style.RATING),
    Column(headings.RATED_ON, Style.DATE),
    Column(headings.SPECIAL_MEASURES, Style.TEXT),
    Column(headings.WHY_NO_VALUE, Style.TEXT, 18),
)


def practices_sheet(results: Results, intake: Intake) -> Sheet:
    """Return the sheet with every open practice, its chart, and the association with deprivation."""
    settings = intake.tracker.settings
    if not intake.tracker.has_practices:
        return empty_sheet(
            texts.PRACTICE_SUMMARY, texts.practices_title(results.as_at), texts.PRACTICE_SUMMARY_DESCRIPTION
        )
    parts: tuple[Part, ...] = (
        Heading(texts.practices_title(results.as_at), level=1),
        Paragraph(texts.practices_overview(len(results.practices))),
        *(Paragraph(words) for words in texts.area_paragraphs(results, settings)),
        *_variation(results),
        *_bars(results, settings),
        *_deprivation(results),
        *claim_parts(results),
        Heading(texts.EVERY_PRACTICE),
        Paragraph(texts.HOW_TO_READ),
        _with_groups(practice_table(results.practices, settings), results),
        *_points(results),
        *_own_indicators(results),
    )  # fmt: skip
    return Sheet(texts.PRACTICE_SUMMARY, parts, texts.PRACTICE_SUMMARY_DESCRIPTION)


def empty_sheet(name: str, title: str, description: str) -> Sheet:
    """Return a sheet about practices of a plan that has none."""
    return Sheet(name, (Heading(title, level=1), Paragraph(texts.NO_PRACTICES_LISTED)), description)


def _own_indicators(results: Results) -> tuple[Part, ...]:
    """Return the indicators by practice; most trackers have none, and load nothing for them."""
    if not results.by_organisation:
        return ()
    from pc_workbook.views.workbook.by_organisation import by_practice_parts

    return by_practice_parts(results)


def _variation(results: Results) -> tuple[Part, ...]:
    words = paragraph(map(spread_words, results.spreads))
    return (Paragraph(words),) if words else ()


def claim_parts(results: Results) -> tuple[Part, ...]:
    """Return the claims that the tracker lists, with their verdicts."""
    if not results.claims:
        return ()
    return (Heading(texts.CLAIMS_TESTED), *(Paragraph(texts.tested_claim(each)) for each in results.claims))


def practice_table(practices: Sequence[PracticeResult], settings: Settings) -> Table:
    """Return the table with one row per practice, in the order of the results."""
    name = settings.staff_comparator
    compared = (Column(name, Style.RATIO), Column(headings.times_comparator(name), Style.TIMES))
    rows = tuple(_row(practice, settings) for practice in practices)
    whole = Table(TABLE, (*SHARED, *compared, *FURTHER), rows, texts.NO_OPEN_PRACTICES, repeat_header=True)
    shown = without_empty(whole, (*(column.header for column in compared), headings.WHY_NO_VALUE))
    return with_inherited(shown, [practice.rating_inherited for practice in practices])


def _shared(practice: PracticeResult) -> tuple[Value, ...]:
    ratio, locality = practice.staff.patients_per_gp_fte.value, practice.locality or None
    return practice.organisation, practice.name, locality, practice.rank, ratio, practice.deprivation_score


def _row(practice: PracticeResult, settings: Settings) -> tuple[Value, ...]:
    staff = practice.staff
    return (
        *_shared(practice),
        settings.staff_comparator_value,
        staff.times_england.value,
        staff.registered_patients,
        staff.weighted_patients,
        staff.gp_fte,
        staff.nurse_fte,
        staff.gp_per_1000_weighted.value,
        staff.nurse_per_1000_weighted.value,
        str(practice.rating) if practice.rating else None,
        practice.rated_on,
        YES if practice.in_special_measures else None if practice.rating_reason else NO,
        _why_no_value(practice),
    )


def _why_no_value(practice: PracticeResult) -> str | None:
    """Return the reasons for the values that are missing, and what is in question, each once."""
    named = (
        (texts.PATIENTS_PER_GP, practice.staff.patients_per_gp_fte),
        (texts.GPS, practice.staff.gp_per_1000_weighted),
        (texts.NURSES, practice.staff.nurse_per_1000_weighted),
    )
    return texts.reasons_of_missing_values(named, practice) or None


def _bars(results: Results, settings: Settings) -> tuple[Part, ...]:
    valued = [practice for practice in results.practices if practice.staff.patients_per_gp_fte.value is not None]
    if not valued:
        return (Paragraph(texts.NO_PRACTICE_CHART),)
    shown = valued[:MOST_BARS]
    series = [Series(headings.PATIENTS_PER_FTE_GP, headings.CODE, headings.PATIENTS_PER_FTE_GP)]
    if settings.staff_comparator_value is not None:
        name = settings.staff_comparator
        series.append(Series(name, headings.CODE, name, SeriesRole.COMPARATOR))
    chart = Chart(
        kind=ChartKind.COLUMN,
        title=texts.practice_chart_title(len(shown), len(valued)),
        alt=texts.practice_chart_alternative(results.claims, shown, len(valued), settings),
        table=TABLE,
        series=tuple(series),
        value_axis=headings.PATIENTS_PER_FTE_GP,
        style=Style.RATIO,
        rows=(0, len(shown) - 1),
        minimum=0,
    )
    return (chart, *_left_out(shown, valued, results.practices))


def _left_out(
    shown: Sequence[PracticeResult], valued: Sequence[PracticeResult], every: Sequence[PracticeResult]
) -> list[Paragraph]:
    words = texts.practices_left_out(len(valued) - len(shown), len(every) - len(valued))
    return [Paragraph(words, quiet=True)] if words else []


def _with_both(results: Results) -> list[PracticeResult]:
    """Return the practices with a deprivation score and a ratio: the points of the chart."""
    return [
        practice
        for practice in results.practices
        if practice.deprivation_score is not None and practice.staff.patients_per_gp_fte.value is not None
    ]


def _deprivation(results: Results) -> tuple[Part, ...]:
    association, count = results.association, len(_with_both(results))
    heading, words = Heading(texts.DEPRIVATION), Paragraph(sentence(association_words(association)))
    if count < FEWEST_POINTS:
        return heading, words, Paragraph(texts.NO_DEPRIVATION_CHART)
    chart = Chart(
        kind=ChartKind.SCATTER,
        title=texts.deprivation_chart_title(count),
        alt=texts.deprivation_chart_alternative(association, count),
        table=TABLE if _heads_the_table(results) else POINTS,
        rows=(0, count - 1),
        series=(
            Series(headings.PATIENTS_PER_FTE_GP, headings.IMD_SCORE, headings.PATIENTS_PER_FTE_GP, SeriesRole.ACTUAL),
        ),
        value_axis=texts.PER_GP_AXIS,
        label_axis=texts.DEPRIVATION_AXIS,
        style=Style.RATIO,
        minimum=0,
    )
    return heading, words, chart, Paragraph(texts.NO_CAUSE, quiet=True)


def _heads_the_table(results: Results) -> bool:
    """Return whether the first rows of the practice table are exactly the practices with both figures."""
    points = _with_both(results)
    return points == list(results.practices[: len(points)])


def _points(results: Results) -> tuple[Part, ...]:
    """Return a table of the chart's points, where the practice table has other rows among them.

    Excel would draw a row with one figure at zero.
    """
    points = _with_both(results)
    if len(points) < FEWEST_POINTS or _heads_the_table(results):
        return ()
    table = _with_groups(Table(POINTS, SHARED, tuple(map(_shared, points))), results)
    return Heading(texts.DEPRIVATION_POINTS), table


def _with_groups(table: Table, results: Results) -> Table:
    """Return a table of practices with a column for each level of groups, beside the locality; that of the locality is
    left out where only groups are used.
    """
    levels = [level for level in results.levels if level.of_practices]
    if not levels:
        return table
    place = next(n for n, column in enumerate(table.columns) if column.header == headings.LOCALITY) + 1
    taken = [column.header for column in table.columns]
    added = tuple(Column(texts.level_heading(level.level.level, taken), Style.TEXT, 18) for level in levels)
    wider = table._replace(
        columns=(*table.columns[:place], *added, *table.columns[place:]),
        rows=tuple(
            (*row[:place], *(level.of_practices.get(str(row[0])) for level in levels), *row[place:])
            for row in table.rows
        ),
        cell_styles={(row, _moved(at, place, len(added))): style for (row, at), style in table.cell_styles.items()},
        marks={(row, _moved(at, place, len(added))): mark for (row, at), mark in table.marks.items()},
    )
    return without_empty(wider, (headings.LOCALITY,))


def _moved(column: int, place: int, added: int) -> int:
    return column + added if column >= place else column
