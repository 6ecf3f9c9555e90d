"""The sentence of each reason why a figure of staff, ratings or claims is missing, incomplete or in question."""

from collections.abc import Callable, Iterable, Mapping

from pc_workbook.disclosure.audience import CONFIDENTIAL, MaskReason
from pc_workbook.measures.cqc.share import RatingReason
from pc_workbook.measures.reasons import Reason
from pc_workbook.wording.claims import CLAIM_SENTENCES
from pc_workbook.wording.cqc import BASIS_LABELS, INHERITED, unread_ratings_words
from pc_workbook.wording.numbers import day_words
from pc_workbook.wording.staff import STAFF_SENTENCES, unread_entry_words

SENTENCES: Mapping[str, Callable[..., str]] = {
    **STAFF_SENTENCES,
    **CLAIM_SENTENCES,
    RatingReason.UNREAD: unread_entry_words,
    RatingReason.OMITS_UNREAD: unread_ratings_words,
    RatingReason.NO_PRACTICES: lambda basis: f"no {BASIS_LABELS[basis]}",
    RatingReason.RATED_ON: lambda day: f"rated on {day_words(day)}",
    RatingReason.INHERITED: lambda: INHERITED,
    MaskReason.SUPPRESSED: lambda: (
        f"{CONFIDENTIAL} suppressed, so that the figures of practices that are not shown can't be worked out"
    ),
}


def reason_words(reasons: Iterable[Reason]) -> str:
    """Return the sentences of some reasons, joined by semicolons; "" for none.

    >>> from pc_workbook.measures.staff.ratio import ZERO_FTE
    >>> reason_words(ZERO_FTE)
    'no value (0.0 FTE returned)'
    """
    return "; ".join(SENTENCES[each.code](**dict(each.values)) for each in reasons)
