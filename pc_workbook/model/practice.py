"""Practices and the staff they report."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from pc_workbook.model.period import Period
from pc_workbook.model.row import MarkedRow, Row

PracticeCode = Annotated[str, StringConstraints(pattern=r"^[A-HJ-NPVWY]\d{5}$")]
OrganisationCode = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{3,12}$")]
Count = Annotated[int, Field(ge=0)]
Patients = Annotated[float, Field(gt=0, le=1_000_000)]
Fte = Annotated[float, Field(ge=0, le=500)]


class Practice(MarkedRow):
    """A GP practice, known by its ODS code: names change, codes are the key."""

    code: PracticeCode
    name: str
    locality: str | None = None
    opened: date | None = None
    closed: date | None = None
    merged_into: PracticeCode | None = None
    registered_patients: Patients | None = None
    weighted_patients: Patients | None = None
    list_as_at: Period | None = None
    deprivation_score: Annotated[float, Field(ge=0, le=100)] | None = None
    deprivation_source: str | None = None
    contract_type: str | None = None
    note: str | None = None

    def open_on(self, day: date) -> bool:
        """Return whether the practice was open on a day; a practice without dates counts as open."""
        return (self.opened is None or self.opened <= day) and (self.closed is None or self.closed >= day)


class StaffGroup(StrEnum):
    """Staff groups as the workforce releases name them; a tracker lists more on the sheet Words. "All" rows are totals
    and are never added to parts.
    """

    ALL_GPS = "All GPs"
    GP_PROVIDER = "GP provider"
    GP_SALARIED = "GP salaried or other"
    GP_REGISTRAR = "GP registrar"
    GP_RETAINER = "GP retainer"
    GP_LOCUM = "GP locum"
    ALL_NURSES = "All nurses"
    PRACTICE_NURSE = "Practice nurse"
    ADVANCED_NURSE = "Advanced nurse practitioner"
    NURSE_SPECIALIST = "Nurse specialist"
    TRAINEE_NURSE = "Trainee nurse"
    DISTRICT_NURSE = "District nurse"
    DIRECT_PATIENT_CARE = "Direct patient care"
    ADMIN = "Admin and non-clinical"


GP_PARTS = (
    StaffGroup.GP_PROVIDER,
    StaffGroup.GP_SALARIED,
    StaffGroup.GP_REGISTRAR,
    StaffGroup.GP_RETAINER,
    StaffGroup.GP_LOCUM,
)
NURSE_PARTS = (
    StaffGroup.PRACTICE_NURSE,
    StaffGroup.ADVANCED_NURSE,
    StaffGroup.NURSE_SPECIALIST,
    StaffGroup.TRAINEE_NURSE,
    StaffGroup.DISTRICT_NURSE,
)
#: Groups whose FTE the staff ratios are made of.
COUNTED_GROUPS = frozenset((StaffGroup.ALL_GPS, *GP_PARTS, StaffGroup.ALL_NURSES, *NURSE_PARTS))
ROUNDING = 0.05  # FTE: two figures that differ by no more are one figure, rounded


def are_two_totals(first: Period, fte: float, second: Period, other: float) -> bool:
    """Return whether two FTEs of one practice and staff group are of one day, and differ.

    >>> are_two_totals(Period.parse("September 2016"), 2.0, Period.parse("30/09/2016"), 5.0)
    True
    """
    return first.end == second.end and abs(fte - other) > ROUNDING


class Workforce(Row):
    """The staff of one group that one practice reported for one period.

    Patients are those of the same return; where they are empty, the practice's own list size is used
    if it is of about the same time.
    """

    practice: PracticeCode
    period: Period
    staff_group: str
    fte: Fte | None = None
    headcount: Count | None = None
    registered_patients: Patients | None = None
    weighted_patients: Patients | None = None
    source: str | None = None
    extracted_on: date | None = None


class Condition(Row):
    """A long-term condition at one practice: register, expected prevalence and achievement, in percentage points."""

    practice: PracticeCode
    condition: str
    period: Period
    register_count: Count | None = None
    list_size: Patients | None = None
    list_type: str | None = None
    expected_prevalence: Annotated[float, Field(ge=0, le=100)] | None = None
    achievement: Annotated[float, Field(ge=0, le=100)] | None = None
    source: str | None = None
