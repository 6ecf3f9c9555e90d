"""Staff ratios: patients per full-time-equivalent (FTE) GP, and FTE staff per 1,000 patients.

They are two measures. Neither is converted into the other: weighting and missing returns differ.
A zero FTE gives no value, never infinity and never 0, because a return of nothing looks just like it.
"""

from pc_workbook.measures.results import Ratio
from pc_workbook.stats.columns import on_columns
from pc_workbook.wording.numbers import counted

PER = 1000
NO_RETURN = "no value (no FTE returned)"
ZERO_FTE = "no value (0.0 FTE returned)"
NO_PATIENTS = "no value (number of patients not known)"
NO_COMPARATOR = "no value (no England figure is set)"


@on_columns
def patients_per_fte(patients: float | None, fte: float | None) -> Ratio:
    """Patients for each FTE; single values or columns. A missing part or 0 FTE gives None and its reason.

    >>> round(patients_per_fte(168_094, 70.8316).value, 1)
    2373.1
    >>> patients_per_fte(4_786, 0.0).why
    'no value (0.0 FTE returned)'
    """
    why = _why_not(patients, fte)
    if why or patients is None or fte is None:
        return Ratio(None, patients, fte, why)
    return Ratio(patients / fte, patients, fte)


@on_columns
def per_1000(fte: float | None, patients: float | None) -> Ratio:
    """FTE for each 1,000 patients; single values or columns. A missing part or 0 FTE gives None and its reason.

    >>> round(per_1000(70.8316, 168_094).value, 4)
    0.4214
    """
    why = _why_not(patients, fte)
    if why or patients is None or fte is None:
        return Ratio(None, fte, patients, why)
    return Ratio(PER * fte / patients, fte, patients)


@on_columns
def times_comparator(value: float | None, comparator: float | None, why: str = "") -> Ratio:
    """How many times the comparator a value is; single values or columns. `why` is the reason for no value.

    >>> round(times_comparator(2072, 1321).value, 2)
    1.57
    """
    if value is None:
        return Ratio(None, value, comparator, why or "no value")
    if not comparator:
        return Ratio(None, value, comparator, NO_COMPARATOR)
    return Ratio(value / comparator, value, comparator)


def _why_not(patients: float | None, fte: float | None) -> str:
    if fte is None:
        return NO_RETURN
    if fte == 0:
        return ZERO_FTE
    return "" if patients else NO_PATIENTS


def left_out(why: str, practices: int) -> str:
    """A reason, with how many practices a sum had to leave out.

    >>> left_out("", 4)
    'leaves out 4 practices without both figures'
    """
    if not practices:
        return why
    return "; ".join(filter(None, (why, f"leaves out {counted(practices, 'practice')} without both figures")))


def counts_in_question(practices: int) -> str:
    """How many practices a sum counts whose figures a person must look at; '' for none.

    >>> counts_in_question(1)
    'counts 1 practice whose figures are in question'
    """
    return f"counts {counted(practices, 'practice')} whose figures are in question" if practices else ""


def includes_closed(practices: int) -> str:
    """How many practices a sum counts that merged into others after the day it is of; '' for none.

    >>> includes_closed(1)
    'includes 1 practice that has merged since'
    """
    return (
        f"includes {counted(practices, 'practice that has', 'practices that have')} merged since" if practices else ""
    )


def leaves_out_closed(practices: int) -> str:
    """How many practices of its period a sum leaves out because they closed since, without a successor; '' for none.

    >>> leaves_out_closed(2)
    'leaves out 2 practices that closed since'
    """
    return f"leaves out {counted(practices, 'practice')} that closed since" if practices else ""


def leaves_out_unread(practices: int) -> str:
    """How many practices a sum leaves out because a cell of theirs can't be read; '' for none.

    >>> leaves_out_unread(2)
    "leaves out 2 practices whose staff figures can't be read"
    """
    return f"leaves out {counted(practices, 'practice')} whose staff figures can't be read" if practices else ""
