"""Rules for values and their counts: numerator, denominator and value agree, and each is possible."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any, Final, NamedTuple

from pc_workbook.model.indicator import Indicator
from pc_workbook.model.row import column
from pc_workbook.model.scale import SHARE_BOUNDS, Scale, is_weighted, scale_of_indicator
from pc_workbook.stats.decimals import decimals_typed
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import INDICATORS, OBSERVATIONS
from pc_workbook.tracker.lists.list_reader import ReadList
from pc_workbook.tracker.parsing.counted_values import COUNTS_OF
from pc_workbook.tracker.parsing.number_text import agrees_as_printed, parse_number, parse_percentage, plain_text
from pc_workbook.tracker.rules.rule import row_finding

WEIGHTING_MOVES: Final = 0.1  # how far weighting may move a share from its own counts: 10 percentage points
MOST_DECIMALS: Final = 4  # decimals of what counts come to, in a message
NEARLY: Final = 1e-9  # a difference that arithmetic makes, as a part of the value


class Counts(NamedTuple):
    """A value beside its counts; None for each that is not given."""

    value: float | None
    numerator: float | None
    denominator: float | None

    def exact(self, scale: Scale) -> float | None:
        """Return what the counts come to, in the indicator's unit; None where they come to nothing."""
        if self.numerator is None or not self.denominator or scale.per is None:
            return None
        return scale.per * self.numerator / self.denominator


def values_agree_with_their_counts(intake: Intake) -> Iterator[Finding]:
    """Check that counts are possible (R16, R21, R60) and give the value beside them (R33)."""
    indicators = {row.number: row for row in intake.tracker.indicators}
    scales = {number: scale_of_indicator(row) for number, row in indicators.items()}
    for table, number, name in ((OBSERVATIONS.table, "indicator", "value"), (INDICATORS.table, "number", "baseline")):
        read = intake.lists[table]
        names = (name, *COUNTS_OF[name])
        numbers, *given = (column(read.valid_rows, field) for field in (number, *names))
        for n in _doubtful(scales, numbers, *given):
            counts = Counts(*(values[n] for values in given))
            yield from _findings(intake, read, n, names, counts, indicators[numbers[n]], scales[numbers[n]])


def _doubtful(
    scales: Mapping[int, Scale],
    numbers: Sequence[int],
    values: Sequence[float | None],
    numerators: Sequence[float | None],
    denominators: Sequence[float | None],
) -> Iterator[int]:
    """Yield the rows whose counts need a closer look: those with counts that don't clearly give the value.

    One loop over plain values, since a national tracker has 670,000 rows and hardly any is doubtful.
    """
    pers = {number: (scale.per or 0.0, scale.decimals or 0) for number, scale in scales.items()}
    halves: dict[tuple[float | None, int], float] = {}
    for n, value, top, bottom in zip(count(), values, numerators, denominators):
        if top is None and bottom is None:
            continue
        per, decimals = pers.get(numbers[n], (None, 0))
        if per is None:
            continue
        if not per and (bottom is None or bottom > 0):
            continue  # nothing says what the counts would come to
        if value is not None and top is not None and bottom and 0 <= top <= bottom:
            half = halves.get((value, decimals))
            if half is None:
                half = halves[value, decimals] = 0.5 * 10.0 ** -max(decimals, decimals_typed(value)) + NEARLY
            if abs(per * top / bottom - value) <= half:
                continue
        yield n


def _findings(
    intake: Intake, read: ReadList, n: int, names: tuple[str, ...], counts: Counts, indicator: Indicator, scale: Scale
) -> Iterator[Finding]:
    row: Any = read.valid_rows[n]
    if (wrong := _impossible(counts, scale)) is not None:
        place, code, needs = wrong
        touches = (indicator.number,)
        yield row_finding(read, read.entry(n), names[place], code, counts[place], touches=touches, needs=needs)
        return
    number = read.columns.get(names[0])  # None where its heading was changed
    raw = intake.snapshot.sheets[read.sheet].value(read.row_numbers[n], number) if number else None
    exact, value = counts.exact(scale), counts.value
    if exact is None or value is None or not _differ(exact, value, raw):
        return
    if not _is_explained_by_weighting(exact - value, scale, indicator, row.note):
        decimals = min(max(scale.decimals or 0, decimals_typed(value)), MOST_DECIMALS - 1) + 1
        meant = detail("from_counts", value=exact, decimals=decimals, is_share=scale.is_share)
        yield row_finding(read, read.entry(n), names[0], "R33", value, touches=(indicator.number,), meant=meant)


def _impossible(counts: Counts, scale: Scale) -> tuple[int, str, Detail | str] | None:
    """Return which of value, numerator and denominator is not possible (0 to 2), the code, and why."""
    value, numerator, denominator = counts
    if denominator == 0 and (value is not None or numerator):
        return 2, "R60", ""
    if denominator is not None and denominator < 0:
        return 2, "R16", detail("denominator_below_zero")
    if numerator is not None and numerator < 0 and scale.low == 0:
        return 1, "R16", detail("numerator_below_zero")
    is_part = scale.is_share and (scale.low, scale.high) == SHARE_BOUNDS
    if is_part and numerator is not None and denominator is not None and numerator > denominator:
        return 1, "R21", detail("numerator_above_denominator")
    return None


def _differ(exact: float, value: float, raw: object) -> bool:
    """Return whether a value, as far as its digits go, is not what its counts come to. Zeros at the end of what was typed
    are digits."""
    if abs(exact - value) <= NEARLY * max(1.0, abs(exact)):
        return False
    return not agrees_as_printed(exact, value, max(decimals_typed(value), _decimals_of_cell(raw)))


def _decimals_of_cell(raw: object) -> int:
    words = plain_text(raw) if isinstance(raw, str) else ""
    typed = parse_percentage(words) or parse_number(words)
    return typed.decimals if typed else 0


def _is_explained_by_weighting(difference: float, scale: Scale, indicator: Indicator, note: str | None) -> bool:
    texts = (
        indicator.unit,
        indicator.definition,
        indicator.numerator,
        indicator.denominator,
        indicator.weighting,
        note,
    )
    return is_weighted(*texts) and abs(difference) <= WEIGHTING_MOVES * (scale.per or 0)


RULES: Final = (values_agree_with_their_counts,)
