"""The practice summary: one row a practice, the worst first; those without a value last, with the reason.

The area is never a row among practices. The chart shows as many as can be told apart, and says how many it leaves out.
"""

from collections.abc import Sequence

from pc_workbook.measures.results import Association, PlaceResult, Ratio, Results
from pc_workbook.measures.variation.claims import variation_words
from pc_workbook.model.tracker import Settings
from pc_workbook.tracker.intake import Intake
from pc_workbook.views.drop_empty_columns import without_empty
from pc_workbook.views.parts import (
    Chart,
    ChartKind,
    Column,
    Heading,
    Part,
    Series,
    SeriesRole,
    Sheet,
    Style,
    Table,
    Value,
    Words,
)
from pc_workbook.views.sentences import paragraph, sentence
from pc_workbook.views.workbook.cqc import with_inherited
from pc_workbook.wording.numbers import counted, day_words, exact, listed, number
from pc_workbook.wording.terms import CQC, FTE

NAME = "Practice summary"
TABLE, POINTS = "pc_practices", "pc_deprivation_points"
MOST_BARS = 60
FEWEST_POINTS = 2
PER_GP, ENGLAND, CODE, SCORE = "Patients per FTE GP", "England", "Code", "IMD score"

# The first six are also the columns of the points table, so that the header repeated on each page fits both.
SHARED = (
    Column(CODE, Style.CODE),
    Column("Practice", Style.TEXT, 25),
    Column("Locality", Style.TEXT),
    Column("Rank", Style.WHOLE),
    Column(PER_GP, Style.RATIO),
    Column(SCORE, Style.SCORE),
)
COLUMNS = (
    *SHARED,
    Column(ENGLAND, Style.RATIO),
    Column("Times England", Style.TIMES),
    Column("List size", Style.WHOLE),
    Column("Weighted list", Style.WHOLE),
    Column("GP FTE", Style.FTE),
    Column("Nurse FTE", Style.FTE),
    Column("GPs per 1,000", Style.RATE),
    Column("Nurses per 1,000", Style.RATE),
    Column("CQC overall", Style.RATING),
    Column("Rated on", Style.DATE),
    Column("Special measures", Style.TEXT),
    Column("Why no value", Style.TEXT, 18),
)
NO_CAUSE = "An association between practices says nothing of single patients, and names no cause."
HOW_TO_READ = (
    "Rank 1 has the most patients per FTE GP. GPs and nurses per 1,000 are full-time equivalents per 1,000 weighted patients. "
    "The IMD score is that of the Index of Multiple Deprivation: higher is more deprived. A practice that returned no FTE, or 0.0, has no value: that is what a "
    "missing return looks like, and it is never counted as no doctor."
)


def practices_sheet(results: Results, intake: Intake) -> Sheet:
    """Every open practice, its chart, and deprivation beside under-doctoring."""
    settings = intake.tracker.settings
    parts: tuple[Part, ...] = (
        Heading(_title(results), level=1),
        Words(f"The {counted(len(results.practices), 'open practice')}, most patients per FTE GP first. {FTE} {CQC}"),
        *(Words(words) for words in _area_words(results, settings)),
        *_variation(results),
        *_bars(results, settings),
        *_deprivation(results),
        *claim_parts(results),
        Heading("Every practice"),
        Words(HOW_TO_READ),
        practice_table(results.practices, settings),
        *_points(results),
    )  # fmt: skip
    return Sheet(NAME, parts, "For locality managers: which practices have most patients for each GP.")


def _variation(results: Results) -> tuple[Part, ...]:
    words = paragraph(variation_words(results.practices))
    return (Words(words),) if words else ()


def claim_parts(results: Results) -> tuple[Part, ...]:
    """What became of the paper's claims."""
    if not results.claims:
        return ()
    told = (Words(f"{one.claim}: {one.verdict}. {sentence(one.words)}") for one in results.claims)
    return (Heading("Claims of the Board paper, tested with the data to hand"), *told)


def _title(results: Results) -> str:
    return f"Practices{f', as at {day_words(results.as_at)}' if results.as_at else ''}"


def practice_table(practices: Sequence[PlaceResult], settings: Settings) -> Table:
    """One row a practice, in the order of the results."""
    rows = tuple(_row(place, settings) for place in practices)
    whole = Table(TABLE, COLUMNS, rows, "No practice is open on the as-at date.", repeat_header=True)
    shown = without_empty(whole, (ENGLAND, "Times England", "Why no value"))
    return with_inherited(shown, [place.rating_inherited for place in practices])


def _shared(place: PlaceResult) -> tuple[Value, ...]:
    ratio = place.patients_per_gp_fte.value
    return place.organisation, place.name, place.locality or None, place.rank, ratio, place.deprivation_score


def _row(place: PlaceResult, settings: Settings) -> tuple[Value, ...]:
    return (
        *_shared(place),
        settings.england_patients_per_gp_fte,
        place.times_england.value,
        place.registered_patients,
        place.weighted_patients,
        place.gp_fte,
        place.nurse_fte,
        place.gp_per_1000_weighted.value,
        place.nurse_per_1000_weighted.value,
        str(place.rating) if place.rating else None,
        place.rated_on,
        "Yes" if place.in_special_measures else None if place.rating_why else "No",
        _why(place),
    )


def _why(place: PlaceResult) -> str | None:
    """The reasons for the values that are missing, and what is in question, each once."""
    named = (
        ("patients per GP", place.patients_per_gp_fte),
        ("GPs", place.gp_per_1000_weighted),
        ("nurses", place.nurse_per_1000_weighted),
    )
    reasons: dict[str, list[str]] = {}
    for name, ratio in named:
        if ratio.value is None and ratio.why:
            reasons.setdefault(ratio.why, []).append(name)
    whole = len(reasons) == 1 and len(*reasons.values()) == len(named)
    told = [*reasons] if whole else [f"{listed(names)}: {why}" for why, names in reasons.items()]
    told += _in_question(named)
    told += [f"CQC: {place.rating_why}"] if place.rating_why else []
    return sentence("; ".join(told)) or None


def _in_question(named: Sequence[tuple[str, Ratio]]) -> list[str]:
    """What of a practice's values a person must look at, each once."""
    asked = {ratio.why: None for _, ratio in named if ratio.value is not None and ratio.why}
    return [f"figures are {why}" for why in asked]


def _area_words(results: Results, settings: Settings) -> tuple[str, ...]:
    """The area as a whole, which is no practice and so no row: all practices, then only those with a return."""
    area, returned = results.area, results.area_with_return
    note = (sentence(results.staff_note),) if results.staff_note else ()
    whole = _ratio_words(f"{area.name} as a whole, {area.period or 'period not known'}", area.patients_per_gp_fte)
    england = f"England: {exact(settings.england_patients_per_gp_fte)}" if settings.england_patients_per_gp_fte else ""
    times = f"{number(area.times_england.value, 2)} times England" if area.times_england.value else ""
    if not area.practices_without_return:
        return (*note, paragraph((whole, times, england)))
    missing = counted(area.practices_without_return, "practice")
    only = _ratio_words(f"Without the {missing} that returned no GP FTE", returned.patients_per_gp_fte)
    return (*note, paragraph((whole, times, england)), sentence(only))


def _ratio_words(whose: str, ratio: Ratio) -> str:
    if ratio.value is None or ratio.numerator is None or ratio.denominator is None:
        return f"{whose}: {ratio.why or 'no value'}"
    sums = f"{number(ratio.numerator, 0)} patients to {number(ratio.denominator, 2)} FTE GPs"
    return f"{whose}: {number(ratio.value, 0)} patients per FTE GP ({sums}{f'; {ratio.why}' if ratio.why else ''})"


def _bars(results: Results, settings: Settings) -> tuple[Part, ...]:
    valued = [place for place in results.practices if place.patients_per_gp_fte.value is not None]
    if not valued:
        return (Words("No chart: no practice has a value."),)
    shown = valued[:MOST_BARS]
    series = [Series(PER_GP, CODE, PER_GP)]
    if settings.england_patients_per_gp_fte is not None:
        series.append(Series(ENGLAND, CODE, ENGLAND, SeriesRole.COMPARATOR))
    chart = Chart(
        kind=ChartKind.COLUMN,
        title=_chart_title(shown, valued),
        alt=_bars_alt(results, shown, valued, settings),
        table=TABLE,
        series=tuple(series),
        value_axis=PER_GP,
        style=Style.RATIO,
        rows=(0, len(shown) - 1),
        minimum=0,
    )
    return (chart, *_left_out(shown, valued, results.practices))


def _chart_title(shown: Sequence[PlaceResult], valued: Sequence[PlaceResult]) -> str:
    return f"{PER_GP} by practice{f': the {len(shown)} with most' if len(shown) < len(valued) else ''}"


def _left_out(shown: Sequence[PlaceResult], valued: Sequence[PlaceResult], every: Sequence[PlaceResult]) -> list[Words]:
    fewer, without = len(valued) - len(shown), len(every) - len(valued)
    more = f"the chart leaves out {counted(fewer, 'practice')} with fewer patients per FTE GP" if fewer else ""
    none = (
        f"{counted(without, 'practice')} without a value {'is' if without == 1 else 'are'} not drawn" if without else ""
    )
    words = paragraph((more, none))
    return [Words(words, quiet=True)] if words else []


def _bars_alt(results: Results, shown: Sequence[PlaceResult], valued: Sequence[PlaceResult], settings: Settings) -> str:
    most, fewest = shown[0], shown[-1]
    claim = next((claim.words for claim in results.claims if claim.key == "claim_all_but_four_worse"), "")
    england = settings.england_patients_per_gp_fte
    drawn = f"{len(shown)} of {len(valued)}" if len(shown) < len(valued) else f"{len(shown)}"
    return paragraph(
        (
            f"columns of patients per FTE GP for {drawn} practices with a value, most first",
            f"they run from {_per_gp(most)} at {most.organisation} to {_per_gp(fewest)} at {fewest.organisation}",
            f"a line marks England at {exact(england)}" if england is not None else "",
            claim,
        )
    )


def _per_gp(place: PlaceResult) -> str:
    value = place.patients_per_gp_fte.value
    return number(value, 0) if value is not None else "no value"


def _with_both(results: Results) -> list[PlaceResult]:
    """The practices that have a deprivation score and a ratio, and so are points of the chart."""
    return [p for p in results.practices if p.deprivation_score is not None and p.patients_per_gp_fte.value is not None]


def _deprivation(results: Results) -> tuple[Part, ...]:
    found, count = results.association, len(_with_both(results))
    heading, words = Heading("Deprivation and patients per FTE GP"), Words(sentence(found.words))
    if count < FEWEST_POINTS:
        return heading, words, Words("No chart: fewer than two practices have both figures.")
    chart = Chart(
        kind=ChartKind.SCATTER,
        title=f"Deprivation and patients per FTE GP, {count:,} practices",
        alt=_scatter_alt(found, count),
        table=TABLE if _heads_the_table(results) else POINTS,
        rows=(0, count - 1),
        series=(Series(PER_GP, SCORE, PER_GP, SeriesRole.ACTUAL),),
        value_axis=f"{PER_GP} (higher is worse)",
        label_axis="Deprivation (IMD score; higher is more deprived)",
        style=Style.RATIO,
        minimum=0,
    )
    return heading, words, chart, Words(NO_CAUSE, quiet=True)


def _heads_the_table(results: Results) -> bool:
    """Whether the first rows of the practice table are just the practices with both figures."""
    points = _with_both(results)
    return points == list(results.practices[: len(points)])


def _points(results: Results) -> tuple[Part, ...]:
    """The points of the scatter chart, where the practice table has gaps among them.

    Only whole pairs, because Excel would draw half a pair at zero.
    """
    points = _with_both(results)
    if len(points) < FEWEST_POINTS or _heads_the_table(results):
        return ()
    table = Table(POINTS, SHARED, tuple(map(_shared, points)))
    return Heading("The points of the deprivation chart"), table


def _scatter_alt(found: Association, count: int) -> str:
    shown = f"scatter chart of {count:,} practices, deprivation score across and patients per FTE GP upwards"
    return paragraph((shown, found.words))
