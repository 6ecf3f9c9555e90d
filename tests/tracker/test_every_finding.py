"""Every kind of finding is provoked by samples/faulty.xlsx, which holds each fault once or more: what is found there
is what samples/faulty-findings.csv lists, no more and no less, and each has a message that a person can act on."""

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from pc_workbook.app import check
from pc_workbook.hosts.file import FileHost
from pc_workbook.returns.return_findings import CATALOGUE as OF_RETURN_KINDS
from pc_workbook.tracker.findings import CATALOGUE, Finding, Kind, Severity
from pc_workbook.wording.findings import TEXTS, current_entry, message
from pc_workbook.wording.returns import TEXTS as OF_RETURNS
from samples.make_faulty import make
from tests.support import PROJECT

FAULTY = PROJECT / "samples" / "faulty.xlsx"
LISTED = PROJECT / "samples" / "faulty-findings.csv"
OF_THE_LIBRARIES = re.compile(
    r"\b(?:[Vv]alidation ?[Ee]rror|Input should|None|NaN|nan|NaT|str|int|float|bool|dict|list object at|field|dtype|"
    r"pydantic|pandas|Python|Traceback|datetime|frozenset|StrEnum|TypeError|ValueError)\b|[<{}]|\w+\.\w+\("
)


@cache
def found() -> tuple[Finding, ...]:
    return check(FileHost(FAULTY)).findings


def facts(finding: Finding) -> tuple[str, str, str, str]:
    return finding.code, str(finding.severity), finding.sheet, finding.cell


def listed() -> list[tuple[str, str, str, str]]:
    with LISTED.open(encoding="utf-8", newline="") as file:
        return [(code, severity, sheet, cell) for code, severity, sheet, cell in csv.reader(file)][1:]


#: Kinds that need columns or lists that the sample has not, since its findings never change: the tests that provoke them.
PROVOKED_ELSEWHERE = (
    dict.fromkeys(("R85", "R86", "R87", "R88", "P50"), "cases/test_steps_by_period.py")
    | dict.fromkeys((f"R10{n}" for n in range(9)), "cases/test_groups.py")
    | dict.fromkeys(("R115", "R116", "R117", "R118", "R119", "P58"), "cases/test_kinds.py")
    | dict.fromkeys(("R95", "R96", "R97", "R98", "R99", "P57"), "cases/test_words_of_the_tracker.py")
    | dict.fromkeys(("R120", "R121", "R122"), "cases/test_own_columns.py")
    | dict.fromkeys(("R123", "R124"), "cases/test_objectives.py")
)
PROVOKED_ELSEWHERE |= dict.fromkeys(("R111", "R112", "R113"), "cases/test_comparators.py")
PROVOKED_ELSEWHERE |= {"R114": "cases/test_by_organisation.py"}


@pytest.mark.parametrize("kind", CATALOGUE, ids=lambda kind: f"{kind.code} {kind.name}")
def test_each_kind_of_finding_is_provoked(kind: Kind) -> None:
    if kind.code in PROVOKED_ELSEWHERE:
        assert f'"{kind.code}"' in (PROJECT / "tests" / PROVOKED_ELSEWHERE[kind.code]).read_text(encoding="utf-8")
    else:
        assert any(finding.code == kind.code for finding in found())


def test_every_fault_is_found_and_addressed() -> None:
    missed = Counter(listed()) - Counter(map(facts, found()))
    assert not missed, f"listed and not found: {sorted(missed)}"


def test_nothing_is_found_that_is_no_fault() -> None:
    invented = Counter(map(facts, found())) - Counter(listed())
    assert not invented, f"found and not listed: {sorted(invented)}"


def test_errors_come_first_then_warnings_then_notes() -> None:
    rank = list(Severity)
    ranks = [rank.index(finding.severity) for finding in found()]
    assert ranks == sorted(ranks)


def test_each_finding_says_where_it_is_what_is_wrong_and_what_to_do() -> None:
    for finding in found():
        assert re.fullmatch(r"[A-Z]{1,3}[1-9]\d*", finding.cell), finding
        assert finding.where.endswith(f"!{finding.cell}")
        assert current_entry(finding.entry)
        assert message(finding).problem
        assert re.match(r"[A-Z0-9“]", message(finding).text), message(finding).text
        assert message(finding).text.endswith((".", "?", "”")), message(finding).text


def test_no_message_has_words_of_a_library() -> None:
    for finding in found():
        for words in (message(finding).problem, current_entry(finding.entry), message(finding).text):
            assert not OF_THE_LIBRARIES.search(words), words


def test_every_kind_has_words_and_no_words_lack_a_kind() -> None:
    assert TEXTS.keys() == {kind.code for kind in CATALOGUE}
    assert OF_RETURNS.keys() == {kind.code for kind in OF_RETURN_KINDS}


def test_no_words_of_the_catalogue_are_those_of_a_library() -> None:
    for text in (*TEXTS.values(), *OF_RETURNS.values()):
        words = re.sub(r"\{\w+\}", "", " ".join(text))
        assert not OF_THE_LIBRARIES.search(words), words


def test_each_mark_names_its_code_and_no_two_warnings_of_different_cells_share_one() -> None:
    cells: dict[str, set[str]] = {}
    for finding in found():
        assert re.fullmatch(rf"{finding.code}-[0-9A-F]{{6}}", finding.mark)
        if finding.severity is Severity.WARNING:
            cells.setdefault(finding.mark, set()).add(finding.where)
    assert all(len(where) == 1 for where in cells.values()), cells


def cells_of(path: Path) -> dict[str, object]:
    """Return every cell, error and merge of each sheet that has a list."""
    sheets = FileHost(path).read().sheets.values()
    return {
        one.name: ([list(row) for row in one.rows], dict(one.errors), one.percent, sorted(one.merged)) for one in sheets
    }


def test_the_sample_is_what_its_script_makes(tmp_path: Path) -> None:
    made, again = tmp_path / "made.xlsx", tmp_path / "again.xlsx"
    make(made, tmp_path / "findings.csv")
    make(again, tmp_path / "findings.csv")
    assert made.read_bytes() == again.read_bytes()
    assert (tmp_path / "findings.csv").read_bytes() == LISTED.read_bytes()
    assert cells_of(made) == cells_of(FAULTY)
