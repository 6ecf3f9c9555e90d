"""The words a reader needs explained, each explained once in one place."""

FTE = "FTE means full-time equivalent: two people who each work half time count as 1.00 FTE."
CQC = "CQC is the Care Quality Commission, which rates practices."
NOT_RATED = "Not rated means that nothing can be judged yet; it is never Red and never Green."
RAG = f"RAG is Red, Amber or Green, always with the rule that fired. {NOT_RATED}"
GAPS = "In every gap a plus means better and a minus means worse, whichever way the indicator runs."

TERMS: tuple[tuple[str, str], ...] = (
    ("Practice", "A GP practice, known by its code. It counts while it is open: a count of practices is a count at a date."),
    ("Locality", "The group of practices that one locality manager answers for, as listed on the sheet Localities."),
    ("FTE", FTE),
    ("Weighted patients", "Patients counted by how much care people of their age, sex and need use, so that places can be "
     "compared. A weighted count differs from the number of registered patients."),
    ("CQC", f"{CQC} The scale is Inadequate, Requires improvement, Good, Outstanding."),
    ("Not inspected", "The CQC has not published a rating of the practice. It is not a rating, and not a bad one."),
    ("Inherited", "A rating that was given to an earlier provider or registration, and is published as this one's. It counts, and "
     "the column Inherited rating says so where it stands."),
    ("Special measures", "A state that a practice enters and leaves on dates of their own, whatever its rating."),
    ("Indicator", "Something that is counted to see whether care improves: a rate, a percentage or a rating. "
     "The three kinds never share a scale or a chart."),
    ("Baseline", "The value from which the plan starts, with the period it was measured in."),
    ("Target", "The value or rating to reach, and the year to reach it by."),
    ("Trajectory", "The value agreed for each year on the way to the target. A year without an agreed value has none."),
    ("Derived, not agreed", "A point on the straight line from baseline to target, offered where no value was agreed. "
     "Nothing is judged against it."),
    ("Comparator", "Another organisation's value, such as England's. It is fixed (its year is named) or moving (its newest "
     "value counts)."),
    ("National standard", "A minimum, or a maximum where lower is better, that holds in every year, whatever the local trajectory allows."),
    ("Gap", f"The distance between a value and what it is held to. {GAPS}"),
    ("RAG", RAG),
    ("95% interval", "The range in which the true share may well lie, given how few practices are counted (Wilson's method)."),
    ("Association", "Two figures that rise and fall together between practices. It names no cause, and says nothing of "
     "single patients."),
    ("Power to act", "Who can decide: NHS England on GP contracts, the CCG Board on community services, the Council, "
     "a provider. The Delivery Group recommends and lobbies."),
    ("Finding", "One thing wrong in the tracker, with its cell, what it holds and what it needs. Error: a figure can't be calculated, "
     "or would be false. Warning: a person should check it and may accept it. Note: it was understood; tidy up when convenient."),
    ("Edition", "One dated issue of the whole tracker. Changes are told against the last edition that was issued."),
)  # fmt: skip

CONFIDENTIAL = "[c]"
SHORTHAND: tuple[tuple[str, str], ...] = (
    ("(empty cell)", "No value. It is never zero, and the reason stands in words in the same row or below the table."),
    (CONFIDENTIAL, "Confidential: there is a value, and it is kept back."),
    ("[x]", "Not available: nobody has published or returned it."),
    ("[z]", "Not applicable."),
    ("[low]", "Too small to show as a rounded number, but not zero."),
)
