"""Check quickly whether texts may contain personal data, so that a tracker without any pays nearly nothing for the search.

A hint is a small pattern that every text found by personal_data.py matches; a test checks that.
"""

import re
from collections.abc import Iterable, Set

#: What people and programs type in place of a plain dash, quotation mark, blank; and what can't be seen.
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u30fc\ufe58\ufe63\uff0d"
_QUOTES = "\u2018\u2019\u02bc\u2032\u00b4\u201c\u201d"
_WIDE = "\u00a0\u2007\u2009\u200a\u202f\u2028\u2029\u2022\u00b7"
_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_AS_TYPED = str.maketrans(
    _DASHES + _QUOTES + _WIDE, "-" * len(_DASHES) + "'" * len(_QUOTES) + " " * len(_WIDE), _UNSEEN
)
_OTHER_BLANKS = "\t\r\x0b\x0c\x1c\x1d\x1e\x1f\x85"
_BREAK = "\0"  # between texts: no pattern of a hint goes across it

#: Titles that are no other word count in any case; the others where they and the name begin with a capital.
ABBREVIATED = ("dr", "drs", "mr", "mrs", "ms", "mx", "messrs", "prof", "profs", "cllr", "cllrs", "rev", "revd")
WRITTEN_OUT = ("miss", "mister", "doctor", "doctors", "professor", "professors", "councillor", "councillors", "sister",
               "nurse", "matron", "midwife", "sir", "dame", "lord", "lady", "baroness", "reverend", "canon", "rabbi",
               "imam")  # fmt: skip
_MENTIONS_TELEPHONE = ("tel", "telephone", "phone", "mobile", "mob", "fax", "ext", "extn", "extension")
_OF_BIRTH = frozenset({"birth", "born", "dob", "birthday", "birthdate"})
_LETTERS_OF_BIRTH = frozenset("dob")  # d.o.b.
_ANNOUNCING = frozenset((*_MENTIONS_TELEPHONE, *_OF_BIRTH))
_ABBREVIATED, _WRITTEN_OUT = frozenset(ABBREVIATED), frozenset(WRITTEN_OUT)
_LETTERS_ALONE = str.maketrans(dict.fromkeys((chr(n) for n in range(128) if not chr(n).isalpha()), " "))
_AT = ("@", "%40", "&#64;", "(at", "[at", "{at", "( at", "[ at", "{ at")
_SPOKEN_AT = r"\sat\s[^\s\0]{1,60}(?:\.[a-z]|\sdot\s)"
SHORTEST_WITHOUT_BREAK = 7  # letters and digits alone: codes of organisations are shorter, numbers of people longer
FEWEST_DIGITS = 9  # of a telephone number that no word announces; an NHS number has ten
_DIGITS = r"\d[\d\s()./_-]{7,}\d|0800[\s-]?1111|0845[\s-]?46"


def plain_text(text: str) -> str:
    """Return a text with plain blanks, dashes, quotation marks and digits, and nothing that can't be seen.

    >>> plain_text("943\u00a0476\u20135919"), plain_text("\uff19\uff14\uff13 \u20189\u2019")
    ('943 476-5919', "943 '9'")
    """
    if not text.isascii():
        text = text.translate(_AS_TYPED)
    if not text.isascii():
        text = _normal(text)
    for blank in _OTHER_BLANKS:
        text = text.replace(blank, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _normal(text: str) -> str:
    import unicodedata  # for what few texts contain

    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"(?![0-9])\d", lambda found: str(unicodedata.decimal(found[0])), text)


def may_contain_personal_data(texts: Iterable[str], *, titles: bool = True) -> bool:
    """Return whether anything in some texts is worth a closer look; in most columns of a tracker nothing is. `titles`:
    whether a title with a name is."""
    searched = [text for text in texts if len(text) >= SHORTEST_WITHOUT_BREAK or not text.isalnum()]
    others = [text for text in searched if not text.isascii()]
    plain = [text for text in searched if text.isascii()] if others else searched  # to make a text plain takes longer
    return any(_has_hint(plain_text(_BREAK.join(some)), titles) for some in (plain, others) if some)


def _has_hint(text: str, titles: bool) -> bool:
    lower = text.lower()
    words = _words_of(lower)
    return _announces(words, lower) or (titles and has_title(text, words)) or has_at(lower) or has_digits(lower)


def _words_of(lower: str) -> set[str]:
    return set(lower.translate(_LETTERS_ALONE).split())


def has_title(text: str, words: Set[str] | None = None) -> bool:
    """Return whether a plain text contains a title that a name may follow: one that is no other word, or a word before a
    capital. `words`: those of the text, in lower case.

    >>> has_title("Dr example"), has_title("Nurse Example"), has_title("nurse practitioners")
    (True, True, False)
    """
    found_words = _words_of(text.lower()) if words is None else words
    if not _ABBREVIATED.isdisjoint(found_words):
        return True
    if _WRITTEN_OUT.isdisjoint(found_words):
        return False
    return any(_precedes_a_capital(text, word) for word in _WRITTEN_OUT & found_words)


def _precedes_a_capital(text: str, word: str) -> bool:
    lower = text.lower()
    if len(lower) != len(text):
        return True  # a letter whose small form is longer: places can't be compared
    at = lower.find(word)
    while at >= 0:
        end = at + len(word)
        if text[end : end + 5].lstrip(" .(\n")[:1].isupper():
            return True
        at = lower.find(word, end)
    return False


def announces(lower: str) -> bool:
    """Return whether a plain text in lower case contains a word that a birthday or a telephone number follows."""
    return _announces(_words_of(lower), lower)


def _announces(words: Set[str], lower: str) -> bool:
    return not _ANNOUNCING.isdisjoint(words) or words >= _LETTERS_OF_BIRTH or "(b" in lower


def has_at(lower: str) -> bool:
    """Return whether a plain text in lower case contains the sign of an e-mail address, or the word for it."""
    return any(sign in lower for sign in _AT) or (" at" in lower and re.search(_SPOKEN_AT, lower) is not None)


def has_digits(text: str) -> bool:
    """Return whether a plain text has as many digits in one place as a telephone number, or one that is shorter.

    >>> has_digits("01632 960123"), has_digits("0800 1111"), has_digits("from 01/04/2016")
    (True, True, False)
    """
    return any(sum(map(str.isdigit, run)) >= FEWEST_DIGITS or run.startswith("08") for run in re.findall(_DIGITS, text))
