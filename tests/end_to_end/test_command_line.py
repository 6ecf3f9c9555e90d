"""The command line as a person uses it: a process, its output and its exit code."""

import csv
import io
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from shutil import copyfile

import openpyxl
import pytest

import pc_workbook as pc_workbook_package
from pc_workbook import cli
from pc_workbook.cli.parser import COMMANDS
from tests.support import SAMPLES


def pc_workbook(*arguments: str | Path, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "pc_workbook", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", cwd=folder, env=environment, timeout=120, check=False,
    )  # fmt: skip


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    return Path(copyfile(SAMPLES / "thurrock-2017.xlsx", tmp_path / "tracker.xlsx"))


def test_a_new_tracker_is_made_checked_and_refreshed(tmp_path: Path) -> None:
    path = tmp_path / "ours.xlsx"
    assert pc_workbook("new", path).returncode == 0
    done = pc_workbook("check", path)
    assert done.returncode == 1  # the as-at date is missing, and says so
    assert "as-at date" in done.stdout
    assert pc_workbook("refresh", path).returncode == 0


def test_new_never_writes_over_a_file(tracker: Path) -> None:
    before = tracker.read_bytes()
    done = pc_workbook("new", tracker)
    assert done.returncode == 3
    assert "exists already" in done.stderr
    assert tracker.read_bytes() == before


@pytest.mark.parametrize("name", ["a.xls", "a.csv", "a", "a.xlsm"])
def test_new_makes_only_what_opens(name: str, tmp_path: Path) -> None:
    done = pc_workbook("new", name, folder=tmp_path)
    assert done.returncode == 3
    assert "Give a name that ends in .xlsx" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_next_step_after_new_can_be_typed_as_printed(tmp_path: Path) -> None:
    done = pc_workbook("new", "our own tracker.xlsx", folder=tmp_path)
    typed = shlex.split(done.stdout.partition("run: ")[2])
    assert typed == ["pc-workbook", "refresh", "our own tracker.xlsx"]


def test_check_lists_every_finding_with_its_cell_and_ends_with_exit_code_1(tracker: Path) -> None:
    done = pc_workbook("check", tracker)
    assert done.returncode == 1
    assert "Indicators!C8" in done.stdout
    assert "What to do:" in done.stdout


def test_check_as_json_gives_the_same_findings(tracker: Path) -> None:
    rows = json.loads(pc_workbook("check", tracker, "--json").stdout)["findings"]
    assert {"code", "severity", "sheet", "cell", "what", "holds", "needs", "mark", "accepted"} == set(rows[0])
    assert [row["severity"] for row in rows] == sorted(
        (row["severity"] for row in rows), key=["Error", "Warning", "Note"].index
    )


def test_figures_are_printed_as_text_json_and_csv(tracker: Path) -> None:
    rows = json.loads(pc_workbook("figures", tracker, "--json").stdout)["figures"]
    good = next(
        r for r in rows if r["measure"] == "cqc_share_at_least_good_of_inspected" and r["organisation"] == "Thurrock"
    )
    assert (good["numerator"], good["denominator"], good["value"]) == (10, 20, 50.0)
    assert {"measure", "organisation", "period", "value", "numerator", "denominator", "unit", "rag", "reason"} <= set(
        good
    )
    printed = list(csv.DictReader(io.StringIO(pc_workbook("figures", tracker, "--csv").stdout)))
    assert [r["measure"] for r in printed] == [r["measure"] for r in rows]
    assert "patients_per_gp_fte" in pc_workbook("figures", tracker).stdout


def test_a_dry_run_says_what_it_would_do_and_changes_nothing(tracker: Path) -> None:
    before = tracker.read_bytes()
    done = pc_workbook("refresh", tracker, "--dry-run")
    assert done.returncode == 0
    assert "would write 9 sheets" in done.stdout
    assert tracker.read_bytes() == before
    assert list(tracker.parent.iterdir()) == [tracker]


def test_out_writes_elsewhere_and_leaves_the_tracker(tracker: Path, tmp_path: Path) -> None:
    before = tracker.read_bytes()
    out = tmp_path / "copy.xlsx"
    assert pc_workbook("refresh", tracker, "--out", out).returncode == 0
    assert tracker.read_bytes() == before
    assert out.stat().st_size > len(before)


def test_a_dry_run_names_the_place_it_would_write_to(tracker: Path) -> None:
    done = pc_workbook("refresh", tracker, "--dry-run", "--out", "z.xlsx", folder=tracker.parent)
    assert done.returncode == 0
    assert "would write 9 sheets in z.xlsx" in done.stdout
    assert list(tracker.parent.iterdir()) == [tracker]


def test_out_where_it_would_damage_something_is_exit_code_3(tracker: Path, tmp_path: Path) -> None:
    for out in (tmp_path, tmp_path / "list.csv", tmp_path / "nowhere" / "z.xlsx", SAMPLES / "faulty.xlsx"):
        done = pc_workbook("--quiet", "refresh", tracker, "--out", out)
        assert done.returncode == 3, done.stdout
        assert "Traceback" not in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_a_refresh_that_wrote_is_done_and_says_so_in_its_help(tracker: Path) -> None:
    assert pc_workbook("check", tracker).returncode == 1
    assert pc_workbook("refresh", tracker).returncode == 0
    assert "whatever was found" in pc_workbook("refresh", "--help").stdout
    assert "1 there are errors" in pc_workbook("check", "--help").stdout


def test_a_kept_sheet_is_reported_once(tracker: Path) -> None:
    pc_workbook("refresh", tracker)
    book = openpyxl.load_workbook(tracker)
    book["Method notes"]["B900"] = "mine"
    book.save(tracker)
    done = pc_workbook("refresh", tracker).stdout
    assert sum("Method notes" in line and "The changed sheet is kept as" in line for line in done.splitlines()) == 1


def test_refresh_saves_a_backup_beside_the_tracker_and_says_where(tracker: Path) -> None:
    before = tracker.read_bytes()
    done = pc_workbook("refresh", tracker)
    assert done.returncode == 0
    snapshots = [path for path in tracker.parent.rglob("*.xlsx") if path != tracker]
    assert [path.read_bytes() for path in snapshots] == [before]
    assert f"Backup saved: {snapshots[0]}\n" in done.stdout


def test_refresh_ends_with_the_number_of_findings_and_where_they_are(tracker: Path) -> None:
    last = pc_workbook("refresh", tracker).stdout.splitlines()[-1]
    assert re.fullmatch(r"3 errors, 47 warnings and 25 notes: see the Data quality sheet\. \(\d+\.\d s\)", last)


def test_quiet_writes_the_same_and_prints_nothing(tracker: Path, tmp_path: Path) -> None:
    commands: list[list[str | Path]] = [
        ["new", tmp_path / "new.xlsx"],
        ["refresh", tracker],
        ["hand-out", tracker, "--out", tmp_path / "returns"],
        ["pack-template", tmp_path / "style.xlsx"],
        ["addin", "build", "--out", tmp_path / "addin.xlam"],
        ["demo", tmp_path],
    ]
    for command in commands:
        done = pc_workbook("--quiet", *command)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    made = {path.name for path in tmp_path.iterdir()}
    assert {"new.xlsx", "returns", "style.xlsx", "addin.xlam", "thurrock-2017.xlsx"} <= made


def test_quiet_still_prints_results_and_errors(tracker: Path, tmp_path: Path) -> None:
    assert pc_workbook("-q", "figures", tracker).stdout == pc_workbook("figures", tracker).stdout
    assert pc_workbook("-q", "check", tracker).stdout == pc_workbook("check", tracker).stdout
    assert "no workbook" in pc_workbook("-q", "refresh", tmp_path / "none.xlsx").stderr


def test_output_to_a_file_has_no_colour(tracker: Path) -> None:
    assert "\x1b" not in pc_workbook("check", tracker).stdout


def test_the_version_is_that_of_the_package() -> None:
    assert pc_workbook("--version").stdout == f"pc-workbook {pc_workbook_package.__version__}\n"


def test_demo_makes_the_sample_and_refreshes_it_twice_over(tmp_path: Path) -> None:
    for _ in range(2):
        done = pc_workbook("demo", folder=tmp_path)
        assert done.returncode == 0, done.stderr
        assert "Dashboard" in done.stdout
    assert (tmp_path / "thurrock-2017.xlsx").exists()


def test_demo_in_a_folder_without_write_access_gets_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path and access(path, mode))
    assert cli.main(["demo", str(tmp_path)]) == 3
    assert "can't write in the folder" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="pipes as on Linux and macOS")
def test_a_closed_pipe_ends_the_output_without_an_error(tracker: Path) -> None:
    for arguments in (["figures", tracker], ["figures", tracker, "--csv"], ["check", tracker, "--json"]):
        process = subprocess.Popen(
            [sys.executable, "-m", "pc_workbook", *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.close()
        _, errors = process.communicate(timeout=120)
        assert (process.returncode, errors) == (141, b"")


def test_a_folder_and_an_empty_name_are_named_in_the_message(tmp_path: Path) -> None:
    for command in ("check", "refresh", "figures"):
        assert "is a folder, not a workbook" in pc_workbook(command, tmp_path).stderr
        done = pc_workbook(command, "")
        assert (done.returncode, done.stderr) == (3, "No workbook was named. Give a name that ends in .xlsx.\n")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.xlsx", None, "no workbook"),
        ("words.xlsx", b"not a workbook at all", "is a text file"),
        ("cut.xlsx", b"PK\x03\x04 and then nothing", "damaged"),
    ],
)
def test_what_cannot_be_read_gets_a_message_and_exit_code_3(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    for command in ("check", "refresh", "figures"):
        done = pc_workbook(command, tmp_path / name)
        assert done.returncode == 3, done.stderr
        assert message in done.stderr
        assert "Traceback" not in done.stderr


def test_a_command_line_that_cannot_be_parsed_is_exit_code_2() -> None:
    assert pc_workbook("refrehs").returncode == 2
    assert pc_workbook("refresh").returncode == 2


def test_help_and_the_bare_import_load_no_table_library_and_no_excel() -> None:
    heavy = "{'pandas', 'numpy', 'openpyxl', 'xlwings', 'xlsxwriter', 'lxml', 'pydantic'}"
    for program in (
        "import pc_workbook",
        "from pc_workbook import cli\ntry: cli.main(['--help'])\nexcept SystemExit: pass",
    ):
        done = subprocess.run(
            [sys.executable, "-c", f"import sys\n{program}\nprint(sorted({heavy} & set(sys.modules)), file=sys.stderr)"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stderr.strip() == "[]"


def test_a_refresh_imports_no_pandas_no_numpy_and_searches_no_plugins(tracker: Path) -> None:
    program = f"import sys\nfrom pc_workbook import cli\ncli.main(['refresh', {str(tracker)!r}])\nprint(sorted({{'pandas', 'numpy', 'openpyxl', 'xlwings', 'importlib.metadata', 'email'}} & set(sys.modules)), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.strip().endswith("[]")


def test_typed_dictionaries_are_themselves_again_once_pydantic_core_is_imported() -> None:
    program = (
        "from pc_workbook import startup\nstartup.begin()\n"
        "import typing, typing_extensions, pc_workbook.model.indicator\nfrom pydantic import TypeAdapter\n"
        "Pair = typing_extensions.TypedDict('Pair', {'a': int})\n"
        "print(TypeAdapter(Pair).validate_python({'a': '1'}), typing.is_typeddict(typing.TypedDict('Pair', {'a': int})))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "{'a': 1} True"


def test_every_command_is_in_the_readme() -> None:
    readme = (SAMPLES.parent / "README.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"pc-workbook {command.name}" in readme
