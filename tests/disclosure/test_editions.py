"""What each edition shows, and that nothing else is in it."""

import os
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from pc_workbook.app import Checked, board_pack, check, draw_tracker, measure
from pc_workbook.boardpack.leaks.restricted_text import RestrictedText, RestrictedTexts
from pc_workbook.boardpack.leaks.scan import scan
from pc_workbook.disclosure.audience import LIST_RULES, Audience, column_rule
from pc_workbook.disclosure.edition import Edition, Permitted, results_for_edition
from pc_workbook.figures.table import figures
from pc_workbook.hosts.file import FileHost
from pc_workbook.model.indicator import Rag
from pc_workbook.tracker.lists.catalogue import BY_TABLE, LISTS
from pc_workbook.views.parts import Value
from pc_workbook.wording.actions import flags_words, served_words
from pc_workbook.wording.disclosure import SUPPRESSION_RULES, suppression_sentences, withheld_sentences
from pc_workbook.wording.rag import rag_reason, rag_words
from pc_workbook.wording.reasons import reason_words
from tests.boardpack.seeded import Seeds, letters, seeded_tracker, texts_of
from tests.support import PROJECT, SAMPLES

NOW = datetime(2017, 3, 20)
Rows = Mapping[str, Sequence[Mapping[str, Value]]]
SETTINGS: Mapping[str, Value] = {"area_name": "Thurrock", "area_code": "07G", "as_at": date(2017, 3, 15)}


# --- strings of every kind


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Seeds]:
    path = tmp_path_factory.mktemp("seeded") / "tracker.xlsx"
    return path, seeded_tracker(path)


def found_in(pack: Path, seeds: Seeds) -> list[str]:
    """The places whose strings stand in a file."""
    everything = "\n".join(texts_of(pack))
    return [place for text, place in seeds.places.items() if letters(text) in everything]


def test_no_seeded_string_is_in_the_public_pack(seeded: tuple[Path, Seeds], tmp_path: Path) -> None:
    tracker, seeds = seeded
    assert len(seeds.places) >= 300
    out = tmp_path / "public.xlsx"
    board_pack(FileHost(tracker), "public", out, accessible=True, now=NOW)
    for path in tmp_path.glob("*.xlsx"):
        assert found_in(path, seeds) == []
        looked_for = RestrictedTexts(
            tuple(RestrictedText(place, text=text, names=(text,)) for text, place in seeds.places.items())
        )
        assert scan(path, looked_for) == ()
    assert len(list(tmp_path.glob("*.xlsx"))) == 2


@pytest.mark.skipif("PC_WORKBOOK_LEAKS_IN_PDF" not in os.environ, reason="takes half a minute and LibreOffice")
def test_no_seeded_string_is_in_the_public_pdf(seeded: tuple[Path, Seeds], tmp_path: Path) -> None:
    tracker, seeds = seeded
    board_pack(FileHost(tracker), "public", tmp_path / "public.xlsx", pdf=True, now=NOW)
    text = letters("".join(page.extract_text() for page in PdfReader(tmp_path / "public.pdf").pages))
    assert letters("Write a Primary Care Strategy that plans the workforce") in text
    assert [place for said, place in seeds.places.items() if letters(said) in text] == []


def test_members_are_shown_what_is_exempt_and_nobody_what_is_internal(
    seeded: tuple[Path, Seeds], tmp_path: Path
) -> None:
    tracker, seeds = seeded
    out = tmp_path / "group.xlsx"
    board_pack(FileHost(tracker), "group", out, now=NOW)
    found = found_in(out, seeds)
    assert {"tblActions, text", "tblActionProgress, progress", "tblMilestones, milestone"} <= set(found)
    assert found.count("tblActions, text") == 3  # of four: one is Internal
    assert not [place for place in found if place.startswith(("tblRoles", "tblConflicts", "tblReturns"))]


def test_other_words_in_hidden_cells_change_nothing_that_is_shown(seeded: tuple[Path, Seeds], tmp_path: Path) -> None:
    """Who reads a public pack learns nothing of hidden texts: with any others it would be the same."""
    other = tmp_path / "tracker.xlsx"
    seeded_tracker(other, "Another")
    one, two = (shown(check(FileHost(path)), Edition.PUBLIC) for path in (seeded[0], other))
    assert one.results == two.results
    assert one.findings == two.findings
    assert one.intake.tracker == two.intake.tracker
    assert (one.withheld, one.findings_withheld) == (two.withheld, two.findings_withheld)
    assert one.suppression == two.suppression


# --- which rows


def shown(checked: Checked, edition: Edition) -> Permitted:
    return results_for_edition(checked.intake, checked.findings, edition).permitted


def tracker_of(path: Path, rows: Rows, settings: Mapping[str, Value] = SETTINGS) -> Path:
    draw_tracker(path / "tracker.xlsx", rows, settings)
    return path / "tracker.xlsx"


def of(path: Path, rows: Rows, edition: Edition = Edition.PUBLIC) -> Permitted:
    return shown(check(FileHost(tracker_of(path, rows))), edition)


def practice(number: int, locality: str = "North", **more: Value) -> dict[str, Value]:
    return {"code": f"V{number:05d}", "name": f"Fictional practice {number}", "locality": locality, **more}


def staff(number: int, fte: float, patients: int) -> dict[str, Value]:
    return {"practice": f"V{number:05d}", "period": "2014/15", "staff_group": "All GPs", "fte": fte,
            "registered_patients": patients}  # fmt: skip


ACTION = {"letter": "A", "text": "Something is promised.", "delivery": "By 2020"}
MARKS = {
    "unmarked": ({}, "public guest group"),
    "Public": ({"marking": "Public"}, "public guest group"),
    "in small letters": ({"marking": "public "}, "public guest group"),
    "Exempt": ({"marking": "Exempt", "exempt_paragraph": "3"}, "group"),
    "Internal": ({"marking": "Internal"}, ""),
    "nearly Public": ({"marking": "Pubic"}, ""),
    "a paragraph without a marking": ({"exempt_paragraph": "3"}, "group"),
    "a paragraph beside Public": ({"marking": "Public", "exempt_paragraph": "3"}, "group"),
}


@pytest.mark.parametrize(("marks", "editions"), MARKS.values(), ids=MARKS.keys())
def test_a_row_has_the_audience_of_its_marking(marks: Mapping[str, Value], editions: str, tmp_path: Path) -> None:
    checked = check(FileHost(tracker_of(tmp_path, {"tblActions": [ACTION | marks]})))
    assert [edition for edition in Edition if shown(checked, edition).results.actions] == [
        edition for edition in Edition if edition in editions.split()
    ]


def test_a_marking_that_is_merged_over_rows_holds_for_each_of_them(tmp_path: Path) -> None:
    path = tracker_of(tmp_path, {"tblActions": [ACTION | {"marking": "Exempt"}, ACTION | {"letter": "B"}]})
    book = openpyxl.load_workbook(path)
    column = [c.field for c in BY_TABLE["tblActions"].columns].index("marking") + 1
    book["Actions"].merge_cells(start_row=6, end_row=7, start_column=column, end_column=column)
    book.save(path)
    assert shown(check(FileHost(path)), Edition.PUBLIC).results.actions == ()


def test_a_list_whose_column_of_markings_is_gone_is_not_shown(tmp_path: Path) -> None:
    path = tracker_of(tmp_path, {"tblActions": [ACTION]})
    book = openpyxl.load_workbook(path)
    headings = {cell.value: cell for cell in book["Actions"][5]}
    headings["Marking"].value = "Who may see it"
    column = next(c for c in book["Actions"].tables["tblActions"].tableColumns if c.name == "Marking")
    column.name = "Who may see it"
    book.save(path)
    assert shown(check(FileHost(path)), Edition.PUBLIC).results.actions == ()


REPORT = {"action": "A", "locality": "North", "progress": "Two practices were visited.", "updated_on": date(2017, 3, 1)}


@pytest.mark.parametrize(
    ("marks", "text", "editions"),
    [
        ({}, "Two practices were visited.", "group guest"),
        ({}, "Fictional practice 2 was visited.", "group"),
        ({"marking": "Public"}, "Two practices were visited.", "public group guest"),
    ],
)
def test_unmarked_progress_is_for_the_meeting_and_what_names_a_practice_for_members(
    marks: Mapping[str, Value], text: str, editions: str, tmp_path: Path
) -> None:
    rows = {"tblActions": [ACTION], "tblActionProgress": [REPORT | marks | {"progress": text}],
            "tblLocalities": [{"name": "North"}], "tblPractices": [practice(2)]}  # fmt: skip
    checked = check(FileHost(tracker_of(tmp_path, rows)))
    assert {e for e in Edition if shown(checked, e).results.actions[0].last_two} == set(editions.split())


@pytest.mark.parametrize(
    ("text", "editions"),
    [("The building is up.", "group guest"), ("Fictional practice 2 moves in.", "group")],
)
def test_unmarked_programme_reports_are_for_the_meeting_too(text: str, editions: str, tmp_path: Path) -> None:
    rows = {"tblProgrammes": [{"name": "A centre", "progress": text}], "tblPractices": [practice(2)]}
    checked = check(FileHost(tracker_of(tmp_path, rows)))
    told = {edition: shown(checked, edition).results.programmes[0].progress for edition in Edition}
    assert told == {edition: text if edition in editions.split() else "[c]" for edition in Edition}


def test_what_is_about_a_hidden_row_is_hidden_with_it_and_nothing_false_replaces_it(tmp_path: Path) -> None:
    exempt = {"marking": "Exempt", "exempt_paragraph": "3"}
    seen = of(tmp_path, {
        "tblIndicators": [{"number": 1, "title": "GPs", "kind": "Rate", "direction": "Higher is better", "baseline": "0.47 (2015)"}],
        "tblFunctions": [{"number": 7, "function": "Something"}],
        "tblActions": [ACTION | exempt | {"links": "1", "functions": "7"}, ACTION | {"letter": "B"}],
        "tblActionProgress": [REPORT | {"marking": "Public"}, REPORT | exempt | {"action": "B"}],
        "tblLocalities": [{"name": "North"}],
    })  # fmt: skip
    (action,) = seen.results.actions
    assert (action.action.letter, action.last_two) == ("B", ())
    assert "no progress is reported" not in flags_words(action.flags)
    assert seen.results.indicators[0].actions == ("[c]",)
    assert served_words(seen.results.functions[0]) == "[c] what is not shown here"
    assert not [found for found in seen.findings if found.code in ("P21", "R15")]
    assert withheld_sentences(seen)[:2] == (
        "1 report on progress is not shown: about something that is not shown.",
        "1 action and 1 report on progress are not shown: exempt information (paragraph 3).",
    )


# --- which columns


def test_every_list_has_a_rule_for_its_audience() -> None:
    assert LIST_RULES.keys() == {entry_list.table for entry_list in LISTS}


def test_the_name_of_a_person_has_no_audience() -> None:
    for field in ("person", "also_written"):
        rule = column_rule("tblRoles", field)
        assert rule is not None
        assert (rule.audience, rule.released) == (Audience.NOBODY, False)


@pytest.mark.parametrize(
    ("table", "field"),
    [(one.table, c.field) for one in LISTS for c in one.columns
     if c.field in {"note", "contract_type", "override_by", "marked_by", "marking_reason", "headcount", "accepted_by"}],
)  # fmt: skip
def test_confidential_columns_are_in_no_public_row_by_default(table: str, field: str) -> None:
    rule = column_rule(table, field)
    assert rule is not None
    assert rule.audience < Audience.MEETING


def test_an_override_keeps_its_effect_and_its_reason_is_masked(tmp_path: Path) -> None:
    one = {"number": 1, "title": "GPs", "kind": "Rate", "direction": "Higher is better", "baseline": "0.47 (2017)",
           "target": 0.6, "target_year": 2017, "rag_override": "Amber", "override_on": date(2017, 3, 1),
           "override_by": "Head of something", "override_reason": "The practice at the corner closes"}  # fmt: skip
    rag = of(tmp_path, {"tblIndicators": [one]}).results.indicators[0].rag
    assert (rag.rag, rag_reason(rag), rag.overridden_from) == (Rag.AMBER, "[c] ([c], 1 March 2017)", Rag.RED)


# --- which numbers


@pytest.mark.parametrize("sample", ["thurrock-2017-resolved.xlsx", "thurrock-open-data.xlsx"])
@pytest.mark.parametrize("edition", Edition)
def test_every_figure_that_is_shown_is_the_whole_trackers(sample: str, edition: Edition) -> None:
    checked = check(FileHost(SAMPLES / sample))
    whole = {one[:4]: one for one in figures(measure(checked))}
    seen = {one[:4]: one for one in figures(shown(checked, edition).results)}
    counts_of_shown = {"actions", "actions_without_lead", "actions_without_outcome"}
    assert {key for key in seen if seen[key] != whole[key]} <= {key for key in whole if key[0] in counts_of_shown}


CLAIMS: list[dict[str, Value]] = [
    {"number": 1, "claim": "They are correlated", "test": "Correlation", "measure": "patients_per_gp_fte",
     "second_measure": "deprivation_score", "note": "for the group"},
]  # fmt: skip
SIX = [practice(n, "North" if n <= 3 else "South") for n in range(1, 7)]
STAFF = [
    staff(n, fte, patients)
    for n, fte, patients in zip(range(1, 7), (2.5, 1.5, 3, 4, 2, 1), (5000, 2500, 6100, 7300, 4200, 1900), strict=True)
]


def test_a_hidden_practice_can_not_be_worked_out_from_the_sums(tmp_path: Path) -> None:
    rows = {"tblPractices": [row | ({"marking": "Exempt"} if row["code"] == "V00001" else {}) for row in SIX],
            "tblWorkforce": STAFF, "tblLocalities": [{"name": "North"}, {"name": "South"}], "tblClaims": CLAIMS}  # fmt: skip
    seen = of(tmp_path, rows)
    told = {place.organisation: place for place in seen.results.practices}
    assert told.keys() == {f"V{n:05d}" for n in range(2, 7)}
    assert [code for code, place in told.items() if place.staff.gp_fte is None] == ["V00002"]  # the smallest beside it
    assert told["V00002"].staff.registered_patients is None
    assert reason_words(told["V00002"].staff.patients_per_gp_fte.why).startswith("[c] suppressed")
    assert {place.rank for place in told.values()} == {None}
    assert seen.results.area.staff.registered_patients == 27_000
    assert [place.staff.registered_patients for place in seen.results.localities] == [13_600, 13_400]
    assert seen.results.association.pearson is None
    assert seen.results.claims[-1].verdict == "[c]"
    assert "27,000" not in " ".join(suppression_sentences(seen.suppression))


def test_the_sum_of_a_locality_goes_where_its_only_practice_is_hidden(tmp_path: Path) -> None:
    places = ("North", "South", "South", "South", "West", "West")
    practices = [practice(n, place) for n, place in enumerate(places, start=1)]
    rows = {"tblPractices": [row | ({"marking": "Internal"} if row["code"] == "V00001" else {}) for row in practices],
            "tblWorkforce": STAFF, "tblLocalities": [{"name": name} for name in ("North", "South", "West")]}  # fmt: skip
    seen = of(tmp_path, rows)
    sums = {place.organisation: place.staff.registered_patients for place in seen.results.localities}
    assert sums["North"] is None
    assert len([total for total in sums.values() if total is None]) == 2  # one alone would be the area less the others
    assert seen.results.area.staff.registered_patients == 27_000


SURVEY = {"number": 5, "title": "Good experience", "kind": "Percentage", "measure": "good_experience",
          "direction": "Higher is better", "baseline": "80% (2015/16)"}  # fmt: skip


def observed(number: int | str, numerator: int, denominator: int) -> dict[str, Value]:
    code = f"V{number:05d}" if isinstance(number, int) else number
    value = f"{100 * numerator / denominator:.15g}%"
    return {"indicator": 5, "organisation": code, "period": "Jan 2017", "numerator": numerator, "denominator": denominator,
            "value": value}  # fmt: skip


def counts_of(seen: Permitted) -> dict[str, tuple[float | None, float | None, float | None]]:
    return {row.organisation: (row.numerator, row.denominator, row.value) for row in seen.intake.tracker.observations}


def test_small_counts_of_people_are_suppressed_with_another_and_the_rest_rounded(tmp_path: Path) -> None:
    rows = {
        "tblPractices": SIX,
        "tblLocalities": [{"name": "North"}, {"name": "South"}],
        "tblIndicators": [SURVEY],
        "tblObservations": [observed(1, 4, 60), observed(2, 33, 60), observed(3, 48, 61), observed(4, 88, 103),
                            observed(5, 31, 47), observed("Thurrock", 204, 331)],
    }  # fmt: skip
    nothing = (None, None, None)
    assert counts_of(of(tmp_path, rows)) == {
        "V00001": nothing,  # 4 people
        "V00005": nothing,  # the smallest that is in the same totals
        "V00002": (35, 60, pytest.approx(100 * 35 / 60)),
        "V00003": (50, 60, pytest.approx(100 * 50 / 60)),
        "V00004": (90, 105, pytest.approx(100 * 90 / 105)),
        "Thurrock": (204, 331, pytest.approx(100 * 204 / 331)),
    }
    assert counts_of(shown(check(FileHost(tmp_path / "tracker.xlsx")), Edition.GROUP))["V00001"][0] == 4


@pytest.mark.parametrize(
    "told",
    [{"denominator": 60, "value": "6.7%"}, {"numerator": 8, "value": "88.9%"}],
    ids=["4 people by the rate and its base", "a base of 9 by the rate and its count"],
)
def test_a_small_count_that_follows_from_the_other_and_the_rate_is_suppressed(
    told: Mapping[str, Value], tmp_path: Path
) -> None:
    row = {"indicator": 5, "organisation": "V00001", "period": "Jan 2017"}
    rows = {"tblPractices": SIX, "tblIndicators": [SURVEY], "tblObservations": [row | told]}
    assert counts_of(of(tmp_path, rows)) == {"V00001": (None, None, None)}


def test_an_earlier_edition_does_not_reveal_what_is_suppressed(tmp_path: Path) -> None:
    """Issued editions records whole figures: of the one practice in North, and of four people in Thurrock."""
    practices = [row | ({"marking": "Exempt"} if row["code"] == "V00001" else {}) for row in SIX]
    practices = [
        row | {"locality": "West" if row["code"] in ("V00002", "V00003") else row["locality"]} for row in practices
    ]
    earlier = [("patients_per_gp_fte", "North", 2000), ("gp_fte", "North", 2.5), ("cqc_share_good_of_all", "North", 50),
               ("good_experience", "Thurrock", 6.7), ("good_experience", "North", 6.7), ("actions", "Thurrock", 3)]  # fmt: skip
    seen = of(tmp_path, {
        "tblPractices": practices, "tblWorkforce": STAFF, "tblIndicators": [SURVEY],
        "tblLocalities": [{"name": name} for name in ("North", "South", "West")],
        "tblObservations": [observed("Thurrock", 4, 60)],
        "tblEditions": [{"edition": date(2017, 1, 15), "measure": measure, "organisation": whose, "period": "Jan 2017", "value": value}
                        for measure, whose, value in earlier],
    })  # fmt: skip
    assert seen.results.localities[0].staff.registered_patients is None
    told = {(one.measure, one.organisation): one.value or one.words for one in seen.intake.tracker.edition_figures}
    assert told == {
        ("cqc_share_good_of_all", "North"): 50,
        ("good_experience", "Thurrock"): "[c]",
        ("good_experience", "North"): "[c]",
        ("actions", "Thurrock"): 3,
    }


def test_a_survey_of_fewer_than_ten_people_is_suppressed_and_not_rated(tmp_path: Path) -> None:
    rows = {"tblIndicators": [SURVEY], "tblObservations": [observed("Thurrock", 8, 9)]}
    seen = of(tmp_path, rows).results.indicators[0]
    assert (seen.value, seen.current.numerator, seen.current.denominator) == (None, None, None)
    assert rag_words(seen.rag) == "Not rated – the value is suppressed"
    assert all(gap.value is None for gap in seen.gaps)


def test_counts_of_practices_are_never_suppressed() -> None:
    seen = shown(check(FileHost(SAMPLES / "thurrock-2017-resolved.xlsx")), Edition.PUBLIC)
    whole = measure(check(FileHost(SAMPLES / "thurrock-2017-resolved.xlsx")))
    assert seen.results.cqc.shares == whole.cqc.shares
    assert any(0 < share.numerator < 8 for share in seen.results.cqc.shares)


def test_a_register_of_few_people_is_suppressed(tmp_path: Path) -> None:
    rows = {"tblPractices": SIX, "tblConditions": [
        {"practice": "V00001", "condition": "Dementia", "period": "2015/16", "register_count": 3, "list_size": 900, "achievement": 66.7},
        {"practice": "V00002", "condition": "Dementia", "period": "2015/16", "register_count": 22, "list_size": 900, "achievement": 50},
        {"practice": "V00003", "condition": "Dementia", "period": "2015/16", "register_count": 41, "list_size": 900, "achievement": 90},
    ]}  # fmt: skip
    conditions = of(tmp_path, rows).intake.tracker.conditions
    assert [(row.register_count, row.achievement) for row in conditions] == [
        (None, None),
        (None, None),
        (40, pytest.approx(87.5)),
    ]


def test_the_page_on_editions_gives_the_rules_as_they_are() -> None:
    page = (PROJECT / "docs" / "editions.md").read_text("utf-8")
    assert [rule for rule in SUPPRESSION_RULES if f"| {rule[0]} | {rule[1]} |" not in page] == []
