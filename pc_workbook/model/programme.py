"""Programmes of work beside the actions."""

from datetime import date
from enum import StrEnum

from pc_workbook.model.row import MarkedRow


class ProgrammeKind(StrEnum):
    """General kinds of programmes; a tracker lists its own on the sheet Words."""

    PROJECT = "Project"
    SERVICE = "Service"
    SITE = "Site or centre"
    WORK_PLAN = "Work plan"
    OTHER = "Other"


class Programme(MarkedRow):
    """One programme, or one site of it."""

    name: str
    kind: str | None = None
    lead: str | None = None
    function: int | None = None
    starts: date | None = None
    due: date | None = None
    state: str | None = None
    progress: str | None = None
    next_step: str | None = None
    power_to_act: str | None = None
    also_written: str | None = None
    note: str | None = None
