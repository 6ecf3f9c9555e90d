"""Propose for each column of a workbook the list and column it seems to be, how sure that is, and why.

The headings decide first, by the table of synonyms; then whether the tracker's own parsers read the values; then which
list takes most of the columns of a table. Nothing is adopted on the strength of a proposal: a person chooses.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from pc_workbook.adopt.evidence import (
    CONTAINED,
    SYNONYM,
    NamedBy,
    different_values,
    examples,
    fit,
    heading_period,
    meanings,
    without_period,
)
from pc_workbook.adopt.mapping import (
    REFERENCE,
    VALUE_BY_PERIOD,
    Form,
    Target,
    implied_fields,
)
from pc_workbook.adopt.old_tables import LooseCell, OldColumn, OldTable, loose_cells, old_tables
from pc_workbook.adopt.synonyms import WORDS_OF_SHEETS, lists_to_fill
from pc_workbook.model.indicator import Rag
from pc_workbook.model.period import Period
from pc_workbook.model.row import MarkedRow
from pc_workbook.model.text import folded
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.lists.layout import Column, EntryList, Reads
from pc_workbook.tracker.snapshot import Snapshot

EXAMPLES: Final = 3
READABLE: Final = 0.8  # of the values, for a proposal that is sure or likely
HALF: Final = 0.5
BY_VALUES: Final = 0.45  # the strength of values that only one kind of column has
BONUS_OF_SHEET, BONUS_OF_KEY = 0.6, 0.5
OF_INCOMPLETE: Final = 0.5  # of the evidence for a list of which a table lacks a column that each row needs
FEWEST_PERIODS: Final = 2  # columns headed by a period that make a wide table
FEWEST_WITH_KEY, FEWEST_WITHOUT_KEY = 2, 3  # columns that make a table a list, where one names its rows or none does
LEAST_OF_A_LIST: Final = 0.7  # the evidence that a table must give for its list
ACTIONS, INDICATORS = "tblActions", "tblIndicators"
#: Words beside a period that say whether the values were planned or observed.
PLANNED: Final = frozenset({"target", "trajectory", "plan", "planned", "ambition", "profile", "goal"})
OBSERVED: Final = frozenset({"actual", "value", "observed", "performance", "result", "outturn", "fte", "rate"})
#: Columns that many lists have: they say nothing about which one a table is.
COMMON_FIELDS: Final = frozenset({*MarkedRow.model_fields, "note", "source"})
FIXABLE: Final = frozenset({Reads.NAME, Reads.PERIOD, Reads.CHOICE, Reads.WHOLE})


class Sureness(StrEnum):
    """How sure a proposal is."""

    SURE = "Sure"
    LIKELY = "Likely"
    UNSURE = "Unsure"
    NONE = "No place found"


class ColumnProposal(NamedTuple):
    """What one column of the workbook seems to be."""

    table: OldTable
    column: OldColumn
    examples: tuple[object, ...]
    filled: int
    period: Period | None
    target: Target | None
    sureness: Sureness
    reasons: tuple[Detail, ...]


class FixedProposal(NamedTuple):
    """A column of a list that no column of a table gives; `value` is offered where the headings say one."""

    table: OldTable
    target: Target
    value: object = None


class Proposal(NamedTuple):
    """The proposal for a whole workbook, with the cells that are in no table."""

    workbook: str
    columns: tuple[ColumnProposal, ...]
    fixed: tuple[FixedProposal, ...]
    loose: tuple[LooseCell, ...]


class _Candidate(NamedTuple):
    target: Target
    score: float
    sureness: Sureness
    reasons: tuple[Detail, ...]


def propose(snapshot: Snapshot, as_at: date | None) -> Proposal:
    """Return the proposal for a workbook. `as_at` tells planned values by period from observed ones."""
    tables = old_tables(snapshot)
    proposals: list[ColumnProposal] = []
    fixed: list[FixedProposal] = []
    for table in tables:
        found = _TableProposal(table, snapshot, as_at).columns()
        proposals += found
        fixed += fixed_proposals(table, found)
    return Proposal(snapshot.name, tuple(proposals), tuple(fixed), loose_cells(snapshot, tables))


class _TableProposal:
    """Proposes the columns of one table."""

    def __init__(self, table: OldTable, snapshot: Snapshot, as_at: date | None) -> None:
        self.table, self.as_at = table, as_at
        self.sheet = snapshot.sheets[table.sheet]
        self.values = {column: different_values(self.sheet, table, column) for column in table.columns}
        self.periods = {column: heading_period(column.heading) for column in table.columns}
        self.candidates = {column: self._candidates(column) for column in table.columns}

    def columns(self) -> list[ColumnProposal]:
        """Return a proposal for each column, in the order of the sheet."""
        primary = self._primary()
        chosen = self._assigned(primary) if primary else {}
        return [self._proposal(column, chosen.get(column)) for column in self.table.columns]

    def _proposal(self, column: OldColumn, found: _Candidate | None) -> ColumnProposal:
        values = self.values[column]
        filled = sum(self.sheet.value(row, column.number) is not None for row in self.table.rows)
        reasons = found.reasons if found else (detail("nothing_known" if values else "column_is_empty"),)
        sureness = found.sureness if found else Sureness.NONE
        target = found.target if found else None
        shown = tuple(examples(self.sheet, self.table, column, EXAMPLES))
        return ColumnProposal(self.table, column, shown, filled, self.periods[column], target, sureness, reasons)

    # --- what one column may be

    def _candidates(self, column: OldColumn) -> list[_Candidate]:
        named = [self._by_heading(column, each) for each in meanings(column.heading)]
        wide = [self._by_period(column, table) for table in VALUE_BY_PERIOD] if self._is_wide(column) else []
        found = [*filter(None, wide), *named] if wide else [*named, *self._by_values(column)]
        return sorted(found, key=lambda each: -each.score)

    def _by_heading(self, column: OldColumn, named: NamedBy) -> _Candidate:
        target = Target(named.meaning.table, named.meaning.field)
        values = self.values[column]
        readable = fit(values, target)
        if target == Target(ACTIONS, REFERENCE) and readable.share < HALF:
            split = target._replace(form=Form.REFERENCE_FIRST)
            if fit(values, split).share >= READABLE:
                target, readable = split, fit(values, split)
        code = "own_heading" if named.meaning.is_own else "known_heading"
        code = code if named.strength > CONTAINED else "heading_contains"
        reasons = [detail(code, heading=column.heading, known=named.heading)]
        if values:
            reasons.append(detail("values_read", readable=readable.readable, of=readable.of))
        score = named.strength * (0.3 + 0.7 * readable.share)
        sureness = _sureness(named.strength, readable.share, bool(values))
        if target.form is Form.REFERENCE_FIRST and sureness is Sureness.SURE:
            sureness = Sureness.LIKELY
        return _Candidate(target, score, sureness, tuple(reasons))

    def _by_values(self, column: OldColumn) -> Iterator[_Candidate]:
        """Yield what values say that only one kind of column has: practice codes, RAG words."""
        values = self.values[column]
        texts = [value for value in values if isinstance(value, str)]
        for target, code in (
            (Target("tblPractices", "code"), "practice_codes"),
            (Target("tblActionProgress", "rag"), "rag_words"),
        ):
            share = fit(values, target).share if texts else 0.0
            if share >= READABLE and (code != "rag_words" or _has_rag_words(texts)):
                yield _Candidate(target, BY_VALUES * share, Sureness.UNSURE, (detail(code),))

    # --- a value for each period

    def _is_wide(self, column: OldColumn) -> bool:
        """Return whether a column is one of several that are headed by a period, and by what their values are."""
        same = [each for each in self.table.columns if self.periods[each] and _is_of_values(each.heading)]
        return column in same and len(same) >= FEWEST_PERIODS

    def _by_period(self, column: OldColumn, table: str) -> _Candidate | None:
        period = self.periods[column]
        if period is None:
            return None
        is_planned = self._is_planned(column, period)
        wanted = {"tblTrajectory": is_planned, "tblObservations": not is_planned, "tblWorkforce": not is_planned}
        if not wanted[table]:
            return None
        target = Target(table, VALUE_BY_PERIOD[table], Form.OF_PERIOD)
        values = self.values[column]
        readable = fit(values, target)
        score = SYNONYM * (0.3 + 0.7 * readable.share) - (0.3 if table == "tblWorkforce" else 0)
        reasons = [detail("period_in_heading", period=period.label, planned=is_planned)]
        if values:
            reasons.append(detail("values_read", readable=readable.readable, of=readable.of))
        return _Candidate(target, score, _sureness(SYNONYM, readable.share, True), tuple(reasons))

    def _is_planned(self, column: OldColumn, period: Period) -> bool:
        words = {folded(word) for word in column.heading.split()}
        if words & PLANNED or words & OBSERVED:
            return bool(words & PLANNED)
        return self.as_at is not None and period.end > self.as_at

    # --- which list the table is

    def _primary(self) -> EntryList | None:
        """Return the list that takes most of the columns."""
        scored = [(self._score(of), of) for of in lists_to_fill()]
        score, of = max(scored, key=lambda each: each[0])  # of equal ones the first in the catalogue
        return of if score >= LEAST_OF_A_LIST else None

    def _score(self, of: EntryList) -> float:
        used: dict[str, float] = {}
        for candidates in self.candidates.values():
            best = next((each for each in candidates if each.target.table == of.table), None)
            if best is not None and best.score > used.get(best.target.field, 0):
                used |= dict.fromkeys(best.target.fields, best.score)
        used = {name: score for name, score in used.items() if name not in COMMON_FIELDS}
        words = WORDS_OF_SHEETS.get(of.table, ())
        if len(used) < (FEWEST_WITH_KEY if of.key[0] in used else FEWEST_WITHOUT_KEY):
            return 0.0
        on_sheet = BONUS_OF_SHEET if any(word in self.table.sheet.casefold() for word in words) else 0
        score = sum(used.values()) + (on_sheet + BONUS_OF_KEY * (of.key[0] in used) if used else 0)
        return score if all(_can_do_without(of, column, used) for column in of.columns) else score * OF_INCOMPLETE

    # --- one column for each field

    def _assigned(self, primary: EntryList) -> dict[OldColumn, _Candidate]:
        """Return what each column is: the best evidence first, each field once, on the table's list or one beside it."""
        allowed = {primary.table, *self._beside(primary)}
        ranked = sorted(
            (
                (each.target.table == primary.table, each.score, -column.number, column, each)
                for column, candidates in self.candidates.items()
                for each in candidates
                if each.target.table in allowed
            ),
            key=lambda each: (-each[1] - 0.25 * each[0], -each[2]),
        )
        chosen: dict[OldColumn, _Candidate] = {}
        taken: set[tuple[str, str]] = set()
        for _, _, _, column, found in ranked:
            fields = {(found.target.table, name) for name in found.target.fields}
            is_free = found.target.form is Form.OF_PERIOD or taken.isdisjoint(fields)
            if column not in chosen and is_free and not self._is_implied(found.target, chosen.values()):
                chosen[column] = found
                taken |= fields
        return chosen

    def _is_implied(self, target: Target, chosen: Iterable[_Candidate]) -> bool:
        """Return whether another column gives the field already, as an action's reference gives that of its progress."""
        others = frozenset(each.target for each in chosen)
        return target.form is Form.WHOLE_CELL and target.field in implied_fields(target.table, others)

    def _beside(self, primary: EntryList) -> Iterator[str]:
        """Yield the lists whose rows can be told from the same row: they refer to the table's list."""
        for of in lists_to_fill():
            refers = [column for column in of.columns if column.links_to and column.links_to[0] == primary.table]
            linked = [column for column in refers if column.field in of.key and column.required]
            if linked and all(self._is_given(of, column.field) for column in of.columns if column.required):
                yield of.table

    def _is_given(self, of: EntryList, field: str) -> bool:
        column = of.by_field[field]
        if column.links_to or column.reads in FIXABLE:
            return True
        return any(each.target == Target(of.table, field) for found in self.candidates.values() for each in found)


def _can_do_without(of: EntryList, column: Column, given: Container[str]) -> bool:
    """Return whether a table may be a list although it lacks a column: one value may hold for all its rows."""
    names_row = column.field == of.key[0] and not column.links_to
    return not column.required or column.field in given or (column.reads in FIXABLE and not names_row)


def _sureness(strength: float, share: float, has_values: bool) -> Sureness:
    if share < READABLE:
        return Sureness.UNSURE
    if strength >= SYNONYM and has_values:
        return Sureness.SURE if strength > SYNONYM else Sureness.LIKELY
    return Sureness.LIKELY if strength > SYNONYM else Sureness.UNSURE


def _has_rag_words(texts: Sequence[str]) -> bool:
    known = {folded(word) for word in Rag}
    return sum(folded(text) in known for text in texts) >= FEWEST_PERIODS


def _is_of_values(heading: str) -> bool:
    """Return whether a heading is a period, alone or with a word for a planned or observed value."""
    words = without_period(heading.replace("–", " "))
    return not words or all(folded(word) in PLANNED | OBSERVED for word in words.split())


def fixed_proposals(table: OldTable, columns: Sequence[ColumnProposal]) -> Iterator[FixedProposal]:
    """Yield the columns that the proposed lists need and no column of the table gives."""
    targets = frozenset(column.target for column in columns if column.target)
    for of in lists_to_fill():
        own = [target for target in targets if target.table == of.table]
        given = {name for target in own for name in target.fields} | implied_fields(of.table, targets).keys()
        given |= {"year", "period"} if any(target.form is Form.OF_PERIOD for target in own) else set()
        for column in of.columns if own else ():
            can_be_fixed = column.reads in FIXABLE and (column.field != of.key[0] or column.links_to)
            if column.required and column.field not in given and can_be_fixed:
                yield FixedProposal(table, Target(of.table, column.field))
    yield from _target_years(table, columns)


def _target_years(table: OldTable, columns: Sequence[ColumnProposal]) -> Iterator[FixedProposal]:
    """Yield the year of a target whose heading says it: 2021 Target."""
    has_year = any(column.target == Target(INDICATORS, "target_year") for column in columns)
    for column in columns if not has_year else ():
        if column.target == Target(INDICATORS, "target") and column.period:
            yield FixedProposal(table, Target(INDICATORS, "target_year"), column.period.year)
