"""The sheet Locality summary: one row per locality, and the area below them as the sum of its practices."""

from collections.abc import Mapping, Sequence

from pc_workbook.measures.results import PlaceResult, Results
from pc_workbook.model.cqc import Rating
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
from pc_workbook.views.workbook.practices import empty_sheet
from pc_workbook.wording import headings
from pc_workbook.wording import practice_sheets as texts
from pc_workbook.wording.reasons import reason_words

TABLE = "pc_localities"
RATINGS = (
    Rating.OUTSTANDING,
    Rating.GOOD,
    Rating.REQUIRES_IMPROVEMENT,
    Rating.INADEQUATE,
    Rating.NOT_INSPECTED,
)
COLUMNS = (
    Column(headings.LOCALITY, Style.TEXT, 24),
    Column(headings.PRACTICES, Style.WHOLE),
    Column(headings.WITHOUT_A_RETURN, Style.WHOLE),
    Column(headings.REGISTERED_PATIENTS, Style.WHOLE),
    Column(headings.WEIGHTED_PATIENTS, Style.WHOLE),
    Column(headings.GP_FTE, Style.FTE),
    Column(headings.NURSE_FTE, Style.FTE),
    Column(headings.PATIENTS_PER_FTE_GP, Style.RATIO),
    Column(headings.ENGLAND, Style.RATIO),
    Column(headings.TIMES_ENGLAND, Style.TIMES),
    Column(headings.GPS_PER_1000_WEIGHTED, Style.RATE),
    Column(headings.NURSES_PER_1000_WEIGHTED, Style.RATE),
    *(Column(str(rating), Style.WHOLE) for rating in RATINGS),
    Column(headings.OTHER_CQC_STATE, Style.WHOLE),
    Column(headings.NOTE, Style.TEXT, 20),
)


def localities_sheet(results: Results, intake: Intake) -> Sheet:
    """Return the sheet that compares localities."""
    england = intake.tracker.settings.england_patients_per_gp_fte
    if not intake.tracker.has_practices:
        return empty_sheet(
            texts.LOCALITY_SUMMARY, texts.localities_title(results.as_at), texts.LOCALITY_SUMMARY_DESCRIPTION
        )
    parts: tuple[Part, ...] = (
        Heading(texts.localities_title(results.as_at), level=1),
        Paragraph(texts.localities_overview(len(results.localities), results.area.name)),
        _table(results, england),
        Paragraph(texts.SUM_OVER_SUM, quiet=True),
        *_without_locality(results),
        *_chart(results.localities, england),
    )  # fmt: skip
    return Sheet(texts.LOCALITY_SUMMARY, parts, texts.LOCALITY_SUMMARY_DESCRIPTION)


def _table(results: Results, england: float | None) -> Table:
    counts = dict(results.cqc.by_locality)
    rows = [_row(place, counts.get(place.organisation, {}), england) for place in results.localities]
    area = (
        _row(results.area._replace(name=texts.whole_area(results.area.name)), results.cqc.counts, england)
        if results.area.practices
        else None
    )
    every = (*rows, area) if area else tuple(rows)
    return without_empty(Table(TABLE, COLUMNS, every, texts.NO_LOCALITIES), (headings.OTHER_CQC_STATE, headings.NOTE))


def _row(place: PlaceResult, counts: Mapping[Rating, int], england: float | None) -> tuple[Value, ...]:
    others = [count for rating, count in counts.items() if rating not in RATINGS]
    return (
        place.name,
        place.practices,
        place.practices_without_return,
        place.staff.registered_patients,
        place.staff.weighted_patients,
        place.staff.gp_fte,
        place.staff.nurse_fte,
        place.staff.patients_per_gp_fte.value,
        england,
        place.staff.times_england.value,
        place.staff.gp_per_1000_weighted.value,
        place.staff.nurse_per_1000_weighted.value,
        *(counts.get(rating, 0) if counts else None for rating in RATINGS),
        sum(others) if counts else None,
        reason_words(place.staff.patients_per_gp_fte.why) or None,
    )


def _without_locality(results: Results) -> list[Paragraph]:
    count = sum(not practice.locality for practice in results.practices)
    return [Paragraph(texts.practices_without_locality(count), quiet=True)] if count else []


def _chart(localities: Sequence[PlaceResult], england: float | None) -> tuple[Part, ...]:
    valued = [place for place in localities if place.staff.patients_per_gp_fte.value is not None]
    if not valued:
        return (Paragraph(texts.NO_LOCALITY_CHART),)
    series = [Series(headings.PATIENTS_PER_FTE_GP, headings.LOCALITY, headings.PATIENTS_PER_FTE_GP)]
    if england is not None:
        series.append(Series(headings.ENGLAND, headings.LOCALITY, headings.ENGLAND, SeriesRole.COMPARATOR))
    chart = Chart(
        kind=ChartKind.COLUMN,
        title=texts.LOCALITY_CHART_TITLE,
        alt=texts.locality_chart_alternative(valued, england),
        table=TABLE,
        series=tuple(series),
        value_axis=headings.PATIENTS_PER_FTE_GP,
        style=Style.RATIO,
        rows=(0, len(localities) - 1),
        minimum=0,
    )
    return Heading(headings.PATIENTS_PER_FTE_GP), chart
