"""Search for strings in any form: in another case, with other blanks or punctuation, split over runs, inside a longer
string, or cut short.

A text is searched for by its letters and digits alone; a long one by each part of it as well, so that an excerpt is
found. A name, a code or a short phrase is searched for as separate words, since its letters may occur in other words
by chance.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from pc_workbook.model.names import Names
from pc_workbook.model.search_terms import letters_and_digits, search_terms, words_of
from pc_workbook.tracker.personal import personal_names
from pc_workbook.tracker.personal.prefilter import has_title, plain_text

PREFIX = 12  # letters and digits: fewer are too common to be searched for inside words
LONG_ENOUGH, FEWEST_WORDS = 16, 3

COMMON = (
    "a an and as at by for from in is no not of on or the to within with january february march april may june july "
    "august september october november december monday tuesday wednesday thursday friday"
)
COMMON_WORDS = frozenset(COMMON.split())

AFTER_TITLE = re.compile(r"^\w+[.\s(]*")


class TextSearch:
    """A search for many strings at once; each is found as the numbers it was added with."""

    def __init__(self) -> None:
        self._inside: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        self._alone: dict[str, dict[tuple[str, ...], set[int]]] = defaultdict(lambda: defaultdict(set))
        self._longest = 0  # letters of the longest string searched for as separate words
        self._names = Names()

    def add_text(self, text: str, number: int) -> None:
        """Add a text that is searched for anywhere, if it is distinctive."""
        if is_distinctive(text):
            for part in search_terms(text):
                self.add_part(part, number)

    def add_part(self, letters: str, number: int) -> None:
        """Add some letters and digits that are searched for anywhere."""
        self._inside[letters[:PREFIX]][letters].add(number)

    def add_words(self, text: str, number: int) -> None:
        """Add a name, a code or a phrase that is searched for as separate words."""
        words = tuple(words_of(text))
        if words:
            self._longest = max(self._longest, sum(map(len, words)))
            self._alone[words[0]][words].add(number)

    def add_name(self, name: str, number: int) -> None:
        """Add a name that is searched for in any form of typing: folded, singular or plural."""
        self._names.add(name, number)

    def forget(self, text: str) -> None:
        """Remove what a text that may be shown contains."""
        self._names.forget(text)
        for part in list(self._met_inside(letters_and_digits(text))):
            del self._inside[part[:PREFIX]][part]
            if not self._inside[part[:PREFIX]]:
                del self._inside[part[:PREFIX]]
        for words in list(self._met_alone(words_of(text))):
            self._alone[words[0]].pop(words, None)

    def among(self, text: str, shortest: int = 0) -> set[int]:
        """Return the numbers of the strings in a text; separate words only from `shortest` letters on."""
        return self.inside(letters_and_digits(text)) | self.alone(text, shortest) | self._names.found_in(text, shortest)

    def inside(self, letters: str) -> set[int]:
        """Return the numbers of the texts that some letters and digits contain."""
        return {number for part in self._met_inside(letters) for number in self._inside[part[:PREFIX]][part]}

    def alone(self, text: str, shortest: int = 0) -> set[int]:
        """Return the numbers of the strings that a text contains as separate words."""
        if shortest > self._longest:
            return set()
        met = self._met_alone(words_of(text))
        return {number for words in met if sum(map(len, words)) >= shortest for number in self._alone[words[0]][words]}

    def _met_inside(self, letters: str) -> set[str]:
        inside = self._inside
        if not inside:
            return set()
        met = set()
        for at in range(len(letters) - PREFIX + 1):
            start = letters[at : at + PREFIX]
            if start in inside:
                met |= {part for part in inside[start] if letters.startswith(part, at)}
        return met

    def _met_alone(self, words: Sequence[str]) -> set[tuple[str, ...]]:
        met = set()
        for at, word in enumerate(words):
            if word in self._alone:
                met |= {phrase for phrase in self._alone[word] if tuple(words[at : at + len(phrase)]) == phrase}
        return met


def is_distinctive(text: str) -> bool:
    """Return whether a text can be distinguished from others: "Good" and "by 31 December 2016" occur in many places.

    >>> is_distinctive("Ongoing"), is_distinctive("joint working"), is_distinctive("By 31 December 2016")
    (False, False, False)
    >>> is_distinctive("hand back the contract")
    True
    """
    words = words_of(text)
    letters = sum(len(word) for word in words if word not in COMMON_WORDS and not word.isdecimal())
    return letters >= LONG_ENOUGH or (letters >= PREFIX and len(words) >= FEWEST_WORDS)


@lru_cache(maxsize=4096)
def titled_names(text: str) -> tuple[str, ...]:
    """Return the names in a text that follow a title: they identify a person, even where the rest of the text is
    gone.

    >>> titled_names("Contract of Dr A. Example is under review")
    ('A. Example',)
    """
    plain = plain_text(text)
    found = personal_names.titled_names(plain) if has_title(plain) else ()
    return tuple(AFTER_TITLE.sub("", plain[start:end]) for start, end in found)


def all_strings(values: Iterable[object]) -> Iterator[str]:
    """Yield those of some values that are text."""
    return (value for value in values if isinstance(value, str))
