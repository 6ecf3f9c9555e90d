"""Programmes of work beside the actions."""

from datetime import date
from enum import StrEnum

from pc_workbook.model.indicator import PowerToAct
from pc_workbook.model.row import MarkedRow


class ProgrammeKind(StrEnum):
    """The programmes the papers name. Four hubs are not the four Integrated Healthy Living Centres."""

    HEALTHY_LIVING_CENTRE = "Integrated Healthy Living Centre"
    ACCOUNTABLE_CARE = "Accountable Care Organisation"
    PATIENT_PARTICIPATION = "Patient Participation Groups"
    LEARNING_DISABILITY = "Learning disability health checks"
    CONDITION_CARD = "Long-term condition management card"
    WORK_PLAN = "Public health programme managers' work plan"
    OTHER = "Other"


class Programme(MarkedRow):
    """One programme, or one site of it."""

    name: str
    kind: ProgrammeKind | None = None
    lead: str | None = None
    function: int | None = None
    starts: date | None = None
    due: date | None = None
    state: str | None = None
    progress: str | None = None
    next_step: str | None = None
    power_to_act: PowerToAct | None = None
    also_written: str | None = None
    note: str | None = None
