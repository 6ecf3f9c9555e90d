"""Indicators (what is counted) and observations (one organisation's value for one period)."""

from datetime import date
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import Field

from pc_workbook.model.own_scale import AnyRating
from pc_workbook.model.period import Period
from pc_workbook.model.row import Row
from pc_workbook.model.target import OrdinalGoal, TargetKind


class IndicatorKind(StrEnum):
    """The kind of value; values of different kinds never share a scale or a chart."""

    RATE = "Rate"
    PERCENTAGE = "Percentage"
    ORDINAL = "Ordinal"
    COUNT = "Count"
    MONEY = "Money"
    DURATION = "Duration"
    INDEX = "Index"
    YES_NO = "Yes/No"


#: Pounds in each unit of money, by its suffix.
POUNDS = {"": 1.0, "k": 1e3, "m": 1e6, "bn": 1e9}


class MoneyUnit(NamedTuple):
    """A unit of money: pounds, or thousands ("k"), millions ("m") or billions ("bn") of them."""

    suffix: str = ""

    @property
    def pounds(self) -> float:
        """Return how many pounds one of it is."""
        return POUNDS[self.suffix]


class DurationUnit(NamedTuple):
    """A unit of time: the noun for one of it. `is_clock` is whether it is typed as hours and minutes (3:45)."""

    noun: str
    is_clock: bool = False
    is_working: bool = False  # working days, which are not all days of a week


class KindInUnit(NamedTuple):
    """The kind of a value with the unit that it is shown in."""

    kind: IndicatorKind
    unit: MoneyUnit | DurationUnit


#: How a value is shown: by its kind, of money and durations with the unit.
ShownIn = IndicatorKind | KindInUnit


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "Higher is better"
    LOWER = "Lower is better"
    WITHIN = "Within range"
    NEUTRAL = "Neutral"


CQC_SHARE = "cqc_share_"  # how the measure of a share of practices by CQC rating begins
SHARE_OF_RI = f"{CQC_SHARE}at_least_requires_improvement"

#: Measures whose direction is fixed, whatever the tracker says.
FIXED_DIRECTIONS = {
    "patients_per_gp_fte": Direction.LOWER,
    "times_england_patients_per_gp_fte": Direction.LOWER,
    "gp_fte_per_1000_patients": Direction.HIGHER,
    "gp_fte_per_1000_weighted_patients": Direction.HIGHER,
    "nurse_fte_per_1000_patients": Direction.HIGHER,
    "nurse_fte_per_1000_weighted_patients": Direction.HIGHER,
    "cqc_share_outstanding": Direction.HIGHER,
    "cqc_share_at_least_good": Direction.HIGHER,
    "cqc_share_requires_improvement_or_below": Direction.LOWER,
    "cqc_share_inadequate": Direction.LOWER,
}


class Rag(StrEnum):
    """Red, Amber, Green or Not rated. Not rated is never Red, and an unknown state is never Green."""

    RED = "Red"
    AMBER = "Amber"
    GREEN = "Green"
    NOT_RATED = "Not rated"


class DefinitionRuling(StrEnum):
    """Which text a person chose where an indicator's title and definition have opposite directions."""

    TITLE = "The title holds"
    DEFINITION = "The definition holds"


class Boundary(StrEnum):
    """Whether a limit such as four hours counts as inside or outside."""

    OR_LESS = "Up to and including the limit"
    UNDER = "Under the limit"


class PowerToAct(StrEnum):
    """Who can decide, in general; a tracker lists its own bodies on the sheet Words."""

    NHS_ENGLAND = "NHS England"
    COMMISSIONER = "Commissioner"
    COUNCIL = "Council"
    PROVIDER = "Provider"
    INFLUENCE = "Influence only"


class Denominator(StrEnum):
    """The practices that a share of CQC ratings is calculated on. It must be declared before the share is judged."""

    INSPECTED = "Inspected practices"
    ALL = "All practices"


class Indicator(Row):
    """What is counted, in which unit, which way is better, and its target.

    Percentages are in percentage points: 91.11 means 91.11%.
    """

    number: Annotated[int, Field(ge=1, le=999)]
    title: str
    definition: str | None = None
    kind: IndicatorKind
    unit: str | None = None
    decimals: Annotated[int, Field(ge=0, le=6)] | None = None
    direction: Direction | None = None
    numerator: str | None = None
    denominator: str | None = None
    cqc_denominator: Denominator | None = None
    weighting: str | None = None
    staff_groups: str | None = None
    organisation: str | None = None
    measure: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")] | None = None
    baseline: float | None = None
    baseline_rating: AnyRating | None = None
    baseline_suppressed: bool = False
    baseline_period: Period | None = None
    baseline_numerator: float | None = None
    baseline_denominator: float | None = None
    target: float | None = None
    goal: OrdinalGoal | None = None
    target_year: Annotated[int, Field(ge=2000, le=2100)] | None = None
    target_period: Period | None = None
    target_kind: TargetKind | None = None
    comparator_name: str | None = None
    comparator: float | None = None
    comparator_suppressed: bool = False
    comparator_period: Period | None = None
    national_standard: float | None = None
    tolerance: Annotated[float, Field(ge=0)] | None = None
    boundary: Boundary | None = None
    definition_ruling: DefinitionRuling | None = None
    power_to_act: str | None = None
    source: str | None = None
    rag_override: Rag | None = None
    override_by: str | None = None
    override_on: date | None = None
    override_reason: str | None = None
    note: str | None = None
    scale: str | None = None
    rag_scheme: str | None = None
    range_from: float | None = None
    range_to: float | None = None
    by_organisation: bool | None = None  # whether its values by organisation are shown; None: where there are enough

    @property
    def key(self) -> str:
        """Return the name of its figures: the measure where one is named, else indicator_<number>."""
        return self.measure or f"indicator_{self.number}"

    @property
    def target_time(self) -> str:
        """Return the period or year from which the target applies, as it is shown; "" where there is none."""
        if self.target_period is not None:
            return self.target_period.label
        return str(self.target_year) if self.target_year else ""

    @property
    def is_cqc_share(self) -> bool:
        """Return whether it is a share of practices by CQC rating."""
        return (self.measure or "").startswith(CQC_SHARE)

    @property
    def counts_failure(self) -> bool:
        """Return whether a person chose the definition "requires improvement or below": then lower is better."""
        return self.measure == SHARE_OF_RI and self.definition_ruling is DefinitionRuling.DEFINITION

    @property
    def better(self) -> Direction | None:
        """Return which way is better; None where it is not set, the indicator is neutral, or a range is best."""
        if self.counts_failure:
            return Direction.LOWER
        if self.kind is IndicatorKind.YES_NO and self.target is not None:
            return Direction.LOWER if self.target == 0 else Direction.HIGHER
        return self.direction if self.direction in (Direction.HIGHER, Direction.LOWER) else None

    @property
    def shown_in(self) -> ShownIn:
        """Return how its values are shown: by their kind, those of money and time with their unit."""
        if self.kind not in (IndicatorKind.MONEY, IndicatorKind.DURATION):
            return self.kind
        from pc_workbook.model.unit import kind_in_unit  # few trackers have such values

        return kind_in_unit(self)

    @property
    def is_regulators_rating(self) -> bool:
        """Return whether its values are ratings of the Care Quality Commission, not words of an area's own scale."""
        return self.kind is IndicatorKind.ORDINAL and self.scale is None

    @property
    def is_within_range(self) -> bool:
        """Return whether the values are to be within a range that has both ends."""
        return self.direction is Direction.WITHIN and self.range_from is not None and self.range_to is not None


class Revision(StrEnum):
    """Whether a published value has been changed since it first came out."""

    FIRST = "First published"
    REVISED = "Revised"
    PROVISIONAL = "Provisional"


class Observation(Row):
    """One organisation's value for one indicator and one period. Percentages in percentage points."""

    indicator: int
    organisation: str
    period: Period
    value: float | None = None
    rating: AnyRating | None = None
    numerator: float | None = None
    denominator: float | None = None
    suppressed: bool = False
    source: str | None = None
    extracted_on: date | None = None
    revision: Revision | None = None
    note: str | None = None
