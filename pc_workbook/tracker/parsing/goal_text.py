"""The grammar of goals that are ratings: a goal names the lowest rating that meets it, in one of a few forms.

A text is understood whole or not at all; case, blanks, quotation marks and look-alike letters make no difference.
"""

import re
from typing import Final

from pc_workbook.model.cqc import SCALE, Rating
from pc_workbook.model.target import OrdinalGoal
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.parsing.rating_text import DOMAINS, STEP, STEPS, WHOLE, ratings_named, with_steps, words_of

_TO: Final = r"(?:to )?"
_KEEPS: Final = r"retain|maintain|keep|remain|sustain|stay"
_VERB: Final = rf"(?:{_TO}(?:(?P<keeps>{_KEEPS})|achieve|reach|attain|secure|become|be|improve to|move to)(?: at)? )?"
_NOUN: Final = r"(?:(?:an? |the |its )?(?:overall )?(?:cqc )?rat(?:ing of|ed)(?: as)? )?"
_LEAST: Final = r"(?:at least |(?:a )?minimum of )?"
_TOWARDS: Final = rf"(?P<towards> or {_TO}(?:be )?working towards? (?:being )?(?:rated )?(?P<again>{STEP}){WHOLE})?"
_LEVEL: Final = rf"{_LEAST}(?P<step>{STEP}){WHOLE}(?: or (?:better|above|higher){WHOLE})?"
_ORGANISATIONS: Final = r"(?:(?P<practices>(?:gp )?practices?)|providers?|organisations?|trusts?)"

_AT_LEAST: Final = f"{_VERB}{_NOUN}{_LEVEL}{_TOWARDS}"
_EITHER: Final = rf"{_VERB}{_NOUN}(?P<one>{STEP}) or (?P<other>{STEP}){WHOLE}"
_FROM_TO: Final = rf"(?:{_TO}(?:improve|move|go|rise|progress) )?from (?P<start>{STEP}) to {_LEVEL}"
_BETTER_THAN: Final = rf"{_VERB}(?:(?:better|higher) than|above) (?P<above>{STEP}){WHOLE}"
_NONE_AT: Final = (
    rf"(?:not {_TO}(?:be )?(?:rated |at )?(?:as )?|none (?:{_TO}(?:be )?(?:rated |at )(?:as )?)?|"
    rf"no {_ORGANISATIONS} (?:{_TO}be |is |are )?(?:rated |at )(?:as )?)(?P<none>{STEP}){WHOLE}"
)


def parse_goal(words: str) -> OrdinalGoal | None:
    """Return the goal that a text is, or None where it can't be judged.

    >>> [parse_goal(words).rating.value for words in ("Retain Good", "Not Inadequate", "better than Requires improvement")]
    ['Good', 'Requires improvement', 'Good']
    >>> parse_goal("Not Good"), parse_goal("from Good to Inadequate"), parse_goal("Good for caring")
    (None, None, None)
    """
    plain = with_steps(words)
    for pattern in (_AT_LEAST, _EITHER, _FROM_TO, _BETTER_THAN, _NONE_AT):
        if found := re.fullmatch(pattern, plain):
            groups = found.groupdict()
            lowest = _lowest(groups)
            return None if lowest is None else OrdinalGoal.model_construct(
                rating=lowest,
                retain=bool(groups.get("keeps")),
                or_working_towards=bool(groups.get("towards")),
                words=" ".join(words.split()),
                of_practices=bool(groups.get("practices")),
            )  # fmt: skip
    return None


def _lowest(groups: dict[str, str | None]) -> Rating | None:
    """Return the lowest rating that meets a goal; None where the form makes no sense with its ratings."""
    step, again, start, one, other, above, none = (
        STEPS[letter] if (letter := groups.get(name)) else None
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


def goal_error(words: str) -> Detail:
    """Return why a text is not a goal that can be judged.

    >>> goal_error("Not Good").code
    'goal_met_by_inadequate'
    """
    named, single, plain = ratings_named(words), words_of(words), with_steps(words)
    if not named:
        return detail("goal_without_rating", cell=words)
    if not DOMAINS.isdisjoint(single):
        return detail("goal_for_a_domain", cell=words)
    if any(any(map(str.isdigit, token)) for token in single):
        return detail("more_than_a_goal", cell=words)
    if match := re.fullmatch(_FROM_TO, plain):
        return detail("goal_not_upwards", cell=words, start=STEPS[match["start"]], end=STEPS[match["step"]])
    if re.fullmatch(_NONE_AT, plain):
        return detail("goal_met_by_inadequate", cell=words)
    return detail("goal_names_several_ratings" if len(named) > 1 else "not_a_goal", cell=words)
