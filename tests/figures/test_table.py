"""The tidy table: every figure once, with its unit, its denominator and its reason."""

import subprocess
import sys
from collections import Counter
from datetime import date

import pytest

from pc_workbook.figures.table import figures
from pc_workbook.measures.edition import measure_edition
from pc_workbook.measures.results import Results
from pc_workbook.model.action import Action
from pc_workbook.model.cqc import Inspection
from pc_workbook.model.indicator import Indicator, Observation
from pc_workbook.model.locality import Locality
from pc_workbook.model.organisations import Level
from pc_workbook.model.practice import Practice, StaffGroup, Workforce
from pc_workbook.model.question import UnreadEntry
from pc_workbook.model.target import TrajectoryPoint
from pc_workbook.model.tracker import Settings, Tracker
from pc_workbook.wording.figures import FigureRow, figure_rows
from tests.support.listed_claims import THREE_CLAIMS


def tracker() -> Tracker:
    observed = [("Thurrock", "2015/16", 80.0), ("Thurrock", "2016/17", 81.5), ("W90001", "2016/17", 77.0)]
    return Tracker(
        settings=Settings(area_name="Thurrock", area_code="07G", as_at=date(2017, 11, 15), england_patients_per_gp_fte=1321, baseline_year=2016),
        localities=(Locality(name="Grays"),),
        practices=(
            Practice(code="W90001", name="One", locality="Grays", registered_patients=4000),
            Practice(code="W90002", name="Two", registered_patients=2000),
        ),
        workforce=tuple(
            Workforce.model_validate(
                {"practice": code, "period": "September 2015", "staff_group": StaffGroup.ALL_GPS, "fte": fte}
            )
            for code, fte in (("W90001", 2), ("W90002", 0))
        ),
        inspections=(Inspection.model_validate({"organisation": "W90001", "overall": "Good"}),),
        indicators=(
            Indicator.model_validate(
                {"number": 5, "title": "Good experience", "kind": "Percentage", "direction": "Higher is better",
                 "measure": "good_experience", "baseline": 80, "baseline_period": "2015/16", "target": 85,
                 "target_year": 2018, "national_standard": 90}
            ),
        ),
        trajectory=(TrajectoryPoint(indicator=5, year=2017, value=81),),
        observations=tuple(
            Observation.model_validate({"indicator": 5, "organisation": o, "period": p, "value": v,
                                        "numerator": v, "denominator": 100})
            for o, p, v in observed
        ),
        actions=(Action(letter="C", text="Strategy"),),
        claims=THREE_CLAIMS,
    )  # fmt: skip


@pytest.fixture(scope="module")
def results() -> Results:
    return measure_edition(tracker(), {})


@pytest.fixture(scope="module")
def table(results: Results) -> tuple[FigureRow, ...]:
    return figure_rows(figures(results, tracker()))


def figure_of(
    table: tuple[FigureRow, ...], measure: str, organisation: str = "Thurrock", period: str = ""
) -> FigureRow:
    found = [f for f in table if (f.measure, f.organisation) == (measure, organisation) and period in f.period]
    assert len(found) == 1
    return found[0]


def test_ratios_have_numerator_denominator_and_unit(table: tuple[FigureRow, ...]) -> None:
    area = figure_of(table, "patients_per_gp_fte")
    assert (area.value, area.numerator, area.denominator, area.unit) == (3000, 6000, 2, "patients per FTE")
    assert figure_of(table, "patients_per_gp_fte_practices_with_return").value == 2000
    assert figure_of(table, "gp_fte_per_1000_patients", "Grays").level is Level.LOCALITY
    without = figure_of(table, "patients_per_gp_fte", "W90002")
    assert (without.value, without.reason) == (None, "no value (0.0 FTE returned)")
    assert figure_of(table, "times_england_patients_per_gp_fte").value == pytest.approx(3000 / 1321)


def test_shares_are_in_percentage_points_with_their_interval(table: tuple[FigureRow, ...]) -> None:
    share = figure_of(table, "cqc_share_at_least_good_of_all")
    assert (share.value, share.numerator, share.denominator, share.unit) == (50.0, 1, 2, "%")
    assert share.lower is not None
    assert share.upper is not None
    assert share.lower < 50 < share.upper
    assert figure_of(table, "cqc_share_not_inspected_of_all", "Grays").value == 0
    assert figure_of(table, "cqc_rating", "W90002").value == "Not inspected"


def test_an_indicator_has_its_value_gaps_and_years(table: tuple[FigureRow, ...]) -> None:
    value = figure_of(table, "good_experience", period="2016/17")
    assert (value.value, value.rag, value.numerator) == (81.5, "Green", 81.5)
    assert value.reason == "0.5 points above this year's trajectory (81%)"
    assert figure_of(table, "good_experience_gap_to_trajectory").value == 0.5
    assert figure_of(table, "good_experience_gap_to_national_standard").value == -8.5
    assert figure_of(table, "good_experience_trajectory", period="2017").source == "agreed"
    assert figure_of(table, "good_experience_trajectory", period="2018").value == 85


def test_a_year_without_an_agreed_value_is_marked_as_derived(results: Results) -> None:
    bare = Tracker(
        settings=tracker().settings,
        indicators=tracker().indicators,
        trajectory=(TrajectoryPoint(indicator=5, year=2017),),
    )
    found = figure_of(figure_rows(figures(measure_edition(bare, {}))), "good_experience_trajectory", period="2017")
    assert (found.value, found.source) == (82.5, "derived, not agreed")


def test_observations_come_with_the_tracker_and_only_once(results: Results, table: tuple[FigureRow, ...]) -> None:
    assert figure_of(table, "good_experience", "W90001").level is Level.PRACTICE
    assert figure_of(table, "good_experience", period="2015/16").value == 80
    assert not any(f.organisation == "W90001" and f.measure == "good_experience" for f in figures(results))


def test_actions_claims_and_counts_are_figures_too(table: tuple[FigureRow, ...]) -> None:
    state = figure_of(table, "action_c_state")
    assert (state.value, state.period) == ("No delivery date", "15 November 2017")
    assert figure_of(table, "actions_without_lead").value == 1
    assert figure_of(table, "practices_open").value == 2
    assert figure_of(table, "practices_inspected").value == 1
    assert figure_of(table, "indicators_without_action").value == 1
    assert figure_of(table, "claim_2").value == "not tested"


def test_no_figure_occurs_twice(table: tuple[FigureRow, ...]) -> None:
    keys = Counter((f.measure, f.organisation, f.period) for f in table)
    assert [key for key, times in keys.items() if times > 1] == []


def ratio_indicator(**fields: object) -> Indicator:
    given = {"number": 1, "title": "GPs", "kind": "Rate", "unit": "per thousand", "measure": "gp_fte_per_1000_patients"}
    return Indicator.model_validate({**given, **fields})


def test_a_ratio_has_one_unit_whatever_its_indicator_says() -> None:
    published = ratio_indicator(baseline=0.47, baseline_period="2014", target=0.61, target_kind="Comparator, fixed")
    found = figures(measure_edition(tracker()._replace(indicators=(published,)), {}))
    units = {f.unit for f in found if f.measure in ("gp_fte_per_1000_patients", "gp_fte_per_1000_patients_trajectory")}
    assert units == {"FTE per 1,000 patients"}


def test_a_published_figure_replaces_the_computed_one_of_its_period() -> None:
    published = ratio_indicator(baseline=0.47, baseline_period="September 2015")
    given = tracker()._replace(indicators=(published,))
    found = figure_rows(figures(measure_edition(given, {}), given))
    assert figure_of(found, "gp_fte_per_1000_patients").value == 0.47
    computed = figures(measure_edition(given._replace(indicators=(ratio_indicator(),)), {}))
    assert figure_of(computed, "gp_fte_per_1000_patients").value == pytest.approx(1 / 3)


def test_of_several_observations_of_one_period_the_newest_is_the_figure() -> None:
    given = tracker()
    both = [
        Observation.model_validate(
            {"indicator": 5, "organisation": "W90002", "period": "2016/17", "value": value, "revision": revision}
        )
        for value, revision in ((77, "Revised"), (70, "Provisional"), (None, "Revised"))
    ]
    found = figure_rows(figures(measure_edition(given, {}), given._replace(observations=(*given.observations, *both))))
    assert figure_of(found, "good_experience", "W90002").value == 77


def test_figures_of_a_place_name_what_can_not_be_read() -> None:
    words, entry = "its FTE can't be read (Workforce, D6)", UnreadEntry("Workforce, D6", "FTE")
    found = figure_rows(figures(measure_edition(tracker()._replace(unread={"workforce": {"W90001": entry}}), {})))
    assert (figure_of(found, "gp_fte", "W90001").value, figure_of(found, "gp_fte", "W90001").reason) == (None, words)
    left_out = "leaves out 1 practice whose staff figures can't be read"
    assert figure_of(found, "gp_fte").reason == left_out
    assert figure_of(found, "registered_patients").reason == left_out
    assert [f for f in found if f.value is None and not f.reason] == []


def test_every_figure_without_a_value_has_a_reason(table: tuple[FigureRow, ...]) -> None:
    silent = [f for f in table if f.value is None and not f.reason]
    assert silent == []


def test_measures_and_figures_import_neither_pandas_nor_numpy() -> None:
    code = (
        "import sys, pc_workbook.measures.edition, pc_workbook.figures.table;"
        "print([name for name in ('pandas', 'numpy', 'scipy', 'openpyxl') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
