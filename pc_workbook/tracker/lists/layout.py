"""The records of the catalogue of lists (catalogue.py): list, column and setting.

One catalogue feeds the empty tracker, the reading of a filled one, the messages, the drop-downs and the docs.
"""

from collections.abc import Mapping
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

from pc_workbook.model.row import Row
from pc_workbook.model.words import WordUse

if TYPE_CHECKING:  # a default, which typing has from Python 3.13 on: a bare EntryList is one of any rows
    from typing_extensions import TypeVar as TypeVarWithDefault

    RowT = TypeVarWithDefault("RowT", bound=Row, covariant=True, default=Row)
else:
    RowT = TypeVar("RowT", bound=Row, covariant=True)


class Writer(StrEnum):
    """Who may write a column: what a tracker without words of its own calls them. It prevents mistakes; it is not a
    security measure.
    """

    STAFF = "Staff"
    MANAGER = "Manager"
    PROGRAMME = "Programme manager"
    FIXED = "Do not change"


class Reads(Enum):
    """The kind of a cell: which parser its column has."""

    TEXT = auto()
    NAME = auto()  # text that names something: blanks round it and double ones say nothing
    CODE = auto()
    REFERENCE = auto()  # what an action is called
    WHOLE = auto()
    NUMBER = auto()
    PERCENT = auto()  # percentage points, typed as 95 or 95%
    DISTANCE = auto()  # in the indicator's own unit: 1 and 1% are one percentage point
    DATE = auto()
    PERIOD = auto()
    CHOICE = auto()
    YES_NO = auto()
    NUMBERS = auto()  # a set of whole numbers: "1, 2, 5"
    DELIVERY = auto()  # a delivery date in any of its kinds
    MEASURED = auto()  # a value in its indicator's unit, with what else people write beside it
    TARGET = auto()  # the same, for a target: also a comparator or a goal


#: What the field of a column begins with that an area has added to a list: its heading follows.
OWN: Final = "own:"
OF_WORDS = frozenset({Reads.TEXT, Reads.NAME})  # any words are allowed


class Column(NamedTuple):
    """One column: its heading, its field of the model, and what a cell of it takes, in words."""

    heading: str
    field: str
    reads: Reads
    needs: str
    writer: Writer = Writer.STAFF
    width: float = 14
    required: bool = False
    figures: bool = False  # a figure is made from it, so a cell that can't be parsed is an error
    choices: type[StrEnum] | None = None
    words: WordUse | None = None  # the use whose words of the tracker are choices too
    links_to: tuple[str, str] | None = None  # (list name, field) that must contain the value
    suggests: tuple[str, ...] = ()  # a drop-down that allows other words
    is_optional: bool = False  # only some areas need it: a list without it lacks nothing
    or_else: str = ""  # the field of a column that may be filled instead of this required one


def own_column(heading: str, writer: Writer = Writer.STAFF) -> Column:
    """Return a column that an area has added to a list. Its cells are taken as they are typed.

    >>> own_column("Cost").field
    'own:Cost'
    """
    return Column(heading, OWN + heading, Reads.TEXT, "an entry", writer, width=24)


def is_own(field: str) -> bool:
    """Return whether a field is that of a column that an area has added."""
    return field.startswith(OWN)


class ColumnsByField(dict[str, Column]):
    """The columns of a list by field; a column of one's own that the list does not have follows from its field."""

    def __missing__(self, field: str) -> Column:
        if is_own(field):
            return own_column(field.removeprefix(OWN))
        raise KeyError(field)


class EntryList(NamedTuple, Generic[RowT]):
    """One entry list: its sheet, its list object, the model of a row, and the line of guidance above it."""

    sheet: str
    table: str
    rows: type[RowT]
    field: str  # of model.tracker.Tracker
    guide: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()  # fields that name a row; no two rows share them
    told_apart_by: tuple[str, ...] = ()  # optional fields that also name a row, where it has them
    needed: bool = False  # without this sheet nothing can be refreshed
    comes_later: bool = False  # the program adds its sheet when it is first used: a tracker without it lacks nothing
    is_optional: bool = (
        False  # only some areas need it: a tracker without it lacks nothing, an empty one is drawn without it
    )
    only_with: tuple[str, ...] = ()  # list objects; a tracker that has none of them lacks nothing without this list

    @property
    def may_be_absent(self) -> bool:
        """Return whether a tracker without this list lacks nothing."""
        return self.comes_later or self.is_optional

    @property
    def by_field(self) -> Mapping[str, Column]:
        return ColumnsByField((column.field, column) for column in self.columns)


class Setting(NamedTuple):
    """One row of the Settings sheet: its name, its field, and what its cell takes."""

    name: str
    field: str
    reads: Reads
    needs: str
    choices: type[StrEnum] | None = None


GENERATED_SHEETS = (
    "Dashboard",
    "Indicator summary",
    "Practice summary",
    "Locality summary",
    "CQC summary",
    "Action summary",
    "To chase",
    "Data quality",
    "Method notes",
)
START_HERE = "Start here"  # generated too, but only where a tracker has it: a new tracker begins with it
DROP_DOWNS = "Lists"  # the sheet of what the drop-downs offer, as draw/entry_list.py calls it


def is_drawn(sheet: str) -> bool:
    """Return whether a sheet has the name of a generated sheet, or of a dated copy of one.

    >>> is_drawn("Dashboard"), is_drawn("Dashboard 2017-03-15"), is_drawn("Old workforce")
    (True, True, False)
    """
    return sheet == DROP_DOWNS or sheet.startswith((START_HERE, *GENERATED_SHEETS))
