"""Groups of organisations at several levels, such as networks and places, with dates: rows of three lists."""

from datetime import date
from typing import Annotated

from pydantic import Field

from pc_workbook.model.practice import OrganisationCode
from pc_workbook.model.row import Row


class GroupLevel(Row):
    """A level of groups: what one group of it is called, what several are, and where it is, 1 = lowest."""

    level: str
    plural: str | None = None
    order: Annotated[int, Field(ge=1, le=99)]
    manager_word: str | None = None
    note: str | None = None

    @property
    def plural_name(self) -> str:
        """Return what several groups of the level are called."""
        return self.plural or self.level


class Group(Row):
    """A group of organisations at one level. No two groups share a name, at whatever level they are."""

    name: str
    level: str
    code: OrganisationCode | None = None
    manager: str | None = None
    starts: date | None = None
    ends: date | None = None
    successor: str | None = None
    note: str | None = None

    def exists_on(self, day: date | None) -> bool:
        """Return whether there is such a group on a day; a group without dates always exists."""
        return holds_on(self.starts, self.ends, day)


class Membership(Row):
    """That an organisation, or a group, belongs to a group from a day to another, both included."""

    member: str
    group: str
    starts: date | None = None
    ends: date | None = None
    note: str | None = None

    def holds_on(self, day: date | None) -> bool:
        """Return whether the membership holds on a day; without dates it always holds."""
        return holds_on(self.starts, self.ends, day)


def holds_on(starts: date | None, ends: date | None, day: date | None) -> bool:
    """Return whether a day is between two dates, both included; a date that is not given is no limit.

    >>> holds_on(date(2019, 7, 1), None, date(2019, 6, 30)), holds_on(None, None, None)
    (False, True)
    """
    return day is None or ((starts is None or starts <= day) and (ends is None or day <= ends))
