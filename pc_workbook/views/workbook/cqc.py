"""The sheet CQC summary: ratings on both denominators, by locality, by practice, over time, and of providers.

Half of the inspected practices can be Good while most practices are not known to be: both shares are always shown side by
side, and a target is tested on the declared one alone.
"""

from collections.abc import Iterable, Mapping, Sequence

from pc_workbook.measures.results import CqcResult, IndicatorResult, Results, Share
from pc_workbook.model.cqc import DOMAINS, SCALE, STATES, Inspection, Rating
from pc_workbook.model.indicator import Direction, IndicatorKind, Rag
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
from pc_workbook.wording.cqc import BASIS_LABELS, INHERITED, rating_change_words, share_label, target_progress_words
from pc_workbook.wording.indicators import state_words
from pc_workbook.wording.numbers import counted, day_words, listed, typed_value
from pc_workbook.wording.rag import rag_reason
from pc_workbook.wording.sentences import paragraph, sentence
from pc_workbook.wording.terms import CQC

NAME = "CQC summary"
PLACES = "pc_cqc_places"
INHERITED_RATING = "Inherited rating"
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
        *latest_parts(results),
        *history_parts(results, intake),
        *provider_parts(results),
    )
    return Sheet(NAME, parts, DESCRIPTION)


DESCRIPTION = "CQC ratings of practices and providers, on both denominators."


def rating_parts(results: Results, intake: Intake) -> tuple[Part, ...]:
    """Return shares on both denominators, ratings by locality, and special measures."""
    cqc, settings = results.cqc, intake.tracker.settings
    return (
        Heading(f"CQC ratings{f', as at {day_words(results.as_at)}' if results.as_at else ''}", level=1),
        Paragraph(f"{CQC} {_inspected_words(cqc)}"),
        *(Paragraph(words) for words in target_paragraphs(results, settings)),
        Heading("Shares on both denominators"),
        _share_table(cqc.shares),
        Paragraph(
            "The 95% interval is Wilson's: with so few practices, the true share may be anywhere in it.", quiet=True
        ),
        *_by_place(results),
        Heading("Special measures"),
        Paragraph("A practice enters and leaves special measures on set dates, whatever its rating."),
        _special_table(cqc, _names(intake)),
    )


def latest_parts(results: Results) -> tuple[Part, ...]:
    """Return the newest rating of each practice."""
    return Heading("Latest rating of each practice"), _latest_table(results.cqc)


def history_parts(results: Results, intake: Intake) -> tuple[Part, ...]:
    """Return every published rating."""
    return _history(results.cqc, _names(intake))


def provider_parts(results: Results) -> tuple[Part, ...]:
    """Return the ratings of trusts and their services."""
    return _providers(results.indicators)


def _names(intake: Intake) -> Mapping[str, str]:
    return {practice.code: practice.name for practice in intake.tracker.practices}


def _inspected_words(cqc: CqcResult) -> str:
    if not cqc.practices:
        return "No practice is open on the as-at date."
    if not cqc.recorded:
        return "No ratings are recorded in this tracker, so no practice is shown here."
    waiting = cqc.practices - cqc.inspected - cqc.unread
    unread = f" {cqc.unread} are in no count, because their rating can't be read." if cqc.unread else ""
    inherited = f" ({cqc.inherited} {INHERITED})" if cqc.inherited else ""
    return f"{cqc.inspected} of {counted(cqc.practices, 'practice')} have a rating{inherited}; {waiting} have none.{unread}"


def target_paragraphs(results: Results, settings: Settings) -> tuple[str, ...]:
    """Return one paragraph per indicator that is a share of ratings: its target on both denominators."""
    return tuple(
        words
        for result in results.indicators
        if result.indicator.is_cqc_share and (words := _target_paragraph(result, settings))
    )


def _target_paragraph(result: IndicatorResult, settings: Settings) -> str:
    indicator, direction = result.indicator, result.indicator.better
    both = [(share, share.short) for share in result.shares if share.short is not None and share.denominator]
    if indicator.target is None or direction is None or not both:
        return ""
    level = typed_value(indicator.target, IndicatorKind.PERCENTAGE)
    limit = "at most " if direction is Direction.LOWER else ""
    by = f" by {indicator.target_year}" if indicator.target_year else ""
    rated = _lower_first(share_label(both[0][0]))
    aim = f"indicator {indicator.number} aims at {limit}{level} of practices rated {rated}{by}"
    return paragraph(
        (
            aim,
            *(target_progress_words(share, short, direction) for share, short in both),
            _tested_on(result, settings),
        )
    )


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]


def _tested_on(result: IndicatorResult, settings: Settings) -> str:
    declared = result.indicator.cqc_denominator or settings.cqc_denominator
    if declared is None:
        return "the target is not tested until its denominator is declared: inspected practices, or all practices"
    unjudged = f"; Not rated: {rag_reason(result.rag)}" if result.rag.rag is Rag.NOT_RATED else ""
    return f"the target is tested on {BASIS_LABELS[declared]}, as declared{unjudged}"


SHARE_COLUMNS = (
    Column("What is counted", Style.TEXT, 30),
    Column("Of which practices", Style.TEXT, 21),
    Column("Count", Style.WHOLE),
    Column("Of", Style.WHOLE),
    Column("Per cent", Style.PERCENT_1),
    Column("95% from", Style.PERCENT_1),
    Column("95% to", Style.PERCENT_1),
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
    return Table("pc_cqc_shares", SHARE_COLUMNS, rows, "No practice has a rating.")


def _by_place(results: Results) -> tuple[Part, ...]:
    cqc = results.cqc
    if not cqc.practices or not cqc.recorded:
        return ()
    shown = (*ROLES, *(state for state in STATES if state not in ROLES and cqc.counts.get(state)))
    columns = (Column("Place", Style.TEXT, 30), *(Column(str(rating), Style.WHOLE) for rating in shown))
    places = (*cqc.by_locality, (f"{results.area.name}, whole area", cqc.counts))
    rows = tuple(_place_row(name, counts, shown) for name, counts in places)
    return Heading("Ratings by locality"), _places_chart(results, shown), Table(PLACES, columns, rows)


def _place_row(name: str, counts: Mapping[Rating, int], shown: Sequence[Rating]) -> tuple[Value, ...]:
    return (name, *(counts.get(rating, 0) for rating in shown))


def _places_chart(results: Results, shown: Sequence[Rating]) -> Chart:
    return Chart(
        kind=ChartKind.STACKED_BAR,
        title="Practices by CQC rating",
        alt=_places_alt(results.area.name, results.cqc),
        table=PLACES,
        series=tuple(Series(str(r), "Place", str(r), ROLES.get(r, SeriesRole.RATING_NONE)) for r in shown),
        value_axis="Practices",
        style=Style.WHOLE,
        height=14,
        minimum=0,
    )


def _places_alt(area: str, cqc: CqcResult) -> str:
    counted_words = listed([f"{count} {rating}" for rating, count in cqc.counts.items() if count])
    places = f"{counted(len(cqc.by_locality), 'locality', 'localities')} and {area}"
    return paragraph((f"stacked bars of practices by CQC rating in {places}", f"{area}: {counted_words}"))


def _special_table(cqc: CqcResult, names: Mapping[str, str]) -> Table:
    columns = (
        Column("Practice", Style.TEXT, 30),
        Column("Code", Style.CODE),
        Column("Overall", Style.RATING),
        Column("Since", Style.DATE),
    )
    rows = tuple(
        (names.get(row.organisation), row.organisation, _rating(row.overall), row.special_measures_from)
        for row in cqc.special_measures
    )
    table = Table("pc_special_measures", columns, rows, "No practice is recorded in special measures.")
    return with_inherited(table, [row.is_inherited for row in cqc.special_measures])


def _rating(rating: Rating | None) -> str | None:
    return str(rating) if rating else None


def with_inherited(table: Table, inherited: Sequence[bool]) -> Table:
    """Return the table with a last column that marks inherited ratings; unchanged where none is inherited."""
    if not any(inherited):
        return table
    rows = ((*row, "Yes" if is_inherited else "No") for row, is_inherited in zip(table.rows, inherited, strict=True))
    return table._replace(columns=(*table.columns, Column(INHERITED_RATING, Style.TEXT)), rows=tuple(rows))


def _latest_table(cqc: CqcResult) -> Table:
    """Return the latest ratings, the lowest first and practices without one last."""
    domains = [name for name in DOMAINS if any(row and getattr(row, name) for _, row in cqc.latest)]
    columns = (
        Column("Practice", Style.TEXT, 30),
        Column("Code", Style.CODE),
        Column("Overall", Style.RATING),
        Column("Published", Style.DATE),
        Column("Locality", Style.TEXT),
        *(Column(name.replace("_", "-").capitalize(), Style.RATING) for name in domains),
    )
    ordered = sorted(cqc.latest, key=_worst_first)
    rows = tuple(_latest_row(practice, row, domains) for practice, row in ordered)
    table = Table(
        "pc_cqc_latest",
        columns,
        rows,
        "No rating of a practice is recorded." if cqc.practices else "No practice is open on the as-at date.",
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
        Column("Practice", Style.TEXT, 30),
        Column("Code", Style.CODE),
        Column("Overall", Style.RATING),
        Column("Published", Style.DATE),
        Column("Change", Style.TEXT, 24),
    )
    changes = {change.inspection: rating_change_words(change) for change in cqc.changes}
    shown = cqc.history[:MOST_INSPECTIONS]
    rows = tuple(
        (names.get(row.organisation), row.organisation, _rating(row.overall), row.dated, changes.get(row) or None)
        for row in shown
    )
    table = with_inherited(
        Table("pc_cqc_history", columns, rows, "No rating is recorded."), [row.is_inherited for row in shown]
    )
    return Heading("Every published rating, newest first"), table, *_older(len(cqc.history) - len(shown))


def _older(left: int) -> tuple[Part, ...]:
    return (Paragraph(f"{left:,} older ratings are on the sheet CQC ratings.", quiet=True),) if left > 0 else ()


def _providers(indicators: Sequence[IndicatorResult]) -> tuple[Part, ...]:
    ratings = [result for result in indicators if result.indicator.kind is IndicatorKind.ORDINAL]
    if not ratings:
        return ()
    columns = (
        Column("Provider rating", Style.TEXT, 30),
        Column("State", Style.STATE),
        Column("Overall", Style.RATING),
        Column("Of", Style.TEXT),
        Column("Why", Style.LONG_TEXT, 34),
    )
    rows = tuple(row for result in ratings for row in _provider_rows(result))
    return Heading("Providers"), Table("pc_cqc_providers", columns, rows)


def _provider_rows(result: IndicatorResult) -> Iterable[tuple[Value, ...]]:
    """Return the rating of the whole provider, then one row per service: a service's rating is not the provider's."""
    period = result.period.label if result.period else None
    state = str(result.state) if result.state else None
    name = f"{result.indicator.number}. {result.indicator.title}"
    yield name, state, _rating(result.rating), period, sentence(state_words(result)) or None
    for service, rating in result.ordinal.service_ratings if result.ordinal else ():
        yield f"{name}: {service}", None, str(rating), None, "The rating of one service, not of the provider."
