"""Rules for scales, ranges and RAG schemes of an area's own. Imported only for a tracker that has any."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from pc_workbook.model.indicator import Direction, Indicator, IndicatorKind
from pc_workbook.model.own_scale import ScaleRow, plain_word
from pc_workbook.model.rag_scheme import CountsAs, SchemeRow, SchemeRule, colour_code
from pc_workbook.model.row import column
from pc_workbook.model.text import folded
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import INDICATORS, RAG_SCHEMES, SCALES
from pc_workbook.tracker.lists.layout import EntryList
from pc_workbook.tracker.lists.list_reader import Entry
from pc_workbook.tracker.rules.rule import each_row, row_finding

WORDS_ONLY = (IndicatorKind.ORDINAL, IndicatorKind.YES_NO)
#: Words of the default scheme: one of them in another meaning would mislead every reader.
USUAL_WORDS = {folded(each.value): each for each in CountsAs}

ScaleEntry = Entry[ScaleRow]
SchemeEntry = Entry[SchemeRow]


def _users(intake: Intake, field: str) -> Mapping[str, tuple[int, ...]]:
    """Return the numbers of the indicators that name each scale or scheme."""
    users: dict[str, list[int]] = defaultdict(list)
    for row in intake.tracker.indicators:
        if name := getattr(row, field):
            users[folded(name)].append(row.number)
    return {name: tuple(numbers) for name, numbers in users.items()}


# --- scales


def scales_are_whole(intake: Intake) -> Iterator[Finding]:
    """Check that each scale has two words with an order, and each word and each order once (R115)."""
    read, users, unread = read_list(intake, SCALES), _users(intake, "scale"), _unread_cells(intake, SCALES, "scale")
    by_name: dict[str, list[ScaleEntry]] = defaultdict(list)
    for entry in read.entries:
        by_name[folded(entry.row.scale)].append(entry)
    for name, entries in by_name.items():
        problems = list(_scale_problems(entries))
        if cell := unread.get(name):
            problems.append((entries[0], "scale", detail("scale_row_unread", scale=entries[0].row.scale, cell=cell)))
        for entry, field, needs in problems:
            value = getattr(entry.row, field)
            yield row_finding(read, entry, field, "R115", value, touches=users.get(name, ()), needs=needs)


def _scale_problems(entries: Sequence[ScaleEntry]) -> Iterator[tuple[ScaleEntry, str, Detail]]:
    if sum(entry.row.order is not None for entry in entries) < 2:
        yield entries[0], "word", detail("scale_of_one_word", scale=entries[0].row.scale)
    words: dict[str, ScaleEntry] = {}
    orders: dict[float, ScaleEntry] = {}
    for entry in entries:
        first = words.setdefault(plain_word(entry.row.word), entry)
        if first is not entry:
            yield entry, "word", detail("word_twice", word=entry.row.word, name=entry.row.scale, other=first.at)
        elif entry.row.order is not None and orders.setdefault(entry.row.order, entry) is not entry:
            other = orders[entry.row.order].row.word
            yield entry, "order", detail("order_twice", other=other, order=entry.row.order)


# --- indicators


def scales_and_ranges_fit(intake: Intake) -> Iterator[Finding]:
    """Check that indicators name scales that are listed, and have both ends of a range (R116, R117, P58)."""
    scales = {folded(name) for name in column(intake.tracker.scales, "scale")}
    stepped = set(column(intake.tracker.trajectory, "indicator"))
    for read, entry, row in each_row(intake, INDICATORS):
        if row.scale is not None and (needs := _scale_problem(row, scales)):
            yield row_finding(read, entry, "scale", "R116", row.scale, touches=(row.number,), needs=needs)
        for field, problem in _range_problems(row):
            value = getattr(row, field)
            yield row_finding(read, entry, field, "R117", value, touches=(row.number,), needs=problem)
        if row.direction is Direction.WITHIN and row.number in stepped:
            needs = detail("steps_beside_range")
            yield row_finding(read, entry, "direction", "P58", row.direction, needs=needs)


def _scale_problem(row: Indicator, scales: set[str]) -> Detail | None:
    if row.kind is not IndicatorKind.ORDINAL:
        return detail("scale_of_no_ordinal", kind=row.kind)
    return None if folded(row.scale or "") in scales else detail("scale_not_listed", name=row.scale)


def _range_problems(row: Indicator) -> Iterator[tuple[str, Detail]]:
    has_range = row.range_from is not None or row.range_to is not None
    if row.scale is not None and row.direction in (Direction.LOWER, Direction.WITHIN):
        yield "direction", detail("direction_of_own_scale", direction=row.direction)
    elif row.direction is Direction.WITHIN and row.kind in WORDS_ONLY:
        yield "direction", detail("range_of_words")
    elif row.direction is not Direction.WITHIN:
        if has_range:
            field = "range_to" if row.range_from is None else "range_from"
            yield field, detail("range_without_direction")
    elif row.range_from is None or row.range_to is None:
        field = "range_from" if row.range_from is None else "range_to"
        yield field, detail("no_range", missing=INDICATORS.by_field[field].heading)
    elif row.range_from > row.range_to:
        yield "range_from", detail("range_the_wrong_way", low=row.range_from, high=row.range_to)


# --- schemes


def schemes_are_whole(intake: Intake) -> Iterator[Finding]:
    """Check that the bands of each RAG scheme follow one another, by one rule, and that no word misleads (R118)."""
    read, users = read_list(intake, RAG_SCHEMES), _users(intake, "rag_scheme")
    unread = _unread_cells(intake, RAG_SCHEMES, "scheme")
    by_name: dict[str, list[SchemeEntry]] = defaultdict(list)
    for entry in read.entries:
        by_name[folded(entry.row.scheme)].append(entry)
    for name, entries in by_name.items():
        problems = list(_scheme_problems(entries))
        if cell := unread.get(name):
            problems.append(
                (entries[0], "scheme", detail("scheme_row_unread", scheme=entries[0].row.scheme, cell=cell))
            )
        for entry, field, needs in problems:
            value = getattr(entry.row, field)
            yield row_finding(read, entry, field, "R118", value, touches=users.get(name, ()), needs=needs)


def _unread_cells(intake: Intake, of: EntryList[Any], field: str) -> dict[str, str]:
    """Return, by the folded name of a scale or scheme, a cell of one of its rows that can't be read; the row itself may be left
    out."""
    read, cells = read_list(intake, of), dict[str, str]()
    sheet, number = intake.snapshot.sheets.get(read.sheet), read.columns.get(field)
    for found in intake.findings:
        if found.sheet == read.sheet and found.severity is Severity.ERROR and sheet is not None and number is not None:
            at = int("".join(filter(str.isdigit, found.cell)) or 0)
            cells.setdefault(folded(str(sheet.value(at, number) or "")), found.cell)
    return cells


def _scheme_problems(entries: Sequence[SchemeEntry]) -> Iterator[tuple[SchemeEntry, str, Detail]]:
    rule = next((entry.row.rule for entry in entries if entry.row.rule is not None), None)
    words: dict[str, SchemeEntry] = {}
    for entry in entries:
        row, first = entry.row, words.setdefault(folded(entry.row.word), entry)
        if first is not entry:
            yield entry, "word", detail("word_twice", word=row.word, name=row.scheme, other=first.at)
        usual = USUAL_WORDS.get(folded(row.word))
        if usual is not None and usual is not row.counts_as:
            yield entry, "word", detail("misleading_word", word=row.word, counts_as=row.counts_as)
        if row.colour is not None and colour_code(row.colour) is None:
            yield entry, "colour", detail("no_such_colour", colour=row.colour)
        yield from _rule_problems(entry, rule)
    if rule is not None:
        yield from _band_problems([entry for entry in entries if entry.row.rule is rule])


def _rule_problems(entry: SchemeEntry, rule: SchemeRule | None) -> Iterator[tuple[SchemeEntry, str, Detail]]:
    row, has_ends = entry.row, entry.row.low is not None or entry.row.high is not None
    if row.rule is None and (has_ends or rule is not None):
        yield entry, "rule", detail("band_without_rule")
    elif row.rule is not rule:
        yield entry, "rule", detail("scheme_of_two_rules", rule=row.rule, scheme=row.scheme, other=rule)
    elif row.rule is not None and not has_ends:
        yield entry, "low", detail("band_without_ends")
    elif row.low is not None and row.high is not None and row.low >= row.high:
        yield entry, "low", detail("band_the_wrong_way", low=row.low, high=row.high)


def _band_problems(entries: list[SchemeEntry]) -> Iterator[tuple[SchemeEntry, str, Detail]]:
    """Yield the bands that overlap the one below, or leave a gap to it."""
    ordered = sorted(entries, key=lambda entry: (entry.row.low is not None, entry.row.low or 0))
    for below, entry in pairwise(ordered):
        low, high = entry.row.low, below.row.high
        if low is None or high is None or low < high:
            yield entry, "low", detail("bands_overlap", start=low, other=below.row.word)
        elif low > high:
            yield entry, "low", detail("gap_between_bands", other=below.row.word, high=high, low=low)


def schemes_fit(intake: Intake) -> Iterator[Finding]:
    """Check that indicators name RAG schemes that are listed and can judge them (R116, R119)."""
    rules: dict[str, SchemeRule | None] = {}
    for row in intake.tracker.rag_schemes:
        rules[folded(row.scheme)] = rules.get(folded(row.scheme)) or row.rule
    for read, entry, indicator in each_row(intake, INDICATORS):
        if indicator.rag_scheme is None:
            continue
        name, touches = folded(indicator.rag_scheme), (indicator.number,)
        if name not in rules:
            code, needs = "R116", detail("scheme_not_listed", name=indicator.rag_scheme)
        elif problem := _misfit(indicator, rules[name]):
            code, needs = "R119", detail(problem, scheme=indicator.rag_scheme)
        else:
            continue
        yield row_finding(read, entry, "rag_scheme", code, indicator.rag_scheme, touches=touches, needs=needs)


def _misfit(indicator: Indicator, rule: SchemeRule | None) -> str | None:
    """Return the code of why a scheme can't judge an indicator; None where it can."""
    if rule is None:
        return None
    if indicator.kind in WORDS_ONLY:
        return "scheme_of_words"
    if rule is SchemeRule.RANGE and indicator.direction is not Direction.WITHIN:
        return "scheme_of_range"
    of_target = rule in (SchemeRule.DISTANCE, SchemeRule.PER_CENT)
    return "scheme_of_target" if of_target and indicator.direction is Direction.WITHIN else None
