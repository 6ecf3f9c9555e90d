"""Findings: what is wrong in a tracker, each with its cell, what it holds and what it needs.

The catalogue is one table. A finding is not an exception: all of them are gathered in one pass and told
together. Error: a figure can't be calculated, or would be false. Warning: a person should check it, and may accept it.
Note: it was understood; tidy up when convenient.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from pc_workbook.cells.addresses import cell_reference
from pc_workbook.model.governance import Acceptance
from pc_workbook.tracker.detail import Detail


class Severity(StrEnum):
    """How much a finding matters; in this order."""

    ERROR = "Error"
    WARNING = "Warning"
    NOTE = "Note"


class Kind(NamedTuple):
    """One kind of finding: its code, its usual severity, what is wrong, and what is needed."""

    code: str
    severity: Severity
    what: str
    needs: str


E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# fmt: off
CATALOGUE = (
    Kind("R01", E, "A sheet is missing", "The sheet “{wanted}” with its list. Copy it from a new tracker, or give your sheet that name again.{suggestion}"),
    Kind("R02", E, "A column is missing", "A column headed “{heading}”.{suggestion}"),
    Kind("R03", N, "A heading is written differently", "“{heading}”. It was read as that."),
    Kind("R04", N, "A column of your own", "Nothing: it is left as it is, and not read."),
    Kind("R05", E, "A needed cell is empty", "{needs}. The row is left out until then."),
    Kind("R06", E, "This is not a number", "{needs}."),
    Kind("R07", E, "This is not a date", "{needs}."),
    Kind("R08", E, "This is not a period", "{needs}."),
    Kind("R09", E, "This is not on the list", "One of: {choices}."),
    Kind("R10", E, "This is nearly on the list", "Did you mean “{suggestion}”? It was not taken as that. One of: {choices}."),
    Kind("R11", N, "An accepted other spelling", "“{meant}”. It was read as that."),
    Kind("R12", E, "Excel shows an error here", "{needs}. Mend the formula, or type the value."),
    Kind("R13", W, "Merged cells in a list", "One value a row. The merge was read as one note, not as a value for each row."),
    Kind("R14", E, "The same row twice", "One row for {key}. Row {other} has it already; this one is left out."),
    Kind("R15", W, "This points to nothing", "{needs}.{suggestion}{more}"),
    Kind("R16", E, "This can't be right", "{needs}."),
    Kind("R17", E, "Is this a percentage, or a share of one?", "Type it with its sign: {low}% or {high}%."),
    Kind("R18", N, "A value typed as text or in another form", "It was read as {meant}."),
    Kind("R19", N, "Rows below the list's frame", "{needs} They were read."),
    Kind("R20", N, "A mark for missing data", "Leave it empty, or keep the mark: it is read as “{meant}”, never as zero."),
    Kind("R21", E, "The part is larger than the whole", "A numerator no larger than its denominator."),
    Kind("R22", W, "These dates are out of order", "{needs}."),
    Kind("R23", W, "0.0 FTE was returned", "Leave it empty if the practice made no return: releases of 2015 to 2018 print 0 for that. It gets no ratio."),
    Kind("R24", W, "An override is incomplete", "The role that decided, the date and the reason. Until then it is not applied."),
    Kind("R25", N, "An acceptance that fits no warning", "Remove the row: the cell has changed, the mark is mistyped, or it is not a warning’s (only warnings can be accepted)."),
    Kind("R26", N, "The list can't be found by its name", "{needs} It was read by its headings."),
    Kind("R27", E, "A setting is missing", "{needs}."),
    Kind("R28", W, "An Exempt row is not fully marked", "The paragraph of Schedule 12A, the public-interest reason and the role that decided."),
    Kind("R29", W, "State and date do not agree", "{needs}."),
    Kind("R30", W, "A RAG word without its reason", "A few words that say why."),
    Kind("R31", W, "A total and its parts do not agree", "An “{total}” row that equals its parts ({parts}), or one of the two removed. The total was used."),
    Kind("R32", N, "A practice without staff figures", "A row on Workforce for the latest period, or nothing if none was published."),
    Kind("R33", E, "The number and its parts do not agree", "A value that equals numerator ÷ denominator ({meant})."),
    Kind("R34", E, "The direction is the wrong way round", "“{meant}”: that is the only way this measure runs."),
    Kind("R35", E, "This marking can't be read", "{needs}. Until then the row counts as {level}: it is in no pack and in no return."),
    Kind("R36", W, "An exempt paragraph without the marking Exempt", "Exempt under Marking, or no paragraph. Until then the row counts as {level}."),
    Kind("R37", W, "Merged cells under {heading}", "A marking of its own for each row. Until then each row of the merge counts as {level}."),
    Kind("R38", W, "Markings that do not agree", "{needs}. Until then {level} holds for all of them."),
    Kind("R39", W, "This names a {noun} that is marked {level}", "Other words, or the same marking for this row: see {where}. Until then the row is in no return, and no pack is made that would show it."),
    Kind("R40", W, "An NHS number", "The text without it. No return and no pack is made while it would be in one, accepted or not."),
    Kind("R41", W, "A date of birth", "The text without it. No return and no pack is made while it would be in one, accepted or not."),
    Kind("R42", W, "An e-mail address", "The text without it. No public or guest pack is made while it would be in one, accepted or not."),
    Kind("R43", W, "A telephone number", "The text without it. No public or guest pack is made while it would be in one, accepted or not."),
    Kind("R44", W, "A title with a name", "The role in place of the name. If the name may be published, accept this warning: public and guest packs wait for that.{more}"),
    Kind("R45", W, "Who answers is not a role on People and roles", "A role from the sheet “People and roles”, or a row for it there.{suggestion}{accept}{more}"),
    Kind("R46", W, "A person's name where a role belongs", "The role in place of the name. If the name may be published, accept this warning: public and guest packs wait for that.{more}"),
    Kind("R47", E, "The value of this cell can't be taken from the file", "{needs}. Open the workbook in Excel, let it calculate, save, and try again; or type the value."),
    Kind("R49", W, "A cell far away from all others", "Move it next to the list, or delete it. Neither it nor anything beyond it was read."),
    Kind("R50", E, "A number that no measure has", "{needs}. Numbers up to 1,000,000,000,000 are read, and none closer to 0 than 0.000000001."),
    Kind("R60", E, "The denominator is 0", "A denominator above 0, or no {heading}: nothing can be divided by 0."),
    Kind("R61", N, "The value was worked out from its counts", "Nothing, if {counts} = {meant} is right. Otherwise type the value.{more}"),
    Kind("R62", E, "There are counts, and no value", "The value. {counts} can't be turned into one, because Unit does not say per how many, such as per 1,000 patients."),
    Kind("R76", E, "Two totals of one day", "{needs}."),
    Kind("R66", W, "A merger that leads nowhere", "{needs}."),
    Kind("R67", W, "Two indicators go by one measure", "A name of its own: indicator {other} has this one, for the same organisation. Both are shown; neither is recorded in an edition or compared with an earlier one."),
    Kind("R63", E, "This is not one rating", "{needs}."),
    Kind("R64", E, "This is not a goal that can be judged", "{needs}."),
    Kind("R65", E, "The goal and the rating are not of the same thing", "{needs}."),
    Kind("R68", E, "The same reference twice", "A reference of its own for each action. Row {other} has {key} already; this one is left out. Excel turns 1.10 into the number 1.1: format the column as Text, then type the reference again."),
    Kind("R69", E, "This can be one of two actions", "{needs}."),
    Kind("R70", N, "A totals row", "Nothing. {lines} not read as part of the list: figures are summed from its rows."),
    Kind("R71", W, "This is not a row of the list", "{needs}"),
    Kind("R72", N, "The headings again, between or below the rows", "Nothing, or delete them. {lines} not read as part of the list."),
    Kind("R73", W, "Two columns of one heading", "{needs}"),
    Kind("R74", W, "A second list with the headings of {wanted}", "Its rows in the list at {kept}, if they belong there; or nothing. Only that list was read."),
    Kind("R75", E, "The list can't be found on its sheet", "A row of headings, such as {headings}, in one of the first 50 rows. If the list has no header row, switch it on (Table Design > Header Row)."),
    Kind("P01", E, "Title and definition run opposite ways", "A choice under “Definition ruling”. RAG and trajectory wait for it."),
    Kind("P02", E, "A share of CQC ratings without a declared denominator", "Inspected practices or All practices, under “CQC denominator” here or on Settings. RAG waits for it."),
    Kind("P03", W, "The target year and an action's year differ", "One year. Action {action} says {other}, the indicator {year}."),
    Kind("P04", W, "No whole count of practices gives this percentage", "The counts behind it, under Baseline numerator and denominator: {words}."),
    Kind("P05", N, "Two measures of GPs disagree when converted", "Nothing: {words}. They differ in weighting and staff counted, so they are never compared."),
    Kind("P06", W, "“Patients” in the title, “weighted patients” in the definition", "One of the two. It was read as {meant}."),
    Kind("P07", N, "The value is of another time than its column says", "Nothing if it is meant: the period shown is {meant}."),
    Kind("P08", W, "A comparator stands as the target", "A choice under “Target kind”: fixed at {period}, or moving with {comparator}."),
    Kind("P09", N, "The local path stays {side} the national standard", "Nothing: both are shown. The standard of {standard} holds every year; the path reaches it in {year}."),
    Kind("P10", N, "The limit is worded two ways", "A choice under “Boundary”: whether the limit itself counts as inside.{meant}"),
    Kind("P11", N, "The trajectory is not a straight line, or has a gap", "{words}"),
    Kind("P12", W, "Two things in one cell", "{words}"),
    Kind("P13", W, "“Excellent” is not a CQC rating", "Outstanding. It was read as that."),
    Kind("P14", W, "Special measures and a rating in one outcome", "Two outcomes: special measures is a state of its own, with entry and exit dates on CQC ratings."),
    Kind("P15", W, "An action without {article} {missing}", "{needs}"),
    Kind("P16", W, "Two kinds of delivery date in one cell", "One kind. {meant}"),
    Kind("P17", W, "Overdue", "A completion date, or a new delivery date. It was due by {meant}."),
    Kind("P18", W, "A relative date", "A date: “{words}” can't be judged without the day it was written."),
    Kind("P19", N, "A drafting leftover", "{words}"),
    Kind("P20", W, "Progress that says nothing new", "{words}"),
    Kind("P21", W, "Nothing serves this", "{words}"),
    Kind("P22", N, "Four of one thing, four of another", "Nothing: hubs and Integrated Healthy Living Centres are kept apart and never joined by their number."),
    Kind("P23", N, "One thing under two names", "Nothing: “{words}” is a listed other name of “{meant}”. Nothing was changed."),
    Kind("P24", W, "A word that means two things", "“Every two months”, “twice a year” or “every two years”: write the months on Settings."),
    Kind("P25", N, "Material that is not to hand", "{words}"),
    Kind("P26", W, "A date outside the plan's period", "Dates within {period}, or a plan period that covers them."),
    Kind("P27", N, "A cell that looks cut in two", "The whole sentence: this starts or ends in the middle, as text copied from a page does."),
    Kind("P40", W, "FTE and headcount do not fit each other", "{needs}."),
    Kind("P41", W, "FTE and patients do not fit each other", "{needs}."),
    Kind("P42", W, "No practice's list is of this size", "{needs}."),
    Kind("P43", W, "Numbers of patients that do not fit each other", "{needs}."),
    Kind("P44", W, "This value jumps from the others of its history", "{needs}."),
    Kind("P45", W, "This value is far from those it is held against", "{needs}."),
    Kind("P46", W, "The same value stands elsewhere", "{needs}."),
    Kind("P28", W, "The target is worse than the baseline", "A correction of the direction, the target ({target}) or the baseline ({baseline}): one of them is probably wrong. Accept this if it is meant."),
    Kind("P34", W, "No delivery date yet", "A date as soon as one is set: “{words}” gives no day to judge by."),
    Kind("P35", W, "The delivery date says that it is done", "The day, under Completed on, and under Delivery date when it was due. “{words}” alone leaves open which of them it names."),
    Kind("P36", W, "Only a start date", "The date it is to be done by, or Ongoing with a review date: “{words}” names no end."),
)
# fmt: on
KINDS = {kind.code: kind for kind in CATALOGUE}
LONGEST_SHOWN = 200
LONGEST_DETAIL = 1_000
LONGEST_QUOTED = 60  # of a text with blanks that can't be seen
_BREAKS = frozenset("\n\r\t")


class Finding(NamedTuple):
    """One thing wrong. `mark` names it for as long as the cell holds the same; `touches` are indicator numbers."""

    code: str
    severity: Severity
    sheet: str
    cell: str
    what: str
    holds: str
    needs: str
    mark: str
    touches: tuple[int, ...] = ()
    accepted: Acceptance | None = None

    @property
    def where(self) -> str:
        """The address as Excel writes it: 'Action progress'!C7."""
        return cell_reference(self.sheet, self.cell)


def finding(
    code: str,
    sheet: str,
    cell: str,
    holds: object,
    *,
    row: str = "",
    heading: str = "",
    severity: Severity | None = None,
    touches: tuple[int, ...] = (),
    **details: object,
) -> Finding:
    """A finding of a kind, with its blanks filled in.

    `row` is what names the row (its key, not its number), so that sorting a list leaves its marks alone.
    """
    return finding_of(
        KINDS[code], sheet, cell, holds, row=row, heading=heading, severity=severity, touches=touches, **details
    )


def finding_of(
    kind: Kind,
    sheet: str,
    cell: str,
    holds: object,
    *,
    row: str = "",
    heading: str = "",
    severity: Severity | None = None,
    touches: tuple[int, ...] = (),
    **details: object,
) -> Finding:
    """The same for a kind of another catalogue."""
    code = kind.code
    words = {"heading": heading} | {name: _shortened(_text_of(value)) for name, value in details.items()}
    named = "|".join((code, sheet, row or cell, heading, told(holds), words.get("missing", "")))
    mark = f"{code}-{hashlib.sha256(named.encode()).hexdigest()[:6].upper()}"
    needs = kind.needs.format_map(words)
    return Finding(
        code, severity or kind.severity, sheet, cell, kind.what.format_map(words), show(holds),
        needs[:1].upper() + needs[1:], mark, touches,
    )  # fmt: skip


def show(value: object) -> str:
    """What a cell holds, as a person would read it out; a long text is cut."""
    text = told(value)
    if (
        isinstance(value, str)
        and text
        and text != value
        and len(value) <= LONGEST_QUOTED
        and not _BREAKS.intersection(value)
    ):
        return f"“{value}”"  # in quotation marks, so that a blank at its end can be seen
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def _text_of(value: object) -> str:
    if isinstance(value, Detail):
        from pc_workbook.wording.findings import detail_text

        return detail_text(value)
    return str(value)


def _shortened(words: str) -> str:
    """Words put into a message; a whole cell would bury what is said of it."""
    return words if len(words) <= LONGEST_DETAIL else words[: LONGEST_DETAIL - 1] + "…"


def told(value: object) -> str:
    """What a cell holds, whole."""
    if value is None or value == "":
        return "(empty)"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time | timedelta):
        return _clock(value)
    return " ".join(str(value).split())


def _clock(value: time | timedelta) -> str:
    """A time of day or a length of time as a clock shows it: 12:00, 36:30, 00:00:15."""
    whole = (
        value
        if isinstance(value, timedelta)
        else timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    )
    minutes, seconds = divmod(int(whole.total_seconds()), 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")


def in_order(findings: Iterable[Finding], sheets: tuple[str, ...]) -> tuple[Finding, ...]:
    """Sorted: blocks first, then by sheet as the tabs stand, then down the sheet; each one once."""
    rank = {severity: n for n, severity in enumerate(Severity)}
    place = {name: n for n, name in enumerate(sheets)}
    once = {(f.code, f.sheet, f.cell, f.holds, f.needs): f for f in findings}
    return tuple(
        sorted(once.values(), key=lambda f: (rank[f.severity], place.get(f.sheet, 99), _cell_order(f), f.code))
    )


def _cell_order(found: Finding) -> tuple[int, int, str]:
    letters = found.cell.rstrip("0123456789")
    return int(found.cell[len(letters) :] or 0), len(letters), letters


def with_acceptances(findings: Iterable[Finding], accepted: Mapping[str, Acceptance]) -> tuple[Finding, ...]:
    """The same findings; each warning that a person accepted carries who did, when and why."""
    return tuple(f._replace(accepted=accepted.get(f.mark)) if f.severity is Severity.WARNING else f for f in findings)


def blocked_indicators(findings: Iterable[Finding]) -> dict[int, str]:
    """Indicator number -> the reason its RAG and trajectory wait, in words."""
    reasons: dict[int, str] = {}
    for found in findings:
        if found.severity is Severity.ERROR:
            for number in found.touches:
                words = f"{found.what[:1].lower()}{found.what[1:]}"
                if found.code.startswith("R"):
                    words = f"{words} ({found.where})"
                reasons[number] = f"{reasons[number]}; {words}" if number in reasons else words
    return reasons
