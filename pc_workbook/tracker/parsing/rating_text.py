"""The grammar of ratings: one word of the scale or one state outside it, understood whole or not at all.

Case, blanks, quotation marks and look-alike letters make no difference; a typing error is never guessed.
"""

import re
from enum import Enum, auto
from typing import Final, NamedTuple

from pc_workbook.model.cqc import Rating
from pc_workbook.model.plain_letters import LOOK_ALIKES
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.parsing.number_text import plain_text

_QUOTES: Final = "\"“”„‟«»'‘’"
_QUOTE_MARKS: Final = frozenset(_QUOTES)
_NO_QUOTES: Final = str.maketrans(dict.fromkeys(_QUOTES, " "))
_DASH: Final = r"(?<=[a-z]) ?[-\u2010-\u2015] ?(?=[a-z])"
#: Ratings and states by their words without blanks: their own, those CQC and the NHS website use, and short ones.
_OTHER_WORDS: Final = {
    "excellent": Rating.OUTSTANDING, "ri": Rating.REQUIRES_IMPROVEMENT,
    "notyetinspected": Rating.NOT_INSPECTED, "awaitinginspection": Rating.NOT_INSPECTED,
    "notrated": Rating.NOT_YET_RATED, "awaitingrating": Rating.NOT_YET_RATED, "ratingpending": Rating.NOT_YET_RATED,
    "insufficientevidencetorate": Rating.INSUFFICIENT_EVIDENCE, "inspectednotrated": Rating.INSPECTED_NOT_RATED,
    "norating": Rating.NO_PUBLISHED_RATING, "nooverallrating": Rating.NO_PUBLISHED_RATING,
    "ratingnotpublished": Rating.NO_PUBLISHED_RATING, "unrated": Rating.NO_PUBLISHED_RATING,
    "notformallyrated": Rating.NO_PUBLISHED_RATING, "ratingremoved": Rating.NO_PUBLISHED_RATING,
    "noratings": Rating.NO_PUBLISHED_RATING, "nopublishedratings": Rating.NO_PUBLISHED_RATING,
    "notpublished": Rating.NO_PUBLISHED_RATING, "awaitingpublication": Rating.NOT_YET_RATED,
    "inspectedbutunrated": Rating.INSPECTED_NOT_RATED, "registrationsuspended": Rating.SUSPENDED,
    "ratingwithdrawn": Rating.NO_PUBLISHED_RATING,
    "underappeal": Rating.SUSPENDED, "ratingunderappeal": Rating.SUSPENDED, "suspended": Rating.SUSPENDED,
    "ratingsuspended": Rating.SUSPENDED, "ratingssuspended": Rating.SUSPENDED, "underreview": Rating.SUSPENDED,
    "ratingunderreview": Rating.SUSPENDED, "suspendedorunderappeal": Rating.SUSPENDED,
}  # fmt: skip
_BY_WORDS: Final = {rating.casefold().replace(" ", ""): rating for rating in Rating} | _OTHER_WORDS

#: The ratings of the scale as one letter each, so that a text that names them is short to match.
STEPS: Final = {"I": Rating.INADEQUATE, "R": Rating.REQUIRES_IMPROVEMENT, "G": Rating.GOOD, "O": Rating.OUTSTANDING}
_AS_STEP: Final = {word: step for step, own in STEPS.items() for word, rating in _BY_WORDS.items() if rating is own}
STEP: Final = "[IRGO]"

NEGATED: Final = frozenset(
    ("not", "no", "non", "none", "never", "neither", "nor", "without", "cannot", "t")
)  # isn't: isn, t
DOMAINS: Final = frozenset(
    (
        "safe",
        "safety",
        "effective",
        "effectiveness",
        "caring",
        "responsive",
        "responsiveness",
        "well-led",
        "domain",
        "domains",
    )
)
_UNSURE: Final = frozenset(
    ("was", "were", "been", "old", "earlier", "last", "until", "before", "likely", "goal", "subject", "pending", "if", "mock", "self",
     "tbc", "should", "would", "may", "might", "will", "nearly", "almost", "overall", "inherited", "unconfirmed")
)  # fmt: skip
_UNSURE_BEGIN: Final = ("previous", "former", "expect", "provisional", "draft", "propos", "predict", "forecast", "target", "aim",
                        "appeal", "suspend", "review", "await")  # fmt: skip
_NAMES_NO_SERVICE: Final = frozenset(
    ("rated", "rating", "as", "is", "a", "the", "for", "in", "and", "now", "cqc", "of", "at")
)
WHOLE: Final = r"(?: (?:overall(?: cqc)?(?: rating)?|(?:cqc )?rating(?: overall)?))?"


class TypedRating(NamedTuple):
    """A rating as typed: `spelling` is "own" for one of the listed words, else "other", or "excellent"."""

    rating: Rating
    spelling: str = "own"


def rating_words(words: str) -> str:
    """Return the words in small Latin letters, without outer quotation marks and a last full stop; blanks and dashes as one blank.

    >>> rating_words(" “Requires–Improvement”. "), rating_words("GООD")  # with two Cyrillic letters
    ('requires improvement', 'good')
    """
    plain = plain_text(words).casefold()
    if not plain.isascii():
        import unicodedata  # for what few cells contain

        plain = unicodedata.normalize("NFKC", plain).casefold().translate(LOOK_ALIKES)
    plain = plain.strip(f" {_QUOTES}").removesuffix(".").strip(f" {_QUOTES}")
    return " ".join(re.sub(_DASH, " ", plain).split())


def with_steps(words: str) -> str:
    """Return the words without quotation marks, and each rating of the scale as the letter of its step.

    >>> with_steps('Retain "Good" or Requires improvement')
    'retain G or R'
    """
    plain = rating_words(words)
    if not _QUOTE_MARKS.isdisjoint(plain):
        plain = plain.translate(_NO_QUOTES)
    parts = plain.replace("requires improvement", "requiresimprovement").split()
    return " ".join(_AS_STEP.get(part, part) for part in parts)


def words_of(words: str) -> list[str]:
    """Return the single words of a text, each rating of the scale as the letter of its step, and no signs between them."""
    plain = rating_words(words).replace("requires improvement", "requiresimprovement").replace("well led", "well-led")
    return [_AS_STEP.get(part, part) for part in re.findall(r"well-led|\w+", plain)]


def parse_rating(words: str) -> TypedRating | None:
    """Return the rating or state that a text is, or None where it is anything else or anything more.

    >>> parse_rating("Requires Improvement").rating.value, parse_rating("No rating").rating.value, parse_rating("Not Good")
    ('Requires improvement', 'No published rating', None)
    """
    key = rating_words(words).replace(" ", "")
    rating = _BY_WORDS.get(key)
    if rating is None:
        return None
    spelling = "excellent" if key == "excellent" else "other" if key in _OTHER_WORDS else "own"
    return TypedRating(rating, spelling)


def parse_overall(words: str) -> TypedRating | None:
    """Return the rating that a text is which may say that it is the overall one: "Good", "Good overall", "Overall rating: Good"."""
    if (alone := parse_rating(words)) is not None:
        return alone
    found = re.fullmatch(rf"(?:overall(?: rating)?:? |rated )?({STEP}){WHOLE}", with_steps(words))
    return TypedRating(STEPS[found[1]], "other") if found else None


def ratings_named(words: str) -> tuple[Rating, ...]:
    """Return the ratings of the scale that occur in a text, each once.

    >>> [one.value for one in ratings_named("Inadequate/Good, then Good")]
    ['Inadequate', 'Good']
    """
    return tuple(dict.fromkeys(STEPS[word] for word in words_of(words) if word in STEPS))


class Aside(Enum):
    """What the words in brackets after a rating mean."""

    OVERALL = auto()  # that it is the overall rating
    SERVICE = auto()  # the rating of one service or domain
    SCOPE = auto()  # which services are commissioned or provided


def parse_aside(aside: str) -> Aside | None:
    """Return what words in brackets say of a rating before them; None where they cast doubt on it, or say anything else.

    >>> parse_aside('maternity rated as "outstanding"'), parse_aside("was Inadequate")
    (<Aside.SERVICE: 2>, None)
    """
    words = set(words_of(aside))
    if words == {"overall"}:
        return Aside.OVERALL
    ratings, others = words & STEPS.keys(), words - STEPS.keys()
    if (
        "?" in aside
        or not others.isdisjoint(NEGATED | _UNSURE)
        or any(word.startswith(_UNSURE_BEGIN) for word in others)
    ):
        return None
    if len(ratings) == 1 and others - _NAMES_NO_SERVICE:
        return Aside.SERVICE
    is_scope = not ratings and any(word.startswith(("commission", "service")) for word in others)
    return Aside.SCOPE if is_scope else None


def rating_error(words: str) -> Detail | None:
    """Return why a text that names a rating is not one; None where it names none.

    >>> rating_error("Good or Outstanding").code, rating_error("Not Inadequate").code
    ('several_ratings', 'negated_rating')
    """
    named, single = ratings_named(words), set(words_of(words))
    if not named:
        return None
    if len(named) > 1:
        return detail("several_ratings", cell=words, count=len(named))
    if not single.isdisjoint(NEGATED):
        return detail("negated_rating", cell=words)
    if not single.isdisjoint(DOMAINS):
        return detail("rating_of_a_domain", cell=words)
    return detail("more_than_a_rating", cell=words, rating=named[0])
