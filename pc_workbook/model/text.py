"""What words give away: progress that says nothing, text copied from another place, thresholds, sentences cut in two."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from heapq import merge
from itertools import groupby

from pc_workbook.model.plain_letters import plain_letters

SAYS_NOTHING = frozenset(
    {"ongoing", "asabove", "asbefore", "nochange", "noupdate", "none", "inprogress", "tbc", "na", "seeabove"}
)
NEARLY_THE_SAME = 0.75
SHORTEST_COPIED = 40
SHORT = 60  # characters: longer texts seldom come again
RUN = 4  # words that two sentences must share in a row before they are worth comparing

_UP = r"(?i)\bat least\b|\bor (?:above|better|higher|more)\b|\bminimum\b"
_DOWN = r"(?i)\bat (?:most|worst)\b|\bor (?:below|worse|lower)\b|\bmaximum\b"
_RATING = re.compile(r"requires improvement|inadequate|\bgood\b|outstanding", re.I)
_BETWEEN_MONTHS = r"(?i)\bbi-?(?:annual|monthly|weekly|ennial|yearly)(?:ly)?\b"
_RELATIVE = r"(?i)\b(?:with)?in (?:the )?(?:next |coming )?\w+ (?:days?|weeks?|months?|years?)\b"


def folded(text: str) -> str:
    """Text without case, blanks, dashes and punctuation, accents and letters that only look the same: what two
    spellings of one name have in common.

    >>> folded("On-going ") == folded("Ongoing"), folded("Nоrth & Wеst") == folded("north and west")
    (True, True)
    """
    return _folded_short(text) if len(text) <= SHORT else _folded(text)


def _folded(text: str) -> str:
    return "".join(ch for ch in plain_letters(text.replace("&", " and ")) if ch.isalnum())


_folded_short = lru_cache(maxsize=4096)(_folded)  # headings and words of a list come again and again


def nearest(words: str, among: Iterable[str], alike: float) -> str | None:
    """The one of several that is most like some words, where one is as much alike as asked: 1 is the same.

    >>> nearest("praktice", ["locality", "practice"], 0.8), nearest("chair", ["locality"], 0.8)
    ('practice', None)
    """
    from difflib import get_close_matches  # for what is spelt as nobody expected

    return next(iter(get_close_matches(words, list(among), 1, alike)), None)


def says_nothing(text: str, delivery: str = "") -> bool:
    """Whether progress only repeats the delivery date, or is one of the phrases that say nothing.

    >>> says_nothing("On-going", "Ongoing"), says_nothing("First draft is out for comment")
    (True, False)
    """
    said = folded(text)
    return not said or said in SAYS_NOTHING or said == folded(delivery)


def first_sentence(text: str) -> str:
    """The first sentence, which is what people copy."""
    return re.split(r"(?<=[.!?])\s", " ".join(text.split()), maxsplit=1)[0]


def nearly_the_same(one: str, other: str) -> bool:
    """Whether two texts begin with nearly the same sentence, long enough not to agree by chance.

    The shorter sentence is compared with as much of the longer one: people copy, and then add.

    >>> nearly_the_same("Managers have been assigned to practices and support their policies.",
    ...                 "Managers have been assigned to practices and support their assessment before a visit.")
    True
    """
    a, b = sorted((first_sentence(one).casefold(), first_sentence(other).casefold()), key=len)
    if len(a) < SHORTEST_COPIED:
        return a == b and len(a) > 0 and a == other.casefold() == one.casefold() and len(a) >= SHORTEST_COPIED // 2
    words = set(a.split())
    if 2 * len(words & set(b.split())) < len(words):
        return False  # a close look takes long, and would find letters in common
    from difflib import SequenceMatcher  # few trackers have texts so alike

    shared = SequenceMatcher(None, a, b[: len(a)], autojunk=False)
    return shared.quick_ratio() >= NEARLY_THE_SAME and shared.ratio() >= NEARLY_THE_SAME


def copies_of_earlier(texts: Sequence[str], whose: Sequence[str]) -> list[tuple[int, int]]:
    """For each text the first one before it, of another owner, that begins with nearly the same sentence: the places
    of both, the earlier first.

    Only sentences that share a run of four words (all of them, where they have fewer) are compared closely: of
    thousands of texts few do, and of thousands of copies each is held against the first.

    >>> copies_of_earlier(["The plan was agreed with every practice in the north.", "Nothing yet.",
    ...                    "The plan was agreed with every practice in the south.",
    ...                    "The plan was agreed with every practice in the west."], "ABCD")
    [(0, 2), (0, 3)]
    """
    sharing: dict[tuple[str, ...], list[int]] = defaultdict(list)
    found = []
    for later, text in enumerate(texts):
        groups = [sharing[run] for run in _runs(text)]
        others = (i for i, _ in groupby(merge(*groups)) if whose[i] != whose[later])
        earlier = next((i for i in others if nearly_the_same(texts[i], text)), None)
        if earlier is not None:
            found.append((earlier, later))
        for group in groups:
            group.append(later)
    return found


def _runs(text: str) -> set[tuple[str, ...]]:
    words = first_sentence(text).casefold().split()
    length = min(RUN, len(words))
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def threshold_runs_up(text: str | None) -> bool | None:
    """Which way a threshold on a rating runs: "at least Good" up (True), "Good or below" down (False), none None.

    >>> threshold_runs_up("% rated at least Good"), threshold_runs_up("rated requires improvement or below")
    (True, False)
    """
    if not text or not _RATING.search(text):
        return None
    up, down = bool(re.search(_UP, text)), bool(re.search(_DOWN, text))
    return up if up != down else None


def word_of_two_meanings(text: str) -> str | None:
    """The first "bi-" word, which means twice in a period to some and every second one to others.

    >>> word_of_two_meanings("Meetings are held bi-monthly.")
    'bi-monthly'
    """
    found = re.search(_BETWEEN_MONTHS, text) if "bi" in text.casefold() else None
    return found[0] if found else None


def relative_date(text: str) -> str | None:
    """The words of a date that counts from an unsaid day: "within the next 6 months"."""
    found = re.search(_RELATIVE, text)
    return found[0] if found else None


def looks_cut(text: str) -> bool:
    """Whether words start in the middle of a sentence, or stop at a dash, as text taken off a page does.

    >>> looks_cut("ogress towards this target depends on other changes"), looks_cut("e.g. the centres")
    (True, False)
    """
    said = text.strip()
    words = said.split()
    starts = bool(words) and words[0].isalpha() and words[0].islower() and len(words) > 3
    return starts or (len(words) > 3 and said.endswith(("–", "-")))


def bracket_open(text: str) -> bool:
    """Whether a bracket is opened and not closed, or closed and not opened."""
    return text.count("(") != text.count(")") or text.count("[") != text.count("]")
