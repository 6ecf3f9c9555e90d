"""The template of a pack: a workbook with a designed cover, which a communications officer can restyle in Excel.

The program needs the named cells for the cover's facts, a theme, and a header or footer with the edition. Everything
else in it, pictures and words and colours, is kept.
"""

import re
from pathlib import Path
from xml.sax.saxutils import escape as xml_escape

from pc_workbook.boardpack.house_style import HouseStyle, in_these_headers, typefaces
from pc_workbook.cells.change import SetCell
from pc_workbook.cells.limits import length_in_excel, printable
from pc_workbook.errors import WorkbookProblem
from pc_workbook.ooxml.edit.cells import edit
from pc_workbook.ooxml.package.defined_names import DefinedNames, sheet_pointed_at
from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.opening import open_workbook
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.ooxml.package.xml import Element
from pc_workbook.ooxml.read.areas import row_and_column
from pc_workbook.ooxml.read.sheet_cells import has_formulas
from pc_workbook.views.pack.cover import Issue, cover_facts
from pc_workbook.wording import pack_messages as messages
from pc_workbook.wording.numbers import day_words
from pc_workbook.wording.pack_sheets import COVER

NEEDED = ("pack_title", "pack_as_at", "pack_edition", "pack_status")
EDITION_MARK = "[edition]"
LONGEST_HEADER = 255  # characters, Excel's limit for all three thirds


def read_template(path: Path) -> Workbook:
    """Return the template. Raises WorkbookProblem with what it lacks or must not contain."""
    template = Workbook(open_workbook(path))
    name = template.package.name
    sheets = template.sheets()
    if [sheet.name for sheet in sheets] != [COVER]:
        raise WorkbookProblem(messages.other_sheets(name, [sheet.name for sheet in sheets]))
    _refuse_unknown_names(template, sheets[0].part)
    missing = [needed for needed in NEEDED if needed not in _places(template)]
    if missing:
        raise WorkbookProblem(messages.missing_names(name, missing))
    if EDITION_MARK not in "".join(str(words) for words in _headers(template).itertext()):
        raise WorkbookProblem(messages.no_edition_mark(name, EDITION_MARK))
    return template


def _refuse_unknown_names(template: Workbook, cover: str) -> None:
    """Raise WorkbookProblem for what would carry somebody's words, another file or a program into every pack."""
    parts = [part.casefold() for part in template.package.names()]
    strangers = (
        (messages.COMMENTS, any("comments" in part for part in parts)),
        (messages.OTHER_WORKBOOK, any("externallinks/" in part for part in parts)),
        (messages.MACROS, any(part.endswith("vbaproject.bin") for part in parts)),
        (messages.FORMULAS, has_formulas(template.package.read(cover))),
    )
    for what, is_there in strangers:
        if is_there:
            raise WorkbookProblem(messages.unsafe_part(template.package.name, what))


def _places(template: Workbook) -> dict[str, str]:
    """Return the address of each named cell on the cover; names of anything but one cell there are left out."""
    found = {}
    for name, text in DefinedNames(template).global_names().items():
        if sheet_pointed_at(text) == COVER and _is_cell(text):
            found[name] = text.rpartition("!")[2].replace("$", "")
    return found


def _is_cell(text: str) -> bool:
    try:
        row_and_column(text.rpartition("!")[2])
    except ValueError:
        return False
    return True


def _headers(template: Workbook) -> Element:
    tree = template.package.tree(template.sheets()[0].part)
    found = tree.find(SHEET_ML + "headerFooter")
    return found if found is not None else tree.makeelement(SHEET_ML + "headerFooter", nsmap=None)


_ENDS_IN_SIZE = re.compile(r"(?<!&)(?:&&)*&[0-9]+$")


def house_style(template: Workbook, issue: Issue) -> HouseStyle:
    """Return what every sheet of the pack takes from the template."""
    headings, body = typefaces(template)
    parts = [
        f"<{tag}>{xml_escape(filled(found.text or '', issue))}</{tag}>"
        for tag in ("oddHeader", "oddFooter")
        if (found := _headers(template).find(SHEET_ML + tag)) is not None
    ]
    return HouseStyle(headings, body, f'<headerFooter scaleWithDoc="0">{"".join(parts)}</headerFooter>'.encode())


def filled(words: str, issue: Issue) -> str:
    """Return a header with its placeholders filled in: [document], [area], [title], [body], [meeting], [as at],
    [edition], [status].

    An & is doubled, which Excel would read as a code.
    """
    marks = {
        "[document]": issue.document,
        "[area]": issue.area,
        "[title]": issue.title,
        "[body]": issue.body,
        "[meeting]": day_words(issue.meeting) if issue.meeting else "",
        "[as at]": day_words(issue.as_at),
        EDITION_MARK: issue.edition_words,
        "[status]": issue.status_words,
    }
    parts = re.split("(" + "|".join(map(re.escape, marks)) + ")", words)
    header = ""
    for part in parts:
        header += _as_header(marks[part], header) if part in marks else part
    if length_in_excel(header) > LONGEST_HEADER:
        raise WorkbookProblem(messages.long_header(length_in_excel(header), LONGEST_HEADER))
    return header


def _as_header(words: str, before: str) -> str:
    """Return words as a header prints them: digits after a font size would count as part of the size."""
    printed = printable(words).replace("&", "&&")
    return f" {printed}" if printed[:1].isdecimal() and _ENDS_IN_SIZE.search(before) else printed


def fill_cover(template: Workbook, path: Path, issue: Issue, style: HouseStyle, out: Path) -> None:
    """Write the template with its cover filled in to `out`."""
    places = _places(template)
    facts = [fact for fact in cover_facts(issue) if fact.name in places]
    edit(path, [SetCell(COVER, places[fact.name], fact.words) for fact in facts], out)
    package = open_workbook(out)
    part = Workbook(package).sheets()[0].part
    package.put(part, in_these_headers(package.read(part), style.headers))
    package.save(out)
