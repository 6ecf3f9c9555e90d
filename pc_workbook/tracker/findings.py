"""Findings: what is wrong in a tracker, each with its cell. Facts only: `wording/findings.py` makes the messages.

The catalogue is one table. A finding is not an exception: all of them are collected in one pass. Error: a figure can't
be calculated or would be false. Warning: a person should check it, and may accept it. Note: it was understood; tidy up
when convenient.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from pc_workbook.cells.addresses import cell_reference
from pc_workbook.model.governance import Acceptance
from pc_workbook.model.question import Blocker
from pc_workbook.tracker.detail import NO_VALUES


class Severity(StrEnum):
    """How much a finding matters; in this order."""

    ERROR = "Error"
    WARNING = "Warning"
    NOTE = "Note"


class Kind(NamedTuple):
    """One kind of finding: its code, its usual severity, and a name for whoever reads the program."""

    code: str
    severity: Severity
    name: str


E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CATALOGUE = (
    Kind("R01", E, "sheet_missing"),
    Kind("R02", E, "column_missing"),
    Kind("R03", N, "heading_written_differently"),
    Kind("R04", N, "extra_column"),
    Kind("R05", E, "required_cell_empty"),
    Kind("R06", E, "not_a_number"),
    Kind("R07", E, "not_a_date"),
    Kind("R08", E, "not_a_period"),
    Kind("R09", E, "not_a_choice"),
    Kind("R10", E, "nearly_a_choice"),
    Kind("R11", N, "other_spelling"),
    Kind("R12", E, "excel_error"),
    Kind("R13", W, "merged_cells"),
    Kind("R14", E, "duplicate_row"),
    Kind("R15", W, "unknown_name"),
    Kind("R16", E, "value_not_possible"),
    Kind("R17", E, "percentage_or_share"),
    Kind("R18", N, "value_in_another_form"),
    Kind("R19", N, "rows_below_the_list"),
    Kind("R20", N, "mark_for_missing_data"),
    Kind("R21", E, "part_larger_than_whole"),
    Kind("R22", W, "dates_out_of_order"),
    Kind("R23", W, "zero_fte"),
    Kind("R24", W, "override_incomplete"),
    Kind("R25", N, "acceptance_without_warning"),
    Kind("R26", N, "list_found_by_headings"),
    Kind("R27", E, "setting_missing"),
    Kind("R28", W, "exempt_row_incomplete"),
    Kind("R29", W, "state_and_date_disagree"),
    Kind("R30", W, "rag_without_reason"),
    Kind("R31", W, "total_differs_from_parts"),
    Kind("R32", N, "practice_without_staff"),
    Kind("R33", E, "value_differs_from_counts"),
    Kind("R34", E, "wrong_direction"),
    Kind("R35", E, "marking_unreadable"),
    Kind("R36", W, "paragraph_without_exempt"),
    Kind("R37", W, "marking_merged"),
    Kind("R38", W, "markings_disagree"),
    Kind("R39", W, "restricted_name_in_text"),
    Kind("R40", W, "nhs_number"),
    Kind("R41", W, "date_of_birth"),
    Kind("R42", W, "email_address"),
    Kind("R43", W, "telephone_number"),
    Kind("R44", W, "titled_name"),
    Kind("R45", W, "lead_not_a_role"),
    Kind("R46", W, "name_where_role_belongs"),
    Kind("R47", E, "formula_without_result"),
    Kind("R49", W, "distant_cell"),
    Kind("R50", E, "number_out_of_range"),
    Kind("R60", E, "denominator_zero"),
    Kind("R61", N, "value_from_counts"),
    Kind("R62", E, "counts_without_value"),
    Kind("R76", E, "two_totals_for_one_day"),
    Kind("R66", W, "merger_leads_nowhere"),
    Kind("R67", W, "duplicate_measure"),
    Kind("R63", E, "not_one_rating"),
    Kind("R64", E, "goal_not_measurable"),
    Kind("R65", E, "goal_and_rating_differ"),
    Kind("R68", E, "duplicate_reference"),
    Kind("R69", E, "ambiguous_reference"),
    Kind("R70", N, "totals_row"),
    Kind("R71", W, "not_a_row"),
    Kind("R72", N, "repeated_headings"),
    Kind("R73", W, "duplicate_heading"),
    Kind("R74", W, "second_list"),
    Kind("R75", E, "list_not_found"),
    Kind("R85", E, "ambiguous_period"),
    Kind("R86", E, "year_and_period_differ"),
    Kind("R87", E, "two_steps_for_one_time"),
    Kind("R88", E, "hyphenated_years"),
    Kind("R115", E, "scale_incomplete"),
    Kind("R116", E, "unknown_scale_or_scheme"),
    Kind("R117", E, "range_incomplete"),
    Kind("R118", E, "rag_scheme_contradicts_itself"),
    Kind("R119", E, "rag_scheme_does_not_fit"),
    Kind("P50", W, "value_without_like_step"),
    Kind("R100", E, "membership_of_unknown"),
    Kind("R101", E, "level_unknown"),
    Kind("R102", E, "group_in_a_circle"),
    Kind("R103", E, "membership_without_date"),
    Kind("R104", E, "memberships_overlap"),
    Kind("R105", E, "group_name_taken"),
    Kind("R106", E, "membership_outside_group"),
    Kind("R107", E, "successor_leads_nowhere"),
    Kind("R108", E, "group_not_above"),
    Kind("P58", W, "steps_beside_a_range"),
    Kind("R95", E, "word_times_overlap"),
    Kind("R96", E, "word_without_meaning"),
    Kind("R97", W, "word_outside_its_time"),
    Kind("R98", W, "paragraph_not_listed"),
    Kind("R99", E, "not_one_of_the_words"),
    Kind("R111", W, "comparator_not_used"),
    Kind("R112", E, "comparator_differs"),
    Kind("R113", E, "comparator_without_value"),
    Kind("R114", W, "no_value_by_organisation"),
    Kind("P01", E, "title_and_definition_opposed"),
    Kind("P02", E, "cqc_denominator_undeclared"),
    Kind("P03", W, "target_years_differ"),
    Kind("P04", W, "percentage_of_no_count"),
    Kind("P05", N, "gp_measures_differ"),
    Kind("P06", W, "weighted_or_not"),
    Kind("P07", N, "baseline_of_another_year"),
    Kind("P08", W, "comparator_undecided"),
    Kind("P09", N, "path_misses_standard"),
    Kind("P10", N, "limit_worded_two_ways"),
    Kind("P11", N, "trajectory_not_straight"),
    Kind("P12", W, "two_things_in_one_cell"),
    Kind("P13", W, "excellent_is_no_rating"),
    Kind("P14", W, "special_measures_and_rating"),
    Kind("P15", W, "action_incomplete"),
    Kind("P16", W, "two_kinds_of_delivery"),
    Kind("P17", W, "overdue"),
    Kind("P18", W, "relative_date"),
    Kind("P19", N, "drafting_leftover"),
    Kind("P20", W, "progress_without_news"),
    Kind("P21", W, "without_action"),
    Kind("P22", N, "hubs_and_centres"),
    Kind("P23", N, "other_name"),
    Kind("P24", W, "ambiguous_frequency"),
    Kind("P25", N, "material_missing"),
    Kind("P26", W, "outside_plan_period"),
    Kind("P27", N, "text_cut_off"),
    Kind("P40", W, "fte_and_headcount"),
    Kind("P41", W, "fte_and_patients"),
    Kind("P42", W, "list_size_not_plausible"),
    Kind("P43", W, "patient_numbers_disagree"),
    Kind("P44", W, "value_jumps"),
    Kind("P45", W, "value_far_from_references"),
    Kind("P46", W, "value_repeated"),
    Kind("P28", W, "target_worse_than_baseline"),
    Kind("P34", W, "no_delivery_date"),
    Kind("P35", W, "delivery_says_done"),
    Kind("P36", W, "only_a_start_date"),
    Kind("P54", W, "nobody_approves"),
    Kind("P55", W, "body_without_meeting"),
    Kind("R90", E, "claim_without_number"),
    Kind("R91", E, "claim_of_unknown_measure"),
    Kind("R92", E, "claim_incomplete"),
    Kind("R93", E, "unknown_section"),
    Kind("R94", E, "packs_overlap"),
    Kind("P57", N, "words_nearly_the_same"),
    Kind("R120", E, "own_column_missing"),
    Kind("R121", E, "own_column_is_the_programs"),
    Kind("R123", E, "unknown_objective"),
    Kind("R124", E, "objectives_in_a_circle"),
    Kind("R122", E, "own_column_not_handed_out"),
)
KINDS = {kind.code: kind for kind in CATALOGUE}


class Finding(NamedTuple):
    """One thing wrong, as facts.

    `entry` is what the cell contains (masked where it is personal data), `row` what names its row, `heading` its column.
    `details` fill the message. `touches` are the numbers of the indicators whose figures rest on it. `mark` names the
    finding for as long as the cell contains the same; a person accepts a warning by it.
    """

    code: str
    severity: Severity
    sheet: str
    cell: str
    entry: object
    mark: str
    row: str = ""
    heading: str = ""
    details: Mapping[str, object] = NO_VALUES
    touches: tuple[int, ...] = ()
    accepted: Acceptance | None = None

    def __hash__(self) -> int:
        """By what names a finding, since `details` have no hash of their own."""
        return hash((self.code, self.sheet, self.cell, self.mark))

    @property
    def where(self) -> str:
        """The address as Excel writes it: 'Action progress'!C7."""
        return cell_reference(self.sheet, self.cell)


def finding(
    code: str,
    sheet: str,
    cell: str,
    entry: object,
    *,
    row: str = "",
    heading: str = "",
    severity: Severity | None = None,
    touches: tuple[int, ...] = (),
    **details: object,
) -> Finding:
    """Return a finding of a kind of the catalogue. `details` fill its message; a `Detail` among them has a sentence.

    `row` is what names the row (its key, not its number), so that sorting a list leaves its marks alone.
    """
    return finding_of(
        KINDS[code], sheet, cell, entry, row=row, heading=heading, severity=severity, touches=touches, **details
    )


def finding_of(
    kind: Kind,
    sheet: str,
    cell: str,
    entry: object,
    *,
    row: str = "",
    heading: str = "",
    severity: Severity | None = None,
    touches: tuple[int, ...] = (),
    **details: object,
) -> Finding:
    """Return a finding of a kind of another catalogue."""
    missing = str(details.get("missing", ""))
    named = "|".join((kind.code, sheet, row or cell, heading, cell_text(entry), missing))
    mark = f"{kind.code}-{hashlib.sha256(named.encode()).hexdigest()[:6].upper()}"
    return Finding(kind.code, severity or kind.severity, sheet, cell, entry, mark, row, heading, details, touches)


def cell_text(value: object) -> str:
    """Return the whole of what a cell contains as text, with single blanks. Marks are made of it: it must not change.

    >>> cell_text(None), cell_text(0.1 + 0.2), cell_text(date(2017, 3, 15)), cell_text(" two  words ")
    ('(empty)', '0.3', '15/03/2017', 'two words')
    """
    if value is None or value == "":
        return "(empty)"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time | timedelta):
        return _clock_text(value)
    return " ".join(str(value).split())


def _clock_text(value: time | timedelta) -> str:
    """Return a time of day or a length of time as a clock shows it: 12:00, 36:30, 00:00:15."""
    whole = (
        value
        if isinstance(value, timedelta)
        else timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    )
    minutes, seconds = divmod(int(whole.total_seconds()), 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")


def in_order(findings: Iterable[Finding], sheets: tuple[str, ...]) -> tuple[Finding, ...]:
    """Return each finding once: errors first, then warnings and notes, by sheet in the order of the tabs, then by row."""
    rank = {severity: n for n, severity in enumerate(Severity)}
    place = {name: n for n, name in enumerate(sheets)}
    return tuple(
        sorted(
            _without_repeats(findings),
            key=lambda finding: (
                rank[finding.severity],
                place.get(finding.sheet, 99),
                _cell_order(finding),
                finding.code,
            ),
        )
    )


def _without_repeats(findings: Iterable[Finding]) -> Iterator[Finding]:
    kept: dict[tuple[str, str, str, str], list[Finding]] = {}
    for finding in findings:
        alike = kept.setdefault((finding.code, finding.sheet, finding.cell, cell_text(finding.entry)), [])
        if all(finding.details != other.details for other in alike):
            alike.append(finding)
    return (finding for alike in kept.values() for finding in alike)


def _cell_order(finding: Finding) -> tuple[int, int, str]:
    letters = finding.cell.rstrip("0123456789")
    return int(finding.cell[len(letters) :] or 0), len(letters), letters


def with_acceptances(findings: Iterable[Finding], accepted: Mapping[str, Acceptance]) -> tuple[Finding, ...]:
    """Return the same findings; each warning that a person accepted carries who did, when and why."""
    return tuple(f._replace(accepted=accepted.get(f.mark)) if f.severity is Severity.WARNING else f for f in findings)


def blocked_indicators(findings: Iterable[Finding]) -> dict[int, tuple[Blocker, ...]]:
    """Return, by indicator number, the errors for which its RAG and trajectory wait."""
    blocked: dict[int, tuple[Blocker, ...]] = {}
    for finding in findings:
        if finding.severity is Severity.ERROR:
            for number in finding.touches:
                blocked[number] = (*blocked.get(number, ()), Blocker(finding.code, finding.where))
    return blocked
