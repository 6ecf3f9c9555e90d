"""What an edition does not show, in sentences that reveal nothing of it."""

from collections.abc import Iterator, Mapping

from pc_workbook.disclosure.edition import Permitted, WithheldRows
from pc_workbook.disclosure.permitted_rows import RowReason, WithheldRow
from pc_workbook.disclosure.suppressed import SuppressionCounts
from pc_workbook.wording.numbers import counted, is_or_are, listed

NOUNS: Mapping[str, tuple[str, str]] = {
    "tblPractices": ("practice", "practices"),
    "tblActions": ("action", "actions"),
    "tblActionProgress": ("report on progress", "reports on progress"),
    "tblMilestones": ("milestone", "milestones"),
    "tblProgressHistory": ("earlier report on progress", "earlier reports on progress"),
    "tblProgrammes": ("programme", "programmes"),
}
REASONS: Mapping[RowReason, str] = {
    RowReason.EXEMPT: "exempt information",
    RowReason.INTERNAL: "marked Internal",
    RowReason.NOT_PUBLIC: "not marked Public",
    RowReason.MARKING_UNREADABLE: "the marking can't be read",
    RowReason.ABOUT_HIDDEN: "about something that is not shown",
}
#: What is counted, and its treatment in a public or guest edition; docs/editions.md has the same table.
SUPPRESSION_RULES: tuple[tuple[str, str], ...] = (
    ("Numerator and denominator of a practice or locality (Observations, Indicators), where they count people",
     "1 to 7, a difference of 1 to 7 between the two, or a base under 10: suppressed with its rate. Others: to the nearest 5, and the rate is that of the rounded counts."),
    ("Numerator and denominator of the area or a provider, where they count people",
     "1 to 7, a difference of 1 to 7 between the two, or a base under 10: suppressed with its rate. Others: as published."),
    ("A value that is itself a count of people: its unit has no “per” and no “%”, or is for a time (patients per month)",
     "1 to 7: suppressed. Others: to the nearest 5 for a practice or locality, else as published."),
    ("A rate without counts, where its base is in the tracker: list sizes, registers, other counts of the same organisation",
     "Suppressed where the resulting count, or the rest of the base, may be 1 to 7. Others: as published."),
    ("Comparator of an indicator whose value is a count of people", "1 to 7: suppressed."),
    ("Register of a long-term condition", "1 to 7: suppressed with its achievement. Others: to the nearest 5."),
    ("Headcount of staff", "Not shown."),
    ("List sizes, weighted lists, full-time equivalents and their ratios",
     "As published; suppressed only where the figures of a practice that is not shown could be calculated from them."),
    ("Targets, trajectories and national standards", "Unchanged: they are aims, not counts of people."),
    ("Counts of practices, inspections, ratings, actions and findings", "Unchanged: they are not counts of people."),
)  # fmt: skip
PROTECTS_PRACTICE = "so that those of a practice that is not shown can't be worked out"


def withheld_sentences(permitted: Permitted) -> tuple[str, ...]:
    """Return one sentence for each reason why rows are withheld, and one for findings; none where everything is shown."""
    rows = sorted(permitted.withheld, key=lambda rows: _reason(rows.reason))
    return (*map(_rows_sentence, rows), *_findings_sentence(permitted.findings_withheld))


def _rows_sentence(rows: WithheldRows) -> str:
    nouns = listed([counted(count, *NOUNS[table]) for table, count in rows.counts])
    verb = is_or_are(sum(count for _, count in rows.counts))
    return f"{nouns} {verb} not shown: {_reason(rows.reason)}."


def _reason(row: WithheldRow) -> str:
    return f"{REASONS[row.reason]} (paragraph {row.paragraph})" if row.paragraph else REASONS[row.reason]


def _findings_sentence(count: int) -> Iterator[str]:
    if count:
        yield f"{counted(count, 'finding')} {is_or_are(count)} not shown: about cells that are not in this edition."


def suppression_sentences(numbers: SuppressionCounts) -> tuple[str, ...]:
    """Return what was suppressed and rounded, in counts."""
    return (*_staff_sentences(numbers), *_people_sentences(numbers))


def _staff_sentences(numbers: SuppressionCounts) -> Iterator[str]:
    if numbers.practices:
        yield f"The staff figures of {counted(numbers.practices, 'practice')} are suppressed, {PROTECTS_PRACTICE}."
    if numbers.localities:
        localities = counted(numbers.localities, "locality", "localities")
        yield f"The staff figures of {localities} are suppressed, {PROTECTS_PRACTICE}."
    if numbers.groups:
        yield f"The staff figures of {counted(numbers.groups, 'group')} are suppressed, {PROTECTS_PRACTICE}."
    if numbers.area:
        yield f"Staff figures of the whole area are suppressed, {PROTECTS_PRACTICE}."


def _people_sentences(numbers: SuppressionCounts) -> Iterator[str]:
    if numbers.small:
        yield (
            f"{counted(numbers.small, 'figure')} about people {is_or_are(numbers.small)} suppressed: a count or a "
            "difference from 1 to 7, or a base under 10."
        )
    if numbers.secondary:
        yield (
            f"{counted(numbers.secondary, 'more figure')} {is_or_are(numbers.secondary)} suppressed, so that no total, "
            "other period or earlier edition reveals those."
        )
    if numbers.rounded:
        yield f"{counted(numbers.rounded, 'figure')} about people {is_or_are(numbers.rounded)} rounded to the nearest 5."
