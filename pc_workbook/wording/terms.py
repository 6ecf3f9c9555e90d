"""Terms and symbols with their meanings."""

from collections.abc import Sequence
from datetime import date

from pc_workbook.model.tracker import Tracker
from pc_workbook.model.words import Word, WordUse, words_of
from pc_workbook.wording.sentences import sentence

FTE = "FTE means full-time equivalent: two people who each work half time count as 1.00 FTE."
CQC = "CQC is the Care Quality Commission, which rates practices."
NOT_RATED = "Not rated means that an indicator can't be judged yet; it is never Red and never Green."
RAG = f"RAG is Red, Amber or Green, always with its reason. {NOT_RATED}"
GAPS = "In every gap, plus means better and minus means worse, whichever direction is better."

TERMS: tuple[tuple[str, str], ...] = (
    ("Practice", "A GP practice, known by its code. Only practices that are open on the as-at date are counted."),
    ("Locality", "A group of practices with one manager, as listed on the sheet Localities."),
    ("FTE", FTE),
    ("Weighted patients", "Patients weighted by the care that people of their age, sex and need use, so that places can be compared. "
     "The number differs from that of registered patients."),
    ("CQC", f"{CQC} The scale is Inadequate, Requires improvement, Good, Outstanding."),
    ("Not inspected", "The CQC has not published a rating of the practice. This is not a rating, and not a sign of poor care."),
    ("Inherited", "A rating that was given to an earlier provider or registration and is published as this one's. It counts, "
     "and the column Inherited rating marks it."),
    ("Special measures", "A state that a practice enters and leaves on set dates, whatever its rating."),
    ("Indicator", "A measure of whether care improves: a rate, a percentage or a rating. "
     "The three kinds never share a scale or a chart."),
    ("Baseline", "The value at the start of the plan, with its period."),
    ("Target", "The value or rating to reach, and the year to reach it by."),
    ("Trajectory", "The values agreed for each year up to the target year."),
    ("Derived, not agreed", "A value on the straight line from baseline to target, shown where no value was agreed. "
     "Nothing is judged against it."),
    ("Comparator", "Another organisation's value, such as England's. It is fixed (its year is named) or moving (its newest "
     "value counts)."),
    ("National standard", "A minimum, or a maximum where lower is better, that applies in every year, whatever the local trajectory is."),
    ("Gap", f"The difference between a value and its reference, such as the target. {GAPS}"),
    ("RAG", RAG),
    ("95% interval", "The range that is likely to include the true share, given how few practices are counted (Wilson's method)."),
    ("Association", "Two figures that rise and fall together between practices. It does not show a cause, and says nothing about "
     "individual patients."),
    ("Power to act", "Who can decide, such as NHS England on GP contracts, the commissioner on community services, the Council, "
     "or a provider. The group that oversees the plan can only recommend."),
    ("Finding", "A problem in the tracker, with its cell and what to do. Error: a figure can't be calculated or would be false. "
     "Warning: a person should check it and may accept it. Note: the entry was understood; tidy up when convenient."),
    ("Issue", "One dated release of the tracker's figures. Changes are measured from the last issue."),
    ("Edition", "A pack for one audience: public, group or guest."),
)  # fmt: skip


def own_terms(words: Sequence[Word], day: date | None) -> tuple[tuple[str, str], ...]:
    """Return the tracker's own terms that hold on a day, with their meanings as sentences."""
    return tuple((word.word, sentence(word.means)) for word in words_of(words, WordUse.TERM, day) if word.means)


def terms_of(tracker: Tracker) -> tuple[tuple[str, str], ...]:
    """Return the general terms, and those of a tracker; its meaning of a general term is the one that is shown."""
    own = dict(own_terms(tracker.words, tracker.settings.as_at))
    return tuple((dict(TERMS) | own).items())


#: Terms of plans about practices, and of CQC ratings.
PRACTICE_TERMS = frozenset({"Practice", "Locality", "FTE", "Weighted patients", "95% interval", "Association"})
RATING_TERMS = frozenset({"CQC", "Not inspected", "Inherited", "Special measures"})


def shown_terms(terms: tuple[tuple[str, str], ...], tracker: Tracker) -> tuple[tuple[str, str], ...]:
    """Return the terms that a tracker uses: without those of practices and of ratings where it has none."""
    unused = (PRACTICE_TERMS if not tracker.has_practices else frozenset()) | (
        RATING_TERMS if not tracker.has_ratings else frozenset()
    )
    return tuple(term for term in terms if term[0] not in unused)


CONFIDENTIAL = "[c]"
SHORTHAND: tuple[tuple[str, str], ...] = (
    ("(empty cell)", "No value. It is never zero, and the reason is in the same row or below the table."),
    (CONFIDENTIAL, "Confidential: there is a value, and it is suppressed."),
    ("[x]", "Not available: it has not been published or returned."),
    ("[z]", "Not applicable."),
    ("[low]", "Too small to show as a rounded number, but not zero."),
)
