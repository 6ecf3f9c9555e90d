"""The grammar of ratings and of goals that are ratings: a text is understood whole, or not at all.

A rating is one word of the scale or one state outside it. A goal names the lowest rating that meets it, in one of a few
forms. Case, blanks, quotation marks and look-alike letters make no difference; a typing error is never guessed.
"""

import re
from typing import Final, NamedTuple

from pc_workbook.model.cqc import SCALE, Rating
from pc_workbook.model.names import LOOK_ALIKES
from pc_workbook.model.target import OrdinalGoal
from pc_workbook.tracker.number_text import plain_text

_QUOTES: Final = "\"“”„‟«»'‘’"
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
    "ratingwithdrawn": Rating.NO_PUBLISHED_RATING,
    "underappeal": Rating.SUSPENDED, "ratingunderappeal": Rating.SUSPENDED, "suspended": Rating.SUSPENDED,
    "ratingsuspended": Rating.SUSPENDED, "ratingssuspended": Rating.SUSPENDED, "underreview": Rating.SUSPENDED,
    "ratingunderreview": Rating.SUSPENDED, "suspendedorunderappeal": Rating.SUSPENDED,
}  # fmt: skip
_BY_WORDS: Final = {rating.casefold().replace(" ", ""): rating for rating in Rating} | _OTHER_WORDS

_STEP: Final = r"(?:requires ?improvement|ri|inadequate|good|outstanding|excellent)"
_NEGATED: Final = r"\b(?:not|no|non|none|never|neither|nor|without|cannot|isnt|wasnt)\b|n['’]t\b"
DOMAIN: Final = r"\b(?:safe|safety|effective|effectiveness|caring|responsive|responsiveness|well[ -]?led|domains?)\b"
_UNSURE: Final = (
    r"\b(?:was|were|been|previous\w*|former\w*|old|earlier|last|until|before|expect\w*|provisional\w*|draft\w*|propos\w*|"
    r"predict\w*|forecast\w*|likely|target\w*|aim\w*|goal|appeal\w*|suspend\w*|review\w*|subject|pending|await\w*|unconfirmed|"
    r"if|mock|self|tbc|should|would|may|might|will|nearly|almost|overall|inherited)\b|\?"
)
_SAYS_NO_SERVICE: Final = frozenset(
    {"rated", "rating", "as", "is", "a", "the", "for", "in", "and", "now", "cqc", "of", "at"}
)

_TO: Final = r"(?:to )?"
_KEEPS: Final = r"retain|maintain|keep|remain|sustain|stay"
_VERB: Final = rf"(?:{_TO}(?:(?P<keeps>{_KEEPS})|achieve|reach|attain|secure|become|be|improve to|move to)(?: at)? )?"
_NOUN: Final = r"(?:(?:an? |the |its )?(?:overall )?(?:cqc )?rat(?:ing of|ed)(?: as)? )?"
_LEAST: Final = r"(?:at least |(?:a )?minimum of )?"
_WHOLE: Final = r"(?: (?:overall(?: cqc)?(?: rating)?|(?:cqc )?rating(?: overall)?))?"
_TOWARDS: Final = rf"(?P<towards> or {_TO}(?:be )?working towards? (?:being )?(?:rated )?(?P<again>{_STEP}){_WHOLE})?"
_LEVEL: Final = rf"{_LEAST}(?P<step>{_STEP}){_WHOLE}(?: or (?:better|above|higher){_WHOLE})?"
_ORGANISATIONS: Final = r"(?:(?P<practices>(?:gp )?practices?)|providers?|organisations?|trusts?)"

_AT_LEAST: Final = f"{_VERB}{_NOUN}{_LEVEL}{_TOWARDS}"
_EITHER: Final = rf"{_VERB}{_NOUN}(?P<one>{_STEP}) or (?P<other>{_STEP}){_WHOLE}"
_FROM_TO: Final = rf"(?:{_TO}(?:improve|move|go|rise|progress) )?from (?P<start>{_STEP}) to {_LEVEL}"
_BETTER_THAN: Final = rf"{_VERB}(?:(?:better|higher) than|above) (?P<above>{_STEP}){_WHOLE}"
_NONE_AT: Final = (
    rf"(?:not {_TO}(?:be )?(?:rated |at )?(?:as )?|none (?:{_TO}(?:be )?(?:rated |at )(?:as )?)?|"
    rf"no {_ORGANISATIONS} (?:{_TO}be |is |are )?(?:rated |at )(?:as )?)(?P<none>{_STEP}){_WHOLE}"
)


class TypedRating(NamedTuple):
    """A rating as typed: `spelling` is "own" for one of the listed words, else "other", or "excellent"."""

    rating: Rating
    spelling: str = "own"


def rating_words(words: str) -> str:
    """The words in small Latin letters, without outer quotation marks and a last full stop; blanks and dashes as one blank.

    >>> rating_words(" “Requires–Improvement”. "), rating_words("GООD")  # with two Cyrillic letters
    ('requires improvement', 'good')
    """
    plain = plain_text(words).casefold()
    if not plain.isascii():
        import unicodedata  # for what few cells hold

        plain = unicodedata.normalize("NFKC", plain).casefold().translate(LOOK_ALIKES)
    plain = plain.strip(f" {_QUOTES}").removesuffix(".").strip(f" {_QUOTES}")
    return " ".join(re.sub(_DASH, " ", plain).split())


def parse_rating(words: str) -> TypedRating | None:
    """The rating or state that a text is, or None where it is anything else or anything more.

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
    """The rating that a text is which may say that it is the overall one: "Good", "Good overall", "Overall rating: Good"."""
    plain = rating_words(words)
    found = re.fullmatch(rf"(?:overall(?: rating)?:? |rated )?[{_QUOTES}]?(?P<step>{_STEP})[{_QUOTES}]?{_WHOLE}", plain)
    return parse_rating(found["step"] if found else words)


def ratings_named(words: str) -> tuple[Rating, ...]:
    """The ratings of the scale that occur in a text, each once.

    >>> [one.value for one in ratings_named("Inadequate/Good, then Good")]
    ['Inadequate', 'Good']
    """
    return tuple(dict.fromkeys(_step(found) for found in re.findall(rf"\b{_STEP}\b", rating_words(words))))


def is_rating_of_a_service(aside: str) -> bool:
    """Whether words in brackets give the rating of one service or domain, and nothing that casts doubt on the overall one.

    >>> is_rating_of_a_service('maternity rated as "outstanding"'), is_rating_of_a_service("was Inadequate")
    (True, False)
    """
    plain = rating_words(aside)
    others = set(re.findall(r"[^\W\d_]+", re.sub(rf"\b{_STEP}\b", " ", plain))) - _SAYS_NO_SERVICE
    return len(ratings_named(aside)) == 1 and bool(others) and not re.search(f"{_NEGATED}|{_UNSURE}", plain)


def is_scope(aside: str) -> bool:
    """Whether words in brackets say which services are bought or provided, and nothing of any rating."""
    plain = rating_words(aside)
    says_scope = re.search(r"\bcommission\w*\b|\bservices?\b", plain)
    return bool(says_scope) and not ratings_named(aside) and not re.search(f"{_NEGATED}|{_UNSURE}", plain)


def rating_fault(words: str) -> str:
    """Why a text that names a rating is none; "" where it names none.

    >>> rating_fault("Good or Outstanding"), rating_fault("Not Inadequate").split(".")[0]
    ('names two ratings. Type the one that CQC published', 'says which rating it is not')
    """
    named, plain = ratings_named(words), rating_words(words)
    if not named:
        return ""
    if len(named) > 1:
        return f"names {'two' if len(named) == 2 else 'several'} ratings. Type the one that CQC published"
    if re.search(_NEGATED, plain):
        return "says which rating it is not. Type the rating itself, or a state such as Not inspected"
    if re.search(DOMAIN, plain):
        return "names a domain. Type a rating alone: the overall one and each domain have columns of their own on CQC ratings"
    return f"says more than a rating. Type {named[0]} alone if that is the rating, and the rest under Note"


def parse_goal(words: str) -> OrdinalGoal | None:
    """The goal that a text is, or None where it is none that can be judged.

    >>> [parse_goal(words).rating.value for words in ("Retain Good", "Not Inadequate", "better than Requires improvement")]
    ['Good', 'Requires improvement', 'Good']
    >>> parse_goal("Not Good"), parse_goal("from Good to Inadequate"), parse_goal("Good for caring")
    (None, None, None)
    """
    plain = " ".join(re.sub(f"[{_QUOTES}]", " ", rating_words(words)).split())
    for pattern in (_AT_LEAST, _EITHER, _FROM_TO, _BETTER_THAN, _NONE_AT):
        if found := re.fullmatch(pattern, plain):
            held = found.groupdict()
            lowest = _lowest(held)
            return None if lowest is None else OrdinalGoal.model_construct(
                rating=lowest,
                retain=bool(held.get("keeps")),
                or_working_towards=bool(held.get("towards")),
                words=" ".join(words.split()),
                of_practices=bool(held.get("practices")),
            )  # fmt: skip
    return None


def _lowest(held: dict[str, str | None]) -> Rating | None:
    """The lowest rating that meets a goal; None where the form makes no sense with its ratings."""
    step, again, start, one, other, above, none = (
        _step(words) if (words := held.get(name)) else None
        for name in ("step", "again", "start", "one", "other", "above", "none")
    )
    if one and other:
        return Rating.GOOD if {one, other} == {Rating.GOOD, Rating.OUTSTANDING} else None
    if above:
        return None if above is SCALE[-1] else SCALE[SCALE.index(above) + 1]
    if none:  # of a better rating than the lowest it would be met by a worse one
        return SCALE[1] if none is SCALE[0] else None
    if again not in (None, step) or (start and step and SCALE.index(start) >= SCALE.index(step)):
        return None
    return step


FORMS: Final = (
    "Good; at least Good; Good or better; Retain Good; Good or working towards Good; Outstanding or Good; better than "
    "Requires improvement; from Requires improvement to Good; none at Inadequate"
)


def goal_fault(words: str) -> str:
    """What is wrong with a text that is no goal, and what to type.

    >>> goal_fault("Not Good").split(".")[0]
    'would be met by Inadequate too'
    """
    return f"{_what_is_wrong(words)}. Type the goal in one of these forms: {FORMS}"


def _what_is_wrong(words: str) -> str:
    named, plain = ratings_named(words), rating_words(words)
    if not named:
        return "names no rating"
    if re.search(DOMAIN, plain):
        return "is a goal for a domain, and the overall rating is judged. Leave the domain out"
    if re.search(r"\d", plain):
        return "holds more than a goal. A year belongs under Target year or Year"
    turned = re.fullmatch(_FROM_TO, plain)
    if turned:
        return f"does not lead from one rating to a better one ({_step(turned['start'])} to {_step(turned['step'])})"
    if re.fullmatch(_NONE_AT, plain):
        return "would be met by Inadequate too"
    if len(named) > 1:
        return "names more than one rating, and not which of them is the lowest that counts"
    return "is not a goal that can be judged"


def _step(words: str) -> Rating:
    return _BY_WORDS[words.replace(" ", "")]
