"""The message of a finding, made from its facts: what is wrong, the current entry, and what to do.

Everything that shows a finding takes its words from here: terminal, JSON, the sheets Data quality and Needs action, the
add-in, returns and packs. A rule's own sentences are in rule_texts.py, those of single cells in cell_errors.py.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Final, NamedTuple

from pc_workbook.model.question import Blocker
from pc_workbook.tracker.detail import Detail
from pc_workbook.tracker.findings import Finding, Severity, cell_text
from pc_workbook.wording.numbers import counted, listed

LONGEST_ENTRY: Final = 200
LONGEST_DETAIL: Final = 1_000
LONGEST_QUOTED: Final = 60  # of an entry with blanks that can't be seen
LONGEST_TYPED: Final = 80  # of an entry quoted within a sentence
CELLS_NAMED: Final = 3  # of a group
_BREAKS: Final = frozenset("\n\r\t")


class Text(NamedTuple):
    """The words of one kind of finding: a title for several together, the problem (the title where empty), what to do.

    `{typed}` is the entry in quotation marks, `{entry}` the entry, `{needs}` what the cell needs as a sentence, `{expected}` the
    same as it is in the catalogue of columns.
    """

    title: str
    problem: str
    action: str


#: A sentence of a `Detail`: what to do; or the problem and what to do; or a function of the values that gives either.
Sentences = str | tuple[str, str]
DetailText = Sentences | Callable[..., Sentences]

NO_ACTION: Final = "No action needed."
_NEVER_IN_A_PACK: Final = "Remove it. No return and no pack that would show it is made, accepted or not."
_NOT_IN_PUBLIC: Final = "Remove it. No public or guest pack that would show it is made, accepted or not."
_ROLE_FOR_NAME: Final = (
    "Write the role in place of the name. If the name may be published, accept this warning: public and guest packs wait "
    "for that.{more}"
)

# fmt: off
TEXTS: Final[Mapping[str, Text]] = {
    "R01": Text("Missing sheet", "The sheet “{wanted}” is missing.", "Copy it from a new tracker, or give your sheet that name again.{suggestion}"),
    "R02": Text("Missing column", "There is no column headed “{heading}”.", "Add the column, or correct its heading.{suggestion}"),
    "R03": Text("Heading written differently", "The heading {typed} was read as “{heading}”.", NO_ACTION),
    "R04": Text("Extra column", "This column is not part of the tracker and was not read.", NO_ACTION),
    "R05": Text("Required cell is empty", "This required cell is empty, so its row is left out.", "{needs}"),
    "R06": Text("Not a number", "This is not a number.", "{needs}"),
    "R07": Text("Not a date", "This is not a date.", "{needs}"),
    "R08": Text("Not a period", "This is not a period.", "{needs}"),
    "R85": Text("Ambiguous period", "", "{needs}"),
    "R86": Text("Year and period that differ", "", "{needs}"),
    "R87": Text("Two steps for one time", "", "{needs}"),
    "R88": Text("Years with a hyphen, of two meanings", "", "{needs}"),
    "R115": Text("Scale that can't be used", "", "{needs}"),
    "R116": Text("Scale or RAG scheme not listed", "", "{needs}"),
    "R117": Text("Range that can't be used", "", "{needs}"),
    "R118": Text("RAG scheme that can't be used", "", "{needs}"),
    "R119": Text("RAG scheme that does not fit", "", "{needs}"),
    "P58": Text("Steps beside a range", "", "{needs}"),
    "P50": Text("No value is judged", "", "{needs}"),
    "R09": Text("Not one of the choices", "{typed} is not one of the choices.", "Choose one of: {choices}."),
    "R10": Text("Nearly one of the choices", "{typed} is not one of the choices.", "Did you mean “{suggestion}”? It was not read as that. Choose one of: {choices}."),
    "R11": Text("Other spelling", "{typed} was read as “{meant}”.", NO_ACTION),
    "R12": Text("Excel error in a cell", "The cell shows an Excel error.", "Correct the formula, or type the value: {expected}."),
    "R13": Text("Merged cells in a list", "Cells of this list are merged, and were read as one note.", "Unmerge them, and enter one value in each row."),
    "R14": Text("Duplicate row", "Row {other} already has {key}, so this row is left out.", "Keep one row for {key}."),
    "R15": Text("Name or code that is not on its list", "", "{needs}{suggestion}{more}"),
    "R16": Text("Value that is not possible", "This value is not possible.", "{needs}"),
    "R17": Text("Percentage or share of one", "This can be read as {low}% or as {high}%.", "Type it with its percent sign: {low}% or {high}%."),
    "R18": Text("Value in another form", "This was read as {meant}.", "No action needed if that is right."),
    "R19": Text("Rows below the list", "These rows are below the list, and were read.", "{needs}"),
    "R20": Text("Mark for missing data", "This was read as “{meant}”, never as zero.", "No action needed. You can also leave the cell empty."),
    "R21": Text("Part larger than the whole", "The part is larger than the whole.", "{needs}"),
    "R22": Text("Date out of order", "", "{needs}"),
    "R23": Text("0.0 FTE returned", "0.0 FTE was returned, so the practice gets no ratio.", "Leave the cell empty if the practice made no return: releases of 2015 to 2018 show 0 for that."),
    "R24": Text("Incomplete override", "This override is incomplete, so it is not applied.", "Enter the role that decided, the date and the reason."),
    "R25": Text("Acceptance that fits no warning", "This mark fits no warning.", "Delete the row: the cell has changed, the mark is mistyped, or the finding is not a warning (only warnings can be accepted)."),
    "R26": Text("List not found by its name", "This list was not found by its name, and was read by its headings.", "{needs}"),
    "R27": Text("Missing setting", "", "{needs}"),
    "R28": Text("Exempt row that is not fully marked", "This row is Exempt without a paragraph, a reason or a role.", "Enter the paragraph that exempts it, the public-interest reason and the role that decided."),
    "R29": Text("State and date that disagree", "", "{needs}"),
    "R30": Text("RAG without a reason", "This row is rated {entry} without a reason.", "Enter the reason in a few words."),
    "R31": Text("Total that differs from its parts", "The “{total}” row says {entry}, and its parts add up to {parts}.", "Correct the total or its parts, or remove one of them. The total was used."),
    "R32": Text("Practice without staff figures", "This practice has no staff figures for the latest period.", "Add its rows on Workforce. No action needed if none were published."),
    "R33": Text("Value that differs from its counts", "The value is {entry}, and numerator ÷ denominator gives {meant}.", "Correct the value or its counts."),
    "R34": Text("Wrong direction", "{typed} is the wrong direction for this measure.", "Choose “{meant}”."),
    "R35": Text("Marking that can't be read", "This marking can't be read, so the row counts as {level}: it is in no pack and in no return.", "{needs}"),
    "R36": Text("Exempt paragraph without the marking Exempt", "There is an exempt paragraph, and the row is not marked Exempt. It counts as {level}.", "Choose Exempt under Marking, or delete the paragraph."),
    "R37": Text("Merged marking cells", "Cells under {heading} are merged, so each of their rows counts as {level}.", "Unmerge them, and fill in each row."),
    "R38": Text("Markings that disagree", "", "{needs} Until then {level} applies to all of them."),
    "R39": Text("Restricted name in a text", "This names a {noun} that is marked {level}.", "Use other words, or give this row the same marking: see {where}. Until then the row is in no return, and no pack is made that would show it."),
    "R40": Text("NHS number", "This contains an NHS number.", _NEVER_IN_A_PACK),
    "R41": Text("Date of birth", "This contains a date of birth.", _NEVER_IN_A_PACK),
    "R42": Text("E-mail address", "This contains an e-mail address.", _NOT_IN_PUBLIC),
    "R43": Text("Telephone number", "This contains a telephone number.", _NOT_IN_PUBLIC),
    "R44": Text("Title with a name", "This contains a title with a name.", _ROLE_FOR_NAME),
    "R45": Text("Lead who is not a listed role", "{typed} is not a role on People and roles.", "Choose a role from the sheet “People and roles”, or add a row for it there.{suggestion}{accept}{more}"),
    "R46": Text("Name where a role belongs", "This looks like a person's name where a role belongs.", _ROLE_FOR_NAME),
    "R47": Text("Value that can't be read from the file", "The value of this cell can't be read from the file.", "Open the workbook in Excel, let it calculate, save, and try again; or type the value: {expected}."),
    "R49": Text("Cell far from all others", "This cell is far from all others: neither it nor anything beyond it was read.", "Move it next to the list, or delete it."),
    "R50": Text("Number out of range", "This number is too large or too close to 0.", "{needs} Numbers up to 1,000,000,000,000 are read, and none closer to 0 than 0.000000001."),
    "R60": Text("Denominator of 0", "The denominator is 0, and nothing can be divided by 0.", "Enter a denominator above 0, or leave {heading} empty."),
    "R61": Text("Value calculated from its counts", "The value was calculated from its counts: {counts} = {meant}.", "No action needed if that is right. Otherwise type the value.{more}"),
    "R62": Text("Counts without a value", "{counts} can't be turned into a value, because Unit does not say per how many, such as per 1,000 patients.", "Type the value, or complete the unit."),
    "R76": Text("Two totals for one day", "", "{needs}"),
    "R66": Text("Merger that leads nowhere", "", "{needs}"),
    "R67": Text("Two indicators with one measure", "Indicator {other} already has this measure, for the same organisation.", "Enter another measure. Until then both are shown; neither is recorded in an issue or compared with an earlier one."),
    "R63": Text("Not one rating", "This is not one rating.", "{needs}"),
    "R64": Text("Goal that can't be judged", "This goal can't be judged.", "{needs}"),
    "R65": Text("Goal and rating of different things", "", "{needs}"),
    "R68": Text("Duplicate reference", "Row {other} already has {key}, so this row is left out.", "Give each action a reference of its own. Excel turns 1.10 into the number 1.1: format the column as Text, then type the reference again."),
    "R69": Text("Reference that can be one of two actions", "This can be one of two actions.", "{needs}"),
    "R70": Text("Totals row", "{lines} not read as part of the list: figures are summed from its rows.", NO_ACTION),
    "R71": Text("Not a row of the list", "This is not a row of the list.", "{needs}"),
    "R72": Text("Repeated headings", "The headings are here again. {lines} not read as part of the list.", "No action needed. You can also delete them."),
    "R73": Text("Two columns with one heading", "Two columns have the same heading.", "{needs}"),
    "R74": Text("Second copy of a list", "A second list has the headings of {wanted}, and was not read.", "Move its rows to the list at {kept} if they belong there. Only that list was read."),
    "R75": Text("List not found on its sheet", "The list can't be found on its sheet.", "Enter a row of headings, such as {headings}, in one of the first 50 rows. If the list has no header row, switch it on (Table Design > Header Row)."),
    "R100": Text("Membership of something not listed", "", "{needs}"),
    "R101": Text("Level not listed", "", "{needs}"),
    "R102": Text("Groups in a circle", "", "{needs}"),
    "R103": Text("Membership without a date", "", "{needs}"),
    "R104": Text("Two groups of one level at one time", "", "{needs}"),
    "R105": Text("Name of a group used already", "", "{needs}"),
    "R106": Text("Membership outside the dates of its group", "", "{needs}"),
    "R107": Text("Successor that leads nowhere", "", "{needs}"),
    "R108": Text("Group in a group that is not above it", "", "{needs}"),
    "R95": Text("Word listed twice for one time", "", "{needs}"),
    "R96": Text("Word without a known meaning", "", "{needs}"),
    "R97": Text("Word used outside its time", "", "{needs}"),
    "R98": Text("Paragraph that is not listed", "", "{needs}"),
    "R99": Text("Not one of the words", "{typed} is neither a word of this tracker nor a general one.", "{needs}"),
    "R111": Text("Comparator that no indicator uses", "", "{needs}"),
    "R112": Text("Comparator that differs from another sheet", "", "{needs}"),
    "R113": Text("Comparator without a value", "", "{needs}"),
    "R114": Text("No values by organisation", "", "{needs}"),
    "P01": Text("Title and definition disagree", "The title and the definition run in opposite directions, so RAG and trajectory wait.", "Choose under “Definition ruling” which one applies."),
    "P02": Text("CQC share without a denominator", "This share of CQC ratings has no declared denominator, so its RAG waits.", "Choose Inspected practices or All practices, under “CQC denominator” here or on Settings."),
    "P03": Text("Target years that differ", "Action {action} says {other}, and this indicator says {year}.", "Use one target year in both."),
    "P04": Text("Percentage that fits no whole count", "", "{words}"),
    "P05": Text("GP measures that differ when converted", "", "{words}"),
    "P06": Text("Patients or weighted patients", "The title says patients, and the definition says weighted patients. It was read as {meant}.", "Use one of the two in both."),
    "P07": Text("Value of another period", "This value is not of the baseline year. The period shown is {meant}.", "No action needed if that is meant."),
    "P08": Text("Comparator not yet decided", "The target is a comparator, and nobody has decided yet whether it is fixed or moving.", "Choose under “Target kind”: fixed at {period}, or moving with {comparator}."),
    "P09": Text("Path that misses the national standard", "", "{words}"),
    "P10": Text("Limit worded two ways", "The title and the definition word the limit in two ways.", "Choose under “Boundary” whether the limit itself counts as inside.{meant}"),
    "P11": Text("Trajectory that is not a straight line, or has a gap", "", "{words}"),
    "P12": Text("Two things in one cell", "There are two things in this cell.", "{words}"),
    "P13": Text("“Excellent” is not a CQC rating", "“Excellent” is not a CQC rating. It was read as {meant}.", "Type Outstanding."),
    "P14": Text("Special measures and a rating in one outcome", "This outcome names both special measures and a rating.", "Write two outcomes: special measures is a state of its own, with entry and exit dates on CQC ratings."),
    "P15": Text("Incomplete action", "", "{needs}"),
    "P16": Text("Two kinds of delivery date in one cell", "", "{words}"),
    "P17": Text("Overdue", "This action was due by {meant}.", "Enter a completion date, or a new delivery date."),
    "P18": Text("Relative date", "“{words}” can't be judged without the day it was written.", "Enter a date."),
    "P19": Text("Drafting leftover", "This looks like something left over from drafting.", "{words}"),
    "P20": Text("Progress without news", "", "{words}"),
    "P21": Text("Not served by any action", "", "{words}"),
    "P22": Text("Hubs and centres of the same number", "There are as many hubs as programmes of the kind {centres}.", "No action needed: they are kept apart and never joined by their number."),
    "P23": Text("One thing under two names", "“{words}” is listed as another name of “{meant}”.", "No action needed: nothing was changed."),
    "P24": Text("Ambiguous frequency", "{typed} can mean two things.", "Write “every two months”, “twice a year” or “every two years”, and the months on Settings."),
    "P25": Text("Missing material", "The notes list this as missing.", "Add the material. No action needed if it stays missing."),
    "P26": Text("Date outside the plan period", "This date is outside the plan period, {period}.", "Correct the date, or the plan period on Settings."),
    "P27": Text("Text that looks cut off", "This starts or ends in the middle of a sentence, as text copied from a page does.", "Type the whole sentence."),
    "P57": Text("Words that are nearly the same", "", "{needs}"),
    "P40": Text("FTE and headcount that don't fit", "", "{needs}{history}"),
    "P41": Text("FTE and patients that don't fit", "", "{needs}{history}"),
    "P42": Text("List size that is not plausible", "", "{needs}"),
    "P43": Text("Numbers of patients that don't fit", "", "{needs}"),
    "P44": Text("Value that jumps from its history", "", "{needs}"),
    "P45": Text("Value far from its references", "", "{needs}{history}"),
    "P46": Text("Value that occurs elsewhere", "", "{needs}"),
    "P54": Text("Nobody approves", "No member is listed who was in office on the as-at date, so every pack stays a draft.", "Enter the members on People and roles, with Member under Audience."),
    "P55": Text("Pack for a body that does not meet", "No meeting of {typed} is on the Meetings sheet, so the cover has no date.", "Enter the next meeting, or correct the body."),
    "R90": Text("Claim without a number", "This is no number that the claim can be tested with: {typed}.", "Enter a number, such as all but 4, over 5 or at least 75%."),
    "R91": Text("Claim about an unknown measure", "The tracker has no measure called {typed}.", "Enter the short name or the number of an indicator, or a measure of staff such as patients_per_gp_fte."),
    "R92": Text("Claim without what its test needs", "The test “{test}” needs an entry under {column}.", "Enter it, or choose another test."),
    "R93": Text("Unknown section", "{typed} is not a section of a pack.", "Enter the names of sections as on the Contents sheet of a pack, separated by semicolons."),
    "R94": Text("Two packs of one name", "Two rows of the pack {typed} apply on the same day.", "Give one of them another name, or dates that don't overlap."),
    "R120": Text("Own column that isn't there", "The sheet {list_sheet} has no column headed {typed}.", "Enter the heading as it is on that sheet, or delete this row."),
    "R121": Text("Own column that is the program's", "{typed} is a column of the program on the sheet {list_sheet}, not one of your own.", "Delete this row: the program shows that column by its own rules."),
    "R123": Text("Unknown objective", "The Objectives sheet has no objective {typed}.", "Add a row for it there, or enter one that is listed."),
    "R124": Text("Objectives in a circle", "{typed} is a part of itself: {path}.", "Correct one of the entries under Part of."),
    "R122": Text("Own column that can't be handed out", "The column {typed} can't be handed out: {reason}.", "Enter No under In return, or correct the other entry."),
    "P28": Text("Target worse than the baseline", "The target ({target}) is worse than the baseline ({baseline}).", "Correct the direction, the target or the baseline; accept this if it is meant."),
    "P34": Text("No delivery date yet", "“{words}” gives no day to judge by.", "Enter a date as soon as one is set."),
    "P35": Text("Delivery date that says done", "“{words}” says that it is done, and leaves open which day it names.", "Enter the day it was done under Completed on, and when it was due under Delivery date."),
    "P36": Text("Only a start date", "“{words}” names no end.", "Enter the date it is to be done by, or Ongoing with a review date."),
}
# fmt: on


class Message(NamedTuple):
    """What a person reads of a finding. `problem` and `what_to_do` are whole sentences."""

    problem: str
    current_entry: str
    what_to_do: str

    @property
    def text(self) -> str:
        """The problem and what to do, in one paragraph."""
        return f"{self.problem} {self.what_to_do}"


def message(finding: Finding) -> Message:
    """Return the message of a finding. Raises KeyError for a code without words."""
    text = _text(finding.code)
    details = {name: _rendered(value) for name, value in finding.details.items()}
    problem, needs = "", ""
    name = next((name for name in ("needs", "words") if f"{{{name}}}" in text.action), "")
    if name in details:
        problem, needs = _problem_and_action(finding.details[name])
    entry = current_entry(finding.entry)
    values = _Values(
        {"heading": finding.heading, "entry": entry, "typed": _typed(finding.entry)}
        | details
        | {name or "needs": needs, "expected": str(details.get("needs", "")).rstrip(".")}
    )
    problem = problem or (text.problem or f"{text.title}.").format_map(values)
    return Message(_shortened(problem), entry, _shortened(text.action.format_map(values).strip()))


def title(code: str) -> str:
    """Return the short name of a kind of finding, without a full stop: 'Not a number'."""
    return _text(code).title


def _text(code: str) -> Text:
    if code in TEXTS:
        return TEXTS[code]
    from pc_workbook.wording.adopt_findings import TEXTS as OF_ADOPTING  # few findings are about these
    from pc_workbook.wording.kit_findings import TEXTS as OF_KITS
    from pc_workbook.wording.returns import TEXTS as OF_RETURNS

    return next(texts[code] for texts in (OF_RETURNS, OF_KITS, OF_ADOPTING) if code in texts)


class _Values(dict[str, str]):
    """The values of a template; one that a finding does not have is empty."""

    def __missing__(self, name: str) -> str:
        return ""


# --- the sentences of details


def detail_text(fact: Detail) -> str:
    """Return a fact about a cell in words. Raises KeyError for a code that no table has."""
    words = _sentences(fact)
    return words if isinstance(words, str) else " ".join(words)


def _sentences(fact: Detail) -> Sentences:
    text = _detail_texts().get(fact.code) or _rare_detail(fact.code)
    values = {name: detail_text(value) if isinstance(value, Detail) else value for name, value in fact.values.items()}
    if callable(text):
        return text(**values)
    if isinstance(text, str):
        return text.format_map(values)
    return text[0].format_map(values), text[1].format_map(values)


@cache
def _detail_texts() -> Mapping[str, DetailText]:
    from pc_workbook.wording.cell_errors import TEXTS as CELL_ERRORS
    from pc_workbook.wording.rule_texts import TEXTS as RULES

    return {**CELL_ERRORS, **RULES}


def _rare_detail(code: str) -> DetailText:
    """Return the sentences of a detail about a kit, a return or a mapping: few runs have any."""
    from pc_workbook.wording.adopt_findings import DETAILS as OF_ADOPTING
    from pc_workbook.wording.kit_findings import DETAILS as OF_KITS
    from pc_workbook.wording.returns import DETAILS as OF_RETURNS

    return next(texts[code] for texts in (OF_RETURNS, OF_KITS, OF_ADOPTING) if code in texts)


def _rendered(value: object) -> str:
    if isinstance(value, Detail):
        return _shortened(detail_text(value))
    return cell_text(value) if isinstance(value, float | date) else _shortened(str(value))


#: How the catalogue of columns names what a cell takes.
_A_THING: Final = re.compile(r"(?:an?|the|one|your|any|full-time) ")


def _problem_and_action(needs: object) -> tuple[str, str]:
    """Return the problem ('' where the kind's own words say it) and what to do, each as a sentence."""
    words = _sentences(needs) if isinstance(needs, Detail) else str(needs)
    if not isinstance(words, str):
        return _sentence(words[0]), _sentence(words[1])
    if isinstance(needs, Detail) or not _A_THING.match(words):
        return "", _sentence(words)
    return "", _sentence(f"Enter {words}")


def _sentence(words: str) -> str:
    closed = words.endswith((".", "?", ".”", "?”", "…"))
    return f"{words[:1].upper()}{words[1:]}{'' if closed or not words else '.'}"


# --- the current entry


def current_entry(value: object) -> str:
    """Return what a cell holds, as a person would read it out; a long text is cut.

    >>> current_entry("Good"), current_entry("Good "), current_entry(None)
    ('Good', '“Good ”', '(empty)')
    """
    text = cell_text(value)
    if (
        isinstance(value, str)
        and text
        and text != value
        and len(value) <= LONGEST_QUOTED
        and not _BREAKS.intersection(value)
    ):
        return f"“{value}”"  # in quotation marks, so that a blank at its end can be seen
    return text if len(text) <= LONGEST_ENTRY else text[: LONGEST_ENTRY - 1] + "…"


def _typed(value: object) -> str:
    """Return the entry in quotation marks, as part of a sentence."""
    text = cell_text(value) if _BREAKS.intersection(str(value)) else str(value)
    return f"“{text}”" if len(text) <= LONGEST_TYPED else f"“{text[: LONGEST_TYPED - 1]}…”"


def _shortened(words: str) -> str:
    """Return words of a message; a whole cell in them would bury what is said about it."""
    return words if len(words) <= LONGEST_DETAIL else words[: LONGEST_DETAIL - 1] + "…"


# --- several findings


class FindingGroup(NamedTuple):
    """Findings with one cause, and the message for all of them."""

    findings: tuple[Finding, ...]
    message: Message

    @property
    def first(self) -> Finding:
        return self.findings[0]

    @property
    def where(self) -> str:
        """The address of the first cell, with the next ones: "Workforce!D2, D3, D4 and 64 more"."""
        first, *others = dict.fromkeys(finding.where for finding in self.findings)
        if not others:
            return first
        sheet = first.rpartition("!")[0]
        cells = [first, *(cell.removeprefix(f"{sheet}!") for cell in others[: CELLS_NAMED - 1])]
        left = len(others) - len(cells) + 1
        return f"{', '.join(cells)} and {left:,} more" if left else listed(cells)


def grouped(findings: Iterable[Finding]) -> tuple[FindingGroup, ...]:
    """Return the findings with those of one cause together, in the order of the first of each.

    One cause: the same kind and severity, the same pattern of message, in one column of one sheet, and all of them
    accepted or none.
    """
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_cause(finding), []).append(finding)
    return tuple(FindingGroup(tuple(group), _shared_message(group)) for group in groups.values())


def _cause(finding: Finding) -> tuple[object, ...]:
    pattern = tuple(value.code for value in finding.details.values() if isinstance(value, Detail))
    column = finding.cell.rstrip("0123456789")
    return finding.code, finding.severity, pattern, finding.sheet, column, finding.accepted is not None


def _shared_message(group: Sequence[Finding]) -> Message:
    """Return the one message of a group; where the problems differ, the kind's title with the first as an example."""
    first = message(group[0])
    if len(group) == 1:
        return first
    others = [message(finding) for finding in group[1:]]
    entries = dict.fromkeys((first.current_entry, *(other.current_entry for other in others)))
    entry = first.current_entry if len(entries) == 1 else f"{first.current_entry}, and others"
    same_problem = all(other.problem == first.problem for other in others)
    same_action = all(other.what_to_do == first.what_to_do for other in others)
    problem = first.problem if same_problem else f"{title(group[0].code)}. The first: {first.problem}"
    action = first.what_to_do if same_action else f"In the first: {first.what_to_do}"
    return Message(problem, entry, action)


def message_lines(group: FindingGroup) -> list[str]:
    """Return the lines of findings with one cause for a terminal."""
    text = group.message
    return [
        f"{group.first.severity}  {group.where}: {text.problem}",
        f"    Current entry: {text.current_entry}",
        f"    What to do: {text.what_to_do}",
    ]


def group_lines(group: FindingGroup) -> list[str]:
    """Return the lines of a tracker's findings with one cause; the marks by which warnings are accepted come last."""
    first, lines = group.first, message_lines(group)
    if first.accepted is not None:
        lines.append(f"    Accepted by {first.accepted.accepted_by}: {first.accepted.reason}")
    elif first.severity is Severity.WARNING:
        lines.append(f"    To accept: {', '.join(dict.fromkeys(finding.mark for finding in group.findings))}")
    return lines


def summary(findings: Iterable[Finding]) -> str:
    """Return how many findings there are of each severity, without a full stop; accepted warnings are counted apart.

    >>> summary(())
    'No errors, warnings or notes'
    """
    every = tuple(findings)
    counts = [counted(sum(f.severity is severity and f.accepted is None for f in every), str(severity).lower())
              for severity in Severity]  # fmt: skip
    accepted = sum(finding.accepted is not None for finding in every)
    words = listed(counts) if every else "No errors, warnings or notes"
    return f"{words} ({counted(accepted, 'warning')} accepted)" if accepted else words


def blocked_words(blockers: Iterable[Blocker]) -> str:
    """Return why an indicator is not judged: 'not a number (Indicators!S7); title and definition disagree'."""
    return "; ".join(dict.fromkeys(map(_blocker_words, blockers)))


def _blocker_words(blocker: Blocker) -> str:
    words = title(blocker.code)
    if not words[1:2].isupper():  # "CQC" keeps its capitals
        words = f"{words[:1].lower()}{words[1:]}"
    return f"{words} ({blocker.where})" if blocker.code.startswith("R") else words
