"""The workbook's table of texts, which cells point into by number."""

import re

from lxml import etree

from pc_workbook.errors import WorkbookProblem
from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.text import unescape
from pc_workbook.ooxml.package.xml import Element, children, is_plain_markup

_ITEM = re.compile(rb"<(?:\w+:)?si(?:\s[^>]*)?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)
_READING_AID = re.compile(rb"<(?:\w+:)?rPh[ >].*?</(?:\w+:)?rPh>", re.DOTALL)
_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</", re.DOTALL)
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "apos": "'", "quot": '"'}
_REFERENCE = re.compile(r"&(?:(lt|gt|amp|apos|quot)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));", re.ASCII)
_CONTROLS = bytes({*range(32)} - {9, 10, 13})
BAD_CHARACTERS = "{name} holds characters that no program can read, in {part}; open it in Excel, let Excel repair it, save it, and try again."


def shared_items(package: Package, part: str) -> list[bytes]:
    """The XML inside each <si>, in order.

    Raises WorkbookProblem where the table is damaged.
    """
    table = package.read(part)
    _refuse_bad_characters(table, package, part)
    if is_plain_markup(table, b"sst"):
        return _ITEM.findall(table)
    return [_as_item(one) for one in children(package.tree(part)) if one.tag == SHEET_ML + "si"]


def _as_item(item: Element) -> bytes:
    plain = etree.Element("t")
    plain.text = words_of(item)
    return etree.tostring(plain, encoding="UTF-8")


def words_of(element: Element) -> str:
    """What an <si> or <is> holds as it is stored: all runs, without the reading aids of Japanese."""
    aids = {one for aid in element.iter(SHEET_ML + "rPh") for one in aid.iter(SHEET_ML + "t")}
    return "".join(_text_in(one) for one in element.iter(SHEET_ML + "t") if one not in aids)


def _text_in(element: Element) -> str:
    """Its text on both sides of comments."""
    return "".join([element.text or "", *(child.tail or "" for child in element)])


def plain_text(item: bytes) -> str:
    """What a person reads in the XML of an <si> or <is>. Raises UnicodeDecodeError for what is not UTF-8."""
    return as_typed(stored_text(item))


def stored_text(item: bytes) -> str:
    """Return the text of an <si> or <is> with its escapes (_x000D_) as they are stored."""
    if b"rPh" in item:
        item = _READING_AID.sub(b"", item)
    return _without_references(b"".join(_TEXT.findall(item)))


def decoded(raw: bytes) -> str:
    """Text between two tags as the person typed it. Raises UnicodeDecodeError for what is not UTF-8."""
    return as_typed(_without_references(raw))


def _without_references(raw: bytes) -> str:
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")  # as every reader of XML does; an escaped one stays
    text = raw.decode("utf-8")
    return _REFERENCE.sub(_referred, text) if "&" in text else text


def _referred(reference: re.Match[str]) -> str:
    """The character that a reference of XML stands for; HTML's, which has other names and numbers, stay as they are."""
    name, decimal, hexadecimal = reference.groups()
    if name:
        return _NAMED[name]
    number = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(number) if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else reference[0]


def as_typed(text: str) -> str:
    """A stored text as the person typed it, character for character.

    >>> as_typed("one_x000D_\\ntwo")
    'one\\r\\ntwo'
    """
    return unescape(text) if "_x" in text else text


def _refuse_bad_characters(table: bytes, package: Package, part: str) -> None:
    try:
        table.decode()
    except UnicodeDecodeError as error:
        raise WorkbookProblem(BAD_CHARACTERS.format(name=package.name, part=part)) from error
    if has_control_characters(table):
        raise WorkbookProblem(BAD_CHARACTERS.format(name=package.name, part=part))


def has_control_characters(text: bytes) -> bool:
    """Whether a text holds characters that no XML may hold."""
    return len(text.translate(None, _CONTROLS)) < len(text)
