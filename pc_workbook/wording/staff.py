"""Sentences about staff ratios: why a figure is missing, what a sum leaves out, and what is in question."""

from collections.abc import Callable, Mapping

from pc_workbook.measures.reasons import Reason
from pc_workbook.measures.staff.ratio import StaffReason
from pc_workbook.model.question import UnreadEntry
from pc_workbook.wording.numbers import counted, listed


def staff_note_words(note: Reason | None) -> str:
    """Return why the staff figures are not of the latest period; "" where they are."""
    return STAFF_SENTENCES[note.code](**dict(note.values)) if note else ""


def unread_entry_words(entry: UnreadEntry) -> str:
    """Return what is wrong with an entry, with its cell.

    >>> unread_entry_words(UnreadEntry("Workforce, D6", "FTE"))
    "its FTE can't be read (Workforce, D6)"
    """
    if not entry.heading:
        return f"its row occurs twice ({entry.cell})"
    problem = "is empty" if entry.is_empty else "can't be read"
    return f"its {entry.heading} {problem} ({entry.cell})"


def unread_practices_words(practices: int) -> str:
    """Return how many practices a sum leaves out because a cell of theirs can't be read.

    >>> unread_practices_words(2)
    "leaves out 2 practices whose staff figures can't be read"
    """
    return f"leaves out {counted(practices, 'practice')} whose staff figures can't be read"


def _list_words(period: str | None) -> str:
    return f"the practice's list, {period or 'no date given'}"


def _two_totals_words(group: str, lower: float, higher: float) -> str:
    return f"no value (two totals of {group} of one day: {lower:.15g} and {higher:.15g} FTE)"


def _period_words(latest: str, covered: int, practices: int, shown: str) -> str:
    return f"Workforce of {latest} covers {covered} of {counted(practices, 'practice')} only: {shown} is shown"


#: The sentence of each reason, made from its values.
STAFF_SENTENCES: Mapping[str, Callable[..., str]] = {
    StaffReason.NO_VALUE: lambda: "no value",
    StaffReason.NO_RETURN: lambda: "no value (no FTE returned)",
    StaffReason.ZERO_FTE: lambda: "no value (0.0 FTE returned)",
    StaffReason.NO_PATIENTS: lambda: "no value (number of patients not known)",
    StaffReason.NO_COMPARATOR: lambda: "no value (no England figure is set)",
    StaffReason.NO_ROW: lambda period: f"no value (no row for {period})",
    StaffReason.UNREAD: unread_entry_words,
    StaffReason.TWO_TOTALS: _two_totals_words,
    StaffReason.NOT_BOTH: lambda patients: f"no value (no practice has both FTE and {patients} patients)",
    StaffReason.OMITS_INCOMPLETE: lambda practices: f"leaves out {counted(practices, 'practice')} without both figures",
    StaffReason.OMITS_MISSING: lambda practices, patients: (
        f"leaves out {counted(practices, 'practice')} without GP FTE or {patients} patients"
    ),
    StaffReason.OMITS_UNREAD: unread_practices_words,
    StaffReason.OMITS_CLOSED: lambda practices: f"leaves out {counted(practices, 'practice')} that closed since",
    StaffReason.OMITS_MERGED: lambda practices: (
        f"leaves out {counted(practices, 'practice')} that merged into another after its list was counted"
    ),
    StaffReason.INCLUDES_MERGED: lambda practices: (
        f"includes {counted(practices, 'practice that has', 'practices that have')} merged since"
    ),
    StaffReason.OMITS_DISPUTED: lambda practices: (
        f"leaves out {counted(practices, 'practice that is', 'practices that are')} in two groups of one level"
    ),
    StaffReason.OMITS_JOINED: lambda practices: f"leaves out {counted(practices, 'practice')} that joined since",
    StaffReason.INCLUDES_LEFT: lambda practices: (
        f"includes {counted(practices, 'practice that has', 'practices that have')} left since"
    ),
    StaffReason.INCLUDES_PREDECESSORS: lambda groups, practices: (
        f"includes {counted(practices, 'practice')} of {listed(groups)}, whose successor it is"
    ),
    StaffReason.NO_MEMBERS: lambda: "no value (no practice belonged to it then)",
    StaffReason.COUNTS_QUESTIONED: lambda practices: (
        f"counts {counted(practices, 'practice')} whose figures are in question"
    ),
    StaffReason.IN_QUESTION: lambda cells: f"in question, see {listed(cells)}",
    StaffReason.FROM_RETURN: lambda: "the workforce return",
    StaffReason.FROM_LIST: _list_words,
    StaffReason.PERIOD_COVERS_FEW: _period_words,
}
