"""How far practices lie apart, held against pandas' own quartiles."""

import re

import pytest

from pc_workbook import app
from pc_workbook.hosts.file import FileHost
from pc_workbook.measures.variation.claims import spreads
from pc_workbook.wording.claims import spread_words
from tests.support import SAMPLES


@pytest.mark.parametrize(
    ("measure", "place", "decimals"),
    [("patients_per_gp_fte", 0, 0), ("gp_fte_per_1000_weighted_patients", 1, 2)],
)
def test_the_middle_half_is_what_pandas_finds(measure: str, place: int, decimals: int) -> None:
    host = FileHost(SAMPLES / "thurrock-2017.xlsx")
    frame = app.figures_frame(host)
    values = frame[(frame.measure == measure) & (frame.level == "practice")].value.astype(float)
    words = spread_words(spreads(app.measure(app.check(host)).practices)[place])
    shown = [float(figure.replace(",", "")) for figure in re.findall(r"(?:and|between|from|to) ([\d,.]+)", words)]
    expected = [values.quantile(0.25), values.quantile(0.75), values.min(), values.max()]
    assert shown == pytest.approx(expected, abs=0.501 * 10**-decimals)  # rounded for display
    assert words.startswith("the middle half of 33 practices have between")


def test_under_five_practices_have_no_spread() -> None:
    practices = app.measure(app.check(FileHost(SAMPLES / "thurrock-2017.xlsx"))).practices
    assert spreads(practices[:4]) == ()
