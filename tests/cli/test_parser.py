"""Commands and options as they are parsed: typed records, choices from enums, suggestions, help, completion."""

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from pc_workbook.cli import boardpack, main
from pc_workbook.cli.parser import COMMANDS, SHELLS, actions_of, build_parser, unknown_choice
from pc_workbook.disclosure.edition import Edition
from pc_workbook.errors import ExitCode


def error_of(capsys: pytest.CaptureFixture[str], *typed: str) -> str:
    """Return the last line that the parser writes for a command line it refuses."""
    with pytest.raises(SystemExit) as ended:
        main(typed)
    assert ended.value.code == ExitCode.USAGE
    return capsys.readouterr().err.splitlines()[-1]


# --- the table of commands


def test_every_command_of_a_module_is_in_the_table_and_no_other() -> None:
    for module in {entry.module for entry in COMMANDS}:
        added = import_module(f"pc_workbook.cli.{module}").COMMANDS
        assert [*added] == [entry.name for entry in COMMANDS if entry.module == module]


@pytest.mark.parametrize("name", [entry.name for entry in COMMANDS])
def test_every_command_has_help_with_quiet(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == ExitCode.OK
    assert "--quiet" in capsys.readouterr().out


def test_a_command_whose_exit_code_says_something_explains_it_in_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("check", "refresh", "figures", "hand-out", "merge", "board-pack", "accessibility", "compare"):
        with pytest.raises(SystemExit):
            main([name, "--help"])
        assert "Exit code: 0 " in capsys.readouterr().out


# --- typed arguments


@pytest.mark.parametrize("typed", [("hand-out", "tracker.xlsx", "--out", ""), ("demo", " ")])
def test_an_empty_name_is_not_the_current_folder(typed: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert error_of(capsys, *typed).endswith("no folder was named")


def test_a_name_without_its_ending_is_refused_in_words_for_any_workbook(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for command in ("new", "pack-template"):
        assert main([command, str(tmp_path / "style")]) == ExitCode.UNREADABLE
        assert capsys.readouterr().err.startswith("A new workbook can't be called 'style'.")


def board_pack_arguments(monkeypatch: pytest.MonkeyPatch, *typed: str) -> boardpack.BoardPackArguments:
    received: list[boardpack.BoardPackArguments] = []

    def keep(arguments: boardpack.BoardPackArguments) -> ExitCode:
        received.append(arguments)
        return ExitCode.OK

    monkeypatch.setattr(boardpack, "_board_pack", keep)
    assert main(["board-pack", "tracker.xlsx", "--edition", "public", "--out", "pack.xlsx", *typed]) == ExitCode.OK
    return received[0]


def test_arguments_arrive_as_one_record_with_their_types(monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = board_pack_arguments(monkeypatch, "--pdf")
    assert arguments == boardpack.BoardPackArguments(
        tracker=Path("tracker.xlsx"),
        edition=Edition.PUBLIC,
        out=Path("pack.xlsx"),
        preset=None,
        pdf=True,
        accessible=False,
        template=None,
        issue=False,
        quiet=False,
    )
    assert type(arguments.edition) is Edition


@pytest.mark.parametrize("typed", [["-q", "figures", "none.xlsx"], ["figures", "--quiet", "none.xlsx"]])
def test_quiet_may_come_before_or_after_the_command(typed: list[str]) -> None:
    assert build_parser(typed).parse_args(typed).quiet is True


def test_without_quiet_a_command_is_not_quiet() -> None:
    typed = ["figures", "none.xlsx"]
    assert build_parser(typed).parse_args(typed).quiet is False


# --- choices


def test_editions_are_those_of_the_program_and_presets_those_of_the_tracker() -> None:
    actions = {action.dest: action for action in actions_of(build_parser(["board-pack"]))}
    assert [*(actions["edition"].choices or ())] == [*Edition]
    assert (actions["preset"].choices, actions["preset"].default) == (None, None)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["refrehs", "t.xlsx"], "there is no command “refrehs”. Did you mean refresh?"),
        (["boardpack", "t.xlsx"], "there is no command “boardpack”. Did you mean board-pack?"),
        (["handout", "t.xlsx"], "there is no command “handout”. Did you mean hand-out?"),
        (["Check", "t.xlsx"], "there is no command “Check”. Did you mean check?"),
        (["addin", "instal"], "there is no command “instal”. Did you mean install?"),
        (
            ["board-pack", "t.xlsx", "--out", "p.xlsx", "--edition", "pubic"],
            "argument --edition: there is no edition “pubic”. Did you mean public?",
        ),
        (
            ["board-pack", "t.xlsx", "--out", "p.xlsx", "--edition", "open"],
            "argument --edition: there is no edition “open”. Choose from public, group, guest.",
        ),
    ],
)
def test_a_misspelt_name_is_answered_with_the_nearest(
    typed: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert error_of(capsys, *typed).endswith(f"error: {message}")


def test_a_name_like_no_other_is_answered_with_all_of_them() -> None:
    assert unknown_choice("command", "xyzzy", ["new", "check"]) == (
        "there is no command “xyzzy”. Choose from new, check."
    )


def test_a_command_without_its_tracker_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert error_of(capsys, "refresh").endswith("the following arguments are required: TRACKER.xlsx")


def test_json_and_csv_are_not_asked_for_together(capsys: pytest.CaptureFixture[str]) -> None:
    assert "not allowed with" in error_of(capsys, "figures", "t.xlsx", "--json", "--csv")


# --- shell completion


def test_without_shtab_the_completion_script_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert main(["--print-completion", "bash"]) == ExitCode.UNREADABLE
    assert "pip install pc-workbook[completion]" in capsys.readouterr().err


@pytest.mark.parametrize("shell", SHELLS)
def test_the_completion_script_is_made_from_every_command_with_its_options(
    shell: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shtab = ModuleType("shtab")
    files = object()

    def complete(parser: object, name: str) -> str:
        actions = [*actions_of(parser)]  # type: ignore[arg-type]
        options = {option for action in actions for option in action.option_strings}
        assert {"--dry-run", "--edition", "--no-register", "--csv", "--buttons-only"} <= options
        assert all(getattr(a, "complete", None) is files for a in actions if str(a.metavar).endswith(".xlsx"))
        return f"script for {name}"

    monkeypatch.setattr(shtab, "FILE", files, raising=False)
    monkeypatch.setattr(shtab, "complete", complete, raising=False)
    monkeypatch.setitem(sys.modules, "shtab", shtab)
    with pytest.raises(SystemExit) as ended:
        main(["--print-completion", shell])
    assert ended.value.code == ExitCode.OK
    assert capsys.readouterr().out == f"script for {shell}\n"


def test_completion_is_an_optional_extra() -> None:
    import tomllib

    from tests.support import PROJECT

    project = SimpleNamespace(**tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"])
    assert [name.split(">")[0] for name in project.__dict__["optional-dependencies"]["completion"]] == ["shtab"]
    assert not any("shtab" in name for name in project.dependencies)
