"""Risks and missing material: what may go wrong, why it is thought so, who can act, and what nobody has sent."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pc_workbook.measures.results import ActionState, OrdinalState, Results
from pc_workbook.model.indicator import Rag
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.views.cell_links import concerned
from pc_workbook.views.parts import Column, Heading, Sheet, Style, Table, Words
from pc_workbook.views.sentences import numbered, paragraph, sentence
from pc_workbook.views.workbook.method_notes import NOTHING_MISSING, missed, missing_material
from pc_workbook.wording.findings import current_entry
from pc_workbook.wording.numbers import count_words, counted, listed

NAME = "Risks"
COLUMNS = (
    Column("No.", Style.WHOLE),
    Column("Risk", Style.LONG_TEXT, 38),
    Column("Concerns", Style.TEXT, 24),
    Column("Why it is one", Style.LONG_TEXT, 56),
    Column("Power to act", Style.TEXT, 16),
)
MISSING_COLUMNS = (
    Column("No.", Style.WHOLE),
    Column("What is missing", Style.LONG_TEXT, 38),
    Column("Where it is noted", Style.TEXT, 24),
)
INFLUENCE = "Influence only"


class Risk(NamedTuple):
    """One thing that may go wrong."""

    what: str
    concerns: str
    why: str
    power: str = ""


def risks_sheet(results: Results, intake: Intake, findings: Sequence[Finding]) -> Sheet:
    """What may go wrong, then what is not to hand."""
    found = list(_risks(results))
    rows = tuple((n, r.what, r.concerns, sentence(r.why) or None, r.power or None) for n, r in enumerate(found, 1))
    parts = (
        Heading("Risks and missing material", level=1),
        Words("Taken from the figures and dates of this edition, by fixed rules. Nobody has weighed them against each other."),
        Table("pc_risks", COLUMNS, rows, "None of the rules found a risk."),
        Heading("Material that is not to hand"),
        _missing_table(findings, intake),
    )  # fmt: skip
    return Sheet(NAME, parts, "For the meeting: what may go wrong, who can act, and what nobody has sent.")


def _missing_table(findings: Sequence[Finding], intake: Intake) -> Table:
    rows = tuple(
        (n, missed(current_entry(f.entry)), _noted(f, intake)) for n, f in enumerate(missing_material(findings), 1)
    )
    return Table("pc_missing", MISSING_COLUMNS, rows, NOTHING_MISSING)


def _noted(found: Finding, intake: Intake) -> str:
    """The sheet, and what its row is about: a reader of paper has no cells to look up."""
    about = concerned([found], intake)
    return found.sheet if about == found.sheet else f"{found.sheet}: {about[0].lower()}{about[1:]}"


def _risks(results: Results) -> Iterable[Risk]:
    yield from _late(results)
    yield from _behind(results)
    yield from _special_measures(results)
    yield from _unjudged(results)
    yield from _unled(results)
    yield from _unserved(results)
    yield from _without_return(results)


def _late(results: Results) -> Iterable[Risk]:
    for result in results.actions:
        if result.state is ActionState.OVERDUE:
            power = str(result.action.power_to_act or "")
            yield Risk("An action is overdue", f"Action {result.action.letter}", result.words, power)
    unreviewed = [r.action.letter for r in results.actions if r.state is ActionState.ONGOING_NO_REVIEW]
    if unreviewed:
        why = "ongoing work without a review date can never be late, and so is never looked at"
        yield Risk("Ongoing work has no review date", _about("action", unreviewed), why)
    stale = [r.action.letter for r in results.actions if any("older than" in f or "no progress" in f for f in r.flags)]
    if stale:
        yield Risk("Progress is old or missing", _about("action", stale), "see the last two reports on each action")


def _behind(results: Results) -> Iterable[Risk]:
    for result in results.indicators:
        power = str(result.indicator.power_to_act or "")
        if result.state is OrdinalState.NOT_MET:
            yield Risk("A rating misses its goal", _indicator(result.indicator.number), result.state_words, power)
        elif result.rag.rag is Rag.RED:
            yield Risk("An indicator is Red", _indicator(result.indicator.number), result.rag.reason, power)


def _special_measures(results: Results) -> Iterable[Risk]:
    held = [row.organisation for row in results.cqc.special_measures]
    if held:
        why = f"{counted(len(held), 'practice')} in special measures on the as-at date"
        yield Risk("Practices are in special measures", listed(held), why, INFLUENCE)


def _unjudged(results: Results) -> Iterable[Risk]:
    reasons: dict[str, list[int]] = {}
    for result in results.indicators:
        if result.rag.rag is Rag.NOT_RATED:
            reasons.setdefault(result.rag.reason or "no reason given", []).append(result.indicator.number)
    for reason, numbers in reasons.items():
        yield Risk("Nobody can say whether it improves", _about("indicator", numbers), reason)


def _unled(results: Results) -> Iterable[Risk]:
    without = [result.action.letter for result in results.actions if not result.action.lead]
    if without:
        why = f"{len(without)} of {len(results.actions)} actions name no lead of their own"
        yield Risk("Nobody is named to lead", _about("action", without), why)


def _unserved(results: Results) -> Iterable[Risk]:
    indicators = [result.indicator.number for result in results.indicators if not result.actions]
    if indicators and results.actions:
        why = "no action of this edition is linked to them"
        yield Risk("Targets without an action", _about("indicator", indicators), why)
    functions = [number for number, _, served in results.functions if not served]
    if functions:
        why = "no action and no programme of this edition serves them"
        yield Risk("Functions that nothing serves", _about("function", functions), why)


def _without_return(results: Results) -> Iterable[Risk]:
    count = results.area.practices_without_return
    if count:
        why = f"{count_words(count)} of {counted(results.area.practices, 'practice')} returned no GP FTE"
        yield Risk("Staff figures are incomplete", counted(count, "practice"), paragraph((why,)))


def _about(noun: str, items: Sequence[object]) -> str:
    said = numbered(noun, items)
    return said[:1].upper() + said[1:]


def _indicator(number: int) -> str:
    return f"Indicator {number}"
