"""The rows and fields of the tracker that each figure was made from.

Nothing here runs for a refresh: lineage is worked out for the figures that somebody asks about. An input is a field of
some rows of one list; for a sum it is a selection of rows. Its cells are resolved to addresses only when asked.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from pc_workbook.cells.addresses import cell_reference
from pc_workbook.figures.table import GAP_NAMES, WITH_RETURN, period_label
from pc_workbook.measures.indicators.current_value import BASELINE, COMPUTED
from pc_workbook.measures.results import QUANTITIES, RATIO_MEASURES, Figure, GapTo, IndicatorResult, Results
from pc_workbook.measures.staff.ratio import StaffReason
from pc_workbook.measures.staff.staffing import GP_FTE, NURSE_FTE, REGISTERED, WEIGHTED, Staffing, reported_staff
from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.model.organisations import ENGLAND, Level, Organisations
from pc_workbook.model.period import PeriodKind, financial_year_label
from pc_workbook.model.plan_steps import kind_of_plan_years, year_of_plan
from pc_workbook.model.target import TrajectoryPoint
from pc_workbook.model.text import folded
from pc_workbook.model.words import staff_groups
from pc_workbook.tracker.intake import Intake, rows
from pc_workbook.tracker.lists.catalogue import (
    ACTIONS,
    COMPARATORS,
    CQC_RATINGS,
    FUNCTIONS,
    INDICATORS,
    OBSERVATIONS,
    PRACTICES,
    PROGRAMMES,
    RAG_SCHEMES,
    SCALES,
    SETTINGS_SHEET,
    TRAJECTORY,
    WORKFORCE,
)
from pc_workbook.tracker.lists.layout import EntryList
from pc_workbook.tracker.snapshot import a1

#: measure of a staff ratio -> the quantities it is made of
RATIO_PARTS: Mapping[str, tuple[str, ...]] = {
    "patients_per_gp_fte": (REGISTERED, GP_FTE),
    "gp_fte_per_1000_patients": (GP_FTE, REGISTERED),
    "gp_fte_per_1000_weighted_patients": (GP_FTE, WEIGHTED),
    "nurse_fte_per_1000_patients": (NURSE_FTE, REGISTERED),
    "nurse_fte_per_1000_weighted_patients": (NURSE_FTE, WEIGHTED),
    "times_england_patients_per_gp_fte": (REGISTERED, GP_FTE),
    **{quantity: (quantity,) for quantity in QUANTITIES},
}
OF_STAFF = frozenset({GP_FTE, NURSE_FTE})
VALUE_FIELDS = ("value", "numerator", "denominator")
BASELINE_FIELDS = ("baseline", "baseline_numerator", "baseline_denominator")
COMPARATOR_FIELDS = ("comparator", "comparator_name", "comparator_period")
RAG_FIELDS = (
    "direction",
    "target",
    "target_year",
    "target_period",
    "target_kind",
    "tolerance",
    "boundary",
    "rag_override",
    "scale",
    "rag_scheme",
    "range_from",
    "range_to",
)
DELIVERY_FIELDS = ("delivery", "completed_on", "review_date")
#: measure of a count -> the lists and fields it counts
COUNTED: Mapping[str, tuple[tuple[EntryList[Any], tuple[str, ...]], ...]] = {
    "practices_open": ((PRACTICES, ("code", "opened", "closed")),),
    "practices_in_special_measures": ((CQC_RATINGS, ("special_measures_from", "special_measures_to")),),
    "actions": ((ACTIONS, ("letter",)),),
    "actions_overdue": ((ACTIONS, DELIVERY_FIELDS),),
    "actions_without_lead": ((ACTIONS, ("lead",)),),
    "actions_without_outcome": ((ACTIONS, ("outcome",)),),
    "indicators_without_action": ((INDICATORS, ("number",)), (ACTIONS, ("links",))),
    "functions_without_action_or_programme": (
        (FUNCTIONS, ("number",)),
        (ACTIONS, ("functions",)),
        (PROGRAMMES, ("function",)),
    ),
}


class Part(StrEnum):
    """Which part of a figure an input is for."""

    VALUE = "value"
    RAG = "rag"


class Input(NamedTuple):
    """One field of some rows of a list that a figure was made from, or one setting.

    `rows` are positions among the valid rows of the list; a setting has no list and no rows.
    """

    field: str
    of: EntryList[Any] | None = None
    rows: tuple[int, ...] = ()
    part: Part = Part.VALUE


def _times(step: TrajectoryPoint, kind: PeriodKind | None) -> Iterator[str]:
    """Yield how figures name the year or period of a step: "2017", or "2016/17" beside other periods."""
    if step.period is not None:
        yield period_label(step.period)
    year = step.year if step.period is None else year_of_plan(step.period, kind)
    if year is not None:
        yield str(year)
    if year is not None and kind is PeriodKind.FINANCIAL_YEAR:
        yield financial_year_label(year - 1)


class Lineage:
    """Finds the inputs of the figures of one tracker.

    >>> from pc_workbook import app
    >>> from pc_workbook.figures.table import figures
    >>> from pc_workbook.hosts.file import FileHost
    >>> checked = app.check(FileHost(app.sample("thurrock-2017.xlsx")))
    >>> results = app.measure(checked)
    >>> lineage = Lineage(checked.intake, results)
    >>> west = next(figure for figure in figures(results) if (figure.measure, figure.organisation) == ("gp_fte", "West"))
    >>> [(each.field, len(each.rows)) for each in lineage.inputs(west)]
    [('fte', 9)]
    """

    def __init__(self, intake: Intake, results: Results) -> None:
        self.intake, self.results = intake, results
        self.organisations = Organisations(intake.tracker)

    def inputs(self, figure: Figure) -> tuple[Input, ...]:
        """Return the inputs of a figure, those of its value first; () for a figure that no cell gives."""
        return tuple(each for each in self._inputs(figure) if each.of is None or each.rows)

    def cells(self, given: Input) -> Iterator[str]:
        """Yield the cells of an input as Excel writes them, in the order of the rows."""
        if given.of is None:
            if cell := self.intake.settings_cells.get(given.field):
                yield cell_reference(SETTINGS_SHEET, cell)
            return
        read = self.intake.lists[given.of.table]
        column = read.columns.get(given.field)
        if column is not None:
            yield from (cell_reference(read.sheet, a1(read.row_numbers[n], column)) for n in given.rows)

    def row_keys(self, given: Input) -> Iterator[tuple[str, ...]]:
        """Yield what names each row of an input, in the order of the rows."""
        if given.of is not None:
            every = rows(self.intake, given.of)
            for n in given.rows:
                yield tuple(str(getattr(every[n], name)) for name in given.of.key)

    def _inputs(self, figure: Figure) -> Iterator[Input]:
        measure = figure.measure.removesuffix(WITH_RETURN)
        result = self._results_of_indicators.get(figure.indicator)
        if result is not None and figure.measure == result.indicator.key and not self._is_other_value(figure, result):
            yield from self._current_value(result)
            yield from self._rag(result)
        elif result is not None and figure.measure.startswith(f"{result.indicator.key}_gap_to_"):
            yield from self._current_value(result)
            yield from self._gap(figure.measure.removeprefix(f"{result.indicator.key}_"), result)
        elif result is not None and figure.measure == f"{result.indicator.key}_trajectory":
            yield from self._trajectory(result, figure.period)
        elif figure.indicator is not None:
            yield from self._observations(figure.indicator or 0, figure.organisation, figure.period)
        elif measure in RATIO_PARTS:
            yield from self._staff(measure, figure.level, figure.organisation, figure.measure.endswith(WITH_RETURN))
        else:
            yield from self._other(figure)

    def _other(self, figure: Figure) -> Iterator[Input]:
        """Yield the inputs of ratings, shares, actions, claims and counts."""
        if figure.measure == "cqc_rating":
            yield from self._ratings({figure.organisation})
            yield from self._fields(PRACTICES, ("code",), lambda row: row.code == figure.organisation)
        elif figure.measure.startswith("cqc_share_") or figure.measure == "practices_inspected":
            yield from self._shares(figure.level, figure.organisation)
        elif figure.measure.startswith("action_") and figure.measure.endswith("_state"):
            yield from self._fields(ACTIONS, DELIVERY_FIELDS, self._is_action(figure.measure))
        elif figure.measure in COUNTED:
            for entry_list, fields in COUNTED[figure.measure]:
                yield from self._fields(entry_list, fields, lambda row: True)
        elif figure.measure == "practices_without_workforce_return":
            yield from self._staff(GP_FTE, Level.AREA, figure.organisation, False)
        else:  # claims and the association with deprivation
            yield from self._staff("times_england_patients_per_gp_fte", Level.AREA, figure.organisation, False)
            yield from self._fields(PRACTICES, ("deprivation_score",), lambda row: row.code in self._open_practices)

    def _is_action(self, measure: str) -> Callable[[Any], bool]:
        letter = measure.removeprefix("action_").removesuffix("_state")
        return lambda row: row.letter.lower().replace(" ", "_") == letter

    @cached_property
    def _results_of_indicators(self) -> dict[int | None, IndicatorResult]:
        return {result.indicator.number: result for result in self.results.indicators}

    @cached_property
    def _open_practices(self) -> dict[str, str | None]:
        return {practice.code: practice.locality for practice in self.intake.tracker.open_practices()}

    def _is_other_value(self, figure: Figure, result: IndicatorResult) -> bool:
        """Return whether a figure is an observation other than the indicator's current value."""
        period = result.period.label if result.period else ""
        return (figure.organisation, figure.period) != (result.organisation, period)

    # --- staff

    def _groups_of(self, quantity: str) -> tuple[str, ...]:
        """Return the total that a quantity of staff is made of, and its parts."""
        period = reported_staff(self.intake.tracker).period
        groups = staff_groups(self.intake.tracker.words, period.end if period else None)
        return groups.gps if quantity == GP_FTE else groups.nurses

    @cached_property
    def _staffing(self) -> Sequence[Staffing]:
        return reported_staff(self.intake.tracker).staffing

    @cached_property
    def _workforce(self) -> Mapping[str, list[int]]:
        """The rows of the workforce period by practice."""
        period = reported_staff(self.intake.tracker).period
        found: dict[str, list[int]] = defaultdict(list)
        for n, row in enumerate(rows(self.intake, WORKFORCE)):
            if period is not None and row.period is not None and row.period.end == period.end:
                found[row.practice].append(n)
        return found

    def _staff(self, measure: str, level: Level, organisation: str, with_return: bool) -> Iterator[Input]:
        staffing = [row for row in self._staffing if self._is_of(row, level, organisation)]
        if with_return:
            staffing = [row for row in staffing if row.has_return]
        for quantity in RATIO_PARTS[measure]:
            yield from self._fte(staffing, quantity) if quantity in OF_STAFF else self._patients(staffing, quantity)
        if measure.startswith("times_england"):
            yield self._staff_comparator

    @cached_property
    def _staff_comparator(self) -> Input:
        """What patients per FTE GP are compared with: a row of the list of comparators, else the setting."""
        tracker = self.intake.tracker
        row = tracker.settings.listed_staff_comparator
        if row is None:
            return Input("england_patients_per_gp_fte")
        return Input("value", COMPARATORS, (list(tracker.comparators).index(row),))

    def _is_of(self, staff: Staffing, level: Level, organisation: str) -> bool:
        practice = staff.practice
        if level is Level.GROUP:
            return any(group.name == organisation for group in staff.groups.values())
        own = {Level.PRACTICE: practice.code, Level.LOCALITY: practice.locality or ""}
        return own.get(level, organisation) == organisation

    def _fte(self, staffing: Iterable[Staffing], quantity: str) -> Iterator[Input]:
        """Yield the rows that give an FTE: those of the total where there is one, else those of its parts."""
        every, groups = rows(self.intake, WORKFORCE), self._groups_of(quantity)
        chosen: list[int] = []
        for staff in staffing:
            given = [n for n in self._workforce.get(staff.practice.code, ()) if every[n].staff_group in groups]
            totals = [n for n in given if every[n].staff_group == groups[0] and every[n].fte is not None]
            chosen.extend(totals or given)
        yield Input("fte", WORKFORCE, tuple(chosen))

    def _patients(self, staffing: Sequence[Staffing], quantity: str) -> Iterator[Input]:
        """Yield the patients of the workforce return, or the practice's own list where that is used."""
        every = rows(self.intake, WORKFORCE)
        returned: list[int] = []
        own_list: set[str] = set()
        for staff in staffing:
            source = staff.registered_source if quantity == REGISTERED else staff.weighted_source
            if any(each.code is StaffReason.FROM_LIST for each in source):
                own_list.add(staff.practice.code)
            else:
                given = self._workforce.get(staff.practice.code, ())
                returned.extend(n for n in given if getattr(every[n], quantity) is not None)
        yield Input(quantity, WORKFORCE, tuple(returned))
        yield from self._fields(PRACTICES, (quantity,), lambda row: row.code in own_list)

    # --- ratings

    def _ratings(self, organisations: Iterable[str], part: Part = Part.VALUE) -> Iterator[Input]:
        wanted, key = set(organisations), self.organisations.key
        is_overall = self._is_overall
        yield from self._fields(
            CQC_RATINGS, ("overall",), lambda row: is_overall(row) and key(row.organisation) in wanted, part
        )

    @staticmethod
    def _is_overall(row: Any) -> bool:
        return row.overall is not None and not row.service

    def _shares(self, level: Level, organisation: str) -> Iterator[Input]:
        codes = {
            code
            for code, locality in self._open_practices.items()
            if level is not Level.LOCALITY or locality == organisation
        }
        if level is Level.GROUP:
            codes = {
                code for of in self.results.levels for code, name in of.of_practices.items() if name == organisation
            }
        yield from self._ratings(codes)
        yield from self._fields(PRACTICES, ("code",), lambda row: row.code in codes)

    # --- indicators

    def _current_value(self, result: IndicatorResult) -> Iterator[Input]:
        number = result.indicator.number
        if result.current.source == BASELINE or result.current.is_baseline:
            yield from self._indicator(number, ("baseline_rating", *BASELINE_FIELDS))
        elif result.indicator.is_cqc_share and result.current.source == COMPUTED:
            yield from self._shares(Level.AREA, result.organisation)
        elif result.current.source == COMPUTED and result.indicator.measure in RATIO_MEASURES.values():
            yield from self._staff(result.indicator.measure or "", Level.AREA, result.organisation, False)
        elif result.current.inspection is not None:
            yield from self._ratings({result.organisation})
        else:
            period = result.period.label if result.period else ""
            yield from self._observations(number, result.organisation, period)

    def _rag(self, result: IndicatorResult) -> Iterator[Input]:
        number = result.indicator.number
        yield from self._indicator(number, RAG_FIELDS, Part.RAG)
        yield from self._fields(TRAJECTORY, ("value",), lambda row: row.indicator == number, Part.RAG)
        yield from self._comparator(result, Part.RAG)
        yield from self._scale_and_scheme(result.indicator)

    def _scale_and_scheme(self, indicator: Indicator) -> Iterator[Input]:
        """Yield the words of the scale and the bands of the RAG scheme that an indicator names."""
        scale, scheme = folded(indicator.scale or ""), folded(indicator.rag_scheme or "")
        if scale:
            yield from self._fields(SCALES, ("word", "order"), lambda row: folded(row.scale) == scale, Part.RAG)
        if scheme:
            fields = ("word", "counts_as", "rule", "low", "high")
            yield from self._fields(RAG_SCHEMES, fields, lambda row: folded(row.scheme) == scheme, Part.RAG)

    def _gap(self, name: str, result: IndicatorResult) -> Iterator[Input]:
        number = result.indicator.number
        if name == GAP_NAMES[GapTo.TRAJECTORY]:
            yield from self._fields(TRAJECTORY, ("value",), lambda row: row.indicator == number)
        elif name == GAP_NAMES[GapTo.STANDARD]:
            yield from self._indicator(number, ("national_standard",))
        elif name == GAP_NAMES[GapTo.TARGET]:
            yield from self._indicator(number, ("target", "range_from", "range_to"))
            yield from self._comparator(result, Part.VALUE)
        else:
            yield from self._comparator(result, Part.VALUE)
        yield from self._indicator(number, ("direction",))

    def _comparator(self, result: IndicatorResult, part: Part) -> Iterator[Input]:
        """Yield the comparator's typed value, and the observations of the organisation it names."""
        indicator = result.indicator
        yield from self._indicator(indicator.number, COMPARATOR_FIELDS, part)
        name = self.organisations.key(indicator.comparator_name or ENGLAND)
        key = self.organisations.key
        yield from self._fields(
            OBSERVATIONS,
            ("value",),
            lambda row: row.indicator == indicator.number and key(row.organisation) == name,
            part,
        )
        yield from self._fields(
            COMPARATORS,
            ("value",),
            lambda row: row.indicator == indicator.number and key(row.comparator) == name,
            part,
        )

    def _trajectory(self, result: IndicatorResult, time: str) -> Iterator[Input]:
        """Yield the agreed value of a year or period, or what a derived value is interpolated from."""
        number = result.indicator.number
        kind = kind_of_plan_years(result.indicator, self.intake.tracker.settings)
        agreed = tuple(
            self._fields(TRAJECTORY, ("value",), lambda row: row.indicator == number and time in _times(row, kind))
        )
        yield from agreed
        if not any(each.rows for each in agreed):
            yield from self._indicator(number, ("baseline", "target", "target_year", "target_period"))
            yield from self._comparator(result, Part.VALUE)

    def _indicator(self, number: int, fields: Iterable[str], part: Part = Part.VALUE) -> Iterator[Input]:
        yield from self._fields(INDICATORS, fields, lambda row: row.number == number, part)

    def _observations(self, indicator: int, organisation: str, period: str) -> Iterator[Input]:
        kind = next((row.kind for row in rows(self.intake, INDICATORS) if row.number == indicator), None)
        fields = ("value",) if kind is IndicatorKind.ORDINAL else VALUE_FIELDS
        yield from self._fields(OBSERVATIONS, fields, self._is_observed(indicator, organisation, period))
        yield from self._fields(COMPARATORS, ("value",), self._is_listed(indicator, organisation, period))

    def _is_observed(self, indicator: int, organisation: str, period: str) -> Callable[[Any], bool]:
        key = self.organisations.key
        return lambda row: (
            row.indicator == indicator and key(row.organisation) == organisation and period_label(row.period) == period
        )

    def _is_listed(self, indicator: int, comparator: str, period: str) -> Callable[[Any], bool]:
        key = self.organisations.key
        return lambda row: (
            row.indicator == indicator and key(row.comparator) == comparator and period_label(row.period) == period
        )

    def _fields(
        self,
        entry_list: EntryList[Any],
        fields: Iterable[str],
        wanted: Callable[[Any], bool],
        part: Part = Part.VALUE,
    ) -> Iterator[Input]:
        chosen = tuple(n for n, row in enumerate(rows(self.intake, entry_list)) if wanted(row))
        columns = self.intake.lists[entry_list.table].columns
        for field in fields:
            if field in columns:
                yield Input(field, entry_list, chosen, part)
