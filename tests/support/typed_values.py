"""What a person may type for a value, and an independent judgement of it: read by hand, with no regular expression.

`meaning` is the reference that the grammars of the program are held to. It knows nothing of the program's code.
"""

import unicodedata
from collections.abc import Callable
from typing import Final

from hypothesis import strategies as st

MARKS: Final = ("n/a", "na", "-", "–", ":", "*", "/", "tbc", "nd", "unknown", "not available", "no data", "[c]", "[x]",
                "[z]", "not applicable", "suppressed", "_", "__")  # fmt: skip
UNSEEN: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def meaning(text: str, *, share: bool) -> float | None:
    """The value that a text is, in the unit of its column; None where it is not one value and nothing else.

    A bare number from 0 to 1 is no percentage: it may be a share of one. A mark for missing data has no value.
    """
    plain = usual_form(text)
    before, _ = without_period(plain)
    return share_of(before) if share else number_of(before)


def is_mark(text: str) -> bool:
    """Whether a text is a mark for missing data."""
    return text.strip().casefold() in MARKS or usual_form(text).casefold() in MARKS


def usual_form(text: str) -> str:
    """A text with ASCII digits and signs, without what nobody sees, and with single spaces."""
    said = "".join("" if one in UNSEEN else _usual(one) for one in text).strip()
    joined = _joined_thousands(said)
    return " ".join(joined.split())


def _usual(one: str) -> str:
    if one.isascii():
        return one
    if unicodedata.category(one) == "Nd":
        return str(unicodedata.decimal(one))
    return {
        "．": ".",
        "，": ",",
        "％": "%",
        "٪": "%",
        "／": "/",
        "（": "(",
        "）": ")",
        "－": "-",
        "＋": "+",
        "−": "-",
    }.get(one, one)


def _joined_thousands(said: str) -> str:
    """Groups of three digits behind spaces that hold a line together, joined: 1 234 as 1234."""
    sign, rest = (said[:1], said[1:]) if said[:1] == "-" else ("", said)
    end = 0
    while end < len(rest) and (rest[end].isdecimal() or rest[end] in "\u00a0\u2007\u2009\u202f"):
        end += 1
    number, after = (
        rest[:end].rstrip("\u00a0\u2007\u2009\u202f"),
        rest[len(rest[:end].rstrip("\u00a0\u2007\u2009\u202f")) :],
    )
    groups = [""]
    for one in number:
        if one.isdecimal():
            groups[-1] += one
        else:
            groups.append("")
    good = 1 <= len(groups[0]) <= 3 and groups[0][:1] != "0" and all(len(group) == 3 for group in groups[1:])
    return sign + "".join(groups) + after if len(groups) > 1 and good else said


def without_period(plain: str) -> tuple[str, str | None]:
    """A text and the period in brackets behind it."""
    if not plain.endswith(")") or "(" not in plain:
        return plain, None
    before, _, inside = plain[:-1].rpartition("(")
    return (before.strip(), inside) if before.strip() and is_period(inside) else (plain, None)


def is_period(words: str) -> bool:
    """Whether words are a year, a financial year, a quarter, a month or a day; as few forms as the tests generate."""
    said = " ".join(words.strip().strip(".").replace("–", "-").casefold().split())
    year, slash, second = (part.strip() for part in said.replace("-", "/").partition("/"))
    if len(year) == 4 and year.isdecimal() and year[:2] in ("19", "20"):
        if not slash:
            return True
        return second.isdecimal() and len(second) in (2, 4) and int(second[-2:]) == (int(year) + 1) % 100
    month, _, of = said.replace("-", " ").rpartition(" ")
    month = month.removesuffix(".")
    return month[:3] in MONTHS and len(month) == 3 and len(of) == 4 and of.isdecimal() and of[:2] in ("19", "20")


def number_of(plain: str) -> float | None:
    """12, 1,234, 0.5, .5 or -3, and nothing else."""
    digits = plain[1:] if plain[:1] == "-" else plain
    whole, point, part = digits.partition(".")
    if point and not (part.isascii() and part.isdecimal()):
        return None
    if not whole and not point:
        return None
    groups = whole.split(",")
    if len(groups) > 1:
        first = groups[0]
        if not 1 <= len(first) <= 3 or first[0] == "0" or any(len(group) != 3 for group in groups[1:]):
            return None
    if whole and not all(group.isascii() and group.isdecimal() for group in groups):
        return None
    return float(plain.replace(",", ""))


def signed_of(plain: str) -> float | None:
    """A number and a per cent sign, or the words for one."""
    for sign in ("%", "per cent", "percent"):
        if plain.casefold().endswith(sign):
            return number_of(plain[: -len(sign)].strip())
    return None


def share_of(plain: str) -> float | None:
    """A percentage from 0 to 100, counts such as 20/33 or 20 of 33, or both: 12 (36%)."""
    value = signed_of(plain)
    if value is None and (value := number_of(plain)) is not None and 0 < abs(value) <= 1:
        return None
    if value is None:
        value = _of_counts(plain)
    return value if value is not None and 0 <= value <= 100 else None


def _of_counts(plain: str) -> float | None:
    restated = None
    if plain.endswith(")") and "(" in plain:
        plain, _, inside = plain[:-1].rpartition("(")
        plain = plain.strip()
        restated = signed_of(inside)
        if restated is None or inside != inside.strip():
            return None
        if _count(plain) is not None:
            return restated
    for between in (" out of ", " of ", "/", "÷"):
        part, found, whole = plain.casefold().partition(between)
        if found:
            top, bottom = _count(part.strip()), _count(whole.strip())
            if top is None or not bottom or top > bottom:
                return None
            exact = 100 * top / bottom
            if restated is None:
                return exact
            digits = inside.casefold().replace("percent", "%").replace("per cent", "%").strip("% ").partition(".")[2]
            return restated if abs(exact - restated) <= 0.5 * 10 ** -len(digits) + 1e-7 else None
    return None


def _count(words: str) -> float | None:
    value = number_of(words)
    is_count = value is not None and words[:1].isdecimal() and "." not in words
    return value if is_count and (words == "0" or words[0] != "0") else None


# ---------------------------------------------------------------------------- what is typed

NUMBERS: Final = (
    st.integers(0, 120).map(str)
    | st.decimals(0, 100, places=2).map(str)
    | st.decimals(0, 2000, places=1).map(lambda n: f"{n:,}")
    | st.integers(0, 10**7).map(lambda n: f"{n:,}")
)
SIGNS: Final = st.sampled_from(["", "%", " %", " per cent", "%%", "pp", " points", "‰"])
PERIODS: Final = st.sampled_from(
    ["", " (2015)", " (2015/16)", "(Nov 2016)", " (2015", " 2015)", " [2015]", " 2015", " (last year)", " (2015/17)"]
)
FORMS: Final[tuple[Callable[[str, str], str], ...]] = (
    "{0}-{1}".format, "{0}–{1}".format, "{0} to {1}".format, "between {0} and {1}".format, "{0}/{1}".format, "{0} of {1}".format,
    "{0} out of {1}".format, "{0} ({1}%)".format, "{0},{1}".format, "{0}.{1}".format, "{0}:{1}".format, "{0} {1}".format,
    "{0}\n{1}".format, "{0}% reduction".format, "reduce by {0}%".format, "{0}% increase p.a.".format, "+{0}".format, "-{0}".format,
    "−{0}".format, "({0})".format, "{0}-".format, "<{0}".format, ">{0}%".format, "~{0}".format, "c. {0}".format, "about {0}".format,
    "{0}+".format, "{0}ish".format, "{0}?".format, "£{0}".format, "{0}k".format, "{0}m".format, "{0} patients".format,
    "{0}E{1}".format, "'{0}".format, "={0}".format, "{0};{1}".format, "{0}/{1}/2017".format, "at least {0}%".format, "{0}½".format,
    "{0}²".format, "{0}\u00a0{1}".format, "{0}\u200b{1}".format, "{0}\u202e".format, "{0}O".format, "l{0}".format, "halve".format,
    "{0} Target {1}?".format, "{0} or more".format, "{0}. {1}".format, "{0} {1}/{0}".format, "TBC {0}".format, "n/a ({0})".format,
)  # fmt: skip
OTHER_DIGITS: Final = st.sampled_from(["０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९"])


@st.composite
def in_other_digits(draw: st.DrawFn) -> str:
    """A number in digits of another script."""
    digits = draw(OTHER_DIGITS)
    return draw(NUMBERS).translate(str.maketrans("0123456789", digits))


@st.composite
def in_a_form(draw: st.DrawFn) -> str:
    """Numbers in one of the ways in which people write what is more, or less, than one value."""
    return draw(st.sampled_from(FORMS))(draw(NUMBERS), draw(NUMBERS)) + draw(SIGNS) + draw(PERIODS)


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """A typed value with a character put in, taken out or doubled."""
    text = draw(st.builds("{}{}{}".format, NUMBERS, SIGNS, PERIODS) | in_a_form())
    at = draw(st.integers(0, max(len(text) - 1, 0)))
    put_in = draw(
        st.sampled_from([*"0123456789.,%-+()/ :<>~?", "\u00a0", "\u2009", "\u200b", "−", "–", "O", "l", "x", "½", ""])
    )
    return text[:at] + put_in + text[at + draw(st.integers(0, 1)) :]


TYPED: Final = (
    st.builds("{}{}{}".format, NUMBERS, SIGNS, PERIODS)
    | in_a_form()
    | spoilt()
    | st.builds("{}{}".format, in_other_digits(), SIGNS)
    | st.sampled_from(MARKS)
    | st.text("0123456789.,%-/() ofO½−\u00a0\n", max_size=9)
    | st.text(max_size=12)
)
