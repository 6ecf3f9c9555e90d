"""How each figure is made: one row a figure, in words that a reader can follow with a pocket calculator."""

METHODS: tuple[tuple[str, str, str], ...] = (
    ("Patients per FTE GP", "Registered patients divided by the full-time equivalents of all GPs. The patients are those of the "
     "same staff return; where that names none, the practice's own list size stands in if it is of about the same time.",
     "Workforce and Practices; the newest period up to the as-at date."),
    ("FTE staff per 1,000 patients", "Full-time equivalents times 1,000, divided by patients: registered patients, or weighted "
     "ones where the heading says so. It is a measure of its own: turning patients per FTE GP upside down does not give it.",
     "Workforce and Practices."),
    ("Figures of a locality and of the area", "The sum of the practices' numerators over the sum of their denominators, never "
     "the mean of their ratios. How many practices made no return is told beside it.", "The same rows as the practices'."),
    ("A practice without a value", "A return of no FTE, or of 0.0, gives no ratio: not zero, and not infinity. The practice "
     "stands last, with its reason.", "Workforce."),
    ("Times England", "Patients per FTE GP divided by England's, which is typed on Settings with its period.", "Settings."),
    ("CQC shares", "The practices with a rating, over inspected practices and over all open practices; both always stand side by "
     "side. A target is tested on the declared denominator alone. The newest overall rating on the scale counts, unless CQC "
     "has none published since, as under appeal. Inherited ratings count, and are marked.",
     "CQC ratings and Practices; the denominator is declared on Settings or Indicators."),
    ("95% interval of a share", "Wilson's interval. With x of n practices and z = 1.96: (2x + z² ± z√(z² + 4x(1 − x/n))) / "
     "(2(n + z²)).", "E. B. Wilson, 1927."),
    ("Gap", "The value less what it is held to; turned round where lower is better, so that a plus is always better. Four are "
     "shown: to the target, to the agreed trajectory of the value's own year, to the comparator, to the national standard.",
     "Indicators, Trajectory and Observations."),
    ("Year of a value", "A value belongs to the year in which its period ends: 2016/17 is judged against the trajectory of 2017. "
     "(decision)", "The period of each row."),
    ("Derived trajectory", "The straight line from the baseline to the target, a year at a time. It is offered where no value was "
     "agreed; nothing is judged against it.", "Indicators."),
    ("RAG", "The value is judged against the agreed trajectory of its own year. Without one it is judged against the target, and "
     "only once the target year has come. Green: level or better. Red: worse than the tolerance. Amber: within the tolerance; "
     "where none is set there is no Amber. (decision)", "Trajectory, target and tolerance of the indicator."),
    ("RAG by ruling", "A person may put another word in its place, with a role, a date and a reason; the cell then says what it "
     "was overridden from. What is blocked can't be overridden.", "Indicators."),
    ("Ratings of providers", "Met: at the goal's rating or better. Working towards: only with an improvement plan, a plan date "
     "within twelve months and a named source; shown as Amber, or as Red where Settings say so. (decision) Otherwise not met.",
     "CQC ratings and Trajectory."),
    ("Special measures", "Entered and left on dates of their own, whatever the rating. A practice counts while the as-at date "
     "lies between them.", "CQC ratings."),
    ("Overdue", "An action whose last day has passed and that is not completed. A month ends on its last day, “by 2020” on "
     "31 December 2020. Ongoing work is never overdue; it needs a review date.", "Actions and Settings (as-at date)."),
    ("Stale progress", "The newest report is older than the number of days on Settings. (decision)", "Action progress, "
     "Progress history and Settings."),
    ("Association with deprivation", "Pearson's r with its 95% interval, and Spearman's ρ, over the practices that have both "
     "figures; refused under five. A claim of a strong correlation is supported where both reach 0.5 and the interval lies above "
     "0. (decision)", "Practices and Workforce."),
    ("Change since the last edition", "Improved, sustained or deteriorated against the figures of the last issued edition, by the "
     "direction of each indicator.", "Issued editions."),
    ("Small numbers about people", "In public and guest editions a count of people from 1 to 7, all but so few of a base, or a "
     "count on a base under 10 is kept back ([c]) with its rate, and another one beside it where a total, another period or "
     "another indicator would give it back. Other counts of a practice or "
     "locality are rounded to the nearest 5, and their rates with them. Counts of practices, list sizes and full-time "
     "equivalents are not; where a practice is not shown, another one's staff figures are kept back with it.",
     "The rule of NHS hospital statistics; surveys: under 10 responses."),
    ("Rounding", "Only what is shown is rounded, half away from zero. What is compared is never rounded first.", "All figures."),
)  # fmt: skip
