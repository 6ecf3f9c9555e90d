"""An edition is a draft until every member has approved it: what counts as an approval, and its wording."""

from datetime import date

import pytest

from pc_workbook.measures.actions.sign_off import sign_off
from pc_workbook.model.governance import Approval, Audience, Meeting, Role, last_meeting, next_meeting
from pc_workbook.model.tracker import Tracker
from pc_workbook.wording.actions import cycle_words, sign_off_words

EDITION = date(2017, 3, 15)
SEVEN = [f"Member {n}" for n in range(1, 8)]


def tracker(approved: list[str], members: list[str] = SEVEN, edition: date = EDITION, **role: object) -> Tracker:
    return Tracker(
        roles=[Role(role=name, audience=Audience.MEMBER, **role) for name in members],
        approvals=[Approval(edition=edition, role=name, approved_on=date(2017, 3, 10)) for name in approved],
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (tracker([]), "Draft – 0 of 7 members have approved"),
        (tracker(SEVEN[:1]), "Draft – 1 of 7 members has approved"),
        (tracker(SEVEN[:6]), "Draft – 6 of 7 members have approved"),
        (tracker(SEVEN), "Approved by all seven members"),
        (tracker(SEVEN, edition=date(2016, 11, 30)), "Draft – 0 of 7 members have approved"),
        (tracker(SEVEN[:5], SEVEN[:5]), "Approved by all five members"),
        (tracker(SEVEN[:1], SEVEN[:1]), "Approved by the one member"),
        (tracker(SEVEN, SEVEN * 2), "Approved by all seven members"),
        (tracker(SEVEN[:1], SEVEN[:2]), "Draft – 1 of 2 members has approved"),
        (tracker(SEVEN, SEVEN[:5], ends=date(2016, 12, 31)), "Draft – nobody who approves is listed"),
        (Tracker(), "Draft – nobody who approves is listed"),
        (tracker(["member 1 ", *SEVEN[1:]]), "Approved by all seven members"),
    ],
)
def test_a_pack_is_a_draft_until_all_seven_have_approved_this_edition(given: Tracker, words: str) -> None:
    assert sign_off_words(sign_off(given, EDITION)) == words


def test_a_row_of_the_register_without_a_date_is_no_approval() -> None:
    given = Tracker(
        roles=tracker([]).roles, approvals=[Approval(edition=EDITION, role=name, approved_on=None) for name in SEVEN]
    )
    assert sign_off(given, EDITION).waiting == tuple(SEVEN)


def test_guests_and_members_of_another_time_approve_nothing() -> None:
    roles = [*tracker([]).roles, Role(role="Guest", audience=Audience.GUEST)]
    roles.append(Role(role="Former member", audience=Audience.MEMBER, ends=date(2016, 12, 31)))
    given = Tracker(roles=roles, approvals=tracker(SEVEN).approvals)
    assert sign_off(given, EDITION).complete


def test_an_approval_under_another_name_of_the_role_counts() -> None:
    roles = [
        *tracker([]).roles[1:],
        Role(role="Accountable Officer", audience=Audience.MEMBER, also_written="Acting Officer; AO"),
    ]
    given = Tracker(roles=roles, approvals=tracker(["acting officer", *SEVEN[1:]]).approvals)
    assert sign_off(given, EDITION).complete


def test_a_pack_is_for_the_next_meeting_of_its_body_and_follows_the_last_one() -> None:
    def meeting(month: int, body: str) -> Meeting:
        return Meeting(held_on=date(2017, month, 15), body=body)

    listed = [
        meeting(5, "Delivery Group"),
        meeting(1, "Delivery Group"),
        meeting(3, "Health and Wellbeing Board"),
        meeting(7, "Delivery Group"),
    ]
    found = next_meeting(listed, "Delivery Group", EDITION), last_meeting(listed, "Delivery Group", EDITION)
    assert [meeting.held_on.month for meeting in found if meeting] == [5, 1]
    assert next_meeting(listed, "Health and Wellbeing Board", EDITION) == listed[2]  # on the very day
    assert next_meeting(listed, "Cabinet", EDITION) is None


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (1, "every month"),
        (2, "every two months"),
        (3, "every three months"),
        (6, "twice a year"),
        (12, "once a year"),
        (None, ""),
    ],
)
def test_a_cycle_is_worded_without_ambiguity(months: int | None, words: str) -> None:
    assert cycle_words(months) == words
