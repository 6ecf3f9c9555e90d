"""The phrases that people write about a delivery, beside its dates."""

from typing import Final

from pc_workbook.model.period import MONTHS
from pc_workbook.tracker.parsing.date_text import WEEKDAYS, any_of, phrases

BY: Final = phrases("by", "in", "on", "at", "during", "for", "until", "till", "to", "up to", "no later than", "not later than", "within",
                    "in the course of", "by no later than", "on or before", "by or before")  # fmt: skip
BEFORE: Final = phrases("before", "prior to", "by before")
END_OF: Final = phrases(
    "end",
    "end of",
    "the end of",
    "the end of the",
    "end of the",
    "the last day of",
    "month end",
    "the end of month",
    "close of",
    "the close of",
)
LATEST: Final = phrases("at the latest", "at latest", "latest", "or earlier", "or before", "or sooner")
LABELS: Final = phrases(
    "due", "due date", "due for completion", "deadline", "target", "target date", "delivery", "delivery date", "completion",
    "completion date", "completion due", "for completion", "to be completed", "to be done", "to be delivered", "to be in place",
    "to be implemented", "to be finished", "to complete", "to finish", "expected", "expected completion", "planned",
    "planned for", "planned completion", "scheduled for", "scheduled", "agreed date", "final date", "date", "end date",
)  # fmt: skip
ENDS: Final = phrases("end", "ends", "ending", "finish", "finishes", "finishing", "completion", "complete", "completing", "complete by",
                      "to")  # fmt: skip
ENDS_OR_LABELS: Final = any_of(ENDS, LABELS)
FROM: Final = phrases(
    "from", "since", "start", "start date", "starts", "started", "starting", "starting from", "started from", "to start",
    "due to start", "begin", "begins", "began", "begun", "beginning", "to begin", "commence", "commences", "commenced",
    "commencing", "with effect from", "effective from", "effective", "wef", "not before", "after", "in place from",
    "in place since", "live from", "running from", "runs from", "running since",
)  # fmt: skip
ON: Final = phrases("in", "on", "from", ":", "the", "by")
BESIDE: Final = phrases(
    ",", ";", ":", "-", "/", "and", "&", "then", "and then", ", then", ", and", "but", "- and", ".", "+", "- then"
)
BESIDE_OR_BRACKET: Final = any_of(BESIDE, phrases("("))
COLON: Final = phrases(":", "-")
COMMA: Final = phrases(",", "-")
BETWEEN: Final = phrases("between")
ONGOING: Final = phrases("ongoing", "on-going", "on going", "continuous", "continuing", "continual", "continuously", "rolling",
                         "rolling programme", "open-ended", "no end date", "business as usual", "bau", "immediate and ongoing", "immediately and ongoing", "immediate, ongoing", "immediate/ongoing")  # fmt: skip
ONWARDS: Final = phrases("onwards", "onward", "and onwards", "and ongoing", "on", "and beyond")
THIS_IS: Final = phrases("this is", "this is an", "this is a", "it is", "it is an", "is", "is an", "will be", "work is", "which is", "as", "an",
                         "then", "thereafter", "but", "with")  # fmt: skip
UNTIL: Final = phrases(
    "until", "till", "to", "up to", "through to", ", to be completed by", ", to be completed", "with completion by"
)
REVIEWED: Final = phrases(
    "review", "reviewed", "review date", "to be reviewed", "with review", "next review", "for review", "review due"
)
DONE: Final = phrases("complete", "completed", "completed on", "done", "achieved", "delivered", "finished", "closed", "implemented",
                      "fully implemented", "in place", "action complete", "action completed", "now complete",
                      "now completed")  # fmt: skip
NOT_SET: Final = phrases(
    "tbc", "tba", "tbd", "t.b.c", "to be confirmed", "to be agreed", "to be determined", "to be decided", "to be advised",
    "to be set", "date tbc", "date to be confirmed", "date to be agreed", "timescale tbc", "timescales tbc", "not known", "unknown",
    "not yet known", "not yet agreed", "not yet set", "not set", "not agreed", "not yet confirmed", "awaiting date", "n/a", "na",
    "none", "no date", "no date set", "no date yet", "not applicable", "not available", "-", "?", "nil", "nd",
)  # fmt: skip
MOVED: Final = phrases("revised", "moved", "changed", "slipped", "extended", "deferred", "postponed", "delayed", "rescheduled",
                       "re-scheduled", "amended", "pushed back", "put back", "carried forward", "carried over", "rolled forward",
                       "updated", "reprofiled", "re-profiled")  # fmt: skip
BEFORE_MOVED: Final = phrases("now", "date", "since")
AFTER_MOVED: Final = phrases("to", "until", ":")
MOVED_AWAY: Final = phrases("from")
NOW: Final = phrases("now", "now due", "is now", "new date", "new date:", "revised date", "revised date:", "revised deadline",
                     "new deadline", "new deadline:", "new target", "->", "=>", "→", "- now", "new date is")  # fmt: skip
BROUGHT_FORWARD: Final = phrases("brought forward to", "moved forward to", "now brought forward to")
THEN_TO: Final = phrases("to", ", to")
WAS: Final = phrases("was", "originally", "previously", "formerly", "initially", "was originally",
                            "was previously", "original date", "original date:", "original", "original:", "original deadline", "original target", "originally due", "previous date")  # fmt: skip
UNITS: Final = frozenset({"day", "days", "week", "weeks", "month", "months", "year", "years", "quarter", "quarters", "term", "terms", "yr",
                          "yrs", "mth", "mths"})  # fmt: skip
NUMBERS: Final = frozenset({"a", "an", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "eighteen",
                            "few", "several", "couple", "other", "second", "third"})  # fmt: skip
OF_LENGTH: Final = phrases("of", "working", "calendar")
IN: Final = phrases("within", "in", "over", "by", "for", "during", "within the", "in the", "over the", "within the next", "in the next",
                    "over the next", "within the coming", "in the coming", "next", "the next", "within a period of")  # fmt: skip
SOON: Final = phrases(
    "immediate", "immediately", "with immediate effect", "asap", "a.s.a.p", "as soon as possible", "today", "tomorrow",
    "next week", "next month", "next quarter", "next year", "this week", "this month", "this quarter", "this year",
    "this financial year", "next financial year", "end of year", "end of the year", "year end", "year-end", "end of the financial year",
    "end of financial year", "end of this year", "end of next year", "end of the month", "end of this month", "end of next month",
    "month end", "end of the quarter", "next meeting", "the next meeting", "in year", "in-year", "short term", "medium term",
    "long term", "short-term", "medium-term", "long-term",
)  # fmt: skip
BEFORE_SOON: Final = any_of(BY, LABELS, phrases("by the"))
OFTEN: Final = phrases(
    "daily", "weekly", "fortnightly", "monthly", "bi-monthly", "bimonthly", "two-monthly", "quarterly", "termly", "half-yearly",
    "six-monthly", "six monthly", "annually", "annual", "yearly", "bi-annually", "biannually", "biennially", "twice a year", "twice yearly",
    "on a monthly basis", "on a quarterly basis", "on a weekly basis", "on an annual basis", "each month", "each quarter",
    "each year", "every month", "every quarter", "every year", "every week", "each week", "per month", "per quarter", "per annum",
    "once a month", "once a quarter", "once a year", "at every meeting", "at each meeting", "every meeting", "each meeting",
)  # fmt: skip
OF_WHAT: Final = phrases("report", "reports", "reporting", "review", "reviews", "meeting", "meetings", "update", "updates", "monitoring",
                         "reported", "reviewed", "updated")  # fmt: skip
_TELLING: Final = (
    "not no never until till by from before after since except unless if when once was were revised moved slipped delayed late overdue "
    "complete completed done finished closed stopped paused ended cancelled hold deferred postponed review reviewed expected start "
    "started starts due date deadline spring summer autumn winter q qtr early mid end ongoing tbc now new"
)
#: Words that say something of the date, so that a sentence with them is not passed over.
TELLING: Final = frozenset(MONTHS) | frozenset(WEEKDAYS) | UNITS | frozenset(_TELLING.split())
