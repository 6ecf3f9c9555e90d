"""Parse the text of a cell in which a number belongs: the whole text, or nothing.

The grammar is small. A number has a full stop before its decimals and may have commas between its thousands; a share may
be typed as a percentage, as counts ("20/33", "10 of 33") or as both ("12 (36%)"). What is not in the grammar is refused
by the parsers, with an error from number_errors.py.
"""

import re
from typing import Final, NamedTuple

DIGITS: Final = r"(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)"
NUMBER: Final = rf"-?(?:{DIGITS}(?:\.\d+)?|\.\d+)"  # what parse_number takes, for patterns with more round it
PERCENT_SIGN: Final = r" *(?:%|per ?cent)"
_PERCENT_SIGNS: Final = ("%", "per cent", "percent")
_COUNT: Final = r"(?:[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d*)"
_COUNTS: Final = rf"({_COUNT}) ?(?:/|÷|\bout of\b|\bof\b) ?({_COUNT})"
_RESTATED: Final = rf"({NUMBER}){PERCENT_SIGN}"

_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
_OTHER_FORMS: Final = str.maketrans("．，％٪／（）－＋−", ".,%%/()-+-")
_NARROW: Final = "\u00a0\u2007\u2009\u202f"  # spaces that keep a number on one line
_THOUSANDS: Final = rf"-?[1-9]\d{{0,2}}(?:[{_NARROW}]\d{{3}})+(?:\.\d+)?(?=\D|$)"


class TypedNumber(NamedTuple):
    """A number as typed: its value and how many decimals it was printed with."""

    value: float
    decimals: int = 0


class TypedShare(NamedTuple):
    """A share as typed: a percentage in percentage points, and the counts that were typed with it or in its place.

    `is_bare` is True where there was no per cent sign and no counts. `agrees` is False where counts and percentage
    contradict each other.
    """

    percent: TypedNumber
    numerator: float | None = None
    denominator: float | None = None
    is_bare: bool = False
    agrees: bool = True


def plain_text(words: str) -> str:
    """Return the words with digits, signs and blanks in their usual form, and without characters that nobody sees.

    Thousands that are set off by a space that keeps a line together are joined; other blanks and line breaks count as one
    space.

    >>> plain_text("４５ %"), plain_text("−3"), plain_text("1\\u00a0234"), plain_text("4\\u200b5")
    ('45 %', '-3', '1234', '45')
    """
    if words.isascii():
        return " ".join(words.split())
    words = words.translate(_INVISIBLE).translate(_OTHER_FORMS)
    words = "".join(str(int(word)) if word.isdecimal() else word for word in words).strip()
    if any(space in words for space in _NARROW) and (found := re.match(_THOUSANDS, words)):
        words = re.sub(f"[{_NARROW}]", "", found[0]) + words[found.end() :]
    return " ".join(words.split())


def parse_number(words: str) -> TypedNumber | None:
    """Return the number that a plain text is, or None where it is anything else or anything more.

    >>> parse_number("1,234.50"), parse_number("-3"), parse_number("1,23"), parse_number("45 patients")
    (TypedNumber(value=1234.5, decimals=2), TypedNumber(value=-3.0, decimals=0), None, None)
    """
    whole, point, decimals = words.removeprefix("-").partition(".")
    if not words.isascii() or not (_is_whole(whole) or (point and not whole)) or (point and not decimals.isdigit()):
        return None
    return TypedNumber(float(words.replace(",", "")) + 0.0, len(decimals))


def _is_whole(words: str) -> bool:
    """Return whether an ASCII text is a whole number without a sign, with commas between all thousands or none."""
    first, *thousands = words.split(",")
    in_threes = len(first) <= 3 and not first.startswith("0") and all(len(t) == 3 and t.isdigit() for t in thousands)
    return first.isdigit() and (not thousands or in_threes)


def parse_percentage(words: str) -> TypedNumber | None:
    """Return the percentage that a plain text is: a number and a per cent sign.

    >>> parse_percentage("91.1%"), parse_percentage("45 per cent"), parse_percentage("45"), parse_percentage("45%%")
    (TypedNumber(value=91.1, decimals=1), TypedNumber(value=45.0, decimals=0), None, None)
    """
    lowered = words.lower() if words.isascii() else ""
    sign = next((sign for sign in _PERCENT_SIGNS if lowered.endswith(sign)), None)
    return parse_number(lowered.removesuffix(sign).rstrip(" ")) if sign else None


def parse_share(words: str) -> TypedShare | None:
    """Return the share that a plain text is: a percentage, counts, or both.

    >>> parse_share("10 of 33").numerator, parse_share("12 (36%)").percent.value, parse_share("80-85%")
    (10.0, 36.0, None)
    """
    if (signed := parse_percentage(words)) is not None:
        return TypedShare(signed)
    if (bare := parse_number(words)) is not None:
        return TypedShare(bare, is_bare=True)
    lowered = words.casefold()
    forms = (rf"(?P<counts>{_COUNTS})(?: ?\(({_RESTATED})\))?", rf"(?P<one>{_COUNT}) ?\(({_RESTATED})\)")
    if found := re.fullmatch(forms[0], lowered, re.ASCII):
        restated = parse_number(found[5]) if found[5] else None
        return _share_of_counts(_count(found[2]), _count(found[3]), restated)
    if found := re.fullmatch(forms[1], lowered, re.ASCII):
        return _share_of_counts(_count(found[1]), None, parse_number(found[3]))
    return None


def _share_of_counts(part: float, whole: float | None, restated: TypedNumber | None) -> TypedShare | None:
    if whole is None or not whole:
        return TypedShare(restated, part) if restated is not None and whole is None else None
    exact = TypedNumber(100 * part / whole)
    if restated is None:
        return TypedShare(exact, part, whole)
    return TypedShare(restated, part, whole, agrees=agrees_as_printed(exact.value, restated.value, restated.decimals))


def _count(words: str) -> float:
    return float(words.replace(",", ""))


def agrees_as_printed(exact: float, printed: float, decimals: int) -> bool:
    """Return whether a value printed with some decimals can be the rounding of an exact one, whichever way halves go.

    >>> agrees_as_printed(36.3636, 36, 0), agrees_as_printed(36.3636, 37, 0), agrees_as_printed(12.5, 12, 0)
    (True, False, True)
    """
    return abs(exact - printed) <= 0.5 * 10.0**-decimals + 1e-9 * max(1.0, abs(exact))
