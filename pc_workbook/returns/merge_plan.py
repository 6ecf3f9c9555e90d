"""The changes that a merge of returns, or a refresh, makes to a tracker's own cells; a host writes them at once.

Picks made on the sheet Conflicts come first; then the returns are merged, conflicts are listed, every progress text
is recorded in the history, and the returns are registered.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from pc_workbook.cells.change import AppendRows, CellValue, Change, SetCell
from pc_workbook.cells.storable_values import fitting, fitting_row
from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.model.action import ProgressEntry
from pc_workbook.model.indicator import Rag
from pc_workbook.model.plain_letters import name_key
from pc_workbook.model.return_codes import ConflictReason, ReturnFact
from pc_workbook.model.row import MarkedRow, Row
from pc_workbook.returns import conflicts, history, received_log, register
from pc_workbook.returns.merge import CellUpdate, Edit, MergeConflict, Merged, merge
from pc_workbook.returns.permission import Permission
from pc_workbook.returns.personal_data import personal_data_that_came
from pc_workbook.returns.return_data import (
    TABLES,
    CellKey,
    Return,
    RowName,
    TrackerRow,
    key_of,
    own_returned,
    tracker_rows,
)
from pc_workbook.returns.signature import SIGNED, Signature, signatures
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import ACTION_PROGRESS, BY_TABLE
from pc_workbook.tracker.lists.layout import Reads, Writer, is_own
from pc_workbook.tracker.snapshot import a1

PROGRESS: Final = ACTION_PROGRESS.table

NewRows = dict[str, tuple[Mapping[str, CellValue], ...]]


class ReturnNote(NamedTuple):
    """Something about a return that a person should know."""

    name: str
    fact: Reason  # of ReturnFact


class MergePlan(NamedTuple):
    """The changes to the tracker, and what to report of them."""

    changes: tuple[Change, ...] = ()
    new_lists: Mapping[str, tuple[Mapping[str, CellValue], ...]] = {}  # lists the tracker lacks, with their rows
    updates: tuple[CellUpdate, ...] = ()
    conflicts: tuple[MergeConflict, ...] = ()
    choices: tuple[CellUpdate, ...] = ()
    history_added: int = 0
    agreed: int = 0
    known: int = 0
    remarks: tuple[ReturnNote, ...] = ()
    cells: Mapping[RowName, TrackerRow] = {}
    personal: tuple[Reason, ...] = ()  # of ReturnFact: the cells that personal data went into, or waits for


def plan_refresh(intake: Intake, today: date) -> MergePlan:
    """Return the changes of a refresh: picks that were made, and progress typed straight into the tracker."""
    rows, settled = _settled(intake, (), today)
    models = _models(intake, [(update.cell_key.table, update.cell_key.key) for update in settled.updates])
    entries = _entries(intake, rows, (settled.updates,), models, today)
    read = intake.lists[history.TABLE]
    filed = [AppendRows(history.TABLE, history.history_rows(entries, read.columns))] if entries and read.columns else []
    return MergePlan(
        changes=(*_set(intake, rows, settled.updates), *settled.marks, *filed),
        choices=settled.updates,
        history_added=len(entries) if filed else 0,
        cells=rows,
    )


class _MergedRows(NamedTuple):
    """The tracker's rows with the choices applied, and what the returns change in them."""

    rows: Mapping[RowName, TrackerRow]
    chosen: conflicts.AppliedChoices
    merged: Merged
    updates: tuple[CellUpdate, ...]  # those of the merge, with the signature of each changed row
    unknown: frozenset[CellKey]  # cells that a return filled or that wait for a choice, and that are not updated
    reported_by: Mapping[str, Signature]  # by the name of the return


def plan_merge(intake: Intake, returns: Sequence[Return], today: date) -> MergePlan:
    """Return the changes that merge returns into a tracker. A return that is registered already is not merged again."""
    fresh, remarks = _fresh(intake, returns)
    found = _merged_rows(intake, fresh, today)
    rows, merged, updates = found.rows, found.merged, found.updates
    touched = [update.cell_key for update in (*found.chosen.updates, *updates)]
    touched += [conflict.cell_key for conflict in merged.conflicts]
    models = _models(intake, [(cell_key.table, cell_key.key) for cell_key in touched])
    entries = _entries(intake, rows, (found.chosen.updates, updates), models, today, found.unknown)
    registered = register.register_received(intake, _received(fresh, merged), today)
    lists: NewRows = {
        history.TABLE: history.history_rows(
            entries, intake.lists[history.TABLE].columns or BY_TABLE[history.TABLE].by_field
        ),
        conflicts.TABLE: tuple(_conflict_row(rows, models, conflict, fresh, today) for conflict in merged.conflicts),
        received_log.TABLE: (
            *received_log.rows_of_updates(updates, rows, found.reported_by, lambda name: _marking(models.get(name))),
            *received_log.rows_of_findings([(source_name(completed), completed) for completed in fresh], today),
        ),
        register.TABLE: registered.rows,
        **_added(updates, rows, fresh),
    }
    additions, new_lists = _additions(intake, lists)
    return MergePlan(
        changes=(
            *_set(intake, rows, (*found.chosen.updates, *updates)),
            *found.chosen.marks,
            *(cell._replace(value=fitting(cell.value)) for cell in registered.cells),
            *additions,
        ),
        new_lists=new_lists,
        updates=updates,
        conflicts=merged.conflicts,
        choices=found.chosen.updates,
        history_added=len(entries),
        agreed=merged.agreed,
        known=merged.known,
        remarks=tuple(remarks),
        cells=rows,
        personal=personal_data_that_came((*found.chosen.updates, *updates), merged.conflicts, rows),
    )


def _merged_rows(intake: Intake, fresh: Sequence[Return], today: date) -> _MergedRows:
    """Return the tracker's rows with the choices applied, and the merge of the returns with them."""
    edits = [edit for completed in fresh for edit in _edits(completed)]
    names = [(edit.cell_key.table, edit.cell_key.key) for edit in edits]
    rows, chosen = _settled(intake, names, today)
    rows = _with(rows, chosen.updates)
    listed = conflicts.listed_conflicts(intake, {*rows, *names})
    waiting = conflicts.cells_without_pick(listed, chosen.closed)
    merged = merge(
        {name: row.values for name, row in rows.items()},
        _with_doubts(edits, rows, _doubts(intake, fresh, rows), _open_own_fields(intake)),
        conflicts.known_conflicts(listed),
        waiting,
    )
    reported_by = {
        source_name(completed): Signature(completed.stamp.manager if completed.stamp else "", today)
        for completed in fresh
    }
    asked = waiting.union(edit.cell_key for edit in edits)
    updates = (*merged.updates, *signatures(merged.updates, rows, reported_by, asked))
    return _MergedRows(rows, chosen, merged, updates, asked.difference(u.cell_key for u in updates), reported_by)


def _additions(intake: Intake, lists: NewRows) -> tuple[tuple[AppendRows, ...], NewRows]:
    """Return the rows to add to lists that exist, and those of lists that don't, with values that cells can store."""
    storable = {table: tuple(map(fitting_row, rows)) for table, rows in lists.items() if rows}
    existing = {table for table in storable if intake.lists[table].columns}
    additions = tuple(AppendRows(table, rows) for table, rows in storable.items() if table in existing)
    return additions, {table: rows for table, rows in storable.items() if table not in existing}


# -- the returns


def source_name(completed: Return) -> str:
    """Return the name of a return as the tracker records it."""
    return f"{completed.name} ({register.short_fingerprint(completed.fingerprint)})"


def _fresh(intake: Intake, returns: Sequence[Return]) -> tuple[list[Return], list[ReturnNote]]:
    """Return the returns that were not merged before, each once, in an order of their own, and notes about them."""
    known = register.registered_returns(intake)
    fresh: dict[str, Return] = {}
    remarks: list[ReturnNote] = []
    for completed in sorted(returns, key=lambda each: (each.fingerprint, each.name)):
        before = known.get(register.short_fingerprint(completed.fingerprint))
        if before is not None:
            remarks.append(ReturnNote(completed.name, reason(ReturnFact.MERGED_BEFORE, on=before.received_on)))
        elif completed.fingerprint in fresh:
            same = fresh[completed.fingerprint].name
            remarks.append(ReturnNote(completed.name, reason(ReturnFact.SAME_AS, name=same)))
        else:
            fresh[completed.fingerprint] = completed
            remarks += [ReturnNote(completed.name, fact) for fact in _notes_about(intake, completed)]
    return list(fresh.values()), remarks


def _notes_about(intake: Intake, completed: Return) -> Iterable[Reason]:
    settings, stamp = intake.tracker.settings, completed.stamp
    if stamp is None:
        yield reason(ReturnFact.NO_RECORD)
        return
    if stamp.edition != settings.as_at:
        yield reason(ReturnFact.OTHER_EDITION, edition=stamp.edition, as_at=settings.as_at)
    if name_key(stamp.locality) not in {name_key(place.name) for place in intake.tracker.places()}:
        yield reason(ReturnFact.LOCALITY_NOT_LISTED, locality=stamp.locality)
    expected = {row.hand_out for row in intake.tracker.returns}
    if expected and stamp.return_id not in expected:
        yield reason(ReturnFact.NOT_REGISTERED, reference=stamp.return_id)
    if stamp.area and name_key(stamp.area) != name_key(settings.area_name):
        yield reason(ReturnFact.OTHER_AREA, area=stamp.area, tracker=settings.area)


def _edits(completed: Return) -> Iterable[Edit]:
    source = source_name(completed)
    for edit in completed.edits:
        handed = completed.handed.get((edit.cell_key.table, edit.cell_key.key))
        offered = handed is not None and not handed.in_tracker
        doubt = edit.suspicious or ("" if completed.stamp else ConflictReason.NO_RECORD)
        foreign = completed.stamp is not None and handed is None
        yield Edit(edit.cell_key, edit.was, edit.now, source, doubt, offered, foreign)


def _doubts(
    intake: Intake, fresh: Iterable[Return], rows: Mapping[RowName, TrackerRow]
) -> Mapping[tuple[str, RowName], str]:
    """Return the code of why a return may not change a row without a person, by return and row, only where it may not."""
    permission = Permission(intake)
    found: dict[tuple[str, RowName], str] = {}
    for completed in fresh:
        for name in {(edit.cell_key.table, edit.cell_key.key) for edit in completed.edits} if completed.stamp else ():
            handed = completed.handed.get(name)
            is_offered = handed is not None and not handed.in_tracker
            doubt = permission.doubt(completed.stamp, name, name in rows, is_offered) if completed.stamp else ""
            if doubt:
                found[source_name(completed), name] = doubt
    return found


def _with_doubts(
    edits: Iterable[Edit],
    rows: Mapping[RowName, TrackerRow],
    doubts: Mapping[tuple[str, RowName], str],
    open_own: Collection[tuple[str, str]],
) -> Iterable[Edit]:
    """Yield the edits; one that its return may not make, or whose column the tracker lacks, waits for a person.

    `open_own`: list and field of the columns of the area's own that managers fill by the tracker as it is now.
    """
    for edit in edits:
        name = edit.cell_key.table, edit.cell_key.key
        row = rows.get(name)
        gone = ConflictReason.NO_COLUMN if row is not None and edit.cell_key.field not in row.cells else ""
        doubt = doubts.get((edit.source, name), "")
        field = edit.cell_key.field
        is_closed = is_own(field) and (name[0], field) not in open_own
        closed = (
            (ConflictReason.LOCKED_CELL if row and field in row.cells else ConflictReason.NO_COLUMN)
            if is_closed
            else ""
        )
        why = edit.suspicious or doubt or gone or closed
        yield edit._replace(suspicious=why, foreign=edit.foreign or bool(doubt)) if why else edit


def _open_own_fields(intake: Intake) -> frozenset[tuple[str, str]]:
    return frozenset(
        (table, column.field)
        for table in TABLES
        for column in own_returned(intake, table)
        if column.writer is Writer.MANAGER
    )


def _received(fresh: Iterable[Return], merged: Merged) -> Iterable[register.ReceivedReturn]:
    changes = Counter(source for update in merged.updates for source in update.sources)
    conflict_counts = Counter(source for conflict in merged.conflicts for source in conflict.sources)
    for completed in fresh:
        yield register.ReceivedReturn(
            completed, changes[source_name(completed)], conflict_counts[source_name(completed)]
        )


# -- the tracker's rows


def _settled(
    intake: Intake, names: Iterable[RowName], today: date
) -> tuple[dict[RowName, TrackerRow], conflicts.AppliedChoices]:
    """Return the rows that managers fill, and the result of the picks. Without an open conflict nothing is looked up."""
    is_open = any(row.settled_on is None for row in intake.tracker.conflicts)
    names = list(names)
    rows: dict[RowName, TrackerRow] = {}
    for table in TABLES if is_open or names else ():
        rows |= tracker_rows(intake, table)
    if not is_open:
        return rows, conflicts.AppliedChoices()
    found = conflicts.listed_conflicts(intake, {*rows, *names})
    settled = conflicts.apply_choices(intake, found, rows, today)
    reported_by = {
        conflict.row.source or "": Signature(conflict.row.role or "", conflict.row.received_on or today)
        for conflict in found
    }
    asked = conflicts.cells_in_question(found, settled.updates)
    return rows, settled._replace(updates=(*settled.updates, *signatures(settled.updates, rows, reported_by, asked)))


def _with(rows: Mapping[RowName, TrackerRow], updates: Iterable[CellUpdate]) -> dict[RowName, TrackerRow]:
    """Return the rows with the changes applied."""
    changed: dict[RowName, dict[str, CellValue]] = defaultdict(dict)
    for update in updates:
        changed[update.cell_key.table, update.cell_key.key][update.cell_key.field] = update.after
    updated = dict(rows)
    for name, values in changed.items():
        if name in rows:
            updated[name] = rows[name]._replace(values={**rows[name].values, **values})
    return updated


def _set(intake: Intake, rows: Mapping[RowName, TrackerRow], updates: Iterable[CellUpdate]) -> Iterable[SetCell]:
    """Yield the changes of existing rows. Where a cell is formatted as a percentage, points are stored as a fraction."""
    percent = {
        (sheet.name, a1(*cell)) for table in TABLES if (sheet := intake.snapshot.sheets.get(intake.lists[table].sheet))
        for cell in sheet.percent
    }  # fmt: skip
    for update in updates:
        row = rows.get((update.cell_key.table, update.cell_key.key))
        if row is None:
            continue
        where = row.sheet, row.cells[update.cell_key.field]
        is_points = (
            BY_TABLE[update.cell_key.table].by_field[update.cell_key.field].reads is Reads.PERCENT and where in percent
        )
        value = update.after / 100 if is_points and isinstance(update.after, int | float) else update.after
        yield SetCell(*where, value)


def _added(updates: Sequence[CellUpdate], rows: Mapping[RowName, TrackerRow], fresh: Sequence[Return]) -> NewRows:
    """Return the rows that were offered to be filled, and were."""
    handed = {name: row for completed in fresh for name, row in completed.handed.items() if not row.in_tracker}
    new: dict[RowName, dict[str, CellValue]] = {}
    for update in updates:
        name = update.cell_key.table, update.cell_key.key
        if name not in rows:
            of = BY_TABLE[name[0]]
            keys = {of.by_field[field].heading: handed[name].values.get(field) for field in of.key}
            new.setdefault(name, keys)[of.by_field[update.cell_key.field].heading] = update.after
    added: dict[str, list[Mapping[str, CellValue]]] = defaultdict(list)
    for (table, _), values in sorted(new.items()):
        added[table].append(values)
    return {table: tuple(values) for table, values in added.items()}


# -- the history and the conflicts


def _entries(
    intake: Intake,
    rows: Mapping[RowName, TrackerRow],
    rounds: Iterable[Sequence[CellUpdate]],
    models: Mapping[RowName, Row],
    today: date,
    unknown: Collection[CellKey] = (),
) -> list[ProgressEntry]:
    """Return history entries for what is in the tracker, then for what each round of changes puts there.

    `unknown`: cells that a return fills and that wait for a person, so that they say nothing about the text beside
    them.
    """
    filed = list(intake.tracker.history)
    entries = history.unrecorded_entries(history.current_texts(intake.tracker), filed, today)
    for updates in rounds:
        names = dict.fromkeys((update.cell_key.table, update.cell_key.key) for update in updates)
        after = _with({name: rows[name] for name in names if name in rows}, updates)
        texts = [
            text for name in names if (text := _current_text(name, after.get(name), updates, models.get(name), unknown))
        ]
        entries += history.unrecorded_entries(texts, [*filed, *entries], today) if texts else []
    return entries


def _models(intake: Intake, names: Iterable[RowName]) -> dict[RowName, Row]:
    """Return rows of the model by table and key, with their markings."""
    wanted = set(names)
    read = [intake.lists[table] for table in sorted({table for table, _ in wanted})]
    keyed = (
        ((read_list.of.table, key_of(read_list.of, dict(row))), row)
        for read_list in read
        for row in read_list.valid_rows
    )
    return {name: row for name, row in keyed if name in wanted}


def _current_text(
    name: RowName,
    row: TrackerRow | None,
    updates: Iterable[CellUpdate],
    model: Row | None,
    unknown: Collection[CellKey],
) -> history.CurrentText | None:
    """Return the progress text, or the note, of a row after the changes."""
    of, key = BY_TABLE[name[0]], name[1]
    values = (
        dict(row.values)
        if row
        else {t.cell_key.field: t.after for t in updates if (t.cell_key.table, t.cell_key.key) == name}
    )
    values = {**dict(zip(of.key, key, strict=True)), **values}
    values |= {field: None for field in SIGNED if CellKey(*name, field) in unknown}
    is_note = name[0] != PROGRESS
    text = values.get("note" if is_note else "progress")
    if not isinstance(text, str) or not text:
        return None
    marking = _marking(model)
    action = str(values["action"])
    if is_note:
        return history.CurrentText(
            action, None, _words(values["practice"]), text, None, None, None, marking, is_note=True
        )
    on, rag = values.get("updated_on"), values.get("rag")
    return history.CurrentText(
        action,
        _words(values["locality"]),
        None,
        text,
        Rag(str(rag)) if rag in list(Rag) else None,
        _words(values.get("updated_by")),
        on if isinstance(on, date) else None,
        marking,
    )


def _words(value: CellValue) -> str | None:
    return str(value) if value else None


def _conflict_row(
    rows: Mapping[RowName, TrackerRow],
    models: Mapping[RowName, Row],
    conflict: MergeConflict,
    fresh: Iterable[Return],
    today: date,
) -> Mapping[str, CellValue]:
    name = conflict.cell_key.table, conflict.cell_key.key
    roles = {
        completed.stamp.manager for completed in fresh if completed.stamp and source_name(completed) in conflict.sources
    }
    marking = _marking(models.get(name))
    return conflicts.conflict_row(conflict, rows.get(name), "; ".join(sorted(filter(None, roles))), today, marking)


def _marking(model: Row | None) -> Mapping[str, CellValue]:
    values = history.marking_fields(model) if isinstance(model, MarkedRow) else {}
    return {field: history.as_cell(value) for field, value in values.items()}
