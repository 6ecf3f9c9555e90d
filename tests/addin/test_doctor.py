"""The checks of addin doctor. Windows computers are described as data, so the tests run on any system."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from pc_workbook import __version__
from pc_workbook.addin import sources
from pc_workbook.addin.build import NAME, addin
from pc_workbook.addin.check_result import CheckResult, Grade
from pc_workbook.addin.computer import Machine
from pc_workbook.addin.doctor import XLWINGS, examine
from pc_workbook.cli import main

SECURITY = r"Software\Microsoft\Office\16.0\Excel\Security"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
ASR = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
MANAGED = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager"
CHILDREN, CALLS = "d4f940ab-401b-4efc-aadc-ad5f3c50688a", "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"
EXCEL = {r"HKCR\Excel.Application\CurVer": {"": "Excel.Application.16"}}


@pytest.fixture
def pc(tmp_path: Path) -> Machine:
    """A Windows computer on which all is well."""
    return sound(tmp_path)


def sound(home: Path) -> Machine:
    python = home / "pc-workbook" / "Scripts" / "python.exe"
    python.parent.mkdir(parents=True)
    python.touch()
    (python.parent.parent / f"xlwings64-{XLWINGS}.dll").touch()
    start = home / "Roaming" / "Microsoft" / "Excel" / "XLSTART"
    start.mkdir(parents=True)
    (start / NAME).write_bytes(addin(str(python)))
    environment = {"APPDATA": str(home / "Roaming")}
    packages = {"xlwings": XLWINGS, "lxml": "6.1.3", "pywin32": "311"}
    return Machine(
        "Windows", environment, python, python.parent, (3, 12, 4), packages, lambda key: EXCEL.get(key, {}), ""
    )


def set_to(machine: Machine, *keys: tuple[str, Mapping[str, object]]) -> Machine:
    there = {**EXCEL, **dict(keys)}
    return machine._replace(registry=lambda key: there.get(key, {}))


def stops(machine: Machine) -> list[CheckResult]:
    return [verdict for verdict in examine(machine) if verdict.grade is Grade.PROBLEM]


def notes(machine: Machine) -> list[CheckResult]:
    return [verdict for verdict in examine(machine) if verdict.grade is Grade.NOTE]


def the_stop(machine: Machine, *words: str) -> None:
    """Assert that there is one problem, with these words in its message and fix."""
    (found,) = stops(machine)
    for word in words:
        assert word in f"{found.message} {found.fix}"
    assert found.fix


def test_a_sound_computer_has_no_problems(pc: Machine) -> None:
    assert [(verdict.message, verdict.fix) for verdict in examine(pc) if verdict.grade is not Grade.OK] == []
    assert any(f"starts {pc.python}" in verdict.message for verdict in examine(pc))


def test_an_old_python_is_in_the_way(pc: Machine) -> None:
    the_stop(pc._replace(version=(3, 9, 13)), "Python 3.9.13 is too old", "3.11")


def test_python_from_the_store_is_in_the_way(pc: Machine) -> None:
    the_stop(pc._replace(base=Path("C:/Program Files/WindowsApps/Python")), "Microsoft Store", "python.org")


def test_python_in_onedrive_is_noted(pc: Machine) -> None:
    moved = pc._replace(environment={**pc.environment, "OneDriveCommercial": str(pc.python.parent.parent)})
    assert any("Python is in OneDrive" in note.message for note in notes(moved))
    assert stops(moved) == []


def test_missing_packages_are_named_with_the_command_that_brings_them(pc: Machine) -> None:
    the_stop(
        pc._replace(packages={**pc.packages, "lxml": None, "pywin32": None}),
        "lxml, pywin32",
        "-m pip install lxml pywin32",
    )


def test_another_xlwings_than_the_pinned_is_in_the_way(pc: Machine) -> None:
    the_stop(
        pc._replace(packages={**pc.packages, "xlwings": "0.38.0"}),
        "The installed xlwings is 0.38.0",
        f"xlwings=={XLWINGS}",
    )


def test_a_library_that_is_not_beside_python_stops_the_functions_alone(pc: Machine) -> None:
    (pc.python.parent.parent / f"xlwings64-{XLWINGS}.dll").unlink()
    assert stops(pc) == []
    assert any("worksheet functions do not work" in note.message for note in notes(pc))


def test_a_path_the_library_can_not_take_stops_the_functions_alone(tmp_path: Path) -> None:
    assert any("has characters" in note.message for note in notes(sound(tmp_path / "Łucja")))
    assert stops(sound(tmp_path / "Łukasz")) == []
    assert notes(sound(tmp_path / "Zoë")) == []


def test_a_computer_without_excel(pc: Machine) -> None:
    the_stop(pc._replace(registry=lambda key: {}), "Excel for the desktop is not installed")


def the_add_in(pc: Machine) -> Path:
    return Path(pc.environment["APPDATA"]) / "Microsoft" / "Excel" / "XLSTART" / NAME


def test_an_add_in_that_is_not_there(pc: Machine) -> None:
    the_add_in(pc).unlink()
    the_stop(pc, "The add-in is not at", "pc-workbook addin install", "antivirus")


def test_a_file_that_is_no_add_in(pc: Machine) -> None:
    the_add_in(pc).write_bytes(b"PK nothing")
    the_stop(pc, "is not an add-in of this program", "pc-workbook addin install")


def test_an_add_in_of_another_version(pc: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pc_workbook.addin.doctor.__version__", "9.9.9")
    (found,) = stops(pc)
    assert found.message == f"The add-in has version {__version__}, and the program has 9.9.9."


def test_an_add_in_made_from_other_macros(pc: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = sources.modules()
    other = [one._replace(source=f"{one.source}' more\n") if one.name == "Launcher" else one for one in ours]
    monkeypatch.setattr("pc_workbook.addin.sources.modules", lambda: other)
    the_add_in(pc).write_bytes(addin(str(pc.python)))
    monkeypatch.setattr("pc_workbook.addin.sources.modules", lambda: ours)
    the_stop(pc, "its module Launcher has a different text", "pc-workbook addin install")


def test_buttons_alone_are_as_this_version_makes_them(pc: Machine) -> None:
    the_add_in(pc).write_bytes(addin(str(pc.python), functions=False))
    assert stops(pc) == []


def test_a_python_that_sees_no_program_when_it_is_isolated(pc: Machine) -> None:
    hidden = pc._replace(fault="ModuleNotFoundError: No module named 'pc_workbook'")
    the_stop(hidden, "No module named 'pc_workbook'", "--user", "virtual environment", "pc-workbook addin install")


def test_a_python_between_percent_signs(tmp_path: Path) -> None:
    the_stop(sound(tmp_path / "%TEMP%"), "percent signs", "without them")
    assert stops(sound(tmp_path / "100% mine")) == []


def test_an_add_in_without_a_path_of_python(pc: Machine) -> None:
    the_add_in(pc).write_bytes(addin())
    the_stop(pc, "has no path of Python", "pc-workbook addin install")


def test_an_add_in_with_a_missing_python(pc: Machine) -> None:
    the_add_in(pc).write_bytes(addin(r"C:\gone\python.exe"))
    the_stop(pc, r"C:\gone\python.exe, which no longer exists", "pc-workbook addin install")


def test_an_add_in_that_starts_another_python_is_noted(pc: Machine) -> None:
    other = pc.python.with_name("other.exe")
    other.touch()
    the_add_in(pc).write_bytes(addin(str(other)))
    assert stops(pc) == []
    assert any(str(other) in note.message for note in notes(pc))


@pytest.mark.skipif(os.name == "nt", reason="on Windows this name is a stream of the file, not a file")
def test_an_add_in_that_came_from_the_internet(pc: Machine) -> None:
    the_add_in(pc).with_name(f"{NAME}:Zone.Identifier").touch()
    the_stop(pc, "file from the internet", "Unblock")


def test_an_add_in_that_excel_switched_off(pc: Machine) -> None:
    noted = b"\x01\x00\x00\x00" + str(the_add_in(pc)).upper().encode("utf-16-le")
    key = r"HKCU\Software\Microsoft\Office\16.0\Excel\Resiliency\DisabledItems"
    the_stop(set_to(pc, (key, {"7a3f": noted, "other": 1})), "disabled the add-in", "Disabled Items")


def test_excel_set_to_load_no_add_ins(pc: Machine) -> None:
    the_stop(set_to(pc, (POLICY, {"disablealladdins": 1})), "load no add-ins", "refresh --live")


def test_add_ins_that_must_be_signed_are_noted(pc: Machine) -> None:
    assert any("signed" in note.message for note in notes(set_to(pc, (POLICY, {"requireaddinsig": 1}))))


@pytest.mark.parametrize("warnings", [1, 2, 3, 4])
def test_in_a_trusted_folder_the_setting_for_macros_does_not_count(pc: Machine, warnings: int) -> None:
    assert stops(set_to(pc, (rf"HKCU\{SECURITY}", {"vbawarnings": warnings}))) == []


NO_FOLDER_IS_TRUSTED = (rf"{POLICY}\Trusted Locations", {"alllocationsdisabled": 1})
NOT_THE_USERS = (
    r"HKCU\Software\Policies\Microsoft\Office\16.0\Common\Security\Trusted Locations",
    {"allow user locations": 0},
)


@pytest.mark.parametrize("untrusted", [NO_FOLDER_IS_TRUSTED, NOT_THE_USERS])
@pytest.mark.parametrize(("warnings", "said"), [(3, "only signed macros"), (4, "run no macros")])
def test_where_no_folder_is_trusted_the_setting_for_macros_counts(
    pc: Machine, untrusted: tuple[str, Mapping[str, object]], warnings: int, said: str
) -> None:
    the_stop(set_to(pc, untrusted, (POLICY, {"vbawarnings": warnings})), said)


def test_what_the_organisation_sets_outweighs_what_the_user_set(pc: Machine) -> None:
    own = (rf"HKCU\{SECURITY}", {"vbawarnings": 1})
    the_stop(set_to(pc, NO_FOLDER_IS_TRUSTED, own, (POLICY, {"vbawarnings": 4})), "run no macros")
    assert stops(set_to(pc, NO_FOLDER_IS_TRUSTED, own)) == []


def test_excel_that_asks_each_time_is_a_note(pc: Machine) -> None:
    assert any("asks each time" in note.message for note in notes(set_to(pc, NO_FOLDER_IS_TRUSTED)))


def test_a_start_folder_on_a_network_is_not_trusted_unless_allowed(pc: Machine) -> None:
    far = pc._replace(environment={"APPDATA": r"\\server\profiles\analyst\AppData\Roaming"})
    allowed = set_to(far, (rf"HKCU\{SECURITY}\Trusted Locations", {"allownetworklocations": 1}))
    assert any("does not trust the folder" in note.message for note in notes(far))
    assert not any("does not trust the folder" in verdict.message for verdict in examine(allowed))


@pytest.mark.parametrize(
    "rule",
    [
        (ASR, {CHILDREN: "1"}),
        (ASR, {CHILDREN: "6"}),
        (MANAGED, {"asrrules": f"{CALLS}=2|{CHILDREN.upper()}=1"}),
        (MANAGED, {"asrrules": f"{{{CHILDREN}}}=1"}),
    ],
)
def test_a_rule_against_child_processes_is_in_the_way_and_live_is_the_way_round(
    pc: Machine, rule: tuple[str, Mapping[str, object]]
) -> None:
    the_stop(set_to(pc, rule), "prevents Office from starting other programs", "refresh --live")


@pytest.mark.parametrize("state", ["0", "2"])
def test_a_rule_that_is_off_or_only_notes_is_not_in_the_way(pc: Machine, state: str) -> None:
    assert stops(set_to(pc, (ASR, {CHILDREN: state, CALLS: state}))) == []
    assert notes(set_to(pc, (ASR, {CHILDREN: state, CALLS: state}))) == []


def test_a_rule_against_calls_into_windows_wants_the_buttons_alone(pc: Machine) -> None:
    blocked = set_to(pc, (ASR, {CALLS: "1"}))
    assert stops(blocked) == []
    assert any("addin install --buttons-only" in note.fix for note in notes(blocked))


def test_on_a_mac_the_commands_are_suggested(pc: Machine) -> None:
    the_stop(pc._replace(system="Darwin"), "this computer runs macOS", "pc-workbook refresh TRACKER.xlsx")


def test_every_result_that_is_not_ok_has_a_fix(pc: Machine) -> None:
    worst = set_to(
        pc._replace(version=(3, 8, 0), packages={"xlwings": "0.1", "lxml": None}, base=Path("C:/WindowsApps")),
        (ASR, {CHILDREN: "1", CALLS: "1"}),
        NO_FOLDER_IS_TRUSTED,
        (POLICY, {"vbawarnings": 4, "disablealladdins": 1, "requireaddinsig": 1}),
    )
    the_add_in(worst).unlink()
    bad = [verdict for verdict in examine(worst) if verdict.grade is not Grade.OK]
    assert len(bad) >= 9
    for verdict in bad:
        assert verdict.message[0].isupper()
        assert verdict.message.endswith(".")
        assert len(verdict.fix) > 20


def test_the_command_ends_with_one_where_there_is_no_excel(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["addin", "doctor"]) == 1
    told = capsys.readouterr().out
    assert told.splitlines()[0].startswith("OK       Python 3.")
    assert "Problem" in told
    assert "pc-workbook refresh" in told
