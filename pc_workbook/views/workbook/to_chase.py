"""To chase: which returns are out, what each manager is to look at, and a message ready to be sent. No mail is sent."""

from datetime import date

from pc_workbook.measures.actions.to_chase import Chase, to_chase
from pc_workbook.measures.results import Results
from pc_workbook.tracker.intake import Intake
from pc_workbook.views.parts import Column, Heading, Sheet, Style, Table, Value, Words
from pc_workbook.views.sentences import numbered, paragraph, sentence
from pc_workbook.wording.numbers import counted, day_words

NAME = "To chase"
COLUMNS = (
    Column("Locality", Style.TEXT, 16),
    Column("Whom to ask (role)", Style.TEXT, 24),
    Column("The return", Style.STATE, 24),
    Column("What to look at", Style.LONG_TEXT, 44),
    Column("Message, ready to copy", Style.LONG_TEXT, 70),
)


def chase_sheet(results: Results, intake: Intake, today: date) -> Sheet:
    """One row a locality on which there is something to ask."""
    chased = to_chase(intake.tracker, today)
    open_ones = sum(one.settled_on is None for one in intake.tracker.conflicts)
    parts = (
        Heading(f"To chase, as at {day_words(results.as_at or today)}", level=1),
        Words(_first_words(chased, open_ones)),
        Table("pc_chase", COLUMNS, tuple(_row(one, results.as_at) for one in chased), "There is nobody to chase."),
        Words("No message is sent: copy one into your mail. What is flagged here is flagged on the Action summary "
              "too; what was received, and when, stands on the Returns register.", quiet=True),
    )  # fmt: skip
    return Sheet(NAME, parts, "For whoever collects the returns: whom to ask, for what, in which words.")


def _first_words(chased: tuple[Chase, ...], conflicts: int) -> str:
    late, out = sum(one.is_late for one in chased), sum(one.is_out for one in chased)
    told = (
        f"{counted(out, 'return')} still out, {late} late" if out else "no return is out",
        f"{counted(len(chased), 'locality', 'localities')} with something to ask" if chased else "",
        f"{counted(conflicts, 'cell')} on the sheet Conflicts waiting for a pick" if conflicts else "",
    )
    return paragraph(told)


def _row(one: Chase, as_at: date | None) -> tuple[Value, ...]:
    role, words = one.role, sentence(one.return_words).rstrip(".")
    return one.locality, role, words, paragraph(_flags(one)) or None, message(one, as_at)


def _flags(one: Chase) -> list[str]:
    return [f"{flag}: {numbered('action', letters)}" for flag, letters in one.flags]


def message(one: Chase, as_at: date | None) -> str:
    """The words to send to one manager; letters of actions only, nothing that may not leave."""
    edition = f" as at {day_words(as_at)}" if as_at else ""
    pieces = [f"{one.role}: this is about the action plan{edition}, locality {one.locality}"]
    if one.is_out:
        due = one.return_words.removeprefix("late: ")
        pieces.append(f"your return {due if one.is_late else f'is {due}'}; please fill it in, save it and send it back")
    if one.flags:
        pieces += ["please look at these", *_flags(one)]
    return paragraph([*pieces, "thank you"])
