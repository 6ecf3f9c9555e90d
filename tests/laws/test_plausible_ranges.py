"""Values as practices have them raise no question, and the same values off by a factor do: drawn, and of real files.

The rates of false alarms and of detection that docs/methods.md states are measured here.
"""

from collections.abc import Callable, Mapping
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pc_workbook.tracker.findings import Severity
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.tracker.rules.plausible_limits import FAR_OUT_LISTED
from tests.support import real_data
from tests.support.real_data import Rows
from tests.support.typed_tracker import SETTLED, tracker_of

CODES = frozenset({"R76", "P40", "P41", "P42", "P43", "P44", "P45", "P46"})
LATER = {**SETTLED, "as_at": date(2026, 3, 1)}
many = settings(max_examples=200, deadline=None, derandomize=True)
KEY = {
    "tblWorkforce": "practice",
    "tblConditions": "practice",
    "tblObservations": "organisation",
    "tblPractices": "code",
}


def asked(rows: Rows) -> set[tuple[str, int]]:
    """The rows, by table and number, of which something is asked."""
    intake = read_tracker(tracker_of(rows, LATER))
    tables = {read.sheet: table for table, read in intake.lists.items()}
    return {
        (tables[one.sheet], int(one.cell.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 2)
        for one in find_all(intake)
        if one.sheet in tables
        and (one.code in CODES or (one.severity is Severity.ERROR and one.code in ("R16", "R17", "R21")))
    }


# ---------------------------------------------------------------------------- drawn values


@st.composite
def practices_as_they_are(draw: st.DrawFn) -> Rows:
    """One practice: its list, three returns of GPs with their headcount, a weighted list."""
    size = draw(st.integers(1_500, 30_000))
    per_1000 = draw(st.floats(0.2, 0.7))
    returned = []
    for period in ("September 2015", "March 2016", "September 2016"):
        patients = round(size * draw(st.floats(0.95, 1.05)))
        fte = round(max(0.4, patients * per_1000 / 1000 * draw(st.floats(0.85, 1.15))), 2)
        headcount = max(1, round(fte / draw(st.floats(0.5, 1.1))))
        returned.append({"practice": "V90001", "period": period, "staff_group": "All GPs", "fte": fte,
                         "headcount": float(headcount), "registered_patients": float(patients)})  # fmt: skip
    weighted = round(size * draw(st.floats(0.75, 1.25)))
    practice = {"code": "V90001", "name": "Surgery", "registered_patients": float(size), "weighted_patients": float(weighted),
                "list_as_at": "2016"}  # fmt: skip
    return {"tblPractices": [practice], "tblWorkforce": returned}


FACTORS = st.sampled_from([10.0, 37.5, 100.0, 1000.0, 0.01, 0.001])
CELLS = st.sampled_from([("tblWorkforce", n, "fte") for n in range(3)] + [("tblWorkforce", n, "registered_patients") for n in range(3)]
                        + [("tblPractices", 0, "registered_patients"), ("tblPractices", 0, "weighted_patients")])  # fmt: skip


@many
@given(practices_as_they_are())
def test_practices_as_they_are_raise_no_question(rows: Rows) -> None:
    assert asked(rows) == set()


@many
@given(practices_as_they_are(), CELLS, FACTORS)
def test_a_value_off_by_a_factor_raises_a_question(rows: Rows, cell: tuple[str, int, str], factor: float) -> None:
    table, n, field = cell
    typed = [dict(row) for row in rows[table]]
    typed[n][field] *= factor
    assert asked({**rows, table: typed})


def series_of(kind: str, values: list[float]) -> Rows:
    sign = "%" if kind == "Percentage" else ""
    months = ("August", "September", "October", "November", "December", "January")
    return {
        "tblIndicators": [{"number": 1.0, "title": "A figure", "kind": kind, "unit": "per 1,000" if not sign else None}],
        "tblObservations": [
            {"indicator": 1.0, "organisation": "Fictionshire", "period": f"{month} {2017 if month == 'January' else 2016}",
             "value": f"{value:.4g}{sign}" if sign else value}
            for month, value in zip(months, values, strict=True)
        ],
    }  # fmt: skip


moves = st.lists(st.integers(-60, 60).map(lambda n: n / 1000), min_size=6, max_size=6, unique=True)


@many
@given(st.floats(20, 92), moves)
def test_percentages_that_move_as_they_do_raise_no_question(middle: float, moved: list[float]) -> None:
    assert asked(series_of("Percentage", [middle * (1 + move) for move in moved])) == set()


@many
@given(st.floats(20, 92), moves, st.integers(0, 5), st.sampled_from([0.1, 0.01]))
def test_a_percentage_off_by_a_factor_raises_a_question(
    middle: float, moved: list[float], n: int, factor: float
) -> None:
    values = [middle * (1 + move) for move in moved]
    values[n] *= factor
    assert ("tblObservations", n) in asked(series_of("Percentage", values))


@many
@given(st.floats(0.2, 50), moves)
def test_rates_that_move_as_they_do_raise_no_question(middle: float, moved: list[float]) -> None:
    assert asked(series_of("Rate", [middle * (1 + 3 * move) for move in moved])) == set()


@many
@given(st.floats(0.2, 50), moves, st.integers(0, 5), st.sampled_from([10.0, 100.0, 1000.0, 0.1, 0.01]))
def test_a_rate_off_by_a_factor_raises_a_question(middle: float, moved: list[float], n: int, factor: float) -> None:
    values = [middle * (1 + 3 * move) for move in moved]
    values[n] *= factor
    assert ("tblObservations", n) in asked(series_of("Rate", values))


# ---------------------------------------------------------------------------- real files

REAL: Mapping[str, Callable[[], Rows]] = {
    "lists": real_data.lists_of_england, "workforce": real_data.workforce, "payments": real_data.payments,
    "quality": real_data.quality_of_england, "vaccination": real_data.vaccination_of_england,
    "four hours": real_data.four_hours_of_england, "registers": real_data.registers,
}  # fmt: skip


@pytest.mark.parametrize("name", REAL)
def test_fewer_than_one_row_in_a_hundred_of_real_data_raises_a_question(name: str) -> None:
    rows = REAL[name]()
    typed = sum(len(listed) for table, listed in rows.items() if table != "tblIndicators")
    assert len(asked(rows)) < typed / 100


def value_of(raw: Any) -> float:
    return float(str(raw).rstrip("%"))


@pytest.mark.parametrize(
    ("name", "table", "field", "factor", "least"),
    [
        ("workforce", "tblWorkforce", "fte", 10, 0.95), ("workforce", "tblWorkforce", "fte", 37.5, 0.98),
        ("workforce", "tblWorkforce", "fte", 0.1, 0.85), ("workforce", "tblWorkforce", "registered_patients", 10, 0.95),
        ("lists", "tblPractices", "registered_patients", 10, 0.98), ("lists", "tblPractices", "registered_patients", 0.001, 0.98),
        ("payments", "tblWorkforce", "weighted_patients", 10, 0.98), ("quality", "tblObservations", "value", 0.1, 0.95),
        ("vaccination", "tblObservations", "value", 0.1, 0.95), ("four hours", "tblObservations", "value", 0.1, 0.95),
        ("registers", "tblConditions", "register_count", 100, 0.8),
    ],
)  # fmt: skip
def test_real_values_off_by_a_factor_are_found(name: str, table: str, field: str, factor: float, least: float) -> None:
    """One value of each of up to 60 organisations at a time; of an indicator 20 are told."""
    rows = REAL[name]()
    typed = [dict(row) for row in rows[table]]
    filled = [n for n, row in enumerate(typed) if row.get(field) is not None and value_of(row[field]) > 0]
    Random(1).shuffle(filled)
    one_each = {typed[n][KEY[table]]: n for n in filled}
    changed = list(one_each.values())[: FAR_OUT_LISTED // 2 if table == "tblObservations" else 60]
    for n in changed:
        value = factor * value_of(typed[n][field])
        typed[n][field] = f"{value:.4g}%" if isinstance(typed[n][field], str) else value
    found = asked({**rows, table: typed})
    organisations = {
        rows[where][n].get(KEY[where]) if where != table else typed[n].get(KEY[where])
        for where, n in found
        if where in KEY
    }
    assert sum(typed[n][KEY[table]] in organisations for n in changed) >= least * len(changed)
