"""Merged ranges of any size and number cost nothing: what matters of them is where the list has rows."""

from pathlib import Path

import pytest

from tests.breaking.sheets_by_hand import SOUND, part, parts_of_sheets, with_parts
from tests.breaking.test_stray_cells import limited, linux_only, lists
from tests.support import SAMPLES

RETURN = SAMPLES / "returns" / "clean-north.xlsx"
MERGES = {
    "the whole sheet": ["A1:XFD1048576"],
    "all below the headings": ["A7:XFD1048576"],
    "whole columns": ["C7:D1048576", "F1:F1048576"],
    "whole rows": ["A8:XFD8", "A9:XFD9"],
    "thousands over one another": [f"A{7 + n % 9}:XFD{1048576 - n}" for n in range(3000)],
}


def with_merges(source: Path, sheets: list[str], references: list[str]) -> bytes:
    """A workbook with merged ranges on some sheets, whatever was merged there before."""
    merges = "".join(f'<mergeCell ref="{one}"/>' for one in references)
    more = f'</sheetData><mergeCells count="{len(references)}">{merges}</mergeCells>'.encode()
    names = parts_of_sheets(source)
    changes = {names[one]: part(names[one], source).replace(b"</sheetData>", more) for one in sheets}
    assert all(more in change for change in changes.values())
    return with_parts(changes, source)


@linux_only
@pytest.mark.parametrize("kind", MERGES)
def test_a_tracker_with_wide_merges_is_checked_in_little_room(kind: str, tmp_path: Path) -> None:
    tracker = tmp_path / "tracker.xlsx"
    tracker.write_bytes(with_merges(SOUND, lists(), MERGES[kind]))
    done = limited("check", tracker)
    assert done.returncode in (0, 1), done.stderr[-500:]
    assert "R13" in done.stdout or "R37" in done.stdout, done.stdout[-500:]


@linux_only
@pytest.mark.parametrize("kind", MERGES)
def test_a_return_with_wide_merges_is_merged_in_little_room(kind: str, tmp_path: Path) -> None:
    sheets = [one for one in parts_of_sheets(RETURN) if "progress" in one.casefold()]
    assert sheets
    returned = tmp_path / "return.xlsx"
    returned.write_bytes(with_merges(RETURN, sheets, MERGES[kind]))
    done = limited("merge", SOUND, returned, "--dry-run")
    assert done.returncode in (0, 3), done.stderr[-500:]
    assert "Traceback" not in done.stderr
