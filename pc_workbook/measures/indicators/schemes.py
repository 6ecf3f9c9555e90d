"""RAG by a range, and by a scheme of the area's own. Imported only for a tracker that has either.

What a scheme gives no band is Not rated: a value is never Green because no rule says otherwise.
"""

from collections.abc import Iterable, Mapping, Sequence

from pc_workbook.measures.indicators.reason_codes import Why
from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.measures.results import Distance, Gap, GapTo, RagResult, Reference
from pc_workbook.model.indicator import Indicator, IndicatorKind, Rag
from pc_workbook.model.rag_scheme import NAMED_COLOURS, Band, CountsAs, RagScheme, SchemeRow, SchemeRule, colour_code
from pc_workbook.model.text import folded
from pc_workbook.stats.decimals import as_typed

WORDS_ONLY = (IndicatorKind.ORDINAL, IndicatorKind.YES_NO)  # of which a scheme can measure nothing


def rag_schemes(rows: Iterable[SchemeRow]) -> dict[str, RagScheme]:
    """Return the schemes by their names, folded; the bands of each from the lowest."""
    by_name: dict[str, list[SchemeRow]] = {}
    for row in rows:
        by_name.setdefault(folded(row.scheme), []).append(row)
    return {name: _scheme(each) for name, each in by_name.items()}


def _scheme(rows: Sequence[SchemeRow]) -> RagScheme:
    rule = next((row.rule for row in rows if row.rule is not None), None)
    bands = [
        Band(" ".join(row.word.split()), row.counts_as, _colour(row), row.low, row.high)
        for row in rows
        if row.rule is rule
    ]
    return RagScheme(rows[0].scheme, rule, tuple(sorted(bands, key=lambda band: (band.low is not None, band.low or 0))))


def _colour(row: SchemeRow) -> str:
    """Return the colour of a word; "" for that of what it counts as. Complete is blue where no other is named."""
    named = colour_code(row.colour or "")
    return named or (NAMED_COLOURS["blue"] if row.counts_as is CountsAs.COMPLETE else "")


def scheme_of(indicator: Indicator, schemes: Mapping[str, RagScheme]) -> RagScheme:
    """Return the scheme that an indicator names; one without bands where it is on no list."""
    name = indicator.rag_scheme or ""
    return schemes.get(folded(name)) or RagScheme(name, SchemeRule.BAND, ())


def in_words_of(scheme: RagScheme, result: RagResult) -> RagResult:
    """Return a RAG with the word and colour that a scheme without a rule has for it."""
    band = scheme.word_for(result.rag) if scheme.rule is None else None
    return result if band is None or result.word else result._replace(word=band.word, colour=band.colour)


def rag_by_scheme(
    scheme: RagScheme, indicator: Indicator, value: float, reference: Reference | None, distance: float | None
) -> RagResult:
    """Return the RAG of a value by the rule of a scheme. `distance` is to the reference, + is better."""
    if indicator.kind in WORDS_ONLY:
        return RagResult(Rag.NOT_RATED, (reason(Why.SCHEME_OF_NUMBERS, scheme=scheme.name),))
    if (scheme.rule is SchemeRule.RANGE) != indicator.is_within_range and scheme.rule is not SchemeRule.BAND:
        return RagResult(Rag.NOT_RATED, (reason(Why.SCHEME_OF_OTHER_RULE, scheme=scheme.name, rule=scheme.rule),))
    measure = _measure(scheme, value, reference, distance)
    if measure is None:
        return RagResult(Rag.NOT_RATED, (reason(Why.NO_PER_CENT_OF_NOTHING, scheme=scheme.name),))
    band = scheme.band_of(measure)
    values = {"scheme": scheme.name, "rule": scheme.rule, "measure": measure, "kind": indicator.shown_in}
    if band is None:
        return RagResult(Rag.NOT_RATED, (reason(Why.IN_NO_BAND, **values),))
    why = reason(Why.IN_BAND, **values, low=band.low, high=band.high)
    away = () if reference is None or scheme.rule is SchemeRule.BAND else (_distance(indicator, value, reference),)
    return RagResult(band.counts_as.rag, (*away, why), word=band.word, colour=band.colour)


def _measure(scheme: RagScheme, value: float, reference: Reference | None, distance: float | None) -> float | None:
    """Return what the bands of a scheme hold, of one value; None where that has no meaning."""
    if scheme.rule is SchemeRule.BAND:
        return value
    if scheme.rule is not SchemeRule.PER_CENT or distance is None:
        return distance
    if reference is None or not reference.level:
        return None
    return float(100 + 100 * as_typed(distance) / abs(as_typed(reference.level)))


def _distance(indicator: Indicator, value: float, reference: Reference) -> Reason:
    if indicator.is_within_range:
        return range_reason(indicator, value)
    distance = Distance(value, reference, indicator.shown_in, indicator.decimals)
    return reason(Why.DISTANCE, distance=distance)


# --- ranges


def nearer_end(indicator: Indicator, value: float) -> float:
    """Return the end of an indicator's range that a value is nearer to."""
    low, high = indicator.range_from or 0.0, indicator.range_to or 0.0
    return low if as_typed(value) - as_typed(low) <= as_typed(high) - as_typed(value) else high


def distance_to_range(indicator: Indicator, value: float) -> float:
    """Return how far a value is from the nearer end of its range: + inside, - outside."""
    low, high = indicator.range_from or 0.0, indicator.range_to or 0.0
    return float(min(as_typed(value) - as_typed(low), as_typed(high) - as_typed(value)))


def range_reference(indicator: Indicator, value: float) -> Reference:
    """Return the nearer end of an indicator's range as what a value is compared with."""
    return Reference(GapTo.TARGET, nearer_end(indicator, value), indicator.target_year, period=indicator.target_period)


def range_reason(indicator: Indicator, value: float) -> Reason:
    """Return where a value lies by its range."""
    return reason(
        Why.BY_RANGE,
        value=value,
        low=indicator.range_from,
        high=indicator.range_to,
        kind=indicator.shown_in,
        decimals=indicator.decimals,
    )


def range_gap(indicator: Indicator, value: float) -> Gap:
    """Return the gap of a value to the nearer end of its range."""
    why = range_reason(indicator, value)
    return Gap(GapTo.TARGET, nearer_end(indicator, value), distance_to_range(indicator, value), (why,))


def rag_by_range(indicator: Indicator, value: float) -> Rag:
    """Return the RAG of a value by its range, by the default rule: Green inside, Amber within the tolerance, else Red."""
    distance = distance_to_range(indicator, value)
    if distance >= 0:
        return Rag.GREEN
    is_near = indicator.tolerance is not None and distance >= -indicator.tolerance
    return Rag.AMBER if is_near else Rag.RED
