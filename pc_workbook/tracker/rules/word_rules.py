"""Rules for the tracker's own words: times that overlap (R95), what they mean (R96), words used outside their time (R97),
paragraphs of exempt information that are not listed (R98), and words that are nearly the same (P57)."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

from pc_workbook.model.practice import StaffGroup
from pc_workbook.model.row import MarkedRow
from pc_workbook.model.text import folded, nearest
from pc_workbook.model.words import MEANINGS, MUST_MEAN, Word, WordUse, meaning, words_by_use
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import LISTS, WORDS
from pc_workbook.tracker.lists.layout import Column, EntryList
from pc_workbook.tracker.lists.list_reader import Entry, ReadList
from pc_workbook.tracker.rules.rule import Rule, each_row, row_finding

ALIKE: Final = 0.88  # of two words of which one is a typing error
LABEL: Final = re.compile(r"\s*(?:paragraphs?|paras?\.?|sections?|sec\.?|ss?\.?)\s*(?=\d)", re.IGNORECASE)
Typed = tuple[ReadList[Any], Entry, Column, str]  # a row with a word, the word's column, and the word


def times_do_not_overlap(intake: Intake) -> Iterator[Finding]:
    """Check that of two rows of one word one ends before the other begins (R95)."""
    earlier: dict[tuple[str, str], list[Entry[Word]]] = defaultdict(list)
    read = read_list(intake, WORDS)
    for entry in sorted(read.entries, key=lambda entry: (entry.row.starts or date.min, entry.at)):
        word = entry.row
        same = earlier[word.use, folded(word.word)]
        other = next(
            (each for each in same if each.row.ends is None or each.row.ends >= (word.starts or date.min)), None
        )
        if other is not None:
            yield row_finding(
                read, entry, "starts", "R95", word.starts, needs=detail("word_times_overlap", row=other.at)
            )
        same.append(entry)


def meanings_are_known(intake: Intake) -> Iterator[Finding]:
    """Check that each word means something that its use takes (R96)."""
    for read, entry, word in each_row(intake, WORDS):
        if word.means is None:
            if word.use in MUST_MEAN:
                yield _meaning_finding(read, entry, word)
        elif meaning(word) is None:
            yield _meaning_finding(read, entry, word)
        elif word.use is WordUse.STAFF_GROUP and word.word in set(StaffGroup):
            yield row_finding(read, entry, "means", "R96", word.means, needs=detail("general_group_has_meaning"))


def _meaning_finding(read: ReadList, entry: Entry, word: Word) -> Finding:
    needs = detail("meaning_of_word", use=word.use, meanings=MEANINGS.get(word.use, ()))
    return row_finding(read, entry, "means", "R96", word.means, needs=needs)


def words_hold_when_used(intake: Intake) -> Iterator[Finding]:
    """Check that a word is used within its time: on the as-at date, and a staff group at the end of its period (R97)."""
    listed: dict[tuple[str, str], list[Word]] = defaultdict(list)
    for word in intake.tracker.words:
        listed[word.use, word.word].append(word)
    dated = {key: words for key, words in listed.items() if all(word.starts or word.ends for word in words)}
    for read, entry, column, typed in _typed_words(intake, {use for use, _ in dated}):
        period = getattr(entry.row, "period", None)
        day = period.end if period is not None else intake.tracker.settings.as_at
        words = dated.get((str(column.words), typed), ())
        if words and not any(word.holds_on(day) for word in words):
            needs = detail("word_outside_its_time", word=typed, day=day, is_group=column.words is WordUse.STAFF_GROUP)
            yield row_finding(read, entry, column.field, "R97", typed, needs=needs)


def paragraphs_are_listed(intake: Intake) -> Iterator[Finding]:
    """Check that a row is exempt by a paragraph that the tracker lists, if it lists any (R98). It is restricted all the same."""
    listed = [word.word for word in intake.tracker.words if word.use is WordUse.EXEMPT]
    if not listed:
        return
    for entry_list in (each for each in LISTS if issubclass(each.rows, MarkedRow)):
        for read, entry, row in each_row(intake, entry_list):
            typed = getattr(row, "exempt_paragraph", None)
            if typed and not any(is_paragraph(typed, word) for word in listed):
                needs = detail("paragraph_not_listed", listed=tuple(dict.fromkeys(listed)))
                yield row_finding(read, entry, "exempt_paragraph", "R98", typed, needs=needs)


def is_paragraph(typed: str, word: str) -> bool:
    """Return whether a typed paragraph is a listed one, or a part of it.

    >>> is_paragraph("para 3 (business affairs)", "3"), is_paragraph("36(2)(b)", "Section 36"), is_paragraph("31", "3")
    (True, True, False)
    """
    plain = LABEL.sub("", word).strip()
    return re.match(rf"\s*{re.escape(plain)}(?!\w)", LABEL.sub("", typed, count=1), re.IGNORECASE) is not None


def words_are_written_alike(intake: Intake) -> Iterator[Finding]:
    """Note words of the tracker's own that are nearly the same, where none of their use is listed (P57)."""
    listed = words_by_use(intake.tracker.words)
    open_uses = {use for use in WordUse if use not in listed}
    typed_words = list(_typed_words(intake, open_uses - {WordUse.STAFF_GROUP}))
    counts = Counter((column.words, typed) for _, _, column, typed in typed_words if not _is_general(column, typed))
    meant = {key: near for key in counts if (near := _more_frequent(key, counts))}
    for read, entry, column, typed in typed_words if meant else ():
        if (near := meant.get((column.words, typed))) is not None:
            yield row_finding(read, entry, column.field, "P57", typed, needs=detail("nearly_the_same_word", other=near))


def _more_frequent(key: tuple[Any, str], counts: Counter[tuple[Any, str]]) -> str | None:
    """Return a word of the same use that is nearly this one and is used more often; of two as frequent the first counts."""
    order = list(counts)
    rank = (-counts[key], order.index(key))
    others = [each for each in counts if each[0] == key[0] and (-counts[each], order.index(each)) < rank]
    by_spelling = {word.casefold(): word for _, word in others if not _differ_in_digits(word, key[1])}
    near = nearest(key[1].casefold(), by_spelling, ALIKE)
    return by_spelling[near] if near is not None else None


def _differ_in_digits(one: str, other: str) -> bool:
    return re.findall(r"\d+", one) != re.findall(r"\d+", other)


def _is_general(column: Column, typed: str) -> bool:
    return column.choices is not None and typed in {str(option) for option in column.choices}


def _typed_words(intake: Intake, uses: Iterable[str]) -> Iterator[Typed]:
    """Yield the words of some uses in the lists, in order."""
    wanted = set(uses)
    for entry_list, column in WORD_COLUMNS:
        if column.words in wanted:
            for read, entry, row in each_row(intake, entry_list):
                typed = getattr(row, column.field)
                if typed is not None:
                    yield read, entry, column, typed


WORD_COLUMNS: Final[tuple[tuple[EntryList[Any], Column], ...]] = tuple(
    (entry_list, column) for entry_list in LISTS for column in entry_list.columns if column.words and column.choices
)
RULES: tuple[Rule, ...] = (
    times_do_not_overlap,
    meanings_are_known,
    words_hold_when_used,
    paragraphs_are_listed,
    words_are_written_alike,
)
