"""Compress and decompress the streams of VBA projects, as [MS-OVBA] 2.4.1 describes it.

Text is split into chunks of 4,096 bytes. In a chunk, each byte of flags is followed by eight tokens; a token is a byte of
text, or two bytes with the distance and length of a copy from earlier in the chunk. How many bits the distance has
depends on the position in the chunk.
"""

import struct
from typing import Final

_CHUNK: Final = 4096
_SHORTEST_COPY: Final = 3
_LOOK_BACK: Final = 64  # earlier positions tried for each copy: more hardly reduce the size
_COMPRESSED, _RAW = 0xB000, 0x3000  # the flag of compression, and the signature 3 in the three bits under it


def compress(text: bytes) -> bytes:
    """Return the compressed container of a text.

    The example of [MS-OVBA] 3.2.3, one letter and 72 copies of it:

    >>> compress(b"a" * 73).hex(" ")
    '01 03 b0 02 61 45 00'
    """
    chunks = (text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK))
    return b"\1" + b"".join(_chunk(chunk) for chunk in chunks)


def _chunk(chunk: bytes) -> bytes:
    body = _tokens(chunk)
    if len(body) > _CHUNK:  # not shorter: stored uncompressed, padded with zeros
        return struct.pack("<H", _RAW | _CHUNK - 1) + chunk.ljust(_CHUNK, b"\0")
    return struct.pack("<H", _COMPRESSED | len(body) - 1) + body


def _tokens(chunk: bytes) -> bytes:
    body = bytearray()
    seen: dict[bytes, list[int]] = {}
    at = 0
    while at < len(chunk):
        flags_at, flags = len(body), 0
        body.append(0)
        for bit in range(8):
            if at >= len(chunk):
                break
            length, distance = _longest_copy(chunk, at, seen)
            if length >= _SHORTEST_COPY:
                flags |= 1 << bit
                body += _copy_token(at, length, distance)
            else:
                length = 1
                body.append(chunk[at])
            for place in range(at, at + length):
                seen.setdefault(chunk[place : place + _SHORTEST_COPY], []).append(place)
            at += length
        body[flags_at] = flags
    return bytes(body)


def _longest_copy(chunk: bytes, at: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """Return length and distance of the longest earlier copy of the bytes from `at`."""
    most = min((0xFFFF >> _distance_bits(at)) + _SHORTEST_COPY, len(chunk) - at)
    best, distance = 0, 0
    if most < _SHORTEST_COPY:
        return best, distance
    for place in reversed(seen.get(chunk[at : at + _SHORTEST_COPY], ())[-_LOOK_BACK:]):
        length = _SHORTEST_COPY
        while length < most and chunk[place + length] == chunk[at + length]:
            length += 1
        if length > best:
            best, distance = length, at - place
    return best, distance


def _copy_token(at: int, length: int, distance: int) -> bytes:
    return struct.pack("<H", distance - 1 << 16 - _distance_bits(at) | length - _SHORTEST_COPY)


def _distance_bits(at: int) -> int:
    """Return the bits of a distance ([MS-OVBA] 2.4.1.3.19.1): enough to reach the start of the chunk, at least four."""
    return max((at - 1).bit_length(), 4) if at else 4


def decompress(container: bytes) -> bytes:
    """Return the text in a compressed container. Raises ValueError where it is damaged.

    >>> decompress(bytes.fromhex("01 03 b0 02 61 45 00")) == b"a" * 73
    True
    """
    if container[:1] != b"\1":
        raise ValueError("not a compressed container")
    out, at = bytearray(), 1
    while at < len(container):
        if at + 2 > len(container):
            raise ValueError("a chunk without a header")
        (head,) = struct.unpack_from("<H", container, at)
        end = at + (head & 0xFFF) + 3
        chunk = container[at + 2 : end]
        out += _expanded(chunk) if head & 0x8000 else chunk
        at = end
    return bytes(out)


def _expanded(body: bytes) -> bytes:
    """Return the text of one chunk."""
    text, at = bytearray(), 0
    while at < len(body):
        flags = body[at]
        at += 1
        for bit in range(8):
            if at >= len(body):
                break
            if not flags >> bit & 1:
                text.append(body[at])
                at += 1
            else:
                _copy(text, body[at : at + 2])
                at += 2
            if len(text) > _CHUNK:
                raise ValueError("a chunk of more than 4,096 bytes")
    return bytes(text)


def _copy(text: bytearray, token: bytes) -> None:
    """Append the bytes that a copy token refers to."""
    if len(token) < 2 or not text:
        raise ValueError("a copy of nothing")
    (number,) = struct.unpack("<H", token)
    bits = _distance_bits(len(text))
    length, distance = (number & 0xFFFF >> bits) + _SHORTEST_COPY, (number >> 16 - bits) + 1
    if distance > len(text):
        raise ValueError("a copy from before the beginning")
    for _ in range(length):
        text.append(text[-distance])
