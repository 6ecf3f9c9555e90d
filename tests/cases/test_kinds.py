"""Indicators of every kind, on scales, ranges and RAG schemes of an area's own: how each is judged, and each bad list."""

from typing import Any

import pytest

from pc_workbook.disclosure.edition import Edition, results_for_edition
from pc_workbook.measures.edition import measure_edition
from pc_workbook.measures.results import GapTo, IndicatorResult
from pc_workbook.model.indicator import Rag
from pc_workbook.tracker.findings import Severity, blocked_indicators
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.wording.findings import message
from pc_workbook.wording.rag import rag_words
from tests.support.kinds_tracker import INDICATORS, SCALES, SCHEMES, VALUES, changed, kinds_tracker, rags

GREEN: dict[int, object] = {
    1: 200.0, 2: "£1.2m", 3: "10 days", 4: 110.0, 5: "Yes", 6: "Substantial", 7: "92%", 8: 200.0, 9: "90%", 10: "3:30", 11: 10.0,
    12: "Yes",
}  # fmt: skip


def results(values: dict[int, object], **lists: Any) -> dict[int, IndicatorResult]:
    intake = read_tracker(kinds_tracker(values, **lists))
    found = measure_edition(intake.tracker, blocked_indicators(find_all(intake))).indicators
    return {one.indicator.number: one for one in found}


def test_each_kind_is_red_where_it_falls_short_and_green_where_it_is_met() -> None:
    found, findings = rags(kinds_tracker())
    assert {rag for number, rag in found.items()} == {Rag.RED}
    own = ("Indicators", "Observations", "Scales", "RAG schemes")
    assert not [one for one in findings if one.severity is Severity.ERROR and one.sheet in own]
    assert set(rags(kinds_tracker(GREEN))[0].values()) == {Rag.GREEN}


@pytest.mark.parametrize(
    ("number", "value", "words"),
    [
        (1, 150.0, "Red – 50 below the 2017 target (−50, 25.0% of 200)"),
        (2, "£1.25m", "Amber – £0.05m above the 2017 target (£1.2m); within the tolerance of £0.1m"),
        (3, "11 days", "Red – 1 day above the 2017 target (10 days)"),
        (5, "No", "Red – No, and the 2017 target is Yes"),
        (6, "Partial", "Red – Not met: Partial, 2016/17 is below Substantial"),
        (6, "Not yet assessed", "Not rated – no rating on the scale (Not yet assessed, 2016/17)"),
        (7, "84.5%", "Amber – 0.5 points below the range 85% to 92%; within the tolerance of 1 point"),
        (7, "93.5%", "Red – 1.5 points above the range 85% to 92%; beyond the tolerance of 1 point"),
        (7, "88%", "Green – 88%, within the range 85% to 92%"),
        (8, 190.0, "Close (counts as Amber) – 10 below the 2017 target (−10, 5.0% of 200); 95% of the target, from 95% to below 100%"),
        (9, "60%", "Amber/Red (counts as Amber) – 60%, from 50% to below 90% (scheme Bands)"),
        (9, "100%", "Complete (counts as Green) – 100%, from 90% up to 100% (scheme Bands)"),
        (10, "8:29", "Nearly (counts as Amber) – 4:59 above the 2017 target (3:30)"),
        (11, 21.0, "Edge (counts as Amber) – 1 above the range 10 to 20; a distance from −2 to below 0 (scheme Ranges)"),
        (12, "No", "Behind (counts as Red) – No, and the 2017 target is Yes"),
    ],
)  # fmt: skip
def test_a_value_is_judged_by_its_own_rule_and_says_so(number: int, value: object, words: str) -> None:
    assert rag_words(results({**VALUES, number: value})[number].rag).startswith(words)


def test_lower_is_better_is_a_per_cent_of_the_target_as_well() -> None:
    indicators = changed(INDICATORS, 8, direction="Lower is better", target=100.0)
    words = {value: results({8: value}, indicators=indicators)[8].rag.word for value in (90.0, 100.0, 104.0, 106.0)}
    assert words == {90.0: "On target", 100.0: "On target", 104.0: "Close", 106.0: "Off target"}


@pytest.mark.parametrize(
    ("number", "value", "fields"),
    [
        (9, "0.5%", {}),  # in a band
        (8, 200.0, {"target": 0.0}),  # nothing is a per cent of 0
        (8, 200.0, {"target": None}),
        (8, 200.0, {"direction": None}),
        (8, 200.0, {"rag_scheme": "Corporat"}),
        (9, "100%", {"rag_scheme": "Ranges"}),
        (7, "88%", {"range_to": None}),
        (7, "88%", {"range_from": "about 85%"}),
        (6, "Substantial", {"scale": "Assurances"}),
        (6, "Substantial", {"target": "Not yet assessed"}),
        (6, "Good", {}),
        (5, "1", {}),
        (12, "Yes", {"rag_scheme": "Distances"}),
        (5, "Yes", {"target": None}),  # nothing says whether Yes or No is wanted
        (5, "No", {"target": None, "direction": "Neutral"}),
        (11, 15.0, {"target_year": 2018.0}),  # not yet
    ],
)  # fmt: skip
def test_what_no_rule_decides_is_not_green(number: int, value: object, fields: dict[str, Any]) -> None:
    found = results({number: value}, indicators=changed(INDICATORS, number, **fields))[number]
    assert found.rag.rag is not Rag.GREEN
    assert found.rag.reasons or found.rag.rag is Rag.RED


def test_a_value_in_no_band_is_not_rated_and_says_so() -> None:
    schemes = [{**row, "high": 80.0} if row["word"] == "Complete" else row for row in SCHEMES]
    schemes = [{**row, "low": 10.0} if row["word"] == "Low" else row for row in schemes]
    schemes = [{**row, "high": 70.0} if row["word"] == "Amber/Red" else {**row, "low": 70.0} if row["word"] == "Complete" else row
               for row in schemes]  # fmt: skip
    for value, amount in (("5%", "5%"), ("95%", "95%")):
        found = results({9: value}, schemes=schemes)[9]
        assert rag_words(found.rag) == f"Not rated – {amount} is in no band of the scheme Bands"


@pytest.mark.parametrize(
    ("target", "value", "rag"), [("No", "No", Rag.GREEN), ("No", "Yes", Rag.RED), ("Yes", "No", Rag.RED)]
)
def test_an_answer_is_judged_by_the_one_that_is_wanted(target: str, value: str, rag: Rag) -> None:
    indicators = changed(INDICATORS, 5, target=target, tolerance=1.0)
    assert results({5: value}, indicators=indicators)[5].rag.rag is rag


def test_the_gap_to_a_range_is_to_its_nearer_end() -> None:
    gaps = {value: results({7: value})[7].gaps[0] for value in ("80%", "86%", "95%")}
    assert [(gap.to, gap.value) for gap in gaps.values()] == [
        (GapTo.TARGET, -5.0),
        (GapTo.TARGET, 1.0),
        (GapTo.TARGET, -3.0),
    ]


def test_a_range_has_no_better_side_for_any_other_comparison() -> None:
    fields = {
        "national_standard": "90%",
        "comparator_name": "England",
        "comparator": "80%",
        "baseline": "70%",
        "target": "60%",
    }
    intake = read_tracker(kinds_tracker({7: "88%"}, indicators=changed(INDICATORS, 7, **fields)))
    findings = find_all(intake)
    found = measure_edition(intake.tracker, blocked_indicators(findings)).indicators[6]
    assert {gap.to: gap.value for gap in found.gaps} == {
        GapTo.TARGET: 3.0, GapTo.TRAJECTORY: None, GapTo.COMPARATOR: None, GapTo.STANDARD: None,
    }  # fmt: skip
    assert not any(finding.code in ("P28", "P29") and finding.cell.endswith("8") for finding in findings)


def bad(table: str, **rows: Any) -> list[dict[str, Any]]:
    return [{**row, **rows.get(str(at), {})} for at, row in enumerate({"scales": SCALES, "schemes": SCHEMES}[table])]


@pytest.mark.parametrize(
    ("lists", "code", "cell", "problem"),
    [
        ({"scales": [{"scale": "Assurance", "word": "Substantial", "order": 1.0}]}, "R115", "B2",
         "The scale “Assurance” has fewer than two words with an order."),
        ({"scales": [*SCALES, {"scale": "Assurance", "word": "Full", "order": 3.0}]}, "R115", "C6",
         "“Substantial” has the order 3 on this scale already."),
        ({"scales": [*SCALES, {"scale": "assurance", "word": "PARTIAL", "order": 4.0}]}, "R115", "B6",
         "“PARTIAL” is on “assurance” already, in row 3."),
        ({"scales": bad("scales", **{"1": {"order": "two"}})}, "R115", "A2", "A row of the scale “Assurance” can't be read"),
        ({"scales": [*SCALES, SCALES[0]]}, "R115", "A2", "A row of the scale “Assurance” can't be read"),
        ({"indicators": changed(INDICATORS, 6, scale="Risk")}, "R116", "AK7", "The scale “Risk” is not on the sheet Scales."),
        ({"indicators": changed(INDICATORS, 1, scale="Assurance")}, "R116", "AK2", "This indicator names a scale, and its Kind is Count."),
        ({"indicators": changed(INDICATORS, 8, rag_scheme="Corporat")}, "R116", "AL9",
         "The RAG scheme “Corporat” is not on the sheet RAG schemes."),
        ({"indicators": changed(INDICATORS, 7, range_to=None)}, "R117", "AN8", "This indicator is to be within a range, and Range to is empty."),
        ({"indicators": changed(INDICATORS, 7, range_from="95%")}, "R117", "AM8", "The range begins at 95 and ends at 92."),
        ({"indicators": changed(INDICATORS, 1, range_from=5.0)}, "R117", "AM2",
         "There is a range, and Direction is not Within range, so it is not used."),
        ({"indicators": changed(INDICATORS, 5, direction="Within range")}, "R117", "G6", "The values of this indicator are words"),
        ({"indicators": changed(INDICATORS, 6, direction="Lower is better")}, "R117", "G7", "The best word of a scale has its highest order"),
        ({"schemes": bad("schemes", **{"1": {"low": 90.0}})}, "R118", "F3", "This band overlaps “Off target”: it begins at 90"),
        ({"schemes": bad("schemes", **{"1": {"low": None}})}, "R118", "F3", "This band overlaps “Off target”: it has no lower end."),
        ({"schemes": bad("schemes", **{"1": {"low": 97.0}})}, "R118", "F3",
         "Between “Off target”, which ends at 95, and this band, which begins at 97, a value has no word."),
        ({"schemes": bad("schemes", **{"1": {"low": 120.0}})}, "R118", "F3", "The band begins at 120 and ends at 100."),
        ({"schemes": bad("schemes", **{"1": {"low": "ninety"}})}, "R118", "A2", "A row of the scheme “Corporate” can't be read"),
        ({"schemes": bad("schemes", **{"1": {"word": None}})}, "R118", "A2", "A row of the scheme “Corporate” can't be read"),
        ({"schemes": bad("schemes", **{"1": {"rule": "Distance"}})}, "R118", "E3", "This row has Distance, and other rows of “Corporate” have"),
        ({"schemes": bad("schemes", **{"1": {"rule": None}})}, "R118", "E3", "This row has a band, and no rule that says what it holds."),
        ({"schemes": bad("schemes", **{"2": {"low": None}})}, "R118", "F4", "This row has neither From nor To"),
        ({"schemes": bad("schemes", **{"1": {"word": "on target"}})}, "R118", "B4", "“On target” is on “Corporate” already, in row 3."),
        ({"schemes": bad("schemes", **{"0": {"word": "Green"}})}, "R118", "B2", "The word is Green, and it counts as Red."),
        ({"schemes": bad("schemes", **{"0": {"colour": "reddish"}})}, "R118", "D2", "“reddish” is no colour that is known here."),
        ({"indicators": changed(INDICATORS, 5, rag_scheme="Distances")}, "R119", "AL6", "The scheme “Distances” measures numbers"),
        ({"indicators": changed(INDICATORS, 1, rag_scheme="Ranges")}, "R119", "AL2", "The scheme “Ranges” measures the distance from a range"),
        ({"indicators": changed(INDICATORS, 11, rag_scheme="Corporate")}, "R119", "AL12", "The scheme “Corporate” measures the distance from a"),
        ({"trajectory": [{"indicator": 7.0, "year": 2017.0, "value": "90%", "status": "Agreed"}]}, "P58", "G8",
         "This indicator has steps on Trajectory, and is judged by its range alone."),
    ],
)  # fmt: skip
def test_a_list_that_contradicts_itself_is_an_error_with_its_cell(
    lists: dict[str, Any], code: str, cell: str, problem: str
) -> None:
    rag, findings = rags(kinds_tracker(GREEN, **lists))
    found = [finding for finding in findings if finding.code == code and finding.cell == cell]
    assert found, [
        (finding.code, finding.sheet, finding.cell) for finding in findings if finding.severity is not Severity.NOTE
    ]
    assert message(found[0]).problem.startswith(problem)
    for number in found[0].touches if code != "P58" else ():
        assert rag[number] is Rag.NOT_RATED


def test_words_of_the_regulator_are_no_words_of_an_own_scale_nor_the_other_way_round() -> None:
    other = {**INDICATORS[5], "number": 20.0, "scale": None, "target": "Good"}
    found = results({6: "Outstanding", 20: "Good"}, indicators=[*INDICATORS, other])
    assert (found[6].rag.rag, found[20].rag.rag) == (Rag.NOT_RATED, Rag.GREEN)
    _, findings = rags(kinds_tracker({20: "Substantial"}, [*INDICATORS, other]))
    assert any(finding.severity is Severity.ERROR and finding.entry == "Substantial" for finding in findings)


def test_a_tracker_without_the_lists_loads_nothing_of_them() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from tests.support.value_tracker import judged, sound_tracker; judged(sound_tracker());"
        "print([name for name in sys.modules if name.endswith(('kind_rules', 'kinds_of_values', 'indicators.schemes', "
        "'indicators.judging', 'model.unit', 'wording.kinds'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "[]"


def public_results(
    values: dict[int, object], **lists: Any
) -> tuple[dict[int, IndicatorResult], dict[int, IndicatorResult]]:
    """The results of a tracker, and what the public edition shows of them."""
    intake = read_tracker(kinds_tracker(values, **lists))
    findings = find_all(intake)
    whole, permitted = results_for_edition(intake, findings, Edition.PUBLIC)
    shown = permitted.results
    both = ({one.indicator.number: one for one in each.indicators} for each in (whole, shown))
    return next(both), next(both)


def test_the_public_edition_has_every_rag_with_its_word_and_colour() -> None:
    for values in (VALUES, GREEN):
        whole, shown = public_results(dict(values))
        assert {number: rag_words(one.rag) for number, one in shown.items()} == {
            number: rag_words(one.rag) for number, one in whole.items()
        }
        assert [one.rag.colour for one in shown.values()] == [one.rag.colour for one in whole.values()]


def test_a_small_count_of_people_is_suppressed_and_a_small_amount_of_money_or_time_is_not() -> None:
    indicators = changed(
        INDICATORS, 1, title="Patients harmed", unit="patients", direction="Lower is better", target=0.0
    )
    _, shown = public_results({1: 3.0, 2: "£3m", 3: "3 days"}, indicators=indicators)
    assert (shown[1].value, shown[1].suppressed) == (None, True)
    assert (shown[2].value, shown[3].value) == (3.0, 3.0)
