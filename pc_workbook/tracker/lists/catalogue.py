"""The catalogue of entry lists: read it down the page to know what a tracker contains."""

from pc_workbook.model.action import Action, ActionProgress, Milestone, MilestoneState, ProgressEntry
from pc_workbook.model.claim import ClaimTest, ListedClaim
from pc_workbook.model.comparator import ComparatorValue
from pc_workbook.model.cqc import Inspection, Provider, Rating
from pc_workbook.model.governance import (
    Acceptance,
    Approval,
    Audience,
    EditionFigure,
    Function,
    IssuedPack,
    Meeting,
    Role,
)
from pc_workbook.model.group import Group, GroupLevel, Membership
from pc_workbook.model.indicator import (
    Boundary,
    DefinitionRuling,
    Denominator,
    Direction,
    Indicator,
    IndicatorKind,
    Observation,
    PowerToAct,
    Rag,
    Revision,
)
from pc_workbook.model.locality import Locality
from pc_workbook.model.objective import Objective
from pc_workbook.model.own_column import FilledBy, ListWithOwnColumns, OwnColumn
from pc_workbook.model.own_scale import ScaleRow
from pc_workbook.model.pack import PackAudience, PackKind
from pc_workbook.model.period import Month
from pc_workbook.model.practice import Condition, Practice, StaffGroup, Workforce
from pc_workbook.model.programme import Programme, ProgrammeKind
from pc_workbook.model.rag_scheme import CountsAs, SchemeRow, SchemeRule
from pc_workbook.model.returns import Conflict, Outcome, Pick, ReceivedItem, Registered
from pc_workbook.model.row import MarkingLevel
from pc_workbook.model.target import TargetKind, TrajectoryPoint, TrajectoryStatus
from pc_workbook.model.text import folded
from pc_workbook.model.words import Word, WordUse
from pc_workbook.tracker.lists.layout import Column, EntryList, Reads, Setting, Writer

R, W = Reads, Writer
C = Column

CODE_NEEDS = "a practice's ODS code: one letter and five digits, such as F81010"
ACTION_NEEDS = "a short reference, such as C, 12, 1.1 or 4D-1"
DATE_NEEDS = "a date, day first, such as 15/03/2017"
PERIOD_NEEDS = "a period, such as 2015, 2015/16, Nov 2015 or Q3 2016/17"
STEP_NEEDS = "a period instead of a year, such as Nov 2017, Q3 2017/18, YTD Nov 2017 or 31/03/2018"
PRACTICE = ("tblPractices", "code")
LOCALITY = ("tblLocalities", "name")
LEVEL = ("tblLevels", "level")
GROUP = ("tblGroups", "name")
INDICATOR = ("tblIndicators", "number")
ACTION = ("tblActions", "letter")


def _marking(writer: Writer = W.STAFF) -> tuple[Column, ...]:
    return (
        C("Marking", "marking", R.CHOICE, "Public, Exempt or Internal", writer, 11, choices=MarkingLevel),
        C("Exempt paragraph", "exempt_paragraph", R.TEXT,
          "the paragraph or section that exempts it, such as 3 (financial or business affairs)", writer, 11,
          words=WordUse.EXEMPT),
        C("Marking reason", "marking_reason", R.TEXT,
          "why the public interest is better served by not publishing it", writer, 22),
        C("Marked by", "marked_by", R.TEXT, "the role that decided", writer, 16),
    )  # fmt: skip


def _rating(heading: str, field: str, figures: bool = False) -> Column:
    needs = "Outstanding, Good, Requires improvement, Inadequate, or a state such as Not inspected"
    return C(heading, field, R.CHOICE, needs, width=15, figures=figures, choices=Rating)


# fmt: off
SETTINGS = (
    Setting("Area name", "area_name", R.NAME, "the name of the place or organisation that the tracker is about"),
    Setting("Area code", "area_code", R.NAME, "the code of the area, as in published data"),
    Setting("As-at date", "as_at", R.DATE, "the day that the tracker describes, day first, such as 15/03/2017"),
    Setting("Plan period", "plan_period", R.PERIOD, "the period of the action plan, such as 2017/18"),
    Setting("Baseline year", "baseline_year", R.WHOLE, "the year from which trajectories start, such as 2016"),
    Setting("CQC denominator", "cqc_denominator", R.CHOICE,
            "Inspected practices or All practices: the practices on which a CQC target is judged", Denominator),
    Setting("England: patients per FTE GP", "england_patients_per_gp_fte", R.NUMBER, "a number, such as 1321"),
    Setting("England: period", "england_patients_per_gp_fte_period", R.PERIOD, PERIOD_NEEDS),
    Setting("Objective lead", "objective_lead", R.TEXT, "a role; shown where an action names no lead"),
    Setting("Working towards counts as Amber", "working_towards_is_amber", R.YES_NO, "Yes or No"),
    Setting("Progress is stale after (days)", "stale_after_days", R.WHOLE, "a whole number of days, such as 92"),
    Setting("Due soon means within (days)", "due_within_days", R.WHOLE, "a whole number of days, such as 31"),
    Setting("Returns are due within (days)", "return_within_days", R.WHOLE, "a whole number of days, such as 14"),
    Setting("Months between meetings", "months_between_meetings", R.WHOLE, "a whole number of months, such as 2"),
    Setting("Months between reports", "months_between_reports", R.WHOLE, "a whole number of months, such as 6"),
    Setting("Snapshots to keep", "snapshots_to_keep", R.WHOLE, "a whole number, such as 20"),
    Setting("Financial year starts in (month)", "financial_year_starts", R.CHOICE,
            "the month in which financial years begin, such as April, or September for school years", Month),
    Setting("Area is also written", "area_also_written", R.TEXT, "other names of the area, separated by semicolons"),
)

LOCALITIES = EntryList("Localities", "tblLocalities", Locality, "localities",
    "One row per locality.", (
    C("Locality", "name", R.NAME, "the locality's name", width=24, required=True),
    C("Locality manager (role)", "manager", R.TEXT, "the role that is responsible for it", width=30),
    C("Note", "note", R.TEXT, "a note, if needed", width=50),
), key=("name",))

LEVELS = EntryList("Levels", "tblLevels", GroupLevel, "group_levels",
    "One row per level of groups, such as network, place or board. A level Locality has the groups of the sheet Localities.", (
    C("Level", "level", R.NAME, "what one group of this level is called, such as Place", width=24, required=True),
    C("Plural", "plural", R.NAME, "what several are called, such as Places", width=24),
    C("Order", "order", R.WHOLE, "a whole number from 1; 1 is the lowest level", width=9, required=True),
    C("Manager", "manager_word", R.TEXT, "the word for whoever answers for a group of this level", width=30),
    C("Note", "note", R.TEXT, "a note, if needed", width=50),
), key=("level",), is_optional=True)

GROUPS = EntryList("Groups", "tblGroups", Group, "groups",
    "One row per group. A group that closes keeps its row and gets a date under To.", (
    C("Group", "name", R.NAME, "the group's name, which no other group has", width=30, required=True),
    C("Level", "level", R.NAME, "one of the levels", width=18, required=True, links_to=LEVEL),
    C("Code", "code", R.CODE, "a code of 3 to 12 letters and digits, such as E54000123", width=14),
    C("Manager (role)", "manager", R.TEXT, "the role that is responsible for it", width=30),
    C("From", "starts", R.DATE, DATE_NEEDS, width=12),
    C("To", "ends", R.DATE, DATE_NEEDS, width=12),
    C("Successor", "successor", R.NAME, "the group that it became", width=30),
    C("Note", "note", R.TEXT, "a note, if needed", width=40),
), key=("name",), is_optional=True)

MEMBERSHIPS = EntryList("Memberships", "tblMemberships", Membership, "memberships",
    "One row per member and group, with its dates. A member that moves keeps its row and gets a second one.", (
    C("Member", "member", R.NAME, "a code of a practice or provider, a locality or a group", width=24, required=True),
    C("Group", "group", R.NAME, "one of the groups", width=30, required=True, links_to=GROUP),
    C("From", "starts", R.DATE, DATE_NEEDS, width=12),
    C("To", "ends", R.DATE, DATE_NEEDS, width=12),
    C("Note", "note", R.TEXT, "a note, if needed", width=40),
), key=("member", "group", "starts"), is_optional=True)

PRACTICES = EntryList("Practices", "tblPractices", Practice, "practices",
    "One row per practice, identified by its ODS code. A practice that closes keeps its row and gets a closing date.", (
    C("Practice code", "code", R.CODE, CODE_NEEDS, required=True, figures=True, width=11),
    C("Practice name", "name", R.NAME, "the practice's name", required=True, width=34),
    C("Locality", "locality", R.NAME, "one of the localities", width=18, links_to=LOCALITY),
    C("Opened", "opened", R.DATE, DATE_NEEDS, width=12),
    C("Closed", "closed", R.DATE, DATE_NEEDS, width=12),
    C("Merged into", "merged_into", R.CODE, CODE_NEEDS, width=11),
    C("Registered patients", "registered_patients", R.NUMBER, "a number of patients above 0", figures=True),
    C("Weighted patients", "weighted_patients", R.NUMBER, "a number of weighted patients above 0", figures=True),
    C("List size as at", "list_as_at", R.PERIOD, PERIOD_NEEDS, width=15),
    C("Deprivation score", "deprivation_score", R.NUMBER, "an IMD score from 0 to 100; higher is more deprived",
      width=12, figures=True),
    C("Deprivation source", "deprivation_source", R.TEXT, "the source of the score", width=26),
    C("Contract type", "contract_type", R.TEXT, "GMS, PMS or APMS", width=10, suggests=("GMS", "PMS", "APMS")),
    C("Note", "note", R.TEXT, "a note, if needed", width=36),
    *_marking(),
), key=("code",), needed=True, only_with=("tblWorkforce", "tblConditions"))

WORKFORCE = EntryList("Workforce", "tblWorkforce", Workforce, "workforce",
    "One row per practice, period and staff group. An \"All\" row is a total and is never added to its parts. "
    "Leave FTE empty where a practice made no return: empty is not zero.", (
    C("Practice code", "practice", R.CODE, CODE_NEEDS, required=True, figures=True, width=11, links_to=PRACTICE),
    C("Period", "period", R.PERIOD, PERIOD_NEEDS, required=True, figures=True, width=15),
    C("Staff group", "staff_group", R.CHOICE, "one of the staff groups on the list", required=True, figures=True,
      width=26, choices=StaffGroup, words=WordUse.STAFF_GROUP),
    C("FTE", "fte", R.NUMBER, "full-time equivalents from 0 to 500", figures=True, width=9),
    C("Headcount", "headcount", R.WHOLE, "a whole number of people", width=10),
    C("Registered patients", "registered_patients", R.NUMBER,
      "a number of patients above 0, of the same return", figures=True),
    C("Weighted patients", "weighted_patients", R.NUMBER,
      "a number of weighted patients above 0, of the same time", figures=True),
    C("Source", "source", R.TEXT, "the publication", width=34),
    C("Extracted on", "extracted_on", R.DATE, DATE_NEEDS, width=12),
), key=("practice", "period", "staff_group"), only_with=PRACTICE[:1])

CQC_RATINGS = EntryList("CQC ratings", "tblCqcRatings", Inspection, "inspections",
    "One row per published rating of a practice or provider. Don't overwrite an old rating: add a row.", (
    C("Organisation code", "organisation", R.CODE, "an ODS code of a practice or provider", required=True,
      figures=True, width=12),
    C("Service", "service", R.NAME, "the service, such as Maternity; leave empty for the whole organisation"),
    C("Inspected on", "inspected_on", R.DATE, DATE_NEEDS, width=12),
    C("Published on", "published_on", R.DATE, DATE_NEEDS, width=12, figures=True),
    _rating("Overall", "overall", figures=True),
    _rating("Safe", "safe"), _rating("Effective", "effective"), _rating("Caring", "caring"),
    _rating("Responsive", "responsive"), _rating("Well-led", "well_led"),
    C("Inherited", "inherited", R.YES_NO, "Yes or No: carried over from an earlier provider", width=10),
    C("Special measures from", "special_measures_from", R.DATE, DATE_NEEDS),
    C("Special measures to", "special_measures_to", R.DATE, DATE_NEEDS),
    C("Improvement plan", "improvement_plan", R.TEXT, "the plan's title, where there is one", width=26),
    C("Plan dated", "improvement_plan_date", R.DATE, DATE_NEEDS, width=12),
    C("Plan source", "improvement_plan_source", R.TEXT, "where the plan is published", width=22),
    C("Note", "note", R.TEXT, "a note, if needed", width=36),
), key=("organisation", "service", "inspected_on", "published_on"), only_with=PRACTICE[:1])

PROVIDERS = EntryList("Providers", "tblProviders", Provider, "providers",
    "Trusts and other providers, with their dates and successors, because a code can be used again for another body.", (
    C("Provider code", "code", R.CODE, "an ODS code, such as RDD", required=True, width=12),
    C("Provider", "name", R.NAME, "the provider's name", required=True, width=44),
    C("Short name", "short_name", R.NAME, "a short name, such as BTUH"),
    C("Kind", "kind", R.TEXT, "a kind of provider, such as Acute trust", width=24),
    C("From", "starts", R.DATE, DATE_NEEDS, width=12),
    C("To", "ends", R.DATE, DATE_NEEDS, width=12),
    C("Successor code", "successor", R.CODE, "an ODS code", width=12),
    C("Power to act", "power_to_act", R.TEXT, "who can decide", width=22),
    C("Note", "note", R.TEXT, "a note, if needed", width=44),
), key=("code", "starts"))

INDICATORS = EntryList("Indicators", "tblIndicators", Indicator, "indicators",
    "One row per indicator, with its direction, denominator and target. "
    "A value may include its period: 0.47 (2015).", (
    C("Number", "number", R.WHOLE, "a whole number", required=True, figures=True, width=9),
    C("Title", "title", R.TEXT, "what is counted", required=True, width=38),
    C("Definition", "definition", R.TEXT, "how it is counted", width=50),
    C("Kind", "kind", R.CHOICE, "Rate, Percentage, Count, Money, Duration, Index, Ordinal or Yes/No", required=True, figures=True, width=12,
      choices=IndicatorKind),
    C("Unit", "unit", R.TEXT, "a unit, such as FTE GPs per 1,000 patients", width=24),
    C("Decimals", "decimals", R.WHOLE, "a whole number from 0 to 6", width=9),
    C("Direction", "direction", R.CHOICE, "Higher is better, Lower is better, Within range or Neutral", width=16, figures=True,
      choices=Direction),
    C("Numerator", "numerator", R.TEXT, "what is counted in the numerator", width=26),
    C("Denominator", "denominator", R.TEXT, "what it is divided by", width=26),
    C("CQC denominator", "cqc_denominator", R.CHOICE, "Inspected practices or All practices", width=18,
      figures=True, choices=Denominator),
    C("Weighting", "weighting", R.TEXT, "a weighting, such as weighted patients", width=18),
    C("Staff groups", "staff_groups", R.TEXT, "the staff counted", width=30),
    C("Organisation measured", "organisation", R.NAME, "the area, or a provider's code", width=16),
    C("Measure", "measure", R.NAME, "the measure's short name, in lower case with underscores", width=32),
    C("Baseline", "baseline", R.MEASURED, "a value in the indicator's unit, with its period: 0.47 (2015)",
      width=24, figures=True),
    C("Baseline period", "baseline_period", R.PERIOD, PERIOD_NEEDS, width=14),
    C("Baseline numerator", "baseline_numerator", R.NUMBER, "a number", width=11, figures=True),
    C("Baseline denominator", "baseline_denominator", R.NUMBER, "a number", width=12, figures=True),
    C("Target", "target", R.TARGET, "a value in the indicator's unit, or a rating to reach or keep", width=26,
      figures=True),
    C("Target year", "target_year", R.WHOLE, "a year, such as 2021", width=9, figures=True),
    C("Target period", "target_period", R.PERIOD, STEP_NEEDS, width=14, figures=True, is_optional=True),
    C("Target kind", "target_kind", R.CHOICE, "what the target is measured by", width=22, figures=True,
      choices=TargetKind),
    C("Comparator", "comparator_name", R.NAME, "whose value it is compared with, such as England", width=14),
    C("Comparator value", "comparator", R.MEASURED, "a value in the indicator's unit", figures=True),
    C("Comparator period", "comparator_period", R.PERIOD, PERIOD_NEEDS),
    C("National standard", "national_standard", R.MEASURED, "a value in the indicator's unit", figures=True),
    C("Tolerance", "tolerance", R.DISTANCE, "how much worse than planned is still Amber, in the indicator's unit "
      "(percentage points for a percentage); empty means no Amber", width=11, figures=True),
    C("Boundary", "boundary", R.CHOICE, "whether the limit itself counts as inside", width=20, choices=Boundary),
    C("Definition ruling", "definition_ruling", R.CHOICE,
      "which applies, where title and definition run in opposite directions", width=20, figures=True,
      choices=DefinitionRuling),
    C("Power to act", "power_to_act", R.CHOICE, "who can decide", width=16, choices=PowerToAct,
      words=WordUse.POWER_TO_ACT),
    C("Source", "source", R.TEXT, "the publication", width=30),
    C("RAG override", "rag_override", R.CHOICE, "Red, Amber, Green or Not rated", width=12, choices=Rag),
    C("Override by", "override_by", R.TEXT, "the role that decided", width=18),
    C("Override on", "override_on", R.DATE, DATE_NEEDS, width=12),
    C("Override reason", "override_reason", R.TEXT, "why", width=26),
    C("Note", "note", R.TEXT, "a note; begin with \"Missing:\" to list missing material", width=50),
    C("Scale", "scale", R.NAME, "the name of a scale of your own, for an Ordinal indicator", width=18, figures=True,
      is_optional=True),
    C("RAG scheme", "rag_scheme", R.NAME, "the name of a RAG scheme; empty for the usual one", width=18, figures=True,
      is_optional=True),
    C("Range from", "range_from", R.MEASURED, "the lower end of the range, in the indicator's unit", width=13,
      figures=True, is_optional=True),
    C("Range to", "range_to", R.MEASURED, "the upper end of the range, in the indicator's unit", width=13,
      figures=True, is_optional=True),
    C("Show by organisation", "by_organisation", R.YES_NO, "Yes or No: whether its values by practice, locality and group are "
      "shown; empty: Yes where any of them has one", width=14, is_optional=True),
), key=("number",), needed=True)

TRAJECTORY = EntryList("Trajectory", "tblTrajectory", TrajectoryPoint, "trajectory",
    "One row per indicator and year or period. Leave out a year without an agreed value; don't calculate one.", (
    C("Indicator", "indicator", R.WHOLE, "an indicator's number", required=True, figures=True, width=10,
      links_to=INDICATOR),
    C("Year", "year", R.WHOLE, "a year, such as 2018", required=True, figures=True, width=9, or_else="period"),
    C("Period", "period", R.PERIOD, STEP_NEEDS, width=15, figures=True, is_optional=True),
    C("Value", "value", R.TARGET, "a value in the indicator's unit, or a rating to reach or keep", width=40,
      figures=True),
    C("Status", "status", R.CHOICE, "Agreed, or Derived, not agreed", width=20, choices=TrajectoryStatus,
      figures=True),
    C("Note", "note", R.TEXT, "a note, if needed", width=60),
), key=("indicator", "year"), told_apart_by=("period",))

OBSERVATIONS = EntryList("Observations", "tblObservations", Observation, "observations",
    "One row per value, with its indicator, organisation, period and publication. "
    "Type a percentage as 95 or 95%.", (
    C("Indicator", "indicator", R.WHOLE, "an indicator's number", required=True, figures=True, width=10,
      links_to=INDICATOR),
    C("Organisation", "organisation", R.NAME, "an ODS code, a locality, the area or England", required=True,
      figures=True, width=16),
    C("Period", "period", R.PERIOD, PERIOD_NEEDS, required=True, figures=True, width=15),
    C("Value", "value", R.MEASURED, "a value in the indicator's unit, or a rating", figures=True, width=16),
    C("Numerator", "numerator", R.NUMBER, "a number", figures=True, width=12),
    C("Denominator", "denominator", R.NUMBER, "a number", figures=True, width=12),
    C("Source", "source", R.TEXT, "the publication", width=36),
    C("Extracted on", "extracted_on", R.DATE, DATE_NEEDS, width=12),
    C("Revision", "revision", R.CHOICE, "First published, Revised or Provisional", width=16, choices=Revision),
    C("Note", "note", R.TEXT, "a note, if needed", width=36),
), key=("indicator", "organisation", "period", "revision"))

COMPARATORS = EntryList("Comparators", "tblComparators", ComparatorValue, "comparators",
    "One row per value of a comparator, such as England or nearest neighbours. "
    "An indicator names its comparator on the Indicators sheet.", (
    C("Comparator", "comparator", R.NAME, "the comparator's name, as under Comparator on the Indicators sheet", required=True,
      figures=True, width=24),
    C("Indicator", "indicator", R.WHOLE, "an indicator's number", required=True, figures=True, width=10,
      links_to=INDICATOR),
    C("Period", "period", R.PERIOD, PERIOD_NEEDS, required=True, figures=True, width=15),
    C("Value", "value", R.MEASURED, "a value in the indicator's unit, or a rating", figures=True, width=16),
    C("Source", "source", R.TEXT, "the publication", width=40),
    C("Extracted on", "extracted_on", R.DATE, DATE_NEEDS, width=12),
    C("Note", "note", R.TEXT, "a note, if needed", width=40),
), key=("comparator", "indicator", "period"), is_optional=True)

ACTIONS = EntryList("Actions", "tblActions", Action, "actions",
    "One row per action. Delivery may be a date, a month, \"By 2020\" or Ongoing; Ongoing needs a review date.", (
    C("Action", "letter", R.REFERENCE, ACTION_NEEDS, required=True, width=8),
    C("What is promised", "text", R.TEXT, "the action in words", required=True, width=50),
    C("Outcome", "outcome", R.TEXT, "what will be different", width=40),
    C("Action lead (role)", "lead", R.TEXT, "a role", width=24),
    C("Linked indicators", "links", R.NUMBERS, "indicator numbers, such as 1, 2, 5", width=12, links_to=INDICATOR),
    C("Functions", "functions", R.NUMBERS, "numbers of the group's functions, such as 2, 7", width=11,
      links_to=("tblFunctions", "number")),
    C("Delivery date", "delivery", R.DELIVERY,
      "a day, month, quarter or year, such as 31/03/2017, March 2017 or 2016/17; or Ongoing", width=22),
    C("First delivery date", "first_delivery", R.DELIVERY, "the date first promised", width=18),
    C("Times slipped", "slips", R.WHOLE, "how often the date was moved", width=9),
    C("Review date", "review_date", R.DATE, DATE_NEEDS, width=12),
    C("Completed on", "completed_on", R.DATE, DATE_NEEDS, width=12),
    C("Reference", "reference", R.TEXT, "the strategy or plan that contains it", width=24),
    C("Power to act", "power_to_act", R.CHOICE, "who can decide", width=16, choices=PowerToAct,
      words=WordUse.POWER_TO_ACT),
    C("Programme", "programme", R.NAME, "one of the programmes", width=22, links_to=("tblProgrammes", "name")),
    C("Note", "note", R.TEXT, "a note, if needed", width=36),
    *_marking(),
    C("Objective", "objective", R.REFERENCE, "the reference of an objective, such as 1 or 1.2", width=10,
      is_optional=True),
), key=("letter",), needed=True)

ACTION_PROGRESS = EntryList("Action progress", "tblActionProgress", ActionProgress, "progress",
    "One row per action and locality. Managers fill in only the columns marked for them.", (
    C("Action", "action", R.REFERENCE, "an action's reference, such as C or 1.1", required=True, width=8, links_to=ACTION),
    C("Locality", "locality", R.NAME, "one of the localities", required=True, width=18, links_to=LOCALITY),
    C("Progress", "progress", R.TEXT, "what was done since last time", W.MANAGER, 60),
    C("RAG", "rag", R.CHOICE, "Red, Amber, Green or Not rated", W.MANAGER, 11, choices=Rag),
    C("RAG reason", "rag_reason", R.TEXT, "why, in a few words", W.MANAGER, 30),
    C("Per cent complete", "per_cent_complete", R.PERCENT, "a percentage from 0 to 100", W.MANAGER, 11),
    C("Next step", "next_step", R.TEXT, "what comes next", W.MANAGER, 34),
    C("Next step date", "next_step_date", R.DATE, DATE_NEEDS, W.MANAGER, 12),
    C("Updated by (role)", "updated_by", R.TEXT, "your role", W.MANAGER, 24),
    C("Updated on", "updated_on", R.DATE, DATE_NEEDS, W.MANAGER, 12),
    *_marking(),
), key=("action", "locality"))

MILESTONES = EntryList("Milestones", "tblMilestones", Milestone, "milestones",
    "One row per dated step of an action, at one practice or for all.", (
    C("Action", "action", R.REFERENCE, "an action's reference, such as C or 1.1", required=True, width=8, links_to=ACTION),
    C("Practice code", "practice", R.CODE, CODE_NEEDS, width=11, links_to=PRACTICE),
    C("Milestone", "milestone", R.TEXT, "the step in words", required=True, width=44),
    C("Due", "due", R.DATE, DATE_NEEDS, width=12),
    C("Done", "done", R.DATE, DATE_NEEDS, W.MANAGER, 12),
    C("State", "state", R.CHOICE, "Not started, In hand, Done or Dropped", W.MANAGER, 13, choices=MilestoneState),
    C("Note", "note", R.TEXT, "a note, if needed", W.MANAGER, 40),
    *_marking(),
), key=("action", "practice", "milestone"))

PROGRESS_HISTORY = EntryList("Progress history", "tblProgressHistory", ProgressEntry, "history",
    "All progress texts, one row each. Rows are added, never changed.", (
    C("Entered on", "entered_on", R.DATE, DATE_NEEDS, required=True, width=12),
    C("Action", "action", R.REFERENCE, "an action's reference, such as C or 1.1", required=True, width=8, links_to=ACTION),
    C("Locality", "locality", R.NAME, "one of the localities", width=18, links_to=LOCALITY),
    C("Practice code", "practice", R.CODE, CODE_NEEDS, width=11, links_to=PRACTICE),
    C("Role", "role", R.NAME, "the role that wrote it", width=24),
    C("Old state", "old_state", R.CHOICE, "Red, Amber, Green or Not rated", width=11, choices=Rag),
    C("New state", "new_state", R.CHOICE, "Red, Amber, Green or Not rated", width=11, choices=Rag),
    C("Text", "text", R.TEXT, "the progress text", required=True, width=70),
    *_marking(),
))

RETURNS = EntryList("Returns register", "tblReturns", Registered, "returns",
    "One row per return that is expected or was received. Hand-out and merge fill it in; you can edit the note only.", (
    C("Hand-out", "hand_out", R.TEXT, "the reference of what was handed out", W.FIXED, 13, required=True),
    C("Locality", "locality", R.NAME, "one of the localities", W.FIXED, 18, required=True),
    C("Edition", "edition", R.DATE, DATE_NEEDS, W.FIXED, 12),
    C("Expected from (role)", "role", R.TEXT, "the role that fills it in", W.FIXED, 24),
    C("Handed out on", "handed_out_on", R.DATE, DATE_NEEDS, W.FIXED, 12),
    C("Due by", "due_by", R.DATE, DATE_NEEDS, W.FIXED, 12),
    C("Received on", "received_on", R.DATE, DATE_NEEDS, W.FIXED, 12),
    C("Days late", "days_late", R.WHOLE, "a whole number of days", W.FIXED, 9),
    C("Version", "version", R.WHOLE, "1 for the first return of a hand-out, 2 for the next", W.FIXED, 9),
    C("File", "file", R.TEXT, "the file's name", W.FIXED, 30),
    C("Fingerprint", "fingerprint", R.TEXT, "the fingerprint of its content", W.FIXED, 16),
    C("Changes taken", "changes", R.WHOLE, "a whole number of cells", W.FIXED, 9),
    C("In conflict", "conflicts", R.WHOLE, "a whole number of cells", W.FIXED, 9),
    C("Findings", "findings", R.WHOLE, "a whole number", W.FIXED, 9),
    C("Note", "note", R.TEXT, "a note, such as: a week more was agreed", width=36),
), comes_later=True)

RECEIVED_LOG = EntryList("What came in", "tblCameIn", ReceivedItem, "received_items",
    "What each return changed in the tracker, and what in it a person must look at. Merge fills it in; rows are added, "
    "never changed.", (
    C("Received on", "received_on", R.DATE, DATE_NEEDS, W.FIXED, 12, required=True),
    C("Return", "source", R.TEXT, "the return", W.FIXED, 28, required=True),
    C("From (role)", "role", R.TEXT, "the role that sent it", W.FIXED, 24),
    C("What became of it", "kind", R.CHOICE, "Taken, or To look at", W.FIXED, 13, choices=Outcome),
    C("Cell", "cell", R.TEXT, "the cell of the tracker if the value was merged, else of the return", W.FIXED, 22),
    C("Row", "row", R.TEXT, "the key of the row", W.FIXED, 22),
    C("In words", "words", R.TEXT, "what changed, or what to look at", W.FIXED, 70),
    *_marking(W.FIXED),
), comes_later=True)

CONFLICTS = EntryList("Conflicts", "tblConflicts", Conflict, "conflicts",
    "Cells that differ between a return and the tracker. The tracker's value stays until you choose under Pick; "
    "the next merge or refresh applies your choice.", (
    C("Sheet", "sheet", R.TEXT, "the sheet of the cell", W.FIXED, 16, required=True),
    C("Row", "row", R.TEXT, "the key of the row", W.FIXED, 22, required=True),
    C("Column", "column", R.TEXT, "the heading of the cell's column", W.FIXED, 16, required=True),
    C("Cell", "cell", R.TEXT, "its address when this was listed", W.FIXED, 21),
    C("As handed out", "handed_out", R.TEXT, "the value handed out; empty for none", W.FIXED, 36),
    C("Tracker holds", "current", R.TEXT, "the tracker's value; empty for none", W.FIXED, 36),
    C("Return says", "returned", R.TEXT, "the return's value; empty for none", W.FIXED, 36),
    C("Pick", "pick", R.CHOICE, "Keep the tracker's or Take the return's", W.STAFF, 19, choices=Pick),
    C("Return", "source", R.TEXT, "the return or returns with this value", W.FIXED, 26),
    C("From (role)", "role", R.TEXT, "the role that sent it", W.FIXED, 24),
    C("Received on", "received_on", R.DATE, DATE_NEEDS, W.FIXED, 12),
    C("Settled on", "settled_on", R.DATE, DATE_NEEDS, W.FIXED, 12),
    C("Outcome", "outcome", R.TEXT, "what was done", W.FIXED, 32),
    *_marking(W.FIXED),
), comes_later=True)

CONDITIONS = EntryList("Long-term conditions", "tblConditions", Condition, "conditions",
    "One row per practice, condition and period. A register is divided by the list of its age group (17+, 18+ ...).", (
    C("Practice code", "practice", R.CODE, CODE_NEEDS, required=True, width=11, links_to=PRACTICE),
    C("Condition", "condition", R.NAME, "a condition, such as Diabetes", required=True, width=24),
    C("Period", "period", R.PERIOD, PERIOD_NEEDS, required=True, width=15),
    C("Register", "register_count", R.WHOLE, "a whole number of people", width=11, figures=True),
    C("List size", "list_size", R.NUMBER, "a number of patients above 0", width=11, figures=True),
    C("List type", "list_type", R.TEXT, "a list type, such as All ages or 17+", width=12),
    C("Expected prevalence", "expected_prevalence", R.PERCENT, "a percentage from 0 to 100", width=12, figures=True),
    C("Achievement", "achievement", R.PERCENT, "a percentage from 0 to 100", width=13, figures=True),
    C("Source", "source", R.TEXT, "the publication", width=34),
), key=("practice", "condition", "period"), only_with=PRACTICE[:1])

PROGRAMMES = EntryList("Programmes", "tblProgrammes", Programme, "programmes",
    "One row per programme, or per site of it.", (
    C("Programme", "name", R.NAME, "the programme's name", required=True, width=36),
    C("Kind", "kind", R.CHOICE, "one of the kinds on the list", width=34, choices=ProgrammeKind,
      words=WordUse.PROGRAMME_KIND),
    C("Lead (role)", "lead", R.TEXT, "a role", W.PROGRAMME, 26),
    C("Function", "function", R.WHOLE, "the number of the group's function it serves", width=9,
      links_to=("tblFunctions", "number")),
    C("Starts", "starts", R.DATE, DATE_NEEDS, W.PROGRAMME, 12),
    C("Due", "due", R.DATE, DATE_NEEDS, W.PROGRAMME, 12),
    C("State", "state", R.TEXT, "the current state, in a few words", W.PROGRAMME, 18),
    C("Progress", "progress", R.TEXT, "what was done since last time", W.PROGRAMME, 50),
    C("Next step", "next_step", R.TEXT, "what comes next", W.PROGRAMME, 34),
    C("Power to act", "power_to_act", R.CHOICE, "who can decide", width=16, choices=PowerToAct,
      words=WordUse.POWER_TO_ACT),
    C("Also written as", "also_written", R.TEXT, "other spellings, separated by semicolons", width=26),
    C("Note", "note", R.TEXT, "a note, if needed", width=40),
    *_marking(W.PROGRAMME),
), key=("name",))

ROLES = EntryList("People and roles", "tblRoles", Role, "roles",
    "One row per role. The tracker uses roles; a person's name is optional and never printed.", (
    C("Role", "role", R.NAME, "the role", required=True, width=44),
    C("Organisation", "organisation", R.NAME, "whose role it is", width=28),
    C("Person", "person", R.TEXT, "a name, if you wish", width=22),
    C("Audience", "audience", R.CHOICE, "Member, Guest or Officer", width=11, choices=Audience),
    C("From", "starts", R.DATE, DATE_NEEDS, width=12),
    C("To", "ends", R.DATE, DATE_NEEDS, width=12),
    C("Also written as", "also_written", R.TEXT, "other spellings, separated by semicolons", width=34),
    C("Note", "note", R.TEXT, "a note, if needed", width=36),
), key=("role", "starts"))

MEETINGS = EntryList("Meetings", "tblMeetings", Meeting, "meetings",
    "One row per meeting. Write \"every two months\" or \"twice a year\", because words with \"bi-\" can mean two things.", (
    C("Date", "held_on", R.DATE, DATE_NEEDS, required=True, width=12),
    C("Body", "body", R.TEXT, "who meets", width=40),
    C("Item", "item", R.TEXT, "the agenda item", width=40),
    C("Note", "note", R.TEXT, "a note, if needed", width=50),
), key=("held_on", "body", "item"))

APPROVALS = EntryList("Approvals", "tblApprovals", Approval, "approvals",
    "One row per issue and member. A pack says Draft until every member in office has approved.", (
    C("Edition", "edition", R.DATE, "the as-at date of the issue, day first", required=True, width=12),
    C("Role", "role", R.NAME, "the member's role", required=True, width=44, links_to=("tblRoles", "role")),
    C("Approved on", "approved_on", R.DATE, DATE_NEEDS, width=12),
    C("Note", "note", R.TEXT, "a note, if needed", width=40),
), key=("edition", "role"))

FUNCTIONS = EntryList("Functions", "tblFunctions", Function, "functions",
    "The key functions of the group that oversees the plan. Actions and programmes name the ones they serve.", (
    C("Number", "number", R.WHOLE, "a whole number", required=True, width=9),
    C("Function", "function", R.TEXT, "the function in words", required=True, width=80),
    C("Note", "note", R.TEXT, "a note, if needed", width=40),
), key=("number",))

ACCEPTED_WARNINGS = EntryList("Accepted warnings", "tblAccepted", Acceptance, "acceptances",
    "To accept a warning, copy its mark from the Data quality sheet. It stays accepted until the cell changes.", (
    C("Finding", "finding", R.TEXT, "the mark of a warning, such as P06-3F2A91", required=True, width=16),
    C("Accepted by (role)", "accepted_by", R.TEXT, "a role", required=True, width=30),
    C("Accepted on", "accepted_on", R.DATE, DATE_NEEDS, required=True, width=12),
    C("Reason", "reason", R.TEXT, "why it is accepted", required=True, width=60),
), key=("finding",))

ISSUED_EDITIONS = EntryList("Issued editions", "tblEditions", EditionFigure, "edition_figures",
    "The figures of earlier issues, with which later figures are compared. Rows are added, never changed.", (
    C("Edition", "edition", R.DATE, "the as-at date of the issue, day first", required=True, width=12),
    C("Measure", "measure", R.NAME, "the measure's short name", required=True, width=40),
    C("Organisation", "organisation", R.NAME, "an ODS code, a locality or the area", required=True, width=16),
    C("Period", "period", R.PERIOD, PERIOD_NEEDS, width=15),
    C("Value", "value", R.MEASURED, "a value in the measure's unit", width=12, figures=True),
    C("RAG", "rag", R.CHOICE, "Red, Amber, Green or Not rated", width=11, choices=Rag),
    C("In words", "words", R.TEXT, "a rating, or other text", width=30),
), key=("edition", "measure", "organisation"))

ISSUED_PACKS = EntryList("Issued packs", "tblPacks", IssuedPack, "issued_packs",
    "One row per issued pack. board-pack --issue fills it in; you can edit the note only.", (
    C("Edition", "edition", R.DATE, "the as-at date of the issue, day first", W.FIXED, 12, required=True),
    C("Pack", "pack", R.TEXT, "which pack it is", W.FIXED, 30, required=True),
    C("For", "audience", R.TEXT, "public, group or guest", W.FIXED, 10, required=True),
    C("Status", "status", R.TEXT, "Draft or Approved", W.FIXED, 11),
    C("Issued on", "issued_on", R.DATE, DATE_NEEDS, W.FIXED, 12),
    C("File", "file", R.TEXT, "the file's name", W.FIXED, 30),
    C("Fingerprint", "fingerprint", R.TEXT, "the file's SHA-256 checksum", W.FIXED, 34),
    C("Note", "note", R.TEXT, "a note, if needed", width=36),
), key=("edition", "pack", "audience", "fingerprint"), comes_later=True)

CLAIMS = EntryList("Claims", "tblClaims", ListedClaim, "claims",
    "Statements of your papers that the program tests with the data of this tracker. Only what is listed here is printed.", (
    C("Number", "number", R.WHOLE, "a whole number", required=True, width=9),
    C("Claim", "claim", R.TEXT, "the statement in a sentence", required=True, width=60),
    C("Test", "test", R.CHOICE, "how it is tested", required=True, width=26, choices=ClaimTest),
    C("Measure", "measure", R.NAME, "the short name of a measure, such as patients_per_gp_fte", required=True, width=32),
    C("Organisation or level", "organisation", R.NAME, "whose value it is about; empty for the worst one", width=20),
    C("Value", "value", R.TEXT, "a number, such as all but 4, over 5, at least 75%", width=16),
    C("Comparator", "comparator", R.NAME, "whose value it is compared with, such as England, or a number", width=16),
    C("Second measure", "second_measure", R.NAME, "the other measure of a correlation, such as deprivation_score", width=26),
    C("Period", "period", R.PERIOD, PERIOD_NEEDS, width=14),
    C("Short name", "short_name", R.NAME, "its name among the figures; empty for its number", width=28),
    C("Source", "source", R.TEXT, "the paper that says so", width=34),
    C("Note", "note", R.TEXT, "a note, if needed", width=36),
), key=("number",), is_optional=True)

PACK_KINDS = EntryList("Packs", "tblPackKinds", PackKind, "pack_kinds",
    "One row per kind of pack. The first is made where no other is asked for.", (
    C("Pack", "pack", R.NAME, "a short name, as you will type it after --preset", required=True, width=18),
    C("Title", "title", R.TEXT, "the title of the pack", required=True, width=40),
    C("Body", "body", R.NAME, "who it is for, as on the Meetings sheet", required=True, width=40),
    C("Every (months)", "every_months", R.WHOLE, "a whole number of months, such as 6", width=10, figures=True),
    C("Audience", "audience", R.CHOICE, "Public, Group or Guest, where it is made for one of them only", width=12,
      choices=PackAudience, figures=True),
    C("Sections", "sections", R.TEXT, "names of sections, separated by semicolons; empty for every section", width=60),
    C("From", "starts", R.DATE, DATE_NEEDS, width=12),
    C("To", "ends", R.DATE, DATE_NEEDS, width=12),
    C("Note", "note", R.TEXT, "a note, if needed", width=36),
), key=("pack", "starts"), is_optional=True)

SCALES = EntryList("Scales", "tblScales", ScaleRow, "scales",
    "One row per word of a scale. The best word has the highest order; a state outside the scale has none.", (
    C("Scale", "scale", R.NAME, "the scale's name, such as Assurance", required=True, width=22, figures=True),
    C("Word", "word", R.TEXT, "one word of it, such as Substantial", required=True, width=28, figures=True),
    C("Order", "order", R.NUMBER, "1 for the worst, 2 for the next; empty for a state outside the scale, such as Not yet assessed",
      width=9, figures=True),
    C("Note", "note", R.TEXT, "a note, if needed", width=50),
), key=("scale", "word"), is_optional=True)

RAG_SCHEMES = EntryList("RAG schemes", "tblRagSchemes", SchemeRow, "rag_schemes",
    "One row per word of a scheme, with the band of values that get it. A band begins at its From and ends before its To.", (
    C("Scheme", "scheme", R.NAME, "the scheme's name", required=True, width=22, figures=True),
    C("Word", "word", R.TEXT, "the word that is shown, such as On target", required=True, width=22, figures=True),
    C("Counts as", "counts_as", R.CHOICE, "Red, Amber, Green, Complete or Not rated", required=True, width=12,
      figures=True, choices=CountsAs),
    C("Colour", "colour", R.TEXT, "a colour, such as Blue or #005EB8; empty for the usual one", width=12),
    C("Rule", "rule", R.CHOICE, "Distance, Per cent of target, Band or Range: what From and To hold; the same in each row of a scheme",
      width=18, figures=True, choices=SchemeRule),
    C("From", "low", R.NUMBER, "a number; empty for no lower end", width=10, figures=True),
    C("To", "high", R.NUMBER, "a number; empty for no upper end", width=10, figures=True),
    C("Note", "note", R.TEXT, "a note, if needed", width=50),
), key=("scheme", "word"), is_optional=True)

WORDS = EntryList("Words", "tblWords", Word, "words",
    "One row per word of your own, beside the general ones: who has the power to act, kinds of programmes, staff groups, "
    "paragraphs of exempt information, who fills in columns, and terms. A word that changes gets an end, and a row.", (
    C("Use", "use", R.CHOICE, "what the word is used for", required=True, figures=True, width=20, choices=WordUse),
    C("Word", "word", R.NAME, "the word, as it is to be read; for exempt information the paragraph, such as 3",
      required=True, figures=True, width=38),
    C("Means", "means", R.NAME, "what it means: for a staff group Counts as GP, Counts as nurse or Counted in neither; for "
      "exempt information the paragraph's words; for an owner or a term the general word", width=46),
    C("From", "starts", R.DATE, DATE_NEEDS, width=12, figures=True),
    C("To", "ends", R.DATE, DATE_NEEDS, width=12, figures=True),
    C("Note", "note", R.TEXT, "a note, if needed", width=44),
), key=("use", "word", "starts"), is_optional=True)

OBJECTIVES = EntryList("Objectives", "tblObjectives", Objective, "objectives",
    "One row per objective of the plan, which may be part of another. Actions name theirs under Objective.", (
    C("Objective", "reference", R.REFERENCE, "a short reference, such as A, 1 or 1.2", required=True, width=10),
    C("Text", "text", R.TEXT, "the objective in words", required=True, width=60),
    C("Part of", "part_of", R.REFERENCE, "the objective that it is a part of", width=10),
    C("Lead", "lead", R.TEXT, "a role", width=24),
    C("Note", "note", R.TEXT, "a note, if needed", width=36),
    *_marking(),
), key=("reference",), is_optional=True)

OWN_COLUMNS = EntryList("Own columns", "tblOwnColumns", OwnColumn, "own_columns",
    "Columns that you have added to a list, and where they are shown. Without a marking a column counts as Internal.", (
    C("List", "sheet", R.CHOICE, "the sheet of the list that has the column", required=True, width=18,
      choices=ListWithOwnColumns),
    C("Column", "column", R.NAME, "the heading of your column, as in that list", required=True, width=30),
    C("In summary", "in_summary", R.YES_NO, "Yes or No: shown on the summary sheet", width=12),
    C("In return", "in_return", R.YES_NO, "Yes or No: handed out to the managers", width=12),
    C("Filled by", "filled_by", R.CHOICE, "Staff, or Manager where managers fill it in their returns", width=12,
      choices=FilledBy),
    C("In pack", "in_pack", R.YES_NO, "Yes or No: shown in packs, to those whom its marking allows", width=12),
    C("Note", "note", R.TEXT, "a note, if needed", width=36),
    *_marking(),
), key=("sheet", "column"), is_optional=True)
# fmt: on

LISTS: tuple[EntryList, ...] = (
    LOCALITIES,
    LEVELS,
    GROUPS,
    MEMBERSHIPS,
    PRACTICES,
    WORKFORCE,
    CQC_RATINGS,
    PROVIDERS,
    INDICATORS,
    TRAJECTORY,
    OBSERVATIONS,
    COMPARATORS,
    ACTIONS,
    ACTION_PROGRESS,
    MILESTONES,
    PROGRESS_HISTORY,
    RETURNS,
    RECEIVED_LOG,
    CONFLICTS,
    CONDITIONS,
    PROGRAMMES,
    ROLES,
    MEETINGS,
    APPROVALS,
    FUNCTIONS,
    ACCEPTED_WARNINGS,
    ISSUED_EDITIONS,
    ISSUED_PACKS,
    CLAIMS,
    PACK_KINDS,
    SCALES,
    RAG_SCHEMES,
    WORDS,
    OWN_COLUMNS,
    OBJECTIVES,
)

SETTINGS_SHEET, SETTINGS_TABLE = "Settings", "tblSettings"
SETTINGS_HEADINGS = ("Setting", "Value", "What it needs")
SETTINGS_GUIDE = "The choices this edition is made by. Each can be seen and argued with."
MARKING_HEADINGS = frozenset(folded(column.heading) for column in _marking()[:2])
BY_TABLE = {entry.table: entry for entry in LISTS}
#: Lists about practices. A plan without practices is drawn without them, and lacks nothing.
PRACTICE_LISTS = frozenset(entry.table for entry in LISTS if entry.only_with)
ENTRY_SHEETS = frozenset(entry.sheet for entry in LISTS)  # drawn for a tracker that lacks one, they are its owner's
