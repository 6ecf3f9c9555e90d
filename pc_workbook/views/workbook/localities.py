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
from pc_workbook.wording.numbers import counted, day_words, exact, number
from pc_workbook.wording.reasons import reason_words
from pc_workbook.wording.sentences import paragraph
from pc_workbook.wording.terms import CQC, FTE

NAME = "Locality summary"
TABLE = "pc_localities"
PLACE, PER_GP, ENGLAND = "Locality", "Patients per FTE GP", "England"
SUM_OVER_SUM = (
    "The figures of the area are the sum of all its practices' patients divided by the sum of their FTE, never the mean of the "
    "localities or of the practices. Each locality is calculated in the same way from its own practices."
)
RATINGS = (
    Rating.OUTSTANDING,
    Rating.GOOD,
    Rating.REQUIRES_IMPROVEMENT,
    Rating.INADEQUATE,
    Rating.NOT_INSPECTED,
)
COLUMNS = (
    Column(PLACE, Style.TEXT, 24),
    Column("Practices", Style.WHOLE),
    Column("Without a return", Style.WHOLE),
    Column("Registered patients", Style.WHOLE),
    Column("Weighted patients", Style.WHOLE),
    Column("GP FTE", Style.FTE),
    Column("Nurse FTE", Style.FTE),
    Column(PER_GP, Style.RATIO),
    Column(ENGLAND, Style.RATIO),
    Column("Times England", Style.TIMES),
    Column("FTE GPs per 1,000 weighted", Style.RATE),
    Column("FTE nurses per 1,000 weighted", Style.RATE),
    *(Column(str(rating), Style.WHOLE) for rating in RATINGS),
    Column("Other CQC state", Style.WHOLE),
    Column("Note", Style.TEXT, 20),
)


def localities_sheet(results: Results, intake: Intake) -> Sheet:
    """Return the sheet that compares localities."""
    when = f", as at {day_words(results.as_at)}" if results.as_at else ""
    england = intake.tracker.settings.england_patients_per_gp_fte
    parts: tuple[Part, ...] = (
        Heading(f"Localities{when}", level=1),
        Paragraph(f"{counted(len(results.localities), 'locality', 'localities')} and {results.area.name} as a whole. {FTE} {CQC}"),
        _table(results, england),
        Paragraph(SUM_OVER_SUM, quiet=True),
        *_without_locality(results),
        *_chart(results.localities, england),
    )  # fmt: skip
    return Sheet(NAME, parts, "Staff and CQC ratings of each locality and the whole area.")


def _table(results: Results, england: float | None) -> Table:
    counts = dict(results.cqc.by_locality)
    rows = [_row(place, counts.get(place.organisation, {}), england) for place in results.localities]
    area = (
        _row(results.area._replace(name=f"{results.area.name}, whole area"), results.cqc.counts, england)
        if results.area.practices
        else None
    )
    every = (*rows, area) if area else tuple(rows)
    return without_empty(Table(TABLE, COLUMNS, every, "No locality is listed."), ("Other CQC state", "Note"))


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
    if not count:
        return []
    verb = "has" if count == 1 else "have"
    words = (
        f"{counted(count, 'practice')} {verb} no locality and {'is' if count == 1 else 'are'} counted in the area only."
    )
    return [Paragraph(words, quiet=True)]


def _chart(localities: Sequence[PlaceResult], england: float | None) -> tuple[Part, ...]:
    valued = [place for place in localities if place.staff.patients_per_gp_fte.value is not None]
    if not valued:
        return (Paragraph("No chart: no locality has a value."),)
    series = [Series(PER_GP, PLACE, PER_GP)]
    if england is not None:
        series.append(Series(ENGLAND, PLACE, ENGLAND, SeriesRole.COMPARATOR))
    chart = Chart(
        kind=ChartKind.COLUMN,
        title="Patients per FTE GP by locality",
        alt=_alt(valued, england),
        table=TABLE,
        series=tuple(series),
        value_axis=PER_GP,
        style=Style.RATIO,
        rows=(0, len(localities) - 1),
        minimum=0,
    )
    return Heading("Patients per FTE GP"), chart


def _alt(valued: Sequence[PlaceResult], england: float | None) -> str:
    each = "; ".join(
        f"{place.name} {number(place.staff.patients_per_gp_fte.value, 0)}"
        for place in valued
        if place.staff.patients_per_gp_fte.value
    )
    line = f"a line marks England at {exact(england)}" if england is not None else ""
    return paragraph(("columns of patients per FTE GP by locality", each, line))
