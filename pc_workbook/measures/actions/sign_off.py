"""Whether an edition has been signed off: every member's approval stands in the register, or it is a draft."""

from datetime import date
from typing import NamedTuple

from pc_workbook.model.governance import Audience, Role
from pc_workbook.model.tracker import Tracker
from pc_workbook.wording.numbers import count_words, counted, listed

SEVEN = 7  # members of the Delivery Group (papers, section 2)
DRAFT, APPROVED = "Draft", "Approved"


class SignOff(NamedTuple):
    """Who has approved one edition, by role, and who has not."""

    edition: date
    approved: tuple[str, ...]
    waiting: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """All members of the register have approved, and the register holds at least the seven of the papers."""
        return not self.waiting and len(self.approved) >= SEVEN

    @property
    def status(self) -> str:
        return APPROVED if self.complete else DRAFT

    @property
    def words(self) -> str:
        """'Draft – 2 of 7 members have approved; waiting for the Accountable Officer'."""
        members = len(self.approved) + len(self.waiting)
        if self.complete:
            return f"{APPROVED} by all {count_words(members)} members"
        if members < SEVEN:
            missing = f"the register lists {counted(members, 'member')} and the group has {count_words(SEVEN)}"
            return f"{DRAFT} – {missing}"
        have = "has" if len(self.approved) == 1 else "have"
        return f"{DRAFT} – {len(self.approved)} of {members} members {have} approved"

    @property
    def waits_for(self) -> str:
        return listed(list(self.waiting))


def sign_off(tracker: Tracker, edition: date) -> SignOff:
    """Who has approved the edition of a day. A row of the register without a date is no approval."""
    members = [role for role in tracker.roles if role.audience is Audience.MEMBER and _holds_on(role, edition)]
    given = {_folded(row.role) for row in tracker.approvals if row.edition == edition and row.approved_on is not None}
    approved = tuple(member.role for member in members if given & _names(member))
    return SignOff(edition, approved, tuple(member.role for member in members if member.role not in approved))


def _holds_on(role: Role, day: date) -> bool:
    return (role.starts is None or role.starts <= day) and (role.ends is None or role.ends >= day)


def _names(role: Role) -> set[str]:
    return {_folded(name) for name in (role.role, *(role.also_written or "").split(";")) if name.strip()}


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())
