"""Times a merge of returns beside a plain pandas merge, whole processes in turn, and counts what each one loses.

    python benchmarks/returns.py FOLDER [SIZE ...] [--rounds N]

Sizes: S is 4 localities with 60 actions, L is 200 localities with 5,000 rows of progress. FOLDER is filled with the
tracker and its returns: each manager edits every row, staff edit some of the same cells in the tracker meanwhile (the
conflicts that are seeded), the rows of every return are turned round. The plain script is given what our merge keeps
for itself, a copy of each return as it was handed out, and does the same: it compares three ways, writes what nobody
else changed into the tracker, lists the conflicts, files the progress, lists what came in and fills the register.
Needs a system that tells what a finished process used (not Windows).
"""

import argparse
import json
import statistics
import sys
from datetime import date, datetime
from pathlib import Path
from random import Random
from shutil import copyfile
from typing import Any

from run import Run, measured  # beside this script

from pc_workbook import app
from pc_workbook.cells.change import SetCell
from pc_workbook.hosts.file import FileHost
from pc_workbook.ooxml.edit.cells import edit
from pc_workbook.returns.return_data import CellKey, tracker_rows
from pc_workbook.tracker.intake import Intake, read_tracker

SIZES = {"S": (4, 60), "L": (200, 25)}  # localities, actions of each: 240 and 5,000 rows
TABLE = "tblActionProgress"
AS_AT, HANDED_OUT = date(2017, 3, 15), datetime(2017, 3, 16, 9)
EDITED = ("progress", "rag", "next_step")
CONFLICT_EVERY = 10  # rows: staff change the progress of every tenth row in the tracker meanwhile
RAGS = ("Red", "Amber", "Green")


def letters(count: int) -> list[str]:
    """A, B ... Z, A1, A2 ..."""
    return [*(chr(65 + n) for n in range(min(count, 26))), *(f"A{n}" for n in range(1, count - 25))]


def make(folder: Path, localities: int, actions: int) -> dict[str, Any]:
    """A tracker, its returns filled in, and the tracker as staff left it; what was done is told."""
    random = Random(localities)
    tracker = folder / "tracker.xlsx"
    places = [f"Locality {n}" for n in range(1, localities + 1)]
    rows = [
        {"action": letter, "locality": place, "progress": f"Where {letter} stood in {place}.", "rag": "Amber",
         "next_step": "Report", "updated_on": date(2016, 12, 1), "marking": "Public"}
        for letter in letters(actions) for place in places
    ]  # fmt: skip
    app.draw_tracker(
        tracker,
        {
            "tblLocalities": [{"name": place, "manager": f"Locality manager, {place}"} for place in places],
            "tblActions": [
                {"letter": letter, "text": "What is promised", "marking": "Public"} for letter in letters(actions)
            ],
            TABLE: rows,
        },
        {"area_name": "Sample area", "area_code": "V99", "as_at": AS_AT},
    )
    app.refresh(FileHost(tracker), now=HANDED_OUT)  # files what stands
    (folder / "returns").mkdir(exist_ok=True)
    done = app.hand_out(FileHost(tracker), folder / "returns", register=True, now=HANDED_OUT)
    (folder / "handed out").mkdir(exist_ok=True)
    edits: dict[str, str] = {}
    for one in done.returns:
        copyfile(one.path, folder / "handed out" / one.path.name)
        edits |= _fill_in(one.path, one.stamp.locality, random)
    intake = read_tracker(FileHost(tracker).read())
    seeded = _staff_type(tracker, intake)
    return {"edits": edits, "seeded": seeded, "returns": [str(one.path) for one in done.returns]}


def _fill_in(path: Path, locality: str, random: Random) -> dict[str, str]:
    """Every row of a return, edited in place: what LibreOffice or Excel would save, without their minutes."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    sheet = book["Action progress"]
    at = next(row for row in range(1, 20) if "Progress" in [cell.value for cell in sheet[row]])
    columns = {cell.value: cell.column for cell in sheet[at]}
    rows = list(sheet.iter_rows(min_row=at + 1, max_row=sheet.max_row))
    held = [[cell.value for cell in row] for row in rows if row[0].value]
    told: dict[str, str] = {}
    for values in held:
        key = f"{values[columns['Action'] - 1]}|{locality}"
        new = {
            "Progress": f"=What was done since, {random.random():.9f}",
            "RAG": random.choice(("Red", "Green")),
            "Next step": f"Step {random.random():.9f}",
        }
        for heading, value in new.items():
            values[columns[heading] - 1] = value
            told[f"{key}|{heading}"] = value
    for row, values in zip(rows, reversed(held), strict=False):  # sorted the other way round
        for cell, value in zip(row, values, strict=True):
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(path)
    return told


def _staff_type(tracker: Path, intake: Intake) -> dict[str, str]:
    """Staff write over some of the same cells."""
    changes, seeded = [], {}
    for n, ((_, key), row) in enumerate(sorted(tracker_rows(intake, TABLE).items())):
        if n % CONFLICT_EVERY == 0:
            seeded["|".join((*key, "Progress"))] = words = f"Staff wrote this about {key[0]}."
            changes.append(SetCell(row.sheet, row.cells["progress"], words))
    edit(tracker, changes, tracker)
    return seeded


KEYS = ["Action", "Locality"]
FIELDS = ["Progress", "RAG", "RAG reason", "Per cent complete", "Next step", "Next step date"]
CELL = [*KEYS, "Column"]
WRITTEN = ["Action progress", "Progress history", "Conflicts", "What came in", "Returns register"]


def plain(tracker: Path, returns: list[str]) -> None:
    """The merge that people write: frames, joined and compared, and the sheets written anew."""
    import pandas as pd

    def frame_of(path: str | Path) -> Any:
        return pd.read_excel(path, sheet_name="Action progress", header=4, engine="openpyxl").dropna(subset=KEYS)

    def cells_of(paths: list[Any]) -> Any:
        frames = [frame_of(path).assign(Return=Path(path).name) for path in paths]
        return long(pd.concat(frames), [*KEYS, "Return"])

    def long(frame: Any, names: list[str]) -> Any:
        return frame[[*names, *FIELDS]].melt(names, FIELDS, "Column").fillna({"value": ""})

    today = datetime.now()
    sheets = pd.read_excel(tracker, sheet_name=WRITTEN, header=4, engine="openpyxl")
    progress, history, conflicts, received_items, register = (sheets[name] for name in WRITTEN)
    handed = cells_of([Path(path).parents[1] / "handed out" / Path(path).name for path in returns])
    cells = (
        cells_of(returns)
        .merge(handed, on=[*CELL, "Return"], suffixes=(" now", " was"))
        .merge(long(progress, KEYS), on=CELL)
        .rename(columns={"value now": "Return says", "value was": "As handed out", "value": "Tracker holds"})
    )
    edits = cells[(cells["Return says"] != cells["As handed out"]) & (cells["Return says"] != cells["Tracker holds"])]
    taken = edits[edits["Tracker holds"] == edits["As handed out"]]
    waiting = edits.drop(taken.index).assign(Sheet="Action progress", **{"Received on": today})
    old = progress.set_index(KEYS).sort_index()
    new = old.copy()
    for column, own in taken.groupby("Column"):
        new.loc[pd.MultiIndex.from_frame(own[KEYS]), column] = own["Return says"].to_list()
    new.loc[pd.MultiIndex.from_frame(taken[KEYS].drop_duplicates()), "Updated on"] = today
    filed = set(history[[*KEYS, "Text"]].itertuples(index=False, name=None))
    stands = pd.concat([old, new]).reset_index().rename(columns={"Progress": "Text", "RAG": "New state"})
    stands = stands.drop_duplicates([*KEYS, "Text"]).dropna(subset=["Text"]).assign(**{"Entered on": today})
    is_new = [row not in filed for row in stands[[*KEYS, "Text"]].itertuples(index=False, name=None)]
    said = taken["Column"] + ": " + taken["Tracker holds"].astype(str) + " → " + taken["Return says"].astype(str)
    told = said.groupby([taken[name] for name in [*KEYS, "Return"]]).agg("\n".join).rename("What it says").reset_index()
    told["Row"] = told["Action"] + " · " + told["Locality"]
    waiting["Row"] = waiting["Action"] + " · " + waiting["Locality"]
    came = edits.groupby("Locality").size()
    register["Received on"] = today
    register["Changes taken"] = register["Locality"].map(came)

    def below(sheet: Any, rows: Any) -> Any:
        return pd.concat([sheet.dropna(how="all"), rows[[name for name in rows if name in sheet]]])

    frames = (new.reset_index()[list(progress)], below(history, stands[is_new]), below(conflicts, waiting),
              below(received_items, told), register)  # fmt: skip
    with pd.ExcelWriter(tracker, engine="openpyxl", mode="a", if_sheet_exists="replace") as writer:
        for name, frame in zip(WRITTEN, frames, strict=True):
            frame.to_excel(writer, sheet_name=name, index=False, startrow=4)


def counted(tracker: Path, told: dict[str, Any]) -> dict[str, int]:
    """What became of the edits, and of what staff wrote, in the tracker that pc_workbook merged."""
    intake = read_tracker(FileHost(tracker).read())
    heads = {"Progress": "progress", "RAG": "rag", "Next step": "next_step"}
    rows = tracker_rows(intake, TABLE)
    filed = {(e.action, e.locality, e.text) for e in intake.tracker.history}
    listed = {(c.row, c.column, c.returned) for c in intake.tracker.conflicts}
    lost = 0
    for name, value in told["edits"].items():
        action, locality, heading = name.split("|")
        cell_key = CellKey(TABLE, (action, locality), heads[heading])
        stands = rows[cell_key.table, cell_key.key].values[cell_key.field] == value
        in_history = (action, locality, value) in filed
        lost += not (stands or in_history or (f"{action} · {locality}", heading, value) in listed)
    overwritten = sum(
        rows[TABLE, tuple(name.split("|")[:2])].values["progress"] != words for name, words in told["seeded"].items()
    )
    return {
        "edits": len(told["edits"]),
        "seeded": len(told["seeded"]),
        "found": len(listed),
        "lost": lost,
        "overwritten": overwritten,
    }


def counted_plain(tracker: Path, told: dict[str, Any]) -> tuple[int, int]:
    """How many edits the plain script lost, and how many conflicts it found."""
    import pandas as pd

    sheets = pd.read_excel(tracker, sheet_name=["Action progress", "Conflicts"], header=4, engine="openpyxl")
    stands = sheets["Action progress"].set_index(KEYS)
    listed = set(sheets["Conflicts"][["Row", "Column", "Return says"]].itertuples(index=False, name=None))
    lost = 0
    for name, value in told["edits"].items():
        action, locality, heading = name.split("|")
        lost += (
            stands.at[(action, locality), heading] != value and (f"{action} · {locality}", heading, value) not in listed
        )
    return lost, len(listed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("sizes", nargs="*", default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--plain", nargs="+", metavar="FILE", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.plain:
        plain(Path(asked.plain[0]), json.loads(Path(asked.plain[1]).read_text()))
        return
    print(
        "| size | merge | memory | plain pandas | ratio: time, memory | edits | lost: ours, plain | conflicts seeded | found: ours, plain | staff's words written over |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for size in asked.sizes:
        print(_compared(asked.folder / size, *SIZES[size], asked.rounds), flush=True)


def _compared(folder: Path, localities: int, actions: int, rounds: int) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    told_in = folder / "told.json"
    if not told_in.exists():
        told_in.write_text(json.dumps(make(folder, localities, actions)))
    told = json.loads(told_in.read_text())
    listed = folder / "returns.json"
    listed.write_text(json.dumps(told["returns"]))
    runs: dict[str, list[Run]] = {"ours": [], "plain": []}
    for n in range(rounds + 1):  # the first warms the file cache and the byte code
        for name in runs:
            tracker = Path(copyfile(folder / "tracker.xlsx", folder / f"{name}.xlsx"))
            command = {
                "ours": [sys.executable, "-m", "pc_workbook", "merge", str(tracker), *told["returns"]],
                "plain": [sys.executable, __file__, str(folder), "--plain", str(tracker), str(listed)],
            }[name]
            run = measured(command)
            runs[name] += [run] if n else []
    seconds = {name: statistics.median(run.seconds for run in found) for name, found in runs.items()}
    memory = {name: statistics.median(run.mebibytes for run in found) for name, found in runs.items()}
    count = counted(folder / "ours.xlsx", told)
    lost, found = counted_plain(folder / "plain.xlsx", told)
    cells = [
        f"{localities} localities, {localities * actions:,} rows", f"{seconds['ours']:.2f} s", f"{memory['ours']:.0f} MiB",
        f"{seconds['plain']:.1f} s, {memory['plain']:.0f} MiB",
        f"**{seconds['ours'] / seconds['plain']:.2f}**, {memory['ours'] / memory['plain']:.2f}",
        f"{count['edits']:,}", f"{count['lost']}, {lost}", str(count["seeded"]), f"{count['found']}, {found}",
        str(count["overwritten"]),
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
