"""Find personal data in a text: NHS numbers, dates of birth, e-mail addresses, telephone numbers, titles with names.

A text is plain_text(...) of what was typed: the kind of blank, dash, quotation mark or digit makes no difference. What is
found is a place in that plain text and a kind. Names without a title are in personal_names.py. Every pattern is bounded,
so that the time a text takes grows no faster than its length; each is compiled when it is first needed.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from pc_workbook.tracker.personal.personal_names import titled_names
from pc_workbook.tracker.personal.prefilter import announces, has_at, has_digits, has_title


class PersonalKind(StrEnum):
    """A kind of personal data; its value replaces it where a cell is quoted."""

    NHS_NUMBER = "NHS number"
    DATE_OF_BIRTH = "date of birth"
    EMAIL = "e-mail address"
    TELEPHONE = "telephone number"
    TITLED_NAME = "name after a title"


class Found(NamedTuple):
    """One piece of personal data: its kind and its place in the plain text."""

    kind: PersonalKind
    start: int
    end: int


# --- NHS numbers

_GAP = r"[\s./_-]{0,3}"
_TEN_DIGITS = rf"(?=(?<!\d)(?<!\d-)(?<!\d[.,])(?<![£$€+])(\d(?:{_GAP}\d){{9}})(?!\d|-\d|,\d|\s?%)(?!\.(?!0+(?!\d))\d))"
_WORD_BEFORE = r"(?i)(?:nhs|chi|patient|number|num|no|nr|pt|id)$"
_MENTIONS_NHS = r"(?i)\bnhs\W{0,3}(?:no|nr|num|number|id)\b\D{0,15}$|\bnhs\W{0,4}$"
_MENTIONS_OTHER_NUMBER = r"(?i)\b(?:isbn\W{0,3}(?:10)?|tel|telephone|phone|mobile|mob|fax)\W{0,3}(?:no|number)?\W{0,3}$"
_USUAL_GROUPS = {(10,), (3, 3, 4), (3, 7)}
_A_YEAR = r"(?:19|20)\d\d"
_WEIGHTS = range(10, 1, -1)


def is_nhs_number(digits: str) -> bool:
    """Return whether ten digits are an NHS number by its check digit (modulus 11).

    The first nine digits are weighted by 10 down to 2 and added; the remainder of the sum divided by 11, taken from
    11, is the tenth digit, where 11 counts as 0 and 10 is never issued. Ten zeros are a placeholder, not a number.
    Source: NHS Data Model and Dictionary, attribute NHS NUMBER. Numbers from 999 000 0000 on are kept for tests.

    >>> is_nhs_number("9434765919"), is_nhs_number("9434765918"), is_nhs_number("0000000000")
    (True, False, False)
    """
    if len(digits) != 10 or not digits.isdecimal() or not digits.strip("0"):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return (11 - total % 11) % 11 == int(digits[-1])  # a remainder of 10 equals no digit


def _nhs_numbers(text: str) -> Iterator[Found]:
    for found in re.finditer(_TEN_DIGITS, text):
        start, end = found.span(1)
        groups = re.findall(r"\d+", found[1])
        if is_nhs_number("".join(groups)) and _is_separate(text, start, end) and _is_grouped(text, start, end, groups):
            yield Found(PersonalKind.NHS_NUMBER, start, end)


def _is_separate(text: str, start: int, end: int) -> bool:
    """Return whether no letter touches the digits, which may be part of a longer code. "NHS" and "no" do no harm."""
    touched = text[max(0, start - 1) : start].isalpha() and not re.search(
        _WORD_BEFORE, text[max(0, start - 10) : start]
    )
    return not touched and not text[end : end + 1].isalpha()


def _is_grouped(text: str, start: int, end: int, groups: list[str]) -> bool:
    """Return whether the digits are grouped as in an NHS number. Other groups count where the text says NHS, or where they are
    neither years nor part of a longer row of figures."""
    before = text[max(0, start - 40) : start]
    if re.search(_MENTIONS_OTHER_NUMBER, before):
        return False
    if tuple(map(len, groups)) in _USUAL_GROUPS or re.search(_MENTIONS_NHS, before):
        return True
    in_a_row = re.search(rf"\d{_GAP}$", before) or re.match(rf"{_GAP}\d", text[end : end + 4])
    return not in_a_row and groups[0][0] != "0" and not any(re.fullmatch(_A_YEAR, group) for group in groups)


# --- dates of birth

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19|20)\d\d"
_SHORT = rf"{_DAY}\s?[/.\- ]\s?{_DAY}\s?[/.\- ]\s?(?:{_YEAR}|\d\d)(?!\d)"
_ISO = rf"{_YEAR}\s?[/.-]\s?{_DAY}\s?[/.-]\s?{_DAY}(?!\d)"
_LONG = rf"{_DAY}(?:st|nd|rd|th)?[\s-]{{0,3}}(?:of\s)?{_MONTH},?[\s'-]{{0,3}}(?:{_YEAR}|\d\d)(?!\d)"
_MONTH_FIRST = rf"{_MONTH}\s?{_DAY}(?:st|nd|rd|th)?,?\s{_YEAR}(?!\d)"
_DATE = rf"(?:{_ISO}|{_SHORT}|{_LONG}|{_MONTH_FIRST})"
_PART = rf"(?:{_MONTH}\s?{_YEAR}|{_YEAR}|\d{{8}}|\d{{6}})(?!\d)"
_LABEL = r"(?<![^\W_])(?:d\W{0,2}o\W{0,2}b(?![^\W_])\.?|dates?\s{1,3}of\s{1,3}birth|birth\s?-?date|birthday)"
_SINCE = r"\b(?:before|after|between|since|until|till|prior|earlier|later)\b|\b(?:from|by)\s(?:the\s)?\d"
_UP_TO = rf"(?:(?!{_SINCE})[^\d.!?;]){{0,40}}?(?<!\d)"
_BIRTH = (
    rf"(?i){_LABEL}{_UP_TO}{_DATE}|{_LABEL}[\s:=()-]{{0,5}}{_PART}"
    rf"|(?:(?<![^\W_])(?:born|birth)(?![^\W_])|\(b\b\.?){_UP_TO}{_DATE}|(?<!\d){_DATE}\s?[\[(]\s?{_LABEL}"
)


def _dates_of_birth(text: str) -> Iterator[Found]:
    for found in re.finditer(_BIRTH, text):
        yield Found(PersonalKind.DATE_OF_BIRTH, *found.span())


# --- e-mail addresses

_SIGN = r"(?:@|%40|&#64;|[\[({]\s?(?:at|@)\s?[\])}])"
_DOT = r"(?:\.|\s?[\[({]\s?dot\s?[\])}]\s?)"
_NAME_PART = r"\w[\w-]{0,62}"
_DOMAIN = rf"{_NAME_PART}(?:{_DOT}{_NAME_PART}){{0,8}}?{_DOT}(?:[^\W\d_]{{2,24}}|xn--[a-z0-9-]{{1,59}})(?![\w-])"
_EMAIL = (
    rf"(?i)[\w.+'%-]{{0,63}}\w\s?{_SIGN}\s?{_DOMAIN}(?!\.\w)"
    rf"|(?<!\w)\w{{1,40}}[._]\w{{1,40}}\sat\s(?!www\b){_NAME_PART}(?:\.{_NAME_PART}){{0,4}}?\.[a-z]{{2,24}}(?![\w-])"
    r"|(?<!\w)\w{1,64}(?:\.\w{1,64}|\sdot\s\w{1,64}){0,4}\sat\s\w[\w-]{0,62}(?:\sdot\s\w{2,62}){1,4}"
)


def _emails(text: str) -> Iterator[Found]:
    for found in re.finditer(_EMAIL, text):
        yield Found(PersonalKind.EMAIL, *found.span())


# --- telephone numbers

_BETWEEN = r"[\s()./-]{0,3}"
_NOT_IN_A_CODE = r"(?:(?<![^\W_])|(?<=tel)|(?<=mob)|(?<=fax)|(?<=phone)|(?<=\b[tm]))(?<!\d[.,])(?<![£$€])"
_ABROAD = rf"\(?(?:\+\s?\(?[1-9]|00\s?(?=44|353)\d|00[1-9](?=\d{{0,2}}[\s-]))\d{{0,2}}\)?(?:{_BETWEEN}\d){{7,12}}"
_UK = rf"\(?0(?:[12]\d|3[0347]|5[056]|7\d|8[0247]|9[018])(?:{_BETWEEN}\d){{7,8}}"
_WITHOUT_PLUS = r"44\s?[1237]\d{2,3}\s?\d{3}\s?\d{3,4}"
_SHORT_WORDS = r"0800[\s-]?1111|0845[\s-]?46[\s-]?47"
_EXTENSION = r"(?:[\s,]{0,2}(?:extension|extn|ext|x)[\s.:]{0,2}\d{1,6})?"
_PHONE = r"\b(?:tel(?:ephone)?|phone|mobile|mob|fax)\b"
_TELEPHONE = (
    rf"(?i){_NOT_IN_A_CODE}(?:{_ABROAD}|{_UK}|{_WITHOUT_PLUS}|{_SHORT_WORDS})(?!\d|[.,]\d)(?!(?!ext|x)[^\W_]){_EXTENSION}"
    rf"|{_PHONE}\.?\s?(?:(?:no|number|num)\b\.?\s?:?|:)\s?\(?\d(?:{_BETWEEN}\d){{5,12}}(?!\d){_EXTENSION}"
    rf"|(?:{_PHONE}|\b(?:call|ring|text)\b)[\s.:]{{1,3}}\(?\d(?:{_BETWEEN}\d){{8,12}}(?!\d){_EXTENSION}"
    r"|\b(?:extn?\.?|(?:tel|telephone|phone|call|ring|on|at)\b\.?\s?extension\b)\s?(?:no\b\.?)?\s?:?\s?"
    r"(?!(?:19|20)\d\d\b)\d{3,6}(?![\d/])"
)
_CLOCK = r"(?:[01]\d|2[0-3])[0-5]\d"


def _telephones(text: str) -> Iterator[Found]:
    for found in re.finditer(_TELEPHONE, text):
        if _is_telephone(found[0]):
            yield Found(PersonalKind.TELEPHONE, *found.span())


def _is_telephone(text: str) -> bool:
    """Return whether digits that begin with 0 are as many as a UK number has, and neither a figure nor two times of day."""
    number = re.split(r"[\s,]*(?:ext|x)", text, maxsplit=1, flags=re.I)[0].lstrip("(")
    if re.fullmatch(r"\+?\d+\.\d+", number):
        return False
    if not re.match(r"0[1-9]", number):
        return True
    digits, groups = re.sub(r"\D", "", number), re.findall(r"\d+", number)
    if len(groups) > 1 and all(re.fullmatch(_CLOCK, group) for group in groups[:2]):
        return len(digits) == 8 and number.startswith("08")  # 0800-1830, 52 weeks a year
    few = digits[1] == "1" or digits[1:3] in ("80", "84", "87", "50")
    return len(digits) == 11 or (few and len(digits) in (8, 10))


def is_mobile_without_zero(digits: str) -> bool:
    """Return whether a number in a cell of words is a UK mobile number that Excel took the leading zero from.

    >>> is_mobile_without_zero("7700900123"), is_mobile_without_zero("1700900123")
    (True, False)
    """
    return re.fullmatch(r"(?:44)?7[1-9]\d{8}", digits) is not None


# --- all of it


def found_in(text: str) -> tuple[Found, ...]:
    """Return the personal data in a plain text, in order; where two overlap, the first kind of PersonalKind.

    >>> [str(one.kind) for one in found_in("Dr Example (943 476 5919), 01632 960123, a@example.org")]
    ['name after a title', 'NHS number', 'telephone number', 'e-mail address']
    """
    kept: list[Found] = []
    taken = bytearray(len(text))
    for match in _all_in(text, text.lower()):
        if not any(taken[match.start : match.end]):
            kept.append(match)
            taken[match.start : match.end] = b"\1" * (match.end - match.start)
    return tuple(sorted(kept, key=lambda match: match.start))


def _all_in(text: str, lower: str) -> Iterator[Found]:
    is_announced = announces(lower)
    if has_digits(lower):
        yield from _nhs_numbers(text)
    if is_announced:
        yield from _dates_of_birth(text)
    if has_at(lower):
        yield from _emails(text)
    if is_announced or has_digits(lower):
        yield from _telephones(text)
    if has_title(text):
        yield from (Found(PersonalKind.TITLED_NAME, *place) for place in titled_names(text))


def masked(text: str, found: Iterable[Found]) -> str:
    """Return a plain text with what was found replaced by its kind; names stay, since a person has to decide on them.

    >>> text = "Seen: 943 476 5919."
    >>> masked(text, found_in(text))
    'Seen: [NHS number].'
    """
    for match in sorted(found, key=lambda each: each.start, reverse=True):
        if match.kind is not PersonalKind.TITLED_NAME:
            text = f"{text[: match.start]}[{match.kind}]{text[match.end :]}"
    return text
