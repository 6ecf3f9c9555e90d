"""A chart says what it shows in full, so that it looks the same whichever Excel the workbook says it is from."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
from lxml import etree

from pc_workbook.draw.workbook import draw
from pc_workbook.model.period import last_day_of_month
from pc_workbook.views.parts import Chart, ChartGrid, ChartKind, Column, Series, Sheet, Style, Table
from pc_workbook.views.parts import Workbook as Parts
from tests.golden.every_part import workbook
from tests.support import parts_of, problems_for_excel

LABEL_FLAGS = ["showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize"]
GROUPS = ("lineChart", "barChart", "scatterChart")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("charts") / "charts.xlsx"
    draw(workbook(), out)
    return out


@pytest.fixture(scope="module")
def charts(drawn: Path) -> list[etree._Element]:
    return [etree.fromstring(part) for name, part in parts_of(drawn).items() if name.startswith("xl/charts/chart")]


def found(charts: Iterable[etree._Element], *names: str) -> list[etree._Element]:
    return [each for chart in charts for name in names for each in chart.iter(f"{{*}}{name}")]


def values(element: etree._Element, name: str) -> list[str | None]:
    """What its own children of that name say."""
    return [child.get("val") for child in element.findall(f"{{*}}{name}")]


def test_every_kind_of_chart_is_among_them(charts: list[etree._Element]) -> None:
    kinds = {chart.kind for sheet in workbook().sheets if isinstance(sheet, Sheet) for chart in _charts(sheet)}
    assert kinds == set(ChartKind)
    assert {etree.QName(each).localname for each in found(charts, *GROUPS)} == set(GROUPS)
    assert found(charts, "dLbls")


def _charts(sheet: Sheet) -> Iterable[Chart]:
    for part in sheet.parts:
        yield from part.charts if isinstance(part, ChartGrid) else (part,) if isinstance(part, Chart) else ()


def test_a_gap_in_a_chart_stays_a_gap(charts: list[etree._Element]) -> None:
    assert [values(each, "dispBlanksAs") for each in found(charts, "chart")] == [["gap"]] * len(charts)


def test_no_line_is_smoothed(charts: list[etree._Element]) -> None:
    series = [each for group in found(charts, "lineChart", "scatterChart") for each in group.findall("{*}ser")]
    assert series
    assert all(values(each, "smooth") == ["0"] for each in series)


def test_a_label_on_a_bar_is_its_number_alone(charts: list[etree._Element]) -> None:
    for labels in found(charts, "dLbls"):
        flags = [child for child in labels if etree.QName(child).localname in LABEL_FLAGS]
        assert [etree.QName(flag).localname for flag in flags] == LABEL_FLAGS
        assert [flag.get("val") for flag in flags] == ["0", "1", "0", "0", "0", "0"]


def test_bars_keep_their_colour_below_zero_and_so_does_each_point(charts: list[etree._Element]) -> None:
    series = [each for group in found(charts, "barChart") for each in group.findall("{*}ser")]
    assert all(values(each, "invertIfNegative") == ["0"] for each in series)
    assert all(values(each, "varyColors") == ["0"] for each in found(charts, *GROUPS))


def test_title_legend_and_axes_stand_where_they_are_drawn_in_a_square_frame(charts: list[etree._Element]) -> None:
    assert all(values(each, "overlay") == ["0"] for each in found(charts, "title", "legend"))
    assert all(values(each, "delete") == ["0"] for each in found(charts, "catAx", "valAx"))
    assert all(values(each, "auto") == ["0"] for each in found(charts, "catAx"))
    assert all(values(each, "autoTitleDeleted") == ["0"] for each in found(charts, "chart"))
    assert all(values(each, "plotVisOnly") == ["1"] for each in found(charts, "chart"))
    assert all(values(chart, "roundedCorners") == ["0"] for chart in charts)


def test_excel_would_open_the_charts_without_a_repair(drawn: Path) -> None:
    assert problems_for_excel(drawn) == []


def test_the_charts_look_the_same_in_a_workbook_of_a_newer_excel(tmp_path: Path) -> None:
    """Pixel for pixel by LibreOffice, which reads an unsaid element by the version that the workbook names."""
    if not (shutil.which("soffice") and shutil.which("pdftoppm")):
        pytest.skip("needs LibreOffice and poppler-utils")
    dashboard = next(sheet for sheet in workbook().sheets if isinstance(sheet, Sheet) and any(_charts(sheet)))
    draw(Parts((dashboard,), "Charts"), tmp_path / "drawn.xlsx")
    _of_a_newer_excel(tmp_path / "drawn.xlsx", tmp_path / "newer.xlsx")
    drawn, newer = _pages(tmp_path, "drawn.xlsx", "newer.xlsx")
    assert len(drawn) >= 2
    assert drawn == newer


def _of_a_newer_excel(path: Path, out: Path) -> None:
    """The same workbook, saying that Excel 2016 or later saved it."""
    with zipfile.ZipFile(out, "w") as package:
        for name, part in parts_of(path).items():
            if name == "docProps/app.xml":
                part, count = re.subn(rb"(<AppVersion>)[^<]*", rb"\g<1>16.0300", part)
                assert count == 1
            package.writestr(name, part)


def _pages(folder: Path, *names: str) -> list[list[bytes]]:
    """The first two printed pages of each workbook, as pixels."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*convert, *(str(folder / name) for name in names)], check=True, capture_output=True, timeout=180)
    return [_pixels(folder / f"{Path(name).stem}.pdf") for name in names]


def _pixels(pdf: Path) -> list[bytes]:
    stem = pdf.with_suffix("")
    subprocess.run(["pdftoppm", "-r", "50", "-l", "2", str(pdf), str(stem)], check=True, timeout=60)
    return [page.read_bytes() for page in sorted(pdf.parent.glob(f"{stem.name}-*.ppm"))]


def drawn_axis(days: list[tuple[date | None, date | None]], tmp_path: Path) -> tuple[str | None, float, float, float]:
    """The number format, minimum, maximum and major unit of the time axis over rows with two days each."""
    columns = (Column("Ends on", Style.DATE), Column("Value ends on", Style.DATE), Column("Plan"), Column("Actual"))
    table = Table("pc_t", columns, tuple((*pair, 1.0, 2.0) for pair in days))
    series = (Series("Plan", "Ends on", "Plan"), Series("Actual", "Value ends on", "Actual"))
    chart = Chart(ChartKind.TIME, "T", "Words.", "pc_t", series)
    draw(Parts((Sheet("Sheet", (chart, table)),), "A title"), tmp_path / "t.xlsx")
    (part,) = [part for name, part in parts_of(tmp_path / "t.xlsx").items() if name.startswith("xl/charts/chart")]
    axis = next(each for each in etree.fromstring(part).iter("{*}valAx") if values(each, "axPos") == ["b"])
    number, (scaling,) = axis.find("{*}numFmt"), axis.findall("{*}scaling")
    assert number is not None
    low, high, step = values(scaling, "min")[0], values(scaling, "max")[0], values(axis, "majorUnit")[0]
    return number.get("formatCode"), float(low or 0), float(high or 0), float(step or 0)


def labels_of(axis: tuple[str | None, float, float, float]) -> list[date]:
    """The days that an axis has labels at."""
    _, low, high, step = axis
    return [
        date(1899, 12, 30) + timedelta(days=int(low + n * step)) for n in range(int((high - low) / step + 1e-9) + 1)
    ]


QUARTERS = [date(2016, 6, 30), date(2016, 9, 30), date(2016, 12, 31), date(2017, 3, 31)]


def test_a_time_axis_by_months_has_a_label_at_the_end_of_each(tmp_path: Path) -> None:
    axis = drawn_axis([(day, day) for day in QUARTERS], tmp_path)
    assert axis[0] == "mmm yyyy"
    months = [(day.year, day.month) for day in labels_of(axis)]
    assert months[-3:] == [(2017, 1), (2017, 2), (2017, 3)] or months[-2:] == [(2017, 1), (2017, 3)]
    assert all(day.day >= 24 for day in labels_of(axis))


@pytest.mark.parametrize("last_month", range(1, 13))
@pytest.mark.parametrize("months", [5, 11, 17, 23, 35])
def test_no_label_of_a_time_axis_falls_into_another_month(last_month: int, months: int, tmp_path: Path) -> None:
    days = [last_day_of_month(2017, last_month)]
    while len(days) < months:
        days.insert(0, days[0].replace(day=1) - timedelta(days=1))
    for day in labels_of(drawn_axis([(day, day) for day in days], tmp_path)):
        assert (last_day_of_month(day.year, day.month) - day).days <= 6


def test_a_time_axis_of_years_has_a_label_for_each_and_holds_every_day(tmp_path: Path) -> None:
    days = [(date(year, 3, 31), date(year, 3, 31)) for year in range(2016, 2022)]
    axis = drawn_axis([(days[0][0], date(2015, 12, 31)), *days[1:], (date(2017, 9, 30), date(2017, 9, 30))], tmp_path)
    assert axis[0] == "yyyy"
    assert [day.year for day in labels_of(axis)] == [2015, 2016, 2017, 2018, 2019, 2020, 2021]
    assert date(1899, 12, 30) + timedelta(days=int(axis[1])) <= date(2015, 12, 31)
