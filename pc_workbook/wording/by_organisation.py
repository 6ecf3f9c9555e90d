"""Headings, notes and words of the tables of indicators by practice, locality and group."""

from collections.abc import Iterable, Mapping, Sequence

from pc_workbook.measures.results import IndicatorByOrganisation, OrganisationValue, Trend
from pc_workbook.model.indicator import Direction, Indicator, Rag
from pc_workbook.wording.headings import COMPARATOR
from pc_workbook.wording.indicator_sheets import indicator_name
from pc_workbook.wording.numbers import counted
from pc_workbook.wording.rag import rag_reason
from pc_workbook.wording.sentences import capital, paragraph, sentence

#: The arrow is the way the value went, the word whether that is better.
TRENDS: Mapping[Trend, str] = {
    Trend.UP_BETTER: "↑ better",
    Trend.UP_WORSE: "↑ worse",
    Trend.DOWN_BETTER: "↓ better",
    Trend.DOWN_WORSE: "↓ worse",
    Trend.UP: "↑ up",
    Trend.DOWN: "↓ down",
    Trend.UNCHANGED: "→ unchanged",
}
TREND = "Trend"
COMPARATOR_PERIOD = "Comparator period"
HOW_TO_READ = (
    "Rank 1 is the best of the values of the newest period. Trend compares a value with the one before of a period like it: the "
    "arrow says which way the value went. Each value is judged by the indicator's own target and trajectory."
)
YOUR_VALUES = "Values of your practices"
YOUR_VALUES_NOTE = "For information. To correct a value, write to the team that keeps the tracker."


def section_heading(kind: str) -> str:
    """Return the heading of the section: "Indicators by practice"."""
    return f"Indicators by {kind}"


def kind_heading(kind: str) -> str:
    """Return the heading of the column that names places of a kind: "Locality"."""
    return capital(kind)


def left_out_words(practices: int, most: int) -> str:
    """Return why values by practice may be missing: there are many practices."""
    return (
        f"There are {practices:,} open practices. With more than {most}, an indicator is listed by practice only where the "
        "Indicators sheet has Yes under Show by organisation."
    )


def comparator_heading(indicator: Indicator, values: Iterable[OrganisationValue], others: Sequence[str]) -> str:
    """Return the heading of the comparator's column: its name, or "Comparator" where it has the name of another column."""
    names = {each.comparator.name for each in values if each.comparator}
    name = names.pop() if len(names) == 1 else indicator.comparator_name or ""
    taken = {other.casefold() for other in others}
    return name if name and name.casefold() not in taken else COMPARATOR


def trend_words(trend: Trend | None) -> str | None:
    """Return a trend as an arrow and a word; None where there is none."""
    return TRENDS[trend] if trend else None


def about_indicator(each: IndicatorByOrganisation, values: Sequence[OrganisationValue]) -> str:
    """Return what is counted, which way is better, how many have each RAG, and why the others have none."""
    indicator = each.indicator
    better = "" if indicator.better is None else str(indicator.better)
    unit = indicator.unit or ""
    counts = [(rag, sum(value.rag.rag is rag for value in values)) for rag in Rag]
    return paragraph((unit, better, ", ".join(f"{rag}: {count}" for rag, count in counts if count), *_why(values)))


def _why(values: Sequence[OrganisationValue]) -> Iterable[str]:
    """Yield each reason for having no RAG, with how many have it."""
    found: dict[str, int] = {}
    for value in values:
        if value.rag.rag is Rag.NOT_RATED and (why := rag_reason(value.rag)):
            found[why] = found.get(why, 0) + 1
    everyone = len(found) == 1 and sum(found.values()) == len(values)
    for why, count in found.items():
        yield f"not rated: {why}" if everyone else f"not rated ({counted(count, 'value')}): {why}"


def table_title(indicator: Indicator) -> str:
    """Return the heading of an indicator's table."""
    return indicator_name(indicator)


def no_direction(indicator: Indicator) -> str:
    """Return that values have no rank; "" where they have one."""
    if indicator.direction in (None, Direction.NEUTRAL):
        return sentence("The indicator has no direction, so its values have no rank")
    return ""
