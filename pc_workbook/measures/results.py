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

from pc_workbook.model.action import Action, ActionProgress, Milestone
from pc_workbook.model.cqc import Inspection, Rating
from pc_workbook.model.indicator import Indicator, Rag
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


class Gap(NamedTuple):
    """A signed distance, + is better whatever the direction, with its words. None where nothing can be measured."""

    to: str  # "target", "trajectory", "comparator", "national standard"; a moving one adds "newest comparator"
    reference: float | None
    value: float | None
    words: str


class RagResult(NamedTuple):
    """The RAG word, the rule that fired, and an override where a person made one."""

    rag: Rag
    reason: str
    overridden_from: Rag | None = None

    @property
    def words(self) -> str:
        """What the cell says: 'Red – 1.8 points below trajectory'."""
        override = f" (overridden from {self.overridden_from})" if self.overridden_from else ""
        return f"{self.rag} – {self.reason}{override}" if self.reason else f"{self.rag}{override}"


class Step(NamedTuple):
    """One year of an indicator's way: baseline, agreed or derived plan, actual value. A year of which more than one
    value was observed has a step of its own for each further one, without a plan."""

    year: int
    plan: float | None = None
    derived: float | None = None
    actual: float | None = None
    actual_period: str = ""
    words: str = ""  # for ordinal goals, and "differs from linear by 0.008"
    suppressed: bool = False  # there is an actual value, and it is kept back
    is_baseline: bool = False  # the actual value is the baseline
    is_further: bool = False  # another value of a year that has a step already


class OrdinalState(StrEnum):
    """How a rating stands to its goal; the middle state is a third one, never "met"."""

    MET = "Met"
    WORKING_TOWARDS = "Working towards (evidenced)"
    NOT_MET = "Not met"
    UNKNOWN = "Unknown"


class IndicatorResult(NamedTuple):
    """Everything there is to say of one indicator at the as-at date."""

    indicator: Indicator
    value: float | None
    rating: Rating | None
    period: Period | None
    is_baseline: bool  # the value shown is the baseline, nothing newer was observed
    gaps: tuple[Gap, ...]  # target, trajectory, comparator, national standard, in this order
    rag: RagResult
    steps: tuple[Step, ...]
    state: OrdinalState | None  # ordinal indicators only
    state_words: str
    shares: tuple[Share, ...]  # CQC share indicators: the readings on both denominators
    service_ratings: tuple[tuple[str, Rating], ...]  # ("maternity", Outstanding): lines of their own
    change: str  # against the last issued edition, in words; "" when there is none
    actions: tuple[str, ...]  # letters of the actions that serve it
    notes: tuple[str, ...]  # what a reader must know: ways of counting, blocked and why, predecessor and successor
    numerator: float | None = None
    denominator: float | None = None
    source: str = ""  # "baseline", "observed", "computed" or the publication
    organisation: str = ""  # the area's name, or the code (else the name) of the body measured
    level: Level = Level.AREA
    why: str = ""  # why there is no value, or what the value leaves out
    suppressed: bool = False  # there is a value, and it is kept back


def that_share_a_name(indicators: Sequence[IndicatorResult]) -> set[int]:
    """The numbers of the indicators whose figures go by the name, and are of the organisation, of another's."""
    names = Counter((one.indicator.key, one.organisation) for one in indicators)
    return {one.indicator.number for one in indicators if names[one.indicator.key, one.organisation] > 1}


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
    """Where an action stands; Unknown is never good news."""

    COMPLETED = "Completed"
    OVERDUE = "Overdue"
    DUE_SOON = "Due soon"
    ON_COURSE = "Not yet due"
    ONGOING = "Ongoing, review date set"
    ONGOING_NO_REVIEW = "Ongoing, no review date"
    NO_DATE = "No delivery date"
    UNCLEAR = "Delivery date unclear"


class ProgressLine(NamedTuple):
    """One progress text as it is shown: when, by whom (role), where, and what was said."""

    on: date | None
    locality: str
    role: str
    text: str
    rag: Rag | None


class ActionResult(NamedTuple):
    """One action: its state, why, what is next, its last two progress texts, and flags."""

    action: Action
    state: ActionState
    words: str  # "Overdue since 31 December 2016 (74 days)"
    last_day: date | None
    next_date: date | None
    lead: str  # with "(objective lead, no action lead named)" where it is the fallback
    links: tuple[int, ...]
    last_two: tuple[ProgressLine, ...]
    by_locality: tuple[ActionProgress, ...]
    flags: tuple[str, ...]  # "progress is older than 92 days", "text repeats the delivery date", ...
    milestones: tuple[Milestone, ...]


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
    functions: tuple[tuple[int, str, tuple[str, ...]], ...]  # number, words, what serves it (actions, programmes)
    claims: tuple[Claim, ...]
    association: Association
    since: date | None = None  # the last issued edition
    changes: tuple[str, ...] = ()
    extra_figures: tuple[Figure, ...] = ()  # practice-level observations and the like
    as_at: date | None = None
    actions_left_out: int = 0  # rows of the list that can't be read
    staff_note: str = ""  # "Workforce of December 2016 covers 1 of 33 practices only: 2014/15 is shown"
