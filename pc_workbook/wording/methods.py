"""How each figure is calculated, so that a reader can check it with a calculator."""

from pc_workbook.model.tracker import Tracker

METHODS: tuple[tuple[str, str, str], ...] = (
    ("Patients per FTE GP", "Registered patients divided by the full-time equivalents of all GPs. The patients are those of the "
     "same staff return; where it has none, the practice's own list size is used if it is of about the same time.",
     "Workforce and Practices; the newest period up to the as-at date."),
    ("FTE staff per 1,000 patients", "Full-time equivalents times 1,000, divided by patients: registered patients, or weighted "
     "patients where the heading says so. It is a separate measure: it is not 1,000 divided by patients per FTE GP.",
     "Workforce and Practices."),
    ("Figures of a locality and of the area", "The sum of the practices' numerators divided by the sum of their denominators, "
     "never the mean of their ratios. The number of practices without a return is shown beside it.", "The same rows as the practices'."),
    ("A practice without a value", "A return of no FTE, or of 0.0, gives no ratio: not zero, and not infinity. The practice "
     "comes last, with its reason.", "Workforce."),
    ("Times England", "Patients per FTE GP divided by England's, which is entered on Settings with its period. Where the Comparators sheet has values of another comparator of that indicator, they are divided by its newest, and the column has its name.", "Settings; Comparators."),
    ("CQC shares", "The practices with a rating, divided by inspected practices and by all open practices; both are always shown. "
     "A target is tested on the declared denominator alone. The newest overall rating on the scale counts, unless CQC "
     "has published none since, as under appeal. Inherited ratings count, and are marked.",
     "CQC ratings and Practices; the denominator is declared on Settings or Indicators."),
    ("95% interval of a share", "Wilson's interval. With x of n practices and z = 1.96: (2x + z² ± z√(z² + 4x(1 − x/n))) / "
     "(2(n + z²)).", "E. B. Wilson, 1927."),
    ("Gap", "The value less its reference, with the sign reversed where lower is better, so that plus is always better. There are "
     "four: to the target, to the agreed trajectory of the value's own year, to the comparator, to the national standard.",
     "Indicators, Trajectory and Observations."),
    ("Year of a value", "A value belongs to the year in which its period ends: 2016/17 is judged against the trajectory for 2017. "
     "(decision)", "The period of each row."),
    ("Derived trajectory", "The straight line from the baseline to the target, year by year. It is shown where no value was agreed; "
     "nothing is judged against it.", "Indicators."),
    ("RAG", "The value is judged against the agreed trajectory of its own year. Without one it is judged against the target, "
     "from the target year on. Green: level or better. Red: worse than the tolerance. Amber: within the tolerance; "
     "where none is set there is no Amber. (decision)", "Trajectory, target and tolerance of the indicator."),
    ("Overridden RAG", "A person can override a RAG with a role, a date and a reason; the cell then shows what it was overridden "
     "from. An indicator with an error can't be overridden.", "Indicators."),
    ("Ratings of providers", "Met: at the goal's rating or better. Working towards: only with an improvement plan, a plan date "
     "within 12 months and a named source; shown as Amber, or as Red where Settings say so. (decision) Otherwise not met.",
     "CQC ratings and Trajectory."),
    ("Special measures", "A practice enters and leaves special measures on set dates, whatever its rating. It counts while the as-at "
     "date is between them.", "CQC ratings."),
    ("Overdue", "An action whose last day has passed and that is not completed. A month ends on its last day, “by 2020” on "
     "31 December 2020. Ongoing work is never overdue; it needs a review date.", "Actions and Settings (as-at date)."),
    ("Stale progress", "The newest report is older than the number of days on Settings. (decision)", "Action progress, "
     "Progress history and Settings."),
    ("Association with deprivation", "Pearson's r with its 95% interval, and Spearman's ρ, over the practices that have both "
     "figures; not calculated for fewer than 5. A claim of a strong correlation is supported where both reach 0.5 and the interval is above "
     "0. (decision)", "Practices and Workforce."),
    ("Change since the last issue", "Improved, sustained or deteriorated against the figures of the last issue, by the "
     "direction of each indicator.", "Issued editions."),
    ("Small numbers about people", "In public and guest editions a count of people from 1 to 7, all but so few of a base, or a "
     "count on a base under 10 is suppressed ([c]) with its rate, and another figure with it where a total, another period "
     "or another indicator would reveal it. Other counts of a practice or "
     "locality are rounded to the nearest 5, and their rates with them. Counts of practices, list sizes and full-time "
     "equivalents are not; where a practice is not shown, another practice's staff figures are suppressed with it.",
     "The rule of NHS hospital statistics; surveys: under 10 responses."),
    ("Rounding", "Only displayed figures are rounded, half away from zero. Figures are compared unrounded.", "All figures."),
)  # fmt: skip

#: Figures of plans about practices, and of CQC ratings.
OF_PRACTICES = frozenset(
    {
        "Patients per FTE GP",
        "FTE staff per 1,000 patients",
        "Figures of a locality and of the area",
        "A practice without a value",
        "Times England",
        "CQC shares",
        "95% interval of a share",
        "Association with deprivation",
    }
)
OF_RATINGS = frozenset({"Special measures"})


def shown_methods(tracker: Tracker) -> tuple[tuple[str, str, str], ...]:
    """Return how the figures are calculated that a tracker can have."""
    unused = (OF_PRACTICES if not tracker.has_practices else frozenset()) | (
        OF_RATINGS if not tracker.has_ratings else frozenset()
    )
    return tuple(method for method in METHODS if method[0] not in unused)
