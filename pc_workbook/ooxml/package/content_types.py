"""Read and change [Content_Types].xml, which gives each part its type by extension (Default) or by name (Override)."""

from pc_workbook.ooxml.package.namespaces import CONTENT_TYPE, RELATIONS_CONTENT
from pc_workbook.ooxml.package.xml import Element, canonical, children, dump, parse

PART = "[Content_Types].xml"


def _extension(part: str) -> str:
    return part.rsplit(".", 1)[-1].casefold()


class ContentTypes:
    """The content types of a package. Raises WorkbookProblem on creation where the part is damaged."""

    def __init__(self, data: bytes, workbook: str) -> None:
        self._original = data
        self._dumped: bytes | None = data  # None after a change
        self._tree = parse(data, workbook)
        self._by_name = self._indexed("Override", "PartName")
        self._by_extension = self._indexed("Default", "Extension")

    def _indexed(self, tag: str, key: str) -> dict[str, Element]:
        found = self._tree.iter(CONTENT_TYPE + tag)
        return {element.get(key, "").casefold(): element for element in found}

    def content_type(self, part: str) -> str | None:
        """Return the content type of a part, None where none is declared."""
        named = self._by_name.get("/" + part.casefold())
        element = named if named is not None else self._by_extension.get(_extension(part))
        return element.get("ContentType") if element is not None else None

    def is_named(self, part: str) -> bool:
        """Return whether a part is declared by its name."""
        return "/" + part.casefold() in self._by_name

    def names(self) -> list[str]:
        """Return the declared part names as written, whether or not the part exists."""
        return [element.get("PartName", "") for element in self._by_name.values()]

    def declare(self, part: str, content_type: str, by_extension: bool = False) -> None:
        """Declare the type of a part, by its extension if asked to and the extension is free.

        Programs differ over .vml, .bin and .png, so a part whose extension has another type here is declared by name.
        "xml" never gets a default: it would give a type to parts that have none.
        """
        if by_extension and _extension(part) not in self._by_extension and _extension(part) != "xml":
            self._add_default(_extension(part), content_type)
        if self.content_type(part) != content_type:
            self._add_override(part, content_type)

    def _add_default(self, extension: str, content_type: str) -> None:
        element = self._tree.makeelement(CONTENT_TYPE + "Default", nsmap=None)
        self._dumped = None
        element.set("Extension", extension)
        element.set("ContentType", content_type)
        self._tree.insert(0, element)
        self._by_extension[extension] = element

    def _add_override(self, part: str, content_type: str) -> None:
        self.remove(part)
        element = self._tree.makeelement(CONTENT_TYPE + "Override", nsmap=None)
        self._dumped = None
        element.set("PartName", "/" + part)
        element.set("ContentType", content_type)
        self._tree.append(element)
        self._by_name["/" + part.casefold()] = element

    def remove(self, part: str) -> None:
        """Remove the declaration of a part by name, if there is one."""
        element = self._by_name.pop("/" + part.casefold(), None)
        if element is not None:
            self._tree.remove(element)
            self._dumped = None

    def cover_relations(self, parts: set[str]) -> None:
        """Declare .rels by extension where a part lacks a type: some programs declare each .rels part by name."""
        if any(part.endswith(".rels") and not self.content_type(part) for part in parts):
            self._add_default("rels", RELATIONS_CONTENT)

    def dump(self) -> bytes:
        """Return the XML; the original bytes where the declarations are the same in any order."""
        if self._dumped is None:
            self._dumped = self._serialised()
        return self._dumped

    def _serialised(self) -> bytes:
        before = {canonical(element) for element in children(parse(self._original))}
        after = {canonical(element) for element in children(self._tree)}
        return self._original if before == after else dump(self._tree)
