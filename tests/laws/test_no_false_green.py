"""A law: typing anything into one value cell of a sound tracker never turns a figure Green that was not, without a finding
on that cell; unless what was typed is a value, which tests/support/typed_values.py decides on its own.

The full size (PC_WORKBOOK_FULL=1) makes 20,000 edits.
"""

import os
from datetime import date, datetime, time
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from pc_workbook.model.indicator import Rag
from pc_workbook.tracker.findings import Severity
from pc_workbook.wording.findings import current_entry
from tests.support.kinds_tracker import INDICATORS, SCALES, SCHEMES, VALUES, kinds_tracker, observations
from tests.support.typed_values import TYPED, is_mark, meaning, number_of, signed_of, usual_form
from tests.support.value_tracker import ROWS, address_of, judged, sound_tracker, value_cells

EDITS = 20_000 if os.environ.get("PC_WORKBOOK_FULL") else 250
NUMBERS = st.floats(-2000, 20_000, allow_nan=False).map(lambda n: round(n, 2)) | st.sampled_from(
    [725.0, 9111.0, 0.725, -5.0]
)
NO_NUMBERS = (
    st.dates(date(1990, 1, 1), date(2030, 12, 31)) | st.times().map(lambda t: t.replace(microsecond=0)) | st.booleans()
)
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2030, 12, 31))
WHOLE, COUNTED = ("headcount",), ("numerator", "denominator", "baseline_numerator", "baseline_denominator")


def is_share(table: str, field: str, row: int) -> bool:
    """Whether a cell asks for a percentage: by the kind of the indicator that its row belongs to."""
    if table not in ("tblIndicators", "tblTrajectory", "tblObservations") or field in COUNTED:
        return False
    number = ROWS[table][row]["number" if table == "tblIndicators" else "indicator"]
    kinds = {one["number"]: one["kind"] for one in ROWS["tblIndicators"]}
    return bool(kinds[number] == "Percentage")


def is_value(raw: object, *, share: bool, distance: bool) -> bool:
    """Whether a cell holds one value and nothing else. A distance of half a point may be typed bare."""
    if distance and share:
        return distance_in_points(raw) is not None
    if isinstance(raw, str):
        return meaning(raw, share=share) is not None
    if isinstance(raw, bool) or not isinstance(raw, float):
        return False
    return not share or raw == 0 or 1 < raw <= 100


def distance_in_points(raw: object) -> float | None:
    """A distance between percentages: a number, a percentage, or so many points."""
    plain = usual_form(raw).casefold() if isinstance(raw, str) else ""
    for unit in ("percentage points", "percentage point", "points", "point", "ppts", "ppt", "pp"):
        if plain.endswith(unit):
            plain = plain.removesuffix(unit).rstrip()
            break
    else:
        if (signed := signed_of(plain)) is not None:
            return signed if 0 <= signed <= 100 else None
    found = float(raw) if type(raw) is float else number_of(plain)
    return found if found is not None and 0 <= found <= 100 else None


as_it_was = cache(lambda: judged(sound_tracker()))


@settings(max_examples=EDITS, deadline=None, derandomize=True)
@given(st.sampled_from(value_cells()), TYPED.filter(str.strip) | NUMBERS | NO_NUMBERS | MOMENTS)
def test_no_edit_of_a_value_makes_a_figure_green_unnoticed(cell: tuple[str, str, int], raw: object) -> None:
    _, before_findings, before, _ = as_it_was()
    sheet, address = address_of(*cell)
    _, findings, after, _ = judged(sound_tracker().changed([(sheet, address, raw)]))
    known = {found.code for found in before_findings if (found.sheet, found.cell) == (sheet, address)}
    new = [found for found in findings if (found.sheet, found.cell) == (sheet, address) and found.code not in known]
    legitimate = is_value(raw, share=is_share(*cell), distance=cell[1] == "tolerance")
    turned = [number for number, rag in after.items() if rag is Rag.GREEN and before[number] is not Rag.GREEN]
    assert not turned or new or legitimate
    if not legitimate and not (isinstance(raw, str) and is_mark(raw)):
        errors = [found for found in new if found.severity is not Severity.NOTE]
        assert not errors or {found.code for found in errors} - {"R43"}, "looks like a telephone number, and was read"
        aside = [found for found in new if found.code in ("P19", "R18")]  # words as a note; points as a distance
        assert errors or aside, (sheet, address, raw)
        assert all(
            current_entry(found.entry) == current_entry(raw) for found in errors if not "R40" <= found.code <= "R46"
        )  # those hide numbers


# --- every kind of indicator, and every scheme

KIND_CELLS = {
    "tblIndicators": ("target", "tolerance", "range_from", "range_to", "scale", "rag_scheme", "baseline"),
    "tblObservations": ("value",),
    "tblScales": ("word", "order"),
    "tblRagSchemes": ("word", "low", "high", "rule", "counts_as"),
}
KIND_LISTS = {
    "tblIndicators": INDICATORS,
    "tblObservations": observations(VALUES),
    "tblScales": SCALES,
    "tblRagSchemes": SCHEMES,
}
WORDS = st.sampled_from(
    ["Yes", "no", "y", "Substantial", "Partial", "None", "Not yet assessed", "Assurance", "Corporate", "Bands", "Ranges", "Words", "Close",
     "Band", "Range", "Distance", "Red", "Green", "Amber", "Complete", "£1.2m", "£5", "9 days", "2 weeks", "3:30", "12:00", "1 hour", "abc"]
)  # fmt: skip
kinds_as_they_were = cache(lambda: judged(kinds_tracker()))


def is_of_its_kind(table: str, field: str, row: int, raw: object) -> bool:
    """Whether a cell of the lists of kinds holds what belongs there, so that it may well make a figure Green."""
    words = raw.strip().casefold() if isinstance(raw, str) else ""
    if table == "tblScales":
        return (field == "order" and plain_number(raw)) or (field == "word" and bool(words))
    if table == "tblRagSchemes":
        return plain_number(raw) if field in ("low", "high") else bool(words)
    if field in ("scale", "rag_scheme"):
        return bool(words)
    number = int(KIND_LISTS[table][row]["number" if table == "tblIndicators" else "indicator"])
    kind = next(one["kind"] for one in INDICATORS if one["number"] == number)
    match kind:
        case "Yes/No":
            return (
                words in ("yes", "y", "true")
                or raw is True
                or (field == "target" and words in ("no", "n", "false", "true"))
            )
        case "Ordinal":
            return any(str(one["word"]).casefold() in words for one in SCALES)
        case "Money" | "Duration":
            return plain_number(raw) or any(ch.isdigit() for ch in words) or isinstance(raw, time)
        case _:
            return is_value(raw, share=kind == "Percentage", distance=field == "tolerance")


def plain_number(raw: object) -> bool:
    return type(raw) is float or (isinstance(raw, str) and number_of(usual_form(raw)) is not None)


KIND_PLACES = [
    (table, field, row)
    for table, fields in KIND_CELLS.items()
    for field in fields
    for row in range(len(KIND_LISTS[table]))
]


@settings(max_examples=EDITS, deadline=None, derandomize=True)
@given(st.sampled_from(KIND_PLACES), TYPED.filter(str.strip) | NUMBERS | NO_NUMBERS | WORDS)
def test_no_edit_turns_a_figure_of_any_kind_or_scheme_green_unnoticed(cell: tuple[str, str, int], raw: object) -> None:
    _, before_findings, before, _ = kinds_as_they_were()
    sheet, address = address_of(*cell)
    _, findings, after, _ = judged(kinds_tracker().changed([(sheet, address, raw)]))
    known = {(found.code, found.cell) for found in before_findings if found.sheet == sheet}
    new = [found for found in findings if found.sheet == sheet and (found.code, found.cell) not in known]
    turned = [number for number, rag in after.items() if rag is Rag.GREEN and before[number] is not Rag.GREEN]
    assert not turned or new or is_of_its_kind(*cell, raw), (cell, raw, turned)
    if any(found.severity is Severity.ERROR for found in new) and cell[0] in ("tblScales", "tblRagSchemes"):
        users = {
            int(one["number"]) for one in INDICATORS if one.get("scale" if cell[0] == "tblScales" else "rag_scheme")
        }
        assert not users & set(turned), (cell, raw, turned)
