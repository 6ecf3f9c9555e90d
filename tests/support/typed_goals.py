"""What a typed rating or goal means, worked out word by word: it shares no code with the program.

A goal means the set of ratings that meet it, from 0 (Inadequate) to 3 (Outstanding), and whether working towards it counts.
"""

from typing import Final

from hypothesis import strategies as st

NAMES: Final = ("inadequate", "requires improvement", "good", "outstanding")
SAME_LETTER: Final = {"о": "o", "е": "e", "а": "a", "і": "i", "с": "c", "ο": "o", "ѕ": "s", "р": "p"}
QUOTES: Final = "\"“”„‟«»'‘’"
STATES: Final = {
    "not inspected": "Not inspected", "not yet inspected": "Not inspected", "awaiting inspection": "Not inspected",
    "not yet rated": "Not yet rated", "not rated": "Not yet rated", "awaiting rating": "Not yet rated",
    "rating pending": "Not yet rated", "insufficient evidence": "Insufficient evidence",
    "insufficient evidence to rate": "Insufficient evidence", "inspected but not rated": "Inspected but not rated",
    "inspected not rated": "Inspected but not rated", "no published rating": "No published rating",
    "no rating": "No published rating", "no overall rating": "No published rating", "unrated": "No published rating",
    "no ratings": "No published rating", "no published ratings": "No published rating", "not published": "No published rating",
    "awaiting publication": "Not yet rated", "inspected but unrated": "Inspected but not rated",
    "registration suspended": "Under appeal or suspended", "rating removed": "No published rating", "rating withdrawn": "No published rating", "rating not published": "No published rating", "not formally rated": "No published rating",
    "under appeal": "Under appeal or suspended", "rating under appeal": "Under appeal or suspended",
    "suspended": "Under appeal or suspended", "rating suspended": "Under appeal or suspended",
    "ratings suspended": "Under appeal or suspended", "under review": "Under appeal or suspended",
    "rating under review": "Under appeal or suspended", "under appeal or suspended": "Under appeal or suspended",
    "suspended or under appeal": "Under appeal or suspended",
}  # fmt: skip
_BLANKS: Final = (" ", "  ", "\u00a0", "\n", " \t")
_WORDS: Final = (
    *NAMES, *NAMES, "ri", "excellent", "good", "or", "or better", "or above", "at least", "a minimum of", "retain", "maintain",
    "achieve", "move to", "to be", "rated", "a rating of", "overall", "rating", "rating overall", "working towards",
    "or to be working towards", "not", "none", "none at", "no practice rated", "no provider rated", "from", "to", "improve from",
    "move from", "better than", "above", "and", "by 2020", "for caring", "safe", "practices", "or worse", "only", "below", "?",
)  # fmt: skip


def _ratings_joined(words: list[str]) -> list[str]:
    """The words with each rating as one word, the number of its step."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] == "requires" and word == "improvement":
            joined[-1] = "1"
        else:
            joined.append({"requiresimprovement": "1", "ri": "1", "inadequate": "0", "good": "2", "outstanding": "3",
                           "excellent": "3"}.get(word, word))  # fmt: skip
    return joined


def plain(text: str) -> list[str]:
    """The words of a text in small Latin letters, without quotation marks and a last full stop."""
    letters = "".join(SAME_LETTER.get(one, one) for one in text.casefold())
    for mark in QUOTES:
        letters = letters.replace(mark, " ")
    return letters.strip().removesuffix(".").split()


class _Reader:
    def __init__(self, words: list[str]) -> None:
        self.words = words

    def takes(self, *phrases: str) -> str:
        """The first of some phrases that stands next, which is then behind us; "" where none does."""
        for phrase in sorted(phrases, key=lambda one: -len(one.split())):
            if self.words[: len(phrase.split())] == phrase.split():
                del self.words[: len(phrase.split())]
                return phrase
        return ""

    def rating(self) -> int | None:
        return int(self.words.pop(0)) if self.words and self.words[0] in ("0", "1", "2", "3") else None

    def whole(self) -> None:
        """ "overall", "rating overall" and the like."""
        if self.takes("overall"):
            self.takes("cqc rating", "cqc", "rating")
        elif self.takes("cqc rating", "rating"):
            self.takes("overall")

    def level(self) -> int | None:
        self.takes("at least", "a minimum of", "minimum of")
        found = self.rating()
        self.whole()
        if self.takes("or better", "or above", "or higher"):
            self.whole()
        return found


VERBS: Final = ("retain", "maintain", "keep", "remain", "sustain", "stay", "achieve", "reach", "attain", "secure", "become", "be",
                "improve to", "move to")  # fmt: skip
Meaning = tuple[frozenset[int], bool]


def goal_meaning(text: str) -> Meaning | None:
    """The ratings that meet a goal and whether working towards it counts; None for what is no goal."""
    words = _ratings_joined(plain(text))
    for read in (_at_least, _either, _from_to, _better_than, _none_at):
        reader = _Reader(list(words))
        found = read(reader)
        if found is not None and not reader.words:
            return found
    return None


def _from(lowest: int, towards: bool = False) -> Meaning:
    return frozenset(range(lowest, 4)), towards


def _verb(reader: _Reader) -> None:
    before = list(reader.words)
    reader.takes("to")
    if reader.takes(*VERBS):
        reader.takes("at") if reader.words[:2] != ["at", "least"] else None
    else:
        reader.words[:] = before


def _noun(reader: _Reader) -> None:
    before = list(reader.words)
    reader.takes("a", "an", "the", "its")
    reader.takes("overall")
    reader.takes("cqc")
    if reader.takes("rating of", "rated"):
        reader.takes("as")
    else:
        reader.words[:] = before


def _at_least(reader: _Reader) -> Meaning | None:
    _verb(reader)
    _noun(reader)
    lowest = reader.level()
    if lowest is None:
        return None
    if reader.takes("or"):
        reader.takes("to")
        reader.takes("be")
        if not reader.takes("working towards", "working toward"):
            return None
        reader.takes("being")
        reader.takes("rated")
        if reader.rating() != lowest:
            return None
        reader.whole()
        return _from(lowest, towards=True)
    return _from(lowest)


def _either(reader: _Reader) -> Meaning | None:
    _verb(reader)
    _noun(reader)
    one = reader.rating()
    other = reader.rating() if reader.takes("or") else None
    reader.whole()
    return _from(2) if {one, other} == {2, 3} else None


def _from_to(reader: _Reader) -> Meaning | None:
    before = list(reader.words)
    reader.takes("to")
    if not reader.takes("improve", "move", "go", "rise", "progress"):
        reader.words[:] = before
    start = reader.rating() if reader.takes("from") else None
    end = reader.level() if reader.takes("to") else None
    return _from(end) if start is not None and end is not None and start < end else None


def _better_than(reader: _Reader) -> Meaning | None:
    _verb(reader)
    beyond = reader.rating() if reader.takes("better than", "higher than", "above") else None
    reader.whole()
    return _from(beyond + 1) if beyond is not None and beyond < 3 else None


def _none_at(reader: _Reader) -> Meaning | None:
    if reader.takes("not"):
        reader.takes("to")
        reader.takes("be")
        reader.takes("rated", "at")
        reader.takes("as")
    elif reader.takes("none"):
        before = list(reader.words)
        reader.takes("to")
        reader.takes("be")
        if reader.takes("rated", "at"):
            reader.takes("as")
        else:
            reader.words[:] = before
    else:
        if not reader.takes("no"):
            return None
        organisations = ("practice", "provider", "organisation", "trust")
        if not reader.takes("gp practice", "gp practices", *organisations, *(f"{one}s" for one in organisations)):
            return None
        reader.takes("to be", "be", "is", "are")
        if not reader.takes("rated", "at"):
            return None
        reader.takes("as")
    lowest = reader.rating()
    reader.whole()
    return _from(1) if lowest == 0 else None


def rating_meaning(text: str) -> str | None:
    """The rating or state that a cell says and nothing else; None for anything else or anything more."""
    words = plain(text)
    if any(mark in text.strip(f"{QUOTES} .\n\t\u00a0") for mark in QUOTES):
        return None
    steps = _ratings_joined(words)
    if len(steps) == 1 and steps[0] in ("0", "1", "2", "3"):
        return ("Inadequate", "Requires improvement", "Good", "Outstanding")[int(steps[0])]
    return STATES.get(" ".join(words))


@st.composite
def typed(draw: st.DrawFn, words: tuple[str, ...] = _WORDS, most: int = 7) -> str:
    """Words as people type them: in any case, with any blanks, quotation marks and letters that look alike."""
    chosen = draw(st.lists(st.sampled_from(words), min_size=1, max_size=most))
    pieces = []
    for word in chosen:
        form = draw(st.sampled_from(("", "", "upper", "title", "quoted", "alike")))
        if form == "alike":
            word = word.replace("o", "о").replace("e", "е")  # Cyrillic
        pieces.append(word.upper() if form == "upper" else word.title() if form == "title" else
                      f"“{word}”" if form == "quoted" else word)  # fmt: skip
        pieces.append(draw(st.sampled_from(_BLANKS)))
    return "".join(pieces[:-1]) + draw(st.sampled_from(("", "", "", ".", " ", "!", "?")))


RATING_WORDS: Final = (*NAMES, *NAMES, *STATES, "ri", "excellent", "not", "or", "and", "overall", "for caring", "no", "at least",
                       "/", "-", "(draft)", "was")  # fmt: skip
