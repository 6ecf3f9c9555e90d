"""The states of actions, and the flags on their progress."""

from datetime import date

import pytest

from pc_workbook.measures.actions.action_results import copied_from, measured_actions, served_functions
from pc_workbook.measures.results import ActionResult, ActionState, ServedFunction
from pc_workbook.model.action import (
    Action,
    ActionProgress,
    Delivery,
    DeliveryKind,
    Milestone,
    MilestoneState,
    ProgressEntry,
)
from pc_workbook.model.governance import Function
from pc_workbook.model.programme import Programme
from pc_workbook.model.tracker import Settings, Tracker
from pc_workbook.wording.actions import flags_words, lead_words, served_words, state_words

AS_AT = date(2017, 3, 15)
MONTH, ONGOING, RELATIVE, YEAR = (
    DeliveryKind.MONTH, DeliveryKind.ONGOING, DeliveryKind.RELATIVE, DeliveryKind.BY_YEAR,
)  # fmt: skip


def due(last_day: date | None, kind: DeliveryKind = MONTH, words: str = "December 2016") -> Delivery:
    return Delivery(words=words, kinds=(kind,), last_day=last_day)


def measured(action: dict[str, object], as_at: date | None = AS_AT, **rows: object) -> ActionResult:
    given = Action.model_validate({"letter": "C", "text": "Primary Care Strategy", **action})
    settings = Settings(
        area_name="Thurrock", area_code="07G", as_at=as_at, objective_lead="Head of Primary Care Development"
    )
    return measured_actions(Tracker(settings=settings, actions=(given,), **rows))[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("action", "state", "words"),
    [
        ({"delivery": due(date(2016, 12, 31))}, ActionState.OVERDUE, "Overdue since 31 December 2016 (74 days)"),
        ({"delivery": due(date(2017, 3, 14))}, ActionState.OVERDUE, "Overdue since 14 March 2017 (1 day)"),
        ({"delivery": due(AS_AT)}, ActionState.DUE_SOON, "Due by 15 March 2017, today"),
        ({"delivery": due(date(2017, 4, 15))}, ActionState.DUE_SOON, "Due by 15 April 2017, in 31 days"),
        ({"delivery": due(date(2017, 4, 16))}, ActionState.ON_COURSE, "Not yet due: last day 16 April 2017"),
        ({"delivery": due(date(2020, 12, 31), YEAR)}, ActionState.ON_COURSE, "Not yet due: last day 31 December 2020"),
        ({"delivery": due(None, ONGOING, "On-going")}, ActionState.ONGOING_NO_REVIEW, "Ongoing, no review date"),
        (
            {"delivery": due(None, ONGOING), "review_date": date(2017, 6, 1)},
            ActionState.ONGOING,
            "Ongoing, review due on 1 June 2017",
        ),
        (
            {"delivery": due(None, RELATIVE, "within the next 6 months")},
            ActionState.UNCLEAR,
            "Delivery date unclear: “within the next 6 months” gives no day to judge by",
        ),
        ({}, ActionState.NO_DATE, "No delivery date"),
        (
            {"delivery": due(date(2016, 12, 31)), "completed_on": date(2017, 1, 9)},
            ActionState.COMPLETED,
            "Completed on 9 January 2017",
        ),
        (
            {"delivery": due(date(2016, 12, 31)), "completed_on": date(2017, 5, 1)},
            ActionState.OVERDUE,
            "Overdue since 31 December 2016 (74 days)",
        ),
    ],
)
def test_the_state_follows_the_last_day_of_the_delivery(
    action: dict[str, object], state: ActionState, words: str
) -> None:
    found = measured(action)
    assert (found.state, state_words(found.reason)) == (state, words)


def test_nothing_is_overdue_without_an_as_at_date() -> None:
    found = measured({"delivery": due(date(2016, 12, 31))}, as_at=None)
    assert found.state is ActionState.NO_DATE
    assert "no as-at date" in state_words(found.reason)


def test_the_objective_lead_is_marked_as_a_substitute() -> None:
    assert lead_words(measured({})) == "Head of Primary Care Development (objective lead, no action lead named)"
    assert lead_words(measured({"lead": "Locality manager"})) == "Locality manager"


def test_slips_are_counted_from_the_first_date() -> None:
    moved = {"delivery": due(date(2017, 6, 30), words="June 2017"), "first_delivery": due(date(2016, 12, 31))}
    assert "slipped once, first date December 2016" in flags_words(measured(moved).flags)
    assert "slipped three times, first date December 2016" in flags_words(measured({**moved, "slips": 3}).flags)
    assert not any("slipped" in flag for flag in flags_words(measured({"delivery": due(date(2016, 12, 31))}).flags))


def progress(text: str | None, on: date | None = AS_AT, action: str = "C", locality: str = "Grays") -> ActionProgress:
    return ActionProgress(action=action, locality=locality, progress=text, updated_on=on, updated_by="Locality manager")


@pytest.mark.parametrize(
    ("rows", "flag"),
    [
        ((), "no progress is reported"),
        ((progress(None),), "no progress is reported"),
        ((progress("On-going"),), "text repeats the delivery date (Grays)"),
        ((progress("december 2016."),), "text repeats the delivery date (Grays)"),
        ((progress("First draft out.", None),), "progress has no date"),
        ((progress("First draft out.", date(2016, 12, 12)),), "progress is older than 92 days (12 December 2016)"),
    ],
)
def test_progress_without_news_is_flagged(rows: tuple[ActionProgress, ...], flag: str) -> None:
    assert flag in flags_words(measured({"delivery": due(date(2016, 12, 31))}, progress=rows).flags)


def test_progress_of_exactly_the_days_allowed_is_not_stale() -> None:
    fresh = measured({}, progress=(progress("First draft out.", date(2016, 12, 13)),))
    assert not any("older" in flag for flag in flags_words(fresh.flags))


def test_a_completed_action_needs_no_progress() -> None:
    assert "no progress is reported" not in flags_words(measured({"completed_on": date(2017, 1, 1)}).flags)


def test_the_last_two_texts_are_shown_and_a_filed_text_only_once() -> None:
    filed = [
        ProgressEntry(entered_on=date(2017, m, 1), action="C", locality="Grays", role="Manager", text=f"Month {m}")
        for m in (1, 2, 3)
    ]
    found = measured({}, progress=(progress("Month 3", date(2017, 3, 1)),), history=tuple(filed))
    assert [(line.on, line.text) for line in found.last_two] == [
        (date(2017, 3, 1), "Month 3"), (date(2017, 2, 1), "Month 2"),
    ]  # fmt: skip


def test_milestones_past_their_date_are_flagged_and_the_next_date_is_the_nearest_to_come() -> None:
    milestones = (
        Milestone(action="C", milestone="Draft", due=date(2016, 12, 23)),
        Milestone(action="C", milestone="Consult", due=date(2017, 5, 1)),
        Milestone(action="C", milestone="Plan", due=date(2017, 1, 1), state=MilestoneState.DROPPED),
    )
    found = measured({"delivery": due(date(2017, 6, 30))}, milestones=milestones)
    assert "1 milestone past its due date" in flags_words(found.flags)
    assert found.next_date == date(2017, 5, 1)


def test_copied_text_is_found_between_actions_and_not_within_one() -> None:
    text = "Dedicated locality managers have been assigned to practices and support their {} work there."
    copied = copied_from(
        [
            progress(text.format("policy"), action="A"),
            progress(text.format("policy"), action="A", locality="Tilbury"),
            progress(text.format("visits"), action="B"),
            progress("The Primary Care Strategy is being written with all partners of the plan.", action="C"),
        ]
    )
    assert copied == {"A": ("B",), "B": ("A",)}


def test_each_of_many_copies_names_the_first_and_is_compared_once() -> None:
    text = "The locality manager has gone through the policies of practice {} with its own manager."
    letters = [chr(65 + n) for n in range(26)]
    rows = [progress(text.format(n), action=letters[n % 26], locality=str(n)) for n in range(2_000)]
    copied = copied_from(rows)  # pair by pair it would take an hour
    assert copied == {"A": tuple(letters[1:])} | dict.fromkeys(letters[1:], ("A",))


def test_sentences_that_only_begin_alike_are_no_copies() -> None:
    texts = ("The practice manager has asked for help with the nurses' rota, and is waiting for an answer.",
             "The practice manager has left; two partners look after policies until somebody is found.")  # fmt: skip
    assert copied_from([progress(text, action=letter) for text, letter in zip(texts, "AB", strict=True)]) == {}


def test_functions_show_what_serves_them_and_which_nothing_serves() -> None:
    tracker = Tracker(
        functions=(Function(number=3, function="Work plan"), Function(number=5, function="Health checks")),
        actions=(Action(letter="A", text="Support", functions=frozenset({3})),),
        programmes=(Programme(name="Team work plan", function=3),),
    )
    assert served_functions(tracker) == (
        ServedFunction(3, "Work plan", ("A",), ("Team work plan",)),
        ServedFunction(5, "Health checks", (), ()),
    )
    assert [served_words(function) for function in served_functions(tracker)] == ["action A; Team work plan", "nothing"]
