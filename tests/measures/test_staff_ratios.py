"""Staff ratios of practices, localities and the area, from rows of a tracker and from real open data."""

import csv
from datetime import date
from pathlib import Path

import pytest

from pc_workbook.measures.edition import measure_edition
from pc_workbook.measures.indicators.indicator_results import ways_of_counting
from pc_workbook.measures.results import Results, Verdict
from pc_workbook.measures.staff.ratio import patients_per_fte, per_1000, times_comparator
from pc_workbook.model.indicator import Indicator
from pc_workbook.model.locality import Locality
from pc_workbook.model.practice import Practice, StaffGroup, Workforce
from pc_workbook.model.question import UnreadEntry
from pc_workbook.model.tracker import Settings, Tracker
from pc_workbook.wording.claims import association_words, claim_words
from pc_workbook.wording.indicators import note_words
from pc_workbook.wording.numbers import listed
from pc_workbook.wording.reasons import reason_words
from pc_workbook.wording.staff import staff_note_words
from tests.support.listed_claims import THREE_CLAIMS

DATA = Path(__file__).parents[2].parent / "shared" / "data"
SETTINGS = Settings.model_validate(
    {"as_at": date(2017, 3, 15), "england_patients_per_gp_fte": 1321, "england_patients_per_gp_fte_period": "2014/15"}
)


def rows(name: str) -> list[dict[str, str]]:
    path = DATA / name
    if not path.is_file():
        pytest.skip(f"the open data file {name} is not beside this checkout")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def practice(code: str, **fields: object) -> Practice:
    return Practice.model_validate({"code": code, "name": code, **fields})


def staff(code: str, fte: float | None, group: StaffGroup = StaffGroup.ALL_GPS, **fields: object) -> Workforce:
    given = {"practice": code, "period": "September 2015", "staff_group": group, "fte": fte, **fields}
    return Workforce.model_validate(given)


def measured(
    practices: list[Practice],
    workforce: list[Workforce],
    settings: Settings = SETTINGS,
    unread: dict[str, UnreadEntry] | None = None,
) -> Results:
    tracker = Tracker(
        settings=settings,
        localities=tuple(Locality(name=name) for name in ("Grays", "Tilbury")),
        practices=tuple(practices),
        workforce=tuple(workforce),
        unread={"workforce": unread or {}},
        claims=THREE_CLAIMS,
    )
    return measure_edition(tracker, {})


@pytest.fixture(scope="module")
def september_2015() -> Results:
    """NHS workforce figures of September 2015 for the practices open in Thurrock on 15 March 2017."""
    payments = {row["Practice Code"]: row for row in rows("payments/payments-2015-16.csv")}
    weighted = "Number of Weighted Patients (Last Known Figure)"
    returned = {row["PRAC_CODE"]: row for row in rows("workforce/workforce-2015-09-thurrock-typed.csv")}
    practices = [
        practice(
            code,
            weighted_patients=float(payments[code][weighted]) if code in payments else None,
            list_as_at="2015/16",
        )
        for code in {*returned, "F81719"}
    ]
    workforce = [
        staff(code, float(row[column]), group, registered_patients=float(row["TOTAL_PATIENTS"]))
        for code, row in returned.items()
        for column, group in (
            ("TOTAL_GP_FTE", StaffGroup.ALL_GPS),
            ("TOTAL_NURSES_FTE", StaffGroup.ALL_NURSES),
        )
    ]
    return measured(practices, workforce)


def test_area_ratios_are_sums_divided_by_sums(september_2015: Results) -> None:
    area = september_2015.area
    assert (area.staff.registered_patients, area.staff.period) == (168_094, "September 2015")
    assert area.staff.gp_fte == pytest.approx(70.8316, abs=5e-5)
    assert area.staff.patients_per_gp_fte.value == pytest.approx(2373.1, abs=0.05)
    assert area.staff.gp_per_1000.value == pytest.approx(0.4214, abs=5e-5)
    assert area.staff.nurse_per_1000.value == pytest.approx(0.2131, abs=5e-5)
    assert area.staff.times_england.value == pytest.approx(2373.1 / 1321, abs=5e-5)
    assert (area.practices, area.practices_without_return) == (33, 4)


def test_area_ratios_over_the_29_practices_with_a_return(september_2015: Results) -> None:
    area = september_2015.area_with_return
    assert (area.practices, area.staff.registered_patients) == (29, 159_827)
    assert area.staff.patients_per_gp_fte.value == pytest.approx(2256.4, abs=0.05)
    assert area.staff.gp_per_1000.value == pytest.approx(0.4432, abs=5e-5)
    assert area.staff.gp_per_1000_weighted.value == pytest.approx(0.4689, abs=5e-5)


def test_an_indicator_shows_every_way_of_counting_beside_its_published_value(september_2015: Results) -> None:
    published = Indicator.model_validate(
        {"number": 1, "title": "GPs", "kind": "Rate", "measure": "gp_fte_per_1000_weighted_patients"}
    )
    notes = ways_of_counting(published, september_2015.area, september_2015.area_with_return)
    assert [note_words(note) for note in notes] == [
        "Counted from the workforce rows, September 2015: 0.4214 per 1,000 registered patients, 0.4470 per 1,000 "
        "weighted patients; leaving out the 4 practices without a return: 0.4432 per 1,000 registered patients, "
        "0.4689 per 1,000 weighted patients"
    ]


def test_practices_without_a_return_come_last_with_their_reason(september_2015: Results) -> None:
    last = september_2015.practices[-4:]
    assert [(p.organisation, p.rank, p.staff.patients_per_gp_fte.value) for p in last] == [
        ("F81644", None, None), ("F81697", None, None), ("F81719", None, None), ("F81742", None, None),
    ]  # fmt: skip
    assert [reason_words(p.staff.patients_per_gp_fte.why) for p in last] == [
        "no value (0.0 FTE returned)", "no value (0.0 FTE returned)",
        "no value (no row for September 2015)", "no value (0.0 FTE returned)",
    ]  # fmt: skip
    worst = september_2015.practices[0]
    assert (worst.organisation, worst.rank) == ("F81211", 1)
    assert worst.staff.patients_per_gp_fte.value == pytest.approx(27257.8, abs=0.05)


def test_claims_are_tested_on_the_practices_with_a_value(september_2015: Results) -> None:
    all_but_four, five_times, deprivation = september_2015.claims
    assert all_but_four.verdict is Verdict.NOT_TESTED
    assert claim_words(all_but_four) == (
        "29 of 29 practices with a value are worse than England's 1,321 (2014/15); "
        "4 practices have no value, so it can't be tested for all 33"
    )
    assert five_times.verdict is Verdict.SUPPORTED
    assert claim_words(five_times).startswith(
        "F81211: 27,257.8 patients per FTE GP, 20.6 times England's 1,321 (2014/15)"
    )
    assert "2 practices are above five times" in claim_words(five_times)
    assert claim_words(five_times).endswith("this may be a gap in recording")
    assert (deprivation.verdict, september_2015.association.n) == (Verdict.NOT_TESTED, 0)


def test_the_association_names_its_strength_and_the_missing_practices(september_2015: Results) -> None:
    scores = {
        row["practice_code"]: float(row["imd_2019_score"])
        for row in rows("practices-07G/practices-07G-reference.csv")
        if row["imd_2019_score"]
    }
    tracker_practices = [
        practice(p.organisation, deprivation_score=scores.get(p.organisation)) for p in september_2015.practices
    ]
    workforce = [
        staff(p.organisation, p.staff.gp_fte, registered_patients=p.staff.registered_patients)
        for p in september_2015.practices
        if p.staff.gp_fte is not None
    ]
    found = measured(tracker_practices, workforce).association
    assert found.n + found.missing == 33
    words = association_words(found)
    assert "(very weak correlation: r = " in words
    assert f"; {found.n} practices, {found.missing} without both figures)" in words
    assert words.endswith(f"; outliers: {listed(found.outliers)}")
    assert "F81211" in found.outliers


def test_a_total_is_never_added_to_its_parts() -> None:
    parts = [staff("W90001", 1.5, StaffGroup.GP_PROVIDER), staff("W90001", 0.5, StaffGroup.GP_LOCUM)]
    of_parts = measured([practice("W90001", registered_patients=4000)], parts)
    assert of_parts.practices[0].staff.gp_fte == 2.0
    with_total = measured([practice("W90001", registered_patients=4000)], [*parts, staff("W90001", 2.1)])
    assert with_total.practices[0].staff.gp_fte == 2.1
    empty_total = measured([practice("W90001", registered_patients=4000)], [*parts, staff("W90001", None)])
    assert empty_total.practices[0].staff.gp_fte == 2.0


def test_closed_practices_staff_are_not_counted() -> None:
    gone = practice("W90002", registered_patients=9000, closed=date(2016, 1, 1))
    found = measured([practice("W90001", registered_patients=4000), gone], [staff("W90001", 2), staff("W90002", 1)])
    assert found.area.staff.patients_per_gp_fte.value == 2000
    assert found.area.practices == 1


def test_all_staff_figures_are_of_one_period_not_after_the_as_at_date() -> None:
    workforce = [
        staff("W90001", 1, period="September 2015"),
        staff("W90001", 2, period="September 2016"),
        staff("W90001", 4, period="September 2017"),
    ]
    found = measured([practice("W90001", registered_patients=4000, list_as_at="September 2016")], workforce)
    assert (found.area.staff.period, found.area.staff.gp_fte) == ("September 2016", 2)


@pytest.mark.parametrize(
    ("list_as_at", "patients"), [(None, 4000), ("30/09/2016", 4000), ("1/10/2016", None), ("March 2015", 4000)]
)
def test_a_list_size_of_another_time_is_not_used(list_as_at: str | None, patients: float | None) -> None:
    found = measured([practice("W90001", registered_patients=4000, list_as_at=list_as_at)], [staff("W90001", 2)])
    assert found.practices[0].staff.registered_patients == patients


def test_patients_of_the_same_return_are_preferred_to_the_list_size() -> None:
    found = measured(
        [practice("W90001", registered_patients=4000)],
        [staff("W90001", 2), staff("W90001", 1, StaffGroup.ALL_NURSES, registered_patients=5000)],
    )
    assert (
        found.practices[0].staff.registered_patients,
        reason_words(found.practices[0].staff.quantity_reasons["registered_patients"]),
    ) == (5000, "the workforce return")


def test_a_list_size_without_a_date_is_used_and_its_source_named() -> None:
    found = measured([practice("W90001", registered_patients=4000)], [staff("W90001", 2)])
    assert (
        reason_words(found.practices[0].staff.quantity_reasons["registered_patients"])
        == "the practice's list, no date given"
    )


def test_a_locality_is_the_sum_of_its_practices_and_an_empty_one_has_no_value() -> None:
    found = measured(
        [
            practice("W90001", registered_patients=4000, locality="Grays"),
            practice("W90002", registered_patients=2000, locality="Grays"),
            practice("W90003", registered_patients=2000),
        ],
        [staff("W90001", 2), staff("W90002", 0), staff("W90003", 1)],
    )
    grays, tilbury = found.localities
    assert (grays.name, grays.staff.patients_per_gp_fte.value) == ("Grays", 3000)
    assert (grays.practices, grays.practices_without_return) == (2, 1)
    assert (tilbury.practices, tilbury.staff.patients_per_gp_fte.value) == (0, None)


def test_a_weighted_ratio_counts_the_practices_it_leaves_out() -> None:
    found = measured(
        [
            practice("W90001", registered_patients=4000, weighted_patients=4200),
            practice("W90002", registered_patients=4000),
        ],
        [staff("W90001", 2.1), staff("W90002", 2)],
    )
    assert found.area.staff.gp_per_1000_weighted.value == 0.5
    assert reason_words(found.area.staff.gp_per_1000_weighted.why) == "leaves out 1 practice without both figures"


def test_a_sum_without_complete_practices_is_not_reported_as_no_return() -> None:
    found = measured([practice("W90001", registered_patients=4000)], [staff("W90001", 2), staff("W90002", 1)])
    assert found.area.staff.gp_per_1000.value == 0.5
    assert (
        reason_words(found.area.staff.gp_per_1000_weighted.why)
        == "no value (no practice has both FTE and weighted patients)"
    )
    nobody = measured([practice("W90001", registered_patients=4000)], [staff("W90001", None)])
    assert reason_words(nobody.area.staff.gp_per_1000_weighted.why) == "no value (no FTE returned)"


def test_a_sum_of_patients_counts_the_practices_it_leaves_out() -> None:
    found = measured(
        [
            practice("W90001", registered_patients=4000, weighted_patients=4200),
            practice("W90002", registered_patients=2000),
            practice("W90003", registered_patients=1000),
        ],
        [staff("W90001", 2), staff("W90002", 2)],
    ).area
    assert (found.staff.registered_patients, found.staff.weighted_patients) == (6000, 4200)
    assert (
        reason_words(found.staff.quantity_reasons["registered_patients"])
        == "leaves out 1 practice without GP FTE or registered patients"
    )
    assert (
        reason_words(found.staff.quantity_reasons["weighted_patients"])
        == "leaves out 2 practices without GP FTE or weighted patients"
    )


UNREAD = "its FTE can't be read (Workforce, D6)"


def test_a_practice_with_unreadable_staff_figures_has_no_ratio_and_is_in_no_sum() -> None:
    found = measured(
        [
            practice("W90001", registered_patients=4000, weighted_patients=4000, locality="Grays"),
            practice("W90002", registered_patients=2000, weighted_patients=2000, locality="Grays"),
            practice("W90003", registered_patients=1000, weighted_patients=1000, locality="Tilbury"),
        ],
        [staff("W90001", 2), staff("W90002", 1), staff("W90002", 1, StaffGroup.ALL_NURSES), staff("W90003", 0)],
        unread={"W90002": UnreadEntry("Workforce, D6", "FTE")},
    )
    one = next(place for place in found.practices if place.organisation == "W90002")
    assert (one.staff.gp_fte, one.staff.nurse_fte, one.rank) == (None, None, None)
    ratios = (
        one.staff.patients_per_gp_fte,
        one.staff.gp_per_1000,
        one.staff.nurse_per_1000,
        one.staff.nurse_per_1000_weighted,
    )
    assert {(ratio.value, reason_words(ratio.why)) for ratio in ratios} == {(None, UNREAD)}
    assert reason_words(one.staff.times_england.why) == UNREAD
    left_out = "leaves out 1 practice whose staff figures can't be read"
    area, grays = found.area, found.localities[0]
    assert (area.staff.patients_per_gp_fte.value, reason_words(area.staff.patients_per_gp_fte.why)) == (2500, left_out)
    assert (grays.staff.patients_per_gp_fte.value, reason_words(grays.staff.patients_per_gp_fte.why)) == (
        2000,
        left_out,
    )
    assert (area.staff.registered_patients, reason_words(area.staff.quantity_reasons["registered_patients"])) == (
        5000,
        left_out,
    )
    assert (area.staff.nurse_fte, reason_words(area.staff.nurse_per_1000.why)) == (
        None,
        f"no value (no FTE returned); {left_out}",
    )
    assert (area.practices, area.practices_without_return, area.practices_unread) == (3, 1, 1)
    assert (one.has_return, one.is_unread) == (False, True)
    returned = found.area_with_return
    assert (returned.practices, reason_words(returned.staff.patients_per_gp_fte.why)) == (1, left_out)
    assert reason_words(found.localities[1].staff.patients_per_gp_fte.why) == "no value (0.0 FTE returned)"


def test_a_list_size_used_for_unreadable_patients_names_both() -> None:
    unread = {"W90001": UnreadEntry("Workforce, F6", "Registered patients")}
    found = measured([practice("W90001", registered_patients=4000)], [staff("W90001", 2)], unread=unread)
    assert reason_words(found.practices[0].staff.quantity_reasons["registered_patients"]) == (
        "the practice's list, no date given; its Registered patients can't be read (Workforce, F6)"
    )


def test_a_day_and_its_month_are_one_period_named_by_the_longer() -> None:
    codes = ["W90001", "W90002", "W90003"]
    workforce = [
        staff("W90001", 2.04, period="30/09/2015"),
        staff("W90001", 2, period="September 2015"),
        staff("W90002", 3, period="30/09/2015"),
        staff("W90003", 4, period="September 2015"),
    ]
    for rows_given in (workforce, workforce[::-1]):
        found = measured([practice(code, registered_patients=4000) for code in codes], rows_given)
        assert (found.area.staff.period, found.area.staff.gp_fte, staff_note_words(found.staff_note)) == (
            "September 2015",
            9,
            "",
        )
        assert {p.organisation: p.staff.gp_fte for p in found.practices} == dict(zip(codes, (2, 3, 4), strict=True))


def test_two_different_totals_of_one_day_give_no_figure() -> None:
    workforce = [
        staff("W90001", 1, period="30/09/2015"),
        staff("W90001", 2, period="September 2015"),
        staff("W90002", 3, period="September 2015"),
    ]
    for rows_given in (workforce, workforce[::-1]):
        found = measured([practice(code, registered_patients=4000) for code in ("W90001", "W90002")], rows_given)
        assert {p.organisation: p.staff.gp_fte for p in found.practices} == {"W90001": None, "W90002": 3}
        assert (
            reason_words(found.practices[-1].staff.patients_per_gp_fte.why)
            == "no value (two totals of All GPs of one day: 1 and 2 FTE)"
        )
        assert (
            reason_words(found.area.staff.patients_per_gp_fte.why)
            == "leaves out 1 practice whose staff figures can't be read"
        )


CODES = [f"W9{n:04d}" for n in range(33)]


def of_the_year(later: list[Workforce]) -> Results:
    practices = [practice(code, registered_patients=4000, list_as_at="2014/15") for code in CODES]
    return measured(practices, [*(staff(code, 2, period="2014/15") for code in CODES), *later])


def test_one_row_of_a_later_month_does_not_change_the_period() -> None:
    odd = [staff(CODES[0], 9, period="December 2016")]
    found = of_the_year(odd)
    assert (found.area.staff.period, found.area.staff.gp_fte) == ("2014/15", 66)
    assert (
        staff_note_words(found.staff_note)
        == "Workforce of December 2016 covers 1 of 33 practices only: 2014/15 is shown"
    )
    empty = [staff(code, None, period="December 2016") for code in CODES]
    assert staff_note_words(of_the_year(empty).staff_note).startswith(
        "Workforce of December 2016 covers 0 of 33 practices only"
    )


def test_half_of_the_practices_are_enough_for_a_later_period() -> None:
    practices = [practice(code, registered_patients=4000) for code in CODES[:4]]
    earlier = [staff(code, 2, period="2014/15") for code in CODES[:4]]
    later = [staff(code, 3, period="December 2016") for code in CODES[:2]]
    found = measured(practices, [*earlier, *later])
    assert (found.area.staff.period, staff_note_words(found.staff_note)) == ("December 2016", "")


def test_a_practice_without_a_row_is_not_reported_as_returning_nothing() -> None:
    found = measured(
        [practice("W90001", registered_patients=4000), practice("W90002", registered_patients=4000)],
        [staff("W90001", 2, period="2014/15"), staff("W90002", 2, period="2013/14")],
    )
    last = found.practices[-1]
    assert (last.organisation, reason_words(last.staff.patients_per_gp_fte.why)) == (
        "W90002",
        "no value (no row for 2014/15)",
    )
    assert (last.has_return, last.is_unread) == (False, False)


def test_equal_values_share_a_rank_and_the_next_rank_is_skipped() -> None:
    codes = [f"W9000{n}" for n in range(4)]
    fte = dict(zip(codes, (1, 2, 2, 4), strict=True))
    found = measured([practice(c, registered_patients=4000) for c in codes], [staff(c, fte[c]) for c in codes])
    assert [p.rank for p in found.practices] == [1, 2, 2, 4]


def test_without_an_as_at_date_every_practice_and_period_is_counted_and_nothing_fails() -> None:
    settings = SETTINGS.model_copy(update={"as_at": None})
    found = measured([practice("W90001", registered_patients=4000)], [staff("W90001", 2)], settings)
    assert found.area.staff.patients_per_gp_fte.value == 2000


def test_a_ratio_is_never_infinite_and_never_zero() -> None:
    assert patients_per_fte([4000, 4000, None], [0, None, 2]) == [
        patients_per_fte(4000, 0), patients_per_fte(4000, None), patients_per_fte(None, 2),
    ]  # fmt: skip
    assert per_1000(0, 4000).value is None
    assert reason_words(per_1000(0, 4000).why) == "no value (0.0 FTE returned)"
    assert reason_words(per_1000(2, None).why) == "no value (number of patients not known)"
    assert times_comparator(2072, 1321).value == pytest.approx(1.5685087055261167)
    assert reason_words(times_comparator(2072, None).why) == "no value (no England figure is set)"


def verdicts_on(ratios: list[float | None]) -> list[Verdict]:
    codes = [f"W9{n:04d}" for n in range(len(ratios))]
    practices = [
        practice(c, registered_patients=r and r * 2, deprivation_score=10 + n)
        for n, (c, r) in enumerate(zip(codes, ratios, strict=True))
    ]
    return [claim.verdict for claim in measured(practices, [staff(c, 2) for c in codes]).claims]


def test_all_but_four_needs_exactly_four_others() -> None:
    assert verdicts_on([2000.0] * 29 + [1000.0] * 4)[0] == Verdict.SUPPORTED
    assert verdicts_on([2000.0] * 28 + [1000.0] * 5)[0] == Verdict.NOT_SUPPORTED
    assert verdicts_on([2000.0] * 28 + [1000.0] * 4 + [None])[0] == Verdict.NOT_TESTED
    assert verdicts_on([2000.0] * 27 + [1000.0] * 5 + [None])[0] == Verdict.NOT_SUPPORTED


def test_five_times_is_strictly_over_6605() -> None:
    assert verdicts_on([6605.0, 2000.0])[1] == Verdict.NOT_SUPPORTED
    assert verdicts_on([6605.1, 2000.0, None])[1] == Verdict.SUPPORTED
    assert verdicts_on([6605.0, None])[1] == Verdict.NOT_TESTED


def test_no_correlation_under_five_practices_and_strong_needs_both_coefficients() -> None:
    assert verdicts_on([1000.0, 2000.0, 3000.0, 4000.0])[2] == Verdict.NOT_TESTED
    assert verdicts_on([1000.0, 2000.0, 3000.0, 4000.0, 5000.0])[2] == Verdict.SUPPORTED
    assert verdicts_on([5000.0, 4000.0, 3000.0, 2000.0, 1000.0])[2] == Verdict.NOT_SUPPORTED
    assert verdicts_on([2000.0] * 6)[2] == Verdict.NOT_TESTED


def test_no_england_figure_means_not_tested() -> None:
    settings = SETTINGS.model_copy(update={"england_patients_per_gp_fte": None})
    found = measured([practice("W90001", registered_patients=4000)], [staff("W90001", 2)], settings)
    assert [claim.verdict for claim in found.claims] == [Verdict.NOT_TESTED] * 3
    assert claim_words(found.claims[0]) == "no England figure of patients per FTE GP is set"
