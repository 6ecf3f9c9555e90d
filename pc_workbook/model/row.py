"""What every tracked row has in common: it is frozen, knows all its fields, and may be marked."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Row(BaseModel):
    """One row of one list of the tracker."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class MarkingLevel(StrEnum):
    """Who may see a row. Exempt follows Schedule 12A to the Local Government Act 1972."""

    PUBLIC = "Public"
    EXEMPT = "Exempt"
    INTERNAL = "Internal"


class MarkedRow(Row):
    """A row that may be sensitive. An unmarked row takes its sheet's default, never Public by accident."""

    marking: MarkingLevel | None = None
    exempt_paragraph: str | None = None
    marking_reason: str | None = None
    marked_by: str | None = None
