"""Read a VBA project from vbaProject.bin: its modules as text, their compiled form, and the other streams.

Excel may run the compiled form of a module (p-code) and not the text that people read, so both are returned. [MS-CFB]
describes the file, [MS-OVBA] the streams.
"""

import struct
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from pc_workbook.ooxml.vba.compression import decompress

_SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY, _IN_HEADER, _MINI_SHIFT = 128, 109, 6
_NONE, _LAST_SECTOR = 0xFFFFFFFF, 0xFFFFFFFA
_STORAGE, _STREAM = 1, 2
_PROJECT_VERSION, _NAME, _STREAM_NAME, _OFFSET = 0x09, 0x19, 0x32, 0x31  # records of the stream "dir"
_FAULTS: Final = (struct.error, IndexError, ValueError)


class ModuleText(NamedTuple):
    """A module of a project."""

    source: bytes
    compiled: bytes
    """The bytes before the text in the module's stream; empty where the project was never compiled."""


class Project(NamedTuple):
    """A project: its modules by name, and every other stream by its path, such as "VBA/_VBA_PROJECT"."""

    modules: Mapping[str, ModuleText]
    others: Mapping[str, bytes]


def read_project(data: bytes) -> Project:
    """Return the project in the bytes of a vbaProject.bin. Raises ValueError where there is none."""
    try:
        streams = compound_streams(data)
        if "VBA/dir" not in streams:
            raise ValueError("no list of modules")
        modules = dict(_modules(streams))
    except _FAULTS as error:
        raise ValueError(f"no VBA project: {error}") from error
    return Project(modules, streams)


def _modules(streams: dict[str, bytes]) -> Iterator[tuple[str, ModuleText]]:
    """Yield each module, and remove its stream from `streams`."""
    name, path = "", ""
    for number, content in _records(decompress(streams["VBA/dir"])):
        if number == _NAME:
            name = content.decode("cp1252")
        elif number == _STREAM_NAME:
            path = f"VBA/{content.decode('utf-16-le')}"
        elif number == _OFFSET:
            (offset,) = struct.unpack("<I", content)
            if path not in streams:
                raise ValueError(f"module {name} has no text")
            stream = streams.pop(path)
            yield name, ModuleText(decompress(stream[offset:]), stream[:offset])


def _records(listing: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(listing):
        number, size = struct.unpack_from("<HI", listing, at)
        if number == _PROJECT_VERSION:  # its size leaves out two of its bytes
            size += 2
        yield number, listing[at + 6 : at + 6 + size]
        at += 6 + size


# -- the compound file ([MS-CFB])


def compound_streams(data: bytes) -> dict[str, bytes]:
    """Return the content of every stream of a compound file by its path. Raises ValueError, IndexError or struct.error."""
    return _CompoundFile(data).streams()


class _CompoundFile:
    def __init__(self, data: bytes) -> None:
        if not data.startswith(_SIGNATURE):
            raise ValueError("not a compound file")
        self.data = data
        (self.shift,) = struct.unpack_from("<H", data, 30)
        if self.shift not in (9, 12):
            raise ValueError("sectors of an unknown size")
        directory, _, self.cutoff, mini_table, _ = struct.unpack_from("<5I", data, 48)
        named = struct.unpack_from(f"<{_IN_HEADER}I", data, 76)
        self.table = _numbers(b"".join(self._sector(number) for number in named if number <= _LAST_SECTOR))
        self.entries = self._chained(directory)
        self.mini_table = _numbers(self._chained(mini_table))
        _, start, size = self._entry(0)
        self.mini = self._chained(start)[:size]

    def streams(self) -> dict[str, bytes]:
        streams: dict[str, bytes] = {}
        seen, waiting = {0}, [("", self._tree(0)[2])]
        while waiting:
            folder, number = waiting.pop()
            if number == _NONE:
                continue
            if number in seen:
                raise ValueError("a folder that contains itself")
            seen.add(number)
            left, right, child = self._tree(number)
            path = folder + self._name(number)
            kind, start, size = self._entry(number)
            waiting += [(folder, left), (folder, right)]
            if kind == _STORAGE:
                waiting.append((f"{path}/", child))
            elif kind == _STREAM:
                streams[path] = self._content(start, size)
        return streams

    def _content(self, start: int, size: int) -> bytes:
        if size >= self.cutoff:
            return self._chained(start)[:size]
        pieces = _chain(start, self.mini_table) if size else []
        width = 1 << _MINI_SHIFT
        return b"".join(self.mini[number * width : (number + 1) * width] for number in pieces)[:size]

    def _chained(self, start: int) -> bytes:
        return b"".join(map(self._sector, _chain(start, self.table)))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) << self.shift
        if start >= len(self.data):
            raise ValueError("a sector beyond the end of the file")
        return self.data[start : start + (1 << self.shift)]

    def _name(self, number: int) -> str:
        (length,) = struct.unpack_from("<H", self.entries, number * _ENTRY + 64)
        start = number * _ENTRY
        return self.entries[start : start + max(min(length, 64) - 2, 0)].decode("utf-16-le")

    def _tree(self, number: int) -> tuple[int, int, int]:
        """Return the entries to the left, to the right and below."""
        left, right, child = struct.unpack_from("<3I", self.entries, number * _ENTRY + 68)
        return left, right, child

    def _entry(self, number: int) -> tuple[int, int, int]:
        """Return kind, first sector and size of an entry."""
        start, size = struct.unpack_from("<2I", self.entries, number * _ENTRY + 116)
        return self.entries[number * _ENTRY + 66], start, size


def _chain(start: int, table: tuple[int, ...]) -> list[int]:
    numbers: list[int] = []
    while start <= _LAST_SECTOR:
        if len(numbers) > len(table):
            raise ValueError("a cycle of sectors")
        numbers.append(start)
        start = table[start]
    return numbers


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
