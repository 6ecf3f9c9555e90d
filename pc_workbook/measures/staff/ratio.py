"""Staff ratios: patients per full-time-equivalent (FTE) GP, and FTE staff per 1,000 patients.

They are two measures. Neither is converted into the other: weighting and missing returns differ.
Zero FTE gives no value, never infinity and never 0, because a missing return looks the same.
"""

from enum import StrEnum

from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.measures.results import Ratio
from pc_workbook.stats.columns import on_columns

PER = 1000


class StaffReason(StrEnum):
    """Why a staff figure is missing, incomplete or in question. The comment of a code names its values."""

    NO_VALUE = "no_staff_value"
    NO_RETURN = "no_fte_returned"
    ZERO_FTE = "zero_fte_returned"
    NO_PATIENTS = "number_of_patients_not_known"
    NO_COMPARATOR = "no_england_figure"
    NO_ROW = "no_workforce_row"  # period
    UNREAD = "staff_cell_unread"  # entry
    TWO_TOTALS = "two_totals_of_one_day"  # group, lower, higher: FTE
    NOT_BOTH = "no_practice_with_fte_and_patients"  # patients: "registered" or "weighted"
    OMITS_INCOMPLETE = "omits_practices_without_both"  # practices
    OMITS_MISSING = "omits_practices_without_fte_or_patients"  # practices, patients
    OMITS_UNREAD = "omits_practices_unread"  # practices
    OMITS_CLOSED = "omits_practices_closed_since"  # practices
    OMITS_MERGED = "omits_practices_merged_since_list"  # practices
    INCLUDES_MERGED = "includes_practices_merged_since"  # practices
    OMITS_DISPUTED = "omits_practices_in_two_groups"  # practices
    OMITS_JOINED = "omits_practices_joined_since"  # practices
    INCLUDES_LEFT = "includes_practices_left_since"  # practices
    INCLUDES_PREDECESSORS = "includes_practices_of_predecessors"  # groups, practices
    NO_MEMBERS = "no_practice_in_group"
    COUNTS_QUESTIONED = "counts_practices_in_question"  # practices
    IN_QUESTION = "staff_value_in_question"  # cells
    FROM_RETURN = "patients_from_workforce_return"
    FROM_LIST = "patients_from_practice_list"  # period: of the list, or None
    PERIOD_COVERS_FEW = "latest_period_covers_few"  # latest, covered, practices, shown


NO_RETURN = (reason(StaffReason.NO_RETURN),)
ZERO_FTE = (reason(StaffReason.ZERO_FTE),)
NO_PATIENTS = (reason(StaffReason.NO_PATIENTS),)
NO_COMPARATOR = (reason(StaffReason.NO_COMPARATOR),)
NO_VALUE = (reason(StaffReason.NO_VALUE),)


@on_columns
def patients_per_fte(patients: float | None, fte: float | None) -> Ratio:
    """Return patients divided by full-time equivalents; single values or columns.

    A missing part, no patients or 0 FTE gives no value, with its reason.

    >>> round(patients_per_fte(168_094, 70.8316).value, 1)
    2373.1
    >>> patients_per_fte(4_786, 0.0).why == ZERO_FTE
    True
    """
    why = _missing_part(patients, fte)
    if why or patients is None or fte is None:
        return Ratio(None, patients, fte, why)
    return Ratio(patients / fte, patients, fte)


@on_columns
def per_1000(fte: float | None, patients: float | None) -> Ratio:
    """Return full-time equivalents per 1,000 patients; single values or columns.

    A missing part, no patients or 0 FTE gives no value, with its reason.

    >>> round(per_1000(70.8316, 168_094).value, 4)
    0.4214
    """
    why = _missing_part(patients, fte)
    if why or patients is None or fte is None:
        return Ratio(None, fte, patients, why)
    return Ratio(PER * fte / patients, fte, patients)


@on_columns
def times_comparator(value: float | None, comparator: float | None) -> Ratio:
    """Return a value divided by its comparator; single values or columns.

    >>> round(times_comparator(2072, 1321).value, 2)
    1.57
    """
    if value is None:
        return Ratio(None, value, comparator, NO_VALUE)
    if not comparator:
        return Ratio(None, value, comparator, NO_COMPARATOR)
    return Ratio(value / comparator, value, comparator)


def times_ratio(ratio: Ratio, comparator: float | None) -> Ratio:
    """Return a ratio divided by its comparator. A ratio without a value passes on its reasons."""
    times = times_comparator(ratio.value, comparator)
    return times._replace(why=ratio.why) if ratio.value is None and ratio.why else times


def _missing_part(patients: float | None, fte: float | None) -> tuple[Reason, ...]:
    if fte is None:
        return NO_RETURN
    if fte == 0:
        return ZERO_FTE
    return () if patients else NO_PATIENTS


def omission(code: StaffReason, practices: int, **values: object) -> tuple[Reason, ...]:
    """Return the reason that a sum leaves out or includes some practices; none for 0 practices."""
    return (reason(code, practices=practices, **values),) if practices else ()
