"""Ratings of the Care Quality Commission (CQC).

The scale has four steps. "Not inspected", "Not yet rated", "Under appeal or suspended" and the other states are outside it:
they have no rank, and don't count as ratings.
"""

from datetime import date
from enum import StrEnum

from pc_workbook.model.practice import OrganisationCode
from pc_workbook.model.row import Row


class Rating(StrEnum):
    """A rating on the regulator's scale, or a state without a rating."""

    INADEQUATE = "Inadequate"
    REQUIRES_IMPROVEMENT = "Requires improvement"
    GOOD = "Good"
    OUTSTANDING = "Outstanding"
    NOT_INSPECTED = "Not inspected"
    NOT_YET_RATED = "Not yet rated"
    INSUFFICIENT_EVIDENCE = "Insufficient evidence"
    INSPECTED_NOT_RATED = "Inspected but not rated"
    NO_PUBLISHED_RATING = "No published rating"
    SUSPENDED = "Under appeal or suspended"


SCALE = (Rating.INADEQUATE, Rating.REQUIRES_IMPROVEMENT, Rating.GOOD, Rating.OUTSTANDING)
STATES = tuple(rating for rating in Rating if rating not in SCALE)
#: States in which no rating is published now, so that earlier ratings no longer count.
WITHDRAWN = (Rating.NO_PUBLISHED_RATING, Rating.SUSPENDED)
WHOLE = (
    "",
    "overall",
    "whole organisation",
    "all services",
)  # values of the column Service that name no single service
DOMAINS = ("safe", "effective", "caring", "responsive", "well_led")


class Inspection(Row):
    """One published rating of one organisation, or of one service of it.

    Special measures are independent of the rating. An inherited rating was given to an earlier
    provider or registration, and is published as this organisation's own.
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
    def is_overall(self) -> bool:
        """Return whether the row rates the whole organisation: no service is named, or "overall"."""
        return self.service is None or self.service.strip().casefold() in WHOLE

    @property
    def is_inherited(self) -> bool:
        """Return whether the row has a rating on the scale that was given to an earlier provider or registration."""
        return self.inherited and self.overall in SCALE

    @property
    def dated(self) -> date | None:
        """Return the day that orders ratings in time: publication, else inspection."""
        return self.published_on or self.inspected_on


class Provider(Row):
    """A trust or other provider with its dates and successor: one code can mean two organisations over time."""

    code: OrganisationCode
    name: str
    short_name: str | None = None
    kind: str | None = None
    starts: date | None = None
    ends: date | None = None
    successor: OrganisationCode | None = None
    power_to_act: str | None = None
    note: str | None = None
