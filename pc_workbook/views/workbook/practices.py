"""The sheet Practice summary: one row per practice, most patients per FTE GP first; those without a value last.

The area is never a row among practices. The chart shows at most 60 practices, and a line below it counts the others.
"""

from collections.abc import Sequence

from pc_workbook.measures.results import Association, ClaimKey, PracticeResult, Ratio, Results
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
from pc_workbook.wording.claims import CLAIMS, association_words, claim_words, spread_words
from pc_workbook.wording.numbers import counted, day_words, exact, listed, number
from pc_workbook.wording.reasons import reason_words
from pc_workbook.wording.sentences import paragraph, sentence
from pc_workbook.wording.staff import staff_note_words
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
NO_CAUSE = "This compares practices. It says nothing about individual patients, and does not show a cause."
HOW_TO_READ = (
    "Rank 1 has the most patients per FTE GP. GPs and nurses per 1,000 are full-time equivalents per 1,000 weighted patients. "
    "The IMD score is that of the Index of Multiple Deprivation: higher is more deprived. A practice that returned no FTE, or "
    "0.0, has no value, because a missing return looks the same; it is never counted as having no doctor."
)


def practices_sheet(results: Results, intake: Intake) -> Sheet:
    """Return the sheet with every open practice, its chart, and the association with deprivation."""
    settings = intake.tracker.settings
    parts: tuple[Part, ...] = (
        Heading(_title(results), level=1),
        Paragraph(f"The {counted(len(results.practices), 'open practice')}, most patients per FTE GP first. {FTE} {CQC}"),
        *(Paragraph(words) for words in _area_words(results, settings)),
        *_variation(results),
        *_bars(results, settings),
        *_deprivation(results),
        *claim_parts(results),
        Heading("Every practice"),
        Paragraph(HOW_TO_READ),
        practice_table(results.practices, settings),
        *_points(results),
    )  # fmt: skip
    return Sheet(NAME, parts, "Patients per GP, staff and CQC rating of each practice.")


def _variation(results: Results) -> tuple[Part, ...]:
    words = paragraph(map(spread_words, results.spreads))
    return (Paragraph(words),) if words else ()


def claim_parts(results: Results) -> tuple[Part, ...]:
    """Return the claims of the Board paper with their verdicts."""
    if not results.claims:
        return ()
    claims = (
        Paragraph(f"{CLAIMS[each.key]}: {each.verdict}. {sentence(claim_words(each))}") for each in results.claims
    )
    return (Heading("Claims of the Board paper, tested with the data of this tracker"), *claims)


def _title(results: Results) -> str:
    return f"Practices{f', as at {day_words(results.as_at)}' if results.as_at else ''}"


def practice_table(practices: Sequence[PracticeResult], settings: Settings) -> Table:
    """Return the table with one row per practice, in the order of the results."""
    rows = tuple(_row(practice, settings) for practice in practices)
    whole = Table(TABLE, COLUMNS, rows, "No practice is open on the as-at date.", repeat_header=True)
    shown = without_empty(whole, (ENGLAND, "Times England", "Why no value"))
    return with_inherited(shown, [practice.rating_inherited for practice in practices])


def _shared(practice: PracticeResult) -> tuple[Value, ...]:
    ratio, locality = practice.staff.patients_per_gp_fte.value, practice.locality or None
    return practice.organisation, practice.name, locality, practice.rank, ratio, practice.deprivation_score


def _row(practice: PracticeResult, settings: Settings) -> tuple[Value, ...]:
    staff = practice.staff
    return (
        *_shared(practice),
        settings.england_patients_per_gp_fte,
        staff.times_england.value,
        staff.registered_patients,
        staff.weighted_patients,
        staff.gp_fte,
        staff.nurse_fte,
        staff.gp_per_1000_weighted.value,
        staff.nurse_per_1000_weighted.value,
        str(practice.rating) if practice.rating else None,
        practice.rated_on,
        "Yes" if practice.in_special_measures else None if practice.rating_reason else "No",
        _why_no_value(practice),
    )


def _why_no_value(practice: PracticeResult) -> str | None:
    """Return the reasons for the values that are missing, and what is in question, each once."""
    named = (
        ("patients per GP", practice.staff.patients_per_gp_fte),
        ("GPs", practice.staff.gp_per_1000_weighted),
        ("nurses", practice.staff.nurse_per_1000_weighted),
    )
    reasons: dict[str, list[str]] = {}
    for name, ratio in named:
        if ratio.value is None and ratio.why:
            reasons.setdefault(reason_words(ratio.why), []).append(name)
    same_for_all = len(reasons) == 1 and len(*reasons.values()) == len(named)
    words = [*reasons] if same_for_all else [f"{listed(names)}: {why}" for why, names in reasons.items()]
    words += _in_question(named)
    words += [f"CQC: {reason_words(practice.rating_reason)}"] if practice.rating_reason else []
    return sentence("; ".join(words)) or None


def _in_question(named: Sequence[tuple[str, Ratio]]) -> list[str]:
    """Return which of a practice's values are in question, each once."""
    reasons = dict.fromkeys(ratio.why for _, ratio in named if ratio.value is not None and ratio.why)
    return [f"figures are {reason_words(why)}" for why in reasons]


def _area_words(results: Results, settings: Settings) -> tuple[str, ...]:
    """Return paragraphs on the whole area: over all practices, then over those with a return."""
    area, returned = results.area, results.area_with_return.staff.patients_per_gp_fte
    note = (sentence(staff_note_words(results.staff_note)),) if results.staff_note else ()
    heading = f"{area.name} as a whole, {area.staff.period or 'period not known'}"
    whole = _ratio_words(heading, area.staff.patients_per_gp_fte)
    england = f"England: {exact(settings.england_patients_per_gp_fte)}" if settings.england_patients_per_gp_fte else ""
    times_england = area.staff.times_england.value
    times = f"{number(times_england, 2)} times England" if times_england else ""
    if not area.practices_without_return:
        return (*note, paragraph((whole, times, england)))
    missing = counted(area.practices_without_return, "practice")
    only = _ratio_words(f"Without the {missing} that returned no GP FTE", returned)
    return (*note, paragraph((whole, times, england)), sentence(only))


def _ratio_words(place: str, ratio: Ratio) -> str:
    why = reason_words(ratio.why)
    if ratio.value is None or ratio.numerator is None or ratio.denominator is None:
        return f"{place}: {why or 'no value'}"
    sums = f"{number(ratio.numerator, 0)} patients to {number(ratio.denominator, 2)} FTE GPs"
    return f"{place}: {number(ratio.value, 0)} patients per FTE GP ({sums}{f'; {why}' if why else ''})"


def _bars(results: Results, settings: Settings) -> tuple[Part, ...]:
    valued = [practice for practice in results.practices if practice.staff.patients_per_gp_fte.value is not None]
    if not valued:
        return (Paragraph("No chart: no practice has a value."),)
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


def _chart_title(shown: Sequence[PracticeResult], valued: Sequence[PracticeResult]) -> str:
    return f"{PER_GP} by practice{f': the {len(shown)} with most' if len(shown) < len(valued) else ''}"


def _left_out(
    shown: Sequence[PracticeResult], valued: Sequence[PracticeResult], every: Sequence[PracticeResult]
) -> list[Paragraph]:
    fewer, without = len(valued) - len(shown), len(every) - len(valued)
    more = f"the chart leaves out {counted(fewer, 'practice')} with fewer patients per FTE GP" if fewer else ""
    none = (
        f"{counted(without, 'practice')} without a value {'is' if without == 1 else 'are'} not drawn" if without else ""
    )
    words = paragraph((more, none))
    return [Paragraph(words, quiet=True)] if words else []


def _bars_alt(
    results: Results, shown: Sequence[PracticeResult], valued: Sequence[PracticeResult], settings: Settings
) -> str:
    most, fewest = shown[0], shown[-1]
    claim = next((claim_words(each) for each in results.claims if each.key is ClaimKey.ALL_BUT_FOUR_WORSE), "")
    england = settings.england_patients_per_gp_fte
    of_all = f"{len(shown)} of " if len(shown) < len(valued) else ""
    return paragraph(
        (
            f"columns of patients per FTE GP for {of_all}{counted(len(valued), 'practice')} with a value, most first",
            f"they run from {_per_gp(most)} at {most.organisation} to {_per_gp(fewest)} at {fewest.organisation}",
            f"a line marks England at {exact(england)}" if england is not None else "",
            claim,
        )
    )


def _per_gp(practice: PracticeResult) -> str:
    value = practice.staff.patients_per_gp_fte.value
    return number(value, 0) if value is not None else "no value"


def _with_both(results: Results) -> list[PracticeResult]:
    """Return the practices with a deprivation score and a ratio: the points of the chart."""
    return [
        practice
        for practice in results.practices
        if practice.deprivation_score is not None and practice.staff.patients_per_gp_fte.value is not None
    ]


def _deprivation(results: Results) -> tuple[Part, ...]:
    association, count = results.association, len(_with_both(results))
    heading, words = Heading("Deprivation and patients per FTE GP"), Paragraph(sentence(association_words(association)))
    if count < FEWEST_POINTS:
        return heading, words, Paragraph("No chart: fewer than two practices have both figures.")
    chart = Chart(
        kind=ChartKind.SCATTER,
        title=f"Deprivation and patients per FTE GP, {count:,} practices",
        alt=_scatter_alt(association, count),
        table=TABLE if _heads_the_table(results) else POINTS,
        rows=(0, count - 1),
        series=(Series(PER_GP, SCORE, PER_GP, SeriesRole.ACTUAL),),
        value_axis=f"{PER_GP} (higher is worse)",
        label_axis="Deprivation (IMD score; higher is more deprived)",
        style=Style.RATIO,
        minimum=0,
    )
    return heading, words, chart, Paragraph(NO_CAUSE, quiet=True)


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
    table = Table(POINTS, SHARED, tuple(map(_shared, points)))
    return Heading("The points of the deprivation chart"), table


def _scatter_alt(association: Association, count: int) -> str:
    shown = f"scatter chart of {count:,} practices, deprivation score across and patients per FTE GP upwards"
    return paragraph((shown, association_words(association)))
