"""The board pack as its reader finds it: what is in it, in which order, and that every figure is the tracker's own."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pc_workbook import app
from pc_workbook.boardpack.presets import presets
from pc_workbook.boardpack.print_layout import ON_PAPER
from pc_workbook.hosts.file import FileHost
from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.model.pack import Section
from tests.boardpack.packs import NOON, RESOLVED, all_public, charted, pack, parts, refreshed, tables
from tests.support import SAMPLES, parts_of, problems_for_excel

EVERY_SECTION = [
    "Cover", "Contents", "Summary", "Changes", "Indicators", "Practices", "Localities", "CQC ratings", "CQC by practice",
    "CQC history", "Actions", "Programmes", "Functions", "Risks", "Data quality", "Sources", "Methods", "Terms and symbols",
]  # fmt: skip
SHARED = {"pc_indicators", "pc_rating_goals", "pc_trajectories", "pc_practices", "pc_localities", "pc_cqc_shares",
          "pc_cqc_places", "pc_special_measures", "pc_cqc_latest", "pc_cqc_history", "pc_cqc_providers", "pc_actions",
          "pc_progress", "pc_programmes", "pc_settings", "pc_methods", "pc_terms"}  # fmt: skip
COUNTED_HERE = {
    "pc_kinds_of_finding",
    "pc_completeness",
    "pc_contents",
    "pc_risks",
    "pc_missing",
    "pc_served_functions",
}


def cover() -> dict[str, object]:
    sheet = load_workbook(pack())["Cover"]
    return {row[0].value: row[1].value for row in sheet["A6:B12"]}


def test_the_sections_are_in_the_order_of_the_meeting() -> None:
    assert load_workbook(pack()).sheetnames == EVERY_SECTION


def test_the_contents_link_to_every_section() -> None:
    sheet = load_workbook(pack())["Contents"]
    links = [cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert [place.split("!")[0].strip("'") for place in links] == EVERY_SECTION[2:]


def test_the_cover_says_for_whom_of_which_day_and_in_which_state() -> None:
    assert cover() == {
        "For": "Thurrock Health and Wellbeing Board",
        "Meeting": "15 March 2017",
        "Figures as at": "15 March 2017",
        "Edition": "Group edition: not for publication",
        "Status": "Approved by all seven members",
        "Reported": "Twice a year",
        "Changes since": "The issue of 30 November 2016",
    }


def test_a_pack_holds_values_only() -> None:
    found = parts(pack())
    assert not any("<f>" in xml or "<f " in xml for name, xml in found.items() if name.startswith("xl/worksheets/"))
    assert not any('TargetMode="External"' in xml for xml in found.values())
    assert not any(name.startswith(("xl/externalLinks", "xl/comments", "xl/vba")) for name in found)


def test_excel_takes_every_edition_and_preset() -> None:
    for path in (pack(), pack("public"), pack("guest"), pack("group", "half-yearly"), pack("group", "delivery-group")):
        assert problems_for_excel(path) == []


def test_no_word_is_ambiguous_about_how_often() -> None:
    said = " ".join(str(value) for row in cover().items() for value in row)
    assert "bi-" not in said


# --- every figure is the tracker's


def test_every_table_of_the_tracker_is_in_the_pack_with_the_same_figures() -> None:
    """Cell by cell, heading by heading: a pack may leave columns out, and may change nothing."""
    ours, theirs = tables(pack(tracker=all_public())), tables(refreshed(all_public()))
    assert set(ours) & set(theirs) >= SHARED
    compared = 0
    for name in set(ours) & set(theirs) - {"pc_completeness", "pc_missing", "pc_sources"}:
        assert len(ours[name]) == len(theirs[name]), name
        for row, other in zip(ours[name], theirs[name], strict=True):
            assert row == {heading: other[heading] for heading in row}, name
            compared += len(row)
    assert compared > 1500


def test_every_other_number_of_the_pack_is_a_figure_of_the_tracker() -> None:
    """The summary, the changes and the sources say again what stands elsewhere: no number is theirs alone."""
    host = FileHost(RESOLVED)
    known = {value for figure in app.figures(host) for value in (figure.value, figure.numerator, figure.denominator)}
    tracker = app.check(host).intake.tracker
    known |= {row.value for row in tracker.edition_figures} | {row.number for row in tracker.indicators}
    known |= {row.comparator for row in tracker.indicators} | {row.national_standard for row in tracker.indicators}
    known |= {tracker.settings.england_patients_per_gp_fte}
    numbers = {round(float(value), 9) for value in known if isinstance(value, int | float)}
    ours = {name: rows for name, rows in tables(pack()).items() if name not in tables(refreshed())}
    looked = [
        (name, heading, value)
        for name, rows in ours.items()
        if name not in COUNTED_HERE and name != "pc_facts"
        for row in rows
        for heading, value in row.items()
        if isinstance(value, int | float) and heading not in ("No.", "Rows")
    ]
    assert len(looked) > 30
    for name, heading, value in looked:
        assert round(value, 9) in numbers or round(value * 100, 9) in numbers, (name, heading, value)


def test_every_column_with_a_width_of_its_own_on_paper_is_in_the_group_pack() -> None:
    """A renamed heading would lose its width, and the print would shrink."""
    shown = {name: set(rows[0]) for name, rows in tables(pack("group")).items()}
    for table, widths in ON_PAPER.items():
        assert widths.keys() <= shown[table], table


def test_every_value_is_beside_its_indicator() -> None:
    """A number of the tracker in the wrong row would be a figure of the tracker still."""
    ours, tracker = tables(pack()), app.check(FileHost(RESOLVED)).intake.tracker
    now = {row["No."]: row["Value"] for row in tables(refreshed())["pc_indicators"]}
    issued = {row.measure: row.words or row.value for row in tracker.edition_figures}
    unit = {one.number: 100 if one.kind is IndicatorKind.PERCENTAGE else 1 for one in tracker.indicators}
    then = {one.number: issued.get(one.key) for one in tracker.indicators}
    assert {int(row["Indicator"].split(".")[0]): row["Value"] for row in ours["pc_summary"]} == now
    assert {row["No."]: row["Now"] for row in ours["pc_changes"]} == now
    assert {row["No."]: row["Then"] for row in ours["pc_changes"]} == {
        number: pytest.approx(value / unit[number]) if isinstance(value, float) else value
        for number, value in then.items()
    }
    own = {
        int(row["Figure"].split(".")[0]): row["Value"]
        for row in ours["pc_figure_sources"]
        if row["Figure"][0].isdigit() and ": " not in row["Figure"].replace("Overall CQC rating: ", "")
    }
    assert own == now


def test_every_key_figure_is_the_one_its_words_name() -> None:
    ours = {row["Key figure"]: row["Figure"] for row in tables(pack())["pc_key_figures"]}
    area = tables(refreshed())["pc_localities"][-1]
    counts = {one.measure: one.value for one in app.figures(FileHost(RESOLVED)) if one.organisation == "Thurrock"}
    green = sum(row["RAG and why"].startswith("Green") for row in tables(refreshed())["pc_indicators"])
    assert ours == {
        "Patients per FTE GP": area["Patients per FTE GP"],
        "FTE GPs per 1,000 weighted patients": area["FTE GPs per 1,000 weighted"],
        "Indicators that are Green": f"{green} of 10",
        "Actions overdue": counts["actions_overdue"],
        "Practices rated at least Good by the CQC": area["Good"] + area["Outstanding"],
    }


def test_every_kind_of_finding_is_counted_as_often_as_it_was_found() -> None:
    told = Counter(found.code for found in app.check(FileHost(all_public())).findings)
    counted: Counter[str] = Counter()
    for row in tables(pack(tracker=all_public()))["pc_kinds_of_finding"]:
        counted[row["Code"]] += row["Cells"]
    assert counted - told == Counter()
    assert told - counted == Counter({"P23": 1})  # the pack says that one finding is not shown: its cell is Internal


def test_every_chart_holds_the_numbers_of_its_table() -> None:
    shown = {
        round(v, 9)
        for rows in tables(pack()).values()
        for row in rows
        for v in row.values()
        if isinstance(v, int | float)
    }
    series = charted(pack())
    assert len(series) > 20
    assert all(round(value, 9) in shown for numbers in series for value in numbers)


def test_the_public_pack_has_the_figures_of_the_group_pack_wherever_it_has_any() -> None:
    """The same practices, the same area: leaving rows out moves no figure of those that stay."""
    group, public = tables(pack()), tables(pack("public"))
    for name in (
        "pc_practices",
        "pc_localities",
        "pc_cqc_shares",
        "pc_trajectories",
        "pc_summary",
        "pc_figure_sources",
    ):
        assert group[name] == public[name], name


# --- the parts of the issue


def test_both_ratios_and_both_denominators_are_shown() -> None:
    found = tables(pack())
    area = found["pc_localities"][-1]
    assert (round(area["Patients per FTE GP"]), round(area["FTE GPs per 1,000 weighted"], 2)) == (2072, 0.47)
    good = [row for row in found["pc_cqc_shares"] if row["What is counted"] == "At least Good"]
    assert [(row["Of which practices"], row["Count"], row["Of"]) for row in good] == [
        ("inspected practices", 10, 20),
        ("all practices", 10, 33),
    ]


def test_changes_are_measured_from_the_last_issued_edition() -> None:
    rows = {row["No."]: row["Change"] for row in tables(pack())["pc_changes"]}
    assert rows[4] == "Improved (from 44.4% to 50%)"
    assert rows[5] == "Deteriorated (from 80% to 79%)"
    assert rows[7] == "Sustained (unchanged at Good)"
    assert rows[10] == "Not in that issue"
    moved = {row["Figure"]: (row["Then"], row["Now"]) for row in tables(pack())["pc_other_changes"]}
    assert moved["Actions overdue"] == ("0", "1")
    assert moved["Action C state"] == ("Due soon", "Overdue")


def test_every_figure_names_its_source_its_period_and_its_revision() -> None:
    rows = {row["Figure"]: row for row in tables(pack())["pc_figure_sources"]}
    survey = rows["5. Patients with a good experience of GP services"]
    assert (survey["Period"], survey["Extracted on"], survey["Revision"]) == (
        "January 2017",
        "10 March 2017",
        "Provisional",
    )
    assert rows["6. A&E attendances that last four hours or less"]["Revision"] == "Revised"
    assert rows["1. GPs per 1,000 patients (baseline)"]["Source"] == "Reporting template, objective 4D"
    assert all(row["Source"] and row["Extracted on"] for row in rows.values() if row["Value"] is not None)
    assert {row.split(".")[0] for row in rows if row[0].isdigit()} == {str(n) for n in range(1, 11)}
    assert "Indicator 6: revised since first published." in str(load_workbook(pack())["Sources"]["A3"].value)


def test_the_nine_functions_say_what_served_them_and_what_nothing_did() -> None:
    rows = tables(pack())["pc_served_functions"]
    assert [row["No."] for row in rows] == list(range(1, 10))
    assert [row["No."] for row in rows if row["State"] == "Nothing serves it"] == [9]


def test_actions_say_who_has_the_power_to_act_and_what_was_last_said() -> None:
    found = tables(pack())
    assert {row["Action"]: row["Power to act"] for row in found["pc_actions"]}["D"] == "NHS England"
    assert len({row["Action"] for row in found["pc_progress"]}) == 6


def test_risks_and_missing_material_are_listed() -> None:
    found = tables(pack())
    assert ("An action is overdue", "Action C") in {(row["Risk"], row["Concerns"]) for row in found["pc_risks"]}
    assert len(found["pc_missing"]) == 4


def test_material_not_to_hand_is_placed_by_sheet_and_row_in_words_not_by_cell() -> None:
    noted = [row["Where it is noted"] for row in tables(pack())["pc_missing"]]
    assert noted == ["Indicators: indicator 3", "Indicators: indicator 6", "Meetings", "Meetings"]


def test_findings_of_a_kind_say_how_many_were_accepted_only_where_some_were() -> None:
    assert "Cells" in tables(pack())["pc_kinds_of_finding"][0]
    assert not any("ccepted" in heading for heading in tables(pack())["pc_kinds_of_finding"][0])


def test_a_minus_is_written_one_way() -> None:
    said = {text for xml in parts(pack()).values() for text in re.findall(r"<t[^>]*>([^<]*)</t>", xml)}
    assert any("(\N{MINUS SIGN}0.14, 23.0% of 0.61)" in text for text in said)
    assert not [text for text in said if re.search(r"(?<![\w-])-\d", text)]


def test_a_public_pack_of_a_tracker_without_indicators_is_made(tmp_path: Path) -> None:
    """It says above the first table with gaps, not below it, what an empty cell means."""
    from samples.make_thurrock_resolved import papers, rows

    bare = tmp_path / "no indicators.xlsx"
    app.draw_tracker(bare, {**rows(), "tblIndicators": []}, papers.SETTINGS)
    app.board_pack(FileHost(bare), "public", tmp_path / "pack.xlsx", now=NOON)
    column = [str(row[0].value) for row in load_workbook(tmp_path / "pack.xlsx")["Summary"].iter_rows(max_col=1)]
    note = next(at for at, words in enumerate(column) if words.startswith("An empty cell means"))
    assert note < column.index("Key figure")


# --- presets


@pytest.mark.parametrize("name", ["full", "half-yearly", "delivery-group"])
def test_a_preset_holds_its_sections_and_no_others(name: str) -> None:
    listed = presets(app.check(FileHost(RESOLVED)).intake.tracker)
    (preset,) = (one for one in listed if one.name == name)
    wanted = [section.value for section in Section if section in preset.sections]
    assert load_workbook(pack("group", name)).sheetnames == wanted


def test_the_half_yearly_report_is_shorter_and_the_delivery_group_meets_every_two_months() -> None:
    assert len(load_workbook(pack("group", "half-yearly")).sheetnames) < len(EVERY_SECTION)
    sheet = load_workbook(pack("group", "delivery-group"))["Cover"]
    facts = {row[0].value: row[1].value for row in sheet["A6:B12"]}
    assert facts["For"] == "Primary Care Improvement and Delivery Group"
    assert (facts["Meeting"], facts["Reported"]) == ("10 May 2017", "Every two months")
    assert len(tables(pack("group", "delivery-group"))["pc_since_meeting"]) >= 5  # said after the meeting of January


# --- the same bytes


def test_the_same_tracker_edition_and_day_give_the_same_bytes(tmp_path: Path) -> None:
    again = tmp_path / "group full.xlsx"
    app.board_pack(FileHost(RESOLVED), "group", again, now=NOON.replace(hour=17, minute=3))
    assert again.read_bytes() == pack().read_bytes()


# --- the sample


def test_the_resolved_sample_is_what_its_script_makes(tmp_path: Path) -> None:
    from samples.make_thurrock_resolved import make

    make(tmp_path / "made.xlsx")
    assert parts_of(tmp_path / "made.xlsx") == parts_of(RESOLVED)


def test_the_rulings_resolve_what_blocked_and_nothing_else_has_come() -> None:
    def told(name: str) -> set[tuple[str, str, str]]:
        return {(f.code, f.sheet, f.cell) for f in app.check(FileHost(SAMPLES / name)).findings}

    before, after = told("thurrock-2017.xlsx"), told("thurrock-2017-resolved.xlsx")
    assert {(code, cell) for code, sheet, cell in before - after if sheet == "Indicators"} == {
        ("P01", "C8"), ("P02", "J8"), ("P02", "J9"), ("P08", "U6"), ("P08", "U7"), ("P08", "U10"), ("P10", "AA11"), ("P19", "O7"),
    }  # fmt: skip
    assert {sheet for _, sheet, _ in after - before} == {"Meetings"}  # which has one row more on top
    assert {code for code, _, _ in after} <= {code for code, _, _ in before}


def test_the_sample_s_edition_is_the_as_at_date() -> None:
    tracker = app.check(FileHost(RESOLVED)).intake.tracker
    assert {row.edition for row in tracker.approvals} == {tracker.settings.as_at} == {date(2017, 3, 15)}
