"""The workbook's table of texts, which cells point into by number."""

import re

from pc_workbook.ooxml.text import unescape

_ITEM = re.compile(rb"<(?:\w+:)?si(?:\s[^>]*)?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)
_READING_AID = re.compile(rb"<(?:\w+:)?rPh[ >].*?</(?:\w+:)?rPh>", re.DOTALL)
_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</", re.DOTALL)


def shared_items(table: bytes) -> list[bytes]:
    """The XML inside each <si>, in order."""
    return _ITEM.findall(table)


def plain_text(item: bytes) -> str:
    """What a person reads in an <si> or <is>: all runs, without the reading aids of Japanese."""
    if b"rPh" in item:
        item = _READING_AID.sub(b"", item)
    return decoded(b"".join(_TEXT.findall(item)))


def decoded(raw: bytes) -> str:
    """Text between two tags as the person typed it, with one kind of line end."""
    text = raw.decode("utf-8", "replace")
    if "&" in text:
        import html  # brings two thousand names of characters, and many a tracker has none

        text = html.unescape(text)
    if "_x" in text:
        text = unescape(text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
