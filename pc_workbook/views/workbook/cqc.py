"""The sheet CQC summary: ratings on both denominators, by locality, by practice, over time, and of providers.

Half of the inspected practices can be Good while most practices are not known to be: both shares are always shown side by
side, and a target is tested on the declared one alone.
"""

from collections.abc import Iterable, Mapping, Sequence

from pc_workbook.measures.results import CqcResult, IndicatorResult, Results, Share
from pc_workbook.model.cqc import DOMAINS, SCALE, STATES, Inspection, Rating
from pc_workbook.model.own_scale import AnyRating
from pc_workbook.model.practice import Practice
from pc_workbook.model.tracker import Settings
from pc_workbook.tracker.intake import Intake
from pc_workbook.views.parts import (
    Chart,
    ChartKind,
    Column,
    Heading,
    Paragraph,
    Part,
    Series,
    SeriesRole,
    Sheet,
    Style,
    Table,
    Value,
)
from pc_workbook.wording import headings
from pc_workbook.wording import practice_sheets as texts
from pc_workbook.wording.cqc import BASIS_LABELS, rating_change_words, share_label
from pc_workbook.wording.indicator_sheets import indicator_name
from pc_workbook.wording.indicators import state_words
from pc_workbook.wording.numbers import NO, YES
from pc_workbook.wording.sentences import sentence

PLACES = "pc_cqc_places"
ROLES = {
    Rating.OUTSTANDING: SeriesRole.RATING_OUTSTANDING,
    Rating.GOOD: SeriesRole.RATING_GOOD,
    Rating.REQUIRES_IMPROVEMENT: SeriesRole.RATING_REQUIRES_IMPROVEMENT,
    Rating.INADEQUATE: SeriesRole.RATING_INADEQUATE,
    Rating.NOT_INSPECTED: SeriesRole.RATING_NONE,
}
MOST_INSPECTIONS = 500


def cqc_sheet(results: Results, intake: Intake) -> Sheet:
    """Return the sheet of CQC ratings of practices and providers."""
    parts = (
        *rating_parts(results, intake),
        *(latest_parts(results) if intake.tracker.has_practices else ()),
        *(history_parts(results, intake) if intake.tracker.has_practices else ()),
        *provider_parts(results),
    )
    return Sheet(texts.CQC_SUMMARY, parts, texts.CQC_SUMMARY_DESCRIPTION)


def rating_parts(results: Results, intake: Intake) -> tuple[Part, ...]:
    """Return shares on both denominators, ratings by locality, and special measures."""
    cqc, settings = results.cqc, intake.tracker.settings
    if not intake.tracker.has_practices:
        return Heading(texts.ratings_title(results.as_at), level=1), Paragraph(texts.NO_RATINGS_OF_PRACTICES)
    return (
        Heading(texts.ratings_title(results.as_at), level=1),
        Paragraph(texts.ratings_overview(cqc)),
        *(Paragraph(words) for words in target_paragraphs(results, settings)),
        Heading(texts.SHARES_ON_BOTH),
        _share_table(cqc.shares),
        Paragraph(texts.WILSON_NOTE, quiet=True),
        *_by_place(results),
        Heading(headings.SPECIAL_MEASURES),
        Paragraph(texts.SPECIAL_MEASURES_NOTE),
        _special_table(cqc, _names(intake)),
    )


def latest_parts(results: Results) -> tuple[Part, ...]:
    """Return the newest rating of each practice."""
    return Heading(texts.LATEST_RATINGS), _latest_table(results.cqc)


def history_parts(results: Results, intake: Intake) -> tuple[Part, ...]:
    """Return every published rating."""
    return _history(results.cqc, _names(intake))


def provider_parts(results: Results) -> tuple[Part, ...]:
    """Return the ratings of trusts and their services."""
    return _providers(results.indicators)


def _names(intake: Intake) -> Mapping[str, str]:
    return {practice.code: practice.name for practice in intake.tracker.practices}


def target_paragraphs(results: Results, settings: Settings) -> tuple[str, ...]:
    """Return one paragraph per indicator that is a share of ratings: its target on both denominators."""
    return tuple(
        words
        for result in results.indicators
        if result.indicator.is_cqc_share and (words := texts.rating_target_paragraph(result, settings))
    )


SHARE_COLUMNS = (
    Column(headings.WHAT_IS_COUNTED, Style.TEXT, 30),
    Column(headings.OF_WHICH_PRACTICES, Style.TEXT, 21),
    Column(headings.COUNT, Style.WHOLE),
    Column(headings.OF, Style.WHOLE),
    Column(headings.PER_CENT, Style.PERCENT_1),
    Column(headings.INTERVAL_FROM, Style.PERCENT_1),
    Column(headings.INTERVAL_TO, Style.PERCENT_1),
)


def _share_table(shares: Sequence[Share]) -> Table:
    rows = tuple(
        (
            share_label(share),
            BASIS_LABELS[share.basis],
            share.numerator,
            share.denominator,
            share.percent,
            share.lower,
            share.upper,
        )
        for share in shares
        if share.denominator
    )
    return Table("pc_cqc_shares", SHARE_COLUMNS, rows, texts.NO_RATED_PRACTICE)


def _by_place(results: Results) -> tuple[Part, ...]:
    cqc = results.cqc
    if not cqc.practices or not cqc.recorded:
        return ()
    shown = (*ROLES, *(state for state in STATES if state not in ROLES and cqc.counts.get(state)))
    columns = (Column(headings.PLACE, Style.TEXT, 30), *(Column(str(rating), Style.WHOLE) for rating in shown))
    level, plural, places = _rated_places(results)
    every = (*places, (texts.whole_area(results.area.name), cqc.counts))
    rows = tuple(_place_row(name, counts, shown) for name, counts in every)
    alt = texts.ratings_chart_alternative(results.area.name, cqc, level, plural, len(places))
    return Heading(texts.ratings_by(level)), _places_chart(shown, alt), Table(PLACES, columns, rows)


def _rated_places(results: Results) -> tuple[str, str, Sequence[tuple[str, Mapping[Rating, int]]]]:
    """Return the localities with their ratings, or the groups of the lowest level where there are none; and the level."""
    lowest = next((level for level in results.levels if level.of_practices and level.ratings), None)
    if results.cqc.by_locality or lowest is None:
        return headings.LOCALITY, texts.LOCALITIES, results.cqc.by_locality
    return lowest.level.level, lowest.level.plural_name, [(each.group, each.counts) for each in lowest.ratings]


def _place_row(name: str, counts: Mapping[Rating, int], shown: Sequence[Rating]) -> tuple[Value, ...]:
    return (name, *(counts.get(rating, 0) for rating in shown))


def _places_chart(shown: Sequence[Rating], alt: str) -> Chart:
    return Chart(
        kind=ChartKind.STACKED_BAR,
        title=texts.RATINGS_CHART_TITLE,
        alt=alt,
        table=PLACES,
        series=tuple(Series(str(r), headings.PLACE, str(r), ROLES.get(r, SeriesRole.RATING_NONE)) for r in shown),
        value_axis=headings.PRACTICES,
        style=Style.WHOLE,
        height=14,
        minimum=0,
    )


def _special_table(cqc: CqcResult, names: Mapping[str, str]) -> Table:
    columns = (
        Column(headings.PRACTICE, Style.TEXT, 30),
        Column(headings.CODE, Style.CODE),
        Column(headings.OVERALL, Style.RATING),
        Column(headings.SINCE, Style.DATE),
    )
    rows = tuple(
        (names.get(row.organisation), row.organisation, _rating(row.overall), row.special_measures_from)
        for row in cqc.special_measures
    )
    table = Table("pc_special_measures", columns, rows, texts.NO_SPECIAL_MEASURES)
    return with_inherited(table, [row.is_inherited for row in cqc.special_measures])


def _rating(rating: AnyRating | None) -> str | None:
    return str(rating) if rating else None


def with_inherited(table: Table, inherited: Sequence[bool]) -> Table:
    """Return the table with a last column that marks inherited ratings; unchanged where none is inherited."""
    if not any(inherited):
        return table
    rows = ((*row, YES if is_inherited else NO) for row, is_inherited in zip(table.rows, inherited, strict=True))
    return table._replace(columns=(*table.columns, Column(headings.INHERITED_RATING, Style.TEXT)), rows=tuple(rows))


def _latest_table(cqc: CqcResult) -> Table:
    """Return the latest ratings, the lowest first and practices without one last."""
    domains = [name for name in DOMAINS if any(row and getattr(row, name) for _, row in cqc.latest)]
    columns = (
        Column(headings.PRACTICE, Style.TEXT, 30),
        Column(headings.CODE, Style.CODE),
        Column(headings.OVERALL, Style.RATING),
        Column(headings.PUBLISHED, Style.DATE),
        Column(headings.LOCALITY, Style.TEXT),
        *(Column(name.replace("_", "-").capitalize(), Style.RATING) for name in domains),
    )
    ordered = sorted(cqc.latest, key=_worst_first)
    rows = tuple(_latest_row(practice, row, domains) for practice, row in ordered)
    table = Table(
        "pc_cqc_latest",
        columns,
        rows,
        texts.NO_PRACTICE_RATINGS if cqc.practices else texts.NO_OPEN_PRACTICES,
    )
    return with_inherited(table, [row is not None and row.is_inherited for _, row in ordered])


def _worst_first(latest: tuple[Practice, Inspection | None]) -> tuple[int, str]:
    practice, row = latest
    rating = row.overall if row else None
    return SCALE.index(rating) if rating in SCALE else len(SCALE), practice.name.casefold()


def _latest_row(practice: Practice, row: Inspection | None, domains: Iterable[str]) -> tuple[Value, ...]:
    overall = _rating(row.overall if row else Rating.NOT_INSPECTED)
    each: Iterable[Value] = (_rating(getattr(row, name)) if row else None for name in domains)
    return practice.name, practice.code, overall, row.dated if row else None, practice.locality, *each


def _history(cqc: CqcResult, names: Mapping[str, str]) -> tuple[Part, ...]:
    columns = (
        Column(headings.PRACTICE, Style.TEXT, 30),
        Column(headings.CODE, Style.CODE),
        Column(headings.OVERALL, Style.RATING),
        Column(headings.PUBLISHED, Style.DATE),
        Column(headings.CHANGE, Style.TEXT, 24),
    )
    changes = {change.inspection: rating_change_words(change) for change in cqc.changes}
    shown = cqc.history[:MOST_INSPECTIONS]
    rows = tuple(
        (names.get(row.organisation), row.organisation, _rating(row.overall), row.dated, changes.get(row) or None)
        for row in shown
    )
    table = with_inherited(
        Table("pc_cqc_history", columns, rows, texts.NO_RATINGS), [row.is_inherited for row in shown]
    )
    return Heading(texts.RATING_HISTORY), table, *_older(len(cqc.history) - len(shown))


def _older(left: int) -> tuple[Part, ...]:
    return (Paragraph(texts.older_ratings(left), quiet=True),) if left > 0 else ()


def _providers(indicators: Sequence[IndicatorResult]) -> tuple[Part, ...]:
    ratings = [result for result in indicators if result.indicator.is_regulators_rating]
    if not ratings:
        return ()
    columns = (
        Column(headings.PROVIDER_RATING, Style.TEXT, 30),
        Column(headings.STATE, Style.STATE),
        Column(headings.OVERALL, Style.RATING),
        Column(headings.OF, Style.TEXT),
        Column(headings.WHY, Style.LONG_TEXT, 34),
    )
    rows = tuple(row for result in ratings for row in _provider_rows(result))
    return Heading(texts.PROVIDERS), Table("pc_cqc_providers", columns, rows)


def _provider_rows(result: IndicatorResult) -> Iterable[tuple[Value, ...]]:
    """Return the rating of the whole provider, then one row per service: a service's rating is not the provider's."""
    period = result.period.label if result.period else None
    state = str(result.state) if result.state else None
    name = indicator_name(result.indicator)
    yield name, state, _rating(result.rating), period, sentence(state_words(result)) or None
    for service, rating in result.ordinal.service_ratings if result.ordinal else ():
        yield texts.service_name(name, service), None, str(rating), None, texts.RATING_OF_A_SERVICE
