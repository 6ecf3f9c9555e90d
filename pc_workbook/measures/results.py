"""Results of the measures as plain records, without sentences; every sheet, chart, worksheet function and file shows these.

Percentages and shares are in percentage points. A missing value is None, with its reasons beside it.
Records are named tuples: a frozen dataclass takes a thousandth of a second more to create at each start.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from pc_workbook.measures.reasons import Reason
from pc_workbook.model.action import Action, ActionProgress, Milestone
from pc_workbook.model.claim import ListedClaim
from pc_workbook.model.cqc import Inspection, Rating
from pc_workbook.model.group import GroupLevel
from pc_workbook.model.indicator import Denominator, Indicator, Rag, ShownIn
from pc_workbook.model.objective import Objective
from pc_workbook.model.organisations import Level
from pc_workbook.model.own_column import OwnValues
from pc_workbook.model.own_scale import AnyRating
from pc_workbook.model.period import Period
from pc_workbook.model.practice import Practice
from pc_workbook.model.programme import Programme


class Figure(NamedTuple):
    """One figure of the tidy table. The fields are the keys of `pc-workbook figures`, in this order."""

    measure: str
    organisation: str  # code of a practice or provider, name of a locality, a group or the area
    level: Level
    period: str
    value: float | str | None  # a str is a rating, a state or a verdict
    numerator: float | None = None
    denominator: float | None = None
    unit: str = ""
    lower: float | None = None  # 95% interval
    upper: float | None = None
    rag: Rag | None = None
    reason: tuple[Reason, ...] = ()
    indicator: int | None = None
    source: str = ""  # "observed", "computed", "derived, not agreed" or the publication


class Ratio(NamedTuple):
    """A ratio with its numerator and denominator.

    `why` is the reason why there is no value or, beside a value, what a sum leaves out and what is in question.
    """

    value: float | None
    numerator: float | None
    denominator: float | None
    why: tuple[Reason, ...] = ()


class Share(NamedTuple):
    """A share of practices with its Wilson 95% interval, in percentage points."""

    name: str  # key of what is counted: "at_least_good"
    basis: Denominator
    numerator: int
    denominator: int
    percent: float | None
    lower: float | None
    upper: float | None
    short: int | None = None  # practices that the indicator's target still needs; None where no target is set on it


def find_share(shares: Sequence[Share], name: str, basis: Denominator) -> Share | None:
    """Return the share of a name on a denominator; None where there is none."""
    return next((share for share in shares if share.name == name and share.basis == basis), None)


class GapTo(StrEnum):
    """What an indicator's value is compared with."""

    TARGET = "target"
    TRAJECTORY = "trajectory"
    COMPARATOR = "comparator"
    STANDARD = "national standard"
    NEWEST_COMPARATOR = "newest comparator"


class Reference(NamedTuple):
    """The level that a value is compared with, and the year or organisation it belongs to."""

    to: GapTo
    level: float
    year: int | None = None  # of a target or a trajectory
    is_this_year: bool = False  # the year of the as-at date
    name: str = ""  # the organisation compared with; "" where the tracker names none
    period: Period | None = None  # of a comparator's value


class Distance(NamedTuple):
    """A value beside its reference, in the indicator's unit (percentages in percentage points)."""

    value: float
    reference: Reference
    kind: ShownIn
    decimals: int | None = None  # those of the indicator


class Gap(NamedTuple):
    """A signed gap: + is better whichever way the indicator runs. `value` is None where nothing can be compared."""

    to: GapTo
    reference: float | None
    value: float | None
    reasons: tuple[Reason, ...]  # the distance, why there is none, or why it is not judged


class RagResult(NamedTuple):
    """A RAG with the reasons for it: the rule that decided, what is in question, or why nothing is rated."""

    rag: Rag
    reasons: tuple[Reason, ...] = ()
    overridden_from: Rag | None = None
    word: str = ""  # that an area's own scheme has for it
    colour: str = ""  # "#RRGGBB", where the scheme names one


class YearlyValue(NamedTuple):
    """One year of an indicator, or one period of a plan that has steps by period: the agreed or derived plan and the actual
    value.

    A year or period in which several values were observed has a record for each further one, without a plan.
    """

    year: int
    plan: float | None = None
    derived: float | None = None
    actual: float | None = None
    actual_period: str = ""
    line: Reason | None = None  # how the agreed value differs from the straight line
    goal: str = ""  # of an indicator that is a rating, as it was typed
    suppressed: bool = False  # there is an actual value, and it is suppressed
    is_baseline: bool = False  # the actual value is the baseline
    is_further: bool = False  # another value of a year that has a record already
    period: Period | None = None  # of a plan by period: what the record is of; None for a year of the plan
    ends: date | None = None  # the last day of the year or period
    actual_ends: date | None = None  # the last day of the actual value's own period


class OrdinalState(StrEnum):
    """How a rating compares with its goal; the middle state is a third one, never "met"."""

    MET = "Met"
    WORKING_TOWARDS = "Working towards (evidenced)"
    NOT_MET = "Not met"
    UNKNOWN = "Unknown"


class OrdinalResult(NamedTuple):
    """An indicator that is a rating: how it compares with its goal, and the ratings of single services."""

    state: OrdinalState
    reasons: tuple[Reason, ...]
    service_ratings: tuple[tuple[str, Rating], ...] = ()  # ("maternity", Outstanding)


class ChangeKind(StrEnum):
    """Which way an indicator went since an earlier issue, by its direction."""

    IMPROVED = "improved"
    SUSTAINED = "sustained"
    DETERIORATED = "deteriorated"
    NOT_COMPARED = "not compared"


class Change(NamedTuple):
    """The change of an indicator since the last issue. Values are numbers, or ratings for an indicator that is one."""

    kind: ChangeKind
    since: date
    before: float | AnyRating | None = None
    now: float | AnyRating | None = None
    why: Reason | None = None  # why the two are not compared
    steps: int | None = None  # of the scale, up (+) or down (-), for a rating


class CurrentValue(NamedTuple):
    """One value or rating with its origin. Percentages in percentage points."""

    value: float | None = None
    rating: AnyRating | None = None
    period: Period | None = None
    is_baseline: bool = False  # nothing newer than the baseline was observed
    numerator: float | None = None
    denominator: float | None = None
    source: str = ""  # "baseline", "observed", "computed" or the publication
    suppressed: bool = False  # there is a value, and it is suppressed
    inspection: Inspection | None = None  # the one that gave the rating
    why: tuple[Reason, ...] = ()  # why there is no value, or what the value leaves out


class IndicatorResult(NamedTuple):
    """The results of one indicator at the as-at date."""

    indicator: Indicator
    organisation: str  # the area's name, or the code (else the name) of the organisation measured
    level: Level
    current: CurrentValue
    gaps: tuple[Gap, ...]  # target, trajectory, comparator, national standard, in this order
    rag: RagResult
    yearly_values: tuple[YearlyValue, ...]
    ordinal: OrdinalResult | None  # only for an indicator that is a rating
    shares: tuple[Share, ...]  # CQC share indicators: the shares on both denominators
    change: Change | None  # since the last issue; None where the two can't be compared
    actions: tuple[str, ...]  # letters of the actions linked to it
    notes: tuple[Reason, ...]  # what a reader must know
    why: tuple[Reason, ...] = ()  # why there is no value, what the value leaves out, or what is in question
    interval: tuple[float | None, float | None] = (None, None)  # 95%, of a share of people or practices

    @property
    def value(self) -> float | None:
        """Return the current value, percentages in percentage points."""
        return self.current.value

    @property
    def rating(self) -> AnyRating | None:
        """Return the current rating of an indicator that is one."""
        return self.current.rating

    @property
    def period(self) -> Period | None:
        """Return the period of the current value."""
        return self.current.period

    @property
    def is_baseline(self) -> bool:
        """Return whether the current value is the baseline."""
        return self.current.is_baseline

    @property
    def source(self) -> str:
        """Return the source of the current value."""
        return self.current.source

    @property
    def suppressed(self) -> bool:
        """Return whether there is a current value that is suppressed."""
        return self.current.suppressed

    @property
    def state(self) -> OrdinalState | None:
        """Return how a rating compares with its goal; None for an indicator that is no rating."""
        return self.ordinal.state if self.ordinal else None


class Trend(StrEnum):
    """Which way a value went since the one before of a period like it, and whether that is better."""

    UP_BETTER = "up, better"
    UP_WORSE = "up, worse"
    DOWN_BETTER = "down, better"
    DOWN_WORSE = "down, worse"
    UP = "up"  # of an indicator without a direction
    DOWN = "down"
    UNCHANGED = "unchanged"


class ComparedWith(NamedTuple):
    """A comparator's value: whose it is, and of which period."""

    name: str
    value: float | None
    period: Period | None
    suppressed: bool = False  # there is a value, and it is suppressed


class OrganisationValue(NamedTuple):
    """The newest value of an indicator at one practice, locality or group."""

    organisation: str  # code of a practice, name of a locality or group
    name: str
    level: Level
    kind: str = ""  # the word for its level, such as Practice or Place: values of one kind are ranked together
    part_of: str = ""  # the locality of a practice
    current: CurrentValue = CurrentValue()
    rag: RagResult = RagResult(Rag.NOT_RATED)
    rank: int | None = None  # 1 = best, among its kind of organisation and values of the newest period
    trend: Trend | None = None  # None where there is no earlier value of a period like it
    comparator: ComparedWith | None = None


class IndicatorByOrganisation(NamedTuple):
    """An indicator with its values at single organisations."""

    indicator: Indicator
    values: tuple[OrganisationValue, ...]  # practices, localities and groups, the best of each kind first


class StaffRatios(NamedTuple):
    """Staff and patients of a practice, a locality or the area, all for one period, and the ratios between them."""

    period: str
    registered_patients: float | None
    weighted_patients: float | None
    gp_fte: float | None  # full-time equivalents
    nurse_fte: float | None
    patients_per_gp_fte: Ratio  # registered patients
    gp_per_1000: Ratio  # FTE per 1,000 registered patients
    nurse_per_1000: Ratio
    gp_per_1000_weighted: Ratio  # FTE per 1,000 weighted patients
    nurse_per_1000_weighted: Ratio
    times_england: Ratio  # patients per FTE GP divided by England's
    quantity_reasons: Mapping[str, tuple[Reason, ...]] = MappingProxyType({})
    """For each of QUANTITIES: its source, what a sum leaves out, what is in question, or why there is none."""


class PracticeResult(NamedTuple):
    """Staff ratios and CQC rating of one practice."""

    practice: Practice
    staff: StaffRatios
    has_return: bool  # any GP FTE was returned
    is_unread: bool  # a cell of its staff figures can't be read; not counted as without a return
    rank: int | None = None  # 1 = most patients per FTE GP; None where there is no value
    rating: Rating | None = None  # latest overall rating
    rated_on: date | None = None
    rating_inherited: bool = False  # the rating was given to an earlier provider or registration
    rating_reason: tuple[Reason, ...] = ()  # why the rating is not known
    in_special_measures: bool = False

    @property
    def organisation(self) -> str:
        """Return the code of the practice."""
        return self.practice.code

    @property
    def name(self) -> str:
        """Return the name of the practice."""
        return self.practice.name

    @property
    def locality(self) -> str:
        """Return the name of the practice's locality; "" where none is set."""
        return self.practice.locality or ""

    @property
    def deprivation_score(self) -> float | None:
        """Return the IMD score of the practice; higher is more deprived."""
        return self.practice.deprivation_score


class PlaceResult(NamedTuple):
    """Staff ratios of the area, of one of its localities or of a group: sums over practices."""

    level: Level
    name: str
    staff: StaffRatios
    practices: int = 0  # open on the as-at date
    practices_without_return: int = 0  # zero or missing FTE
    practices_unread: int = 0  # a cell of their staff figures can't be read; not counted as without a return
    practices_closed_since: int = 0  # merged into another since: in the sums, and not among `practices`

    @property
    def organisation(self) -> str:
        """Return the name by which figures refer to the place."""
        return self.name


class GroupRatings(NamedTuple):
    """The ratings of the practices that belong to a group on the as-at date."""

    group: str
    counts: Mapping[Rating, int]  # every rating and state, less the unread
    shares: tuple[Share, ...]
    unread: int  # practices whose rating can't be read


class LevelResult(NamedTuple):
    """The groups of one level, with the ratings of their practices on the as-at date."""

    level: GroupLevel
    places: tuple[PlaceResult, ...]
    ratings: tuple[GroupRatings, ...] = ()  # none where no rating is recorded
    of_practices: Mapping[str, str] = MappingProxyType({})  # code of a practice -> its group on the as-at date


#: The ratios: field of StaffRatios -> name of the measure.
RATIO_MEASURES = {
    "patients_per_gp_fte": "patients_per_gp_fte",
    "gp_per_1000": "gp_fte_per_1000_patients",
    "gp_per_1000_weighted": "gp_fte_per_1000_weighted_patients",
    "nurse_per_1000": "nurse_fte_per_1000_patients",
    "nurse_per_1000_weighted": "nurse_fte_per_1000_weighted_patients",
    "times_england": "times_england_patients_per_gp_fte",
}


#: The fields of StaffRatios that are figures of their own.
QUANTITIES = ("registered_patients", "weighted_patients", "gp_fte", "nurse_fte")


class RatingChange(NamedTuple):
    """A rating of a practice that follows another one on the scale."""

    inspection: Inspection
    previous: Inspection
    steps: int | None  # of the scale, up (+) or down (-)


class CqcResult(NamedTuple):
    """Ratings of practices: counts, shares on both denominators, history and special measures."""

    practices: int  # open on the as-at date
    inspected: int
    counts: dict[Rating, int]  # every rating and state, of the open practices less the unread
    shares: tuple[Share, ...]
    latest: tuple[tuple[Practice, Inspection | None], ...]
    history: tuple[Inspection, ...]  # newest first
    changes: tuple[RatingChange, ...]  # newest first
    special_measures: tuple[Inspection, ...]  # in special measures on the as-at date
    by_locality: tuple[tuple[str, dict[Rating, int]], ...] = ()
    shares_by_locality: tuple[tuple[str, tuple[Share, ...]], ...] = ()
    recorded: bool = True  # whether the tracker records any practice's rating; without one no practice has a state
    unread: int = 0  # open practices whose rating can't be read: in no count, no share and not in `latest`
    inherited: int = 0  # of the inspected practices: rated under an earlier provider or registration

    def share(self, name: str, basis: Denominator) -> Share | None:
        """Return the share of a name on a denominator; None where there is none."""
        return find_share(self.shares, name, basis)


class ActionState(StrEnum):
    """The state of an action; an unclear date is never good news."""

    COMPLETED = "Completed"
    OVERDUE = "Overdue"
    DUE_SOON = "Due soon"
    ON_COURSE = "Not yet due"
    ONGOING = "Ongoing, review date set"
    ONGOING_NO_REVIEW = "Ongoing, no review date"
    NO_DATE = "No delivery date"
    UNCLEAR = "Delivery date unclear"


class ProgressLine(NamedTuple):
    """One progress text: its date, locality, role of its author, and the RAG reported with it."""

    on: date | None
    locality: str
    role: str
    text: str
    rag: Rag | None


class ActionResult(NamedTuple):
    """One action: its state with the reason, its next date, its last two progress texts, and flags."""

    action: Action
    state: ActionState
    reason: Reason
    last_day: date | None
    next_date: date | None
    lead: str  # the action's own, else the objective's; "" where nobody is named
    lead_is_fallback: bool  # the objective's lead, for want of an own one
    links: tuple[int, ...]
    last_two: tuple[ProgressLine, ...]
    by_locality: tuple[ActionProgress, ...]
    flags: tuple[Reason, ...]  # what a person should look at
    milestones: tuple[Milestone, ...]


class ServedFunction(NamedTuple):
    """A key function of the group, with the actions and programmes that serve it."""

    number: int
    function: str
    actions: tuple[str, ...]  # letters
    programmes: tuple[str, ...]  # names
    has_withheld: bool = False  # only actions or programmes that this edition may not show serve it

    @property
    def is_served(self) -> bool:
        """Return whether any action or programme serves it."""
        return bool(self.actions or self.programmes or self.has_withheld)


class Spread(NamedTuple):
    """How far practices differ in one measure: the middle half, and both ends with their practices."""

    measure: str  # field of StaffRatios
    practices: int  # with a value
    lower_quartile: float  # R's type 7
    upper_quartile: float
    lowest: float
    lowest_practice: str
    highest: float
    highest_practice: str


class Verdict(StrEnum):
    """The outcome of testing a claim with the data of the tracker."""

    SUPPORTED = "supported"
    NOT_SUPPORTED = "not supported"
    NOT_TESTED = "not tested"
    WITHHELD = "[c]"  # in an edition: the verdict rests on rows that are not shown


class Claim(NamedTuple):
    """A claim that the tracker lists, with its verdict and the facts that decided it."""

    listed: ListedClaim
    verdict: Verdict
    reasons: tuple[Reason, ...]


class Association(NamedTuple):
    """Pearson's and Spearman's correlation of deprivation and patients per FTE GP; an association, never a cause."""

    n: int  # practices with both figures
    missing: int
    pearson: float | None
    pearson_lower: float | None  # 95% interval
    pearson_upper: float | None
    spearman: float | None
    p_pearson: float | None
    p_spearman: float | None
    refusal: Reason | None = None  # why there are no coefficients
    outliers: tuple[str, ...] = ()  # codes of practices outside Tukey's fences in patients per FTE GP


class Results(NamedTuple):
    """Every measure of one tracker at its as-at date, computed once."""

    area: PlaceResult
    area_with_return: PlaceResult  # the same, over practices that returned any GP FTE
    localities: tuple[PlaceResult, ...]
    practices: tuple[PracticeResult, ...]  # most patients per FTE GP first; those without a value last
    indicators: tuple[IndicatorResult, ...]
    cqc: CqcResult
    actions: tuple[ActionResult, ...]
    programmes: tuple[Programme, ...]
    functions: tuple[ServedFunction, ...]
    claims: tuple[Claim, ...]
    association: Association
    since: date | None = None  # the day of the last issue
    extra_figures: tuple[Figure, ...] = ()  # practice-level observations and the like
    as_at: date | None = None
    actions_left_out: int = 0  # rows of the list that can't be read
    staff_note: Reason | None = None  # why the staff figures are not of the latest period
    levels: tuple[LevelResult, ...] = ()  # of groups, the lowest first
    spreads: tuple[Spread, ...] = ()  # how far practices differ
    by_organisation: tuple[IndicatorByOrganisation, ...] = ()  # by number of the indicator
    staff_comparator: str = "England"  # what patients per FTE GP are compared with
    objectives: tuple[Objective, ...] = ()  # each before its parts
    own: Mapping[str, OwnValues] = MappingProxyType({})  # the own columns that are shown, by list object

    @property
    def indicators_sharing_a_name(self) -> frozenset[int]:
        """Return the numbers of the indicators that have both measure and organisation in common with another."""
        names = Counter([(result.indicator.key, result.organisation) for result in self.indicators])
        return frozenset(
            result.indicator.number
            for result in self.indicators
            if names[result.indicator.key, result.organisation] > 1
        )

    @property
    def actions_with_unclear_date(self) -> tuple[str, ...]:
        """Return the letters of the actions that are neither overdue nor on time, because their date leaves that open."""
        return tuple(result.action.letter for result in self.actions if result.state is ActionState.UNCLEAR)
