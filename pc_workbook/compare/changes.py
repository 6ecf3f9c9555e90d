"""The changes between two trackers, as records without sentences: wording/compare.py makes those."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from pc_workbook.measures.reasons import Reason
from pc_workbook.measures.results import Figure, IndicatorResult, Results
from pc_workbook.model.tracker import Tracker


class Section(StrEnum):
    """The section of the report that a change belongs to, in this order."""

    INDICATORS = "indicators"
    FIGURES = "figures"
    PRACTICES = "practices"
    ACTIONS = "actions"
    PLAN = "plan"
    REVISIONS = "revisions"


class Kind(StrEnum):
    """What kind of change it is; `compare --json` prints these values."""

    IMPROVED = "improved"
    SUSTAINED = "sustained"
    DETERIORATED = "deteriorated"
    MOVED = "moved"  # better or worse can't be decided; of a practice: to another locality
    REVISED = "revised"
    APPEARED = "appeared"
    VANISHED = "vanished"
    RAG_CHANGED = "RAG changed"
    MERGED = "merged"  # practices did, in between
    REDEFINED = "redefined"  # the value is unchanged, but its definition is not
    OPENED = "opened"
    CLOSED = "closed"
    RENAMED = "renamed"
    RATED = "re-rated"
    SPECIAL_MEASURES = "special measures"
    NEW = "new"
    GONE = "gone"
    COMPLETED = "completed"
    OVERDUE = "overdue"
    STATE = "state"
    LEAD = "lead"
    DELIVERY = "delivery"
    SLIPPED = "slipped"
    BROUGHT_FORWARD = "brought forward"
    REPORTED = "reported"
    CHANGED = "changed"


class RowFact(StrEnum):
    """What was changed in a row of a list."""

    OPENED = "opened"
    FIRST_LISTED = "first_listed"
    NOT_LISTED = "not_listed"
    CLOSED = "closed"
    RENAMED = "renamed"
    OTHER_LOCALITY = "other_locality"
    RATED = "rated"
    ENTERED_SPECIAL_MEASURES = "entered_special_measures"
    LEFT_SPECIAL_MEASURES = "left_special_measures"
    ACTION_ADDED = "action_added"
    ACTION_REMOVED = "action_removed"
    STATE = "state"
    LEAD = "lead"
    DELIVERY = "delivery"
    PROGRESS_REPORTED = "progress_reported"
    CELL = "cell"
    TRAJECTORY = "trajectory"
    OBSERVATION = "observation"


class RemarkCode(StrEnum):
    """What a reader of the whole comparison should know."""

    FIRST_IS_LATER = "first_is_later"
    DIFFERENT_AREAS = "different_areas"


class Side(NamedTuple):
    """One of the two trackers."""

    name: str
    tracker: Tracker
    results: Results

    @property
    def edition(self) -> "ComparedEdition":
        """Return its name and as-at date."""
        return ComparedEdition(self.name, self.results.as_at)


class ComparedEdition(NamedTuple):
    """The file and the as-at date of one of the two trackers."""

    name: str
    as_at: date | None


class SubjectKind(StrEnum):
    """What a row is about."""

    INDICATOR = "indicator"
    PRACTICE = "practice"
    ACTION = "action"
    SETTING = "setting"


class Subject(NamedTuple):
    """The indicator (number), practice (code and name), action (letter) or setting (name) that a row is about."""

    kind: SubjectKind
    key: int | str
    name: str = ""


class IndicatorChange(NamedTuple):
    """A change of an indicator's value or, where `kind` says so, of its RAG. An indicator of one tracker only is None
    in the other.
    """

    kind: Kind
    then: IndicatorResult | None
    now: IndicatorResult | None
    is_redefined: bool = False  # what is counted was changed in between
    unlike: Reason | None = None  # why the periods of the two values can't be compared
    section: Section = Section.INDICATORS


class PracticeMerger(NamedTuple):
    """Practices that merged into another in between, by their codes."""

    into: str
    codes: tuple[str, ...]


class FigureChange(NamedTuple):
    """A change of a figure that is not an indicator's own."""

    kind: Kind
    then: Figure
    now: Figure
    mergers: tuple[PracticeMerger, ...] = ()
    section: Section = Section.FIGURES


class RowChange(NamedTuple):
    """A change of a row of a list; `fact` has what was changed, with the values of both trackers."""

    section: Section
    kind: Kind
    subject: Subject
    fact: Reason


Change: TypeAlias = IndicatorChange | FigureChange | RowChange
