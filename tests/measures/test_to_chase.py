"""Which localities are asked for a return or for progress, and with which message."""

from datetime import date

from pc_workbook.measures.actions.to_chase import to_chase
from pc_workbook.model.action import Action, ActionProgress
from pc_workbook.model.locality import Locality
from pc_workbook.model.returns import Registered
from pc_workbook.model.row import MarkingLevel
from pc_workbook.model.tracker import Settings, Tracker
from pc_workbook.wording.actions import chase_message, flag_words, return_words

AS_AT, TODAY = date(2017, 3, 15), date(2017, 4, 6)
NORTH, SOUTH = Locality(name="North", manager="Manager of the north"), Locality(name="South")


def expected(locality: str, **more: object) -> Registered:
    fields = {
        "hand_out": locality,
        "locality": locality,
        "handed_out_on": date(2017, 3, 16),
        "due_by": date(2017, 3, 30),
    }
    return Registered.model_validate(fields | more)


def tracker(*progress: ActionProgress, returns: tuple[Registered, ...] = (), actions: str = "AB") -> Tracker:
    settings = Settings(area_name="Thurrock", area_code="07G", as_at=AS_AT, stale_after_days=92)
    plan = tuple(Action(letter=letter, text="What is promised") for letter in actions)
    return Tracker(settings=settings, localities=(NORTH, SOUTH), actions=plan, progress=progress, returns=returns)


def row(action: str, locality: str = "North", **more: object) -> ActionProgress:
    return ActionProgress.model_validate({"action": action, "locality": locality} | more)


def test_nobody_is_chased_where_nothing_is_expected_and_progress_is_fresh() -> None:
    fresh = row("A", progress="Every practice was visited.", updated_on=date(2017, 3, 1))
    assert to_chase(tracker(fresh), TODAY) == ()


def test_a_late_return_comes_before_one_that_is_not_due_yet() -> None:
    chased = to_chase(tracker(returns=(expected("North", due_by=date(2017, 4, 20)), expected("South"))), TODAY)
    assert [(chase.locality, chase.is_late) for chase in chased] == [("South", True), ("North", False)]
    assert [return_words(chase.return_state) for chase in chased] == [
        "late: was due by 30 March 2017, 7 days ago", "expected by 20 April 2017",
    ]  # fmt: skip


def test_a_received_return_is_not_chased_whichever_version_it_is() -> None:
    first = expected("North", received_on=date(2017, 4, 1), days_late=2, version=1)
    second = expected("North", received_on=date(2017, 4, 3), days_late=4, version=2)
    assert to_chase(tracker(returns=(first, second)), TODAY) == ()
    stale = row("A", progress="Old news.", updated_on=date(2016, 11, 1))
    assert return_words(to_chase(tracker(stale, returns=(first, second)), TODAY)[0].return_state) == (
        "received on 3 April 2017, 4 days late (version 2)"
    )


def test_a_limit_of_one_day_is_one_day_and_a_role_has_no_stray_blanks() -> None:
    asked = tracker(row("A", progress="Old news.", updated_on=date(2016, 11, 1)))
    manager = NORTH.model_copy(update={"manager": " Manager \n of the north  "})
    asked = asked._replace(settings=Settings(as_at=AS_AT, stale_after_days=1), localities=(manager,))
    words = chase_message(to_chase(asked, TODAY)[0], AS_AT)
    assert words.startswith("Manager of the north: this is about")
    assert "rogress is older than 1 day (" in words


def test_stale_missing_and_undated_progress_is_listed_by_action() -> None:
    chased = to_chase(tracker(row("A"), row("B", progress="Something was done.")), TODAY)
    assert [(flag_words(flag), letters) for flag, letters in chased[0].flags] == [
        ("no progress is reported", ("A",)), ("progress has no date", ("B",)),
    ]  # fmt: skip


def test_nobody_is_asked_about_a_row_that_was_never_handed_out() -> None:
    kept_in = row("A", marking=MarkingLevel.EXEMPT, exempt_paragraph="3", marking_reason="terms", marked_by="a role")
    assert to_chase(tracker(kept_in), TODAY) == ()


def test_the_message_names_the_role_the_day_and_the_actions() -> None:
    chase = to_chase(tracker(row("A"), returns=(expected("North"),)), TODAY)[0]
    assert chase_message(chase, AS_AT) == (
        "Manager of the north: this is about the action plan as at 15 March 2017, locality North. Your return was due by "
        "30 March 2017, 7 days ago; please fill it in, save it and send it back. Please look at these. No progress is "
        "reported: action A. Thank you."
    )
