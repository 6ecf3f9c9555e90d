"""A workbook file as a package: named parts, what each is, and which part points at which.

What nobody puts or drops is copied as it was: the same bytes under the same name, date and compression.
Part names compare without regard to case and are written without their leading slash. Nothing is written
before save(), and a package in which no part was changed packs into the original file byte for byte.
"""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from posixpath import splitext
from types import MappingProxyType
from typing import IO, NamedTuple

from pc_workbook.errors import OurMistake, WorkbookProblem
from pc_workbook.ooxml.package import content_types
from pc_workbook.ooxml.package.content_types import ContentTypes
from pc_workbook.ooxml.package.free_names import folders_of, spellings
from pc_workbook.ooxml.package.namespaces import PACKAGE_RELATION, plain
from pc_workbook.ooxml.package.relations import Relation, owner_of, read_relations, relations_part, resolve
from pc_workbook.ooxml.package.xml import DAMAGED, Element, dump, encoding_of, in_utf8, parse, says_the_same

_NEW_PART_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say: equal input gives equal bytes
_SMALL = 1 << 16
_BITE = 1 << 18
_EFFORT = 5  # how hard a part is packed: the usual 6 takes half as long again, and saves one byte in a hundred
_BARE = -15  # packed without a head and a sum round it, which the zip has
_OWNERS = 0o600 << 16  # whose a part is, where nothing is said: what unpacks it by itself asks
_HEADER, _LENGTHS_AT, _LENGTHS = 30, 26, struct.Struct("<HH")  # of a part in a zip, and where its lengths stand
_NO_PARTS = b"PK\5\6" + bytes(18)  # a zip that holds nothing
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    LookupError,
)
MOST_UNPACKED = 1_000_000_000  # bytes of all parts together: three times those of a national tracker
MOST_PACKED_TIGHTLY = 32_000_000  # bytes from which a part or a workbook may not shrink more than
MOST_SHRUNK = 100  # times: those that people save shrink 5 to 25 times
TOO_LARGE = (
    "{name} would take {size:,} MB unpacked, and at most {most:,} MB are read; delete sheets that are no longer needed, "
    "save it, and try again."
)
TOO_DENSE = (
    "{name} is packed so tightly ({part} would grow from {packed:,} to {size:,} bytes) that it was not unpacked: such "
    "files are made to exhaust a computer. If you know who made it, open it in Excel, save it, and try again."
)


class Changes(NamedTuple):
    """Part names, sorted. Touched: there before and now different."""

    touched: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.touched or self.added or self.removed)


class Package:
    def __init__(self, data: bytes, name: str, parts: Mapping[str, bytes] = MappingProxyType({})) -> None:
        """`name` is what messages call the workbook: its file name. `parts` are put into what `data` holds."""
        self.name = name
        self._data = data
        self._zip = self._open_zip()
        self._infos = [info for info in self._zip.infolist() if not info.is_dir()]
        self._refuse_bombs()
        self._index = {info.filename.casefold(): info for info in self._infos}
        self._put = {part.casefold(): (part, held) for part, held in parts.items()}
        self._gone: set[str] = set()
        self._small: dict[str, bytes] = {}  # parts asked for again and again: relations, styles, the workbook
        self._is_recoded_anywhere = False
        self._sound: set[str] = set()  # parts that were unpacked once and agree with their checksum
        self._formula_free: set[str] = set()  # sheets that were read to their end and hold no formula
        self._named: frozenset[str] | None = (
            None  # names that are not free; a drop frees some, and what we put is there
        )
        if len(self._index) < len(self._infos) or not self.has(content_types.PART):
            raise self.damaged()
        self.types = ContentTypes(self.read(content_types.PART), name)

    @classmethod
    def open(cls, path: Path) -> "Package":
        return cls(path.read_bytes(), path.name)

    @classmethod
    def of(cls, parts: Mapping[str, bytes], name: str) -> "Package":
        """A workbook that is no file yet, of its parts by name."""
        return cls(_NO_PARTS, name, parts)

    def damaged(self) -> WorkbookProblem:
        return WorkbookProblem(DAMAGED.format(name=self.name))

    def _open_zip(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(io.BytesIO(self._data))
        except _UNREADABLE as error:
            raise self.damaged() from error

    def _refuse_bombs(self) -> None:
        """Refuse, before anything is unpacked, a file that would fill the memory. What a part says of its size holds:
        no more of it is unpacked, and one that says less than it holds is damaged."""
        size = sum(info.file_size for info in self._infos)
        if size > MOST_UNPACKED:
            most = MOST_UNPACKED // 1_000_000
            raise WorkbookProblem(TOO_LARGE.format(name=self.name, size=size // 1_000_000, most=most))
        every = [(info.filename, info.compress_size, info.file_size) for info in self._infos]
        for part, packed, unpacked in (*every, ("the whole", len(self._data), size)):
            if unpacked > MOST_PACKED_TIGHTLY and unpacked > packed * MOST_SHRUNK:
                raise WorkbookProblem(TOO_DENSE.format(name=self.name, part=part, packed=packed, size=unpacked))

    @property
    def is_read_alike(self) -> bool:
        """Whether another reader of the same file finds the same text in the parts that were read so far: they are in
        UTF-8, and nothing follows the list of parts, which is looked for from the end."""
        return not self._is_recoded_anywhere and self._data[-len(_NO_PARTS) :].startswith(_NO_PARTS[:4])

    # -- parts

    def has_backslashes(self) -> bool:
        return any("\\" in info.orig_filename for info in self._zip.infolist())

    def has(self, part: str) -> bool:
        key = part.casefold()
        return key in self._put or (key in self._index and key not in self._gone)

    def read(self, part: str) -> bytes:
        """The bytes of a part; the text of an XML part in UTF-8, whatever it is stored in."""
        key = part.casefold()
        if key in self._put:
            return self._put[key][1]
        if key in self._gone or key not in self._index:
            raise self.damaged()
        try:
            stored = self._original(key)
            text = in_utf8(stored, part)
        except _UNREADABLE as error:
            raise self.damaged() from error
        self._is_recoded_anywhere = self._is_recoded_anywhere or text is not stored
        return text

    def _original(self, key: str) -> bytes:
        if key in self._small:
            return self._small[key]
        info = self._index[key]
        try:
            with self._opened(info) as unpacking:
                data = unpacking.read(info.file_size + 1)  # bounded: unpacked whole, a part may hold more than it says
        except _UNREADABLE as error:
            raise self.damaged() from error
        self._sound.add(key)
        if len(data) <= _SMALL:
            self._small[key] = data
        return data

    def bites(self, part: str, overlap: int = 64, size: int = _BITE) -> Iterator[bytes]:
        """A part a bite at a time, each beginning with the end of the one before: a national sheet unpacked whole
        would take more memory than all else together."""
        key = part.casefold()
        if key in self._put or key in self._small or self._index[key].file_size <= size or self._is_recoded(key):
            yield self.read(part)
            return
        try:
            with self._opened(self._index[key]) as unpacking:
                end = b""
                while bite := unpacking.read(size):
                    yield end + bite
                    end = bite[len(bite) - overlap :] if overlap else b""
        except _UNREADABLE as error:
            raise self.damaged() from error
        self._sound.add(key)

    def _opened(self, info: zipfile.ZipInfo) -> IO[bytes]:
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self.damaged()  # Excel unpacks no others, and what these take is not bounded
        return self._zip.open(info)

    def _is_recoded(self, key: str) -> bool:
        """Whether a part is stored in another encoding than UTF-8."""
        try:
            with self._opened(self._index[key]) as unpacking:
                return encoding_of(unpacking.read(100), key) is not None
        except _UNREADABLE as error:
            raise self.damaged() from error

    def size(self, part: str) -> int:
        """The bytes of a part, unpacked."""
        key = part.casefold()
        return len(self._put[key][1]) if key in self._put else self._index[key].file_size

    def checksum(self, part: str) -> int:
        info = self._index.get(part.casefold())
        untouched = info is not None and part.casefold() not in self._put and self.has(part)
        return info.CRC if info is not None and untouched else zlib.crc32(self.read(part))

    def note_formula_free(self, part: str) -> None:
        """Whoever has read a sheet to its end and met no formula says so, and spares the next one the reading."""
        self._formula_free.add(part.casefold())

    def is_formula_free(self, part: str) -> bool:
        """Whether that has been said of the sheet as it stands; False says nothing."""
        return part.casefold() in self._formula_free

    def tree(self, part: str) -> Element:
        return parse(self.read(part), self.name)

    def put(self, part: str, data: bytes) -> None:
        key = part.casefold()
        name = self._index[key].filename if key in self._index else part
        self._put[key] = (name, data)
        self._gone.discard(key)
        self._formula_free.discard(key)

    def put_tree(self, part: str, tree: Element) -> None:
        """Put the tree, unless it says no more than what stands there: then the bytes stay."""
        if not (self.has(part) and says_the_same(self.tree(part), tree)):
            self.put(part, dump(tree))

    def drop(self, part: str) -> None:
        """Remove a part, its declaration and its relations."""
        self._named = None
        for name in (part, relations_part(part)):
            self._gone.add(name.casefold())
            self._put.pop(name.casefold(), None)
            self.types.forget(name)

    def drop_relations(self, owner: str) -> None:
        if self.has(relations_part(owner)):
            self.drop(relations_part(owner))

    def names(self) -> set[str]:
        kept = {info.filename for info in self._infos if info.filename.casefold() not in self._gone}
        return kept | {name for name, _ in self._put.values()}

    def free_name(self, like: str) -> str:
        """The first free name of the same kind: xl/charts/chart7.xml -> xl/charts/chart3.xml."""
        stem, ending = splitext(like)
        stem, number = stem.rstrip("0123456789"), 1
        while not self.is_free(f"{stem}{number}{ending}"):
            number += 1
        return f"{stem}{number}{ending}"

    def is_free(self, part: str) -> bool:
        """Whether no part has the name, relations of that owner are not there, and nothing names it though it is absent."""
        if self.has(part) or self.has(relations_part(part)):
            return False
        if self._named is None:
            self._named = frozenset(self._names_spoken_of())
        return part.casefold() not in self._named

    def _names_spoken_of(self) -> Iterator[str]:
        """Every name in the file, as any reader may take it: of parts, in declarations, in relations, of folders."""
        names = self.names()
        yield from (spelled for name in (*names, *self.types.names()) for spelled in spellings(name))
        yield from folders_of(names)
        for name in names:
            owner = owner_of(name)
            with suppress(WorkbookProblem):  # relations that nobody can read lead nowhere
                for relation in () if owner is None else self.relations(owner):
                    yield from spellings(relation.part or resolve(owner or "", relation.target))

    # -- relations

    def relation_tree(self, owner: str) -> Element:
        part = relations_part(owner)
        if self.has(part):
            return self.tree(part)
        return parse(f'<Relationships xmlns="{plain(PACKAGE_RELATION)}"/>'.encode())

    def relations(self, owner: str) -> list[Relation]:
        part = relations_part(owner)
        return list(_relations_in(self.read(part), owner, self.name)) if self.has(part) else []

    def related(self, owner: str, kind: str) -> str | None:
        """The first part of that kind which is really there."""
        parts = (relation.part for relation in self.relations(owner) if relation.kind == kind)
        return next((part for part in parts if part is not None and self.has(part)), None)

    def reachable(self, start: str = "") -> set[str]:
        """Every part that can be reached by relations from `start`, by folded name, `start` not counted."""
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            for relation in self.relations(waiting.pop()):
                part = relation.part
                if part is not None and part.casefold() not in seen and self.has(part):
                    seen.add(part.casefold())
                    waiting.append(part)
        return seen

    # -- out

    def changes(self) -> Changes:
        """What is no longer as it was. Declares what was put, so call it when all is done."""
        self.types.cover_relations(self.names())
        self.put(content_types.PART, self.types.dump())
        touched = [name for key, (name, data) in self._put.items() if self._differs(key, data)]
        added = [name for key, (name, _) in self._put.items() if key not in self._index]
        removed = [self._index[key].filename for key in self._gone if key in self._index]
        return Changes(tuple(sorted(touched)), tuple(sorted(added)), tuple(sorted(removed)))

    def _differs(self, key: str, data: bytes) -> bool:
        info = self._index.get(key)
        if info is None:
            return False
        same_sum = info.file_size == len(data) and zlib.crc32(data) == info.CRC
        return not (same_sum and self._original(key) == data)

    def save(self, out: Path) -> None:
        replace_file(out, self.packed())

    def packed(self) -> bytes:
        """The workbook as it now stands, as the content of a file."""
        return self._packed_anew() if self.changes() else self._data

    def _packed_anew(self) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as out:
            for info in self._infos:
                key = info.filename.casefold()
                if key in self._put and key not in self._gone:
                    _pack(self._put[key][1], _described_like(info), out)
                elif key not in self._gone:
                    self._copy_packed(info, out)
            for key, (name, data) in self._put.items():
                if key not in self._index:
                    _pack(data, _new_part(name), out)
        return buffer.getvalue()  # the buffer itself: no second copy of what may be thirty megabytes

    def _copy_packed(self, info: zipfile.ZipInfo, out: zipfile.ZipFile) -> None:
        """Copy a part as it lies in the file, without packing it anew; unpacked once, so that damage is told."""
        if info.filename.casefold() not in self._sound:
            self._original(info.filename.casefold())
        name_and_extra = sum(_LENGTHS.unpack_from(self._data, info.header_offset + _LENGTHS_AT))
        start = info.header_offset + _HEADER + name_and_extra
        copy = _described_like(info)
        copy.CRC, copy.compress_size, copy.file_size = info.CRC, info.compress_size, info.file_size
        _lay(memoryview(self._data)[start : start + info.compress_size], copy, out)


@lru_cache(maxsize=1024)
def _relations_in(data: bytes, owner: str, workbook: str) -> tuple[Relation, ...]:
    """Kept, since the same relations are asked for a dozen times; by their text, so that a changed one is read anew."""
    return tuple(read_relations(owner, parse(data, workbook)))


def _pack(data: bytes, info: zipfile.ZipInfo, out: zipfile.ZipFile) -> None:
    """Put a part into a zip."""
    packed = data
    if info.compress_type != zipfile.ZIP_STORED:
        packed, info.compress_type = zlib.compress(data, _EFFORT, wbits=_BARE), zipfile.ZIP_DEFLATED
    info.external_attr = info.external_attr or _OWNERS
    info.CRC, info.compress_size, info.file_size = zlib.crc32(data), len(packed), len(data)
    _lay(packed, info, out)


def _lay(packed: bytes | memoryview, info: zipfile.ZipInfo, out: zipfile.ZipFile) -> None:
    """Put a part that is packed already into a zip."""
    if out.fp is None:
        raise OurMistake("writing a workbook that was closed")
    info.header_offset = out.fp.tell()
    out.fp.write(info.FileHeader())
    out.fp.write(packed)
    out.filelist.append(info)
    out.NameToInfo[info.filename] = info
    out.start_dir = out.fp.tell()


def _described_like(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    copy = zipfile.ZipInfo(info.filename, info.date_time)
    copy.compress_type = info.compress_type
    copy.external_attr = info.external_attr
    copy.create_system = info.create_system
    return copy


def _new_part(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _NEW_PART_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0  # else the same drawing gives other bytes on Windows than on a Mac
    return info


def replace_file(out: Path, data: bytes) -> None:
    """Write beside the target, then take its place: a reader sees the old file or the new one, whole."""
    beside = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(data)
        if out.exists():
            beside.chmod(out.stat().st_mode & 0o7777)
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
