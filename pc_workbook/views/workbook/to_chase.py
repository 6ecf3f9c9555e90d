"""To chase: which returns are out, what each manager should check, and a message ready to send. No mail is sent."""

from datetime import date

from pc_workbook.measures.actions.to_chase import Chase, to_chase
from pc_workbook.measures.results import Results
from pc_workbook.tracker.intake import Intake
from pc_workbook.views.parts import Column, Heading, Paragraph, Sheet, Style, Table, Value
from pc_workbook.wording.actions import chase_flags, chase_message, return_words, role_to_ask
from pc_workbook.wording.numbers import counted, day_words
from pc_workbook.wording.sentences import label, paragraph

NAME = "To chase"
COLUMNS = (
    Column("Locality", Style.TEXT, 16),
    Column("Whom to ask (role)", Style.TEXT, 24),
    Column("The return", Style.STATE, 24),
    Column("What to check", Style.LONG_TEXT, 44),
    Column("Message, ready to copy", Style.LONG_TEXT, 70),
)


def chase_sheet(results: Results, intake: Intake, today: date) -> Sheet:
    """Return the sheet with one row per locality that has something to ask for. `today` decides what is late."""
    localities = to_chase(intake.tracker, today)
    conflicts = sum(conflict.settled_on is None for conflict in intake.tracker.conflicts)
    parts = (
        Heading(f"To chase, as at {day_words(results.as_at or today)}", level=1),
        Paragraph(_summary(localities, conflicts)),
        Table("pc_chase", COLUMNS, tuple(_row(locality, results.as_at) for locality in localities), "There is nobody to chase."),
        Paragraph("No message is sent: copy one into your mail. What to check is on the Action summary too; what was received, and "
              "when, is on the Returns register.", quiet=True),
    )  # fmt: skip
    return Sheet(NAME, parts, "Whom to ask for which return, with a message for each.")


def _summary(localities: tuple[Chase, ...], conflicts: int) -> str:
    late, out = sum(locality.is_late for locality in localities), sum(locality.is_out for locality in localities)
    return paragraph(
        (
            f"{counted(out, 'return')} still out, {late} late" if out else "no return is out",
            f"{counted(len(localities), 'locality', 'localities')} to ask" if localities else "",
            f"{counted(conflicts, 'cell')} to decide on the Conflicts sheet" if conflicts else "",
        )
    )


def _row(locality: Chase, as_at: date | None) -> tuple[Value, ...]:
    return (
        locality.locality,
        role_to_ask(locality),
        label(return_words(locality.return_state)),
        paragraph(chase_flags(locality)) or None,
        chase_message(locality, as_at),
    )
