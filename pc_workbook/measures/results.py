"""What the measures find, as plain records; every sheet, chart, worksheet function and file shows these.

Percentages and shares are in percentage points. A value that cannot be had is None, and `why` says why.
Records are named tuples: as frozen as a frozen dataclass, which takes a thousandth of a second to make at each start.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from pc_workbook.measures.reasons import Reason
from pc_workbook.model.action import Action, ActionProgress, Milestone
from pc_workbook.model.cqc import Inspection, Rating
from pc_workbook.model.indicator import Indicator, IndicatorKind, Rag
from pc_workbook.model.period import Period
from pc_workbook.model.practice import Practice
from pc_workbook.model.programme import Programme


class Level(StrEnum):
    """Whose figure it is."""

    PRACTICE = "practice"
    LOCALITY = "locality"
    AREA = "area"
    PROVIDER = "provider"
    ENGLAND = "England"


class Figure(NamedTuple):
    """One figure of the tidy table: the keys of `pc-workbook figures`, in this order."""

    measure: str
    organisation: str
    level: Level
    period: str
    value: float | str | None
    numerator: float | None = None
    denominator: float | None = None
    unit: str = ""
    lower: float | None = None  # 95% interval
    upper: float | None = None
    rag: Rag | None = None
    reason: str = ""
    indicator: int | None = None
    source: str = ""  # "observed", "computed", "derived, not agreed" or the publication


class Ratio(NamedTuple):
    """A ratio with what it was made of. `value` is None where it cannot be had, and `why` says why."""

    value: float | None
    numerator: float | None
    denominator: float | None
    why: str = ""


class Share(NamedTuple):
    """A share with its Wilson 95% interval, in percentage points, and the basis it stands on in words."""

    name: str  # "at_least_good"
    words: str  # "At least Good"
    basis: str  # "inspected practices" or "all practices"
    numerator: int
    denominator: int
    percent: float | None
    lower: float | None
    upper: float | None


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
    kind: IndicatorKind
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


class YearlyValue(NamedTuple):
    """One year of an indicator: the agreed or derived plan and the actual value.

    A year in which several values were observed has a record for each further one, without a plan.
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
    before: float | Rating | None = None
    now: float | Rating | None = None
    why: Reason | None = None  # why the two are not compared


class CurrentValue(NamedTuple):
    """One value or rating with its origin. Percentages in percentage points."""

    value: float | None = None
    rating: Rating | None = None
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

    @property
    def value(self) -> float | None:
        """Return the current value, percentages in percentage points."""
        return self.current.value

    @property
    def rating(self) -> Rating | None:
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


def that_share_a_name(indicators: Sequence[IndicatorResult]) -> set[int]:
    """Return the numbers of the indicators whose figures have the same name and organisation as another's."""
    names = Counter((result.indicator.key, result.organisation) for result in indicators)
    return {result.indicator.number for result in indicators if names[result.indicator.key, result.organisation] > 1}


class PlaceResult(NamedTuple):
    """Staff ratios of one practice, one locality or the area. Practices carry the last fields too."""

    level: Level
    organisation: str  # code, locality name or area name
    name: str
    period: str
    registered_patients: float | None
    weighted_patients: float | None
    gp_fte: float | None
    nurse_fte: float | None
    patients_per_gp_fte: Ratio
    gp_per_1000: Ratio  # registered patients
    nurse_per_1000: Ratio
    gp_per_1000_weighted: Ratio
    nurse_per_1000_weighted: Ratio
    times_england: Ratio  # patients per FTE GP over England's
    deprivation_score: float | None = None
    practices: int = 1
    practices_without_return: int = 0  # zero or missing FTE
    practice: Practice | None = None
    locality: str = ""
    rank: int | None = None  # 1 = most patients per FTE GP (worst); None where there is no value
    rating: Rating | None = None  # practices: latest overall rating
    rated_on: date | None = None
    in_special_measures: bool = False
    patients_from: str = ""  # practices: "the workforce return", "the practice's list, 2015/16"; sums: whom they lack
    weighted_from: str = ""  # the same of weighted patients
    practices_unread: int = 0  # a cell of their staff figures can't be read; not counted as without a return
    rating_why: str = ""  # practices: why the rating can't be told
    asked: Mapping[str, str] = MappingProxyType(
        {}
    )  # practices: quantity -> where its value stands, which is in question
    practices_closed_since: int = 0  # merged into another since: in the sums, and not among `practices`
    practices_gone: int = 0  # closed since without a successor: in no sum
    rating_inherited: bool = False  # practices: the rating was given to an earlier provider or registration


#: The ratios of a place: field of PlaceResult -> the name the measure goes by everywhere.
RATIO_MEASURES = {
    "patients_per_gp_fte": "patients_per_gp_fte",
    "gp_per_1000": "gp_fte_per_1000_patients",
    "gp_per_1000_weighted": "gp_fte_per_1000_weighted_patients",
    "nurse_per_1000": "nurse_fte_per_1000_patients",
    "nurse_per_1000_weighted": "nurse_fte_per_1000_weighted_patients",
    "times_england": "times_england_patients_per_gp_fte",
}


#: The quantities of a place whose sums are figures.
QUANTITIES = ("registered_patients", "weighted_patients", "gp_fte", "nurse_fte")


class CqcResult(NamedTuple):
    """Ratings of practices: counts, shares on both denominators, history and special measures."""

    practices: int  # open on the as-at date
    inspected: int
    counts: dict[Rating, int]  # every rating and state, of the open practices less the unread
    shares: tuple[Share, ...]
    latest: tuple[tuple[Practice, Inspection | None], ...]
    history: tuple[Inspection, ...]  # newest first
    changes: tuple[tuple[Inspection, str], ...]  # "down one step from Good (May 2015)"
    special_measures: tuple[Inspection, ...]  # in special measures on the as-at date
    by_locality: tuple[tuple[str, dict[Rating, int]], ...] = ()
    recorded: bool = True  # whether the tracker holds any practice's rating; without one nothing is said of any
    unread: int = 0  # open practices whose rating can't be read: in no count, no share and not in `latest`
    inherited: int = 0  # of the inspected practices: their rating was given to an earlier provider or registration


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


class Claim(NamedTuple):
    """A claim of the papers, tested with the data to hand: supported, not supported or not tested."""

    claim: str
    verdict: str
    words: str
    key: str = ""  # its name among the figures: "claim_all_but_four_worse"


class Association(NamedTuple):
    """Pearson and Spearman with what they rest on; an association, never a cause."""

    n: int
    missing: int
    pearson: float | None
    pearson_lower: float | None
    pearson_upper: float | None
    spearman: float | None
    p_pearson: float | None
    p_spearman: float | None
    words: str
    outliers: tuple[str, ...] = ()  # codes of practices far from the rest in patients per FTE GP


class Results(NamedTuple):
    """Every measure of one edition, computed once."""

    area: PlaceResult
    area_with_return: PlaceResult  # the same, over practices that returned any GP FTE
    localities: tuple[PlaceResult, ...]
    practices: tuple[PlaceResult, ...]  # worst first; those without a value last, with their reason
    indicators: tuple[IndicatorResult, ...]
    cqc: CqcResult
    actions: tuple[ActionResult, ...]
    programmes: tuple[Programme, ...]
    functions: tuple[ServedFunction, ...]
    claims: tuple[Claim, ...]
    association: Association
    since: date | None = None  # the last issued edition
    extra_figures: tuple[Figure, ...] = ()  # practice-level observations and the like
    as_at: date | None = None
    actions_left_out: int = 0  # rows of the list that can't be read
    staff_note: str = ""  # "Workforce of December 2016 covers 1 of 33 practices only: 2014/15 is shown"
