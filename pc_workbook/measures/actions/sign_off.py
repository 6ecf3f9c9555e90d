"""Whether an edition is signed off: approved by every member in office, or else a draft."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pc_workbook.model.governance import Role
from pc_workbook.model.tracker import Tracker


class SignOffStatus(StrEnum):
    """The status of an edition."""

    DRAFT = "Draft"
    APPROVED = "Approved"


class SignOff(NamedTuple):
    """The members who have approved one edition, by role, and those who have not."""

    edition: date
    approved: tuple[str, ...]
    waiting: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Return whether everybody who approves has approved. Where nobody is listed, nobody has."""
        return bool(self.approved) and not self.waiting

    @property
    def status(self) -> SignOffStatus:
        """Return Approved or Draft."""
        return SignOffStatus.APPROVED if self.complete else SignOffStatus.DRAFT


def sign_off(tracker: Tracker, edition: date) -> SignOff:
    """Return who has approved the edition of a day. A row of the register without a date is no approval."""
    members = {_folded(role.role): role for role in tracker.roles if role.approves_on(edition)}.values()
    given = {_folded(row.role) for row in tracker.approvals if row.edition == edition and row.approved_on is not None}
    approved = tuple(member.role for member in members if given & _names(member))
    return SignOff(edition, approved, tuple(member.role for member in members if member.role not in approved))


def _names(role: Role) -> set[str]:
    return {_folded(name) for name in (role.role, *(role.also_written or "").split(";")) if name.strip()}


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
