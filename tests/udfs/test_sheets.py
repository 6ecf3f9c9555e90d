"""Every worksheet function gives the figure of the refreshed sheet, over the samples and on both hosts."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pc_workbook import app
from pc_workbook.cells.change import AppendRows, Change, SetCell
from pc_workbook.hosts.file import FileHost
from pc_workbook.tracker.lists.catalogue import BY_TABLE, SETTINGS_TABLE
from pc_workbook.tracker.snapshot import a1
from pc_workbook.udfs.catalogue import BY_NAME, FUNCTIONS
from pc_workbook.udfs.cell_values import day_of
from pc_workbook.udfs.tables import HEADING_ROW
from pc_workbook.udfs.xlwings_functions import for_excel
from tests.support import PROJECT, SAMPLES
from tests.support.excel_cells import HOSTS, Block, Cells

NOW = datetime(2017, 3, 20, 9, 0)
ANSWERED = "thurrock, its open questions answered"
TRACKERS = (*sorted(path.stem for path in SAMPLES.glob("*.xlsx")), ANSWERED)

#: Answers to what the papers leave open, and later values: with them there are RAGs to compare.
ANSWERS: tuple[tuple[str, object, str, object], ...] = (  # list, key of the row, heading, value
    ("tblSettings", "CQC denominator", "Value", "All practices"),
    ("tblIndicators", 3, "Definition ruling", "The title holds"),
    ("tblIndicators", 5, "Tolerance", 1),
    ("tblActions", "A", "Completed on", date(2017, 2, 28)),
    ("tblActions", "B", "Delivery date", date(2017, 4, 2)),
    ("tblActions", "D", "Review date", date(2017, 6, 30)),
)
CAME_IN = (
    AppendRows("tblObservations", [
        {"Indicator": 5, "Organisation": "Thurrock", "Period": "Jan 2017", "Value": 80.5},
        {"Indicator": 6, "Organisation": "BTUH", "Period": "Jan 2017", "Value": 90.08},
    ]),
    AppendRows("tblCqcRatings", [
        {"Organisation code": "V00032", "Published on": date(2017, 2, 1), "Overall": "Inadequate"},
        {"Organisation code": "V00025", "Published on": date(2017, 2, 1), "Overall": "Requires improvement"},
    ]),
)  # fmt: skip


class Tracker(NamedTuple):
    """A tracker as a person has it open, and after a refresh."""

    typed: Path
    refreshed: Path


@pytest.fixture(scope="module")
def trackers(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Tracker]:
    folder = tmp_path_factory.mktemp("refreshed")
    typed = {name: SAMPLES / f"{name}.xlsx" for name in TRACKERS if name != ANSWERED}
    typed[ANSWERED] = shutil.copy(SAMPLES / "thurrock-2017.xlsx", folder / "answered.xlsx")
    FileHost(typed[ANSWERED]).deliver(None, changes=answers(Cells(SAMPLES / "thurrock-2017.xlsx")), keep=1, now=NOW)
    made = {}
    for name, path in typed.items():
        out = folder / f"{path.stem}-refreshed.xlsx"
        app.refresh(FileHost(path, out), now=NOW)
        made[name] = Tracker(path, out)
    return made


def answers(cells: Cells) -> list[Change]:
    """The answers as changes of single cells, and what came in as rows."""
    set_cells = []
    for table, key, heading, value in ANSWERS:
        heads, *rows = cells.table(table)
        at = HEADING_ROW + 1 + [row[0] for row in rows].index(key)
        sheet = next(s.title for s in cells.book.worksheets if table in s.tables)
        set_cells.append(SetCell(sheet, a1(at, 1 + heads.index(heading)), value))
    return [*set_cells, *CAME_IN]


# --- whole tables

SHOWN_AS = {
    "PC_INDICATOR_SUMMARY": "pc_indicators",
    "PC_PRACTICE_SUMMARY": "pc_practices",
    "PC_LOCALITY_SUMMARY": "pc_localities",
    "PC_CQC_SUMMARY": "pc_cqc_shares",
    "PC_ACTION_SUMMARY": "pc_actions",
    "PC_FINDINGS": "pc_findings",
}
SUMMARIES = [name for name in SHOWN_AS if name != "PC_FINDINGS"]
#: Findings that need the file: the format of a cell, merged cells, the extent of a list, and what is around it.
SEEN_IN_A_FILE_ONLY = {"R13", "R15", "R17", "R18", "R19", "R26", "R37", "R47", "R49"} | {f"R7{n}" for n in range(6)}


@cache
def opened(path: Path, host: str = "COM") -> Cells:
    """A workbook, opened once."""
    return Cells(path, HOSTS[host])


@cache
def lists_of(path: Path, host: str) -> dict[str, Block]:
    """Every list of a tracker as a person can hand it to a function; a list without a frame as its range."""
    cells = opened(path, host)
    lists = cells.tables("tbl")
    if "tblTrajectory" not in lists:
        sheet = cells.book["Trajectory"]
        lists["tblTrajectory"] = cells.block(sheet, f"A{HEADING_ROW}:E{sheet.max_row}")
    return lists


def required_lists(path: Path, host: str, function: str) -> list[Block]:
    """Return the lists a function needs, one that the tracker lacks as its headings alone; then its optional lists."""
    lists = lists_of(path, host)
    return [
        lists.get(table) or [[c.heading for c in BY_TABLE[table].columns]] for table in BY_NAME[function].required_lists
    ] + [lists[table] for table, entry_list in BY_TABLE.items() if entry_list.is_optional and table in lists]


def plain(block: Block) -> Block:
    """Cells so that those of a sheet and those of a function can be compared: days as days, empty as None."""
    return [[_plain(cell) for cell in row] for row in block]


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, str):
        return re.sub("^“(#.*)”$", r"\1", cell) or None
    return pytest.approx(cell, rel=1e-12) if isinstance(cell, int | float) and not isinstance(cell, bool) else cell


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("name", TRACKERS)
@pytest.mark.parametrize("function", SUMMARIES)
def test_a_whole_table_is_that_of_the_refreshed_sheet(
    trackers: Mapping[str, Tracker], function: str, name: str, host: str
) -> None:
    shown = plain(opened(trackers[name].refreshed).table(SHOWN_AS[function]))
    found = plain(for_excel(BY_NAME[function].function(*required_lists(trackers[name].typed, host, function))))
    if (function, name) == ("PC_INDICATOR_SUMMARY", "faulty"):
        words = found[5][-1].replace("percentage or share of one (Indicators!W10); ", "")
        found[5][-1] = words  # the one cell that only a file shows as a percentage
    assert found == shown


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("name", TRACKERS)
def test_the_findings_are_those_of_the_refreshed_sheet(trackers: Mapping[str, Tracker], name: str, host: str) -> None:
    shown = plain(opened(trackers[name].refreshed).table("pc_findings"))
    found = plain(for_excel(BY_NAME["PC_FINDINGS"].function(*lists_of(trackers[name].typed, host).values())))
    differ = [row for row in (*shown, *found) if (row in shown) != (row in found)]
    if name == "faulty":
        assert {row[-1] for row in differ} == SEEN_IN_A_FILE_ONLY
    else:
        assert not differ
        assert found == shown


def test_every_table_has_been_compared() -> None:
    assert set(SHOWN_AS) == {one.name for one in FUNCTIONS if one.is_table}


@pytest.mark.parametrize("function", [one for one in FUNCTIONS if one.name in SUMMARIES], ids=lambda one: one.name)
def test_a_list_that_a_summary_does_not_need_changes_nothing(trackers: Mapping[str, Tracker], function: Any) -> None:
    for name in TRACKERS:
        needed = required_lists(trackers[name].typed, "COM", function.name)
        others = [block for block in lists_of(trackers[name].typed, "COM").values() if block not in needed]
        assert function.function(*others, *needed) == function.function(*needed)


@pytest.mark.parametrize("function", [one for one in FUNCTIONS if one.is_table], ids=lambda one: one.name)
def test_lists_may_come_in_any_order_and_a_missing_one_is_na(trackers: Mapping[str, Tracker], function: Any) -> None:
    lists = lists_of(trackers["thurrock-2017"].typed, "COM")
    given = [lists[table] for table in function.required_lists]
    whole = function.function(*given)
    assert function.function(*reversed(given)) == whole
    assert isinstance(whole, list)
    for left_out in range(len(given)):
        assert function.function(*given[:left_out], None, *given[left_out + 1 :]) == "#N/A"


def test_the_lists_of_a_new_tracker_have_their_headings_in_the_heading_row() -> None:
    places = FileHost(PROJECT / "templates" / "tracker.xlsx").read().lists
    assert {(place.heading_row, place.first_column) for place in places.values()} == {(HEADING_ROW, 1)}


# --- values

Pairs = Iterator[tuple[Any, Any]]  # what a function gives, and what the sheet shows
Check = Callable[[Cells, Cells], Pairs]  # of a refreshed tracker and of the lists it was made from


def ask(name: str, *given: Any) -> Any:
    """What Excel would show for a formula."""
    return for_excel(BY_NAME[name].function(*given))


def down(cells: Cells, table: str, heading: str) -> Block:
    """A column of a sheet as the block a formula points at; nothing where the sheet leaves it out."""
    heads = cells.table(table)[0]
    return [[cell] for cell in cells.column(table, heading)] if heading in heads else []


def column_by_column(name: str, table: str, given: tuple[str, ...], shown: tuple[str, ...]) -> Check:
    """The pairs of a function that makes columns of a sheet out of others of it."""

    def pairs(sheet: Cells, lists: Cells) -> Pairs:
        columns = [down(sheet, table, heading) for heading in given]
        if all(any(isinstance(cell, int | float) for (cell,) in column) for column in columns):
            wanted = [down(sheet, table, heading) for heading in shown]
            for found, *want in zip(ask(name, *columns), *wanted, strict=True):
                yield from zip(found, (cell for (cell,) in want), strict=True)

    return pairs


class Judged(NamedTuple):
    """A numeric indicator with a value, as it stands on the sheets and in its list; percentages in points."""

    row: dict[str, Any]
    typed: dict[str, Any]
    value: float
    year: int | None
    agreed: float | None


def judged(sheet: Cells, lists: Cells) -> Iterator[Judged]:
    typed = {row["Number"]: row for row in records(lists.table("tblIndicators")) if row["Number"]}
    plan = {(row["No."], row["Year"]): row["Agreed plan"] for row in records(sheet.table("pc_trajectories"))}
    for row in records(sheet.table("pc_indicators")):
        of = typed[row["No."]]
        if of["Kind"] in ("Rate", "Percentage") and isinstance(row["Value"], int | float):
            scale = 100 if of["Kind"] == "Percentage" else 1
            year = re.search(r"20\d\d", row["Period"] or "")
            agreed = plan.get((row["No."], int(year[0]))) if year else None
            points = None if agreed in (None, "") else round(agreed * scale, 9)
            yield Judged(row, of, round(row["Value"] * scale, 9), int(year[0]) if year else None, points)


def records(block: Block) -> Iterator[dict[str, Any]]:
    heads, *rows = block
    for row in rows:
        yield dict(zip(heads, row, strict=True))


def setting(lists: Cells, name: str) -> Any:
    return next(row["Value"] for row in records(lists.table(SETTINGS_TABLE)) if row["Setting"] == name)


def as_at(lists: Cells) -> date:
    return day_of(setting(lists, "As-at date")) or date.max


def points(typed: Any) -> float | None:
    """A target as a person would type it into a formula: 95 for the list's 95%."""
    return float(str(typed).rstrip("%")) if re.fullmatch(r"[\d.]+%?", str(typed or "")) else None


def gaps(sheet: Cells, lists: Cells) -> Pairs:
    for one in judged(sheet, lists):
        standard = points(one.typed["National standard"])
        if standard is not None:
            yield ask("PC_TARGET_GAP", one.value, standard, one.typed["Direction"]), one.row["Gap to national standard"]
        if one.agreed is not None:
            yield ask("PC_TARGET_GAP", one.value, one.agreed, one.typed["Direction"]), one.row["Gap to trajectory"]


def gap_words(sheet: Cells, lists: Cells) -> Pairs:
    said = sheet.words("Indicator summary")
    for one in judged(sheet, lists):
        standard = points(one.typed["National standard"])
        if standard is not None:
            words = ask("PC_GAP_WORDS", one.value, standard, one.typed["Kind"], "the national standard")
            yield words, words if words in said else said


def practices_short(sheet: Cells, lists: Cells) -> Pairs:
    said = sheet.words("CQC summary")
    for row in records(sheet.table("pc_cqc_shares")):
        if row["What is counted"] == "At least Good":
            short = ask("PC_PRACTICES_SHORT", row["Count"], row["Of"], 50, "Higher")
            words = f"must: {short:.0f} to go" if short else "so the target level is met"
            yield words, words if words in said else said


def trajectory(sheet: Cells, lists: Cells) -> Pairs:
    ways: dict[Any, list[dict[str, Any]]] = {}
    for row in records(sheet.table("pc_trajectories")):
        ways.setdefault(row["No."], []).append(row)
    for way in ways.values():
        start, end = way[0], way[-1]
        aim = end["Target"] or end["Comparator"]
        for row in way:
            if row["Derived, not agreed"]:
                ends = start["Baseline"], start["Year"], aim, end["Year"]
                yield ask("PC_TRAJECTORY", *ends, row["Year"]), row["Derived, not agreed"]


def rag(sheet: Cells, lists: Cells) -> Pairs:
    for one in judged(sheet, lists):
        if one.agreed is not None:
            given = one.value, one.agreed, one.typed["Direction"], one.typed["Tolerance"]
            yield ask("PC_RAG", *given), one.row["RAG and why"].partition(" – ")[0]


def rag_reason(sheet: Cells, lists: Cells) -> Pairs:
    for one in judged(sheet, lists):
        target = points(one.typed["Target"])
        if one.agreed is not None or (target is not None and one.year == as_at(lists).year):
            yield (
                ask(
                    "PC_RAG_REASON", one.value, one.agreed, one.typed["Direction"], one.typed["Kind"], one.year, as_at(lists),
                    one.typed["Tolerance"], target, one.typed["Target year"],
                ),
                one.row["RAG and why"],
            )  # fmt: skip


def at_least(sheet: Cells, lists: Cells) -> Pairs:
    shares = {
        (r["What is counted"], r["Of which practices"]): r["Per cent"] for r in records(sheet.table("pc_cqc_shares"))
    }
    ratings = down(sheet, "pc_cqc_latest", "Overall")
    for words, level in (
        ("Outstanding", "Outstanding"),
        ("At least Good", "Good"),
        ("At least Requires improvement", "RI"),
    ):
        for practices in ("Inspected", "All"):
            if (words, f"{practices.lower()} practices") in shares:
                yield ask("PC_CQC_AT_LEAST", ratings, level, practices), shares[words, f"{practices.lower()} practices"]


def steps(sheet: Cells, lists: Cells) -> Pairs:
    for row in records(sheet.table("pc_cqc_history")):
        told = re.match(r"(up|down) (\w+) steps? from ([\w ]+?)(?: \(|$)", row["Change"] or "")
        if told:
            count = ("no", "one", "two", "three").index(told[2])
            yield ask("PC_CQC_STEPS", told[3], row["Overall"]), count if told[1] == "up" else -count


def actions(sheet: Cells, lists: Cells) -> Iterator[tuple[dict[str, Any], str]]:
    """Each action as it was typed, with the state its sheet shows; not one whose date can't be read."""
    typed = {row["Action"]: row for row in records(lists.table("tblActions"))}
    for row in records(sheet.table("pc_actions")):
        if row["Action"] in typed and typed[row["Action"]]["Delivery date"] != "soon":
            yield typed[row["Action"]], row["State"]


def action_reason(sheet: Cells, lists: Cells) -> Pairs:
    for one, shown in actions(sheet, lists):
        yield (
            ask("PC_ACTION_REASON", one["Delivery date"], one["Completed on"], one["Review date"], as_at(lists)),
            shown,
        )


def action_state(sheet: Cells, lists: Cells) -> Pairs:
    said = sheet.words("Action summary")
    for one, _ in actions(sheet, lists):
        state = ask("PC_ACTION_STATE", one["Delivery date"], one["Completed on"], one["Review date"], as_at(lists))
        letters = re.search(rf"{state}: ([^:]*?)\.(?: |$)", said, re.MULTILINE)
        yield letters is not None and str(one["Action"]) in letters[1].split(", "), True


def due_within(sheet: Cells, lists: Cells) -> Pairs:
    days = setting(lists, "Due soon means within (days)") or 31
    for one, shown in actions(sheet, lists):
        if not shown.startswith(("Ongoing", "Delivery date", "No delivery date")):
            found = ask("PC_DUE_WITHIN", one["Delivery date"], as_at(lists), days, one["Completed on"])
            yield found, shown.startswith("Due by")


CHECKS: dict[str, Check] = {
    "PC_PER_1000": column_by_column("PC_PER_1000", "pc_practices", ("GP FTE", "Weighted list"), ("GPs per 1,000",)),
    "PC_PATIENTS_PER_FTE": column_by_column(
        "PC_PATIENTS_PER_FTE", "pc_practices", ("List size", "GP FTE"), ("Patients per FTE GP",)
    ),
    "PC_TIMES_COMPARATOR": column_by_column(
        "PC_TIMES_COMPARATOR", "pc_practices", ("Patients per FTE GP", "England"), ("Times England",)
    ),
    "PC_SHARE": column_by_column("PC_SHARE", "pc_cqc_shares", ("Count", "Of"), ("Per cent",)),
    "PC_WILSON": column_by_column("PC_WILSON", "pc_cqc_shares", ("Count", "Of"), ("95% from", "95% to")),
    "PC_PRACTICES_SHORT": practices_short,
    "PC_TARGET_GAP": gaps,
    "PC_GAP_WORDS": gap_words,
    "PC_TRAJECTORY": trajectory,
    "PC_RAG": rag,
    "PC_RAG_REASON": rag_reason,
    "PC_CQC_AT_LEAST": at_least,
    "PC_CQC_STEPS": steps,
    "PC_ACTION_STATE": action_state,
    "PC_ACTION_REASON": action_reason,
    "PC_DUE_WITHIN": due_within,
}


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("function", CHECKS)
def test_a_value_is_that_of_the_refreshed_sheet(trackers: Mapping[str, Tracker], function: str, host: str) -> None:
    compared = 0
    for tracker in trackers.values():
        sheet, lists = opened(tracker.refreshed, host), opened(tracker.typed, host)
        if "Year" not in sheet.table("pc_trajectories")[0]:
            continue  # shown by periods, and the functions on single values know years alone
        for found, shown in CHECKS[function](sheet, lists):
            if shown in (None, ""):
                assert found in (None, "", "#N/A", "#DIV/0!")  # no figure there, and never one here
            else:
                assert found == (pytest.approx(shown, rel=1e-9) if isinstance(shown, float) else shown)
                compared += 1
    assert compared >= 2


def test_every_function_has_been_compared() -> None:
    assert set(CHECKS) | set(SHOWN_AS) == set(BY_NAME)
