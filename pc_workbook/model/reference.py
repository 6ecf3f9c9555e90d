"""References of actions in a plan, such as C, 12, 1.1, 4D-1, PC-01 and iv, in one form however they are typed."""

import re
from functools import lru_cache
from itertools import chain, pairwise
from typing import Annotated, Final

from pydantic import StringConstraints

from pc_workbook.model.names import fold_letters, same_key

LONGEST: Final = 20  # characters of a reference
LONGEST_WORD: Final = 14  # letters in a row, beside a digit: "Recommendation 5"
LONGEST_BARE: Final = 3  # letters in a row where there is no digit; twice as many before a dash and a letter: "WORK-A"
ALLOWED: Final = (
    f"a short reference of up to {LONGEST} letters and digits, with . - or / between them, such as C, 12, 1.1 or 4D-1"
)

#: In capitals, as in the model.
ActionReference = Annotated[
    str, StringConstraints(pattern=r"^[A-Z0-9]+(?:[.\-/ ][A-Z0-9]+|\([A-Z0-9]+\))*$", max_length=LONGEST)
]

_FORM: Final = r"[A-Z0-9]+(?:[.\-/][A-Z0-9]+|(?<=[A-Z]) \d[A-Z0-9]*|\([A-Z0-9]+\))*"
_LABEL: Final = (
    r"^(?:actions?|act)(?:[ .:#]+|(?=\d))(?:(?:point|item|ref(?:erence)?|no|number|nr)(?![a-z])[ .:#]*)?|"
    r"^(?:no|nr|ref)[ .:#]+(?=\d)|^# ?"
)
_ROMAN: Final = r"(?=[IVXLC])(?:X[LC]|L?X{0,3})(?:I[XV]|V?I{0,3})"
_NO_REFERENCES: Final = frozenset({"ALL", "N/A", "NA", "ND", "TBC", "TBA", "TBD", "NEW", "NIL", "SUM"})
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


def parse_reference(words: str) -> str | None:
    """Return a text as a reference, in capitals and without the word Action before it; None where it is none.

    >>> parse_reference(" 4d - 1"), parse_reference("Action 12"), parse_reference("1.10."), parse_reference("(iv)")
    ('4D-1', '12', '1.10', 'IV')
    >>> parse_reference("Total"), parse_reference("1, 2 and 4D-1"), parse_reference("=B6")
    (None, None, None)
    """
    if len(words) > 4 * LONGEST:
        return None
    short = words.strip().upper()
    if short.isascii() and (short.isalpha() or short.isdecimal()) and len(short) <= LONGEST_BARE:
        return None if short in _NO_REFERENCES else short  # most references; no pattern is compiled for them
    plain = " ".join(fold_letters(words.translate(_DASHES)).split())
    bare = re.sub(r" ?([-./(]) ?", r"\1", re.sub(_LABEL, "", plain).rstrip(".):")).upper()
    if bare.startswith("("):
        bare = bare[1:]
    elif "(" in bare and ")" not in bare:  # the bracket of 1(a) was taken for one around the reference
        bare += ")"
    if not re.fullmatch(_FORM, bare, re.ASCII) or len(bare) > LONGEST or bare in _NO_REFERENCES:
        return None
    runs = re.findall(r"[A-Z]+", bare)
    if any(map(str.isdecimal, bare)):
        return bare if max(map(len, runs), default=0) <= LONGEST_WORD else None
    longest = LONGEST_BARE if len(runs) < 2 or len(runs[-1]) > 2 else 2 * LONGEST_BARE
    return bare if max(map(len, runs)) <= longest or re.fullmatch(_ROMAN, bare) else None


@lru_cache(maxsize=4096)
def _same(text: str) -> str:
    reference = parse_reference(text)
    if reference is None:
        key = same_key(text)
        return f"?{key}" if key else ""
    if reference.isalnum():
        return reference.lower()
    parts = re.split(r"[^A-Z0-9]+", reference.rstrip(")"))
    joints = ("." if left[-1].isdecimal() and right[0].isdecimal() else "" for left, right in pairwise(parts))
    return "".join(chain.from_iterable(zip(parts, [*joints, ""], strict=True))).lower()


def same_reference(value: object) -> str:
    """Return a key that all spellings of one reference share; "" for no value. 1.1 and 11 have different keys.

    >>> same_reference("Action PC-01") == same_reference("pc01"), same_reference("1.1") == same_reference(11.0)
    (True, False)
    """
    return _same(f"{value:.15g}" if isinstance(value, float) else "" if value is None else str(value))
