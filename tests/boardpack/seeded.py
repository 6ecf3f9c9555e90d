"""A tracker with several hundred strings that must not leave, in every kind of place a tracker can hold one.

Each string is of its own, and stands nowhere else. The rows that hold them are fictional.
"""

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from pc_workbook.app import draw_tracker
from pc_workbook.views.parts import Value
from samples import make_thurrock_2017 as papers
from samples import make_thurrock_resolved as resolved

Row = dict[str, Value]
TREES = ("alder", "beech", "cedar", "damson", "elder", "fig", "gorse", "hazel", "ivy", "juniper", "larch", "maple")
MATTERS = ("rent", "closure", "tender", "merger", "dispute", "debt", "lease", "vacancy", "warning", "offer", "appeal")
SPARE = "V00090"
MARK = {"marking": "Exempt", "exempt_paragraph": "3"}
INTERNAL = {"marking": "Internal"}
SAVED, THREADED = "saved value", "threaded comment"


class Seeds:
    """Gives out strings, and remembers each with the place it was put in."""

    def __init__(self, begins: str = "The") -> None:
        self.begins = begins
        self.places: dict[str, str] = {}

    def one(self, place: str) -> str:
        """A new string for a place."""
        n = len(self.places)
        text = f"{self.begins} {MATTERS[n % 11]} of {TREES[n % 12].title()} House, matter {n} of the closed list"
        self.places[text] = place
        return text

    def person(self, place: str) -> str:
        """A name that nobody has."""
        n = len(self.places)
        name = f"{self.begins} {TREES[n % 12].title()}ina {MATTERS[n % 11].title()}ley{'abcdefgh'[n % 8]}{'klmnopqrst'[n // 8 % 10]}"
        self.places[name] = place
        return name

    def row(self, table: str, *fields: str, **rest: Value) -> Row:
        """A row whose named fields hold a string each."""
        return {**{field: self.one(f"{table}, {field}") for field in fields}, **rest}


def seeded_tracker(path: Path, begins: str = "The") -> Seeds:
    """Draw the tracker; returns what was put into it."""
    seeds = Seeds(begins)
    rows = resolved.rows()
    for table, more in _lists(seeds, rows).items():
        rows[table] = more
    draw_tracker(path, rows, papers.SETTINGS, "A tracker")
    _round_the_lists(path, seeds)
    _into_parts(path, seeds)
    return seeds


def _lists(seeds: Seeds, rows: dict[str, list[Row]]) -> dict[str, list[Row]]:
    s = seeds.row
    marked = ("marking_reason", "marked_by")
    public = [row for row in rows["tblActions"] if row["letter"] != "D"]
    return {
        "tblLocalities": [row | s("tblLocalities", "note") for row in rows["tblLocalities"]],
        "tblPractices": [
            *(row | s("tblPractices", "note", "contract_type") for row in rows["tblPractices"]),
            s("tblPractices", "name", "note", "contract_type", "deprivation_source", *marked, code=SPARE, locality="North",
              registered_patients=5123, weighted_patients=5234, list_as_at="2014/15", deprivation_score=31.5, **MARK),
            s("tblPractices", "name", "note", "contract_type", *marked, code="V00091", locality="South", **INTERNAL),
        ],
        "tblWorkforce": [
            *rows["tblWorkforce"],
            s("tblWorkforce", "source", practice=SPARE, period="2014/15", staff_group="All GPs", fte=2.37, headcount=3),
            s("tblWorkforce", "source", practice=SPARE, period="2014/15", staff_group="All nurses", fte=1.83),
        ],
        "tblCqcRatings": [
            *(row | s("tblCqcRatings", "note", "improvement_plan", "improvement_plan_source",
                      improvement_plan_date=date(2016, 12, 1)) for row in rows["tblCqcRatings"]),
            s("tblCqcRatings", "service", "note", "improvement_plan", organisation=SPARE, published_on=date(2016, 1, 5), overall="Good"),
            s("tblCqcRatings", "note", organisation=SPARE, published_on=date(2016, 2, 5), overall="Inadequate"),
        ],
        "tblProviders": [row | s("tblProviders", "note") for row in rows["tblProviders"]],
        "tblIndicators": [
            row | s("tblIndicators", "note", "override_by", "override_reason", rag_override="Amber", override_on=date(2017, 3, 1))
            for row in rows["tblIndicators"]
        ],
        "tblTrajectory": [row | s("tblTrajectory", "note") for row in rows["tblTrajectory"]],
        "tblObservations": [
            *(row | s("tblObservations", "note") for row in rows["tblObservations"]),
            s("tblObservations", "source", "note", indicator=5, organisation=SPARE, period="Jan 2017", value="61%"),
        ],
        "tblActions": [
            *public,
            *(s("tblActions", "text", "outcome", "lead", "reference", "note", *marked, letter=letter, links="9, 10",
                functions="8", delivery="Ongoing", **MARK) for letter in "DGH"),
            s("tblActions", "text", "outcome", "note", letter="J", delivery="By 2020", **INTERNAL),
        ],
        "tblActionProgress": [
            *(row for row in rows["tblActionProgress"] if row["action"] != "D"),
            *(s("tblActionProgress", "progress", "rag_reason", "next_step", "updated_by", *marked, action=letter,
                locality=locality, rag="Red", **MARK) for letter in "DG" for locality in papers.LOCALITIES),
            *(s("tblActionProgress", "progress", "next_step", action="H", locality=locality, marking="Public")
              for locality in papers.LOCALITIES),
            s("tblActionProgress", "progress", "next_step", action="J", locality="North"),
        ],
        "tblMilestones": [
            *rows["tblMilestones"],
            *(s("tblMilestones", "milestone", "note", *marked, action="A", due=date(2017, 6, n), **MARK) for n in range(1, 5)),
            s("tblMilestones", "milestone", "note", action="B", practice=SPARE, due=date(2017, 6, 9), marking="Public"),
            s("tblMilestones", "milestone", "note", action="B", due=date(2017, 6, 10)),
        ],
        "tblProgressHistory": [
            *(row for row in rows["tblProgressHistory"] if row["action"] != "D"),
            *(s("tblProgressHistory", "text", "role", *marked, action="A", entered_on=date(2017, 2, n), **MARK) for n in range(1, 6)),
            s("tblProgressHistory", "text", "role", action="B", practice=SPARE, entered_on=date(2017, 2, 7), marking="Public"),
            s("tblProgressHistory", "text", "role", action="B", entered_on=date(2017, 2, 8)),
        ],
        "tblConditions": [s("tblConditions", "condition", "list_type", "source", practice=SPARE, period="2015/16",
                            register_count=40, list_size=5123)],
        "tblProgrammes": [
            *rows["tblProgrammes"],
            s("tblProgrammes", "name", "lead", "state", "progress", "next_step", "note", "also_written", *marked, **MARK),
            s("tblProgrammes", "progress", "next_step", "note", "also_written", name="A public programme", function=9),
        ],
        "tblRoles": [
            row | {"person": seeds.person("tblRoles, person")} | s("tblRoles", "note") for row in rows["tblRoles"]
        ],
        "tblMeetings": [row | ({} if str(row.get("note")).startswith("Missing") else s("tblMeetings", "note")) for row in rows["tblMeetings"]],
        "tblApprovals": [row | s("tblApprovals", "note") for row in rows["tblApprovals"]],
        "tblFunctions": [row | s("tblFunctions", "note") for row in rows["tblFunctions"]],
        "tblEditions": [
            *rows["tblEditions"],
            s("tblEditions", "words", edition=resolved.EARLIER, measure="cqc_rating", organisation=SPARE),
            s("tblEditions", "words", edition=resolved.EARLIER, measure="action_d_state", organisation="Thurrock"),
        ],
        "tblConflicts": [s("tblConflicts", "row", "handed_out", "current", "returned", "source", "role", "outcome",
                           sheet="Actions", column="Note", marking=marking)
                         for marking in ("Public", "Exempt", None)],
        "tblReturns": [s("tblReturns", "hand_out", "role", "file", "note", locality="North")],
        "tblAccepted": [s("tblAccepted", "accepted_by", "reason", finding="P17-000000", accepted_on=date(2017, 3, 1))],
    }  # fmt: skip


def _round_the_lists(path: Path, seeds: Seeds) -> None:
    """What stands beside the lists, and in the workbook's own furniture."""
    book = openpyxl.load_workbook(path)
    for n, sheet in enumerate(book.worksheets[9:21]):
        sheet["B7"].comment = Comment(seeds.one("comment"), seeds.one("comment's author"))
        sheet.cell(60, 40 + n, seeds.one("cell beside a list"))
        sheet.oddHeader.left.text, sheet.evenFooter.right.text = seeds.one("header"), seeds.one("footer")
        rule = DataValidation(type="list", formula1='"yes,no"', prompt=seeds.one("help of a drop-down"))
        sheet.add_data_validation(rule)
        rule.add("AZ70")
    practices = book["Practices"]
    for row in range(5, 12):
        practices.cell(row, 30, seeds.one("column of one's own, hidden"))
    practices.column_dimensions["AD"].hidden = True
    own, hidden = book.create_sheet("My notes"), book.create_sheet("Kept")
    hidden.sheet_state = "veryHidden"
    for row in range(1, 9):
        own.cell(row, 1, seeds.one("sheet of one's own"))
        hidden.cell(row, 1, seeds.one("hidden sheet"))
        own.cell(row, 2, row)
        own.cell(row, 3, f'=IF(B{row}=0,"","{SAVED}")')
    chart = BarChart()
    chart.title, chart.x_axis.title = seeds.one("chart's title"), seeds.one("chart's axis")
    chart.add_data(Reference(own, min_col=2, min_row=1, max_row=8))
    own.add_chart(chart, "E2")
    own["A1"].hyperlink = "https://example.org/" + seeds.one("link").replace(" ", "-")
    choices = seeds.one("list of a drop-down")
    own.add_data_validation(rule := DataValidation(type="list", formula1=f'"{choices.replace(",", "")}"'))
    seeds.places[choices.replace(",", "")] = seeds.places.pop(choices)
    rule.add("B20")
    for n in range(4):
        said = seeds.one("defined name")
        book.defined_names[f"own{n}"] = DefinedName(
            f"own{n}", attr_text=f'"{said}"', comment=seeds.one("name's comment")
        )
    facts = book.properties
    facts.creator, facts.title, facts.subject = seeds.one("author"), seeds.one("title"), seeds.one("subject")
    facts.keywords, facts.category = seeds.one("keywords"), seeds.one("category")
    facts.description, facts.lastModifiedBy = seeds.one("description"), seeds.one("last changed by")
    book.custom_doc_props.append(StringProperty(name="Own", value=seeds.one("property of one's own")))
    book.save(path)


def _into_parts(path: Path, seeds: Seeds) -> None:
    """What no library writes: saved values of formulas, threaded comments, custom XML, a thumbnail."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        parts[name] = re.sub(
            rb'<c r="(C\d)"( s="\d+")?><f>(IF\([^<]*)</f><v ?/?>(</v>)?',
            lambda found: _saved(found, seeds),
            parts[name],
        )
    texts = "".join(
        f'<threadedComment ref="B{n}"><text>{escape(seeds.one(THREADED))}</text></threadedComment>' for n in range(3)
    )
    parts["xl/threadedComments/threadedComment1.xml"] = f"<ThreadedComments>{texts}</ThreadedComments>".encode()
    parts["xl/persons/person.xml"] = f'<personList><person displayName="{seeds.one("person")}"/></personList>'.encode()
    parts["customXml/item1.xml"] = f"<n>{escape(seeds.one('custom XML'))}</n>".encode()
    parts["docProps/thumbnail.jpeg"] = b"\xff\xd8" + seeds.one("thumbnail").encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)


def _saved(found: re.Match[bytes], seeds: Seeds) -> bytes:
    value = escape(seeds.one(SAVED)).encode()
    return b'<c r="' + found[1] + b'" t="str"><f>' + found[3] + b"</f><v>" + value + b"</v>"


def texts_of(path: Path) -> Iterator[str]:
    """Every part of a file as letters and digits, with its tags and without: a plain look, apart from the leak scan's."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            data = package.read(name).decode("utf-8", "replace")
            yield letters(name + data)
            yield letters(re.sub(r"<[^>]*>", "", data))


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()
