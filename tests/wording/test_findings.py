"""Messages of findings: every code of a detail has words, and findings with one cause are one line."""

import re
from functools import cache
from pathlib import Path

import pytest

from pc_workbook.app import check
from pc_workbook.hosts.file import FileHost
from pc_workbook.tracker import rules
from pc_workbook.tracker.findings import Finding, Severity, finding
from pc_workbook.views.parts import Table
from pc_workbook.views.workbook.data_quality import data_quality_sheet
from pc_workbook.wording.cell_errors import TEXTS as CELL_ERRORS
from pc_workbook.wording.findings import current_entry, group_lines, grouped, message, summary
from pc_workbook.wording.rule_texts import TEXTS as RULE_TEXTS
from tests.support import PROJECT

TRACKER = Path(rules.__path__[0]).parent
SENTENCE = re.compile(r"[A-Z0-9“(].*[.?…”]", re.S)


@cache
def faulty() -> tuple[Finding, ...]:
    return check(FileHost(PROJECT / "samples" / "faulty.xlsx")).findings


def source_of(package: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))


def numbers(count: int, code: str = "R06", column: str = "D") -> list[Finding]:
    return [
        finding(code, "Workforce", f"{column}{row}", f"about {row}", needs="a number") for row in range(2, count + 2)
    ]


class TestWords:
    def test_every_code_of_a_detail_has_words(self) -> None:
        codes = set(re.findall(r'\bdetail\(\s*"(\w+)"', source_of(TRACKER)))
        assert codes
        assert codes <= RULE_TEXTS.keys() | CELL_ERRORS.keys()

    def test_every_text_of_a_rule_is_used(self) -> None:
        source = source_of(TRACKER)
        assert [code for code in RULE_TEXTS if f'"{code}"' not in source] == []

    def test_problem_and_fix_are_sentences(self) -> None:
        for one in faulty():
            said = message(one)
            assert SENTENCE.fullmatch(said.problem), (one.code, said.problem)
            assert SENTENCE.fullmatch(said.what_to_do), (one.code, said.what_to_do)
            assert "{" not in said.text
            assert "  " not in said.text

    def test_no_finding_holds_a_sentence(self) -> None:
        """A finding's details are codes, numbers, labels and what people typed; only `Detail`s stand for sentences."""
        typed = {"expected", "needs"}  # what a column takes, from the catalogue of columns
        for one in faulty():
            for name, value in one.details.items():
                assert (
                    name in typed or not re.search(r"[a-z]\. [A-Z]|[a-z]\.$", str(value)) or not isinstance(value, str)
                )

    def test_a_note_says_when_nothing_is_to_be_done(self) -> None:
        heading = next(one for one in faulty() if one.code == "R03")
        assert message(heading) == (
            "The heading “CONTRACT TYPE” was read as “Contract type”.", "CONTRACT TYPE", "No action needed.",
        )  # fmt: skip

    def test_a_number_out_of_bounds_says_which(self) -> None:
        said = [message(one) for one in faulty() if one.code == "R16" and one.entry == 725.0]
        assert said[0].problem == "725% is above 100%."
        assert said[0].what_to_do.startswith("Type a percentage from 0 to 100")

    def test_an_unknown_code_names_its_list(self) -> None:
        said = [message(one).text for one in faulty() if one.code == "R15" and one.entry == 77]
        assert said == ["Indicator 77 is not on the Indicators sheet. Correct the number, or add the indicator."]


class TestGroups:
    def test_findings_of_one_column_and_kind_are_one_line(self) -> None:
        (group,) = grouped(numbers(67))
        assert group.where == "Workforce!D2, D3, D4 and 64 more"
        assert group.message.problem == "This is not a number."
        assert group.message.current_entry == "about 2, and others"
        assert group_lines(group)[0] == "Error  Workforce!D2, D3, D4 and 64 more: This is not a number."

    def test_other_columns_kinds_and_severities_are_other_lines(self) -> None:
        notes = [one._replace(severity=Severity.NOTE) for one in numbers(2)]
        found = [*numbers(2), *numbers(2, column="E"), *numbers(2, code="R07"), *notes]
        assert [len(group.findings) for group in grouped(found)] == [2, 2, 2, 2]

    def test_problems_that_differ_are_titled_with_the_first_as_an_example(self) -> None:
        found = [
            finding("R11", "Workforce", f"C{n}", name, meant="All GPs") for n, name in ((2, "GPs"), (3, "Doctors"))
        ]
        (group,) = grouped(found)
        assert group.message.problem == "Other spelling. The first: “GPs” was read as “All GPs”."
        assert group.message.what_to_do == "No action needed."

    def test_every_finding_is_in_one_group_and_keeps_its_mark(self) -> None:
        groups = grouped(faulty())
        assert len(groups) < len(faulty())
        assert sorted(one.mark for group in groups for one in group.findings) == sorted(one.mark for one in faulty())

    def test_the_marks_of_warnings_are_listed_with_their_group(self) -> None:
        for group in grouped(faulty()):
            lines = "\n".join(group_lines(group))
            marked = group.first.severity is Severity.WARNING
            assert all((one.mark in lines) is marked for one in group.findings)

    def test_the_data_quality_sheet_has_groups_and_every_finding(self) -> None:
        checked = check(FileHost(PROJECT / "samples" / "faulty.xlsx"))
        tables = {part.name: part for part in data_quality_sheet(*checked).parts if isinstance(part, Table)}
        groups, every = tables["pc_finding_groups"], tables["pc_findings"]
        counts = [row[2] for row in groups.rows]
        assert counts == [len(group.findings) for group in grouped(checked.findings) if len(group.findings) > 1]
        assert [row[5] for row in every.rows] == [
            one.mark if one.severity is Severity.WARNING else None for one in checked.findings
        ]
        assert [row[-1] for row in every.rows] == [one.code for one in checked.findings]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        ((3, 47, 25), "3 errors, 47 warnings and 25 notes"),
        ((1, 1, 0), "1 error, 1 warning and 0 notes"),
        ((0, 0, 0), "No errors, warnings or notes"),
    ],
)
def test_the_summary_counts_each_severity(count: tuple[int, int, int], words: str) -> None:
    severities = [severity for severity, times in zip(Severity, count, strict=True) for _ in range(times)]
    found = [one._replace(severity=severity) for one, severity in zip(numbers(99), severities, strict=False)]
    assert summary(found) == words


def test_a_blank_that_can_not_be_seen_is_quoted() -> None:
    assert current_entry("Good ") == "“Good ”"
