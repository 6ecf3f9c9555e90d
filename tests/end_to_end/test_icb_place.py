"""The made-up place of an integrated care board: refreshed, handed out, merged and packed."""

import re
from datetime import datetime
from pathlib import Path
from shutil import copyfile
from typing import NamedTuple

import pytest
from openpyxl import load_workbook

from pc_workbook import app
from pc_workbook.hosts.file import FileHost
from pc_workbook.model.indicator import IndicatorKind
from samples import make_icb_place
from tests.end_to_end.test_command_line import pc_workbook
from tests.end_to_end.test_kits_to_packs import texts
from tests.end_to_end.test_merge import filled_in, progress
from tests.support import SAMPLES, parts_of, problems_for_excel

REFRESHED, SENT, MERGED = (datetime(2026, 10, 30, hour) for hour in (9, 10, 17))
REPORT = "Four of four practices have searched their records."


class Made(NamedTuple):
    """The tracker after everything, one return, and the pack."""

    tracker: Path
    sent: Path
    pack: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("place")
    tracker = Path(copyfile(SAMPLES / "icb-place.xlsx", folder / "tracker.xlsx"))
    app.refresh(FileHost(tracker), now=REFRESHED)
    (folder / "returns").mkdir()
    sent = app.hand_out(FileHost(tracker), folder / "returns", "Moor", now=SENT).returns[0].path
    came = filled_in(sent, "moor.xlsx", {("3.2", "Progress"): REPORT, ("3.2", "RAG"): "Green"})
    app.merge_returns(FileHost(tracker), [came], now=MERGED)
    app.refresh(FileHost(tracker), now=MERGED)
    return Made(tracker, sent, _packed(tracker))


def _packed(tracker: Path) -> Path:
    pack = tracker.with_name("pack.xlsx")
    done = pc_workbook("board-pack", tracker, "--edition", "public", "--out", pack)
    assert done.returncode == 0, done.stderr
    return pack


def test_the_sample_is_what_its_script_makes(tmp_path: Path) -> None:
    make_icb_place.make(tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == (SAMPLES / "icb-place.xlsx").read_bytes()


def test_the_place_has_no_error_and_indicators_of_every_kind_most_of_which_are_judged(made: Made) -> None:
    checked = app.check(FileHost(made.tracker))
    assert [found for found in checked.findings if found.severity == "Error"] == []
    assert {row.kind for row in checked.intake.tracker.indicators} == {*IndicatorKind}
    assert "10 of 19" in texts(made.pack, "Summary")
    assert "3 Red, 4 Amber and 2 Not rated." in texts(made.pack, "Summary")


def test_a_network_s_return_is_merged_and_reaches_the_pack(made: Made) -> None:
    assert progress(made.tracker, "3.2", "Moor").progress == REPORT  # type: ignore[attr-defined]
    assert REPORT in texts(made.pack, "Actions")


def test_excel_has_nothing_to_repair(made: Made) -> None:
    assert [problems_for_excel(path) for path in made] == [[], [], []]


def test_each_network_is_a_row_and_the_place_is_the_sum_of_its_practices(made: Made) -> None:
    rows = [
        [cell for cell in row if cell is not None]
        for row in load_workbook(made.pack)["Localities"].iter_rows(values_only=True)
    ]
    by_name = {row[0]: row for row in rows if len(row) > 5}
    assert {*make_icb_place.NETWORKS} <= {*by_name}
    patients = sum(practice[0] for practice in make_icb_place.PRACTICES)
    doctors = sum(practice[2] for practice in make_icb_place.PRACTICES)
    whole = next(row for name, row in by_name.items() if str(name).startswith("Fictionshire"))
    assert patients in whole
    assert any(isinstance(cell, float) and abs(cell - patients / doctors) < 1e-9 for cell in whole)


def test_the_pack_is_approved_by_its_five_members_and_goes_to_the_place_s_own_meeting(made: Made) -> None:
    cover = texts(made.pack, "Cover")
    assert {
        "Place primary care report",
        "Place Primary Care Group",
        "11 November 2026",
        "Approved by all five members",
    } <= {*cover}


def test_claims_of_the_place_are_printed_with_their_verdicts_and_no_other(made: Made) -> None:
    claims = [text for text in texts(made.pack, "Practices") if "supported" in text or "not tested" in text]
    assert len(claims) == len(make_icb_place.CLAIMS)
    starts = [str(claim["claim"]) for claim in make_icb_place.CLAIMS]
    assert claims[0].startswith(f"{starts[0]}: supported")
    assert claims[1].startswith(f"{starts[1]}: not supported")


#: Words of one area and of bodies that are no more; no other area's workbook has any of them.
OF_ANOTHER_AREA = re.compile(r"thurrock|07g|\bccgs?\b|delivery group|healthy living|\bseven\b", re.I)


def test_no_text_of_any_part_is_of_another_area(made: Made) -> None:
    found = [
        (path.name, part, match[0])
        for path in made
        for part, content in parts_of(path).items()
        if part.endswith((".xml", ".rels", ".vml"))
        for match in OF_ANOTHER_AREA.finditer(content.decode("utf-8"))
    ]
    assert found == []
