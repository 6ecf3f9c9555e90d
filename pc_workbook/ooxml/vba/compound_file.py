"""Write a compound file, the format of a VBA project: folders and streams in one file, as [MS-CFB] describes it.

Version 3 has sectors of 512 bytes, and mini sectors of 64 for streams under 4,096. The same content gives the same bytes:
there are no dates, and every number that [MS-CFB] leaves open is zero.
"""

import struct
from collections.abc import Mapping
from typing import Final, NamedTuple, TypeAlias

from pc_workbook.errors import InternalError

Folder: TypeAlias = Mapping[str, "bytes | Folder"]

_SECTOR, _MINI, _SMALL = 512, 64, 4096  # a stream of fewer than _SMALL bytes is stored in mini sectors ([MS-CFB] 2.2)
_NUMBERS: Final = _SECTOR // 4  # entries in one sector of the sector table
_FREE, _END, _TABLE, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_IN_HEADER: Final = 109  # sectors of the table that the header can list: 7 MB
_FOLDER, _STREAM, _ROOT = 1, 2, 5
_BLACK: Final = 1  # the simplest tree that [MS-CFB] 2.6.4 allows
_LONGEST_NAME: Final = 31
_ENTRY = struct.Struct("<64sHBBIII16sIQQIQ")


class _Entry(NamedTuple):
    name: str
    kind: int
    content: bytes
    child: int = _NONE


class _Location(NamedTuple):
    start: int
    size: int


def compound_file(root: Folder) -> bytes:
    """Return the bytes of a compound file with these folders and streams.

    Raises OurMistake for a name that is too long and for a file of more than 7 MB.
    """
    entries: list[_Entry] = [_Entry("Root Entry", _ROOT, b"")]
    siblings: dict[int, tuple[int, int]] = {}
    _enter(root, 0, entries, siblings)
    return _Sectors().filled(entries, siblings)


def _enter(folder: Folder, owner: int, entries: list[_Entry], siblings: dict[int, tuple[int, int]]) -> None:
    """Number the entries of a folder, and link them into a search tree."""
    numbers = {}
    for name, content in folder.items():
        if not 0 < len(name) <= _LONGEST_NAME:
            raise InternalError(f"a compound file can't hold an entry called {name!r}")
        number = numbers[name] = len(entries)
        if isinstance(content, bytes):
            entries.append(_Entry(name, _STREAM, content))
        else:
            entries.append(_Entry(name, _FOLDER, b""))
            _enter(content, number, entries, siblings)
    in_order = [numbers[name] for name in sorted(numbers, key=_sort_key)]
    entries[owner] = entries[owner]._replace(child=_tree(in_order, siblings))


def _sort_key(name: str) -> tuple[int, str]:
    """Return the sort key of a name ([MS-CFB] 2.6.4): shorter names first, without regard to case."""
    return len(name), name.upper()


def _tree(numbers: list[int], siblings: dict[int, tuple[int, int]]) -> int:
    """Return the number in the middle; the numbers before it form its left subtree, those after it the right one."""
    if not numbers:
        return _NONE
    middle = len(numbers) // 2
    siblings[numbers[middle]] = _tree(numbers[:middle], siblings), _tree(numbers[middle + 1 :], siblings)
    return numbers[middle]


class _Sectors:
    """The sectors after the header, and the table of which sector follows which."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.table: list[int] = []

    def filled(self, entries: list[_Entry], siblings: dict[int, tuple[int, int]]) -> bytes:
        mini = _Mini()
        locations = [mini.add(e.content) if len(e.content) < _SMALL else self._add(e.content) for e in entries]
        locations[0] = _Location(self._add(bytes(mini.data)).start, len(mini.data))
        mini_table = self._add(_numbers(mini.table))
        directory = self._add(_directory(entries, locations, siblings))
        table_start, table_sectors = self._add_table()
        header = _header(table_start, table_sectors, directory.start, mini_table, len(mini.table))
        return header + bytes(self.data)

    def _add(self, content: bytes) -> _Location:
        start, count = len(self.table), -(-len(content) // _SECTOR)
        if not count:
            return _Location(_END, 0)
        self.data += _padded(content, _SECTOR)
        self.table += _chain(start, count)
        return _Location(start, len(content))

    def _add_table(self) -> tuple[int, int]:
        """Append the sector table, which is stored in sectors that it lists too; return its start and its size in sectors."""
        start, count = len(self.table), 1
        while start + count > count * _NUMBERS:
            count += 1
        if count > _IN_HEADER:
            raise InternalError("a compound file of more than 7 MB was asked for")
        self.data += _numbers([*self.table, *[_TABLE] * count])
        return start, count


class _Mini:
    """The small streams in mini sectors, and the table of which mini sector follows which."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.table: list[int] = []

    def add(self, content: bytes) -> _Location:
        """Append a stream."""
        start, count = len(self.table), -(-len(content) // _MINI)
        self.data += _padded(content, _MINI)
        self.table += _chain(start, count)
        return _Location(start if count else _END, len(content))


def _chain(start: int, count: int) -> list[int]:
    return [*range(start + 1, start + count), _END] if count else []


def _padded(content: bytes, to: int) -> bytes:
    return content + bytes(-len(content) % to)


def _numbers(numbers: list[int]) -> bytes:
    """Return a table as whole sectors; unused entries are marked as free."""
    rest = -len(numbers) % _NUMBERS
    return struct.pack(f"<{len(numbers) + rest}I", *numbers, *[_FREE] * rest)


def _directory(entries: list[_Entry], locations: list[_Location], siblings: dict[int, tuple[int, int]]) -> bytes:
    """Return the directory ([MS-CFB] 2.6.1): an entry of 128 bytes for each folder and stream."""
    lines = []
    for number, (entry, location) in enumerate(zip(entries, locations, strict=True)):
        name = f"{entry.name}\0".encode("utf-16-le")
        left, right = siblings.get(number, (_NONE, _NONE))
        start, size = (0, 0) if entry.kind == _FOLDER else location
        lines.append(
            _ENTRY.pack(name, len(name), entry.kind, _BLACK, left, right, entry.child, b"", 0, 0, 0, start, size)
        )
    unused = _ENTRY.pack(b"", 0, 0, 0, _NONE, _NONE, _NONE, b"", 0, 0, 0, 0, 0)
    return b"".join([*lines, *[unused] * (-len(lines) % (_SECTOR // _ENTRY.size))])


def _header(table: int, table_sectors: int, directory: int, mini_table: _Location, mini_sectors: int) -> bytes:
    """Return the header ([MS-CFB] 2.2): signature, version 3.62, little-endian, sector sizes 2^9 and 2^6, and the first
    sectors of each table."""
    signature = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    shape = struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    begins = struct.pack(
        "<9I", 0, table_sectors, directory, 0, _SMALL, mini_table.start, -(-mini_sectors // _NUMBERS), _END, 0
    )
    named = [*range(table, table + table_sectors)]
    return signature + shape + begins + struct.pack(f"<{_IN_HEADER}I", *named, *[_FREE] * (_IN_HEADER - len(named)))
