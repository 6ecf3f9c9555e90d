"""What no pack is made of, and what is never overwritten: a sentence each time, and nothing left behind."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from shutil import copyfile

import pytest

from pc_workbook import app
from pc_workbook.boardpack import pdf
from pc_workbook.cells.change import SetCell
from pc_workbook.cli import main
from pc_workbook.disclosure.edition import Edition
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.disk.saving import private_folder
from pc_workbook.hosts.file import FileHost
from tests.boardpack.packs import NOON, RESOLVED, pack
from tests.support import PROJECT, SAMPLES

BLOCKED = SAMPLES / "thurrock-2017.xlsx"


def refusal(tracker: Path, out: Path, edition: str = "group", **more: object) -> str:
    """The letter, after a look that nothing was written."""
    before = {path: path.read_bytes() for path in out.parent.iterdir() if path.is_file()}
    with pytest.raises(WorkbookProblem) as problem:
        app.board_pack(FileHost(tracker), edition, out, now=NOON, **more)  # type: ignore[arg-type]
    assert {path: path.read_bytes() for path in out.parent.iterdir()} == before
    return str(problem.value)


def changed(tmp_path: Path, *changes: SetCell) -> Path:
    tracker = Path(copyfile(RESOLVED, tmp_path / "tracker.xlsx"))
    host = FileHost(tracker)
    host.read()
    host.deliver(None, changes=changes, keep=1, now=NOON)
    for left in (tmp_path / "tracker snapshots").iterdir():
        left.unlink()
    (tmp_path / "tracker snapshots").rmdir()
    return tracker


def test_what_blocks_is_listed_with_every_cell(tmp_path: Path) -> None:
    letter = refusal(BLOCKED, tmp_path / "pack.xlsx")
    assert letter.startswith("No pack was made: thurrock-2017.xlsx has 3 errors.")
    for where in ("Indicators!C8:", "Indicators!J8 and J9:"):
        assert where in letter
    assert "What to do: Choose Inspected practices or All practices" in letter


def test_an_empty_tracker_has_nothing_to_make_a_pack_of(tmp_path: Path) -> None:
    app.new_tracker(tmp_path / "new.xlsx")
    letter = refusal(tmp_path / "new.xlsx", tmp_path / "pack.xlsx")
    assert letter == ("new.xlsx has no practices, indicators or actions, so there is nothing to make a pack from. Fill in "
                      "Practices, Indicators and Actions first.")  # fmt: skip


@pytest.mark.parametrize(
    ("edition", "more", "says"),
    [
        ("open", {}, "There is no edition called “open”. There are: public, group, guest."),
        (
            "group",
            {"preset": "weekly"},
            "There is no preset called “weekly”. There are: full, half-yearly, delivery-group.",
        ),
        (
            "group",
            {"preset": "halfyearly"},
            "There is no preset called “halfyearly”. Did you mean half-yearly? There are: full, half-yearly, delivery-group.",
        ),
        ("group", {"template": Path("nowhere/style.xlsx")}, "There is no workbook at nowhere/style.xlsx"),
    ],
)
def test_what_there_is_not_is_named(edition: str, more: dict[str, object], says: str, tmp_path: Path) -> None:
    assert refusal(RESOLVED, tmp_path / "pack.xlsx", edition, **more).startswith(says)


def test_a_pack_has_the_ending_of_a_workbook(tmp_path: Path) -> None:
    assert "Give it a name that ends in .xlsx" in refusal(RESOLVED, tmp_path / "pack.pdf")


def test_nothing_but_an_earlier_pack_is_overwritten(tmp_path: Path) -> None:
    for theirs in (RESOLVED, PROJECT / "templates" / "board_pack.xlsx", SAMPLES / "README.md"):
        out = Path(copyfile(theirs, tmp_path / "theirs.xlsx"))
        assert "exists already and is not a pack" in refusal(RESOLVED, out)


def test_a_tracker_is_never_overwritten_by_its_own_pack(tmp_path: Path) -> None:
    tracker = Path(copyfile(RESOLVED, tmp_path / "tracker.xlsx"))
    assert "exists already and is not a pack" in refusal(tracker, tracker)


def test_a_pack_of_another_edition_keeps_its_name(tmp_path: Path) -> None:
    out = Path(copyfile(pack("group"), tmp_path / "pack.xlsx"))
    assert "holds a pack of the group edition; give the public edition another name" in refusal(RESOLVED, out, "public")


def test_a_pdf_of_somebody_else_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "pack.pdf").write_bytes(b"%PDF-1.4 somebody's")
    assert "pack.pdf exists already" in refusal(RESOLVED, tmp_path / "pack.xlsx", pdf=True)


def test_an_earlier_pack_is_replaced_and_a_copy_of_it_kept(tmp_path: Path) -> None:
    tracker = changed(tmp_path, SetCell("Settings", "B6", "Basildon"))
    out = Path(copyfile(pack("group"), tmp_path / "pack.xlsx"))
    app.board_pack(FileHost(tracker), "group", out, now=NOON)
    assert out.read_bytes() != pack("group").read_bytes()
    kept = [path for path in (tmp_path / "pack snapshots").iterdir() if path.suffix == ".xlsx"]
    assert [path.read_bytes() for path in kept] == [pack("group").read_bytes()]


def test_a_pack_that_is_open_in_excel_is_not_written(tmp_path: Path) -> None:
    out = Path(copyfile(pack("group"), tmp_path / "pack.xlsx"))
    (tmp_path / "~$pack.xlsx").write_bytes(b"\x09Colleague" + b" " * 160)
    assert "pack.xlsx is open in Excel (by Colleague). Close it there and try again" in refusal(RESOLVED, out)


def test_no_approvals_give_a_draft_and_no_refusal(tmp_path: Path) -> None:
    tracker = changed(tmp_path, *(SetCell("Approvals", f"C{row}", None) for row in range(6, 13)))
    made = app.board_pack(FileHost(tracker), "public", tmp_path / "pack.xlsx", now=NOON)
    assert made.issue.status_words == "Draft – 0 of 7 members have approved"


def test_six_of_seven_approvals_are_still_a_draft(tmp_path: Path) -> None:
    tracker = changed(tmp_path, SetCell("Approvals", "C9", None))
    made = app.board_pack(FileHost(tracker), "public", tmp_path / "pack.xlsx", now=NOON)
    assert made.issue.status_words == "Draft – 6 of 7 members have approved"


def test_without_libreoffice_the_message_says_how_to_get_a_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pdf, "_USUAL_PLACES", {})
    letter = refusal(RESOLVED, tmp_path / "pack.xlsx", pdf=True)
    assert "A PDF needs LibreOffice, which was not found" in letter
    assert "File, Export" in letter


def test_a_libreoffice_that_fails_leaves_no_pack_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "win32":
        pytest.skip("a shell script stands for LibreOffice")
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    (bin_ / "soffice").write_text("#!/bin/sh\nexit 77\n")
    (bin_ / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", f"{bin_}{os.pathsep}{os.environ['PATH']}")
    folder = tmp_path / "out"
    folder.mkdir()
    assert "LibreOffice could not make a PDF" in refusal(RESOLVED, folder / "pack.xlsx", pdf=True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGINT of one process to another")
def test_an_interrupted_pack_leaves_nothing_half_written(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pc_workbook",
        "board-pack",
        str(RESOLVED),
        "--edition",
        "group",
        "--out",
        str(tmp_path / "pack.xlsx"),
    ]
    for wait in (0.4, 0.8, 1.2):
        running = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        time.sleep(wait)
        running.send_signal(signal.SIGINT)
        running.communicate()
        assert [path.name for path in tmp_path.iterdir()] in ([], ["pack.xlsx"])
        for made in tmp_path.iterdir():
            assert made.read_bytes()[:2] == b"PK"
            made.unlink()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_what_a_killed_run_leaves_on_its_bench_is_cleared_by_the_next(tmp_path: Path) -> None:
    """The bench may hold what nobody outside may see: it is in no folder of the reader's, and does not stay."""
    temp = tmp_path / "temp"
    temp.mkdir()
    command = [sys.executable, "-m", "pc_workbook", "board-pack", str(RESOLVED), "--edition", "group"]
    options = {
        "cwd": PROJECT,
        "env": {**os.environ, "TMPDIR": str(temp)},
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }
    running = subprocess.Popen([*command, "--out", str(tmp_path / "killed.xlsx")], **options)  # type: ignore[call-overload]
    while not any(temp.glob("pc-workbook-*/*.xlsx")) and running.poll() is None:
        time.sleep(0.005)
    running.kill()
    running.wait()
    assert any(temp.glob("pc-workbook-*/*.xlsx")), "the run was over before it was killed"
    assert not (tmp_path / "killed.xlsx").exists()
    subprocess.run([*command, "--out", str(tmp_path / "next.xlsx")], check=True, **options)  # type: ignore[call-overload]
    assert [*temp.iterdir()] == []


def test_a_bench_that_is_in_use_is_nobody_else_s_to_clear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with private_folder() as one:
        with private_folder() as other:
            assert other != one
        assert one.is_dir()
    assert [*tmp_path.iterdir()] == []


# --- the command


def test_the_command_lists_what_it_wrote_and_in_which_state(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "pack.xlsx"
    assert main(["board-pack", str(RESOLVED), "--edition", "public", "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"Primary care board pack, public edition: {out}.\nApproved by all seven members.\n")
    assert re.search(r"1 action.* not shown: exempt information \(paragraph 3\)", said)


def test_a_refused_pack_ends_with_three(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["board-pack", str(BLOCKED), "--edition", "public", "--out", str(tmp_path / "pack.xlsx")]) == 3
    assert "Indicators!C8" in capsys.readouterr().err


def test_the_help_names_every_edition_and_where_presets_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["board-pack", "--help"])
    said = capsys.readouterr().out
    assert "|".join(Edition) in said
    assert "sheet Packs" in said


def test_a_copy_of_the_house_style_can_be_had(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    style = tmp_path / "style.xlsx"
    assert main(["pack-template", str(style)]) == 0
    assert style.read_bytes() == (PROJECT / "templates" / "board_pack.xlsx").read_bytes()
    assert "--template" in capsys.readouterr().out
