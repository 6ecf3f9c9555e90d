"""Names in running text, matched however a practice, a provider or a programme is typed.

Case, accents, blanks, hyphens, apostrophes, plurals, "St" and "Saint", "&" and "and", invisible characters and
look-alike letters make no difference.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from pc_workbook.model.plain_letters import plain_letters

SHORTEST_NAME: Final = 4  # letters and digits: a shorter name is part of other words by chance
LONGEST_NAME: Final = 100  # letters and digits: longer names and words are cut to this length
START: Final = 6  # first letters and digits that rule out most texts
SHORTEST_PLURAL: Final = 4  # a shorter word keeps its ending: "as" is not a plural

#: Words in the names of many practices: alone they don't identify one.
COMMON_WORDS: Final = frozenset({
    "the", "a", "and", "of", "surgery", "health", "medical", "centre", "center", "practice", "clinic", "group",
    "partnership", "doctors", "gp", "community",
})  # fmt: skip

_APOSTROPHES: Final = "'’‘‛ʼʻ`´′＇"
_POSSESSIVE: Final = rf"(?<=\w)[{_APOSTROPHES}][sS]\b"  # compiled when first needed, like the next but one
_WORD: Final = re.compile(r"[^\W_]+")
_IN_BRACKETS: Final = r"\([^()]*\)|\[[^\[\]]*\]"
_SAME_WORD: Final = {"saint": "st", "sainte": "st", "ste": "st"}
_LEFT_OUT: Final = frozenset({"and"})


class Word(NamedTuple):
    """One word of a text: its stem, without a plural ending, and the whole word."""

    stem: str
    whole: str


def name_words(text: str) -> tuple[Word, ...]:
    """Return the folded words of a text.

    >>> [word.stem for word in name_words("Saint John’s & St. Ann's Surgeries")]
    ['st', 'john', 'st', 'ann', 'surgery']
    """
    return tuple(word for word in map(_folded_word, _WORD.findall(_plain(text))) if word.whole)


def same_key(value: object) -> str:
    """Return a key that all spellings of one code, letter or name share; "" for no value.

    >>> same_key(" v9 0001\\xa0") == same_key("V90001"), same_key(12.0)
    (True, '12')
    """
    text = f"{value:.15g}" if isinstance(value, float) else "" if value is None else str(value)
    return _key(text)


@lru_cache(maxsize=8192)
def _key(text: str) -> str:
    return "".join(_WORD.findall(_plain(text)))


def fold_letters(text: str) -> str:
    """Return a text in lower case, without accents and invisible characters, with look-alike letters replaced."""
    return _plain(text)


def _plain(text: str) -> str:
    """Return lower-case text without accents, apostrophes and invisible characters, with look-alike letters replaced."""
    if text.isascii():
        if "'" in text or "`" in text:
            text = re.sub(_POSSESSIVE, "", text).replace("'", "").replace("`", "")
        return text.lower().replace("&", " and ")
    text = re.sub(_POSSESSIVE, "", text)
    text = text.translate(dict.fromkeys(map(ord, _APOSTROPHES))).replace("&", " and ").replace("＆", " and ")
    return plain_letters(text)


@lru_cache(maxsize=16384)
def _folded_word(word: str) -> Word:
    same = "" if word in _LEFT_OUT else _SAME_WORD.get(word, word)
    return Word(_stem(same)[:LONGEST_NAME], same[:LONGEST_NAME])


def _stem(word: str) -> str:
    """Return a word without its plural ending; "church" and "churches" give the same stem."""
    if len(word) < SHORTEST_PLURAL or not word.isalpha():
        return word
    bare = word.rstrip("s")
    bare = f"{bare[:-2]}y" if bare.endswith("ie") else bare.removesuffix("e")
    return bare if len(bare) > 1 else word


def is_common(name: str) -> bool:
    """Return whether a name consists only of words that many practices' names contain.

    >>> is_common("The Surgery"), is_common("The Elm Surgery")
    (True, False)
    """
    return {word.whole for word in name_words(name)} <= COMMON_WORDS


class Names:
    """A search for names in running text; each name refers to the number it was added with."""

    def __init__(self, names: Iterable[tuple[str, int]] = ()) -> None:
        self._forms: dict[str, set[int]] = defaultdict(set)
        self._starts: set[str] = set()  # the first letters of each form, from one letter to START
        self._longest = 0
        for name, number in names:
            self.add(name, number)

    def __bool__(self) -> bool:
        return bool(self._forms)

    def add(self, name: str, number: int) -> None:
        """Add a name, with and without its text in brackets, if it is long and specific enough to be recognised."""
        self._add(name, number)
        bare = re.sub(_IN_BRACKETS, " ", name)
        if bare != name and not is_common(bare):
            self._add(bare, number)

    def _add(self, name: str, number: int) -> None:
        words = name_words(name)
        if len(words) > 1 and words[0].whole == "the":
            words = words[1:]
        for form in _forms_of(_first_words(words)):
            if len(form) >= SHORTEST_NAME:
                self._forms[form].add(number)
                self._starts.update(form[:length] for length in range(1, START + 1))
                self._longest = max(self._longest, len(form))

    def forget(self, text: str) -> None:
        """Remove every name that occurs in a text."""
        for form in self._met(text) if self._forms else ():
            del self._forms[form]

    def found_in(self, text: str, shortest: int = 0) -> set[int]:
        """Return the numbers of the names in a text; only names with at least `shortest` letters and digits."""
        if shortest > self._longest or not self._forms:
            return set()
        return {number for form in self._met(text) if len(form) >= shortest for number in self._forms[form]}

    def _met(self, text: str) -> set[str]:
        words = name_words(text)
        starts = self._starts
        met: set[str] = set()
        for at, word in enumerate(words):
            if word.whole[:START] in starts or word.stem[:START] in starts:
                self._meet(words, at, met)
        return met

    def _meet(self, words: Sequence[Word], at: int, met: set[str]) -> None:
        """Add the names that begin at one word of a text, however many words they span.

        Words that are joined or split have no plural endings inside, so stems and whole words are both tried.
        """
        forms, starts = self._forms, self._starts
        stems = wholes = ""
        for place in range(at, len(words)):
            word = words[place]
            met.update(form for form in (stems + word.stem, wholes + word.whole, wholes + word.stem) if form in forms)
            stems, wholes = stems + word.stem, wholes + word.whole
            may_go_on = stems[:START] in starts or wholes[:START] in starts
            if len(stems) > self._longest or not may_go_on:
                break


def _first_words(words: Sequence[Word]) -> Sequence[Word]:
    """Return the first words of a name: a text of thousands of words typed as a name would take hours to search for."""
    letters = accumulate(len(word.whole) for word in words)
    return words[: max(1, sum(length <= LONGEST_NAME for length in letters))]


def _forms_of(words: Sequence[Word]) -> set[str]:
    """Return the forms of a name to search for: by stems, as typed, and as typed with the last word's stem."""
    if not words:
        return set()
    wholes = "".join(word.whole for word in words)
    return {"".join(word.stem for word in words), wholes, wholes[: len(wholes) - len(words[-1].whole)] + words[-1].stem}
