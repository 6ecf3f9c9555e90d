"""Properties of free text: empty phrases, copied sentences, thresholds, and sentences that are cut off."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from heapq import merge
from itertools import groupby

from pc_workbook.model.plain_letters import plain_letters

UNINFORMATIVE = frozenset(
    {"ongoing", "asabove", "asbefore", "nochange", "noupdate", "none", "inprogress", "tbc", "na", "seeabove"}
)
NEARLY_THE_SAME = 0.75
SHORTEST_COPIED = 40
SHORT = 60  # characters: longer texts are seldom repeated
RUN = 4  # words that two sentences must share in a row before they are worth comparing

_UP = r"(?i)\bat least\b|\bor (?:above|better|higher|more)\b|\bminimum\b"
_DOWN = r"(?i)\bat (?:most|worst)\b|\bor (?:below|worse|lower)\b|\bmaximum\b"
_RATING = re.compile(r"requires improvement|inadequate|\bgood\b|outstanding", re.I)
_BETWEEN_MONTHS = r"(?i)\bbi-?(?:annual|monthly|weekly|ennial|yearly)(?:ly)?\b"
_RELATIVE = r"(?i)\b(?:with)?in (?:the )?(?:next |coming )?\w+ (?:days?|weeks?|months?|years?)\b"


def folded(text: str) -> str:
    """Return a text without case, spaces, punctuation and accents, with look-alike letters replaced, for comparison.

    >>> folded("On-going ") == folded("Ongoing"), folded("Nоrth & Wеst") == folded("north and west")
    (True, True)
    """
    return _folded_short(text) if len(text) <= SHORT else _folded(text)


def _folded(text: str) -> str:
    return "".join(ch for ch in plain_letters(text.replace("&", " and ")) if ch.isalnum())


_folded_short = lru_cache(maxsize=4096)(_folded)  # headings and drop-down entries are repeated often


def nearest(words: str, among: Iterable[str], alike: float) -> str | None:
    """Return the most similar of several texts, if its similarity is at least `alike` (from 0 to 1); else None.

    >>> nearest("praktice", ["locality", "practice"], 0.8), nearest("chair", ["locality"], 0.8)
    ('practice', None)
    """
    from difflib import get_close_matches  # needed only for unexpected spellings

    return next(iter(get_close_matches(words, list(among), 1, alike)), None)


def is_uninformative(text: str, delivery: str = "") -> bool:
    """Return whether progress only repeats the delivery date, or is a phrase without content.

    >>> is_uninformative("On-going", "Ongoing"), is_uninformative("First draft is out for comment")
    (True, False)
    """
    plain = folded(text)
    return not plain or plain in UNINFORMATIVE or plain == folded(delivery)


def first_sentence(text: str) -> str:
    """Return the first sentence, which is what people copy."""
    return re.split(r"(?<=[.!?])\s", " ".join(text.split()), maxsplit=1)[0]


def nearly_the_same(text: str, other: str) -> bool:
    """Return whether two texts begin with nearly the same sentence, long enough to rule out chance.

    The shorter sentence is compared with the same length of the longer one, because people copy and then add.

    >>> nearly_the_same("Managers have been assigned to practices and support their policies.",
    ...                 "Managers have been assigned to practices and support their assessment before a visit.")
    True
    """
    a, b = sorted((first_sentence(text).casefold(), first_sentence(other).casefold()), key=len)
    if len(a) < SHORTEST_COPIED:
        return a == b and len(a) > 0 and a == other.casefold() == text.casefold() and len(a) >= SHORTEST_COPIED // 2
    words = set(a.split())
    if 2 * len(words & set(b.split())) < len(words):
        return False  # the close comparison is slow, and letters in common prove nothing
    from difflib import SequenceMatcher  # few trackers have texts so alike

    shared = SequenceMatcher(None, a, b[: len(a)], autojunk=False)
    return shared.quick_ratio() >= NEARLY_THE_SAME and shared.ratio() >= NEARLY_THE_SAME


def copies_of_earlier(texts: Sequence[str], owners: Sequence[str]) -> list[tuple[int, int]]:
    """Return, for each text with an earlier near-copy by another owner, the places of the first such copy and the text.

    Only sentences that share a run of four words (all words, where they have fewer) are compared closely; few of
    thousands of texts do.

    >>> copies_of_earlier(["The plan was agreed with every practice in the north.", "Nothing yet.",
    ...                    "The plan was agreed with every practice in the south.",
    ...                    "The plan was agreed with every practice in the west."], "ABCD")
    [(0, 2), (0, 3)]
    """
    sharing: dict[tuple[str, ...], list[int]] = defaultdict(list)
    copies = []
    for later, text in enumerate(texts):
        groups = [sharing[run] for run in _runs(text)]
        others = (i for i, _ in groupby(merge(*groups)) if owners[i] != owners[later])
        earlier = next((i for i in others if nearly_the_same(texts[i], text)), None)
        if earlier is not None:
            copies.append((earlier, later))
        for group in groups:
            group.append(later)
    return copies


def _runs(text: str) -> set[tuple[str, ...]]:
    words = first_sentence(text).casefold().split()
    length = min(RUN, len(words))
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def threshold_runs_up(text: str | None) -> bool | None:
    """Return the direction of a threshold on a rating: True for "at least Good", False for "Good or below", else None.

    >>> threshold_runs_up("% rated at least Good"), threshold_runs_up("rated requires improvement or below")
    (True, False)
    """
    if not text or not _RATING.search(text):
        return None
    up, down = bool(re.search(_UP, text)), bool(re.search(_DOWN, text))
    return up if up != down else None


def word_of_two_meanings(text: str) -> str | None:
    """Return the first word such as "bi-monthly", which can mean twice a month or every two months; None for none.

    >>> word_of_two_meanings("Meetings are held bi-monthly.")
    'bi-monthly'
    """
    match = re.search(_BETWEEN_MONTHS, text) if "bi" in text.casefold() else None
    return match[0] if match else None


def relative_date(text: str) -> str | None:
    """Return the text of a date relative to an unnamed day, such as "within the next 6 months"; None for none."""
    match = re.search(_RELATIVE, text)
    return match[0] if match else None


def looks_cut(text: str) -> bool:
    """Return whether a text starts in the middle of a sentence or stops at a dash, as text copied from a page does.

    >>> looks_cut("ogress towards this target depends on other changes"), looks_cut("e.g. the centres")
    (True, False)
    """
    plain = text.strip()
    words = plain.split()
    starts = bool(words) and words[0].isalpha() and words[0].islower() and len(words) > 3
    return starts or (len(words) > 3 and plain.endswith(("–", "-")))


def bracket_open(text: str) -> bool:
    """Return whether a text has an unmatched bracket."""
    return text.count("(") != text.count(")") or text.count("[") != text.count("]")
