"""Titles, guides and help of the sheets that people fill in: the tracker's entry lists, and returns."""

from collections.abc import Iterable
from datetime import date

from pc_workbook.measures.actions.reason_codes import PLAN_FLAGS, Flag
from pc_workbook.measures.reasons import Reason
from pc_workbook.measures.results import ActionResult
from pc_workbook.model.action import ActionProgress, Milestone
from pc_workbook.model.words import Owner, Word, WordUse
from pc_workbook.wording.actions import flag_words, state_words
from pc_workbook.wording.numbers import as_at_words, day_words
from pc_workbook.wording.sentences import sentence

# --- the tracker's lists

SETTING_HELP = "The setting's name. Do not change it."
VALUE_HELP = "The value in force. The next column says what to enter."
WHAT_TO_ENTER_HELP = "What to enter. Do not change it."


def filled_in_help(needs: str) -> str:
    """Return the help of a column that only the program fills in. `needs` says what the column contains."""
    return f"Filled in by the program: {needs}."


def choice_help(needs: str) -> str:
    """Return the help of a column with a drop-down."""
    return f"Choose {needs}."


def word_offered(word: Word) -> str:
    """Return a word as a drop-down offers it: a paragraph of exempt information with what it is about."""
    return f"{word.word} ({word.means})" if word.use is WordUse.EXEMPT and word.means else word.word


def entry_help(needs: str) -> str:
    """Return the help of a column that takes typing."""
    return f"Enter {needs}."


# --- returns

START_HERE = "Start here"
START_DESCRIPTION = "What needs action, and how to fill in this return."
LATEST_PROGRESS = "Latest progress"
NO_PROGRESS = "No progress has been reported yet."
STALE, NOTHING_NEW = "Stale", "Nothing new"
YOUR_PRACTICES = "Your practices"
PRACTICES_DESCRIPTION = "The practices of the locality."
NO_PRACTICES = "The tracker lists no practice in this locality."
OWN_COLUMN_HELP = "A column that your area has added. Enter text, a number or a date."
ANY_LOCALITY, ANY_MANAGER = "Locality", "the manager"
ACTION_HELP = "The action in words."
PRACTICE_HELP = "The practice’s name."
MILESTONES_GUIDE = (
    "One row per dated step at one of your practices. Fill in the white cells when a step is done or its date changes."
)
HOW_TO_FILL_IN = (
    "1. Fill in the white cells on the green sheets. Write what was done since your last return; a "
    "new text replaces the old one, which is kept in the tracker’s history. Give the reason with a RAG word.",
    "2. Sort, filter, hide rows or widen columns as you like: a row is identified by its action, not by its position. To "
    "sort, remove the protection first (Review > Unprotect Sheet; there is no password).",
    "3. Save this workbook and send it back. Don’t copy the rows into another one: it would have no record of what "
    "you were given, and every cell would have to be checked.",
    "Grey cells are protected against accidental changes. If something in them is wrong, say "
    "so in your e-mail: changes made there are reported and not merged.",
)


def practices_note(staff: str) -> str:
    """Return whom to tell of a mistake in what a return shows. `staff`: what the tracker calls its staff."""
    return f"For reference. If something is wrong, tell {_staff(staff)}."


def progress_guide(staff: str) -> str:
    """Return how to fill in the rows of actions."""
    return (
        f"One row per action. Fill in the white cells; the grey ones are kept by {_staff(staff)} and can't be changed. "
        "Select a cell to see what to enter."
    )


def _staff(word: str) -> str:
    """Return the tracker's word for its staff within a sentence; the general one has an article there."""
    return "the staff who keep the tracker" if word == Owner.STAFF else word


def return_title(locality: str, as_at: date | None) -> str:
    """Return the title of a return; `locality` is "" for the empty form."""
    return f"{locality or ANY_LOCALITY}: your return{as_at_words(as_at)}"


def addressed_to(manager: str) -> str:
    """Return whom a return is for; `manager` is "" where the role is not known."""
    return f"For: {manager or ANY_MANAGER}."


def return_reference(mark: str) -> str:
    """Return the reference of a return."""
    return f"Return {mark}. Quote this reference if you ask about this workbook."


def action_state(result: ActionResult) -> str:
    """Return the state of an action as a sentence."""
    return sentence(state_words(result.reason))


def milestone_due(milestone: Milestone, due: date) -> str:
    """Return a milestone with its practice and its date."""
    return sentence(f"milestone at {milestone.practice}, due {day_words(due)}: {milestone.milestone}")


def next_step_due(progress: ActionProgress, due: date) -> str:
    """Return the next step of a report with its date."""
    step = f": {progress.next_step}" if progress.next_step else ""
    return sentence(f"next step, {day_words(due)}{step}")


def report_flags(flags: Iterable[Reason]) -> Iterable[tuple[str, str]]:
    """Yield what is wrong with a report, each with its state; what is wrong with the plan is not for the manager to fix."""
    for flag in flags:
        if flag.code not in PLAN_FLAGS:
            yield (
                (NOTHING_NEW if flag.code in (Flag.REPEATS_DELIVERY, Flag.COPIED) else STALE),
                sentence(flag_words(flag)),
            )
