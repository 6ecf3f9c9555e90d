"""A VBA project read back by other hands than those that wrote it: the file by olefile, its text by [MS-OVBA] here."""

import io
import struct
import zipfile
from pathlib import Path

import olefile


def modules_of(path: Path) -> dict[str, str]:
    """The source of every module in an .xlsm or .xlam, line ends as in a text file."""
    with zipfile.ZipFile(path) as package:
        return modules_in(package.read("xl/vbaProject.bin"))


def modules_in(project: bytes) -> dict[str, str]:
    with olefile.OleFileIO(io.BytesIO(project)) as file:
        found = {}
        for stream, offset in _module_streams(decompressed(file.openstream("VBA/dir").read())):
            source = decompressed(file.openstream(f"VBA/{stream}").read()[offset:])
            found[stream] = source.decode("cp1252").replace("\r\n", "\n")
        return found


def _module_streams(listing: bytes) -> list[tuple[str, int]]:
    at, found, stream = 0, [], ""
    while at < len(listing):
        number, size = struct.unpack_from("<HI", listing, at)
        content = listing[at + 6 : at + 6 + size]
        if number == 0x09:  # PROJECTVERSION counts four of its six bytes
            size = 6
        if number == 0x32:
            stream = content.decode("utf-16-le")
        if number == 0x31:
            found.append((stream, struct.unpack("<I", content)[0]))
        at += 6 + size
    return found


def decompressed(container: bytes) -> bytes:
    """[MS-OVBA] 2.4.1.3.1 onwards, read literally."""
    assert container[0] == 1
    out, at = bytearray(), 1
    while at < len(container):
        (header,) = struct.unpack_from("<H", container, at)
        assert header >> 12 & 7 == 3, "the chunk's signature"
        end, start = at + (header & 0xFFF) + 3, len(out)
        at += 2
        if not header & 0x8000:
            out += container[at:end]
            at = end
        while at < end:
            flags = container[at]
            at += 1
            for bit in range(8):
                if at >= end:
                    break
                if not flags >> bit & 1:
                    out.append(container[at])
                    at += 1
                    continue
                (token,) = struct.unpack_from("<H", container, at)
                at += 2
                bits = next(n for n in range(4, 13) if 1 << n >= len(out) - start)
                for _ in range((token & 0xFFFF >> bits) + 3):
                    out.append(out[-(token >> 16 - bits) - 1])
    return bytes(out)
