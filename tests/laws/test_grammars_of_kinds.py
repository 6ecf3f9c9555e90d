"""The grammars of counts, money, time, answers and own scales: a cell is read whole, to one value, or refused and quoted.

What is right is decided here, by taking texts apart character by character; nothing of the program's grammar is used.
"""

import os
from datetime import time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.model.own_scale import OwnScale, ScaleWord
from pc_workbook.model.scale import Scale, scale_of
from pc_workbook.tracker.parsing.cell_parsers import CellContext, Unreadable
from pc_workbook.tracker.parsing.value_cells import measured, target
from pc_workbook.wording.cell_errors import quoted_cell
from tests.support.messages import needs_of
from tests.support.typed_values import TYPED, is_mark, number_of, usual_form, without_period

EXAMPLES = 10_000 if os.environ.get("PC_WORKBOOK_FULL") else 400
many = settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
WORDS = OwnScale("Assurance", (ScaleWord("None", 1), ScaleWord("Partial", 2), ScaleWord("N/A", None)))
COUNT, MONEY, MILLIONS, DAYS, WORKING, HOURS, CLOCK, YES_NO, INDEX = (
    scale_of(kind, "Anything", unit)
    for kind, unit in (
        (IndicatorKind.COUNT, ""), (IndicatorKind.MONEY, "£"), (IndicatorKind.MONEY, "£ million"), (IndicatorKind.DURATION, "days"),
        (IndicatorKind.DURATION, "working days"), (IndicatorKind.DURATION, "hours"), (IndicatorKind.DURATION, "hours:minutes"),
        (IndicatorKind.YES_NO, ""), (IndicatorKind.INDEX, "2015 = 100"),
    )
)  # fmt: skip
OWN = Scale(IndicatorKind.ORDINAL, words=WORDS)
SCALES = (COUNT, MONEY, MILLIONS, DAYS, WORKING, HOURS, CLOCK, YES_NO, INDEX, OWN)
MULTIPLES = {
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "million": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "billion": 1e9,
    "": 1.0,
}
MINUTES = {"second": 1 / 60, "sec": 1 / 60, "minute": 1, "min": 1, "hour": 60, "hr": 60}
PARTS = ["£", "£ ", "-", "−", "1.2", "1,200", "12", "0", "3:45", ":", "m", "k", " million", "bn", " days", " day", "weeks", " hours", "h",
         " and ", ", ", " ", "min", "15 minutes", "working ", "Yes", "no", "Partial", "None", "N/A", "n", "y", "(2015)", " (2015/16)",
         "?", "~", "<", "%", "per", "x", "€", "$", "p", "-5", "to", "/", "e3", "TRUE"]  # fmt: skip
typed = TYPED | st.lists(st.sampled_from(PARTS), min_size=1, max_size=4).map("".join)


def money(text: str, pounds: float) -> float | None:
    """An amount: maybe a minus, maybe a pound sign, a number, maybe a multiple of pounds."""
    plain, minus = text.casefold(), False
    if plain.startswith("-") and number_of(plain) is None:
        plain, minus = plain[1:], True
    has_pound = plain.startswith("£")
    plain = plain.removeprefix("£")
    plain = plain.removeprefix(" ") if has_pound else plain
    figure = plain.rstrip("abcdefghijklmnopqrstuvwxyz")
    multiple, figure = plain[len(figure) :], figure.removesuffix(" ") if plain != figure else figure
    value = number_of(figure)
    if multiple not in MULTIPLES or value is None or (minus and value < 0) or (minus and figure.startswith("-")):
        return None
    value = -value if minus else value
    return value * MULTIPLES[multiple] / pounds if has_pound or multiple else value


def duration(text: str, unit: str) -> float | None:
    """A length of time in a unit: a number, or numbers each with a unit of one family, the longest first."""
    if (bare := number_of(text)) is not None:
        return bare
    if unit == "clock" and text.count(":") == 1:
        hours, minutes = text.split(":")
        sound = hours.isascii() and hours.isdigit() and len(hours) < 5 and minutes.isascii() and len(minutes) == 2
        return int(hours) + int(minutes) / 60 if sound and minutes.isdigit() and int(minutes) < 60 else None
    plain, found, last = text.casefold(), 0.0, float("inf")
    if "working days" in plain or "working day" in plain:
        if unit != "working":
            return None
        plain = plain.replace("working day", "day")
    sizes = {"days": {"day": 1.0, "week": 7.0, "wk": 7.0}, "working": {"day": 1.0}}.get(
        unit, {name: size / 60 for name, size in MINUTES.items()}
    )
    while plain:
        head = len(plain) - len(plain.lstrip("-0123456789,."))
        while head and plain[head - 1] in ",.":
            head -= 1
        value, rest = number_of(plain[:head]), plain[head:].removeprefix(" ")
        noun = rest[: len(rest) - len(rest.lstrip("abcdefghijklmnopqrstuvwxyz"))]
        singular = noun.removesuffix("s")
        if (
            value is None
            or not noun
            or singular not in sizes
            or sizes[singular] >= last
            or (value < 0 and last < float("inf"))
        ):
            return None
        found, last, plain = found + value * sizes[singular], sizes[singular], rest[len(noun) :]
        for joint in (" and ", " , ", ", ", " ,", ",", " "):
            if plain.startswith(joint):
                plain = plain.removeprefix(joint)
                if not plain:
                    return None
                break
    return found


def expected(text: str, scale: Scale) -> float | str | None:
    """What a text is on a scale."""
    if scale is OWN:
        return next((str(word) for word in WORDS.words if word.casefold() == " ".join(text.casefold().split())), None)
    if scale is YES_NO:
        return {"yes": 1.0, "y": 1.0, "true": 1.0, "no": 0.0, "n": 0.0, "false": 0.0}.get(text.casefold())
    if scale in (MONEY, MILLIONS):
        return money(text, 1e6 if scale is MILLIONS else 1.0)
    if scale in (DAYS, WORKING, HOURS, CLOCK):
        found = duration(text, {DAYS: "days", WORKING: "working", HOURS: "hours", CLOCK: "clock"}[scale])
    else:
        found = number_of(text)
    if scale is COUNT and found is not None and not float(found).is_integer():
        return None
    return found if found is None or (found >= 0 and (scale is not INDEX or found <= 1000)) else None


@many
@given(st.sampled_from(SCALES), typed.filter(str.strip))
def test_a_cell_of_any_kind_is_read_whole_or_refused(scale: Scale, text: str) -> None:
    context = CellContext(scale=scale)
    try:
        found, refused = measured(text, context), None
    except Unreadable as no:
        found, refused = None, no
    if any(code == "P19" for code, _ in context.notes):
        return  # said, and tested elsewhere
    plain = usual_form(text)
    before, when = without_period(plain)
    if found is not None and found.period is not None and when is None:
        return  # a form of a period that tests/laws/test_periods_grammar.py decides on
    wanted = expected(plain, scale) if scale is OWN and expected(plain, scale) else expected(before, scale)
    got = found and (str(found.rating) if found.rating is not None else found.number)
    if wanted is None and is_mark(before):
        assert (got, refused) == (None, None)
    elif wanted is None:
        assert refused is not None, (text, got)
        assert refused.code in ("R06", "R16", "R50")
        assert refused.code != "R06" or not needs_of(refused) or quoted_cell(text) in needs_of(refused) or scale is OWN
    else:
        assert refused is None or refused.code == "R50", (text, needs_of(refused))
        if refused is None:
            assert got == (wanted if isinstance(wanted, str) else pytest.approx(wanted, abs=1e-6, rel=1e-9))


@pytest.mark.parametrize(
    ("raw", "scale", "value"),
    [
        ("£1.2m", MILLIONS, 1.2), ("£1,200", MONEY, 1200.0), ("1.2m", MONEY, 1_200_000.0), ("£1,200", MILLIONS, 0.0012),
        ("-£5k", MONEY, -5000.0), ("12 days", DAYS, 12.0), ("2 weeks", DAYS, 14.0), ("2 hours 15 min", HOURS, 2.25),
        ("3:45", CLOCK, 3.75), (time(3, 45), CLOCK, 3.75), (timedelta(hours=30), CLOCK, 30.0), (True, YES_NO, 1.0),
        ("no", YES_NO, 0.0), (7.0, COUNT, 7.0), (103.2, INDEX, 103.2), (12.0, DAYS, 12.0), ("45 minutes", HOURS, 0.75),
    ],
)  # fmt: skip
def test_each_form_of_a_value_is_read(raw: object, scale: Scale, value: float) -> None:
    found = measured(raw, CellContext(scale=scale))
    assert found is not None
    assert found.number == pytest.approx(value)


@pytest.mark.parametrize(
    ("raw", "scale"),
    [
        ("3:45", DAYS), ("3:45", HOURS), (time(3, 45), HOURS), ("12 days", HOURS), ("2 weeks", WORKING), ("3 working days", DAYS),
        ("15 min 2 hours", HOURS), ("2 hours 2 hours", HOURS), ("€5", MONEY), ("£1.2m to £2m", MONEY), ("about £5", MONEY), ("£", MONEY),
        (1.0, YES_NO), ("1", YES_NO), ("Maybe", YES_NO), ("Yes?", YES_NO), (12.5, COUNT), ("12.5", COUNT), (-3.0, COUNT),
        ("12 patients", COUNT), (2000.0, INDEX), ("Partialy", OWN), ("Partial or better", OWN), ("None, Partial", OWN),
        (True, COUNT), (True, MONEY),
    ],
)  # fmt: skip
def test_what_is_no_value_of_its_kind_is_refused(raw: object, scale: Scale) -> None:
    with pytest.raises(Unreadable):
        measured(raw, CellContext(scale=scale))


@pytest.mark.parametrize(
    ("words", "word", "retain"),
    [("Partial", "Partial", False), ("at least partial", "Partial", False), ("Retain Partial", "Partial", True), ("“Partial” or better", "Partial", False)],
)  # fmt: skip
def test_goals_on_an_own_scale_are_read(words: str, word: str, retain: bool) -> None:
    found = target(words, CellContext(scale=OWN))
    assert found is not None
    assert found.goal is not None
    assert (found.goal.rating, found.goal.retain) == (word, retain)


@pytest.mark.parametrize(
    "words", ["not Partial", "Partial or None", "N/A or better", "better", "Partial by 2019", "no worse than None"]
)
def test_a_goal_that_an_own_scale_does_not_have_is_refused(words: str) -> None:
    with pytest.raises(Unreadable):
        target(words, CellContext(scale=OWN))
