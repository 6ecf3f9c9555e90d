"""A cell anywhere on a sheet costs nothing: a blank one changes nothing, a filled one that lies far from all others is
named and not read. Checked in a process that may not take a gibibyte, nor ten seconds."""

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import FileHost
from pc_workbook.tracker.snapshot import LAST_READ_COLUMN, last_near_row
from tests.breaking.sheets_by_hand import SOUND, part, parts_of_sheets, read, told, with_parts, workbook_of
from tests.support import PROJECT

MOST_MEMORY, LONGEST = 1 << 30, 10  # bytes, seconds of work
LIMITED = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_DATA, ({MOST_MEMORY}, {MOST_MEMORY}))
resource.setrlimit(resource.RLIMIT_CPU, ({LONGEST}, {LONGEST}))
from pc_workbook.cli import main
sys.exit(main(sys.argv[1:]))
"""
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="needs limits of processes as Linux has them")


def limited(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """A command in a process that may not grow or go on."""
    command = [sys.executable, "-c", LIMITED, *map(str, arguments)]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)


def with_rows(rows: Mapping[str, str]) -> bytes:
    """The sample with rows added at the end of some sheets, by their names."""
    changed = {}
    for sheet, more in rows.items():
        name = parts_of_sheets()[sheet]
        changed[name] = part(name).replace(b"</sheetData>", more.encode() + b"</sheetData>")
    return with_parts(changed)


def lists() -> list[str]:
    return sorted(FileHost(SOUND).read().sheets)


BLANK = {
    "formatted": '<row r="1048576"><c r="{a}1048576" s="1"/></row>',
    "an empty text": '<row r="1048576"><c r="{a}1048576" t="str"><v></v></c></row>',
    "blanks": '<row r="1048576"><c r="{a}1048576" t="inlineStr"><is><t xml:space="preserve">  </t></is></c></row>',
    "an empty row": '<row r="1048576" s="1" customFormat="1"/>',
    "an empty result": '<row r="1048576"><c r="{a}1048576" t="str"><f>""</f><v></v></c></row>',
}


@linux_only
@pytest.mark.parametrize("column", ["A", "XFD"])
@pytest.mark.parametrize("kind", BLANK)
def test_a_blank_in_the_last_row_of_every_list_costs_and_changes_nothing(
    kind: str, column: str, tmp_path: Path
) -> None:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(with_rows({sheet: BLANK[kind].format(a=column) for sheet in lists()}))
    assert told(path.read_bytes()) == set()
    done = limited("check", path)
    assert (done.returncode, done.stderr) == (0, "")


@linux_only
def test_every_command_takes_it(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(with_rows({sheet: BLANK["formatted"].format(a="XFD") for sheet in lists()}))
    back = PROJECT / "samples" / "returns" / "clean-north.xlsx"
    for arguments in (["figures", path], ["refresh", path, "--out", tmp_path / "out.xlsx"], ["hand-out", path, "--out", tmp_path],
                      ["merge", path, back], ["compare", path, SOUND], ["accessibility", path],
                      ["board-pack", path, "--edition", "public", "--out", tmp_path / "pack.xlsx"]):  # fmt: skip
        done = limited(*arguments)
        assert (done.returncode in (0, 1), "Traceback" in done.stderr) == (True, False), (arguments, done.stderr)


@pytest.mark.parametrize("place", ["A1048576", "XFD1048576", "XFD1", "KK3", "A9999", "SS6"])
@pytest.mark.parametrize(
    "cell", ['<c r="{}"><v>5</v></c>', '<c r="{}" t="e"><v>#N/A</v></c>', '<c r="{}" t="b"><v>1</v></c>']
)
def test_a_filled_cell_far_away_is_named_and_not_read(cell: str, place: str) -> None:
    row = re.sub("[A-Z]", "", place)
    if int(row) < 100:
        text = part(parts_of_sheets()["Practices"]).decode()
        text = re.sub(
            rf'(<row r="{row}".*?)</row>', rf"\g<1>{cell.format(place)}</row>", text, count=1, flags=re.DOTALL
        )
        content = with_parts({parts_of_sheets()["Practices"]: text.encode()})
    else:
        content = with_rows({"Practices": f'<row r="{row}">{cell.format(place)}</row>'})
    found = told(content)
    if place == "KK3":  # near enough to be read, and in no column of the list
        assert found == set()
    else:
        assert found == {("R49", "Warning", f"Practices!{place}", "1 filled cell")}


def test_one_finding_a_sheet_tells_of_many() -> None:
    more = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in (500_000, 600_000, 1_048_576))
    assert told(with_rows({"Practices": more})) == {("R49", "Warning", "Practices!A500000", "3 filled cells")}


def test_a_long_list_with_gaps_is_read_to_its_end() -> None:
    """Rows that are blank here and there do not make what follows them far away."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(5, 100_000, 9))
    sheet = read(workbook_of(rows))
    assert (sheet.value(99_995, 1), sheet.far_away) == (99_995, ())
    assert last_near_row([*range(1, 100), 2000, 3000]) == 2000
    assert last_near_row([]) == 0


@pytest.mark.parametrize("written", ["in order", "from below"])
@pytest.mark.parametrize("long", [False, True])
def test_both_ways_of_reading_leave_out_the_same(long: bool, written: str) -> None:
    rows = [f'<row r="{n}"><c r="B{n}"><v>{n}</v></c></row>' for n in [*range(1, 20_000 if long else 30), 700_000]]
    sheet = read(workbook_of("".join(rows if written == "in order" else reversed(rows))))
    assert sheet.far_away == ((700_000, 2),)
    assert sheet.height == (19_999 if long else 29)


def test_the_last_column_that_is_read() -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="SR1"><v>2</v></c><c r="SS1"><v>3</v></c></row>'
    sheet = read(workbook_of(row))
    assert (sheet.value(1, LAST_READ_COLUMN), sheet.width, sheet.far_away) == (2, LAST_READ_COLUMN, ((1, 513),))


@linux_only
@pytest.mark.parametrize(
    "rows",
    {
        "a million empty rows": "".join(f'<row r="{n}"/>' for n in range(1000, 1_048_577)),
        "a million formatted blanks": "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(1000, 1_048_577, 2)),
        "a cell in each thousandth row": "".join(f'<row r="{n}"><c r="B{n}"><v>1</v></c></row>' for n in range(1000, 1_048_577, 990)),
        "a cell in each column of the last row": '<row r="1048576">' + "<c><v>1</v></c>" * 16_384 + "</row>",
        "a cell in each column of the first rows": ("<row>" + "<c><v>1</v></c>" * 16_384 + "</row>") * 20,
        "cells all over": "".join(f'<row r="{n}"><c r="{chr(65 + n % 26)}{chr(65 + n // 26 % 19)}{n}"><v>1</v></c></row>' for n in range(1000, 300_000)),
        "formulas filled down": "".join(f'<row r="{n}"><c r="B{n}"><f>A{n}</f></c></row>' for n in range(1000, 200_000)),
    }.items(),
    ids=lambda rows: rows[0],
)  # fmt: skip
def test_a_small_file_never_takes_a_gibibyte_or_ten_seconds(rows: tuple[str, str], tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(with_rows({"Practices": rows[1]}))
    for arguments in (["check", path], ["refresh", path, "--out", tmp_path / "out.xlsx"]):
        done = limited(*arguments)
        assert done.returncode in (0, 1, 3), (done.returncode, done.stderr[-500:])
        assert "Traceback" not in done.stderr
        assert done.returncode != 3 or re.search(r"'Practices'", done.stderr), done.stderr


def test_a_sheet_that_reaches_too_far_in_both_directions_is_refused_by_name() -> None:
    letters = [f"{chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(300)]
    rows = "".join(f'<row r="{n}"><c r="{letters[n % 300]}{n}"><v>1</v></c></row>' for n in range(1, 250_000))
    with pytest.raises(WorkbookProblem, match=r"the sheet 'Practices' of tracker\.xlsx lie so far apart"):
        read(workbook_of(rows))


@pytest.mark.parametrize("dimension", ["A1:XFD1048576", "A1", "x", "XFD1048576:A1", ""])
def test_what_a_sheet_says_of_its_extent_is_not_believed(dimension: str) -> None:
    name = parts_of_sheets()["Practices"]
    text = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="%b"' % dimension.encode(), part(name))
    columns = b'<cols><col min="1" max="16384" width="9" style="1"/></cols>'
    assert told(with_parts({name: re.sub(rb"<cols>.*?</cols>", columns, text)})) == set()


def test_a_list_drawn_down_to_the_last_row_is_read_as_it_is() -> None:
    tables = {
        name: part(name) for name in (f"xl/tables/table{n}.xml" for n in range(1, 20)) if b"tblPractices" in part(name)
    }
    assert len(tables) == 1
    changed = {name: re.sub(rb'ref="A5:([A-Z]+)\d+"', rb'ref="A5:\g<1>1048576"', text) for name, text in tables.items()}
    assert told(with_parts(changed)) == set()
