"""Records of staff, ratings, claims and figures hold numbers, codes, names and labels; no finished sentence."""

from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from pc_workbook import app
from pc_workbook.figures.table import figures
from pc_workbook.hosts.file import FileHost
from pc_workbook.measures.reasons import Reason
from pc_workbook.measures.results import (
    Association,
    Claim,
    CqcResult,
    Figure,
    PlaceResult,
    PracticeResult,
    RatingChange,
    Ratio,
    Results,
    Share,
    Spread,
    StaffRatios,
)
from pc_workbook.measures.staff.staffing import Reported, Staffing

SAMPLES = Path(__file__).parents[2] / "samples"
RECORDS = (
    Figure, Ratio, Share, StaffRatios, PracticeResult, PlaceResult, RatingChange, CqcResult, Claim, Association, Results,
    Staffing, Reported, Spread,
)  # fmt: skip

#: Text fields of the records, each a name, a code, a label typed by a person, or a period.
TEXT_FIELDS = {
    "Figure.measure": "the key of a measure",
    "Figure.organisation": "a code or a name",
    "Figure.period": "the label of a period",
    "Figure.value": "a rating, a state or a verdict",
    "Figure.unit": "a unit",
    "Figure.source": "a code or a publication",
    "Share.name": "the key of what is counted",
    "Staffing.groups": "names of levels",
    "Results.own": "own columns, by the list's name",
    "StaffRatios.period": "the label of a period",
    "StaffRatios.quantity_reasons": "the names of quantities",
    "PlaceResult.name": "a locality or the area",
    "CqcResult.by_locality": "localities",
    "CqcResult.shares_by_locality": "names of localities",
    "Association.outliers": "codes of practices",
    "Results.staff_comparator": "the name of a comparator, as typed",
    "Spread.measure": "the name of a ratio",
    "Spread.lowest_practice": "the code of a practice",
    "Spread.highest_practice": "the code of a practice",
}
#: Text values of reasons, by their name.
TEXT_VALUES = {
    "cells": "addresses of cells",
    "comparator": "the name of an organisation",
    "group": "the name of a group",
    "latest": "the label of a period",
    "measure": "the name of a measure, or an indicator's title as typed",
    "organisation": "the code or the name of an organisation",
    "patients": "registered or weighted",
    "period": "the label of a period",
    "practice": "the code of a practice",
    "practices": "codes of practices",
    "shown": "the label of a period",
}


def has_text(annotation: Any) -> bool:
    """Return whether a type includes text that is not an enumeration."""
    return annotation is str or any(map(has_text, get_args(annotation)))


def test_each_text_field_is_a_name_a_code_a_label_or_a_period() -> None:
    fields = {
        f"{record.__name__}.{name}"
        for record in RECORDS
        for name, annotation in get_type_hints(record).items()
        if has_text(annotation)
    }
    assert fields == set(TEXT_FIELDS)


def reasons_in(value: object) -> Iterator[Reason]:
    """Yield every reason in a record, at any depth."""
    if isinstance(value, Reason):
        yield value
        value = tuple(each for _, each in value.values)
    elif isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, tuple):
        for each in value:
            yield from reasons_in(each)


def is_text(value: object) -> bool:
    """Return whether a value is text, or a plain tuple with text in it."""
    if type(value) is tuple:
        return any(map(is_text, value))
    return isinstance(value, str) and not isinstance(value, Enum)


@pytest.mark.parametrize("sample", ["thurrock-2017", "thurrock-open-data", "faulty"])
def test_each_text_in_a_reason_is_a_name_a_code_a_label_or_a_period(sample: str) -> None:
    results = app.measure(app.check(FileHost(SAMPLES / f"{sample}.xlsx")))
    reasons = {*reasons_in((results.area, results.localities, results.practices, results.claims, results.staff_note))}
    assert len(reasons) >= 5
    assert {name for each in reasons for name, value in each.values if is_text(value)} <= set(TEXT_VALUES)


def test_a_figure_carries_codes_and_no_sentence() -> None:
    checked = app.check(FileHost(SAMPLES / "faulty.xlsx"))
    rows = figures(app.measure(checked), checked.intake.tracker)
    assert {type(row.reason) for row in rows} == {tuple}
    assert {type(each) for row in rows for each in row.reason} == {Reason}
