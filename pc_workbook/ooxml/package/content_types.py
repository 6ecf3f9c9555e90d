"""What each part is: [Content_Types].xml, by extension (Default) or by name (Override)."""

from pc_workbook.ooxml.package.namespaces import CONTENT_TYPE, RELATIONS_CONTENT
from pc_workbook.ooxml.package.xml import Element, canonical, children, dump, parse

PART = "[Content_Types].xml"


def _extension(part: str) -> str:
    return part.rsplit(".", 1)[-1].casefold()


class ContentTypes:
    def __init__(self, data: bytes, workbook: str) -> None:
        self._original = data
        self._dumped: bytes | None = data  # None after a change
        self._tree = parse(data, workbook)
        self._by_name = self._indexed("Override", "PartName")
        self._by_extension = self._indexed("Default", "Extension")

    def _indexed(self, tag: str, key: str) -> dict[str, Element]:
        found = self._tree.iter(CONTENT_TYPE + tag)
        return {element.get(key, "").casefold(): element for element in found}

    def of(self, part: str) -> str | None:
        named = self._by_name.get("/" + part.casefold())
        element = named if named is not None else self._by_extension.get(_extension(part))
        return element.get("ContentType") if element is not None else None

    def is_named(self, part: str) -> bool:
        return "/" + part.casefold() in self._by_name

    def names(self) -> list[str]:
        """The names that are declared, as they are written, whether or not there is such a part."""
        return [element.get("PartName", "") for element in self._by_name.values()]

    def declare(self, part: str, content_type: str, by_extension: bool = False) -> None:
        """Declare a part, by its extension where that is free. Producers differ over .vml, .bin and .png,
        so a part whose extension already means something else here is declared by name. Never a
        default for "xml": it would give a type to parts that have none."""
        if by_extension and _extension(part) not in self._by_extension and _extension(part) != "xml":
            self._add_default(_extension(part), content_type)
        if self.of(part) != content_type:
            self._name(part, content_type)

    def _add_default(self, extension: str, content_type: str) -> None:
        element = self._tree.makeelement(CONTENT_TYPE + "Default", nsmap=None)
        self._dumped = None
        element.set("Extension", extension)
        element.set("ContentType", content_type)
        self._tree.insert(0, element)
        self._by_extension[extension] = element

    def _name(self, part: str, content_type: str) -> None:
        self.forget(part)
        element = self._tree.makeelement(CONTENT_TYPE + "Override", nsmap=None)
        self._dumped = None
        element.set("PartName", "/" + part)
        element.set("ContentType", content_type)
        self._tree.append(element)
        self._by_name["/" + part.casefold()] = element

    def forget(self, part: str) -> None:
        element = self._by_name.pop("/" + part.casefold(), None)
        if element is not None:
            self._tree.remove(element)
            self._dumped = None

    def cover_relations(self, parts: set[str]) -> None:
        """Some producers declare each .rels part by name; ours must have a type too."""
        if any(part.endswith(".rels") and not self.of(part) for part in parts):
            self._add_default("rels", RELATIONS_CONTENT)

    def dump(self) -> bytes:
        """The original bytes when it says the same: the order of the declarations means nothing."""
        if self._dumped is None:
            self._dumped = self._dumped_anew()
        return self._dumped

    def _dumped_anew(self) -> bytes:
        before = {canonical(element) for element in children(parse(self._original))}
        after = {canonical(element) for element in children(self._tree)}
        return self._original if before == after else dump(self._tree)
