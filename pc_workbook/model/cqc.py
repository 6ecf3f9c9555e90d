"""Ratings of the Care Quality Commission (CQC).

The scale has four steps. "Not inspected", "Not yet rated" and "Insufficient evidence" are states outside it:
they are never a rank, and never count as a rating.
"""

from datetime import date
from enum import StrEnum

from pc_workbook.model.practice import OrganisationCode
from pc_workbook.model.row import Row


class Rating(StrEnum):
    """What the regulator says of an organisation."""

    INADEQUATE = "Inadequate"
    REQUIRES_IMPROVEMENT = "Requires improvement"
    GOOD = "Good"
    OUTSTANDING = "Outstanding"
    NOT_INSPECTED = "Not inspected"
    NOT_YET_RATED = "Not yet rated"
    INSUFFICIENT_EVIDENCE = "Insufficient evidence"


SCALE = (Rating.INADEQUATE, Rating.REQUIRES_IMPROVEMENT, Rating.GOOD, Rating.OUTSTANDING)
DOMAINS = ("safe", "effective", "caring", "responsive", "well_led")


class Inspection(Row):
    """One published rating of one organisation, or of one service of it.

    Special measures are a state of their own, independent of the rating.
    """

    organisation: OrganisationCode
    service: str | None = None
    inspected_on: date | None = None
    published_on: date | None = None
    overall: Rating | None = None
    safe: Rating | None = None
    effective: Rating | None = None
    caring: Rating | None = None
    responsive: Rating | None = None
    well_led: Rating | None = None
    inherited: bool = False
    special_measures_from: date | None = None
    special_measures_to: date | None = None
    improvement_plan: str | None = None
    improvement_plan_date: date | None = None
    improvement_plan_source: str | None = None
    note: str | None = None

    @property
    def dated(self) -> date | None:
        """The day that orders ratings in time: publication, else inspection."""
        return self.published_on or self.inspected_on


class Provider(Row):
    """A trust or other provider, with its life and its successor: one code can mean two bodies over time."""

    code: OrganisationCode
    name: str
    short_name: str | None = None
    kind: str | None = None
    starts: date | None = None
    ends: date | None = None
    successor: OrganisationCode | None = None
    power_to_act: str | None = None
    note: str | None = None
