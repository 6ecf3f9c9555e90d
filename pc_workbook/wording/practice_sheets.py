"""Titles, notes and sentences of the sheets about places: Practice summary, Locality summary and CQC summary."""

from collections.abc import Iterable, Sequence
from datetime import date

from pc_workbook.measures.results import (
    Association,
    Claim,
    CqcResult,
    IndicatorResult,
    PlaceResult,
    PracticeResult,
    Ratio,
    Results,
)
from pc_workbook.model.indicator import Direction, IndicatorKind, Rag
from pc_workbook.model.tracker import Settings
from pc_workbook.wording.claims import association_words, claim_words, comparator_counts
from pc_workbook.wording.cqc import BASIS_LABELS, INHERITED, share_label, target_progress_words
from pc_workbook.wording.headings import LOCALITY, PATIENTS_PER_FTE_GP
from pc_workbook.wording.numbers import (
    as_at_words,
    counted,
    exact,
    has_or_have,
    is_or_are,
    listed,
    number,
    typed_value,
)
from pc_workbook.wording.rag import rag_reason
from pc_workbook.wording.reasons import reason_words
from pc_workbook.wording.sentences import capital, paragraph, sentence
from pc_workbook.wording.staff import staff_note_words
from pc_workbook.wording.terms import CQC, FTE

NO_VALUE = "no value"

# --- Practice summary

PRACTICE_SUMMARY = "Practice summary"
PRACTICE_SUMMARY_DESCRIPTION = "Patients per GP, staff and CQC rating of each practice."
EVERY_PRACTICE = "Every practice"
NO_OPEN_PRACTICES = "No practice is open on the as-at date."
NO_PRACTICES_LISTED = "This tracker lists no practices, so there is nothing to show here."
NO_RATINGS_OF_PRACTICES = "This tracker lists no practices, so there are no ratings of practices."
HOW_TO_READ = (
    "Rank 1 has the most patients per FTE GP. GPs and nurses per 1,000 are full-time equivalents per 1,000 weighted patients. "
    "The IMD score is that of the Index of Multiple Deprivation: higher is more deprived. A practice that returned no FTE, or "
    "0.0, has no value, because a missing return looks the same; it is never counted as having no doctor."
)
CLAIMS_TESTED = "Claims, tested with the data of this tracker"
NO_PRACTICE_CHART = "No chart: no practice has a value."
DEPRIVATION = "Deprivation and patients per FTE GP"
NO_DEPRIVATION_CHART = "No chart: fewer than two practices have both figures."
NO_CAUSE = "This compares practices. It says nothing about individual patients, and does not show a cause."
DEPRIVATION_POINTS = "The points of the deprivation chart"
PER_GP_AXIS = f"{PATIENTS_PER_FTE_GP} (higher is worse)"
DEPRIVATION_AXIS = "Deprivation (IMD score; higher is more deprived)"
PERIOD_UNKNOWN = "period not known"
#: How the reasons for missing values name the three ratios of a practice.
PATIENTS_PER_GP, GPS, NURSES = "patients per GP", "GPs", "nurses"


def practices_title(as_at: date | None) -> str:
    """Return the title of the sheet."""
    return f"Practices{as_at_words(as_at)}"


def practices_overview(practices: int) -> str:
    """Return how many practices the sheet lists, and in what order."""
    return f"The {counted(practices, 'open practice')}, most patients per FTE GP first. {FTE} {CQC}"


def tested_claim(claim: Claim) -> str:
    """Return a claim as it is listed, with its verdict."""
    return f"{claim.listed.claim.rstrip('. ')}: {claim.verdict}. {sentence(claim_words(claim))}"


def area_paragraphs(results: Results, settings: Settings) -> tuple[str, ...]:
    """Return paragraphs on the whole area: over all practices, then over those with a return."""
    area, returned = results.area, results.area_with_return.staff.patients_per_gp_fte
    note = (sentence(staff_note_words(results.staff_note)),) if results.staff_note else ()
    heading = f"{capital(area.name)} as a whole, {area.staff.period or PERIOD_UNKNOWN}"
    whole = _ratio_words(heading, area.staff.patients_per_gp_fte)
    name, level = settings.staff_comparator, settings.staff_comparator_value
    england = f"{name}: {exact(level)}" if level else ""
    times_england = area.staff.times_england.value
    times = f"{number(times_england, 2)} times {name}" if times_england else ""
    if not area.practices_without_return:
        return (*note, paragraph((whole, times, england)))
    missing = counted(area.practices_without_return, "practice")
    only = _ratio_words(f"Without the {missing} that returned no GP FTE", returned)
    return (*note, paragraph((whole, times, england)), sentence(only))


def _ratio_words(place: str, ratio: Ratio) -> str:
    why = reason_words(ratio.why)
    if ratio.value is None or ratio.numerator is None or ratio.denominator is None:
        return f"{place}: {why or NO_VALUE}"
    sums = patients_to_gps(ratio.numerator, ratio.denominator)
    return f"{place}: {number(ratio.value, 0)} patients per FTE GP ({sums}{f'; {why}' if why else ''})"


def patients_to_gps(patients: float, gps: float) -> str:
    """Return what a ratio of patients per FTE GP is made of: "28,000 patients to 13.50 FTE GPs"."""
    return f"{number(patients, 0)} patients to {number(gps, 2)} FTE GPs"


def reasons_of_missing_values(named: Sequence[tuple[str, Ratio]], practice: PracticeResult) -> str:
    """Return the reasons for a practice's missing values, and what is in question, each once; "" for none."""
    reasons: dict[str, list[str]] = {}
    for name, ratio in named:
        if ratio.value is None and ratio.why:
            reasons.setdefault(reason_words(ratio.why), []).append(name)
    same_for_all = len(reasons) == 1 and len(*reasons.values()) == len(named)
    words = [*reasons] if same_for_all else [f"{listed(names)}: {why}" for why, names in reasons.items()]
    words += _in_question(named)
    words += [f"CQC: {reason_words(practice.rating_reason)}"] if practice.rating_reason else []
    return sentence("; ".join(words))


def _in_question(named: Sequence[tuple[str, Ratio]]) -> list[str]:
    """Return which of a practice's values are in question, each once."""
    reasons = dict.fromkeys(ratio.why for _, ratio in named if ratio.value is not None and ratio.why)
    return [f"figures are {reason_words(why)}" for why in reasons]


def practice_chart_title(shown: int, valued: int) -> str:
    """Return the title of the chart of practices, which may leave some of those with a value out."""
    return f"{PATIENTS_PER_FTE_GP} by practice{f': the {shown} with most' if shown < valued else ''}"


def practices_left_out(fewer: int, without: int) -> str:
    """Return how many practices the chart leaves out: those with fewer patients, and those without a value."""
    more = f"the chart leaves out {counted(fewer, 'practice')} with fewer patients per FTE GP" if fewer else ""
    none = f"{counted(without, 'practice')} without a value {is_or_are(without)} not drawn" if without else ""
    return paragraph((more, none))


def practice_chart_alternative(
    claims: Sequence[Claim], shown: Sequence[PracticeResult], valued: int, settings: Settings
) -> str:
    """Return what the chart of practices shows. `valued` is the number of practices with a value."""
    most, fewest = shown[0], shown[-1]
    claim = next(comparator_counts(claims), "")
    of_all = f"{len(shown)} of " if len(shown) < valued else ""
    return paragraph(
        (
            f"columns of patients per FTE GP for {of_all}{counted(valued, 'practice')} with a value, most first",
            f"they run from {_per_gp(most)} at {most.organisation} to {_per_gp(fewest)} at {fewest.organisation}",
            comparator_line(settings),
            claim,
        )
    )


def comparator_line(settings: Settings) -> str:
    """Return that a line of a chart marks the comparator of patients per FTE GP; "" where there is none."""
    level = settings.staff_comparator_value
    return f"a line marks {settings.staff_comparator} at {exact(level)}" if level is not None else ""


def _per_gp(practice: PracticeResult) -> str:
    value = practice.staff.patients_per_gp_fte.value
    return number(value, 0) if value is not None else NO_VALUE


def deprivation_chart_title(practices: int) -> str:
    """Return the title of the scatter chart."""
    return f"{DEPRIVATION}, {practices:,} practices"


def deprivation_chart_alternative(association: Association, practices: int) -> str:
    """Return what the scatter chart shows."""
    shown = f"scatter chart of {practices:,} practices, deprivation score across and patients per FTE GP upwards"
    return paragraph((shown, association_words(association)))


# --- Locality summary

LOCALITY_SUMMARY = "Locality summary"
LOCALITY_SUMMARY_DESCRIPTION = "Staff and CQC ratings of each locality and the whole area."
SUM_OVER_SUM = (
    "The figures of the area are the sum of all its practices' patients divided by the sum of their FTE, never the mean of the "
    "localities or of the practices. Each locality is calculated in the same way from its own practices."
)
NO_LOCALITIES = "No locality is listed."
NO_LOCALITY_CHART = "No chart: no locality has a value."
LOCALITIES = "Localities"
NO_GROUPS = "No group of this level exists on the as-at date."
NO_GROUP_CHART = "No chart: no group has a value."
SUM_OF_EACH_GROUP = (
    "The figures of a group are the sum of its practices' patients divided by the sum of their FTE, never the mean of ratios. "
    "A sum has the practices that belonged to the group on the last day of its period; numbers of practices and CQC ratings "
    "are as at the date above."
)


def localities_title(as_at: date | None) -> str:
    """Return the title of the sheet."""
    return f"Localities{as_at_words(as_at)}"


def localities_overview(localities: int, area: str) -> str:
    """Return which places the sheet compares."""
    return f"{counted(localities, 'locality', 'localities')} and {area} as a whole. {FTE} {CQC}"


def whole_area(area: str) -> str:
    """Return the label of the row of the whole area."""
    return f"{capital(area)}, whole area"


def practices_without_locality(count: int) -> str:
    """Return how many practices are in no locality."""
    return f"{counted(count, 'practice')} {has_or_have(count)} no locality and {is_or_are(count)} counted in the area only."


def levels_title(plurals: list[str], as_at: date | None) -> str:
    """Return the title of the sheet where it shows several levels."""
    return f"{listed(plurals)}{as_at_words(as_at)}"


def levels_overview(levels: Iterable[tuple[int, str, str]], area: str) -> str:
    """Return which places the sheet compares: of each level how many, and what one and several are called.

    >>> levels_overview([(2, "Network", "Networks"), (1, "Place", "Places")], "Fictionshire").split(". ")[0]
    'Networks: 2; Places: 1; and Fictionshire as a whole'
    """
    counts = "; ".join(f"{plural}: {count}" for count, _, plural in levels)
    return f"{counts}; and {area} as a whole. {FTE} {CQC}"


def practices_without_group(level: str, count: int) -> str:
    """Return how many practices are in no group of a level."""
    return f"{counted(count, 'practice')} {is_or_are(count)} in no group of level {level}."


def level_heading(level: str, taken: Iterable[str]) -> str:
    """Return the heading of a column with groups of a level, which no other column of the table has.

    >>> level_heading("Network", ["Code"]), level_heading("code", ["Code"])
    ('Network', 'code (group)')
    """
    return f"{level} (group)" if level.casefold() in {other.casefold() for other in taken} else level


def place_chart_title(level: str, shown: int, places: int) -> str:
    """Return the title of the chart of the places of a level, of which it shows the first ones."""
    first = "" if shown == places else f" (the first {shown:,} of {places:,})"
    return f"{PATIENTS_PER_FTE_GP} by {_level_word(level)}{first}"


def _level_word(level: str) -> str:
    return "locality" if level == LOCALITY else level


def locality_chart_alternative(valued: Iterable[PlaceResult], settings: Settings, level: str) -> str:
    """Return what the chart of localities, or of the groups of a level, shows. `valued` are those with a value."""
    each = "; ".join(
        f"{place.name} {number(place.staff.patients_per_gp_fte.value, 0)}"
        for place in valued
        if place.staff.patients_per_gp_fte.value
    )
    return paragraph((f"columns of patients per FTE GP by {_level_word(level)}", each, comparator_line(settings)))


# --- CQC summary

CQC_SUMMARY = "CQC summary"
CQC_SUMMARY_DESCRIPTION = "CQC ratings of practices and providers, on both denominators."
SHARES_ON_BOTH = "Shares on both denominators"
WILSON_NOTE = "The 95% interval is Wilson's: with so few practices, the true share may be anywhere in it."
SPECIAL_MEASURES_NOTE = "A practice enters and leaves special measures on set dates, whatever its rating."
LATEST_RATINGS = "Latest rating of each practice"
RATINGS_CHART_TITLE = "Practices by CQC rating"
RATING_HISTORY = "Every published rating, newest first"
PROVIDERS = "Providers"
NO_RATED_PRACTICE = "No practice has a rating."
NO_SPECIAL_MEASURES = "No practice is recorded in special measures."
NO_PRACTICE_RATINGS = "No rating of a practice is recorded."
NO_RATINGS = "No rating is recorded."
NO_RATINGS_IN_TRACKER = "No ratings are recorded in this tracker, so no practice is shown here."
RATING_OF_A_SERVICE = "The rating of one service, not of the provider."
TARGET_UNTESTED = "the target is not tested until its denominator is declared: inspected practices, or all practices"


def ratings_title(as_at: date | None) -> str:
    """Return the title of the sheet."""
    return f"CQC ratings{as_at_words(as_at)}"


def ratings_overview(cqc: CqcResult) -> str:
    """Return how many practices have a rating."""
    return f"{CQC} {_inspected_words(cqc)}"


def _inspected_words(cqc: CqcResult) -> str:
    if not cqc.practices:
        return NO_OPEN_PRACTICES
    if not cqc.recorded:
        return NO_RATINGS_IN_TRACKER
    waiting = cqc.practices - cqc.inspected - cqc.unread
    unread = f" {cqc.unread} are in no count, because their rating can't be read." if cqc.unread else ""
    inherited = f" ({cqc.inherited} {INHERITED})" if cqc.inherited else ""
    return f"{cqc.inspected} of {counted(cqc.practices, 'practice')} have a rating{inherited}; {waiting} have none.{unread}"


def rating_target_paragraph(result: IndicatorResult, settings: Settings) -> str:
    """Return the target of a share of ratings on both denominators; "" where it can't be compared with one."""
    indicator, direction = result.indicator, result.indicator.better
    both = [(share, share.short) for share in result.shares if share.short is not None and share.denominator]
    if indicator.target is None or direction is None or not both:
        return ""
    level = typed_value(indicator.target, IndicatorKind.PERCENTAGE)
    limit = "at most " if direction is Direction.LOWER else ""
    by = f" by {indicator.target_time}" if indicator.target_time else ""
    rated = _lower_first(share_label(both[0][0]))
    aim = f"indicator {indicator.number} aims at {limit}{level} of practices rated {rated}{by}"
    progress = (target_progress_words(share, short, direction) for share, short in both)
    return paragraph((aim, *progress, _tested_on(result, settings)))


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]


def _tested_on(result: IndicatorResult, settings: Settings) -> str:
    declared = result.indicator.cqc_denominator or settings.cqc_denominator
    if declared is None:
        return TARGET_UNTESTED
    unjudged = f"; Not rated: {rag_reason(result.rag)}" if result.rag.rag is Rag.NOT_RATED else ""
    return f"the target is tested on {BASIS_LABELS[declared]}, as declared{unjudged}"


def ratings_by(level: str) -> str:
    """Return the heading of the ratings by the places of a level."""
    return f"Ratings by {_level_word(level)}"


def ratings_chart_alternative(area: str, cqc: CqcResult, level: str, plural: str, places: int) -> str:
    """Return what the chart of ratings by locality, or by the groups of a level, shows."""
    counts = listed([f"{count} {rating}" for rating, count in cqc.counts.items() if count])
    one, several = ("locality", "localities") if level == LOCALITY else (level, plural)
    return paragraph(
        (
            f"stacked bars of practices by CQC rating in {counted(places, one, several)} and {area}",
            f"{capital(area)}: {counts}",
        )
    )


def older_ratings(count: int) -> str:
    """Return how many ratings are not shown."""
    return f"{count:,} older ratings are on the sheet CQC ratings."


def service_name(provider: str, service: str) -> str:
    """Return the label of one service of a provider."""
    return f"{provider}: {service}"
