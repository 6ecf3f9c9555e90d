"""The changes that a merge of returns, or a refresh, makes to a tracker's own cells; a host writes them at once.

Picks made on the sheet Conflicts come first; then the returns are merged, conflicts are listed, every progress text
is recorded in the history, and the returns are registered.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from pc_workbook.cells.change import AppendRows, CellValue, Change, SetCell
from pc_workbook.model.action import ProgressEntry
from pc_workbook.model.indicator import Rag
from pc_workbook.model.plain_letters import name_key
from pc_workbook.model.row import MarkedRow, Row
from pc_workbook.returns import conflicts, history, register
from pc_workbook.returns import received_log as came_in
from pc_workbook.returns.merge import CellUpdate, Edit, MergeConflict, Merged, merge
from pc_workbook.returns.permission import Permission
from pc_workbook.returns.personal_data import personal_data_that_came
from pc_workbook.returns.return_data import TABLES, CellKey, Return, RowName, TrackerRow, key_of, tracker_rows
from pc_workbook.returns.signature import SIGNED, Signature, signatures
from pc_workbook.returns.storable_values import fitting, fitting_row
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import ACTION_PROGRESS, BY_TABLE
from pc_workbook.tracker.lists.layout import Reads
from pc_workbook.tracker.snapshot import a1

PROGRESS: Final = ACTION_PROGRESS.table
NOT_KNOWN: Final = "what was handed out is not known"
NO_COLUMN: Final = "the tracker has no column with that heading"

NewRows = dict[str, tuple[Mapping[str, CellValue], ...]]


class ReturnNote(NamedTuple):
    """Something about a return that a person should know."""

    name: str
    words: str


class MergePlan(NamedTuple):
    """The changes to the tracker, and what to report of them."""

    changes: tuple[Change, ...] = ()
    new_lists: Mapping[str, tuple[Mapping[str, CellValue], ...]] = {}  # lists the tracker lacks, with their rows
    takes: tuple[CellUpdate, ...] = ()
    clashes: tuple[MergeConflict, ...] = ()
    picks: tuple[CellUpdate, ...] = ()
    filed: int = 0
    agreed: int = 0
    known: int = 0
    remarks: tuple[ReturnNote, ...] = ()
    cells: Mapping[RowName, TrackerRow] = {}
    personal: tuple[str, ...] = ()  # the cells that personal data went into, a sentence each


def plan_refresh(intake: Intake, today: date) -> MergePlan:
    """Return the changes of a refresh: picks that were made, and progress typed straight into the tracker."""
    rows, settled = _settled(intake, (), today)
    models = _models(intake, [(take.spot.table, take.spot.key) for take in settled.takes])
    entries = _entries(intake, rows, (settled.takes,), models, today)
    read = intake.lists[history.TABLE]
    filed = [AppendRows(history.TABLE, history.history_rows(entries, read.columns))] if entries and read.columns else []
    return MergePlan(
        changes=(*_set(intake, rows, settled.takes), *settled.marks, *filed),
        picks=settled.takes,
        filed=len(entries) if filed else 0,
        cells=rows,
    )


def plan_merge(intake: Intake, returns: Sequence[Return], today: date) -> MergePlan:
    """Return the changes that merge returns into a tracker. A return that is registered already is not merged again."""
    fresh, remarks = _fresh(intake, returns)
    edits = [edit for one in fresh for edit in _edits(one)]
    said = {edit.spot for edit in edits}
    rows, settled = _settled(intake, [(edit.spot.table, edit.spot.key) for edit in edits], today)
    rows = _with(rows, settled.takes)
    found = conflicts.listed_conflicts(intake, {*rows, *((edit.spot.table, edit.spot.key) for edit in edits)})
    waiting = conflicts.cells_without_pick(found, settled.closed)
    doubts = _doubts(intake, fresh, rows)
    merged = merge(
        {name: row.values for name, row in rows.items()},
        _with_doubts(edits, rows, doubts),
        conflicts.known_conflicts(found),
        waiting,
    )
    said_by = {source_name(one): Signature(one.stamp.manager if one.stamp else "", today) for one in fresh}
    takes = (*merged.takes, *signatures(merged.takes, rows, said_by, said | waiting))
    unknown = (said | waiting) - {take.spot for take in takes}
    touched = [one.spot for one in (*settled.takes, *takes)] + [one.spot for one in merged.clashes]
    models = _models(intake, [(spot.table, spot.key) for spot in touched])
    entries = _entries(intake, rows, (settled.takes, takes), models, today, unknown)
    registered = register.register_received(intake, _received(fresh, merged), today)
    lists: NewRows = {
        history.TABLE: history.history_rows(
            entries, intake.lists[history.TABLE].columns or BY_TABLE[history.TABLE].by_field
        ),
        conflicts.TABLE: tuple(_conflict_row(rows, models, clash, fresh, today) for clash in merged.clashes),
        came_in.TABLE: (
            *came_in.rows_of_takes(takes, rows, said_by, lambda name: _marking(models.get(name))),
            *came_in.rows_of_findings([(source_name(one), one) for one in fresh], today),
        ),
        register.TABLE: registered.rows,
        **_added(takes, rows, fresh),
    }
    additions, new_lists = _additions(intake, lists)
    return MergePlan(
        changes=(
            *_set(intake, rows, (*settled.takes, *takes)),
            *settled.marks,
            *(cell._replace(value=fitting(cell.value)) for cell in registered.cells),
            *additions,
        ),
        new_lists=new_lists,
        takes=takes,
        clashes=merged.clashes,
        picks=settled.takes,
        filed=len(entries),
        agreed=merged.agreed,
        known=merged.known,
        remarks=tuple(remarks),
        cells=rows,
        personal=personal_data_that_came((*settled.takes, *takes), merged.clashes, rows),
    )


def _additions(intake: Intake, lists: NewRows) -> tuple[tuple[AppendRows, ...], NewRows]:
    """Return the rows to add to lists that exist, and those of lists that don't, with values that cells can store."""
    storable = {table: tuple(map(fitting_row, rows)) for table, rows in lists.items() if rows}
    existing = {table for table in storable if intake.lists[table].columns}
    additions = tuple(AppendRows(table, rows) for table, rows in storable.items() if table in existing)
    return additions, {table: rows for table, rows in storable.items() if table not in existing}


# -- the returns


def source_name(one: Return) -> str:
    """Return the name of a return as the tracker records it."""
    return f"{one.name} ({register.short_fingerprint(one.fingerprint)})"


def _fresh(intake: Intake, returns: Sequence[Return]) -> tuple[list[Return], list[ReturnNote]]:
    """Return the returns that were not merged before, each once, in an order of their own, and notes about them."""
    known = register.registered_returns(intake)
    fresh: dict[str, Return] = {}
    remarks: list[ReturnNote] = []
    for one in sorted(returns, key=lambda each: (each.fingerprint, each.name)):
        before = known.get(register.short_fingerprint(one.fingerprint))
        if before is not None:
            when = f" on {before.received_on:%d/%m/%Y}" if before.received_on else ""
            remarks.append(ReturnNote(one.name, f"This return was merged before{when}; it was not merged again."))
        elif one.fingerprint in fresh:
            same = fresh[one.fingerprint].name
            remarks.append(ReturnNote(one.name, f"This is the same return as {same}; it was merged once."))
        else:
            fresh[one.fingerprint] = one
            remarks += [ReturnNote(one.name, words) for words in _notes_about(intake, one)]
    return list(fresh.values()), remarks


def _notes_about(intake: Intake, one: Return) -> Iterable[str]:
    settings, stamp = intake.tracker.settings, one.stamp
    if stamp is None:
        yield "It has no record of what was handed out, so everything that differs from the tracker is on the sheet Conflicts."
        return
    if stamp.edition != settings.as_at:
        theirs, ours = (f"{day:%d/%m/%Y}" if day else "no date" for day in (stamp.edition, settings.as_at))
        yield f"It was handed out for the issue of {theirs}, and the tracker is as at {ours}. Each cell was still compared."
    if name_key(stamp.locality) not in {name_key(place.name) for place in intake.tracker.localities}:
        yield f"Its locality, {stamp.locality}, is not on the sheet Localities."
    expected = {row.hand_out for row in intake.tracker.returns}
    if expected and stamp.return_id not in expected:
        yield f"Its reference, {stamp.return_id}, is not on the Returns register: it was handed out from another tracker, or not registered."
    if stamp.area and name_key(stamp.area) != name_key(settings.area_name):
        yield f"It was handed out for {stamp.area}, and this tracker is of {settings.area_name}."


def _edits(one: Return) -> Iterable[Edit]:
    source = source_name(one)
    for edit in one.edits:
        handed = one.handed.get((edit.spot.table, edit.spot.key))
        offered = handed is not None and not handed.in_tracker
        doubt = edit.suspicious or ("" if one.stamp else NOT_KNOWN)
        foreign = one.stamp is not None and handed is None
        yield Edit(edit.spot, edit.was, edit.now, source, doubt, offered, foreign)


def _doubts(
    intake: Intake, fresh: Iterable[Return], rows: Mapping[RowName, TrackerRow]
) -> Mapping[tuple[str, RowName], str]:
    """Return why a return may not change a row without a person, by return and row, only where it may not."""
    permission = Permission(intake)
    found: dict[tuple[str, RowName], str] = {}
    for one in fresh:
        for name in {(edit.spot.table, edit.spot.key) for edit in one.edits} if one.stamp else ():
            handed = one.handed.get(name)
            is_offered = handed is not None and not handed.in_tracker
            doubt = permission.doubt(one.stamp, name, name in rows, is_offered) if one.stamp else ""
            if doubt:
                found[source_name(one), name] = doubt
    return found


def _with_doubts(
    edits: Iterable[Edit], rows: Mapping[RowName, TrackerRow], doubts: Mapping[tuple[str, RowName], str]
) -> Iterable[Edit]:
    """Yield the edits; one that its return may not make, or whose column the tracker lacks, waits for a person."""
    for edit in edits:
        name = edit.spot.table, edit.spot.key
        row = rows.get(name)
        gone = NO_COLUMN if row is not None and edit.spot.field not in row.cells else ""
        doubt = doubts.get((edit.source, name), "")
        why = edit.suspicious or doubt or gone
        yield edit._replace(suspicious=why, foreign=edit.foreign or bool(doubt)) if why else edit


def _received(fresh: Iterable[Return], merged: Merged) -> Iterable[register.ReceivedReturn]:
    changes = Counter(source for take in merged.takes for source in take.sources)
    clashes = Counter(source for clash in merged.clashes for source in clash.sources)
    for one in fresh:
        yield register.ReceivedReturn(one, changes[source_name(one)], clashes[source_name(one)])


# -- the tracker's rows


def _settled(
    intake: Intake, names: Iterable[RowName], today: date
) -> tuple[dict[RowName, TrackerRow], conflicts.AppliedPicks]:
    """Return the rows that managers fill, and the result of the picks. Without an open conflict nothing is looked up."""
    is_open = any(row.settled_on is None for row in intake.tracker.conflicts)
    names = list(names)
    rows: dict[RowName, TrackerRow] = {}
    for table in TABLES if is_open or names else ():
        rows |= tracker_rows(intake, table)
    if not is_open:
        return rows, conflicts.AppliedPicks()
    found = conflicts.listed_conflicts(intake, {*rows, *names})
    settled = conflicts.apply_picks(intake, found, rows, today)
    said_by = {one.row.source or "": Signature(one.row.role or "", one.row.received_on or today) for one in found}
    asked = conflicts.cells_in_question(found, settled.takes)
    return rows, settled._replace(takes=(*settled.takes, *signatures(settled.takes, rows, said_by, asked)))


def _with(rows: Mapping[RowName, TrackerRow], takes: Iterable[CellUpdate]) -> dict[RowName, TrackerRow]:
    """Return the rows with the changes applied."""
    changed: dict[RowName, dict[str, CellValue]] = defaultdict(dict)
    for take in takes:
        changed[take.spot.table, take.spot.key][take.spot.field] = take.after
    held = dict(rows)
    for name, values in changed.items():
        if name in rows:
            held[name] = rows[name]._replace(values={**rows[name].values, **values})
    return held


def _set(intake: Intake, rows: Mapping[RowName, TrackerRow], takes: Iterable[CellUpdate]) -> Iterable[SetCell]:
    """Yield the changes of existing rows. Where a cell is formatted as a percentage, points are stored as a fraction."""
    percent = {
        (sheet.name, a1(*cell)) for table in TABLES if (sheet := intake.snapshot.sheets.get(intake.lists[table].sheet))
        for cell in sheet.percent
    }  # fmt: skip
    for take in takes:
        row = rows.get((take.spot.table, take.spot.key))
        if row is None:
            continue
        where = row.sheet, row.cells[take.spot.field]
        is_points = BY_TABLE[take.spot.table].by_field[take.spot.field].reads is Reads.PERCENT and where in percent
        value = take.after / 100 if is_points and isinstance(take.after, int | float) else take.after
        yield SetCell(*where, value)


def _added(takes: Sequence[CellUpdate], rows: Mapping[RowName, TrackerRow], fresh: Sequence[Return]) -> NewRows:
    """Return the rows that were offered to be filled, and were."""
    handed = {name: row for one in fresh for name, row in one.handed.items() if not row.in_tracker}
    new: dict[RowName, dict[str, CellValue]] = {}
    for take in takes:
        name = take.spot.table, take.spot.key
        if name not in rows:
            of = BY_TABLE[name[0]]
            keys = {of.by_field[field].heading: handed[name].values.get(field) for field in of.key}
            new.setdefault(name, keys)[of.by_field[take.spot.field].heading] = take.after
    added: dict[str, list[Mapping[str, CellValue]]] = defaultdict(list)
    for (table, _), held in sorted(new.items()):
        added[table].append(held)
    return {table: tuple(held) for table, held in added.items()}


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
    for takes in rounds:
        names = dict.fromkeys((take.spot.table, take.spot.key) for take in takes)
        after = _with({name: rows[name] for name in names if name in rows}, takes)
        texts = [
            text for name in names if (text := _current_text(name, after.get(name), takes, models.get(name), unknown))
        ]
        entries += history.unrecorded_entries(texts, [*filed, *entries], today) if texts else []
    return entries


def _models(intake: Intake, names: Iterable[RowName]) -> dict[RowName, Row]:
    """Return rows of the model by table and key, with their markings."""
    wanted = set(names)
    read = [intake.lists[table] for table in sorted({table for table, _ in wanted})]
    keyed = (((one.of.table, key_of(one.of, dict(row))), row) for one in read for row in one.sound)
    return {name: row for name, row in keyed if name in wanted}


def _current_text(
    name: RowName, row: TrackerRow | None, takes: Iterable[CellUpdate], model: Row | None, unknown: Collection[CellKey]
) -> history.CurrentText | None:
    """Return the progress text, or the note, of a row after the changes."""
    of, key = BY_TABLE[name[0]], name[1]
    values = dict(row.values) if row else {t.spot.field: t.after for t in takes if (t.spot.table, t.spot.key) == name}
    held = {**dict(zip(of.key, key, strict=True)), **values}
    held |= {field: None for field in SIGNED if CellKey(*name, field) in unknown}
    is_note = name[0] != PROGRESS
    text = held.get("note" if is_note else "progress")
    if not isinstance(text, str) or not text:
        return None
    marking = _marking(model)
    action = str(held["action"])
    if is_note:
        return history.CurrentText(
            action, None, _words(held["practice"]), text, None, None, None, marking, is_note=True
        )
    on, rag = held.get("updated_on"), held.get("rag")
    return history.CurrentText(
        action,
        _words(held["locality"]),
        None,
        text,
        Rag(str(rag)) if rag in list(Rag) else None,
        _words(held.get("updated_by")),
        on if isinstance(on, date) else None,
        marking,
    )


def _words(value: CellValue) -> str | None:
    return str(value) if value else None


def _conflict_row(
    rows: Mapping[RowName, TrackerRow],
    models: Mapping[RowName, Row],
    clash: MergeConflict,
    fresh: Iterable[Return],
    today: date,
) -> Mapping[str, CellValue]:
    name = clash.spot.table, clash.spot.key
    roles = {one.stamp.manager for one in fresh if one.stamp and source_name(one) in clash.sources}
    marking = _marking(models.get(name))
    return conflicts.conflict_row(clash, rows.get(name), "; ".join(sorted(filter(None, roles))), today, marking)


def _marking(model: Row | None) -> Mapping[str, CellValue]:
    held = history.marking_fields(model) if isinstance(model, MarkedRow) else {}
    return {field: history.as_cell(value) for field, value in held.items()}
