"""XML parts in an encoding other than UTF-8, which the packaging standard allows, brought into UTF-8."""

import codecs
import re

_MARKS = (  # the longer ones first: that of UTF-32 begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"),
)  # fmt: skip
_DECLARED = rb"""^(<\?xml[^>]*?\sencoding\s*=\s*["'])([A-Za-z][\w.-]*)(["'])"""  # compiled where a part needs it
_USUAL = b'<?xml version="1.0" encoding="UTF-8"'
_ENDINGS = (".xml", ".rels", ".vml")


def in_utf8(data: bytes, part: str) -> bytes:
    """The text of an XML part in UTF-8; what is in UTF-8 already, or is no XML part, comes back as it is.

    Raises ValueError where the part is not in the encoding it says.

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
    """The encoding of an XML part by its first bytes; None for UTF-8, and for a part that is no XML."""
    if not part.casefold().endswith(_ENDINGS):
        return None
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if marked is not None:
        return marked
    declared = re.match(_DECLARED, data.removeprefix(codecs.BOM_UTF8))
    if declared is None or declared[2].lower() in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        return None
    try:
        return codecs.lookup(declared[2].decode()).name
    except LookupError as error:
        raise ValueError(f"the encoding {declared[2]!r} is unknown") from error
