"""Indicators (what is counted) and observations (one organisation's value for one period)."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from pc_workbook.model.cqc import Rating
from pc_workbook.model.period import Period
from pc_workbook.model.row import Row
from pc_workbook.model.target import OrdinalGoal, TargetKind


class IndicatorKind(StrEnum):
    """The kind of value; values of different kinds never share a scale or a chart."""

    RATE = "Rate"
    PERCENTAGE = "Percentage"
    ORDINAL = "Ordinal"


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "Higher is better"
    LOWER = "Lower is better"
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
    baseline_rating: Rating | None = None
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
        """Return which way is better; None where it is not set, or the indicator is neutral."""
        if self.counts_failure:
            return Direction.LOWER
        return None if self.direction is Direction.NEUTRAL else self.direction


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
    rating: Rating | None = None
    numerator: float | None = None
    denominator: float | None = None
    suppressed: bool = False
    source: str | None = None
    extracted_on: date | None = None
    revision: Revision | None = None
    note: str | None = None
