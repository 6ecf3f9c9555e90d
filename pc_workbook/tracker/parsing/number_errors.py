"""Why the text of a cell is not a number, as a code with its values.

Used only for text that the grammar of number_text.py does not accept. The first of PATTERNS that fits gives the code;
wording/cell_errors.py has the sentence of each.
"""

import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction
from typing import Final, NamedTuple

from pc_workbook.model.period import Period, PeriodKind
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.parsing.number_text import (
    NUMBER,
    PERCENT_SIGN,
    parse_number,
    parse_percentage,
    plain_text,
)

LONGEST: Final = 200  # characters that are compared with the patterns
FRACTION_SLASH: Final = "\u2044"

_N: Final = r"[-+]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)"
_SIGN: Final = rf"(?P<sign>{PERCENT_SIGN})?"
_P: Final = rf"{_N}(?:{PERCENT_SIGN})?"
_BRACKET: Final = r"(?P<when> ?\([^()]*\))?"
_COMMA: Final = r"(?P<number>-?(?:\d+,(?:\d{1,2}|\d{4,})|0+,\d+|\d{4,},\d+|\d{1,3}(?:\.\d{3})+,\d+))"
_DASH: Final = r"[-\u2010\u2011\u2012\u2013\u2014]"
_BETWEEN: Final = rf"(?:{_DASH}|~|to|and|\.\.+|…)"
_CHANGED: Final = (
    r"\b(?:reduc|increas|decreas|improv|declin|halv(?:e|ed|ing)\b|doubl(?:e|ed|ing)\b|treb|tripl|grow(?:th|ing|s)?\b|"
    r"(?:rise|fall|drop|cut|up|down|lower|more|fewer|less|better|worse)(?:ed|ing)? (?:of|by|to|than)\b|percentage points?)|"
    r"\d ?(?:pp|ppts?)\b|% ?(?:p\.? ?a\b|per annum|(?:per|a|each|every) year|annually|better|worse|fewer|more|less|lower|higher)|±"
)
_ROUGHLY: Final = (
    r"about|around|approx(?:imately)?\.?|circa|ca?\.?|roughly|nearly|almost|over|under|above|below|up to|at least|at most|"
    r"(?:no )?(?:less|more|fewer) than|maximum|minimum|max\.?|min\.?|[~<>≈≤≥]=?"
)
_OR_SO: Final = r"\+|-?ish|or so|or (?:more|less|above|below|better|fewer|over|under|higher|lower)|approx\.?|\?"
_LETTERS: Final = str.maketrans("OoОоΟοlI|ІіSs", "0000001111155")
_MULTIPLES: Final = {
    "k": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "bn": 1_000_000_000,
    "thousand": 1_000,
    "million": 1_000_000,
}


def _nothing(match: re.Match[str], share: bool) -> str | None:
    return ""


def _unless_share(match: re.Match[str], share: bool) -> str | None:
    """Return None where a percentage is expected: the error is then not the sign but the rest of the text."""
    return None if share else ""


def _with_digits(match: re.Match[str], share: bool) -> str | None:
    meant = match[0].translate(_LETTERS)
    return meant if meant != match[0] and (parse_number(meant) or parse_percentage(meant)) else None


def _with_full_stop(match: re.Match[str], share: bool) -> str | None:
    whole, _, part = match["number"].rpartition(",")
    return f"{whole.replace('.', '')}.{part}"


def _with_wrong_commas(match: re.Match[str], share: bool) -> str | None:
    return None if parse_number(match["number"]) else ""


def _quotient(match: re.Match[str], share: bool) -> str | None:
    part, whole = (Fraction(match[name].replace(",", "")) for name in ("part", "whole"))
    if not whole:
        return None
    value = int(match.groupdict().get("before") or 0) + part / whole
    return f"{float(100 * value):.6g}%" if share and value <= 1 else f"{float(value):.6g}"


def _with_period(match: re.Match[str], share: bool) -> str | None:
    return _period_code(match["when"])


def _written_out(match: re.Match[str], share: bool) -> str | None:
    times = _MULTIPLES[match["unit"].casefold()] if "unit" in match.groupdict() else 1
    value = float(match["number"].replace(",", "")) * times
    return f"{value:.15f}".rstrip("0").rstrip(".") if 1e-9 < abs(value) < 1e15 else None


class ErrorPattern(NamedTuple):
    """A kind of text that is not a number: its code, and the pattern of the whole text.

    The values of the error are the pattern's groups, and `fixed`, which is what `fix` makes of the match. The pattern
    does not apply where `fix` returns None.
    """

    code: str
    pattern: str
    fix: Callable[[re.Match[str], bool], str | None] = _nothing
    needs_no_digit: bool = False


# fmt: off
PATTERNS: Final = (
    ErrorPattern("invisible_direction_sign", r".*[\u202a-\u202e\u2066-\u2069].*",
          needs_no_digit=True),
    ErrorPattern("percentage_for_number", NUMBER + PERCENT_SIGN + _BRACKET,
          _unless_share),
    ErrorPattern("letter_for_digit", r"[\dOoОоΟοlI|ІіSs,.% -]*\d[\dOoОоΟοlI|ІіSs,.% -]*", _with_digits),
    ErrorPattern("comma_for_full_stop", _COMMA + _SIGN + _BRACKET, _with_full_stop),
    ErrorPattern("commas_not_at_thousands", rf"(?P<number>-?[\d,]*,[\d,]*(?:\.\d*)?){_SIGN}{_BRACKET}",
          _with_wrong_commas),
    ErrorPattern("time_for_number", r"\d{1,2}[:.]\d\d(?:[:.]\d\d)? ?[ap]\.?m\.?|\d{1,3}:\d\d(?::\d\d)?"),
    ErrorPattern("range_for_number", rf"(?:(?:between|from) )?{_P} ?{_BETWEEN} ?{_P}{_BRACKET}"),
    ErrorPattern("period_without_brackets", rf"(?P<number>{_P})(?:,? in|,|;|:)? (?P<year>(?:19|20)\d\d(?:/\d\d)?)"),
    ErrorPattern("division_by_zero", rf"(?P<part>\d[\d,.]*) ?(?:/|÷|out of|of) ?0[0.]*{_BRACKET}"),
    ErrorPattern("fraction_for_number", r"(?:(?P<before>\d+)[ -])?(?P<part>\d[\d,]*(?:\.\d+)?) ?(?:/|÷|out of|of|in) ?(?P<whole>\d[\d,]*(?:\.\d+)?)(?: ?%)?", _quotient),
    ErrorPattern("change_for_number", rf".*(?:{_CHANGED}).*|by \d.*|\+.*\d.*", needs_no_digit=True),
    ErrorPattern("less_than_number", rf"< ?(?P<number>{_P})"),
    ErrorPattern("inexact_number", rf"(?:{_ROUGHLY}) ?(?P<number>{_P}).*|(?P<before>{_P}) ?(?:{_OR_SO})"),
    ErrorPattern("number_in_brackets", rf"\((?P<number>{_P})\)"),
    ErrorPattern("dash_after_number", rf"(?P<number>{_P}) ?{_DASH}"),
    ErrorPattern("dash_before_number", rf"(?:{_DASH} ?)+(?P<number>\d[\d,.]*{_SIGN})"),
    ErrorPattern("several_percent_signs", rf"(?P<number>{_N})(?: ?%){{2,}}"),
    ErrorPattern("scientific_notation", rf"(?P<number>-?\d+(?:\.\d+)?e[+-]?\d{{1,2}}){_SIGN}", _written_out),
    ErrorPattern("mark_before_number", rf"(?P<mark>[='`’]) ?(?P<number>{_P})"),
    ErrorPattern("currency_sign", r"[£$€] ?(?P<number>\d[\d,.]*).*"),
    ErrorPattern("shortened_number", rf"(?P<number>{NUMBER}) ?(?P<unit>k|mn?|bn|thousand|million)", _written_out),
    ErrorPattern("several_full_stops", r"-?\d*(?:\.\d*){2,}(?: ?%)?"),
    ErrorPattern("several_numbers", r"[-+]?\d+(?:\.\d+)?%?(?:[\s;,/|]+[-+]?\d+(?:\.\d+)?%?)+"),
    ErrorPattern("footnote_mark", rf"(?P<number>{_P}) ?[²³¹⁰⁴-⁹*†‡ª]+"),
    ErrorPattern("period_not_taken", rf"(?P<number>{_P}) ?\((?P<when>[^()]*)\)", _with_period),
    ErrorPattern("brackets_without_period", rf"(?P<number>{_P}) ?\(.*"),
    ErrorPattern("words_after_number", rf"(?P<number>{_P}) ?(?P<rest>\D+)"),
    ErrorPattern("more_than_number", r".*\d.*"),
)
# fmt: on
PATTERNS_WITHOUT_DIGITS: Final = tuple(pattern for pattern in PATTERNS if pattern.needs_no_digit)


def number_error(words: str, share: bool = False) -> Detail | None:
    """Return why a text is not a number; None where it has no digit and names no change.

    `share` is True where a percentage is expected, so that a fraction is converted into one.

    >>> number_error("91,95%").code, number_error("75-80%").code, number_error("½", share=True).values["fixed"]
    ('comma_for_full_stop', 'range_for_number', '50%')
    """
    plain = " ".join(_with_plain_fractions(plain_text(words)).split())
    if len(plain) > LONGEST:
        return detail("more_than_number", cell=words)
    if code := _period_code(plain):
        return detail(code, cell=words)
    # For text without a digit, which is common, the patterns that need one are not compiled.
    for error in PATTERNS if any(map(str.isdigit, plain)) else PATTERNS_WITHOUT_DIGITS:
        match = re.fullmatch(error.pattern, plain, re.IGNORECASE)
        fixed = error.fix(match, share) if match else None
        if match is not None and fixed is not None:
            return Detail(error.code, {**match.groupdict(""), "cell": words, "fixed": fixed})
    return None


def _with_plain_fractions(words: str) -> str:
    """Return the text with "3½" as "3 1/2"."""
    if words.isascii():
        return words
    parts = (unicodedata.normalize("NFKC", sign) if unicodedata.category(sign) == "No" else sign for sign in words)
    return "".join(f" {part.replace(FRACTION_SLASH, '/')}" if FRACTION_SLASH in part else sign
                   for part, sign in zip(parts, words, strict=True))  # fmt: skip


def _period_code(words: str) -> str | None:
    try:
        period = Period.parse(words)
    except ValueError:
        return None
    return "date_for_value" if period.kind is PeriodKind.DAY else "period_for_value"
