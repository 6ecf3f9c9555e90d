"""Records of indicators and actions hold numbers, codes, names and labels; no finished sentence."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from pc_workbook import app
from pc_workbook.hosts.file import FileHost
from pc_workbook.measures.actions.sign_off import SignOff
from pc_workbook.measures.actions.to_chase import Chase
from pc_workbook.measures.indicators.comparable_periods import PlanYear
from pc_workbook.measures.indicators.yearly_values import Actual
from pc_workbook.measures.reasons import Reason
from pc_workbook.measures.results import (
    ActionResult,
    Change,
    CurrentValue,
    Distance,
    Gap,
    IndicatorResult,
    OrdinalResult,
    ProgressLine,
    RagResult,
    Reference,
    Results,
    ServedFunction,
    YearlyValue,
)

SAMPLES = Path(__file__).parents[2] / "samples"
RECORDS = (
    Reference, Distance, Gap, RagResult, YearlyValue, OrdinalResult, Change, CurrentValue, IndicatorResult, ProgressLine,
    ActionResult, ServedFunction, PlanYear, Actual, SignOff, Chase,
)  # fmt: skip

#: Text fields of the records, each a name, a code, a label or a text typed by a person, or a period.
TEXT_FIELDS = {
    "Reference.name": "an organisation",
    "YearlyValue.actual_period": "a period",
    "YearlyValue.goal": "a goal as typed",
    "OrdinalResult.service_ratings": "names of services",
    "CurrentValue.source": "a code or a publication",
    "IndicatorResult.organisation": "a code or a name",
    "RagResult.word": "a word of an area's own scheme",
    "RagResult.colour": "a code of a colour",
    "IndicatorResult.actions": "letters of actions",
    "ProgressLine.locality": "a locality",
    "ProgressLine.role": "a role",
    "ProgressLine.text": "a progress text as typed",
    "ActionResult.lead": "a role",
    "ServedFunction.function": "a function as typed",
    "ServedFunction.actions": "letters of actions",
    "ServedFunction.programmes": "names of programmes",
    "Actual.period": "a period",
    "SignOff.approved": "roles",
    "SignOff.waiting": "roles",
    "Chase.locality": "a locality",
    "Chase.role": "a role",
    "Chase.manager": "the word for who manages it",
    "Chase.flags": "letters of actions",
}
#: Text values of reasons, by their name.
TEXT_VALUES = {
    "actions": "letters of actions",
    "by": "a role",
    "cause": "what is wrong with a cell, from the findings",
    "cells": "addresses of cells",
    "delivery": "a delivery date as typed",
    "field": "a field of an action",
    "first": "a first delivery date as typed",
    "localities": "localities",
    "missing": "fields of a ruling",
    "name": "an organisation",
    "note": "a note as typed",
    "period": "the label of a period",
    "plan": "an improvement plan as typed",
    "provider": "a provider",
    "ratios": "registered or weighted",
    "ratios_with_return": "registered or weighted",
    "reason": "a reason as typed",
    "source": "a source as typed",
    "successor": "a provider",
    "latest": "the label of a period",
    "patients": "registered or weighted",
    "shown": "the label of a period",
}


def holds_text(annotation: Any) -> bool:
    """Whether a field of a type holds text that is no enumeration."""
    return annotation is str or any(map(holds_text, get_args(annotation)))


def test_each_text_field_is_a_name_a_code_a_label_or_a_period() -> None:
    fields = {
        f"{record.__name__}.{name}"
        for record in RECORDS
        for name, annotation in get_type_hints(record).items()
        if holds_text(annotation)
    }
    assert fields == set(TEXT_FIELDS)


def reasons_in(value: object) -> Iterator[Reason]:
    """Every reason in a record, however deep."""
    if isinstance(value, Reason):
        yield value
        yield from (found for _, one in value.values for found in reasons_in(one))
    elif isinstance(value, tuple):
        yield from (found for one in value for found in reasons_in(one))


def is_text(value: object) -> bool:
    return type(value) is str or (type(value) is tuple and any(map(is_text, value)))


def results_of(sample: str) -> Results:
    return app.measure(app.check(FileHost(SAMPLES / f"{sample}.xlsx")))


@pytest.mark.parametrize("sample", ["thurrock-2017", "thurrock-2017-resolved", "faulty"])
def test_each_text_in_a_reason_is_a_name_a_code_a_label_or_a_period(sample: str) -> None:
    results = results_of(sample)
    reasons = list(reasons_in((results.indicators, results.actions)))
    assert len(reasons) > 50
    texts = {name for reason in reasons for name, value in reason.values if is_text(value)}
    assert texts <= set(TEXT_VALUES)
