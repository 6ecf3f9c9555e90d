"""The laws of merging returns: first of the merge itself, on plain rows; then of the whole, from a tracker's cells
to a tracker's cells, with the history, the conflicts and the register.

No file is written here, so that many trackers and returns can be tried. PC_WORKBOOK_MERGE_EXAMPLES says how many.
"""

import os
import tempfile
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pc_workbook.app import draw_tracker
from pc_workbook.cells.change import CellValue, SetCell
from pc_workbook.cells.plain_values import same_value
from pc_workbook.hosts.file import FileHost
from pc_workbook.model.returns import Pick
from pc_workbook.returns.merge import Edit, Merged, Rows, conflict_identity, merge
from pc_workbook.returns.merge_plan import MergePlan, plan_merge, plan_refresh
from pc_workbook.returns.return_data import (
    CellKey,
    HandedRow,
    Return,
    ReturnedValue,
    ReturnStamp,
    tracker_rows,
)
from pc_workbook.tracker.changed_tracker import with_changes
from pc_workbook.tracker.intake import Intake, read_changed_lists, read_tracker
from tests.support.own_columns import add_columns

EXAMPLES = int(os.environ.get("PC_WORKBOOK_MERGE_EXAMPLES", "0"))
MANY = settings(max_examples=EXAMPLES or 100, deadline=None)
FEW = settings(max_examples=EXAMPLES or 25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

TABLE = "tblActionProgress"
LETTERS, PLACES = ("A", "B", "C"), ("North", "South")
KEYS = [(letter, place) for letter in LETTERS for place in PLACES]
DAYS = st.dates(date(2016, 1, 1), date(2017, 3, 1))
TRICKY = st.sampled_from(
    ["=1+1", "+44 1375", "-", "@here", "'quoted", "two\nlines", "tab\tin it", " spaces ", "😀🏥", "שלום", "a\u202eb",
     "_x000D_", "<b>&amp;", "x" * 32_767, "1", "TRUE", "01/02/2017", "Ongoing"]
)  # fmt: skip
WORDS = st.one_of(
    TRICKY,
    st.text(
        st.characters(exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=12
    ),
)
TEXTS = WORDS.filter(lambda text: bool(text.strip()))
VALUES: dict[str, st.SearchStrategy[CellValue]] = {
    "progress": TEXTS,
    "rag": st.sampled_from(["Red", "Amber", "Green", "Not rated"]),
    "per_cent_complete": st.integers(0, 100).map(float),
    "next_step": TEXTS,
    "next_step_date": DAYS,
    "own:Risk": st.one_of(TEXTS, DAYS, st.integers(-5, 5).map(float)),  # a column of the area's own
}
FIELDS = tuple(VALUES)


def cell_values(field: str) -> st.SearchStrategy[CellValue]:
    return st.one_of(st.none(), VALUES[field])


@st.composite
def changes_of_cells(draw: st.DrawFn, most: int = 6) -> dict[CellKey, CellValue]:
    """Some cells and what is to stand in them."""
    spots = draw(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(FIELDS)), max_size=most, unique=True))
    return {CellKey(TABLE, key, field): draw(cell_values(field)) for key, field in spots}


STARTS = changes_of_cells(12)
SEVERAL = st.lists(changes_of_cells(), max_size=4)


# -- the merge itself


def rows_of(start: dict[CellKey, CellValue]) -> dict[tuple[str, tuple[str, ...]], dict[str, CellValue]]:
    rows: dict[tuple[str, tuple[str, ...]], dict[str, CellValue]] = {
        (TABLE, key): dict.fromkeys(FIELDS) for key in KEYS
    }
    for cell_key, value in start.items():
        rows[cell_key.table, cell_key.key][cell_key.field] = value
    return rows


def edits_of(start: dict[CellKey, CellValue], returns: Sequence[dict[CellKey, CellValue]]) -> list[Edit]:
    return [
        Edit(cell_key, start.get(cell_key), value, f"return {n}")
        for n, one in enumerate(returns)
        for cell_key, value in one.items()
        if not same_value(start.get(cell_key), value)
    ]


def after(rows: Rows, merged: Merged) -> dict[CellKey, CellValue]:
    held = {CellKey(*name, field): value for name, row in rows.items() for field, value in row.items()}
    return held | {take.cell_key: take.after for take in merged.updates}


def regrouped(held: dict[CellKey, CellValue]) -> Rows:
    rows: dict[tuple[str, tuple[str, ...]], dict[str, CellValue]] = {}
    for cell_key, value in held.items():
        rows.setdefault((cell_key.table, cell_key.key), {})[cell_key.field] = value
    return rows


@given(STARTS)
def test_merging_nothing_changes_nothing(start: dict[CellKey, CellValue]) -> None:
    assert merge(rows_of(start), []) == Merged((), ())


@MANY
@given(STARTS, changes_of_cells(), SEVERAL, st.randoms())
def test_the_order_of_returns_never_changes_the_outcome(
    start: dict[CellKey, CellValue],
    meanwhile: dict[CellKey, CellValue],
    returns: list[dict[CellKey, CellValue]],
    chance: object,
) -> None:
    edits, rows = edits_of(start, returns), rows_of(start | meanwhile)
    shuffled = list(edits)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert merge(rows, edits) == merge(rows, shuffled)


@MANY
@given(STARTS, changes_of_cells(), SEVERAL)
def test_merging_twice_is_merging_once(
    start: dict[CellKey, CellValue], meanwhile: dict[CellKey, CellValue], returns: list[dict[CellKey, CellValue]]
) -> None:
    edits, rows = edits_of(start, returns), rows_of(start | meanwhile)
    once = merge(rows, edits)
    listed = frozenset(
        conflict_identity(conflict.cell_key, conflict.was, conflict.returned) for conflict in once.conflicts
    )
    again = merge(
        regrouped(after(rows, once)), edits, listed, frozenset(conflict.cell_key for conflict in once.conflicts)
    )
    assert (again.updates, again.conflicts) == ((), ())


@MANY
@given(STARTS, changes_of_cells(), SEVERAL)
def test_every_edit_is_taken_or_listed_and_no_other_cell_changes(
    start: dict[CellKey, CellValue], meanwhile: dict[CellKey, CellValue], returns: list[dict[CellKey, CellValue]]
) -> None:
    edits, rows = edits_of(start, returns), rows_of(start | meanwhile)
    merged = merge(rows, edits)
    held = after(rows, merged)
    listed = {conflict_identity(conflict.cell_key, conflict.was, conflict.returned) for conflict in merged.conflicts}
    for edit in edits:
        assert (
            same_value(held[edit.cell_key], edit.now) or conflict_identity(edit.cell_key, edit.was, edit.now) in listed
        )
    edited = {edit.cell_key for edit in edits}
    for name, row in rows.items():
        for field, value in row.items():
            cell_key = CellKey(*name, field)
            assert cell_key in edited or held[cell_key] is value
            if not same_value(start.get(cell_key), value):  # staff changed it meanwhile: theirs stays
                assert held[cell_key] is value


@MANY
@given(STARTS, changes_of_cells(), changes_of_cells(), changes_of_cells())
def test_disjoint_returns_commute(
    start: dict[CellKey, CellValue],
    meanwhile: dict[CellKey, CellValue],
    one: dict[CellKey, CellValue],
    other: dict[CellKey, CellValue],
) -> None:
    other = {cell_key: value for cell_key, value in other.items() if cell_key not in one}
    rows = rows_of(start | meanwhile)
    first, second = edits_of(start, [one]), edits_of(start, [other])

    def in_turn(a: list[Edit], b: list[Edit]) -> tuple[dict[CellKey, CellValue], set[object]]:
        done = merge(rows, a)
        held = regrouped(after(rows, done))
        listed = frozenset(
            conflict_identity(conflict.cell_key, conflict.was, conflict.returned) for conflict in done.conflicts
        )
        then = merge(held, b, listed, frozenset(conflict.cell_key for conflict in done.conflicts))
        return after(held, then), {*done.conflicts, *then.conflicts}

    together = merge(rows, [*first, *second])
    assert in_turn(first, second) == in_turn(second, first) == (after(rows, together), set(together.conflicts))


@MANY
@given(STARTS, SEVERAL)
def test_a_taken_value_is_what_somebody_wrote_never_a_mixture(
    start: dict[CellKey, CellValue], returns: list[dict[CellKey, CellValue]]
) -> None:
    edits = edits_of(start, returns)
    for take in merge(rows_of(start), edits).updates:
        assert any(take.after is edit.now for edit in edits if edit.cell_key == take.cell_key)


# -- the whole, from cells to cells

TODAY = date(2017, 3, 14)


@cache
def empty_tracker() -> Intake:
    """Three actions, two localities, six rows of progress with nothing in them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tracker.xlsx"
        draw_tracker(
            path,
            {
                "tblLocalities": [{"name": place, "manager": f"Locality manager, {place}"} for place in PLACES],
                "tblActions": [{"letter": letter, "text": "What is promised"} for letter in LETTERS],
                "tblActionProgress": [{"action": letter, "locality": place} for letter, place in KEYS],
                "tblOwnColumns": [
                    {"sheet": "Action progress", "column": "Risk", "in_return": "Yes", "filled_by": "Manager"}
                ],
            },
            {"area_name": "Sample area", "area_code": "V99", "as_at": date(2017, 3, 15)},
        )
        return read_tracker(FileHost(add_columns(path, {TABLE: {"Risk": []}})).read())


def with_cells(intake: Intake, values: dict[CellKey, CellValue]) -> Intake:
    """The tracker after somebody has typed into its cells."""
    rows = tracker_rows(intake, TABLE)
    cells = [
        (rows[cell_key.table, cell_key.key].sheet, rows[cell_key.table, cell_key.key].cells[cell_key.field], value)
        for cell_key, value in values.items()
    ]
    return read_changed_lists(intake, intake.snapshot.changed(cells), [TABLE]) if cells else intake


def return_of(start: Intake, changes: dict[CellKey, CellValue], name: str) -> Return:
    """What a manager sends back who changed these cells."""
    rows = tracker_rows(start, TABLE)
    stamp = ReturnStamp(
        f"ID{name}", "tracker.xlsx", "Thurrock", date(2017, 3, 15), "North", f"Role {name}", date(2017, 3, 1), "1"
    )
    handed = {key: HandedRow(*key, row.fingerprint, row.values) for key, row in rows.items()}
    edits = tuple(
        ReturnedValue(
            cell_key, rows[cell_key.table, cell_key.key].values[cell_key.field], value, "'Action progress'!C6"
        )
        for cell_key, value in changes.items()
        if not same_value(rows[cell_key.table, cell_key.key].values[cell_key.field], value)
    )
    return Return(f"{name}.xlsx", f"fingerprint {name}".ljust(64, name), stamp, handed, edits, ())


def plainly(intake: Intake) -> dict[CellKey, CellValue]:
    return {
        CellKey(*name, field): value
        for name, row in tracker_rows(intake, TABLE).items()
        for field, value in row.values.items()
    }


Story = tuple[Intake, Intake, list[Return]]


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """A tracker as handed out, the same as it stands after staff worked in it, and the returns that came back."""
    start = with_cells(empty_tracker(), draw(STARTS))
    now = with_cells(start, draw(changes_of_cells()))
    return start, now, [return_of(start, one, str(n)) for n, one in enumerate(draw(SEVERAL))]


def done(intake: Intake, plan: MergePlan) -> Intake:
    assert not plan.new_lists
    return with_changes(intake, plan.changes) if plan.changes else intake


@FEW
@given(stories())
def test_every_edit_is_afterwards_in_the_tracker_the_history_or_the_conflicts(story: Story) -> None:
    _, now, returns = story
    plan = plan_merge(now, returns, TODAY)
    then = done(now, plan)
    stands = plainly(then)
    filed = {(entry.action, entry.locality, entry.text) for entry in then.tracker.history}
    listed = {(row.row, row.column) for row in then.tracker.conflicts}
    for one in returns:
        for edit in one.edits:
            label = (" · ".join(edit.cell_key.key), HEADINGS[edit.cell_key.field])
            in_history = (*edit.cell_key.key, edit.now) in filed
            assert same_value(stands[edit.cell_key], edit.now) or in_history or label in listed
    for conflict in plan.conflicts:
        told = conflict_cells(then)
        assert any(same_value(conflict.returned, row[2]) and same_value(conflict.current, row[1]) for row in told)


HEADINGS = {
    "progress": "Progress", "rag": "RAG", "per_cent_complete": "Per cent complete", "next_step": "Next step",
    "next_step_date": "Next step date", "own:Risk": "Risk",
}  # fmt: skip


def conflict_cells(intake: Intake) -> list[tuple[CellValue, ...]]:
    read = intake.lists["tblConflicts"]
    sheet = intake.snapshot.sheets[read.sheet]
    names = ("handed_out", "current", "returned")
    return [tuple(sheet.value(at, read.columns[name]) for name in names) for at in read.row_numbers]  # type: ignore[misc]


@FEW
@given(stories())
def test_no_cell_that_nobody_edited_changes_but_who_and_when(story: Story) -> None:
    _, now, returns = story
    then = done(now, plan_merge(now, returns, TODAY))
    edited = {edit.cell_key for one in returns for edit in one.edits}
    signed = {cell_key._replace(field=field) for cell_key in edited for field in ("updated_by", "updated_on")}
    before = plainly(now)
    assert {
        cell_key for cell_key, value in plainly(then).items() if not same_value(value, before[cell_key])
    } <= edited | signed


@FEW
@given(stories())
def test_text_survives_character_for_character(story: Story) -> None:
    _, now, returns = story
    plan = plan_merge(now, returns, TODAY)
    stands = plainly(done(now, plan))
    for take in plan.updates:
        assert stands[take.cell_key] == take.after


@FEW
@given(stories())
def test_every_text_that_ever_stood_is_in_the_history(story: Story) -> None:
    start, now, returns = story
    typed = done(start, plan_refresh(start, TODAY))
    assert texts_in_history(typed) == standing_texts(start)
    then = done(now, plan_merge(now, returns, TODAY))
    assert standing_texts(now) | standing_texts(then) <= texts_in_history(then)


def standing_texts(intake: Intake) -> set[tuple[str, str, str]]:
    return {(row.action, row.locality, row.progress) for row in intake.tracker.progress if row.progress}


def texts_in_history(intake: Intake) -> set[tuple[str, str | None, str]]:
    return {(entry.action, entry.locality, entry.text) for entry in intake.tracker.history}


@FEW
@given(stories())
def test_filing_twice_files_once_and_only_adds(story: Story) -> None:
    _, now, returns = story
    then = done(now, plan_merge(now, returns, TODAY))
    assert list(then.tracker.history)[: len(now.tracker.history)] == list(now.tracker.history)
    assert plan_refresh(then, TODAY).changes == ()


@FEW
@given(stories(), st.randoms())
def test_a_second_merge_and_another_order_change_nothing(story: Story, chance: object) -> None:
    _, now, returns = story
    plan = plan_merge(now, returns, TODAY)
    shuffled = list(returns)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert plan_merge(now, shuffled, TODAY).changes == plan.changes
    then = done(now, plan)
    assert plan_merge(then, returns, TODAY).changes == ()
    unknown = [
        one._replace(fingerprint=one.fingerprint[::-1]) for one in returns
    ]  # saved again: the register can't tell
    again = plan_merge(then, unknown, TODAY)
    assert (again.updates, again.conflicts, again.history_added) == ((), (), 0)


@FEW
@given(stories(), st.data())
def test_a_pick_is_carried_out_once_and_nothing_is_lost(story: Story, data: st.DataObject) -> None:
    _, now, returns = story
    then = done(now, plan_merge(now, returns, TODAY))
    read = then.lists["tblConflicts"]
    picks = [data.draw(st.sampled_from([None, *Pick])) for _ in read.row_numbers]
    cells = [
        SetCell(read.sheet, f"H{at}", str(pick))
        for at, pick in zip(read.row_numbers, picks, strict=True)
        if pick is not None
    ]
    assert read.columns["pick"] == 8
    picked = with_changes(then, cells) if cells else then
    plan = plan_refresh(picked, TODAY)
    settled = done(picked, plan)
    assert [row.settled_on is not None for row in settled.tracker.conflicts if row.pick is Pick.KEEP].count(False) == 0
    for take in plan.choices:
        assert same_value(plainly(settled)[take.cell_key], take.after)
    assert len(settled.tracker.conflicts) == len(then.tracker.conflicts)
    assert standing_texts(then) | standing_texts(settled) <= texts_in_history(settled)
    assert plan_refresh(settled, TODAY).changes == ()
    again = plan_merge(settled, [one._replace(fingerprint=one.fingerprint[::-1]) for one in returns], TODAY)
    assert (again.updates, again.choices) == ((), ())
