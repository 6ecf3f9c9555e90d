"""The leak scan: no exempt or internal string, no person's name and no number kept back in any part of a finished file.

A pack is built of permitted cells alone, so the scan should never find anything; it is there for the day it does.
What it looks for is every string of the tracker that stands in a cell the edition may not show and in none that it
may. What it says of a hit is where the secret stands in the tracker, never the secret.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import isclose
from pathlib import Path
from typing import Any, NamedTuple

from pc_workbook.boardpack.editions.edition import Edition, Selected, selected
from pc_workbook.boardpack.editions.reach import CONFIDENTIAL
from pc_workbook.boardpack.leaks.every_part import Piece, Unreadable, pieces
from pc_workbook.boardpack.leaks.figures_in_rows import FigureRow, figure_rows
from pc_workbook.boardpack.leaks.needles import Needles, all_strings, squeezed, titled_names, words_of
from pc_workbook.boardpack.leaks.program_words import program_words
from pc_workbook.measures.staffing import reported_staff
from pc_workbook.measures.wording import counted
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.layout import GENERATED_SHEETS
from pc_workbook.tracker.reading import folded
from pc_workbook.tracker.snapshot import SheetCells, Snapshot, a1

SHORTEST_SURNAME = 4
MOST_TOLD = 20


class Secret(NamedTuple):
    """One thing that must not be in a file. `about` says where it stands in the tracker, and nothing of what it says.

    `text` is looked for anywhere, `words` on their own, both unless they may be shown elsewhere; `names` on their own
    and whatever else may be shown; `number` in a row that names one of `whose` and, unless it is telling by itself,
    one of `labels`.
    """

    about: str
    text: str = ""
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    number: float | None = None
    whose: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def is_telling(self) -> bool:
        """Whether the number is hardly met by chance in a row of the same organisation."""
        return self.number is not None and (abs(self.number) >= 1000 or round(self.number, 1) != self.number)


class Secrets(NamedTuple):
    """What must not be in a file, and the texts that may be."""

    secrets: tuple[Secret, ...]
    permitted: tuple[str, ...] = ()


class Leak(NamedTuple):
    """One hit: the part of the file, where in it, and what leaked, told by its place in the tracker."""

    part: str
    where: str
    secret: str

    @property
    def words(self) -> str:
        """One line of the letter."""
        return f"{self.part}, {self.where}: {self.secret}"


LETTER = (
    "No pack was made: the finished file would have held what may not be in this edition ({count}). Nothing was written. "
    "Mark the cells, or take the words out of the cell or template that shows them, and try again."
)


def told(leaks: Sequence[Leak]) -> str:
    """The letter to whoever asked for the pack."""
    more = [f"... and {len(leaks) - MOST_TOLD:,} more"] if len(leaks) > MOST_TOLD else []
    return "\n".join(
        (LETTER.format(count=counted(len(leaks), "place")), *(one.words for one in leaks[:MOST_TOLD]), *more)
    )


# --- what is secret


def secrets(intake: Intake, edition: Edition) -> Secrets:
    """What an edition of a tracker may not hold."""
    chosen = selected(intake, edition)
    open_texts = tuple(_texts(chosen.intake.snapshot))
    found = (*_cells(intake.snapshot, chosen.intake.snapshot), *_people(intake), *_practices(intake, chosen),
             *_numbers(intake, chosen), *_staff(intake, chosen))  # fmt: skip
    return Secrets(found, (*open_texts, *program_words()))


def _texts(snapshot: Snapshot) -> Iterator[str]:
    for sheet in snapshot.sheets.values():
        yield sheet.name
        for column in sheet.columns:
            yield from all_strings(set(column.values))


def _cells(whole: Snapshot, shown: Snapshot) -> Iterator[Secret]:
    """Every string of the tracker's own sheets that stands where nothing of the kind is shown, each once."""
    once: set[str] = set()
    for sheet in whole.sheets.values():
        if sheet.name in GENERATED_SHEETS:
            continue  # what they say comes from cells that are looked at here
        other = shown.sheets.get(sheet.name)
        for at, spot, text in _strings(sheet):
            if text not in once and (other is None or other.value(at, spot) != text):
                once.add(text)
                about = f"what stands in {_address(sheet.name, a1(at, spot))}"
                yield Secret(about, text=text)
                if names := titled_names(text):
                    yield Secret(f"a name that stands in {_address(sheet.name, a1(at, spot))}", words=names)


def _strings(sheet: SheetCells) -> Iterator[tuple[int, int, str]]:
    for place, column in enumerate(sheet.columns):
        texts = {n for n, value in enumerate(column.values) if isinstance(value, str)}
        for row, code in enumerate(column.codes, start=1):
            if code in texts:
                yield row, place + sheet.first_column, str(column.values[code])


def _address(sheet: str, cell: str) -> str:
    return f"{sheet}!{cell}" if sheet.isalpha() else f"'{sheet}'!{cell}"


def _people(intake: Intake) -> Iterator[Secret]:
    """The persons in roles: the whole name, whatever else may be shown; other spellings and the surname alone, where they
    stand in nothing that may be shown.
    """
    read = intake.lists["tblRoles"]
    for entry in read.entries:
        role: Any = entry.row
        words = words_of(role.person or "")
        if words:
            others = [part.strip() for part in (role.also_written or "").split(";")]
            surname = [words[-1]] if len(words[-1]) >= SHORTEST_SURNAME else []
            about = f"the name that stands in {_address(read.sheet, read.cell(entry, 'person'))}"
            yield Secret(about, words=(*others, *surname), names=(role.person,) if len(words) > 1 else ())


def _practices(intake: Intake, chosen: Selected) -> Iterator[Secret]:
    """The code and the name of each practice that is not shown, unless one that is shown is called so too."""
    shown = {practice.code: practice for practice in chosen.intake.tracker.practices}
    named = " / ".join(" ".join(words_of(f"{one.name} / {one.locality}")) for one in shown.values())
    read = intake.lists["tblPractices"]
    for entry in read.entries:
        practice: Any = entry.row
        if practice.code not in shown:
            where = _address(read.sheet, read.cell(entry, "code"))
            own = () if " ".join(words_of(practice.name)) in named else (practice.name,)
            yield Secret(f"the practice that stands in {where}", names=(practice.code, *own))


def _numbers(intake: Intake, chosen: Selected) -> Iterator[Secret]:
    """Each number that is kept back although its row is shown, with the words that would tell what it is."""
    names = {practice.code: practice.name for practice in intake.tracker.practices}
    indicators = {indicator.number: indicator for indicator in intake.tracker.indicators}
    rows = {table: dict(zip(read.places, read.sound, strict=True)) for table, read in intake.lists.items()
            if table in {table for table, _, _ in chosen.kept.instead}}  # fmt: skip
    for (table, at, field), told in chosen.kept.instead.items():
        row: Any = rows[table][at]
        number = getattr(row, field, None)
        if told in (None, CONFIDENTIAL) and isinstance(number, float | int):
            code = str(next(filter(None, (getattr(row, name, None) for name in NAMED_BY)), ""))
            indicator = indicators.get(getattr(row, "indicator", -1))
            labels = (indicator.title, indicator.key) if indicator else (getattr(row, "condition", ""),)
            read = intake.lists[table]
            about = f"the number that stands in {_address(read.sheet, a1(at, read.columns[field]))}"
            yield Secret(about, number=number, whose=(code, names.get(code, code)), labels=labels)


def _staff(intake: Intake, chosen: Selected) -> Iterator[Secret]:
    """The staff figures of practices and localities that are kept back, as they are made of several cells."""
    kept = chosen.kept
    for one in reported_staff(intake.tracker).staffing if kept.hides else ():
        practice, per_gp = one.practice, one.registered / one.gp_fte if one.registered and one.gp_fte else None
        told_of = (practice.code, practice.name) if practice.code in kept.practices else ()
        for words, number in zip(
            STAFF_WORDS, (one.registered, one.weighted, one.gp_fte, one.nurse_fte, per_gp), strict=True
        ):
            if told_of and number is not None:
                about = f"a staff figure of the practice {practice.code}, which is kept back"
                yield Secret(about, number=number, whose=told_of, labels=words)


NAMED_BY = ("practice", "organisation", "code")
STAFF_WORDS = (("List size", "Registered patients"), ("Weighted list", "Weighted patients"), ("GP FTE",), ("Nurse FTE",),
               ("Patients per FTE GP",))  # fmt: skip


# --- looking


def scan(path: str | Path, looked_for: Secrets) -> tuple[Leak, ...]:
    """Every place of a finished workbook or PDF that holds a secret, or that can't be looked into."""
    path, found = Path(path), looked_for.secrets
    needles = needles_of(looked_for)
    leaks: dict[Leak, None] = {}
    for piece in pieces(path):
        for leak in _leaks(piece, needles, found):
            leaks.setdefault(leak)
    kept = [secret for secret in found if secret.number is not None]
    for row in figure_rows(path) if kept else ():
        for leak in _numbers_in(row, kept):
            leaks.setdefault(leak)
    return tuple(_narrowed(leaks))


def needles_of(looked_for: Secrets) -> Needles:
    """What is looked for as text. What may be shown anyway says nothing; a name does, wherever it stands."""
    needles = Needles()
    for place, secret in enumerate(looked_for.secrets):
        if secret.text:
            needles.add_text(secret.text, place)
        for words in secret.words:
            needles.add_words(words, place)
    for text in looked_for.permitted:
        needles.forget(text)
    for place, secret in enumerate(looked_for.secrets):
        for name in secret.names:
            needles.add_words(name, place)
    return needles


def _leaks(piece: Piece | Unreadable, needles: Needles, found: Sequence[Secret]) -> Iterator[Leak]:
    if isinstance(piece, Unreadable):
        yield Leak(piece.part, "all of it", f"the scan can't look into it: {piece.why}")
        return
    met = needles.inside(squeezed(piece.text)) if piece.joined else needles.among(piece.text)
    for one in sorted(met):
        yield Leak(piece.part, piece.place, found[one].about)


def _numbers_in(row: FigureRow, kept: Iterable[Secret]) -> Iterator[Leak]:
    words = {folded(text) for text in row.words}
    for secret in kept:
        if any(folded(name) in words for name in secret.whose):
            for number in row.numbers:
                same = secret.number is not None and isclose(number.value, secret.number, rel_tol=1e-6)
                if same and (secret.is_telling or _is_labelled(secret, row, number.headings)):
                    yield Leak(row.part, number.where, secret.about)


def _is_labelled(secret: Secret, row: FigureRow, headings: Iterable[str]) -> bool:
    said = {folded(text) for text in (*row.words, *headings)}
    return any(folded(label) in said for label in secret.labels)


def _narrowed(leaks: Iterable[Leak]) -> Iterator[Leak]:
    """Each leak once a part, at its closest place; "its text" and "its bytes" only where nothing closer was found."""
    close = {(leak.part, leak.secret) for leak in leaks if leak.where not in ("its text", "its bytes")}
    for leak in leaks:
        if leak.where not in ("its text", "its bytes") or (leak.part, leak.secret) not in close:
            yield leak
