"""Parse and write the XML of a part without unintended changes.

Namespace declarations are never removed: `mc:Ignorable` names prefixes that look unused, and Excel repairs a file in
which such a prefix is no longer declared.
"""

import codecs
import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TypeAlias

from lxml import etree

from pc_workbook.errors import WorkbookProblem

Element: TypeAlias = etree._Element
Canonical: TypeAlias = tuple[object, ...]

_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_PROLOGUE_BYTES = 2000
# Without huge_tree, elements nest at most 256 deep and a text has at most ten million characters. No workbook comes near
# that, and deeper trees would exhaust the recursive functions.
_PARSER = etree.XMLParser(huge_tree=False, resolve_entities=False, no_network=True)
LONGEST_NUMBER = 19  # digits of a count or index
MAIN_NAMESPACE = b' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
# Two expressions, each with a fixed beginning: one for both takes ten times as long.
_MORE_THAN_IN_ATTRIBUTE = re.compile(rb'="[^"<>]*+>')
_UNUSUAL_TAG = re.compile(rb"<(?:\w++[:\n\r\t]|:[\w:]*[\n\r\t])")  # a prefix, or a line end in a tag
DAMAGED = (
    "{name} is damaged and can't be read. Open it in Excel, let Excel repair it, save it, and try again, "
    "or go back to an earlier copy."
)


def parse(data: bytes, workbook: str = "The workbook") -> Element:
    """Return the root element of a part. Entities are not expanded and nothing is fetched from a network.

    Raises WorkbookProblem, with the name of the workbook, for XML that is damaged or declares a document type.
    """
    try:
        root = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        raise WorkbookProblem(DAMAGED.format(name=workbook)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise WorkbookProblem(DAMAGED.format(name=workbook))
    return root


def is_plain_markup(data: bytes, root: bytes) -> bool:
    """Return whether a part is written as most programs write it, so that its text can be read without an XML parser:
    no prefixes, comments, CDATA or processing instructions, double quotes, and no ">" in an attribute.

    >>> plain = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si/></sst>'
    >>> is_plain_markup(plain, b"sst"), is_plain_markup(plain.replace(b"<si/>", b"<!-- <si/> -->"), b"sst")
    (True, False)
    """
    start = data.find(b"<" + root, 0, _PROLOGUE_BYTES)
    head_end = data.find(b">", start)
    if start < 0 or MAIN_NAMESPACE not in data[start:head_end] or b"<?" in data[start:]:
        return False
    if b"<!" in data or b"='" in data:
        return False
    return not (_MORE_THAN_IN_ATTRIBUTE.search(data, head_end) or _UNUSUAL_TAG.search(data, head_end))


def dump(root: Element) -> bytes:
    """Return the bytes of a part."""
    return _HEAD + etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=False)


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(etree.QName(element).localname)


def namespace(element: Element) -> str:
    """Return the namespace of an element, "" for none."""
    return str(etree.QName(element).namespace or "")


def children(element: Element) -> Iterator[Element]:
    """Yield the child elements, without comments and processing instructions."""
    return element.iterchildren(etree.Element)


def canonical(element: Element) -> Canonical:
    """Return the content of an element as a key, without regard to prefixes, attribute order and indentation.

    >>> first = parse(b'<a xmlns="u" x="1" y="2"><b/></a>')
    >>> other = parse(b'<p:a xmlns:p="u" y="2" x="1"> <p:b/> </p:a>')
    >>> canonical(first) == canonical(other)
    True
    """
    return (
        element.tag,
        tuple(sorted(element.items())),
        (element.text or "").strip(),
        tuple([canonical(child) for child in children(element)]) if len(element) else (),
    )


def have_same_content(first: Element, other: Element) -> bool:
    """Return whether two elements have the same canonical content; stops at the first difference.

    >>> have_same_content(parse(b'<a x="1" y="2"><b/></a>'), parse(b'<a y="2" x="1"> <b/> </a>'))
    True
    """
    return (
        first.tag == other.tag
        and sorted(first.items()) == sorted(other.items())
        and (first.text or "").strip() == (other.text or "").strip()
        and all(
            child is not None and other_child is not None and have_same_content(child, other_child)
            for child, other_child in zip_longest(children(first), children(other))
        )
    )


def insert_in_order(parent: Element, child: Element, order: Sequence[str]) -> Element:
    """Insert `child` where the schema wants it, before the first element that `order` lists after it; return `child`."""
    rank = {name: index for index, name in enumerate(order)}
    own = rank[local_name(child)]
    for index, other in enumerate(parent):
        if isinstance(other.tag, str) and rank.get(local_name(other), -1) > own:
            parent.insert(index, child)
            return child
    parent.append(child)
    return child


def attributes(element: Element) -> dict[str, str]:
    """Return the attributes of an element."""
    return {str(name): str(value) for name, value in element.attrib.items()}


def whole_number(element: Element, name: str, default: int = 0) -> int:
    """Return an attribute that is a count or an index, the default where it is left out.

    Raises WorkbookProblem where it is not a whole number.
    """
    value = element.get(name)
    if value is None:
        return default
    if not value.isdecimal() or len(value) > LONGEST_NUMBER:
        raise WorkbookProblem(DAMAGED.format(name="The workbook"))
    return int(value)


def remove_attribute(element: Element, name: str) -> None:
    """Remove an attribute, if it is there."""
    if name in element.attrib:
        del element.attrib[name]


def is_true(value: str | None) -> bool:
    """Return whether an attribute of the schema's boolean type is true."""
    return value in ("1", "true", "on")


_BYTE_ORDER_MARKS = (  # longer ones first: the mark of UTF-32 begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"),
)  # fmt: skip
_DECLARED = rb"""^(<\?xml[^>]*?\sencoding\s*=\s*["'])([A-Za-z][\w.-]*)(["'])"""  # compiled when a part needs it
_USUAL = b'<?xml version="1.0" encoding="UTF-8"'
_ENDINGS = (".xml", ".rels", ".vml")


def in_utf8(data: bytes, part: str) -> bytes:
    """Return an XML part in UTF-8; a part that is in UTF-8 or not XML is returned unchanged.

    Raises ValueError where the part is not in the encoding it declares.

    >>> in_utf8('<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16"), "a.xml")
    b'<?xml version="1.0" encoding="UTF-8"?><a/>'
    """
    if data.startswith(_USUAL):
        return data
    if data[:1] == b"<" and data[1:2] != b"\0" and b"encoding" not in data[:100]:
        return data
    encoding = encoding_of(data, part)
    if encoding is None:
        return data
    text = data.decode(encoding).removeprefix("\ufeff").encode()
    return re.sub(_DECLARED, rb"\g<1>UTF-8\g<3>", text, count=1)


def encoding_of(data: bytes, part: str) -> str | None:
    """Return the encoding of an XML part by its first bytes, None for UTF-8 and for parts that are not XML.

    Raises ValueError for an unknown encoding.
    """
    if not part.casefold().endswith(_ENDINGS):
        return None
    marked = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), None)
    if marked is not None:
        return marked
    declared = re.match(_DECLARED, data.removeprefix(codecs.BOM_UTF8))
    if declared is None or declared[2].lower() in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        return None
    try:
        return codecs.lookup(declared[2].decode()).name
    except LookupError as error:
        raise ValueError(f"the encoding {declared[2]!r} is unknown") from error
