"""A fictional workbook with every part, every style and every role in it, at any number of practices."""

from datetime import date

from pc_workbook.views.parts import (
    BlankSheet,
    Chart,
    ChartGrid,
    ChartKind,
    Column,
    EntryColumn,
    EntryList,
    Heading,
    KeyFigure,
    KeyFigures,
    Kind,
    Link,
    PageBreak,
    Paragraph,
    Series,
    SeriesRole,
    Sheet,
    Style,
    Table,
    Value,
    Workbook,
)

R = SeriesRole
LOCALITIES = ("Tilbury and Chadwell", "Grays", "South Ockendon and Aveley", "Stanford-le-Hope and Corringham")
STEMS = ("Harbour Lights", "St Botolph's", "Marsh Road", "The Beacon", "Dr D'Arcy and Partners", "Old Priory")
KINDS = ("Surgery", "Medical Centre", "Health Centre", "Practice")
RATINGS = ("Good", "Requires improvement", "Inadequate", "Not inspected", "Outstanding", "Not yet rated")
PROGRESS = (
    "Named locality managers are assigned to the practices of their locality and support them in preparing for CQC "
    "visits. Issues raised afterwards are worked on with NHS England and the CQC, practice by practice, and every "
    "improvement plan is looked at again after three months."
)
CAUTION = "An association of practice figures, not a cause. Practices without a return are left out and counted."


def practice_name(number: int) -> str:
    return f"{STEMS[number % len(STEMS)]} {KINDS[number % len(KINDS)]} {number + 1}"


def workbook(practices: int = 33) -> Workbook:
    """The whole of it."""
    return Workbook(
        (
            dashboard(practices),
            indicators(),
            practice_summary(practices),
            action_summary(),
            data_quality(practices),
            method_notes(),
            BlankSheet("Locality summary"),
            practices_list(practices),
            actions_list(),
            faulty_list(),
        ),
        "Primary care improvement tracker – Thurrock – March 2017",
        date(2017, 3, 15),
    )


def dashboard(practices: int) -> Sheet:
    return Sheet(
        "Dashboard",
        (
            Heading("Primary care in Thurrock at 15 March 2017", 1),
            Paragraph(
                "Ten outcomes, seven actions and 33 practices of Objective 4D. Four outcomes can be rated today; "
                "the rest wait for a value or for a ruling on their definition."
            ),
            KeyFigures(
                (
                    KeyFigure(
                        "Patients per FTE GP", 2072, Style.RATIO, "England 1,321 in 2014/15", "Red – 57% above England"
                    ),
                    KeyFigure("FTE GPs per 1,000", 0.47, Style.RATE, "weighted patients, 2015", "Red – below target"),
                    KeyFigure(
                        "Rated at least Good",
                        50.0,
                        Style.PERCENT_1,
                        "10 of 20 inspected practices",
                        "Green – target met",
                    ),
                    KeyFigure(
                        "Seen within four hours",
                        91.11,
                        Style.PERCENT_2,
                        "2015/16, standard 95%",
                        "Amber – 0.77 points below plan",
                    ),
                    KeyFigure("BTUH, overall", "Good", Style.RATING, "maternity Outstanding, May 2016", "Green"),
                )
            ),
            Heading("How the outcomes stand"),
            Paragraph("Each chart shows what was measured, what was agreed, and what the years between would need."),
            ChartGrid(
                (
                    Chart(
                        ChartKind.TIME,
                        "A&E: seen within four hours",
                        "Line chart: 91.11% in 2016 against a plan that rises to 95% in 2021; 2017 is the last value.",
                        "pc_four_hours",
                        (
                            Series("Actual", "Ends on", "Actual", R.ACTUAL),
                            Series("Agreed plan", "Ends on", "Plan", R.PLAN),
                            Series("Derived, not agreed", "Ends on", "Derived", R.DERIVED),
                            Series("National standard", "Ends on", "Standard", R.STANDARD),
                            Series("Baseline", "Ends on", "Baseline", R.BASELINE),
                        ),
                        "Attendances",
                        height=14,
                        style=Style.PERCENT_2,
                        minimum=90,
                        maximum=96,
                    ),
                    Chart(
                        ChartKind.STACKED_BAR,
                        "CQC ratings by locality",
                        "Stacked bars: ratings of the practices of each locality; 13 practices are not inspected.",
                        "pc_ratings",
                        (
                            Series("Outstanding", "Locality", "Outstanding", R.RATING_OUTSTANDING),
                            Series("Good", "Locality", "Good", R.RATING_GOOD),
                            Series(
                                "Requires improvement",
                                "Locality",
                                "Requires improvement",
                                R.RATING_REQUIRES_IMPROVEMENT,
                            ),
                            Series("Inadequate", "Locality", "Inadequate", R.RATING_INADEQUATE),
                            Series("Not inspected", "Locality", "Not inspected", R.RATING_NONE),
                        ),
                        "Practices",
                        height=14,
                    ),
                    Chart(
                        ChartKind.COLUMN,
                        "Patients per FTE GP by locality",
                        "Columns: all four localities have more patients for each FTE GP than England.",
                        "pc_ratings",
                        (
                            Series("Patients per FTE GP", "Locality", "Patients per FTE GP", R.ACTUAL),
                            Series("England", "Locality", "England", R.COMPARATOR),
                            Series("Target", "Locality", "Target", R.TARGET),
                        ),
                        "Patients",
                        height=14,
                        style=Style.RATIO,
                        minimum=0,
                    ),
                    Chart(
                        ChartKind.SCATTER,
                        "Patients per FTE GP and deprivation",
                        "Scatter chart: practices with higher deprivation scores tend to have more patients per GP.",
                        "pc_scatter",
                        (Series("Practices", "Deprivation (IMD 2015)", "Patients per FTE GP", R.ACTUAL),),
                        "Patients per FTE GP",
                        "Deprivation score",
                        height=14,
                        style=Style.RATIO,
                    ),
                )
            ),
            Paragraph(CAUTION, quiet=True),
            Heading("Figures behind the charts"),
            Table(
                "pc_four_hours",
                (
                    Column("Year", Style.YEAR),
                    Column("Actual", Style.PERCENT_2),
                    Column("Plan", Style.PERCENT_2),
                    Column("Derived", Style.PERCENT_2),
                    Column("Standard", Style.PERCENT_0),
                    Column("Baseline", Style.PERCENT_2),
                    Column("Ends on", Style.DATE),
                ),
                (
                    (2016, 91.11, 91.11, None, 95.0, 91.11, date(2016, 3, 31)),
                    (2017, 90.4, 91.88, None, 95.0, None, date(2017, 3, 31)),
                    (2018, None, None, 92.67, 95.0, None, date(2018, 3, 31)),
                    (2019, None, 93.44, None, 95.0, None, date(2019, 3, 31)),
                    (2020, None, 94.22, None, 95.0, None, date(2020, 3, 31)),
                    (2021, None, 95.0, None, 95.0, None, date(2021, 3, 31)),
                ),
            ),
            Table(
                "pc_ratings",
                (
                    Column("Locality"),
                    Column("Outstanding", Style.WHOLE),
                    Column("Good", Style.WHOLE),
                    Column("Requires improvement", Style.WHOLE),
                    Column("Inadequate", Style.WHOLE),
                    Column("Not inspected", Style.WHOLE),
                    Column("Patients per FTE GP", Style.RATIO),
                    Column("England", Style.RATIO),
                    Column("Target", Style.RATIO),
                ),
                tuple(
                    (
                        name,
                        int(place == 1),
                        3 - place % 2,
                        1 + place % 2,
                        2 - place % 3,
                        3 + place % 2,
                        1900 + 150 * place,
                        1321,
                        1500,
                    )
                    for place, name in enumerate(LOCALITIES)
                ),
            ),
            Table(
                "pc_scatter",
                (
                    Column("Practice"),
                    Column("Deprivation (IMD 2015)", Style.SCORE),
                    Column("Patients per FTE GP", Style.RATIO),
                ),
                tuple(
                    (practice_name(n), 10 + (n * 37 % 29), 1200 + (n * 37 % 29) * 60 + (n * 53 % 17) * 70)
                    for n in range(min(practices, 60))
                ),
            ),
        ),
        "What a councillor reads first",
    )


def indicators() -> Sheet:
    columns = (
        Column("No.", Style.WHOLE),
        Column("Indicator"),
        Column("Value", Style.RATE),
        Column("Period", Style.CODE),
        Column("Target", Style.RATE),
        Column("Gap to target (points or per 1,000)", Style.GAP_RATE),
        Column("Against this year's trajectory (points)", Style.GAP_POINTS),
        Column("Times England", Style.TIMES),
        Column("Rating or RAG", Style.RAG),
        Column("Reason and notes", Style.LONG_TEXT),
    )
    rows: tuple[tuple[Value, ...], ...] = (
        (
            1,
            "FTE GPs per 1,000 weighted patients",
            0.47,
            "2015",
            0.61,
            -0.14,
            None,
            0.77,
            "Red – below target",
            "The target moves with England. 1000/2072 gives 0.483 on registered patients: another measure.",
        ),
        (
            3,
            "Practices rated at least Requires improvement",
            75.0,
            "Mar 2017",
            100.0,
            None,
            None,
            None,
            "Not rated – blocked",
            "Title and definition run opposite ways; a ruling is needed before a colour is shown.",
        ),
        (
            6,
            "A&E attendances seen within four hours",
            91.11,
            "2015/16",
            95.0,
            -3.89,
            -0.77,
            0.99,
            "Amber – 0.77 points below trajectory",
            PROGRESS,
        ),
        (
            7,
            "BTUH, overall CQC rating",
            "Good",
            "May 2016",
            "Retain Good",
            None,
            None,
            None,
            "Green – goal met",
            "=1+1 is text here",
        ),
        (
            8,
            "NELFT, overall CQC rating",
            "Requires improvement",
            "Sep 2016",
            "Good or working towards it",
            None,
            None,
            None,
            "Amber – working towards (evidenced)",
            "+44 1375 000000 and -2 GPs left and @home stay as they are. https://example.org a@b.org",
        ),
    )
    styles = {
        (1, 2): Style.PERCENT_1,
        (1, 4): Style.PERCENT_0,
        (2, 2): Style.PERCENT_2,
        (2, 4): Style.PERCENT_0,
        (2, 5): Style.GAP_POINTS,
        (3, 2): Style.RATING,
        (4, 2): Style.RATING,
    }
    return Sheet(
        "Indicator summary",
        (
            Heading("Outcomes of Objective 4D", 1),
            Table("pc_indicators", columns, rows, cell_styles=styles, repeat_header=True),
            Paragraph("Gaps carry a sign: + is better, − is worse, whichever way the indicator runs.", quiet=True),
            Heading("Changes since the last edition"),
            Table("pc_changes", (Column("Indicator"), Column("Change")), (), "No edition has been issued yet."),
        ),
    )


def practice_summary(practices: int) -> Sheet:
    columns = (
        Column("ODS code", Style.CODE),
        Column("Practice"),
        Column("Locality"),
        Column("Registered patients", Style.WHOLE),
        Column("GP FTE", Style.FTE),
        Column("Patients per FTE GP", Style.RATIO),
        Column("Times England", Style.TIMES),
        Column("FTE GPs per 1,000 weighted patients", Style.RATE),
        Column("Deprivation (IMD 2015)", Style.SCORE),
        Column("CQC rating", Style.RATING),
        Column("Published", Style.DATE),
        Column("QOF points", Style.PERCENT_1),
        Column("Note"),
    )
    rows = tuple(
        (
            f"F8{n:04d}",
            practice_name(n),
            LOCALITIES[n % 4],
            2100 + 613 * (n % 19),
            None if n % 16 == 15 else round(0.8 + n % 7 * 0.93, 2),
            "no value (0.0 FTE returned)" if n % 16 == 15 else 6800 - n * 5200 // practices,
            None if n % 16 == 15 else round((6800 - n * 5200 / practices) / 1321, 2),
            round(0.2 + n % 9 * 0.05, 2),
            10.1 + n % 25,
            RATINGS[n % 6],
            None if n % 6 in (3, 5) else date(2016, 1 + n % 12, 1 + n % 28),
            88 + n % 12 * 0.9,
            "Moved to the new health centre in 2016; list still open." if n % 9 == 4 else None,
        )
        for n in range(practices)
    )
    return Sheet(
        "Practice summary",
        (
            Heading("Practices, worst first", 1),
            Table("pc_practices", columns, rows, repeat_header=True),
            Paragraph(
                "Patients are registered patients of January 2017. Practices without a return stand last.", quiet=True
            ),
            Heading("Patients per FTE GP"),
            Chart(
                ChartKind.BAR,
                "Patients per FTE GP, by practice",
                "Bar chart of practices, from the most patients for each FTE GP to the fewest.",
                "pc_practices",
                (Series("Patients per FTE GP", "Practice", "Patients per FTE GP", R.ACTUAL),),
                "Patients per FTE GP",
                style=Style.RATIO,
                minimum=0,
            ),
            PageBreak(),
            Heading("Against England"),
            Chart(
                ChartKind.BAR,
                "Practice and England, first ten",
                "Bars of the first ten practices beside England's figure.",
                "pc_practices",
                (
                    Series("Times England", "Practice", "Times England", R.PLAIN),
                    Series("GP FTE", "Practice", "GP FTE", R.PLAIN),
                ),
                "Times England",
                style=Style.TIMES,
                rows=(0, min(practices, 10) - 1),
            ),
        ),
    )


def action_summary() -> Sheet:
    states = (
        "Overdue",
        "Not yet due",
        "Due soon",
        "Ongoing, review date set",
        "Ongoing, no review date",
        "No delivery date",
        "Completed",
    )
    rows = tuple(
        (
            "ABCDEFG"[n],
            "Help practices bring their policies and procedures up to date",
            state,
            f"{state} since 31 December 2016 (74 days)",
            date(2016, 12, 31),
            "Head of Primary Care Development (objective lead, no action lead named)",
            PROGRESS,
        )
        for n, state in enumerate(states)
    )
    return Sheet(
        "Action summary",
        (
            Heading("Actions of Objective 4D", 1),
            Table(
                "pc_actions",
                (
                    Column("Action", Style.CODE),
                    Column("What is done"),
                    Column("State", Style.STATE),
                    Column("Why"),
                    Column("Due", Style.DATE),
                    Column("Lead"),
                    Column("Last progress", Style.LONG_TEXT),
                ),
                rows,
                repeat_header=True,
            ),
        ),
    )


def data_quality(practices: int) -> Sheet:
    severities = ("Error", "Warning", "Note")
    rows = tuple(
        (
            f"P{n % 30:02d}",
            severities[n % 3],
            Link(f"Practices!F{6 + n}", "Practices", f"F{6 + n}"),
            "FTE GPs",
            "1.5 approx" if n % 4 else 12,
            "A number of full-time equivalents, such as 1.5. Put words such as “approx” into the note column.",
        )
        for n in range(practices)
    )
    return Sheet(
        "Data quality",
        (
            Heading("What to mend, and where", 1),
            KeyFigures(
                (
                    KeyFigure("Error", 11, Style.WHOLE, "stop the board pack"),
                    KeyFigure("Warning", 11, Style.WHOLE),
                    KeyFigure("Note", 11, Style.WHOLE, rag="Not rated"),
                )
            ),
            Table(
                "pc_findings",
                (
                    Column("Code", Style.CODE),
                    Column("Severity", Style.SEVERITY),
                    Column("Where", Style.LINK),
                    Column("Column"),
                    Column("What it holds"),
                    Column("What it needs", Style.LONG_TEXT),
                ),
                rows,
                repeat_header=True,
            ),
        ),
    )


def method_notes() -> Sheet:
    return Sheet(
        "Method notes",
        (
            Heading("How the figures are made", 1),
            *(
                part
                for n in range(6)
                for part in (
                    Heading(f"Rule {n + 1}"),
                    Paragraph(PROGRESS + "\nA second paragraph. " + PROGRESS),
                    Paragraph(CAUTION, quiet=True),
                )
            ),
        ),
    )


def practices_list(practices: int) -> EntryList:
    staff, manager = "CCG staff", "Locality manager"
    return EntryList(
        "Practices",
        "tblPractices",
        "One row a practice. Type or paste values; a cell that needs mending is named on Data quality. "
        "Sort and filter as you like: rows are known by their ODS code, never by their place.",
        (
            EntryColumn("ODS code", Kind.TEXT, 10, True, "Do not change", "Six characters, such as F81010."),
            EntryColumn("Practice", Kind.TEXT, 30, True, staff, "The name used in public."),
            EntryColumn("Locality", Kind.CHOICE, 24, True, staff, "One of the localities.", LOCALITIES),
            EntryColumn("Registered patients", Kind.WHOLE, 12, True, staff, "A whole number of patients."),
            EntryColumn("FTE GPs", Kind.NUMBER, 9, False, staff, "Full-time equivalents, such as 1.5."),
            EntryColumn("Patient experience, % good", Kind.PERCENT, 12, False, staff, "95 or 95%."),
            EntryColumn("Opened on", Kind.DATE, 12, False, staff, "A date such as 31/03/2017."),
            EntryColumn(
                "Progress report", Kind.LONG_TEXT, 60, False, manager, "What was done since the last meeting. " * 12
            ),
        ),
        tuple(
            (
                f"F8{n:04d}",
                practice_name(n),
                LOCALITIES[n % 4],
                2100 + 613 * (n % 19),
                None if n % 5 == 0 else 1.5 + n % 4,
                "80% (2015/16)" if n % 7 == 0 else 78.5,
                date(1974, 4, 1),
                "- met the practice\n= no change" if n % 3 else PROGRESS,
            )
            for n in range(practices)
        ),
    )


def actions_list() -> EntryList:
    many = tuple(f"Strategy number {n}, with a comma" for n in range(20))
    return EntryList(
        "Actions",
        "tblActions",
        "One row an action of the plan.",
        (
            EntryColumn("Action", Kind.TEXT, 8, True, "CCG staff", "A letter."),
            EntryColumn("What is done", Kind.LONG_TEXT, 60, True, "CCG staff", "One or two sentences."),
            EntryColumn(
                "Practice",
                Kind.CHOICE,
                12,
                False,
                "CCG staff",
                "The ODS code of a practice.",
                choices_from=("tblPractices", "ODS code"),
            ),
            EntryColumn("Strategy", Kind.CHOICE, 30, False, "Programme manager", "A strategy.", many),
            EntryColumn("Due", Kind.DATE, 12, False, "Locality manager", "A date."),
        ),
        (("A", PROGRESS, "F80001", many[0], "By 2020"), ("B", "=SUM(A1:A9) is text", None, None, date(2016, 12, 31))),
    )


def faulty_list() -> EntryList:
    return EntryList(
        "Outcomes",
        "tblOutcomes",
        "A tracker as it came: years merged into one note.",
        tuple(
            EntryColumn(h, Kind.TEXT, 14, False, "CCG staff", "A value.") for h in ("Indicator", "2017", "2018", "2019")
        ),
        (("Outcome 1", "Progress on other", None, 0.61), ("Outcome 2", None, None, None)),
        merges=((0, 1, 1),),
    )
