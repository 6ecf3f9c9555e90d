"""The possible values of an indicator: their kind, their bounds, and how counts give a value.

Taken from the indicator's own texts. A percentage is a share of something, from 0 to 100, unless its title or unit says
that it is a change, an index, or relative to an estimate.
"""

import re
from typing import Final, NamedTuple

from pc_workbook.model.indicator import FIXED_DIRECTIONS, DurationUnit, Indicator, IndicatorKind, MoneyUnit
from pc_workbook.model.own_scale import OwnScale

SHARE_BOUNDS: Final = (0.0, 100.0)
ESTIMATE_BOUNDS: Final = (0.0, 200.0)  # more may be found than was estimated, but not several times as many
INDEX_BOUNDS: Final = (0.0, 500.0)
CHANGE_BOUNDS: Final = (-100.0, 500.0)  # percentage points: nothing can fall by more than 100%
OWN_INDEX_BOUNDS: Final = (0.0, 1000.0)  # of the kind Index: a price index may have multiplied since its base year
SLACK: Final = 1e-9  # of a bound: a formula may give 100% plus a rounding error

_SHARE_OF = r"(?:%|\bper ?cent|\bpercentage|\bshare|\bproportion) of "
_ESTIMATE = r"\bestimate[ds]?\b|\bexpected\b"
_OF_A_PLAN = (
    r"(?:the |our )?(?:\w+ )?(?:forecast|plan|planned|target|budget|baseline|capacity|allocation)\b"
    r"(?! (?:group|population|patients|people))"
)
_INDEX = r"\bindex\b|\bindices\b|\bratio\b|\bstandardi[sz]ed\b"
_CHANGE = (
    r"\bgrowth\b|\byear[- ]on[- ]year\b|\b(?:rate|percentage|per cent|%) (?:of )?"
    r"(?:change|increase|decrease|reduction|rise|difference|variance|improvement)\b"
    r"|^(?:change|increase|decrease|reduction|difference|variance)s? (?:in|from|since|on|between|against)\b"
)
_DIFFERENCE = r"\bnet\b|\bbalance\b|\bdifference|\bvariance|\bdeficit|\bsurplus|\bgap\b|\bscore\b"
_MULTIPLES: Final = {"hundred": 100.0, "thousand": 1_000.0, "ten thousand": 10_000.0, "hundred thousand": 100_000.0,
                     "million": 1_000_000.0}  # fmt: skip
_PER = r"\b(?:per|for every|for each)\s+(?!(?:annum|year|quarter|month|week|day|hour)\b)(\d{1,3}(?:[, ]\d{3})+|\d+|(?:ten |hundred )?thousand|hundred|million)?\b"
_IN_MULTIPLES = r"thousand|hundred|million|\b0{2,}s?\b|'0{2,}"


class Scale(NamedTuple):
    """The values an indicator can have, in its own unit (percentages in percentage points).

    `per` is what numerator ÷ denominator is multiplied by to give the value; None where the indicator does not say.
    `is_whole` is whether only whole numbers are values.
    """

    kind: IndicatorKind | None = None
    low: float | None = None
    high: float | None = None
    decimals: int | None = None
    per: float | None = None
    words: OwnScale | None = None  # of an ordinal indicator that names a scale of the area's own
    unit: MoneyUnit | DurationUnit | None = None  # of money or time

    def contains(self, value: float) -> bool:
        """Return whether a value is within the bounds.

        >>> Scale(high=100).contains(100.0), Scale(high=100).contains(725.0)
        (True, False)
        """
        return (self.low is None or value >= self.low - SLACK) and (self.high is None or value <= self.high + SLACK)

    @property
    def is_whole(self) -> bool:
        """Return whether only whole numbers are values: of a count without decimals."""
        return self.kind is IndicatorKind.COUNT and not self.decimals

    @property
    def is_share(self) -> bool:
        """Return whether the values are parts of a whole, so that counts such as 20 of 33 give a value."""
        return self.kind is IndicatorKind.PERCENTAGE


ANY_SCALE: Final = Scale()
SHARE: Final = Scale(IndicatorKind.PERCENTAGE, *SHARE_BOUNDS, per=100.0)


def scale_of(
    kind: IndicatorKind | None,
    title: str = "",
    unit: str = "",
    denominator: str = "",
    measure: str = "",
    decimals: int | None = None,
    words: OwnScale | None = None,
) -> Scale:
    """Return the scale of an indicator, from its kind, title, unit and denominator.

    >>> scale_of(IndicatorKind.PERCENTAGE, "Dementia diagnosis rate")[1:3], scale_of(IndicatorKind.PERCENTAGE, "Growth")[1:3]
    ((0.0, 100.0), (-100.0, 500.0))
    >>> scale_of(IndicatorKind.RATE, unit="FTE per 1,000 patients").per
    1000.0
    """
    if kind is IndicatorKind.PERCENTAGE:
        return Scale(
            kind, *_percentage_bounds(title.casefold(), unit.casefold(), denominator.casefold()), decimals, 100.0
        )
    if kind is not IndicatorKind.RATE:
        return _scale_of_kind(kind, f"{title} {unit}".casefold(), unit, decimals, words)
    per = rate_multiple(unit or title, denominator)
    texts = f"{title} {unit}".casefold()
    counts = measure in FIXED_DIRECTIONS or (per is not None and not re.search(f"{_CHANGE}|{_DIFFERENCE}", texts))
    return Scale(kind, 0.0 if counts else None, None, decimals, per)


def _scale_of_kind(
    kind: IndicatorKind | None, texts: str, unit: str, decimals: int | None, words: OwnScale | None
) -> Scale:
    """Return the scale of an indicator that is neither a rate nor a percentage. Money and differences may be negative."""
    may_be_negative = re.search(f"{_CHANGE}|{_DIFFERENCE}", texts) is not None
    match kind:
        case IndicatorKind.ORDINAL:
            return Scale(kind, decimals=decimals, words=words)
        case IndicatorKind.COUNT | IndicatorKind.DURATION:
            low = None if may_be_negative else 0.0
            return Scale(kind, low, decimals=decimals, unit=_unit_of(kind, unit))
        case IndicatorKind.INDEX:
            return Scale(kind, *OWN_INDEX_BOUNDS, decimals)
        case IndicatorKind.YES_NO:
            return Scale(kind, 0.0, 1.0)
        case IndicatorKind.MONEY:
            return Scale(kind, decimals=decimals, unit=_unit_of(kind, unit))
        case _:
            return Scale(kind, decimals=decimals)


def _unit_of(kind: IndicatorKind, unit: str) -> MoneyUnit | DurationUnit | None:
    from pc_workbook.model.unit import unit_of_kind  # few trackers have values of money or time

    return unit_of_kind(kind, unit)


def scale_of_indicator(row: Indicator, words: OwnScale | None = None) -> Scale:
    """Return the scale of an indicator of the tracker. `words` are those of the scale that it names."""
    return scale_of(row.kind, row.title, row.unit or "", row.denominator or "", row.measure or "", row.decimals, words)


def _percentage_bounds(title: str, unit: str, denominator: str) -> tuple[float, float]:
    of_what = re.split(_SHARE_OF, unit, maxsplit=1)
    if len(of_what) > 1:
        beyond = re.search(_ESTIMATE, of_what[1]) or re.match(_OF_A_PLAN, of_what[1])
        return ESTIMATE_BOUNDS if beyond else SHARE_BOUNDS
    words = f"{title} {unit}"
    if re.search(_CHANGE, title) or re.search(_CHANGE + r"|\bchange\b|\bincrease\b|\breduction\b|\bdifference\b", unit):
        return CHANGE_BOUNDS
    if re.search(_INDEX, words):
        return INDEX_BOUNDS
    return ESTIMATE_BOUNDS if re.search(_ESTIMATE, f"{unit} {denominator}") else SHARE_BOUNDS


def rate_multiple(unit: str, denominator: str = "") -> float | None:
    """Return the factor that turns numerator ÷ denominator into a rate; None where the unit doesn't give one.

    >>> rate_multiple("per 1,000 patients"), rate_multiple("patients per FTE"), rate_multiple("items per year")
    (1000.0, 1.0, None)
    >>> rate_multiple("FTE per 1,000 patients", "Weighted patients, thousands")  # the thousands are in the count already
    1.0
    """
    plain = unit.casefold()
    if "%" in plain or ("cent" in plain and re.search(r"\bper ?cent", plain)):
        return 100.0
    match = re.search(_PER, plain) if "per" in plain or "each" in plain or "every" in plain else None
    if match is None:
        return None
    if match[1] is None:
        return 1.0
    times = _MULTIPLES.get(match[1]) or float(re.sub("[, ]", "", match[1]))
    return 1.0 if re.search(_IN_MULTIPLES, denominator.casefold()) else times


def is_weighted(*words: str | None) -> bool:
    """Return whether a figure is marked as weighted, so that it may differ from its own counts.

    Weighted patients are an ordinary count and don't make a figure weighted.

    >>> is_weighted("% of respondents, weighted"), is_weighted("FTE per 1,000 weighted patients", None)
    (True, False)
    """
    plain = " ".join(filter(None, words)).casefold()
    return re.search(r"(?<!un)(?<!un-)\bweighted\b(?! (?:patients?|lists?|population))", plain) is not None
