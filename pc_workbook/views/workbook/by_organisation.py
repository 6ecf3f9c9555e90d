"""Indicators by practice, locality and group: a table for each indicator, below what the sheets show of staff and ratings."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from pc_workbook.measures.results import IndicatorByOrganisation, OrganisationValue, Results
from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.model.organisations import Level
from pc_workbook.views.drop_empty_columns import without_columns
from pc_workbook.views.parts import Column, Heading, Paragraph, Part, Style, Table, Value
from pc_workbook.views.units import value_style
from pc_workbook.wording import by_organisation as texts
from pc_workbook.wording import headings
from pc_workbook.wording.terms import CONFIDENTIAL

Cell = Callable[[OrganisationValue], Value]


class _Field(NamedTuple):
    """One column of a table, and what its cells contain."""

    column: Column
    cell: Cell


def by_practice_parts(results: Results) -> tuple[Part, ...]:
    """Return the section of the indicators by practice; nothing where none is shown."""
    return _section(results, str(Level.PRACTICE), OF_A_PRACTICE, str(Level.PRACTICE))


def by_place_parts(results: Results) -> tuple[Part, ...]:
    """Return a section of indicators for each kind of place above practices, the lowest first; nothing where none is shown."""
    kinds = dict.fromkeys(
        value.kind for each in results.by_organisation for value in each.values if value.level is not Level.PRACTICE
    )
    return tuple(
        part
        for n, kind in enumerate(kinds)
        for part in _section(results, kind, (_of_a_place(kind),), kind if kind == Level.LOCALITY else f"level_{n}")
    )


def _section(results: Results, kind: str, first: Sequence[_Field], name: str) -> tuple[Part, ...]:
    found = [
        (each, values)
        for each in results.by_organisation
        if (values := [value for value in each.values if value.kind == kind])
    ]
    if not found:
        return ()
    tables = (part for each, values in found for part in _indicator(each, values, first, name))
    return (Heading(texts.section_heading(kind)), Paragraph(texts.HOW_TO_READ, quiet=True), *tables)


def parts_of_a_locality(found: Sequence[IndicatorByOrganisation]) -> tuple[Part, ...]:
    """Return the section of the values of one locality and its practices, for the return of its manager."""
    tables: list[Part] = []
    for each in found:
        name = f"pc_your_indicator_{each.indicator.number}"
        about = Paragraph(texts.about_indicator(each, each.values))
        tables += (
            Heading(texts.table_title(each.indicator)),
            about,
            values_table(name, each, each.values, OF_A_RETURN),
        )
    return (Heading(texts.YOUR_VALUES), Paragraph(texts.YOUR_VALUES_NOTE), *tables)


def _indicator(
    each: IndicatorByOrganisation, values: Sequence[OrganisationValue], first: Sequence[_Field], by: str
) -> tuple[Part, ...]:
    name = f"pc_indicator_{each.indicator.number}_by_{by}"
    return (
        Heading(texts.table_title(each.indicator)),
        Paragraph(texts.about_indicator(each, values)),
        values_table(name, each, values, first),
    )


def values_table(
    name: str, each: IndicatorByOrganisation, values: Sequence[OrganisationValue], first: Sequence[_Field]
) -> Table:
    """Return a table of an indicator's values, one row per organisation."""
    fields = [*first, *_fields(each, values, [field.column.header for field in first])]
    rows = tuple(tuple(field.cell(value) for field in fields) for value in values)
    columns = tuple(field.column for field in fields)
    styles = {
        (row, at): _style(each, value)
        for row, value in enumerate(values)
        for at, field in enumerate(fields)
        if field.column.style is Style.RATE
    }
    whole = Table(name, columns, rows, cell_styles=styles)
    optional = {headings.RANK, texts.TREND, columns[-2].header, texts.COMPARATOR_PERIOD}
    empty = {column.header for n, column in enumerate(columns) if all(row[n] is None for row in rows)}
    return without_columns(whole, tuple(optional & empty))


def _fields(
    each: IndicatorByOrganisation, values: Sequence[OrganisationValue], before: Sequence[str]
) -> Iterable[_Field]:
    """Yield the columns of the values themselves, the comparator's headed by its name."""
    fields = (
        _Field(Column(headings.RANK, Style.WHOLE), lambda value: value.rank),
        _Field(Column(headings.VALUE, Style.RATE), _value),
        _Field(Column(headings.PERIOD, Style.TEXT, 15), _period),
        _Field(Column(headings.RAG, Style.RAG), lambda value: str(value.rag.rag)),
        _Field(Column(texts.TREND, Style.TEXT), lambda value: texts.trend_words(value.trend)),
    )
    yield from fields
    others = (*before, *(field.column.header for field in fields), texts.COMPARATOR_PERIOD)
    yield _Field(Column(texts.comparator_heading(each.indicator, values, others), Style.RATE), _comparator)
    yield _Field(Column(texts.COMPARATOR_PERIOD, Style.TEXT, 15), _comparator_period)


def _value(value: OrganisationValue) -> Value:
    if value.current.suppressed:
        return CONFIDENTIAL
    return str(value.current.rating) if value.current.rating else value.current.value


def _period(value: OrganisationValue) -> Value:
    return value.current.period.label if value.current.period else None


def _comparator(value: OrganisationValue) -> Value:
    if value.comparator is None:
        return None
    return CONFIDENTIAL if value.comparator.suppressed else value.comparator.value


def _comparator_period(value: OrganisationValue) -> Value:
    return value.comparator.period.label if value.comparator and value.comparator.period else None


def _style(each: IndicatorByOrganisation, value: OrganisationValue) -> Style:
    if each.indicator.kind is IndicatorKind.ORDINAL:
        return Style.RATING
    return value_style(each.indicator, value.current.value, value.current.source)


OF_A_RETURN = (
    _Field(
        Column(headings.CODE, Style.CODE),
        lambda value: value.organisation if value.level is Level.PRACTICE else None,
    ),
    _Field(Column(headings.ORGANISATION, Style.TEXT), lambda value: value.name),
)
#: The first columns of a table of practices.
OF_A_PRACTICE = (
    _Field(Column(headings.CODE, Style.CODE), lambda value: value.organisation),
    _Field(Column(headings.PRACTICE, Style.TEXT), lambda value: value.name),
    _Field(Column(headings.LOCALITY, Style.TEXT), lambda value: value.part_of or None),
)


def _of_a_place(kind: str) -> _Field:
    """Return the first column of a table of places of one kind, headed by the word for it."""
    return _Field(Column(texts.kind_heading(kind), Style.TEXT), lambda value: value.name)
