"""Trackers with texts planted in rows that nobody outside may see, restricted in every way there is, by seed.

Each text holds a word that stands nowhere else. Beside them stand rows that everybody may see, each with such a word
as well: they show that the search finds what is there, and that no more is kept back than should be.
"""

import html
import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from pc_workbook.app import draw_tracker
from pc_workbook.tracker.lists.catalogue import BY_TABLE

Row = dict[str, Any]
Marks = Mapping[str, Any]

HEADING_ROW, FIRST_ROW = 5, 6
LOCALITIES: Final = ("North", "South", "East")
SETTINGS: Final[Mapping[str, Any]] = {"area_name": "Sample area", "area_code": "V99", "as_at": date(2017, 3, 15)}
#: The lists with markings, and the fields of a row that take any words.
TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "tblPractices": ("name", "note", "contract_type", "deprivation_source"),
    "tblActions": ("text", "outcome", "lead", "reference", "note"),
    "tblActionProgress": ("progress", "rag_reason", "next_step", "updated_by"),
    "tblMilestones": ("milestone", "note"),
    "tblProgressHistory": ("text", "role"),
    "tblProgrammes": ("name", "lead", "state", "progress", "next_step", "note", "also_written"),
}
NEEDED: Final = {"tblPractices": "name", "tblActions": "text", "tblActionProgress": "progress",
                 "tblMilestones": "milestone", "tblProgressHistory": "text", "tblProgrammes": "name"}  # fmt: skip
#: Lists without markings, whose rows are about a practice.
ABOUT_A_PRACTICE: Final[Mapping[str, tuple[str, Row, tuple[str, ...]]]] = {
    "tblWorkforce": ("practice", {"period": "2014/15", "staff_group": "All GPs", "fte": 2.5}, ("source",)),
    "tblCqcRatings": ("organisation", {"published_on": date(2016, 5, 1), "overall": "Good"}, ("note", "improvement_plan")),
    "tblObservations": ("organisation", {"indicator": 1, "period": "2016", "value": 61}, ("source", "note")),
    "tblConditions": ("practice", {"condition": "Diabetes", "period": "2015/16", "register_count": 300,
                                   "list_size": 5000}, ("source", "list_type")),
    "tblEditions": ("organisation", {"edition": date(2016, 9, 1), "measure": "cqc_rating"}, ("words",)),
}  # fmt: skip

EXEMPT_TYPED: Final = ("Exempt", "exempt", "EXEMPT ", "\u00a0Exempt", "Ex\u200bempt", "E\u00adxempt", "Internal", "internal ",
                       "\tInternal", "INTERNAL")  # fmt: skip
UNREADABLE: Final = ("Exmept", "\u0420ublic", "Publi\u0441", "Pubic", "Public?", "(Public)", "Public, Exempt", "not Public", "Publicly", "TBC",
                     "\uff30ublic", "\uff25xempt", "P\u0443blic", "-", "Yes", 1, 3.5, date(2017, 3, 1), True, False, "\u200b")  # fmt: skip
PARAGRAPHS: Final = (
    "3",
    3,
    "3 (financial or business affairs)",
    "para. 5",
    "7A",
    "-",
    "n/a",
    "\u200b",
    "Dr A's contract",
    date(2017, 3, 4),
    True,
)
ERRORS: Final = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!")
FORMULAS: Final = ('="Public"', '=IF(1=1,"Public","Exempt")', "=A1", '=IF(ISBLANK(A1),"Exempt","Public")')
EMPTY_RESULT: Final = '=IF(1=1,"","Exempt")'
OPEN: Final[tuple[Marks, ...]] = ({}, {"marking": "Public"})
CLOSED: Final[tuple[Marks, ...]] = (
    {"marking": "Exempt", "exempt_paragraph": "3"}, {"marking": "Exempt"}, {"marking": "Internal"}, {"exempt_paragraph": "3"},
)  # fmt: skip
CODE_TYPED: Final = ("{}", " {}", "{}\u00a0", "{}\n")
CODE_UNREAD: Final = ("\u200b{}", "{} (Elm)", "no. {}", "{}.")  # an Error on its cell: no pack is made
SECOND_HEADINGS: Final = ("Marking", "MARKING ", "Marking2", "Exempt paragraph2", "Exempt Paragraph")


class Dressed(NamedTuple):
    """What is done to cells of a row once the tracker is drawn: the list, the row's place, and what to do there."""

    table: str
    place: int  # from 0
    do: Callable[[Worksheet, int, Mapping[str, int]], None]  # the sheet, the row, the columns by field


class Planted:
    """A tracker in the making: its rows, what is done to it afterwards, and the word of each text with its place."""

    def __init__(self, seed: int, *, may_block: bool) -> None:
        """`may_block`: with rows that are Errors as well, for which no pack is made."""
        self.random, self.may_block = Random(seed), may_block
        self.rows: dict[str, list[Row]] = {table: [] for table in (*TEXTS, *ABOUT_A_PRACTICE)}
        self.dressed: list[Dressed] = []
        self.hidden: dict[str, str] = {}  # word -> where it was planted
        self.shown: dict[str, str] = {}
        self._numbers = count(1)

    # --- rows

    def word(self) -> str:
        """A word that nobody has used."""
        number = next(self._numbers)
        odd = "".join(self.random.choice("bdfgklmnprstvz") + self.random.choice("aeiou") for _ in range(5))
        return f"{odd}{''.join(chr(97 + number // 26**n % 26) for n in range(2))}qx"

    def text(self, place: str, *, is_hidden: bool) -> str:
        """A text with such a word, for a place."""
        word = self.word()
        (self.hidden if is_hidden else self.shown)[word] = place
        return self.random.choice(
            (
                f"The {word} contract ends",
                f"{word.title()} House",
                f"Talks about {word.upper()} were held",
                f"Ask {word}",
            )
        )

    def add(
        self, table: str, kind: str, marks: Marks, *, is_hidden: bool = True, key: Row | None = None, **rest: Any
    ) -> int:
        """Put a row with texts into a list, under a key of its own or the one given; its place in the list."""
        given = {**(self.key(table) if key is None else key), **rest}
        further = [name for name in TEXTS[table] if name != NEEDED[table]]
        chosen = (NEEDED[table], *self.random.sample(further, self.random.randint(0, min(2, len(further)))))
        texts = {
            name: self.text(f"{table}.{name}: {kind}", is_hidden=is_hidden) for name in chosen if name not in given
        }
        self.rows[table].append({**texts, **marks, **given})
        return len(self.rows[table]) - 1

    def key(self, table: str) -> Row:
        """What names a row that nothing else is about."""
        number = next(self._numbers)
        where = self.random.choice(LOCALITIES)
        if table == "tblPractices":
            return {"code": f"V{90000 + number}", "locality": where}
        if table == "tblActions":
            return {"letter": f"Q{number}", "delivery": "By 2020"}
        if table == "tblProgrammes":
            return {}
        action = self.open_action()
        if table == "tblActionProgress":
            return {"action": action, "locality": where}
        place: Row = {"practice": self.open_practice()} if self.random.random() < 0.5 else {}
        if table == "tblMilestones":
            return {"action": action, **place}
        return {"action": action, "entered_on": date(2017, 2, 1 + number % 27), **(place or {"locality": where})}

    def open_action(self) -> str:
        """An action that everybody may see, and nothing else is about."""
        letter = f"P{next(self._numbers)}"
        self.rows["tblActions"].append(
            {"letter": letter, "text": "Something is promised.", "delivery": "By 2020", "marking": "Public"}
        )
        return letter

    def open_practice(self) -> str:
        """A practice that everybody may see, and nothing else is about."""
        number = next(self._numbers)
        self.rows["tblPractices"].append({"code": f"V{90000 + number}", "name": f"Fictional practice no. {number}",
                                          "locality": self.random.choice(LOCALITIES), "marking": "Public"})  # fmt: skip
        return f"V{90000 + number}"

    # --- what is done to cells

    def dress(self, table: str, place: int, do: Callable[[Worksheet, int, Mapping[str, int]], None]) -> None:
        self.dressed.append(Dressed(table, place, do))

    def put(self, table: str, place: int, field: str, value: Any) -> None:
        """A value or formula that no list can be drawn with."""

        def do(sheet: Worksheet, row: int, columns: Mapping[str, int]) -> None:
            sheet.cell(row, columns[field]).value = value

        self.dress(table, place, do)

    def draw(self, path: Path) -> None:
        """Write the tracker."""
        base: dict[str, list[Row]] = {
            "tblLocalities": [{"name": name, "manager": f"Locality manager, {name}"} for name in LOCALITIES],
            "tblRoles": [{"role": f"Locality manager, {name}"} for name in LOCALITIES],
            "tblIndicators": [{"number": 1, "title": "Good experience", "kind": "Percentage", "direction": "Higher is better",
                               "measure": "experience", "baseline": "60% (2015)"}],
        }  # fmt: skip
        draw_tracker(path, base | self.rows, SETTINGS, "A tracker")
        book = openpyxl.load_workbook(path)
        for table, place, do in self.dressed:
            of = BY_TABLE[table]
            columns = {column.field: at for at, column in enumerate(of.columns, 1)}
            do(book[of.sheet], FIRST_ROW + place, columns)
        book.save(path)
        with_empty_results(path)


def with_empty_results(path: Path) -> None:
    """Give the formulas that come to an empty text their stored result, which openpyxl does not write."""
    mark = html.escape(EMPTY_RESULT[1:], quote=False).encode()
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    pattern = re.compile(rb'<c r="(\w+)"( s="\d+")?><f>' + re.escape(mark) + rb"</f><v ?/?>(?:</v>)?</c>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, pattern.sub(rb'<c r="\1"\2 t="str"><f>' + mark + rb"</f><v></v></c>", data))


# --- the ways to restrict a row: each plants one or more rows of a list


def typed(of: Planted, table: str) -> None:
    of.add(table, "typed", {"marking": of.random.choice(EXEMPT_TYPED)})


def paragraph(of: Planted, table: str) -> None:
    of.add(table, "a paragraph", {**of.random.choice(OPEN), "exempt_paragraph": of.random.choice(PARAGRAPHS)})


def unreadable(of: Planted, table: str) -> None:
    of.add(table, "can't be read", {"marking": of.random.choice(UNREADABLE)})


def error(of: Planted, table: str) -> None:
    place = of.add(table, "an error", of.random.choice(OPEN))
    of.put(table, place, of.random.choice(("marking", "exempt_paragraph")), of.random.choice(ERRORS))


def no_result(of: Planted, table: str) -> None:
    place = of.add(table, "a formula without a result", of.random.choice(OPEN))
    of.put(table, place, of.random.choice(("marking", "exempt_paragraph")), of.random.choice(FORMULAS))


def empty_result(of: Planted, table: str) -> None:
    place = of.add(table, "a formula with an empty result", {})
    of.put(table, place, "marking", EMPTY_RESULT)


def merged(of: Planted, table: str) -> None:
    value = of.random.choice(("Public", "Exempt", "Internal", None))
    rows = of.random.randint(2, 3)
    field = of.random.choice(("marking", "marking", "exempt_paragraph"))
    first = _in_a_row(of, table, "merged", {field: value}, rows)
    width = of.random.choice((0, 0, 1)) if field == "marking" else 0

    def do(sheet: Worksheet, row: int, columns: Mapping[str, int]) -> None:
        left = columns[field]
        sheet.merge_cells(start_row=row, end_row=row + rows - 1, start_column=left, end_column=left + width)

    of.dress(table, first, do)


def merged_across(of: Planted, table: str) -> None:
    """One row, whose Marking is merged with its neighbour."""
    place = of.add(table, "merged across", of.random.choice(OPEN))

    def do(sheet: Worksheet, row: int, columns: Mapping[str, int]) -> None:
        left = columns["marking"] - of.random.choice((0, 1))
        sheet.merge_cells(start_row=row, end_row=row, start_column=left, end_column=left + 1)

    of.dress(table, place, do)


def _in_a_row(of: Planted, table: str, kind: str, marks: Marks, rows: int) -> int:
    """Rows that stand one below the other: what they are about is put in before them."""
    keys = [of.key(table) for _ in range(rows)]
    first = of.add(table, kind, marks, key=keys[0])
    for key in keys[1:]:
        of.add(table, kind, {}, key=key)
    return first


def marked_differently(of: Planted, table: str) -> None:
    """Two rows about one thing: the one is restricted, the other is not."""
    if table in ("tblPractices", "tblActions", "tblProgrammes") and not of.may_block:
        return  # the same row twice is an Error
    marks = [of.random.choice(CLOSED), of.random.choice(OPEN)]
    if table == "tblProgressHistory":
        marks[1] = {"marking": "Public"}
    of.random.shuffle(marks)
    key = of.key(table)
    if table == "tblProgrammes":
        key = {"name": of.text(f"{table}.name: marked differently", is_hidden=True)}
    if table == "tblActionProgress":
        places = of.random.sample(LOCALITIES, 2)
        keys = [{**key, "locality": place} for place in places]
    else:
        keys = [key, _retyped(of, key)]
    for one, at in zip(marks, keys, strict=True):
        of.add(table, "marked differently", one, key=at)


def _retyped(of: Planted, key: Row) -> Row:
    """The same key in another case, or with blanks."""
    return {name: of.random.choice((value, f" {value.lower()}", f"{value}\u00a0")) if name in ("code", "letter") else value
            for name, value in key.items()}  # fmt: skip


def about_a_hidden_action(of: Planted, table: str) -> None:
    hidden = of.add("tblActions", "about", of.random.choice(CLOSED))
    letter = of.rows["tblActions"][hidden]["letter"]
    for about in ("tblActionProgress", "tblMilestones", "tblProgressHistory"):
        named = of.random.choice(CODE_TYPED).format(of.random.choice((letter, letter.lower())))
        of.add(about, "about a hidden action", of.random.choice(OPEN), action=named)


def about_a_hidden_practice(of: Planted, table: str) -> None:
    hidden = of.add("tblPractices", "about", of.random.choice(CLOSED))
    code = of.rows["tblPractices"][hidden]["code"]
    for about in ("tblMilestones", "tblProgressHistory"):
        key = {name: value for name, value in of.key(about).items() if name != "locality"}
        of.add(about, "about a hidden practice", of.random.choice(OPEN), key=key | {"practice": _code(of, code)})
    for about, (field, row, texts) in of.random.sample(sorted(ABOUT_A_PRACTICE.items()), 3):
        planted = {name: of.text(f"{about}.{name}: about a hidden practice", is_hidden=True) for name in texts}
        of.rows[about].append({**row, **planted, field: _code(of, code)})


def _code(of: Planted, code: str) -> str:
    spellings = (*CODE_TYPED, *CODE_UNREAD) if of.may_block else CODE_TYPED
    return of.random.choice(spellings).format(of.random.choice((code, code.lower())))


def said_again(of: Planted, table: str) -> None:
    """What stood in a row of progress, or a note of a milestone, that is restricted now stands in the history."""
    now = of.random.choice(("tblActionProgress", "tblMilestones"))
    place = of.add(now, "said again", of.random.choice(CLOSED))
    row = of.rows[now][place]
    whose = {name: row[name] for name in ("action", "locality", "practice") if name in row}
    key = {"entered_on": date(2017, 2, 1), **whose}
    of.add("tblProgressHistory", "said again", of.random.choice(OPEN), key=key)


def second_column(of: Planted, table: str) -> None:
    """A second column of the kind, right beside the list or further off, restricts the row."""
    place = of.add(table, "a second column", of.random.choice(OPEN))
    heading, value = of.random.choice(SECOND_HEADINGS), of.random.choice(("Exempt", "Internal", "see note", "#N/A"))
    offset = of.random.randint(1, 40)

    def do(sheet: Worksheet, row: int, columns: Mapping[str, int]) -> None:
        at = max(columns.values()) + offset
        if sheet.cell(HEADING_ROW, at).value is None:
            sheet.cell(HEADING_ROW, at).value = heading
        sheet.cell(row, at).value = value

    of.dress(table, place, do)


WAYS: Final = (
    typed, paragraph, unreadable, error, no_result, empty_result, merged, merged_across, marked_differently,
    about_a_hidden_action, about_a_hidden_practice, said_again, second_column,
)  # fmt: skip


def planted_tracker(path: Path, seed: int, texts: int, *, may_block: bool = False) -> Planted:
    """Write a tracker with so many texts, or a few more, in restricted rows; every way is used for every list in turn."""
    of = Planted(seed, may_block=may_block)
    for table in TEXTS:
        for _ in range(2):
            of.add(table, "shown", {"marking": "Public"}, is_hidden=False)
    pairs = [(way, table) for way in WAYS for table in TEXTS]
    of.random.shuffle(pairs)
    for way, table in pairs * (texts // len(pairs) + 1):
        if len(of.hidden) >= texts:
            break
        way(of, table)
    of.draw(path)
    return of


# --- looking for them, apart from the program's own search


def words_in(path: Path) -> str:
    """Everything a file says, as letters alone: each part with its tags and without, nested packages, and pages."""
    return "\n".join(map(_letters, _said(path.read_bytes())))


def _said(data: bytes) -> Sequence[str]:
    if data.startswith(b"%PDF"):
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
        return [*pages, "".join(pages), data.decode("latin-1")]
    if not data.startswith(b"PK"):
        text = data.decode("utf-8", "replace")
        bare = html.unescape(re.sub(r"<[^>]*>", "", text))
        return [text, bare, data.decode("utf-16-le", "replace"), data.decode("utf-16-be", "replace")]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [text for name in package.namelist() for text in (name, *_said(package.read(name)))]


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", text).casefold()


def found_in(path: Path, words: Mapping[str, str]) -> dict[str, str]:
    """The planted words that a file holds, with the places they were planted in."""
    everything = words_in(path)
    return {word: place for word, place in words.items() if word in everything}
