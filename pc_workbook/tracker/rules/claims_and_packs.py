"""Rules for the lists of claims and of kinds of pack: each claim can be tested, and each pack can be made."""

from collections.abc import Iterator

from pc_workbook.model.claim import NEEDED, ListedClaim, parse_bound
from pc_workbook.model.indicator import FIXED_DIRECTIONS
from pc_workbook.model.pack import PackKind, unknown_sections
from pc_workbook.model.plain_letters import name_key
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import CLAIMS, PACK_KINDS
from pc_workbook.tracker.rules.rule import Rule, each_row, row_finding

OF_PRACTICES = frozenset({*FIXED_DIRECTIONS, "deprivation_score"})  # measures that no indicator need have


def claims_have_numbers(intake: Intake) -> Iterator[Finding]:
    """Check that a claim's value is a number, where its test needs one (R90)."""
    for read, entry, row in each_row(intake, CLAIMS):
        is_needed = "value" in NEEDED[row.test] or row.value
        if is_needed and parse_bound(row.value) is None:
            yield row_finding(read, entry, "value", "R90", row.value)


def claims_name_measures(intake: Intake) -> Iterator[Finding]:
    """Check that a claim is about measures that the tracker has (R91)."""
    known = {*OF_PRACTICES, *(row.key for row in intake.tracker.indicators)}
    known |= {str(row.number) for row in intake.tracker.indicators}
    for read, entry, row in each_row(intake, CLAIMS):
        for field in ("measure", "second_measure"):
            name = getattr(row, field)
            if name and name not in known:
                yield row_finding(read, entry, field, "R91", name)


def claims_have_what_their_test_needs(intake: Intake) -> Iterator[Finding]:
    """Check that a claim has the comparator, the organisation or the second measure that its test needs (R92)."""
    for read, entry, row in each_row(intake, CLAIMS):
        for field in _lacking(row):
            yield row_finding(read, entry, field, "R92", None, test=row.test, column=CLAIMS.by_field[field].heading)


def _lacking(row: ListedClaim) -> Iterator[str]:
    return (field for field in NEEDED[row.test] if field != "value" and not getattr(row, field))


def packs_have_known_sections(intake: Intake) -> Iterator[Finding]:
    """Check that the sections of a pack are sections there are (R93)."""
    for read, entry, row in each_row(intake, PACK_KINDS):
        for name in unknown_sections(row):
            yield row_finding(read, entry, "sections", "R93", name)


def packs_of_one_name_follow_each_other(intake: Intake) -> Iterator[Finding]:
    """Check that no two kinds of pack of one name are in force on the same day (R94)."""
    earlier: dict[str, list[PackKind]] = {}
    for read, entry, row in each_row(intake, PACK_KINDS):
        others = earlier.setdefault(name_key(row.pack), [])
        if any(_overlap(row, other) for other in others):
            yield row_finding(read, entry, "pack", "R94", row.pack)
        others.append(row)


def _overlap(first: PackKind, second: PackKind) -> bool:
    def begins_in_time(one: PackKind, other: PackKind) -> bool:
        return one.starts is None or other.ends is None or one.starts <= other.ends

    return begins_in_time(first, second) and begins_in_time(second, first)


def packs_are_for_bodies_that_meet(intake: Intake) -> Iterator[Finding]:
    """Check that the body of a pack has meetings on the list (P55)."""
    bodies = [(meeting.body or "").casefold() for meeting in intake.tracker.meetings]
    for read, entry, row in each_row(intake, PACK_KINDS):
        if not any(row.body.casefold() in body for body in bodies):
            yield row_finding(read, entry, "body", "P55", row.body)


RULES: tuple[Rule, ...] = (
    claims_have_numbers,
    claims_name_measures,
    claims_have_what_their_test_needs,
    packs_have_known_sections,
    packs_of_one_name_follow_each_other,
    packs_are_for_bodies_that_meet,
)
