"""Say why the text of a cell is not a number, and what to type, in the terms of the person who typed it.

Asked only of text that the grammar of number_text does not take. The first fault in FAULTS that fits is the one said.
"""

import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction
from typing import Final, NamedTuple

from pc_workbook.model.period import Period, PeriodKind
from pc_workbook.tracker.parsing.number_text import (
    NUMBER,
    PERCENT_SIGN,
    parse_number,
    parse_percentage,
    plain_text,
    quoted,
)

LONGEST: Final = 200  # characters that are looked into for a fault
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


def _nothing(found: re.Match[str], share: bool) -> str | None:
    return ""


def _unless_share(found: re.Match[str], share: bool) -> str | None:
    """None where percentages are asked for: then not the sign is at fault, but what else the cell holds."""
    return None if share else ""


def _with_digits(found: re.Match[str], share: bool) -> str | None:
    meant = found[0].translate(_LETTERS)
    return meant if meant != found[0] and (parse_number(meant) or parse_percentage(meant)) else None


def _with_full_stop(found: re.Match[str], share: bool) -> str | None:
    whole, _, part = found["number"].rpartition(",")
    return f"{whole.replace('.', '')}.{part}"


def _with_wrong_commas(found: re.Match[str], share: bool) -> str | None:
    return None if parse_number(found["number"]) else ""


def _quotient(found: re.Match[str], share: bool) -> str | None:
    part, whole = (Fraction(found[name].replace(",", "")) for name in ("part", "whole"))
    if not whole:
        return None
    value = int(found.groupdict().get("before") or 0) + part / whole
    return f"{float(100 * value):.6g}%" if share and value <= 1 else f"{float(value):.6g}"


def _with_period(found: re.Match[str], share: bool) -> str | None:
    return _period_in(found["when"]) or None


def _written_out(found: re.Match[str], share: bool) -> str | None:
    times = _MULTIPLES[found["unit"].casefold()] if "unit" in found.groupdict() else 1
    value = float(found["number"].replace(",", "")) * times
    return f"{value:.15f}".rstrip("0").rstrip(".") if 1e-9 < abs(value) < 1e15 else None


class Fault(NamedTuple):
    """A kind of text that is not a number: the pattern of the whole text, and the sentence to say.

    The sentence is filled with `cell`, as typed, with the pattern's groups, and with what `fix` makes of the match; where
    `fix` makes None, the fault does not apply.
    """

    pattern: str
    sentence: str
    fix: Callable[[re.Match[str], bool], str | None] = _nothing
    needs_no_digit: bool = False


# fmt: off
FAULTS: Final = (
    Fault(r".*[\u202a-\u202e\u2066-\u2069].*", "{cell} holds an invisible sign that turns its characters round. Clear the cell, then type the number again",
          needs_no_digit=True),
    Fault(NUMBER + PERCENT_SIGN + _BRACKET, "{cell} is a percentage, and a number belongs here. Type it without a per cent sign, in the unit that is asked for",
          _unless_share),
    Fault(r"[\dOoОоΟοlI|ІіSs,.% -]*\d[\dOoОоΟοlI|ІіSs,.% -]*",
          "{cell} has a letter where a digit seems meant. Type {fixed}", _with_digits),
    Fault(_COMMA + _SIGN + _BRACKET, "{cell} has a comma where a full stop seems meant. Type {fixed}{sign}{when}", _with_full_stop),
    Fault(rf"(?P<number>-?[\d,]*,[\d,]*(?:\.\d*)?){_SIGN}{_BRACKET}",
          "The commas of {cell} do not stand between thousands. Type the digits without commas, and a full stop before decimals",
          _with_wrong_commas),
    Fault(r"\d{1,2}[:.]\d\d(?:[:.]\d\d)? ?[ap]\.?m\.?|\d{1,3}:\d\d(?::\d\d)?", "{cell} is a time, not a number. Type the value itself"),
    Fault(rf"(?:(?:between|from) )?{_P} ?{_BETWEEN} ?{_P}{_BRACKET}", "{cell} is a range, not one value. Type the one value that counts"),
    Fault(rf"(?P<number>{_P})(?:,? in|,|;|:)? (?P<year>(?:19|20)\d\d(?:/\d\d)?)", "{cell} has its period without brackets. Type {number} ({year})"),
    Fault(rf"(?P<part>\d[\d,.]*) ?(?:/|÷|out of|of) ?0[0.]*{_BRACKET}", "{cell} divides by 0, which gives no value. Correct the counts"),
    Fault(r"(?:(?P<before>\d+)[ -])?(?P<part>\d[\d,]*(?:\.\d+)?) ?(?:/|÷|out of|of|in) ?(?P<whole>\d[\d,]*(?:\.\d+)?)(?: ?%)?",
          "{cell} is a fraction. Type what it comes to: {fixed}", _quotient),
    Fault(rf".*(?:{_CHANGED}).*|by \d.*|\+.*\d.*", "{cell} is a change, not a level. Type the level itself", needs_no_digit=True),
    Fault(rf"< ?(?P<number>{_P})", "{cell} is not one exact value. Type the number, or * where it is kept back because it is small"),
    Fault(rf"(?:{_ROUGHLY}) ?(?P<number>{_P}).*|(?P<before>{_P}) ?(?:{_OR_SO})", "{cell} is not one exact value. Type {number}{before} alone if that is the value"),
    Fault(rf"\((?P<number>{_P})\)", "{cell} stands in brackets, which can mean minus. Type {number}, or -{number} if it is below 0"),
    Fault(rf"(?P<number>{_P}) ?{_DASH}", "{cell} ends in a dash, which can mean minus. Type {number}, or -{number} if it is below 0"),
    Fault(rf"(?:{_DASH} ?)+(?P<number>\d[\d,.]*{_SIGN})", "{cell} begins with a dash. Type {number}, or -{number} if it is below 0"),
    Fault(rf"(?P<number>{_N})(?: ?%){{2,}}", "{cell} has more than one per cent sign. Type {number}%"),
    Fault(rf"(?P<number>-?\d+(?:\.\d+)?e[+-]?\d{{1,2}}){_SIGN}", "{cell} is in scientific notation. Type it out: {fixed}{sign}", _written_out),
    Fault(rf"(?P<mark>[='`’]) ?(?P<number>{_P})", "{cell} begins with {mark}, so Excel keeps it as text. Type {number}"),
    Fault(r"[£$€] ?(?P<number>\d[\d,.]*).*", "{cell} has a currency sign. Type the number alone, in the unit that is asked for"),
    Fault(rf"(?P<number>{NUMBER}) ?(?P<unit>k|mn?|bn|thousand|million)", "{cell} is shortened. Type it out: {fixed}", _written_out),
    Fault(r"-?\d*(?:\.\d*){2,}(?: ?%)?", "{cell} has more than one full stop. Type one number, with one full stop before its decimals"),
    Fault(r"[-+]?\d+(?:\.\d+)?%?(?:[\s;,/|]+[-+]?\d+(?:\.\d+)?%?)+", "{cell} holds more than one number. Type one value"),
    Fault(rf"(?P<number>{_P}) ?[²³¹⁰⁴-⁹*†‡ª]+", "{cell} carries a footnote mark. Type {number} alone"),
    Fault(rf"(?P<number>{_P}) ?\((?P<when>[^()]*)\)", "{cell} carries its period, and this column takes none. Type {number}", _with_period),
    Fault(rf"(?P<number>{_P}) ?\(.*", "{cell} has brackets that hold no period and no percentage. Type {number} alone, or with its period, as in {number} (2015/16)"),
    Fault(rf"(?P<number>{_P}) ?(?P<rest>\D+)", "{cell} has “{rest}” after the number. Type {number} alone if that is the value"),
    Fault(r".*\d.*", "{cell} holds more than a number. Type the number alone"),
)
# fmt: on
FAULTS_WITHOUT_DIGITS: Final = tuple(fault for fault in FAULTS if fault.needs_no_digit)


def fault_in(words: str, share: bool = False) -> str:
    """The sentence for a text that the grammar does not take; "" where it holds no digit and names no change.

    `share` says that a percentage is asked for, so that a fraction is worked out as one.

    >>> fault_in("91,95%"), fault_in("75-80%")[:24], fault_in("½", share=True)
    ('“91,95%” has a comma where a full stop seems meant. Type 91.95%', '“75-80%” is a range, not', '“½” is a fraction. Type what it comes to: 50%')
    """
    cell, plain = quoted(words), " ".join(_with_plain_fractions(plain_text(words)).split())
    if len(plain) > LONGEST:
        return f"{cell} holds more than a number. Type the number alone"
    if when := _period_in(plain):
        return f"{cell} is {when}, not a value. Type the value itself"
    # Words without a digit, of which there are many, need not ask for the patterns of the others to be compiled.
    for fault in FAULTS if any(map(str.isdigit, plain)) else FAULTS_WITHOUT_DIGITS:
        found = re.fullmatch(fault.pattern, plain, re.IGNORECASE)
        fixed = fault.fix(found, share) if found else None
        if found is not None and fixed is not None:
            return fault.sentence.format(**found.groupdict(""), cell=cell, fixed=fixed)
    return ""


def _with_plain_fractions(words: str) -> str:
    """ "3½" as "3 1/2": the sign for a fraction as the fraction it stands for."""
    if words.isascii():
        return words
    parts = (unicodedata.normalize("NFKC", one) if unicodedata.category(one) == "No" else one for one in words)
    return "".join(f" {part.replace(FRACTION_SLASH, '/')}" if FRACTION_SLASH in part else one
                   for part, one in zip(parts, words, strict=True))  # fmt: skip


def _period_in(words: str) -> str:
    try:
        found = Period.parse(words)
    except ValueError:
        return ""
    return "a date" if found.kind is PeriodKind.DAY else "a period"
