"""Risks and missing material: what may go wrong, why, who can act, and what has not been received."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pc_workbook.measures.actions.reason_codes import Flag
from pc_workbook.measures.results import ActionState, OrdinalState, Results
from pc_workbook.model.indicator import Rag
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.views.cell_links import subject_of
from pc_workbook.views.parts import Column, Heading, Paragraph, Sheet, Style, Table
from pc_workbook.views.workbook.method_notes import NOTHING_MISSING, missing_material, missing_words
from pc_workbook.wording.actions import state_words as action_state_words
from pc_workbook.wording.findings import current_entry
from pc_workbook.wording.indicators import state_words
from pc_workbook.wording.numbers import count_words, counted, listed
from pc_workbook.wording.rag import rag_reason
from pc_workbook.wording.sentences import numbered, paragraph, sentence

NAME = "Risks"
COLUMNS = (
    Column("No.", Style.WHOLE),
    Column("Risk", Style.LONG_TEXT, 38),
    Column("Concerns", Style.TEXT, 24),
    Column("Why it is a risk", Style.LONG_TEXT, 56),
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
    """Return the sheet of risks and missing material."""
    found = list(_risks(results))
    rows = tuple((n, r.what, r.concerns, sentence(r.why) or None, r.power or None) for n, r in enumerate(found, 1))
    parts = (
        Heading("Risks and missing material", level=1),
        Paragraph("Listed automatically from the figures and dates of this edition; not ranked."),
        Table("pc_risks", COLUMNS, rows, "No risk was found."),
        Heading("Missing material"),
        _missing_table(findings, intake),
    )  # fmt: skip
    return Sheet(NAME, parts, "Risks, who has the power to act, and missing material.")


def _missing_table(findings: Sequence[Finding], intake: Intake) -> Table:
    rows = tuple(
        (n, missing_words(current_entry(f.entry)), _location(f, intake))
        for n, f in enumerate(missing_material(findings), 1)
    )
    return Table("pc_missing", MISSING_COLUMNS, rows, NOTHING_MISSING)


def _location(found: Finding, intake: Intake) -> str:
    """Return the sheet of a finding and what its row is about: on paper nobody can look a cell up."""
    about = subject_of([found], intake)
    return found.sheet if about == found.sheet else f"{found.sheet}: {about[0].lower()}{about[1:]}"


def _risks(results: Results) -> Iterable[Risk]:
    yield from _late_actions(results)
    yield from _missed_targets(results)
    yield from _special_measures(results)
    yield from _not_rated(results)
    yield from _without_lead(results)
    yield from _without_action(results)
    yield from _without_return(results)


def _late_actions(results: Results) -> Iterable[Risk]:
    for result in results.actions:
        if result.state is ActionState.OVERDUE:
            power = str(result.action.power_to_act or "")
            yield Risk(
                "An action is overdue", f"Action {result.action.letter}", action_state_words(result.reason), power
            )
    unreviewed = [r.action.letter for r in results.actions if r.state is ActionState.ONGOING_NO_REVIEW]
    if unreviewed:
        why = "ongoing work without a review date is never overdue, so nothing prompts a review"
        yield Risk("Ongoing work has no review date", _about("action", unreviewed), why)
    stale = [
        r.action.letter for r in results.actions if any(flag.code in (Flag.STALE, Flag.NO_PROGRESS) for flag in r.flags)
    ]
    if stale:
        yield Risk("Progress is old or missing", _about("action", stale), "see the last two reports on each action")


def _missed_targets(results: Results) -> Iterable[Risk]:
    for result in results.indicators:
        power = str(result.indicator.power_to_act or "")
        if result.state is OrdinalState.NOT_MET:
            yield Risk("A rating misses its goal", _indicator(result.indicator.number), state_words(result), power)
        elif result.rag.rag is Rag.RED:
            yield Risk("An indicator is Red", _indicator(result.indicator.number), rag_reason(result.rag), power)


def _special_measures(results: Results) -> Iterable[Risk]:
    organisations = [row.organisation for row in results.cqc.special_measures]
    if organisations:
        why = f"{counted(len(organisations), 'practice')} in special measures on the as-at date"
        yield Risk("Practices are in special measures", listed(organisations), why, INFLUENCE)


def _not_rated(results: Results) -> Iterable[Risk]:
    reasons: dict[str, list[int]] = {}
    for result in results.indicators:
        if result.rag.rag is Rag.NOT_RATED:
            reasons.setdefault(rag_reason(result.rag) or "no reason given", []).append(result.indicator.number)
    for reason, numbers in reasons.items():
        yield Risk("Progress can't be judged", _about("indicator", numbers), reason)


def _without_lead(results: Results) -> Iterable[Risk]:
    without = [result.action.letter for result in results.actions if not result.action.lead]
    if without:
        why = f"{len(without)} of {len(results.actions)} actions have no lead of their own"
        yield Risk("An action has no lead", _about("action", without), why)


def _without_action(results: Results) -> Iterable[Risk]:
    indicators = [result.indicator.number for result in results.indicators if not result.actions]
    if indicators and results.actions:
        why = "no action in this edition is linked to them"
        yield Risk("Indicators without an action", _about("indicator", indicators), why)
    functions = [function.number for function in results.functions if not function.is_served]
    if functions:
        why = "no action or programme in this edition serves them"
        yield Risk("Functions without an action or programme", _about("function", functions), why)


def _without_return(results: Results) -> Iterable[Risk]:
    count = results.area.practices_without_return
    if count:
        why = f"{count_words(count)} of {counted(results.area.practices, 'practice')} returned no GP FTE"
        yield Risk("Staff figures are incomplete", counted(count, "practice"), paragraph((why,)))


def _about(noun: str, items: Sequence[object]) -> str:
    text = numbered(noun, items)
    return text[:1].upper() + text[1:]


def _indicator(number: int) -> str:
    return f"Indicator {number}"
