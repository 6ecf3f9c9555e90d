"""Which part points at which. A relation belongs to its owner; the owner of "" is the package itself."""

import posixpath
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from pc_workbook.ooxml.package.namespaces import PACKAGE_RELATION
from pc_workbook.ooxml.package.xml import Element, children


class Relation(NamedTuple):
    id: str
    type: str
    target: str
    part: str | None
    """The part it points at; None when it points out of the package."""

    @property
    def kind(self) -> str:
        """The last word of the type, such as "worksheet": Microsoft and the standard differ before it."""
        return self.type.rsplit("/", 1)[-1]


@lru_cache(maxsize=4096)  # the few hundred parts of a workbook are asked for again and again
def relations_part(owner: str) -> str:
    """Where the relations of a part are written.

    >>> relations_part("xl/worksheets/sheet1.xml")
    'xl/worksheets/_rels/sheet1.xml.rels'
    >>> relations_part("")
    '_rels/.rels'
    """
    folder, name = posixpath.split(owner)
    return posixpath.join(folder, "_rels", name + ".rels")


def owner_of(part: str) -> str | None:
    """Whose relations a part holds; None where it holds none.

    >>> owner_of("xl/_rels/workbook.xml.rels"), owner_of("_rels/.rels"), owner_of("xl/workbook.xml")
    ('xl/workbook.xml', '', None)
    """
    folder, name = posixpath.split(part)
    above, last = posixpath.split(folder)
    is_relations = last.casefold() == "_rels" and name.casefold().endswith(".rels")
    return posixpath.join(above, name[: -len(".rels")]) if is_relations else None


@lru_cache(maxsize=4096)
def resolve(owner: str, target: str) -> str:
    """The name of the part that a target means, seen from its owner.

    >>> resolve("xl/worksheets/sheet1.xml", "../charts/chart1.xml")
    'xl/charts/chart1.xml'
    >>> resolve("xl/workbook.xml", "/xl/styles.xml")
    'xl/styles.xml'
    >>> resolve("", "../customXml/item1.xml")
    'customXml/item1.xml'
    """
    path = target.split("#", 1)[0]
    whole = path if path.startswith("/") else posixpath.join("/", posixpath.dirname(owner), path)
    return posixpath.normpath(whole).lstrip("/")  # above the root there is only the root


def relative(owner: str, part: str) -> str:
    """The target that leads from the owner to the part."""
    return posixpath.relpath("/" + part, "/" + posixpath.dirname(owner))


def read_relations(owner: str, tree: Element) -> list[Relation]:
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


def append_relation(tree: Element, relation_type: str, target: str, spoken_of: Collection[str] = ()) -> str:
    """Add a relation under the first free id, and give that id.

    `spoken_of`: ids, folded, that the owner refers to, whether or not a relation has them.
    """
    used = {element.get("Id", "").casefold() for element in children(tree)}
    number = 1
    while f"rid{number}" in used or f"rid{number}" in spoken_of:
        number += 1
    element = tree.makeelement(PACKAGE_RELATION + "Relationship", nsmap=None)
    element.set("Id", f"rId{number}")
    element.set("Type", relation_type)
    element.set("Target", target)
    tree.append(element)
    return f"rId{number}"
