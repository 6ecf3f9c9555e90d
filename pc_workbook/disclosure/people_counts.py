"""What an indicator counts: whether its numerator, its denominator and its value are numbers of people.

What an indicator does not say is taken as people, so that a small number is published only where the words are clear.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import ceil, floor
from typing import NamedTuple

from pc_workbook.measures.results import RATIO_MEASURES
from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.model.period import Period, PeriodKind
from pc_workbook.stats.decimals import decimals_typed

#: Beginnings of the words for people, and for what happens to one person at a time.
PEOPLE_STEMS = (
    "patient people person adult child baby babies infant carer woman women man men male female mother father boy girl "
    "resident client user member pupil student volunteer staff nurse gp doctor clinician physician trainee registrar "
    "respondent answer response death birth pregnan referral admission discharge attendance attender appointment "
    "consultation contact case diagnos check screening smear test vaccination immunisation jab register registration list "
    "population episode complaint incident fall operation call assessment review refusal smoker diabetic employee worker "
    "learner veteran refugee migrant suicide injur survivor candidate applicant headcount visit"
)
#: Beginnings of the words for what is no person.
OTHER_STEMS = (
    "practice surgery surgeries point bed £ pound pence cost spend budget saving hour "
    "minute second day week month year site hub centre center building room locality localities network provider trust "
    "service clinic ward pharmacy pharmacies home school college meeting session score index mile kilometre km policy "
    "policies machine vehicle ambulance device box litre group programme project scheme workshop contract vacanc post"
)
FULL_TIME = frozenset({"fte", "ftes", "wte", "wtes", "full-time", "whole-time"})
#: Words after which a phrase says more about what is counted, and no longer what that is.
STOP_WORDS = (
    "of per with in at who whom that which whose without for from by on to and or over under above below more less fewer "
    "than within against between during after before where when aged seen not no per"
)
PEOPLE, NOT_PEOPLE, STOP = PEOPLE_STEMS.split(), OTHER_STEMS.split(), frozenset(STOP_WORDS.split())
OF_A_LIST = frozenset(
    {"registered", "weighted", "patient", "patients", "list", "size", "sizes", "thousand", "thousands"}
)
AGAIN = frozenset({"a", "an", "each", "every"})  # "patients a month": what follows is no longer what is counted
LEADING = re.compile(
    r"^\s*(?:(?:the\s+)?(?:total\s+|overall\s+|annual\s+|monthly\s+|quarterly\s+)?"
    r"(?:number|no\.|count|sum|total|percentage|per cent|proportion|share|rate|ratio|average|mean|median|%)s?\s+of\s+)+",
    re.I,
)
WORD = re.compile(r"£|%|[a-z]+(?:-time)?")
SMALLEST, LARGEST = 1, 7  # a count of people in this range is small
NUMBER_WORDS = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "cent": 100, "mille": 1_000}
MULTIPLES = {"k": 1_000, "m": 1_000_000, "thousand": 1_000, "million": 1_000_000}
#: What may follow "in" or a stroke where it means "per": 1,000, and no year; a practice, and not "patients/carers".
ROUND = r"(?=\s*(?:1[0, ]*0|\d+[, ]000)\b)"
PER = re.compile(
    rf"(?:\bper\b|\bfor (?:each|every)\b|\b(?:out of|in)(?: every)?{ROUND}|/{ROUND}"
    r"|/(?=\s*(?:practice|fte|wte|gp|nurse|bed|day|week|month|quarter|year)s?\b))\s*"
    r"(?:(\d[\d,. ]*)\s*(k|m|thousand|million)?\b|(hundred|thousand|million|cent|mille)\b)?\s*(.*)",
    re.I,
)
#: The days of a rate "per week" or "each month".
TIMES = {"day": 1.0, "week": 7.0, "fortnight": 14.0, "month": 365.25 / 12, "quarter": 365.25 / 4, "year": 365.25,
         "annum": 365.25}  # fmt: skip
RATE_WORDS = re.compile(
    r"%|‰|\b(?:percent|percentage|rate|ratio|proportion|share|fraction|average|mean|median|index|score)\b", re.I
)
PARTS_OF_A_PERSON = re.compile(r"\b(?:ratio|proportion|share|fraction)\b", re.I)
ADDED_UP = re.compile(r"\b(?:cumulative(?:ly)?|to date|year[- ]to[- ]date|ytd|running total|so far)\b", re.I)
#: Numbers of people that a rate may be given per where its indicator does not say; per cent first.
SCALES = (100.0, 1.0, 1_000.0, 10_000.0, 100_000.0)


class PeopleCounted(NamedTuple):
    """What an indicator counts, and per how many its rate is given."""

    numerator: bool  # whether it counts people
    denominator: bool
    value_is_count: bool = False  # the value itself is the count: 4 patients
    scale: float | None = None  # 100 for a percentage, 1,000 for "per 1,000"; None where it isn't said
    base: str = ""  # what is divided by, in words
    days: float | None = None  # the length of time of the value: "patients per month"
    adds_up: bool = False  # each value counts from the start of its year

    @property
    def people(self) -> bool:
        """Return whether any of it counts people."""
        return self.numerator or self.denominator


NO_PEOPLE = PeopleCounted(False, False)


@lru_cache(maxsize=4096)
def is_people(words: str) -> bool | None:
    """Return whether some words name people; None where they don't say.

    >>> is_people("Patients at practices rated Good"), is_people("Practices rated Good"), is_people("Good experience")
    (True, False, None)
    >>> is_people("Practice list patients"), is_people("Bed days")
    (True, False)
    """
    found: bool | None = None
    for word in WORD.findall(LEADING.sub("", words).casefold()):
        if word in FULL_TIME:
            return False  # however many people share it
        kind = _kind(word)
        if kind is not None:
            found = kind
        elif word in STOP or (found is not None and (word in AGAIN or word.endswith(("ed", "ing")))):
            break
    return found


@lru_cache(maxsize=4096)
def _kind(word: str) -> bool | None:
    if word in STOP:
        return None
    singular = word[:-1] if word.endswith("s") and len(word) > 2 else word
    if any(word.startswith(stem) if len(stem) > 4 else stem in (word, singular) for stem in PEOPLE):
        return True
    if any(word.startswith(stem) if len(stem) > 4 else stem in (word, singular) for stem in NOT_PEOPLE):
        return False
    return None


#: Kinds of which nothing is a count of people: ratings and answers.
COUNT_NOBODY = (IndicatorKind.ORDINAL, IndicatorKind.YES_NO)
#: Kinds whose values are no counts, though they may come from counts of people.
VALUES_ARE_NO_COUNTS = (
    IndicatorKind.PERCENTAGE,
    IndicatorKind.MONEY,
    IndicatorKind.DURATION,
    IndicatorKind.INDEX,
)


def people_counted(indicator: Indicator) -> PeopleCounted:
    """Return what an indicator counts.

    Ratings have no counts; shares of CQC ratings count practices; staff ratios divide FTE by list sizes, which are
    published.
    """
    measure = indicator.measure or ""
    if indicator.kind in COUNT_NOBODY or indicator.is_cqc_share or measure in RATIO_MEASURES.values():
        return NO_PEOPLE
    if _is_staff_ratio(indicator):
        return NO_PEOPLE
    unit = indicator.unit or ""
    per = PER.search(unit) or (PER.search(indicator.title) if not unit else None)
    above = per.string[: per.start()] if per else unit
    base = indicator.denominator or (per[4] if per else "") or _of_percentage(indicator)
    days = _days(per[4] if per and not per[1] and not per[3] else "", unit)
    numerator = _first_answer(indicator.numerator or "", above, indicator.title, measure.replace("_", " "))
    return PeopleCounted(
        numerator=numerator is not False,
        denominator=_first_answer(base) is not False and (numerator is not False or _first_answer(base) is True),
        value_is_count=_value_is_count(indicator, unit, per is not None and days is None),
        scale=_scale(indicator, unit, per),
        base=base,
        days=days,
        adds_up=any(
            ADDED_UP.search(words or "")
            for words in (indicator.title, indicator.definition, indicator.unit, indicator.numerator)
        ),
    )


def _is_staff_ratio(indicator: Indicator) -> bool:
    """Return whether an indicator divides full-time equivalents by list sizes or the other way round: both are
    published.
    """
    parts = [indicator.numerator or "", indicator.denominator or ""]
    if not all(parts):
        parts = re.split(r"\bper\b", indicator.unit or "", maxsplit=1)
    words = [frozenset(WORD.findall(part.casefold())) for part in parts]
    return len(words) == 2 and any(
        one & FULL_TIME and other and other <= OF_A_LIST for one, other in (words, reversed(words))
    )


def _first_answer(*texts: str) -> bool | None:
    return next((answer for text in texts if text and (answer := is_people(text)) is not None), None)


def _of_percentage(indicator: Indicator) -> str:
    """Return the base of a percentage as its unit or title names it: "% of attendances"."""
    for words in (indicator.unit or "", indicator.title):
        if found := re.search(r"(?:%|percentage|per cent|proportion|share) of (.+)", words, re.I):
            return found[1]
    return ""


def _value_is_count(indicator: Indicator, unit: str, is_rate: bool) -> bool:
    if indicator.kind in VALUES_ARE_NO_COUNTS or is_rate:
        return False
    head = re.split(r"\b(?:with|who|whom|whose|that|which|at|in|for|on|by|whilst|while)\b", unit or indicator.title)[0]
    return not RATE_WORDS.search(head)


def _scale(indicator: Indicator, unit: str, per: "re.Match[str] | None") -> float | None:
    if indicator.kind is IndicatorKind.PERCENTAGE:
        return 100.0
    if per is not None and per[1]:
        number = re.sub(r"[^\d]", "", per[1].split(".")[0])
        return float(int(number or 1) * MULTIPLES.get((per[2] or "").casefold(), 1)) or None
    if per is not None:
        return float(NUMBER_WORDS.get((per[3] or "").casefold(), 1))
    if "%" in unit:
        return 100.0
    if "‰" in unit:
        return 1_000.0
    return 1.0 if PARTS_OF_A_PERSON.search(unit) else None


def _days(after_per: str, unit: str) -> float | None:
    """Return the days of the time in "patients per month", "patients a month" or "monthly patients"; None without
    one.
    """
    word = re.match(r"[a-z]+", after_per.strip().casefold())
    if word and word[0].rstrip("s") in TIMES:
        return TIMES[word[0].rstrip("s")]
    found = re.search(r"\b(?:an?|each|every) (day|week|fortnight|month|quarter|year)\b", unit, re.I)
    return TIMES[found[1].casefold()] if found else None


def possible_counts(rate: float, base: float, scale: float, decimals: int = 0) -> range:
    """Return the whole numbers of people that a rate can stand for, given the digits it was typed with.

    >>> list(possible_counts(25, 12, 100)), list(possible_counts(0.1, 30_000, 1_000))
    ([3], [2, 3, 4])
    """
    half = 0.5 * 10.0 ** -max(decimals, decimals_typed(rate))
    slack = 1e-7 * max(1.0, abs(rate) * base / scale)
    return range(max(0, ceil((rate - half) * base / scale - slack)), floor((rate + half) * base / scale + slack) + 1)


def count_in(rate: float, base: float, scales: Sequence[float], decimals: int = 0) -> int | None:
    """Return the number of people that follows from a rate and its base; None where no whole number gives the rate.

    It is a small one where one of the possible numbers is small, else the closest. `decimals`: those that a rate of 0
    is shown with.

    >>> count_in(25, 12, (100,)), count_in(0, 3_000, (100,), 1), count_in(0, 300, (100,), 1)
    (3, 1, 0)
    """
    found: int | None = None
    for scale in scales:
        counts = possible_counts(rate, base, scale, 0 if rate else decimals)
        if counts and (SMALLEST <= counts[0] <= LARGEST or SMALLEST <= counts[-1] <= LARGEST):
            return max(SMALLEST, counts[0])
        if counts and found is None:
            found = min(max(round(rate * base / scale), counts[0]), counts[-1])
    return found


def scales_of(counted: PeopleCounted) -> Sequence[float]:
    """Return the numbers of people that a rate may be given per."""
    return SCALES if counted.scale is None else (counted.scale,)


def times_in(period: Period, days: float) -> float:
    """Return how often a length of time in days fits into a period: 12 months into a year.

    >>> times_in(Period.parse("2015/16"), TIMES["month"])
    12.0
    """
    length = (period.end - period.start).days + 1
    return max(1.0, round(length / days * 2) / 2) if period.kind is not PeriodKind.DAY else 1.0


def significant_words(*texts: str | None) -> frozenset[str]:
    """Return the words that show whether two indicators count the same: "register", "diabetes"."""
    return frozenset(word for text in texts for word in _significant(text or ""))


GENERAL_WORDS = (
    "patient patients people person persons number total count rate percentage proportion share indicator measure adult "
    "adults their this these those have been with without from that which were will practice practices health care "
    "general primary annual monthly year quarter month average first second"
)
GENERAL = frozenset(GENERAL_WORDS.split())


def _significant(text: str) -> Iterator[str]:
    for word in re.findall(r"[a-z]{4,}", text.casefold()):
        if word not in GENERAL:
            yield word[:-1] if word.endswith("s") else word
