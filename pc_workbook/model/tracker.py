"""The whole tracker: every valid row, and the settings."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from pydantic import Field

from pc_workbook.model.action import Action, ActionProgress, Milestone, ProgressEntry
from pc_workbook.model.claim import ListedClaim
from pc_workbook.model.comparator import ComparatorValue
from pc_workbook.model.cqc import Inspection, Provider
from pc_workbook.model.governance import Acceptance, Approval, EditionFigure, Function, IssuedPack, Meeting, Role
from pc_workbook.model.group import Group, GroupLevel, Membership
from pc_workbook.model.indicator import Denominator, Indicator, Observation
from pc_workbook.model.locality import Locality
from pc_workbook.model.objective import Objective
from pc_workbook.model.own_column import OwnColumn, OwnValues
from pc_workbook.model.own_scale import ScaleRow
from pc_workbook.model.pack import PackKind
from pc_workbook.model.period import Month, Period
from pc_workbook.model.practice import Condition, Practice, Workforce
from pc_workbook.model.programme import Programme
from pc_workbook.model.question import UnreadEntry
from pc_workbook.model.rag_scheme import SchemeRow
from pc_workbook.model.returns import Conflict, ReceivedItem, Registered
from pc_workbook.model.row import Row
from pc_workbook.model.target import TrajectoryPoint
from pc_workbook.model.words import Word

UNNAMED_AREA: Final = "the area"
#: What follows the area's name in the name of the NHS body that commissions its services, from 2013 and from 2022 on.
NHS_BODIES: Final = ("CCG", "ICB")


class Settings(Row):
    """The settings of a tracker, as entered on the sheet Settings."""

    area_name: str = ""
    area_code: str = ""
    as_at: date | None = None
    plan_period: Period | None = None
    baseline_year: int | None = Field(default=None, ge=2000, le=2100)
    cqc_denominator: Denominator | None = None
    england_patients_per_gp_fte: float | None = Field(default=None, gt=0)
    england_patients_per_gp_fte_period: Period | None = None
    listed_staff_comparator: ComparatorValue | None = None  # of the list of comparators: comes before England's
    objective_lead: str | None = None
    working_towards_is_amber: bool = True
    stale_after_days: int = Field(default=92, ge=1)
    due_within_days: int = Field(default=31, ge=1)
    return_within_days: int = Field(default=14, ge=1, le=365)
    months_between_meetings: int | None = Field(default=None, ge=1, le=24)
    months_between_reports: int | None = Field(default=None, ge=1, le=24)
    snapshots_to_keep: int = Field(default=20, ge=1, le=1000)
    financial_year_starts: Month = Month.APRIL
    area_also_written: str | None = None

    @property
    def first_month(self) -> int:
        """Return the number of the month in which financial years begin."""
        return self.financial_year_starts.number

    @property
    def area(self) -> str:
        """Return the area's name, or "the area" while it has none."""
        return self.area_name or UNNAMED_AREA

    @property
    def staff_comparator(self) -> str:
        """Return the name of what patients per FTE GP are compared with."""
        return self.listed_staff_comparator.comparator if self.listed_staff_comparator else "England"

    @property
    def staff_comparator_value(self) -> float | None:
        """Return the patients per FTE GP that those of the area are compared with; None where none are known."""
        return self.listed_staff_comparator.value if self.listed_staff_comparator else self.england_patients_per_gp_fte

    @property
    def staff_comparator_period(self) -> Period | None:
        """Return the period of the patients per FTE GP that those of the area are compared with."""
        row = self.listed_staff_comparator
        return row.period if row else self.england_patients_per_gp_fte_period

    @property
    def area_names(self) -> tuple[str, ...]:
        """Return the names of the area in the lists: its name, its code, other spellings, and its NHS body's names.

        >>> Settings(area_name="Fictionshire", area_code="V9X", area_also_written="Fict").area_names[:3]
        ('Fictionshire', 'V9X', 'Fict')
        """
        also = (name.strip() for name in (self.area_also_written or "").split(";"))
        bodies = (f"NHS {self.area_name} {kind}" for kind in NHS_BODIES) if self.area_name else ()
        return tuple(name for name in (self.area_name, self.area_code, *also, *bodies) if name)


class Tracker(NamedTuple):
    """Every valid row of one tracker; rows that can't be read are findings, not rows."""

    settings: Settings = Settings.model_construct()
    localities: Sequence[Locality] = ()
    group_levels: Sequence[GroupLevel] = ()
    groups: Sequence[Group] = ()
    memberships: Sequence[Membership] = ()
    practices: Sequence[Practice] = ()
    workforce: Sequence[Workforce] = ()
    inspections: Sequence[Inspection] = ()
    providers: Sequence[Provider] = ()
    indicators: Sequence[Indicator] = ()
    trajectory: Sequence[TrajectoryPoint] = ()
    observations: Sequence[Observation] = ()
    comparators: Sequence[ComparatorValue] = ()
    actions: Sequence[Action] = ()
    progress: Sequence[ActionProgress] = ()
    milestones: Sequence[Milestone] = ()
    history: Sequence[ProgressEntry] = ()
    returns: Sequence[Registered] = ()
    received_items: Sequence[ReceivedItem] = ()
    conflicts: Sequence[Conflict] = ()
    conditions: Sequence[Condition] = ()
    programmes: Sequence[Programme] = ()
    roles: Sequence[Role] = ()
    meetings: Sequence[Meeting] = ()
    approvals: Sequence[Approval] = ()
    functions: Sequence[Function] = ()
    acceptances: Sequence[Acceptance] = ()
    edition_figures: Sequence[EditionFigure] = ()
    issued_packs: Sequence[IssuedPack] = ()
    claims: Sequence[ListedClaim] = ()
    pack_kinds: Sequence[PackKind] = ()
    scales: Sequence[ScaleRow] = ()
    rag_schemes: Sequence[SchemeRow] = ()
    words: Sequence[Word] = ()
    own_columns: Sequence[OwnColumn] = ()
    objectives: Sequence[Objective] = ()
    own_values: Mapping[str, OwnValues] = MappingProxyType({})  # by list object
    unread: Mapping[str, Mapping[str, UnreadEntry]] = MappingProxyType({})
    """List -> code of an organisation -> the entry of it that can't be read: its figures are left out, with that reason.
    Actions belong to no organisation: their rows that can't be read, by the address of a cell."""

    @property
    def has_practices(self) -> bool:
        """Return whether the plan is about practices: any is listed, or any row is about one."""
        return bool(self.practices or self.workforce or self.conditions)

    @property
    def has_ratings(self) -> bool:
        """Return whether there can be CQC ratings: of practices, or of the organisations that are listed with one."""
        return self.has_practices or bool(self.inspections)

    def open_practices(self, day: date | None = None) -> tuple[Practice, ...]:
        """Return the practices open on a day, by default the as-at date; every practice where neither is given."""
        when = day or self.settings.as_at
        return tuple(p for p in self.practices if when is None or p.open_on(when))

    def places(self) -> tuple[Locality, ...]:
        """Return the localities, and the groups of every level in the same form: all that may be handed a return."""
        groups = (Locality(name=group.name, manager=group.manager, note=group.note) for group in self.groups)
        return (*self.localities, *groups)
