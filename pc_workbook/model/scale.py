"""The possible values of an indicator: their kind, their bounds, and how counts give a value.

Taken from the indicator's own texts. A percentage is a share of something, from 0 to 100, unless its title or unit says
that it is a change, an index, or relative to an estimate.
"""

import re
from typing import Final, NamedTuple

from pc_workbook.model.indicator import FIXED_DIRECTIONS, Indicator, IndicatorKind

SHARE_BOUNDS: Final = (0.0, 100.0)
ESTIMATE_BOUNDS: Final = (0.0, 200.0)  # more may be found than was estimated, but not several times as many
INDEX_BOUNDS: Final = (0.0, 500.0)
CHANGE_BOUNDS: Final = (-100.0, 500.0)  # percentage points: nothing can fall by more than 100%
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
    """

    kind: IndicatorKind | None = None
    low: float | None = None
    high: float | None = None
    decimals: int | None = None
    per: float | None = None

    def contains(self, value: float) -> bool:
        """Return whether a value is within the bounds.

        >>> Scale(high=100).contains(100.0), Scale(high=100).contains(725.0)
        (True, False)
        """
        return (self.low is None or value >= self.low - SLACK) and (self.high is None or value <= self.high + SLACK)

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
        return Scale(kind, decimals=decimals)
    per = rate_multiple(unit or title, denominator)
    words = f"{title} {unit}".casefold()
    counts = measure in FIXED_DIRECTIONS or (per is not None and not re.search(f"{_CHANGE}|{_DIFFERENCE}", words))
    return Scale(kind, 0.0 if counts else None, None, decimals, per)


def scale_of_indicator(row: Indicator) -> Scale:
    """Return the scale of an indicator of the tracker."""
    return scale_of(row.kind, row.title, row.unit or "", row.denominator or "", row.measure or "", row.decimals)


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
