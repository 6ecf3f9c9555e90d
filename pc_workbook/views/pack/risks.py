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
from pc_workbook.views.workbook.method_notes import missing_material
from pc_workbook.wording import headings
from pc_workbook.wording import pack_sheets as texts
from pc_workbook.wording.action_sheets import action_label
from pc_workbook.wording.actions import state_words as action_state_words
from pc_workbook.wording.findings import current_entry
from pc_workbook.wording.indicator_sheets import indicator_label
from pc_workbook.wording.indicators import state_words
from pc_workbook.wording.numbers import listed
from pc_workbook.wording.overview_sheets import NOTHING_MISSING, missing_words
from pc_workbook.wording.rag import rag_reason
from pc_workbook.wording.sentences import sentence

COLUMNS = (
    Column(headings.NUMBER, Style.WHOLE),
    Column(headings.RISK, Style.LONG_TEXT, 38),
    Column(headings.CONCERNS, Style.TEXT, 24),
    Column(headings.WHY_IT_IS_A_RISK, Style.LONG_TEXT, 56),
    Column(headings.POWER_TO_ACT, Style.TEXT, 16),
)
MISSING_COLUMNS = (
    Column(headings.NUMBER, Style.WHOLE),
    Column(headings.WHAT_IS_MISSING, Style.LONG_TEXT, 38),
    Column(headings.WHERE_IT_IS_NOTED, Style.TEXT, 24),
)


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
        Heading(texts.RISKS_AND_MISSING, level=1),
        Paragraph(texts.RISKS_NOTE),
        Table("pc_risks", COLUMNS, rows, texts.NO_RISKS),
        Heading(texts.MISSING_MATERIAL),
        _missing_table(findings, intake),
    )  # fmt: skip
    return Sheet(texts.RISKS, parts, texts.RISKS_DESCRIPTION)


def _missing_table(findings: Sequence[Finding], intake: Intake) -> Table:
    rows = tuple(
        (n, missing_words(current_entry(f.entry)), _location(f, intake))
        for n, f in enumerate(missing_material(findings), 1)
    )
    return Table("pc_missing", MISSING_COLUMNS, rows, NOTHING_MISSING)


def _location(found: Finding, intake: Intake) -> str:
    """Return the sheet of a finding and what its row is about: on paper nobody can look a cell up."""
    return texts.subject_on_sheet(found.sheet, subject_of([found], intake))


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
            yield Risk(texts.RISK_OVERDUE, action_label(result.action.letter), action_state_words(result.reason), power)
    unreviewed = [r.action.letter for r in results.actions if r.state is ActionState.ONGOING_NO_REVIEW]
    if unreviewed:
        why = texts.WHY_NO_REVIEW
        yield Risk(texts.RISK_NO_REVIEW, texts.actions_concerned(unreviewed), why)
    stale = [
        r.action.letter for r in results.actions if any(flag.code in (Flag.STALE, Flag.NO_PROGRESS) for flag in r.flags)
    ]
    if stale:
        yield Risk(texts.RISK_OLD_PROGRESS, texts.actions_concerned(stale), texts.WHY_OLD_PROGRESS)


def _missed_targets(results: Results) -> Iterable[Risk]:
    for result in results.indicators:
        power = str(result.indicator.power_to_act or "")
        if result.state is OrdinalState.NOT_MET:
            yield Risk(texts.RISK_GOAL_MISSED, indicator_label(result.indicator.number), state_words(result), power)
        elif result.rag.rag is Rag.RED:
            yield Risk(texts.RISK_RED, indicator_label(result.indicator.number), rag_reason(result.rag), power)


def _special_measures(results: Results) -> Iterable[Risk]:
    organisations = [row.organisation for row in results.cqc.special_measures]
    if organisations:
        why = texts.in_special_measures(len(organisations))
        yield Risk(texts.RISK_SPECIAL_MEASURES, listed(organisations), why, texts.INFLUENCE)


def _not_rated(results: Results) -> Iterable[Risk]:
    reasons: dict[str, list[int]] = {}
    for result in results.indicators:
        if result.rag.rag is Rag.NOT_RATED:
            reasons.setdefault(rag_reason(result.rag) or headings.NO_REASON_GIVEN, []).append(result.indicator.number)
    for reason, numbers in reasons.items():
        yield Risk(texts.RISK_NOT_JUDGED, texts.indicators_concerned(numbers), reason)


def _without_lead(results: Results) -> Iterable[Risk]:
    without = [result.action.letter for result in results.actions if not result.action.lead]
    if without:
        why = texts.without_own_lead(len(without), len(results.actions))
        yield Risk(texts.RISK_NO_LEAD, texts.actions_concerned(without), why)


def _without_action(results: Results) -> Iterable[Risk]:
    indicators = [result.indicator.number for result in results.indicators if not result.actions]
    if indicators and results.actions:
        yield Risk(
            texts.RISK_UNSERVED_INDICATORS, texts.indicators_concerned(indicators), texts.WHY_UNSERVED_INDICATORS
        )
    functions = [function.number for function in results.functions if not function.is_served]
    if functions:
        yield Risk(texts.RISK_UNSERVED_FUNCTIONS, texts.functions_concerned(functions), texts.WHY_UNSERVED_FUNCTIONS)


def _without_return(results: Results) -> Iterable[Risk]:
    count = results.area.practices_without_return
    if count:
        why = texts.without_gp_return(count, results.area.practices)
        yield Risk(texts.RISK_STAFF_INCOMPLETE, texts.practices_concerned(count), why)
