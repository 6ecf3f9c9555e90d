"""Times a merge of returns beside a plain pandas merge, whole processes in turn, and counts what each one loses.

    python benchmarks/returns.py FOLDER [SIZE ...] [--rounds N]

Sizes: S is 4 localities with 60 actions, L is 200 localities with 5,000 rows of progress. FOLDER is filled with the
tracker and its returns: each manager edits every row, staff edit some of the same cells in the tracker meanwhile (the
conflicts that are seeded), the rows of every return are turned round. The plain script does what people do: it reads
the returns, joins them on action and locality, and writes what the returns say over the tracker.
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
from pc_workbook.hosts.file import FileHost
from pc_workbook.ooxml.cells import edit
from pc_workbook.returns.parcel import Spot, tracker_rows
from pc_workbook.tracker.change import SetCell
from pc_workbook.tracker.intake import Intake, take_in

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
        {"as_at": AS_AT},
    )
    app.refresh(FileHost(tracker), now=HANDED_OUT)  # files what stands
    (folder / "returns").mkdir(exist_ok=True)
    done = app.hand_out(FileHost(tracker), folder / "returns", register=True, now=HANDED_OUT)
    edits: dict[str, str] = {}
    for one in done.returns:
        edits |= _fill_in(one.path, one.stamp.locality, random)
    intake = take_in(FileHost(tracker).read())
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


def plain(tracker: Path, returns: list[str]) -> None:
    """The merge that people write: the last return wins, and so does every return over the tracker."""
    import pandas as pd

    sheet = pd.read_excel(tracker, sheet_name="Action progress", header=4, engine="openpyxl")
    keys, fields = (
        ["Action", "Locality"],
        ["Progress", "RAG", "RAG reason", "Per cent complete", "Next step", "Next step date"],
    )
    frames = []
    for path in returns:
        frame = pd.read_excel(path, sheet_name="Action progress", header=4, engine="openpyxl")
        frames.append(frame[[*keys, *fields]].dropna(subset=keys))
    came = pd.concat(frames).drop_duplicates(keys, keep="last").set_index(keys)
    merged = sheet.set_index(keys)
    merged.update(came)
    with pd.ExcelWriter(tracker, engine="openpyxl", mode="a", if_sheet_exists="replace") as writer:
        merged.reset_index().to_excel(writer, sheet_name="Action progress", index=False, startrow=4)


def counted(tracker: Path, told: dict[str, Any]) -> dict[str, int]:
    """What became of the edits, and of what staff wrote, in the tracker that pc_workbook merged."""
    intake = take_in(FileHost(tracker).read())
    heads = {"Progress": "progress", "RAG": "rag", "Next step": "next_step"}
    rows = tracker_rows(intake, TABLE)
    filed = {(e.action, e.locality, e.text) for e in intake.tracker.history}
    listed = {(c.row, c.column, c.returned) for c in intake.tracker.conflicts}
    lost = 0
    for name, value in told["edits"].items():
        action, locality, heading = name.split("|")
        spot = Spot(TABLE, (action, locality), heads[heading])
        stands = rows[spot.table, spot.key].values[spot.field] == value
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


def counted_plain(tracker: Path, told: dict[str, Any]) -> int:
    """How much of what staff wrote the plain script wrote over."""
    import pandas as pd

    sheet = pd.read_excel(tracker, sheet_name="Action progress", header=4, engine="openpyxl").set_index(
        ["Action", "Locality"]
    )
    return sum(sheet.loc[tuple(name.split("|")[:2]), "Progress"] != words for name, words in told["seeded"].items())


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
        "| size | merge | memory | plain pandas | ratio: time, memory | edits | lost | conflicts seeded, found | staff's words written over: ours, plain |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
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
    cells = [
        f"{localities} localities, {localities * actions:,} rows", f"{seconds['ours']:.2f} s", f"{memory['ours']:.0f} MiB",
        f"{seconds['plain']:.1f} s, {memory['plain']:.0f} MiB",
        f"**{seconds['ours'] / seconds['plain']:.2f}**, {memory['ours'] / memory['plain']:.2f}",
        f"{count['edits']:,}", str(count["lost"]), f"{count['seeded']}, {count['found']}",
        f"{count['overwritten']}, {counted_plain(folder / 'plain.xlsx', told)}",
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
