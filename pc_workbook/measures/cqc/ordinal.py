"""The CQC's rating scale as ranks and steps, and ratings against rating goals.

The scale has four steps. "Not inspected", "Not yet rated" and "Insufficient evidence" are outside it and have no rank.
Working towards a goal counts only with evidence: a plan, a date within a year, a named source.
"""

from datetime import date

from pc_workbook.measures.results import OrdinalState
from pc_workbook.model.cqc import SCALE, Inspection, Rating
from pc_workbook.model.period import months_between
from pc_workbook.model.target import OrdinalGoal
from pc_workbook.stats.columns import on_columns
from pc_workbook.wording.numbers import day_words, quoted

EVIDENCE_MONTHS = 12


@on_columns
def rating_rank(rating: Rating | None) -> int | None:
    """Return 1 for Inadequate to 4 for Outstanding; None for no rating and for the states outside the scale.

    >>> rating_rank([Rating.GOOD, Rating.NOT_INSPECTED])
    [3, None]
    """
    return SCALE.index(rating) + 1 if rating in SCALE else None


@on_columns
def steps_of_change(old: Rating | None, new: Rating | None) -> int | None:
    """Return how many steps of the scale a rating went up (+) or down (-); None where either is outside the scale."""
    before, after = rating_rank(old), rating_rank(new)
    return None if before is None or after is None else after - before


def ordinal_state(
    rating: Rating | None, goal: OrdinalGoal | None, evidence: Inspection | None, as_at: date | None
) -> tuple[OrdinalState, str]:
    """How a rating stands to its goal, and why in words.

    Met at the goal's rating or better. Working towards only where the goal allows it and `evidence`, the
    inspection that gave the rating, holds it (see `evidence_missing`). Unknown without a rating on the
    scale or without a goal.
    """
    rank = rating_rank(rating)
    if rank is None:
        return OrdinalState.UNKNOWN, f"no rating on the scale{f' ({rating})' if rating else ''}"
    if goal is None:
        return OrdinalState.UNKNOWN, f"{rating}; no goal is set"
    aim = rating_rank(goal.rating)
    if aim is None:
        return OrdinalState.UNKNOWN, f"{rating}; the goal {goal.rating} is no step of the scale"
    if rank >= aim:
        return OrdinalState.MET, f"{rating} meets {quoted(goal.words)}"
    if not goal.or_working_towards:
        return OrdinalState.NOT_MET, f"{rating} is below {goal.rating}"
    missing = evidence_missing(evidence, as_at)
    if missing:
        return OrdinalState.NOT_MET, f"{rating}; no evidence of working towards {goal.rating}: {missing}"
    return OrdinalState.WORKING_TOWARDS, f"{rating}; {_evidence_words(evidence)}"


def evidence_missing(evidence: Inspection | None, as_at: date | None) -> str:
    """What is missing from the evidence of working towards a rating; '' where it is whole.

    It needs an improvement plan, a plan date within 12 months before or after the as-at date, and a named
    source.
    """
    if evidence is None or not evidence.improvement_plan:
        return "no improvement plan"
    if evidence.improvement_plan_date is None or as_at is None:
        return "no date" if as_at else "no as-at date"
    if not _within_a_year(evidence.improvement_plan_date, as_at):
        return f"the plan's date, {day_words(evidence.improvement_plan_date)}, is more than a year away"
    return "" if evidence.improvement_plan_source else "no named source"


def _within_a_year(day: date, as_at: date) -> bool:
    first, last = sorted((day, as_at))
    months = months_between(first, last)
    return months < EVIDENCE_MONTHS or (months == EVIDENCE_MONTHS and first.day == last.day)


def _evidence_words(evidence: Inspection | None) -> str:
    if evidence is None or evidence.improvement_plan_date is None:
        return ""
    when = day_words(evidence.improvement_plan_date)
    return f"{evidence.improvement_plan} ({when}, source: {evidence.improvement_plan_source})"
