"""Read and add relations between parts. A relation belongs to its owner; the owner "" is the package itself."""

import posixpath
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from pc_workbook.ooxml.package.namespaces import PACKAGE_RELATION
from pc_workbook.ooxml.package.xml import Element, children


class Relation(NamedTuple):
    """A relation of a part."""

    id: str
    type: str
    target: str
    part: str | None
    """The part it points at, None where it points outside the package."""

    @property
    def kind(self) -> str:
        """The last segment of the type, such as "worksheet"; before it, Microsoft's types and the standard's differ."""
        return self.type.rsplit("/", 1)[-1]


@lru_cache(maxsize=1024)
def relations_part(owner: str) -> str:
    """Return the name of the part that contains the relations of a part.

    >>> relations_part("xl/worksheets/sheet1.xml")
    'xl/worksheets/_rels/sheet1.xml.rels'
    >>> relations_part("")
    '_rels/.rels'
    """
    folder, name = posixpath.split(owner)
    return posixpath.join(folder, "_rels", name + ".rels")


def owner_of(part: str) -> str | None:
    """Return the part whose relations a part contains, None where it is not a part of relations.

    >>> owner_of("xl/_rels/workbook.xml.rels"), owner_of("_rels/.rels"), owner_of("xl/workbook.xml")
    ('xl/workbook.xml', '', None)
    """
    folder, name = posixpath.split(part)
    above, last = posixpath.split(folder)
    is_relations = last.casefold() == "_rels" and name.casefold().endswith(".rels")
    return posixpath.join(above, name[: -len(".rels")]) if is_relations else None


def resolve(owner: str, target: str) -> str:
    """Return the name of the part that a target of `owner` points at.

    >>> resolve("xl/worksheets/sheet1.xml", "../charts/chart1.xml")
    'xl/charts/chart1.xml'
    >>> resolve("xl/workbook.xml", "/xl/styles.xml")
    'xl/styles.xml'
    >>> resolve("", "../customXml/item1.xml")
    'customXml/item1.xml'
    """
    path = target.split("#", 1)[0]
    whole = path if path.startswith("/") else posixpath.join("/", posixpath.dirname(owner), path)
    return posixpath.normpath(whole).lstrip("/")  # there is nothing above the root


def relative(owner: str, part: str) -> str:
    """Return the relative target that points from the owner to a part."""
    return posixpath.relpath("/" + part, "/" + posixpath.dirname(owner))


def read_relations(owner: str, tree: Element) -> list[Relation]:
    """Return the relations of `owner` in the tree of its part of relations."""
    return [_relation(owner, element) for element in children(tree)]


def _relation(owner: str, element: Element) -> Relation:
    target = element.get("Target", "")
    inside = element.get("TargetMode") != "External" and not target.startswith("#")
    return Relation(
        id=element.get("Id", ""),
        type=element.get("Type", ""),
        target=target,
        part=resolve(owner, target) if inside else None,
    )


def append_relation(tree: Element, relation_type: str, target: str, reserved: Collection[str] = ()) -> str:
    """Add a relation under the first free id and return the id.

    `reserved`: case-folded ids that the owner refers to, whether or not a relation has them.
    """
    used = {element.get("Id", "").casefold() for element in children(tree)}
    number = 1
    while f"rid{number}" in used or f"rid{number}" in reserved:
        number += 1
    element = tree.makeelement(PACKAGE_RELATION + "Relationship", nsmap=None)
    element.set("Id", f"rId{number}")
    element.set("Type", relation_type)
    element.set("Target", target)
    tree.append(element)
    return f"rId{number}"
