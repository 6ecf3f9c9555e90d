"""What each column of an existing workbook is proposed to be, for layouts of every kind."""

from datetime import date
from pathlib import Path

import pytest

from pc_workbook.adopt.adoption import workbook_proposal
from pc_workbook.adopt.mapping_reading import read_mapping
from pc_workbook.adopt.mapping_sheets import target_label
from pc_workbook.adopt.proposal import Proposal, Sureness
from pc_workbook.errors import WorkbookProblem
from pc_workbook.wording.adopt import HIDDEN
from tests.adopt.adopting import propose, tracker
from tests.adopt.old_workbooks import LAYOUTS, Book, grid
from tests.support import shared

AS_AT = date(2017, 3, 15)
OF_PERIOD = ", for the period in the heading"
WANTED: dict[str, dict[str, str | None]] = {
    "action_plan": {
        "Ref": "Actions: Action",
        "Description of action": "Actions: What is promised",
        "Expected outcome": "Actions: Outcome",
        "Owner": "Actions: Action lead (role)",
        "Due date": "Actions: Delivery date",
        "RAG status": "Action progress: RAG",
        "Progress update": "Action progress: Progress",
        "KPIs": "Actions: Linked indicators",
        "Budget code": None,
    },
    "indicator_framework": {
        "No.": "Indicators: Number",
        "Indicator": "Indicators: Title",
        "Type": "Indicators: Kind",
        "2016 Baseline": "Indicators: Baseline",
        "Trajectory – 2017": f"Trajectory: Value{OF_PERIOD}",
        "Trajectory – 2018": f"Trajectory: Value{OF_PERIOD}",
        "2021 Target": "Indicators: Target",
        "England average": "Indicators: Comparator value",
    },
    "monthly_scorecard": {
        "KPI ref": "Indicators: Number",
        "Measure name": "Indicators: Title",
        "April 2016": f"Observations: Value{OF_PERIOD}",
        "May 2016": f"Observations: Value{OF_PERIOD}",
        "June 2016": f"Observations: Value{OF_PERIOD}",
    },
    "several_tables": {
        "ODS code": "Practices: Practice code",
        "Surgery": "Practices: Practice name",
        "PCN": "Practices: Locality",
        "Meeting date": "Meetings: Date",
        "Committee": "Meetings: Body",
        "Programme name": "Programmes: Programme",
        "Programme lead": "Programmes: Lead (role)",
        "Start date": "Programmes: Starts",
    },
    "practice_register": {
        "Practice code": "Practices: Practice code",
        "GP practice": "Practices: Practice name",
        "Neighbourhood": "Practices: Locality",
        "List size": "Practices: Registered patients",
        "IMD score": "Practices: Deprivation score",
        "Contract": "Practices: Contract type",
    },
    "milestone_plan": {
        "Action ref": "Milestones: Action",
        "Key milestone": "Milestones: Milestone",
        "Milestone due date": "Milestones: Due",
        "Comments": "Milestones: Note",
    },
    "references_in_text": {
        "Action": "Actions: Action and What is promised, from one cell",
        "Lead officer": "Actions: Action lead (role)",
        "Latest update": "Action progress: Progress",
    },
    "workforce_data": {
        "Practice code": "Workforce: Practice code",
        "Period": "Workforce: Period",
        "Staff group": "Workforce: Staff group",
        "WTE": "Workforce: FTE",
    },
}


def proposed(found: Proposal) -> dict[str, str | None]:
    return {each.column.heading: target_label(each.target) if each.target else None for each in found.columns}


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_column_is_proposed_as_what_it_is(name: str, tmp_path: Path) -> None:
    LAYOUTS[name](tmp_path / "old.xlsx")
    assert proposed(workbook_proposal(tmp_path / "old.xlsx", AS_AT)) == WANTED[name]


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_proposal_says_how_sure_it_is_and_why(name: str, tmp_path: Path) -> None:
    LAYOUTS[name](tmp_path / "old.xlsx")
    for each in workbook_proposal(tmp_path / "old.xlsx", AS_AT).columns:
        assert each.reasons
        assert (each.target is None) == (each.sureness is Sureness.NONE)


def test_cells_outside_all_tables_are_kept_apart(tmp_path: Path) -> None:
    LAYOUTS["action_plan"](tmp_path / "old.xlsx")
    loose = {each.cell: each.value for each in workbook_proposal(tmp_path / "old.xlsx", AS_AT).loose}
    assert loose["A1"] == "Delivery plan 2017/18"
    assert loose["A10"] == "RAG is set by the owner each month."
    assert "A5" not in loose
    assert "A6" not in loose


def test_what_each_row_needs_and_no_column_gives_is_asked_for(tmp_path: Path) -> None:
    LAYOUTS["indicator_framework"](tmp_path / "old.xlsx")
    fixed = {(each.target.field, each.value) for each in workbook_proposal(tmp_path / "old.xlsx", AS_AT).fixed}
    assert fixed == {("target_year", 2021)}


def test_periods_after_the_as_at_date_are_planned_values_and_earlier_ones_observed(tmp_path: Path) -> None:
    book = Book(tmp_path / "old.xlsx")
    rows = [("Indicator no", "Indicator title", "2015", "2016", "2018", "2019"), (1, "Calls answered", 90, 91, 92, 93)]
    book.sheet("Framework", grid(list(rows)))
    book.book.close()
    found = list(proposed(workbook_proposal(tmp_path / "old.xlsx", AS_AT)).values())[2:]
    assert found == [
        f"{name}: Value{OF_PERIOD}" for name in ("Observations", "Observations", "Trajectory", "Trajectory")
    ]


def test_a_heading_whose_values_say_otherwise_is_unsure(tmp_path: Path) -> None:
    book = Book(tmp_path / "old.xlsx")
    rows = [
        ("Ref", "Action", "Owner", "RAG"),
        ("A", "Open a clinic", "Programme lead", "On hold"),
        ("B", "Train", "Quality lead", "Stopped"),
    ]
    book.sheet("Plan", grid(list(rows)))
    book.book.close()
    rag = workbook_proposal(tmp_path / "old.xlsx", AS_AT).columns[-1]
    assert (rag.sureness, rag.reasons[-1].values) == (Sureness.UNSURE, {"readable": 0, "of": 2})


def test_personal_data_is_not_copied_into_the_mapping(tmp_path: Path) -> None:
    book = Book(tmp_path / "old.xlsx")
    rows = [("Ref", "Action", "Owner"), ("A", "Ring someone@example.org about it", "Programme lead")]
    book.sheet("Plan", grid(list(rows)) | {(7, 1): "Patient 943 476 5919"})
    book.book.close()
    mapping = propose(tracker(tmp_path), tmp_path / "old.xlsx")
    import zipfile

    with zipfile.ZipFile(mapping) as package:
        content = b"".join(package.read(name) for name in package.namelist()).decode("utf-8", "replace")
    assert "example.org" not in content
    assert "476 5919" not in content
    assert HIDDEN in content


def test_a_workbook_without_a_table_is_refused_with_a_sentence(tmp_path: Path) -> None:
    book = Book(tmp_path / "old.xlsx")
    book.sheet("Letter", {(1, 1): "Dear all,"})
    book.book.close()
    with pytest.raises(WorkbookProblem, match=r"old\.xlsx has no table"):
        workbook_proposal(tmp_path / "old.xlsx", AS_AT)


# --- workbooks of others


def test_a_published_action_plan() -> None:
    found = proposed(workbook_proposal(shared("corpus", "Action_plan_table__WestSussex_smokefree_2022.xlsx"), AS_AT))
    assert found == {
        "Action": "Actions: Action and What is promised, from one cell",
        "Description": None,
        "What does success look like?": "Actions: Outcome",
        "Which partners are involved": None,
        "Status": "Action progress: RAG",
        "Latest update": "Action progress: Progress",
    }


def test_a_published_list_of_indicators() -> None:
    found = workbook_proposal(shared("corpus", "LA_FingerTips_Indicators_BSOL.xlsx"), AS_AT)
    by_place = {
        (each.table.sheet, each.column.heading): each.target and target_label(each.target) for each in found.columns
    }
    assert set(by_place.values()) == {None}, "codes alone are no list of the tracker: nothing is guessed"


@pytest.mark.parametrize(
    "name",
    [
        "equalities_audit_WestSussexPCN_2022.xlsx",
        "poi__StructuredRefs-lots-with-lookups.xlsx",
    ],
)
def test_other_workbooks_are_read_whole(name: str) -> None:
    found = workbook_proposal(shared("corpus", name), AS_AT)
    assert all(each.table.area for each in found.columns)


def test_the_tables_of_a_template_without_data_are_none() -> None:
    with pytest.raises(WorkbookProblem, match="has no table"):
        workbook_proposal(shared("corpus", "NHSDigital_TEMPLATE-6-qof-YYYY-nat-reg-ach-prev-pca.xlsx"), AS_AT)


def test_an_old_xls_is_refused_with_a_sentence() -> None:
    with pytest.raises(WorkbookProblem, match=r"old \.xls format"):
        workbook_proposal(shared("corpus", "NHSE_beds_timeseries.xls"), AS_AT)


@pytest.mark.parametrize("name", ["Totals", "Notes", "Sheet", "Source: data", "All"])
def test_a_sheet_may_have_any_name(name: str, tmp_path: Path) -> None:
    book = Book(tmp_path / "old.xlsx")
    rows = [("Ref", "Action", "Total", "Note"), ("A", "Open a clinic", 3, "Soon"), ("B", "Train", 4, "Later")]
    book.sheet(name.replace(":", ""), grid(list(rows)))
    book.book.close()
    read = read_mapping(propose(tracker(tmp_path), tmp_path / "old.xlsx"))
    assert read.findings == ()
    assert [column.heading for column in read.mapping.tables[0].columns] == ["Ref", "Action", "Total", "Note"]
