"""To chase: which returns are out, what each manager should check, and a message ready to send. No mail is sent."""

from datetime import date

from pc_workbook.measures.actions.to_chase import Chase, to_chase
from pc_workbook.measures.results import Results
from pc_workbook.tracker.intake import Intake
from pc_workbook.views.parts import Column, Heading, Paragraph, Sheet, Style, Table, Value
from pc_workbook.wording import action_sheets as texts
from pc_workbook.wording import headings
from pc_workbook.wording.actions import chase_flags, chase_message, return_words, role_to_ask
from pc_workbook.wording.sentences import label, paragraph

COLUMNS = (
    Column(headings.LOCALITY, Style.TEXT, 16),
    Column(headings.WHOM_TO_ASK, Style.TEXT, 24),
    Column(headings.THE_RETURN, Style.STATE, 24),
    Column(headings.WHAT_TO_CHECK, Style.LONG_TEXT, 44),
    Column(headings.MESSAGE, Style.LONG_TEXT, 70),
)


def chase_sheet(results: Results, intake: Intake, today: date) -> Sheet:
    """Return the sheet with one row per locality that has something to ask for. `today` decides what is late."""
    localities = to_chase(intake.tracker, today)
    conflicts = sum(conflict.settled_on is None for conflict in intake.tracker.conflicts)
    parts = (
        Heading(texts.chase_title(results.as_at or today), level=1),
        Paragraph(texts.chase_overview(localities, conflicts)),
        Table("pc_chase", COLUMNS, tuple(_row(locality, results.as_at) for locality in localities), texts.NOBODY_TO_CHASE),
        Paragraph(texts.NO_MESSAGE_IS_SENT, quiet=True),
    )  # fmt: skip
    return Sheet(texts.TO_CHASE, parts, texts.TO_CHASE_DESCRIPTION)


def _row(locality: Chase, as_at: date | None) -> tuple[Value, ...]:
    return (
        locality.locality,
        role_to_ask(locality),
        label(return_words(locality.return_state)),
        paragraph(chase_flags(locality)) or None,
        chase_message(locality, as_at),
    )
