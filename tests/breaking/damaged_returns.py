"""Returns whose file was damaged: in its bytes, in the text of a part, or in its parts. Seeded; the same each time."""

import io
import random
import re
import zipfile

ODD = (
    b"", b"-1", b"x", b"A0", b"XFE1", b"A1048577", b"$A$1", b"A1:B2", b"99999999999999999999", b"1e999", b"NaN", b"\xff\xfe",
    b"&#x0;", b"&nope;", b"]]>", b"<", b"\xe2\x80\xae", b"../../../x.xml", b"/", b"true", b"2147483648", b"_xD800_",
)  # fmt: skip
_VALUE = re.compile(rb'="[^"]*"|>[^<]+<')


def damaged(content: bytes, seed: int) -> bytes:
    """The workbook of a seed."""
    source = random.Random(seed)
    if seed % 10 == 0:
        return _damaged_bytes(content, source)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for _ in range(source.randint(1, 3)):
        name = source.choice(sorted(parts))
        if seed % 10 == 1:
            _swap_parts(parts, name, source)
        else:
            parts[name] = _damaged_text(parts[name], source)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return buffer.getvalue()


def _damaged_bytes(content: bytes, source: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(source.randint(1, 40)):
        data[source.randrange(len(data))] = source.randrange(256)
    return bytes(data[: source.randrange(len(data))]) if source.random() < 0.3 else bytes(data)


def _swap_parts(parts: dict[str, bytes], name: str, source: random.Random) -> None:
    other = source.choice(sorted(parts))
    way = source.randrange(3)
    if way == 0 and len(parts) > 1:
        del parts[name]
    elif way == 1:
        parts[name], parts[other] = parts[other], parts[name]
    else:
        parts[name] = b""


def _damaged_text(data: bytes, source: random.Random) -> bytes:
    found = list(_VALUE.finditer(data))
    if not found or source.random() < 0.1:
        return data[: source.randrange(len(data) + 1)]
    match = source.choice(found)
    old = match[0]
    new = old[:1] + (b'"' if old[:1] == b"=" else b"") + source.choice(ODD) + old[-1:]
    return data[: match.start()] + new + data[match.end() :]
