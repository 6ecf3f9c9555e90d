"""Assemble a pack as one workbook: the template's cover filled in, the drawn sheets in its house style, and new
document properties.

Nothing personal of whoever edited the template goes out with it. The same parts, template and run date give the same
bytes.
"""

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from pc_workbook.boardpack.house_style import apply_house_style
from pc_workbook.boardpack.pack import pack_workbook
from pc_workbook.boardpack.template import fill_cover, house_style, read_template
from pc_workbook.cells.limits import LONGEST_PROPERTY, cut, printable
from pc_workbook.draw.workbook import draw
from pc_workbook.ooxml.graft.graft import graft
from pc_workbook.ooxml.package.namespaces import COMPATIBILITY, SHEET_ML
from pc_workbook.ooxml.package.opening import open_workbook
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.relations import relations_part
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.ooxml.package.xml import Element, children, local_name, remove_attribute
from pc_workbook.views.pack.cover import Issue
from pc_workbook.views.parts import Sheet
from pc_workbook.wording.pack_sheets import BOARD_PACK, COVER, document_subject, edition_of_subject

PERSONAL_PROPERTIES = (
    "thumbnail",
    "custom-properties",
    "extended-properties",
    "core-properties",
)  # relations of the package
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject><dc:creator/>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:modified>'
    "<cp:category>{category}</cp:category><dc:language>en-GB</dc:language><cp:contentStatus>{status}</cp:contentStatus>"
    "</cp:coreProperties>"
)
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Excel</Application><DocSecurity>0</DocSecurity><ScaleCrop>false</ScaleCrop>"
    "<LinksUpToDate>false</LinksUpToDate><SharedDoc>false</SharedDoc><HyperlinksChanged>false</HyperlinksChanged>"
    "<AppVersion>16.0300</AppVersion></Properties>"
)
_PROPERTIES = (
    ("core-properties", "docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml",
     "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"),
    ("extended-properties", "docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml",
     "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties"),
)  # fmt: skip


def assemble_pack(sheets: Sequence[Sheet], issue: Issue, template: Path, out: Path) -> None:
    """Write the pack to `out`, a path in the working folder. Raises WorkbookProblem for a template that won't do."""
    cover = read_template(template)
    style = house_style(cover, issue)
    drawn, begun = out.with_name("drawn.xlsx"), out.with_name("cover.xlsx")
    draw(pack_workbook(tuple(sheet for sheet in sheets if sheet.name != COVER), issue), drawn)
    apply_house_style(drawn, style)
    fill_cover(cover, template, issue, style, begun)
    graft(begun, drawn, out, today=issue.run_date)
    _finish(out, issue)


def _finish(path: Path, issue: Issue) -> None:
    package = open_workbook(path)
    workbook = Workbook(package)
    _remove_personal_properties(package, workbook)
    _open_at_the_cover(workbook)
    state_document(package, issue)
    workbook.store()
    package.save(path)


def _remove_personal_properties(package: Package, workbook: Workbook) -> None:
    """Remove the printer, folder and name of whoever saved the template."""
    person = workbook.related("person")
    if person is not None:
        workbook.unrelate("person")
        package.drop(person)
    for sheet in workbook.sheets():
        _remove_template_sheet(package, sheet.part, ("printerSettings",))
    for aside in workbook.tree.findall(COMPATIBILITY + "AlternateContent"):
        workbook.tree.remove(aside)  # contains the folder it was saved in
    for sharing in workbook.tree.findall(SHEET_ML + "fileSharing"):
        workbook.tree.remove(sharing)


def _remove_template_sheet(package: Package, owner: str, kinds: Sequence[str]) -> None:
    """Remove the parts of some kinds that belong to an owner, and the relationships to them."""
    doomed = {relation.id: relation.part for relation in package.relations(owner) if relation.kind in kinds}
    if not doomed:
        return
    tree = package.relation_tree(owner)
    for element in [child for child in children(tree) if child.get("Id") in doomed]:
        tree.remove(element)
    package.put_tree(relations_part(owner), tree)
    for part in filter(None, doomed.values()):
        package.drop(part)


def _open_at_the_cover(workbook: Workbook) -> None:
    for view in workbook.tree.iter(SHEET_ML + "workbookView"):
        for name in ("activeTab", "firstSheet"):
            remove_attribute(view, name)


def state_document(package: Package, issue: Issue) -> None:
    """Set the title, language and state in place of the template's; without a person's name, and with no date but the
    run's.
    """
    facts = {
        "title": issue.document,
        "subject": document_subject(issue.edition),
        "day": issue.run_date.isoformat(),
        "category": BOARD_PACK,
        "status": issue.status,
    }
    _remove_template_sheet(package, "", PERSONAL_PROPERTIES)
    texts = (
        _CORE.format(**{name: escape(cut(printable(words), LONGEST_PROPERTY)) for name, words in facts.items()}),
        _APP,
    )
    tree = package.relation_tree("")
    for (kind, part, content, relation), text in zip(_PROPERTIES, texts, strict=True):
        package.put(part, text.encode())
        package.types.declare(part, content)
        _relate(tree, kind, part, relation)
    package.put_tree(relations_part(""), tree)


def _relate(tree: Element, kind: str, part: str, relation: str) -> None:
    element = tree.makeelement(str(next(children(tree)).tag), nsmap=None)
    for name, value in (("Id", f"pc-{kind}"), ("Type", relation), ("Target", part)):
        element.set(name, value)
    tree.append(element)


def edition_of(path: Path) -> str | None:
    """Return the edition of a pack that this program made; None for any other file."""
    package = open_workbook(path)
    part = package.related("", "core-properties")
    facts = {local_name(element): element.text or "" for element in children(package.tree(part))} if part else {}
    return edition_of_subject(facts.get("subject", "")) if facts.get("category") == BOARD_PACK else None
