"""The sheet Locality summary: one row per locality or group, a table per level, and the area below as the sum of its
practices.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from pc_workbook.measures.results import LevelResult, PlaceResult, Results
from pc_workbook.model.cqc import Rating
from pc_workbook.model.plain_letters import name_key
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
from pc_workbook.views.workbook.practices import empty_sheet
from pc_workbook.wording import headings
from pc_workbook.wording import practice_sheets as texts
from pc_workbook.wording.practice_sheets import level_heading
from pc_workbook.wording.reasons import reason_words

TABLE = "pc_localities"
MOST_BARS = 60
RATINGS = (
    Rating.OUTSTANDING,
    Rating.GOOD,
    Rating.REQUIRES_IMPROVEMENT,
    Rating.INADEQUATE,
    Rating.NOT_INSPECTED,
)
FIRST = (
    Column(headings.LOCALITY, Style.TEXT, 24),
    Column(headings.PRACTICES, Style.WHOLE),
    Column(headings.WITHOUT_A_RETURN, Style.WHOLE),
    Column(headings.REGISTERED_PATIENTS, Style.WHOLE),
    Column(headings.WEIGHTED_PATIENTS, Style.WHOLE),
    Column(headings.GP_FTE, Style.FTE),
    Column(headings.NURSE_FTE, Style.FTE),
    Column(headings.PATIENTS_PER_FTE_GP, Style.RATIO),
)
LAST = (
    Column(headings.GPS_PER_1000_WEIGHTED, Style.RATE),
    Column(headings.NURSES_PER_1000_WEIGHTED, Style.RATE),
    *(Column(str(rating), Style.WHOLE) for rating in RATINGS),
    Column(headings.OTHER_CQC_STATE, Style.WHOLE),
    Column(headings.NOTE, Style.TEXT, 20),
)


class ShownLevel(NamedTuple):
    """One level of places as the sheet shows it: its words, its places, and the counts of their ratings."""

    name: str
    plural: str
    table: str
    places: Sequence[PlaceResult]
    ratings: Mapping[str, Mapping[Rating, int]]
    without: int  # practices that are in none of these places
    is_locality: bool = False


def shown_levels(results: Results, intake: Intake) -> tuple[ShownLevel, ...]:
    """Return the levels to show, the lowest first: those that any practice belongs to; localities where there is none."""
    groups = [(level.level.order, _shown_group_level(level, n, results)) for n, level in enumerate(results.levels, 1)
              if level.of_practices or _has_value(level)]  # fmt: skip
    if groups and not results.localities:
        return tuple(shown for _, shown in groups)
    words = next(
        (row for row in intake.tracker.group_levels if name_key(row.level) == name_key(headings.LOCALITY)), None
    )
    localities = ShownLevel(
        words.level if words else headings.LOCALITY,
        words.plural_name if words else texts.LOCALITIES,
        TABLE,
        results.localities,
        dict(results.cqc.by_locality),
        sum(not practice.locality for practice in results.practices),
        is_locality=True,
    )
    return tuple(
        shown for _, shown in sorted([(words.order if words else 0, localities), *groups], key=lambda pair: pair[0])
    )


def _has_value(level: LevelResult) -> bool:
    return any(place.staff.registered_patients is not None for place in level.places)


def _shown_group_level(level: LevelResult, number: int, results: Results) -> ShownLevel:
    return ShownLevel(
        level.level.level,
        level.level.plural_name,
        f"pc_level_{number}",
        level.places,
        {ratings.group: ratings.counts for ratings in level.ratings},
        sum(practice.organisation not in level.of_practices for practice in results.practices),
    )


def localities_sheet(results: Results, intake: Intake) -> Sheet:
    """Return the sheet that compares localities, and the groups of each level."""
    settings = intake.tracker.settings
    if not (intake.tracker.has_practices or intake.tracker.groups or results.by_organisation):
        return empty_sheet(
            texts.LOCALITY_SUMMARY, texts.localities_title(results.as_at), texts.LOCALITY_SUMMARY_DESCRIPTION
        )
    levels = shown_levels(results, intake)
    if len(levels) == 1 and levels[0].is_locality:
        title, overview, how = (
            texts.localities_title(results.as_at),
            texts.localities_overview(len(results.localities), results.area.name),
            texts.SUM_OVER_SUM,
        )
    else:
        title = texts.levels_title([level.plural for level in levels], results.as_at)
        counts = [(len(level.places), level.name, level.plural) for level in levels]
        overview, how = texts.levels_overview(counts, results.area.name), texts.SUM_OF_EACH_GROUP
    parts: tuple[Part, ...] = (
        Heading(title, level=1),
        Paragraph(overview),
        *_tables(levels, results, settings, how),
        *_chart(levels, settings),
        *_own_indicators(results),
    )
    return Sheet(texts.LOCALITY_SUMMARY, parts, texts.LOCALITY_SUMMARY_DESCRIPTION)


def _tables(levels: Sequence[ShownLevel], results: Results, settings: Settings, how: str) -> Iterator[Part]:
    for n, level in enumerate(levels):
        if len(levels) > 1:
            yield Heading(level.plural)
        yield _table(level, results, settings)
        if n == 0:
            yield Paragraph(how, quiet=True)
        if level.without:
            words = (
                texts.practices_without_locality
                if level.is_locality
                else partial(texts.practices_without_group, level.name)
            )
            yield Paragraph(words(level.without), quiet=True)


def _own_indicators(results: Results) -> tuple[Part, ...]:
    """Return the indicators by locality and group; most trackers have none, and load nothing for them."""
    if not results.by_organisation:
        return ()
    from pc_workbook.views.workbook.by_organisation import by_place_parts

    return by_place_parts(results)


def _table(level: ShownLevel, results: Results, settings: Settings) -> Table:
    england = settings.staff_comparator_value
    rows = [_row(place, level.ratings.get(place.organisation, {}), england) for place in level.places]
    area = (
        _row(results.area._replace(name=texts.whole_area(results.area.name)), results.cqc.counts, england)
        if results.area.practices
        else None
    )
    every = (*rows, area) if area else tuple(rows)
    columns = (FIRST[0]._replace(header=_header(level, settings)), *FIRST[1:], *_compared(settings), *LAST)
    none = texts.NO_LOCALITIES if level.is_locality else texts.NO_GROUPS
    return without_empty(Table(level.table, columns, every, none), (headings.OTHER_CQC_STATE, headings.NOTE))


def _compared(settings: Settings) -> tuple[Column, ...]:
    """Return the columns of what patients per FTE GP are compared with, headed by its name."""
    name = settings.staff_comparator
    return Column(name, Style.RATIO), Column(headings.times_comparator(name), Style.TIMES)


def _header(level: ShownLevel, settings: Settings) -> str:
    """Return the heading of the column of a level's places, which no other column has."""
    return level_heading(level.name, (column.header for column in (*FIRST[1:], *_compared(settings), *LAST)))


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


def _chart(levels: Sequence[ShownLevel], settings: Settings) -> tuple[Part, ...]:
    """Return the chart of the lowest level with a value."""
    level = next((level for level in levels if _valued(level.places)), None)
    if level is None:
        return (Paragraph(texts.NO_LOCALITY_CHART if levels[0].is_locality else texts.NO_GROUP_CHART),)
    shown = level.places[:MOST_BARS]
    header = _header(level, settings)
    series = [Series(headings.PATIENTS_PER_FTE_GP, header, headings.PATIENTS_PER_FTE_GP)]
    if settings.staff_comparator_value is not None:
        name = settings.staff_comparator
        series.append(Series(name, header, name, SeriesRole.COMPARATOR))
    chart = Chart(
        kind=ChartKind.COLUMN,
        title=texts.place_chart_title(level.name, len(shown), len(level.places)),
        alt=texts.locality_chart_alternative(_valued(shown), settings, level.name),
        table=level.table,
        series=tuple(series),
        value_axis=headings.PATIENTS_PER_FTE_GP,
        style=Style.RATIO,
        rows=(0, len(shown) - 1),
        minimum=0,
    )
    return Heading(headings.PATIENTS_PER_FTE_GP), chart


def _valued(places: Sequence[PlaceResult]) -> list[PlaceResult]:
    return [place for place in places if place.staff.patients_per_gp_fte.value is not None]
