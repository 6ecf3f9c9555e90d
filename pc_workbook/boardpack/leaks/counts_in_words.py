"""Suppressed counts that somebody wrote into a sentence: "4 of 60", "four of the sixty patients", "a quarter of the
12".

A part with its whole is searched for in any text. A small count alone is a finding only where the text says what was
counted and, for a practice or locality, names it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import NamedTuple

from pc_workbook.cells.addresses import cell_reference
from pc_workbook.disclosure.edition import Selection
from pc_workbook.disclosure.people_counts import LARGEST, is_people, significant_words
from pc_workbook.disclosure.small_numbers import SuppressedCount
from pc_workbook.disclosure.suppression import is_small
from pc_workbook.model.indicator import Indicator
from pc_workbook.model.text import folded
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import ACTION_PROGRESS, INDICATORS, MILESTONES, PROGRESS_HISTORY, TRAJECTORY
from pc_workbook.tracker.snapshot import SheetCells, a1

Hit = tuple[str, str, str]  # the cell that is suppressed, the cell that repeats it, and its words
TextSpan = tuple[int, int]  # where some words begin and end

UNIT_WORDS = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
         "eighteen nineteen")  # fmt: skip
UNITS = UNIT_WORDS.split()
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
WORDS = {
    **{word: n for n, word in enumerate(UNITS)},
    **TENS,
    **{f"{tens} {UNITS[n]}": ten + n for tens, ten in TENS.items() for n in range(1, 10)},
    "a dozen": 12, "half a dozen": 6, "a couple": 2, "a hundred": 100, "one hundred": 100,
}  # fmt: skip
PARTS = {"half": (1, 2), "a half": (1, 2), "one half": (1, 2), "a third": (1, 3), "one third": (1, 3), "two thirds": (2, 3),
         "a quarter": (1, 4), "one quarter": (1, 4), "three quarters": (3, 4), "a fifth": (1, 5), "one fifth": (1, 5),
         "two fifths": (2, 5), "three fifths": (3, 5), "four fifths": (4, 5), "a tenth": (1, 10), "one tenth": (1, 10)}  # fmt: skip


def _any_of(words: Mapping[str, object]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(word.replace(" ", r"[\s-]+") for word in longest_first)


NUMBER = rf"(\d{{1,3}}(?:,\d{{3}})+|\d+|{_any_of(WORDS)})"
NOT_BEFORE, NOT_AFTER = r"(?<![\w.,/£-])", r"(?![\w/%]|[.,]\d)"
THE = r"(?:(?:the|our|its|all|these|those|their|every|a total of|total|some|only|just)\s+)*"
OF = r"(?:\s*/\s*|\s+(?:out\s+of|of|in|from|among|amongst|per)\s+)"
NEAR = r"[^.;:!?\d]{0,60}?"
FEWER = r"(?:fewer than|less than|under|below|up to|at most|no more than|not more than)"

PART_OF_WHOLE = re.compile(rf"{NOT_BEFORE}{NUMBER}(?:\s+[a-z]+)?{OF}{THE}{NUMBER}{NOT_AFTER}", re.I)
SHARE_OF_WHOLE = re.compile(
    rf"{NOT_BEFORE}(\d+(?:\.\d+)?\s*(?:%|per\s?cent)|{_any_of(PARTS)})\s+(?:of\s+)?{THE}{NUMBER}{NOT_AFTER}", re.I
)
WHOLE_THEN_PART = re.compile(
    rf"\b(?:out\s+of|of|among|amongst|from)\s+{THE}{NUMBER}\b(?![,.]?\d)({NEAR})\b{NUMBER}{NOT_AFTER}", re.I
)
WHOLE_AND_PART = re.compile(
    rf"{NOT_BEFORE}{NUMBER}\b(?![,.]?\d)({NEAR})\b{NUMBER}\s+(?:[a-z]+\s+)?of\s+(?:whom|them|these|those|which)\b", re.I
)
ALL_BUT = re.compile(rf"\ball\s+but\s+{THE}{NUMBER}\s+of\s+{THE}{NUMBER}{NOT_AFTER}", re.I)
FEWER_OF_WHOLE = re.compile(rf"\b{FEWER}\s+{NUMBER}{OF}{THE}{NUMBER}{NOT_AFTER}", re.I)
ALONE = re.compile(rf"(?:\b({FEWER})\s+)?{NOT_BEFORE}{NUMBER}\b(?=\s+((?:[a-z][\w’'-]*\s*){{1,4}}))", re.I)
VERB_WORDS = "is are was were be been has have had do does did will can may must"
VERBS = frozenset(VERB_WORDS.split())
SENTENCE_ENDS = re.compile(r"[.!?]\s|\n")


class RowSubject(NamedTuple):
    """What a row is about, whatever its texts say."""

    indicators: frozenset[int] = frozenset()
    places: frozenset[str] = frozenset()  # practices and localities


NOTHING = RowSubject()


class PartOfWhole(NamedTuple):
    """A part and its whole as some words give them: exactly, or as an upper limit."""

    few: int
    many: int
    at_most: bool
    span: TextSpan


def counts_in_words(intake: Intake, chosen: Selection) -> Iterator[Hit]:
    """Yield the suppressed counts that are repeated in a cell that may be shown."""
    kept = chosen.suppressed.counts
    if not kept:
        return
    pairs: dict[int, list[SuppressedCount]] = defaultdict(list)
    alone: dict[int, list[SuppressedCount]] = defaultdict(list)
    for count in kept:
        if count.many is not None:
            pairs[round(count.many)].append(count)
        if count.few is not None and is_small(count.few):
            alone[round(count.few)].append(count)
    named, rows = _Subjects(intake), _rows_about(chosen)
    for sheet in chosen.intake.snapshot.sheets.values():
        for at, span, text in _texts_with_counts(sheet):
            about = rows.get((sheet.name, at), NOTHING)
            found = {*_parts_in(text, pairs), *_small_counts_in(text, alone, named, about)}
            for count, words in sorted(found, key=str):
                yield _where(intake, count), cell_reference(sheet.name, a1(at, span)), words


def _texts_with_counts(sheet: SheetCells) -> Iterator[tuple[int, int, str]]:
    """Yield the texts of a sheet that give numbers of people, or parts of wholes."""
    for place, column in enumerate(sheet.columns):
        telling = {n for n, value in enumerate(column.values) if isinstance(value, str) and _has_counts(value)}
        for row, code in enumerate(column.codes, start=1) if telling else ():
            if code in telling:
                yield row, place + sheet.first_column, str(column.values[code])


def _has_counts(text: str) -> bool:
    return (" " in text or "/" in text) and (
        any(_pairs(text)) or any(_counts_people(found[3]) for found in ALONE.finditer(text))
    )


def _where(intake: Intake, count: SuppressedCount) -> str:
    read = intake.lists[count.table]
    return cell_reference(read.sheet, a1(count.at, read.columns.get(count.field, min(read.columns.values()))))


# a part with its whole


def _parts_in(text: str, kept: Mapping[int, list[SuppressedCount]]) -> Iterator[tuple[SuppressedCount, str]]:
    for pair in _pairs(text):
        for count in kept.get(pair.many, ()):
            if count.few is not None and _matches(pair, round(count.few)):
                yield count, text[slice(*pair.span)].strip()


def _matches(pair: PartOfWhole, few: int) -> bool:
    return few <= pair.few <= LARGEST if pair.at_most else pair.few == few


def _pairs(text: str) -> Iterator[PartOfWhole]:
    """Yield every part with its whole that a text may give."""
    for found in FEWER_OF_WHOLE.finditer(text):
        limit = _value(found[1]) - bool(re.match(r"(?:fewer|less|under|below)", found[0], re.I))
        yield PartOfWhole(limit, _value(found[2]), True, found.span())
    for found in PART_OF_WHOLE.finditer(text):
        yield PartOfWhole(_value(found[1]), _value(found[2]), False, found.span())
    for found in SHARE_OF_WHOLE.finditer(text):
        many = _value(found[2])
        yield PartOfWhole(round(_share(found[1]) * many), many, False, found.span())
    for pattern in (WHOLE_THEN_PART, WHOLE_AND_PART):
        for found in pattern.finditer(text):
            yield PartOfWhole(_value(found[3]), _value(found[1]), False, found.span())
    for found in ALL_BUT.finditer(text):
        yield PartOfWhole(_value(found[2]) - _value(found[1]), _value(found[2]), False, found.span())
        yield PartOfWhole(_value(found[1]), _value(found[2]), False, found.span())


def _value(words: str) -> int:
    plain = re.sub(r"[\s-]+", " ", words.casefold())
    return WORDS[plain] if plain in WORDS else int(plain.replace(",", ""))


def _share(words: str) -> float:
    plain = re.sub(r"[\s-]+", " ", words.casefold())
    if plain in PARTS:
        above, below = PARTS[plain]
        return above / below
    return float(re.sub(r"[^\d.]", "", plain)) / 100


# a small count alone


class _Subjects:
    """The words by which a text names an organisation and what an indicator counts."""

    def __init__(self, intake: Intake) -> None:
        tracker = intake.tracker
        self._names = {practice.code: (practice.code, practice.name) for practice in tracker.practices}
        self._indicators: Mapping[int, Indicator] = {indicator.number: indicator for indicator in tracker.indicators}

    def mentions_subject(self, text: str, count: SuppressedCount) -> bool:
        """Return whether a text says what was counted."""
        indicator = self._indicators.get(count.indicator)
        titles = (indicator.title, indicator.numerator) if indicator else (count.condition,)
        return bool(significant_words(text) & significant_words(*titles))

    def mentions_organisation(self, text: str, count: SuppressedCount) -> bool:
        """Return whether a text names the practice or locality that was counted; the area need not be named."""
        if not count.is_fine:
            return True
        plain = folded(text)
        return any(folded(name) in plain for name in self._names.get(count.key, (count.key,)))


def _small_counts_in(
    text: str, kept: Mapping[int, list[SuppressedCount]], named: _Subjects, about: RowSubject
) -> Iterator[tuple[SuppressedCount, str]]:
    for found in ALONE.finditer(text):
        number = _value(found[2])
        if number > LARGEST + 1 or not _counts_people(found[3]):
            continue
        for count in _may_be(found[1], number, kept):
            mentions_subject = count.indicator in about.indicators or named.mentions_subject(text, count)
            if mentions_subject and (count.key in about.places or named.mentions_organisation(text, count)):
                yield count, _sentence_around(text, found.span())


def _counts_people(following: str) -> bool:
    """Return whether the words after a number say that it counts people."""
    words = takewhile(lambda word: word not in VERBS and word not in WORDS, following.casefold().split())
    return is_people(" ".join(words)) is True


def _may_be(fewer: str | None, number: int, kept: Mapping[int, list[SuppressedCount]]) -> Iterator[SuppressedCount]:
    if fewer is None:
        yield from kept.get(number, ())
        return
    limit = number - bool(re.match(r"(?:fewer|less|under|below)", fewer, re.I))
    for few, counts in kept.items():
        if few <= limit <= LARGEST:
            yield from counts


def _sentence_around(text: str, span: TextSpan) -> str:
    """Return the sentence around some words: the few words alone would occur in many places."""
    start = max((found.end() for found in SENTENCE_ENDS.finditer(text, 0, span[0])), default=0)
    end = next((found.start() for found in SENTENCE_ENDS.finditer(text, span[1] - 1)), len(text))
    return text[start:end].strip()


def _rows_about(chosen: Selection) -> Mapping[tuple[str, int], RowSubject]:
    """Return the indicator, and the practice or locality, that each row is about, by its sheet and row."""
    found: dict[tuple[str, int], RowSubject] = {}
    lists = chosen.intake.lists
    for table, field in ((INDICATORS.table, "number"), (TRAJECTORY.table, "indicator")):
        for entry in lists[table].entries:
            found[lists[table].sheet, entry.at] = RowSubject(frozenset({getattr(entry.row, field)}))
    for table in (ACTION_PROGRESS.table, MILESTONES.table, PROGRESS_HISTORY.table):
        for entry in lists[table].entries:
            places = {getattr(entry.row, name, None) for name in ("practice", "locality")}
            found[lists[table].sheet, entry.at] = RowSubject(places=frozenset(filter(None, places)))
    for count in chosen.suppressed.counts:
        found[lists[count.table].sheet, count.at] = RowSubject(frozenset({count.indicator}), frozenset({count.key}))
    return found
