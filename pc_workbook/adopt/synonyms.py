"""The headings that people use for the columns of the tracker's lists, and the words that name a list: one table.

The catalogue's own headings count as well; they are not repeated here. A heading is compared without case, blanks and
punctuation.
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from pc_workbook.model.text import folded
from pc_workbook.tracker.lists.catalogue import BY_TABLE, LISTS
from pc_workbook.tracker.lists.layout import EntryList, Reads, Writer


class Synonyms(NamedTuple):
    """One column of a list, and other headings that it goes by."""

    table: str
    field: str
    headings: tuple[str, ...]


# fmt: off
SYNONYMS: Final = (
    Synonyms("tblActions", "letter", ("Ref", "Ref no", "Reference no", "Reference number", "No", "ID", "Action ref", "Action no",
             "Action number", "Action ID", "Action reference", "Item", "Item no", "Number")),
    Synonyms("tblActions", "text", ("Action", "Actions", "Description", "Action description", "Description of action", "Key action",
             "Key actions", "Action required", "Actions required", "What will we do", "What we will do", "Task", "Activity",
             "Recommendation", "Deliverable", "Commitment", "How will we do it", "Proposed action", "Agreed action")),
    Synonyms("tblActions", "outcome", ("Outcomes", "Expected outcome", "Intended outcome", "Desired outcome", "Success measure",
             "Success criteria", "Measure of success", "What does success look like", "What will success look like", "Impact",
             "Expected impact", "Benefit", "Expected benefit", "Result")),
    Synonyms("tblActions", "lead", ("Lead", "Owner", "Action owner", "Action lead", "Lead officer", "Responsible officer",
             "Responsible", "Responsibility", "Responsible person", "By whom", "Who", "Who by", "Accountable", "Lead role",
             "Assigned to", "Lead organisation", "Responsible lead", "Accountable lead")),
    Synonyms("tblActions", "links", ("Link to outcome framework", "Linked indicator", "Indicators", "Indicator", "KPI", "KPIs",
             "Links to indicators", "Indicator numbers")),
    Synonyms("tblActions", "delivery", ("Due date", "Due", "Due by", "Deadline", "Timescale", "Timescales", "Target date", "By when",
             "When", "Completion date", "Date due", "Planned completion", "Planned completion date", "Delivery", "End date", "Timeline",
             "Timeframe", "Target completion date")),
    Synonyms("tblActions", "first_delivery", ("Original due date", "Original date", "Original deadline", "Original target date",
             "Baseline date", "First due date")),
    Synonyms("tblActions", "review_date", ("Review", "Next review", "Date of review", "Next review date")),
    Synonyms("tblActions", "completed_on", ("Completed", "Date completed", "Actual completion", "Actual completion date",
             "Completion", "Closed on", "Date closed")),
    Synonyms("tblActions", "reference", ("Reference to existing strategy or plan", "Strategy", "Plan", "Source", "Policy link")),
    Synonyms("tblActionProgress", "progress", ("Progress update", "Progress report", "Update", "Latest update", "Current position",
             "Progress to date", "Latest position", "Commentary", "Progress notes", "Status update", "Monthly update")),
    Synonyms("tblActionProgress", "rag", ("RAG", "RAG status", "RAG rating", "BRAG", "BRAG rating", "Status", "Status RAG", "Rating",
             "Delivery RAG", "Current RAG", "Progress RAG")),
    Synonyms("tblActionProgress", "rag_reason", ("Reason for RAG", "Reason for rating", "RAG commentary", "Reason for status")),
    Synonyms("tblActionProgress", "per_cent_complete", ("% complete", "Percent complete", "Percentage complete", "Completion %",
             "Per cent completed", "% done")),
    Synonyms("tblActionProgress", "next_step", ("Next steps", "Planned next steps", "Next actions")),
    Synonyms("tblActionProgress", "next_step_date", ("Date of next step", "Next step due")),
    Synonyms("tblActionProgress", "updated_by", ("Updated by", "Update by", "Reported by")),
    Synonyms("tblActionProgress", "updated_on", ("Last updated", "Date of update", "Updated", "Date updated", "Update date")),
    Synonyms("tblActionProgress", "locality", ("Area", "Place", "Team", "Directorate", "Division")),
    Synonyms("tblMilestones", "milestone", ("Milestones", "Key milestone", "Step", "Key steps", "Sub-action", "Sub action")),
    Synonyms("tblMilestones", "due", ("Milestone date", "Milestone due", "Milestone due date", "Due date", "Target date")),
    Synonyms("tblMilestones", "done", ("Date done", "Milestone completed", "Completed on", "Achieved on")),
    Synonyms("tblMilestones", "state", ("Milestone status", "Status", "Step status")),
    Synonyms("tblIndicators", "number", ("No", "Ref", "ID", "Indicator no", "Indicator number", "Indicator ID", "KPI ref", "KPI no",
             "KPI number", "Measure ref", "Measure no", "Item")),
    Synonyms("tblIndicators", "title", ("Indicator", "Indicators", "Indicator name", "Indicator title", "KPI", "Measure name", "Metric",
             "Measure", "Performance indicator", "Name of indicator", "Performance measure", "Indicator description")),
    Synonyms("tblIndicators", "definition", ("Indicator definition", "Description", "How measured", "How it is measured", "Methodology")),
    Synonyms("tblIndicators", "kind", ("Type", "Value type", "Measure type", "Indicator type", "Data type")),
    Synonyms("tblIndicators", "unit", ("Units", "Unit of measure", "Measured in", "Unit of measurement")),
    Synonyms("tblIndicators", "direction", ("Polarity", "Good is", "Good performance is", "Direction of travel wanted",
             "Desired direction", "Better is")),
    Synonyms("tblIndicators", "baseline", ("Baseline value", "Starting point", "Start value")),
    Synonyms("tblIndicators", "baseline_period", ("Baseline year", "Baseline date")),
    Synonyms("tblIndicators", "target", ("Target value", "Goal", "Ambition", "Final target", "End target")),
    Synonyms("tblIndicators", "target_year", ("Target date", "Year of target", "Target by")),
    Synonyms("tblIndicators", "comparator_name", ("Compared with", "Benchmark", "Benchmark area")),
    Synonyms("tblIndicators", "comparator", ("England", "England average", "England value", "National average", "Benchmark value")),
    Synonyms("tblIndicators", "national_standard", ("Standard", "National target", "Threshold")),
    Synonyms("tblIndicators", "source", ("Data source", "Source of data", "Dataset")),
    Synonyms("tblIndicators", "organisation", ("Organisation", "Area", "Provider", "Geography")),
    Synonyms("tblIndicators", "numerator", ("Numerator definition",)),
    Synonyms("tblIndicators", "denominator", ("Denominator definition",)),
    Synonyms("tblTrajectory", "indicator", ("Indicator number", "Indicator no", "Indicator ID")),
    Synonyms("tblTrajectory", "value", ("Trajectory", "Planned value", "Plan", "Planned", "Profiled target", "Milestone value",
             "Target trajectory")),
    Synonyms("tblObservations", "indicator", ("Indicator number", "Indicator no", "Indicator ID", "Measure ID", "KPI ref")),
    Synonyms("tblObservations", "organisation", ("Area", "Area name", "Area code", "Practice", "Practice code", "Provider",
             "Organisation code", "Org code", "ODS code", "Provider code")),
    Synonyms("tblObservations", "period", ("Date", "Month", "Year", "Quarter", "Time period", "Reporting period", "Financial year",
             "Period end")),
    Synonyms("tblObservations", "value", ("Actual", "Performance", "Result", "Outturn", "Current value", "Latest value", "Score",
             "Actual value", "Latest")),
    Synonyms("tblObservations", "numerator", ("Count", "Cases", "Events")),
    Synonyms("tblObservations", "denominator", ("Population", "Base")),
    Synonyms("tblPractices", "code", ("ODS code", "Practice ODS code", "ODS", "GP code", "Org code", "Organisation code",
             "GP practice code", "Practice", "Code")),
    Synonyms("tblPractices", "name", ("Practice", "Surgery", "Name", "GP practice", "Practice/surgery", "Organisation name", "GP practice name")),
    Synonyms("tblPractices", "locality", ("PCN", "Primary care network", "PCN name", "Place", "Area", "Neighbourhood", "Cluster", "Hub")),
    Synonyms("tblPractices", "registered_patients", ("List size", "Registered list", "Registered population", "Patients",
             "Raw list size", "Number of patients")),
    Synonyms("tblPractices", "weighted_patients", ("Weighted list", "Weighted list size", "Weighted population")),
    Synonyms("tblPractices", "deprivation_score", ("IMD", "IMD score", "Deprivation", "IMD 2015", "IMD 2019")),
    Synonyms("tblPractices", "contract_type", ("Contract", "Type of contract")),
    Synonyms("tblPractices", "opened", ("Open date", "Date opened")),
    Synonyms("tblPractices", "closed", ("Close date", "Date closed")),
    Synonyms("tblWorkforce", "practice", ("ODS code", "Practice", "Practice ODS code", "Organisation code")),
    Synonyms("tblWorkforce", "staff_group", ("Role", "Staff type", "Staff role", "Job role")),
    Synonyms("tblWorkforce", "fte", ("WTE", "Full-time equivalent", "FTEs", "Total FTE")),
    Synonyms("tblCqcRatings", "organisation", ("ODS code", "Practice code", "Provider code", "Location ODS code")),
    Synonyms("tblCqcRatings", "overall", ("CQC rating", "Overall rating", "CQC overall rating", "Rating")),
    Synonyms("tblCqcRatings", "published_on", ("Publication date", "Report published", "Date published")),
    Synonyms("tblCqcRatings", "inspected_on", ("Inspection date", "Date of inspection", "Last inspection")),
    Synonyms("tblProviders", "code", ("ODS code", "Trust code", "Org code")),
    Synonyms("tblProviders", "name", ("Trust", "Provider name", "Organisation name")),
    Synonyms("tblLocalities", "name", ("PCN name", "Primary care network", "Place", "Neighbourhood")),
    Synonyms("tblLocalities", "manager", ("Locality manager", "Manager", "Lead")),
    Synonyms("tblConditions", "condition", ("Disease", "Register name", "Long-term condition")),
    Synonyms("tblConditions", "expected_prevalence", ("Expected prevalence (%)", "Estimated prevalence")),
    Synonyms("tblConditions", "achievement", ("Achievement (%)", "QOF achievement")),
    Synonyms("tblConditions", "practice", ("ODS code", "Practice", "Practice ODS code")),
    Synonyms("tblProgrammes", "name", ("Project", "Programme name", "Project name", "Workstream", "Scheme")),
    Synonyms("tblProgrammes", "lead", ("Programme lead", "Project lead", "SRO", "Senior responsible owner")),
    Synonyms("tblProgrammes", "starts", ("Start date", "Start")),
    Synonyms("tblProgrammes", "due", ("End date", "Finish date", "Due date")),
    Synonyms("tblProgrammes", "state", ("Status", "Stage")),
    Synonyms("tblRoles", "role", ("Job title", "Position", "Title")),
    Synonyms("tblRoles", "person", ("Name", "Full name")),
    Synonyms("tblMeetings", "held_on", ("Meeting date", "Date of meeting")),
    Synonyms("tblMeetings", "body", ("Meeting", "Committee", "Board", "Group")),
    Synonyms("tblMeetings", "item", ("Agenda item", "Subject")),
)

#: Other headings of the column Note, which most lists have.
NOTES: Final = ("Notes", "Comments", "Comment", "Remarks")

#: Words in the name of a sheet that speak for a list.
WORDS_OF_SHEETS: Final[Mapping[str, tuple[str, ...]]] = {
    "tblActions": ("action", "plan", "delivery"),
    "tblActionProgress": ("progress", "update"),
    "tblMilestones": ("milestone",),
    "tblIndicators": ("indicator", "kpi", "framework", "dashboard", "scorecard", "outcome"),
    "tblTrajectory": ("trajector", "profile"),
    "tblObservations": ("observation", "data", "actual", "performance", "values"),
    "tblPractices": ("practice", "surger", "register"),
    "tblWorkforce": ("workforce", "staff"),
    "tblCqcRatings": ("cqc", "inspection"),
    "tblProviders": ("provider", "trust"),
    "tblProgrammes": ("programme", "project"),
    "tblRoles": ("people", "roles", "contacts"),
    "tblMeetings": ("meeting",),
    "tblLocalities": ("localit", "pcn", "network"),
    "tblConditions": ("qof", "prevalence", "condition"),
}
# fmt: on


class Meaning(NamedTuple):
    """A column that a heading may be, and whether the heading is the catalogue's own."""

    table: str
    field: str
    is_own: bool


#: Lists that people fill; the others are the program's.
OPEN_LISTS: Final = tuple(
    of for of in LISTS if not of.comes_later and any(column.writer is not Writer.FIXED for column in of.columns)
)
#: What takes rows of its own making only: history, decisions, issues.
NOT_FILLED: Final = frozenset({"tblProgressHistory", "tblApprovals", "tblAccepted", "tblEditions"})


def lists_to_fill() -> tuple[EntryList, ...]:
    """Return the lists that a workbook can be brought into."""
    return tuple(of for of in OPEN_LISTS if of.table not in NOT_FILLED)


def _of_linked_columns() -> Iterator[Synonyms]:
    """Yield for each column that names a row of another list the headings of that list's own column."""
    headings = {(synonym.table, synonym.field): synonym.headings for synonym in SYNONYMS}
    for of in lists_to_fill():
        for column in of.columns:
            if column.links_to in headings and column.reads is not Reads.NUMBERS:
                yield Synonyms(of.table, column.field, headings[column.links_to])


def _of_notes() -> Iterator[Synonyms]:
    for of in lists_to_fill():
        yield Synonyms(of.table, "note", NOTES)


def _all_headings() -> Mapping[str, tuple[Meaning, ...]]:
    found: dict[str, list[Meaning]] = {}
    for of in lists_to_fill():
        for column in of.columns:
            found.setdefault(folded(column.heading), []).append(Meaning(of.table, column.field, True))
    known = {of.table: of.by_field for of in lists_to_fill()}
    for synonym in (*SYNONYMS, *_of_linked_columns(), *_of_notes()):
        for heading in synonym.headings if synonym.field in known.get(synonym.table, {}) else ():
            meanings = found.setdefault(folded(heading), [])
            if not any((each.table, each.field) == (synonym.table, synonym.field) for each in meanings):
                meanings.append(Meaning(synonym.table, synonym.field, False))
    return {heading: tuple(meanings) for heading, meanings in found.items()}


ALL_HEADINGS: Final = _all_headings()
#: The headings of columns that name the rows of a list.
KEY_HEADINGS: Final = frozenset(
    heading
    for heading, meanings in ALL_HEADINGS.items()
    if any(BY_TABLE[meaning.table].key[:1] == (meaning.field,) for meaning in meanings)
)
