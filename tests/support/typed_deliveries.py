"""Delivery dates as people type them, with what is right to read: written apart from the grammar, and sharing no code with it."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Any, NamedTuple

from hypothesis import assume
from hypothesis import strategies as st

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DATED, ONGOING, REPEATED, STARTS, DONE, NOT_SET, RELATIVE = [
    "dated",
    "ongoing",
    "repeated",
    "starts",
    "done",
    "not-set",
    "relative",
]


class Typed(NamedTuple):
    """A text, what it says ("dated", "ongoing", "dated ongoing" ...) and its first and last day where it has one."""

    text: str
    says: str
    last: date | None = None
    first: date | None = None


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def nth(day: int) -> str:
    ending = "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def day_texts(day: date) -> list[str]:
    name, year, short = MONTHS[day.month - 1], day.year, day.year % 100
    return [
        f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{year}", f"{day:%d.%m.%Y}", f"{day:%d-%m-%Y}", f"{day:%d/%m/%y}", f"{day:%Y-%m-%d}",
        f"{day.day} {name} {year}", f"{nth(day.day)} {name} {year}", f"{day.day} {name[:3]} {year}", f"{day.day} {name[:3]} {short:02d}",
        f"{day.day}-{name[:3]}-{short:02d}", f"the {nth(day.day)} of {name} {year}", f"{name} {day.day}, {year}",
        f"{WEEKDAYS[day.weekday()]} {day.day} {name} {year}", f"{WEEKDAYS[day.weekday()][:3]} {day:%d/%m/%Y}",
    ]  # fmt: skip


@st.composite
def points(draw: st.DrawFn, earliest: int = 2014, latest: int = 2019) -> Typed:
    """A day, a month, a quarter, a financial or a calendar year."""
    kind, year = (
        draw(st.sampled_from(["day", "day", "month", "month", "quarter", "financial", "calendar"])),
        draw(st.integers(earliest, latest)),
    )
    if kind == "day":
        day = date(year, 1, 1) + timedelta(days=draw(st.integers(0, 364)))
        return Typed(draw(st.sampled_from(day_texts(day))), DATED, day, day)
    if kind == "month":
        month = draw(st.integers(1, 12))
        name = MONTHS[month - 1]
        forms = [
            f"{name} {year}",
            f"{name[:3]} {year}",
            f"{name[:3]}. {year}",
            f"{name[:3]}-{year % 100}",
            f"{month:02d}/{year}",
        ]
        return Typed(draw(st.sampled_from(forms)), DATED, month_end(year, month), date(year, month, 1))
    label = draw(
        st.sampled_from(
            [f"{year}/{(year + 1) % 100}", f"{year}-{(year + 1) % 100}", f"{year}/{year + 1}", f"{year}-{year + 1}"]
        )
    )
    if kind == "financial":
        form = draw(st.sampled_from([label, label, f"FY {label}", f"the financial year {label}"]))
        return Typed(form, DATED, date(year + 1, 3, 31), date(year, 4, 1))
    if kind == "quarter":
        number = draw(st.integers(1, 4))
        starts = date(year + number // 4, (3 * number) % 12 + 1, 1)
        forms = [
            f"Q{number} {label}",
            f"quarter {number} {label}",
            f"{label} Q{number}",
            f"{nth(number)} quarter of {label}",
        ]
        return Typed(draw(st.sampled_from(forms)), DATED, month_end(starts.year, starts.month + 2), starts)
    return Typed(str(year), DATED, date(year, 12, 31), date(year, 1, 1))


BY = ("", "by ", "By ", "by the end of ", "by end of ", "end of ", "no later than ", "in ", "due ", "due by ", "to be completed by ",
      "Deadline: ", "until ")  # fmt: skip
REVISED = ("{was} revised to {now}", "{was} (revised to {now})", "{was}, revised to {now}", "was {was}, now {now}", "{was} - now {now}",
           "{now} (was {was})", "{was} slipped to {now}", "originally {was}, now {now}", "revised from {was} to {now}",
           "{was}; moved to {now}", "{was} extended to {now}", "{was} -> {now}", "{now} (originally {was})")  # fmt: skip
SPANS = (
    "{a} - {b}",
    "{a} – {b}",
    "{a} to {b}",
    "from {a} to {b}",
    "From {a} until {b}",
    "started {a}, due {b}",
    "Start {a}, end {b}",
)
ONGOING_WORDS = (
    "Ongoing",
    "On-going",
    "on going",
    "Continuous",
    "Ongoing support to practices",
    "This is ongoing work",
)
STARTED = ("from {a}", "From {a}", "starting {a}", "Started {a}", "commencing {a}", "with effect from {a}", "since {a}")
OFTEN = (
    "Quarterly",
    "monthly",
    "Annually",
    "every 6 months",
    "each quarter",
    "Monthly reports",
    "every two months",
    "weekly",
)
DONE_TEXTS = (
    "Complete - {a}",
    "Completed {a}",
    "{a} (complete)",
    "Done: {a}",
    "{a} - completed",
    "Complete",
    "Achieved in {a}",
)
NOT_SET_TEXTS = ("TBC", "tbc", "To be confirmed", "To be agreed", "Date TBC", "TBA", "n/a", "Unknown", "not yet agreed")
RELATIVE_TEXTS = ("within {n} months", "within the next {n} months", "in {n} weeks", "{n} months", "Within {n} months of approval", "asap",
                  "over the next {n} years", "end of year", "immediately", "within the next six months")  # fmt: skip


@st.composite
def by_points(draw: st.DrawFn, earliest: int = 2014, latest: int = 2019) -> Typed:
    one = draw(points(earliest, latest))
    if draw(st.integers(0, 9)) == 0:
        assert one.first is not None
        return one._replace(
            text=f"{draw(st.sampled_from(['before', 'Before', 'prior to']))} {one.text}",
            last=one.first - timedelta(days=1),
        )
    return one._replace(text=f"{draw(st.sampled_from(BY))}{one.text}")


@st.composite
def deliveries(draw: st.DrawFn) -> Typed:
    """Any text that a delivery date may be, with what it says."""
    form = draw(st.sampled_from(["by", "by", "by", "span", "span", "half-span", "revised", "revised", "ongoing", "started-ongoing", "starts", "often", "often-from", "often-until", "done", "not-set", "relative", "both", "ongoing-until", "review"]))  # fmt: skip
    one, other = draw(points(2014, 2015)), draw(points(2017, 2019))
    pick = lambda texts: draw(st.sampled_from(texts))  # noqa: E731
    match form:
        case "by":
            return draw(by_points())
        case "span":
            assume(not (one.text.isdecimal() and re.match(r"\d\d?-", other.text)))  # 2014-01-01-2017 has two meanings
            assume(not (other.text.isdecimal() and re.search(r"\d-\d+$", one.text)))  # and so has 2015-2016 - 2017
            return Typed(pick(SPANS).format(a=one.text, b=other.text), DATED, other.last)
        case "half-span":
            first, year = draw(st.integers(1, 11)), draw(st.integers(2014, 2019))
            last = draw(st.integers(first + 1, 12))
            text = f"{MONTHS[first - 1]}{pick((' to ', ' - ', '-', '/', ' until '))}{MONTHS[last - 1]} {year}"
            return Typed(text, DATED, month_end(year, last))
        case "revised":
            return Typed(pick(REVISED).format(was=one.text, now=other.text), DATED, other.last)
        case "ongoing":
            return Typed(pick(ONGOING_WORDS), ONGOING)
        case "started-ongoing":
            return Typed(
                f"{pick(STARTED).format(a=one.text)}{pick((', ', ' - ', ' ', '; '))}{pick(('ongoing', 'on-going'))}",
                ONGOING,
            )
        case "starts":
            return Typed(pick(STARTED).format(a=other.text), STARTS)
        case "often":
            return Typed(pick(OFTEN), REPEATED)
        case "often-from":
            return Typed(f"{pick(OFTEN)}{pick((' ', ', '))}from {one.text}", REPEATED)
        case "often-until":
            return Typed(f"{pick(OFTEN)} until {other.text}", DATED, other.last)
        case "done":
            return Typed(pick(DONE_TEXTS).format(a=one.text), DONE)
        case "not-set":
            return Typed(pick(NOT_SET_TEXTS), NOT_SET)
        case "relative":
            return Typed(pick(RELATIVE_TEXTS).format(n=draw(st.integers(1, 18))), RELATIVE)
        case "both":
            return Typed(
                f"by {one.text}{pick((', ', ' and ', ' - ', ' then '))}ongoing", f"{DATED} {ONGOING}", one.last
            )
        case "ongoing-until":
            return Typed(f"Ongoing until {other.text}", DATED, other.last)
        case _:
            review = pick((", review {}", " - reviewed in {}", " (review {})", ", next review {}"))
            return Typed(f"Ongoing{review.format(one.text)}", ONGOING)


#: Texts that no last day can be made of: two dates, dates that there are not, rough ones, states, and those with words of their own.
@st.composite
def refused_texts(draw: st.DrawFn) -> str:
    one, other = draw(points(2014, 2015)).text, draw(points(2017, 2019)).text
    year = draw(st.integers(2013, 2019))
    pick = lambda texts: draw(st.sampled_from(texts))  # noqa: E731
    wrong = pick((f"31/11/{year}", f"30 February {year}", f"12/13/{year}", f"00/01/{year}", f"31st June {year}", f"32/01/{year}", "29/02/2015",
                  f"{year}/{(year + 3) % 100}", f"Q5 {year}/{(year + 1) % 100}", f"Smarch {year}"))  # fmt: skip
    sound = pick((one, other))
    return pick((
        f"{one} and {other}", f"{one}; {other}", f"{one}, {other}", f"{one} or {other}", f"{other} & {one}", f"Phase 1 {one}, phase 2 {other}",
        f"{other} revised to {one}", f"{other} - {one}", f"by {wrong}", wrong, f"{wrong} revised to {other}", f"{one} to {wrong}",
        f"Spring {year}", f"early {year}", f"mid {sound}", f"about {sound}", f"{sound}?", f"{sound} (tbc)", f"late {year}",
        "soon", "On hold", "Cancelled", f"not {sound}", f"Not complete, {sound}", f"Delayed, was {sound}", f"missed {sound}", f"if funded, {sound}",
        f"{sound} unless extended", f"{sound} subject to funding", "31 March", "March", "Q3", f"{sound} {sound[:3]}", f"See plan {sound}",
        "Ongoing until agreed", "no longer ongoing", f"50% by {sound}", f"{sound} 17:00", f"Year 1 ({sound})", f"{sound} x", "=B6", "½", "…",
    ))  # fmt: skip


WORDS: tuple[Any, ...] = (
    "by", "to", "-", "–", ",", "(", ")", "revised to", "was", "now", "ongoing", "from", "until", "and", "or", "before", "end of", "TBC",
    "complete", "quarterly", "monthly", "review", "started", "due", ";", "not", "Spring",
    "within 6 months", "the", ":", "approx", "extended to", "onwards", "?",
)  # fmt: skip


@st.composite
def mixed_texts(draw: st.DrawFn) -> tuple[str, tuple[date, ...]]:
    """Words and dates in any order, with the last days of the dates that stand among them."""
    parts = draw(
        st.lists(st.one_of(st.sampled_from(WORDS).map(lambda one: Typed(one, "")), points()), min_size=1, max_size=6)
    )
    return " ".join(one.text for one in parts), tuple(one.last for one in parts if one.last is not None)
