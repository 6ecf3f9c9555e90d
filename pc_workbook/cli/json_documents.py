"""The JSON that `--json` prints. Each document names its schema and version, such as "pc_workbook/figures/1".

The JSON schemas in pc_workbook/schemas are made from these classes by docs/schemas/make_schemas.py. A change that could break
a reader of the JSON is a new version.
"""

from datetime import date
from typing import Literal, TypeAlias

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from pc_workbook.model.indicator import Rag
from pc_workbook.model.organisations import Level
from pc_workbook.tracker.findings import Severity


class _Record(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", defer_build=True, json_schema_serialization_defaults_required=True
    )


class FigureRow(_Record):
    """One figure: a measure of one organisation in one period."""

    measure: str
    organisation: str = Field(description="Code or name of the organisation")
    level: Level
    period: str = Field(description="Label of the period, such as 2015/16 or September 2016")
    value: int | float | str | None = Field(description="A number in `unit`, or a rating, state or verdict as text")
    numerator: int | float | None
    denominator: int | float | None
    unit: str
    lower: float | None = Field(description="Lower limit of the 95% interval")
    upper: float | None = Field(description="Upper limit of the 95% interval")
    rag: Rag | None
    reason: str = Field(description="Why the figure is missing, incomplete or in question, or the reason for its RAG")
    indicator: int | None = Field(description="Number of the indicator, for a figure of one")
    source: str


class AcceptanceRow(_Record):
    """Who accepted a warning, when and why."""

    finding: str = Field(description="The `mark` of the accepted finding")
    accepted_by: str | None
    accepted_on: date | None
    reason: str | None


class FindingRow(_Record):
    """One error, warning or note."""

    code: str
    severity: Severity
    sheet: str
    cell: str
    what: str = Field(description="What is wrong")
    holds: str = Field(description="The current entry")
    needs: str = Field(description="What to do")
    mark: str = Field(description="The key by which a person accepts a warning; the same as long as the entry is")
    accepted: AcceptanceRow | None


class ChangeRow(_Record):
    """One change between two issues of a tracker."""

    section: str
    about: str = Field(description="The indicator, practice or action that changed")
    kind: str
    words: str


class ItemRow(_Record):
    """One item of the accessibility checklist, as found in a workbook."""

    number: int
    section: str
    asks: str
    essential: bool
    state: str = Field(description="Met, Not met or For a person to judge")
    places: tuple[str, ...]
    fix: str = Field(
        description="What to do, or what to look at",
        validation_alias=AliasChoices("mend", "fix"),
        serialization_alias="mend",
    )


class AdoptionRow(_Record):
    """One column of a workbook as proposed, or one cell and what became of it."""

    outcome: str = Field(description="How sure a proposal is, or what became of the cell")
    sheet: str
    cell: str
    heading: str
    list_name: str = Field(description="The list of the tracker")
    column: str = Field(description="The column of that list")
    row: str = Field(description="What names the row of the tracker")
    tracker_cell: str
    before: str
    after: str
    why: str


class FiguresDocument(_Record):
    """Output of `pc-workbook figures --json`."""

    schema_: Literal["pc_workbook/figures/1"] = Field("pc_workbook/figures/1", alias="schema")
    figures: tuple[FigureRow, ...]


class FindingsDocument(_Record):
    """Output of `pc-workbook check --json`: errors first, then warnings, then notes."""

    schema_: Literal["pc_workbook/findings/1"] = Field("pc_workbook/findings/1", alias="schema")
    findings: tuple[FindingRow, ...]


class ChangesDocument(_Record):
    """Output of `pc-workbook compare --json`."""

    schema_: Literal["pc_workbook/changes/1"] = Field("pc_workbook/changes/1", alias="schema")
    changes: tuple[ChangeRow, ...]


class AccessibilityDocument(_Record):
    """Output of `pc-workbook accessibility --json`."""

    schema_: Literal["pc_workbook/accessibility/1"] = Field("pc_workbook/accessibility/1", alias="schema")
    items: tuple[ItemRow, ...]


class AdoptionDocument(_Record):
    """Output of `pc-workbook adopt --json`."""

    schema_: Literal["pc_workbook/adoption/1"] = Field("pc_workbook/adoption/1", alias="schema")
    adoption: tuple[AdoptionRow, ...]


Document: TypeAlias = FiguresDocument | FindingsDocument | ChangesDocument | AccessibilityDocument | AdoptionDocument
DOCUMENTS: tuple[type[_Record], ...] = (
    FiguresDocument,
    FindingsDocument,
    ChangesDocument,
    AccessibilityDocument,
    AdoptionDocument,
)
