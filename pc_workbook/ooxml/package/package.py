"""A workbook file as a package: named parts, their types, and the relations between them.

Parts that are not changed are copied with the same bytes, name, date and compression. Part names compare without
regard to case and have no leading slash. Nothing is written before save(); a package without a changed part packs into
the original file byte for byte.
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

from pc_workbook.errors import InternalError, WorkbookProblem
from pc_workbook.ooxml.package import content_types
from pc_workbook.ooxml.package.content_types import ContentTypes
from pc_workbook.ooxml.package.free_names import folders_of, spellings
from pc_workbook.ooxml.package.namespaces import PACKAGE_RELATION, plain
from pc_workbook.ooxml.package.relations import Relation, owner_of, read_relations, relations_part, resolve
from pc_workbook.ooxml.package.xml import DAMAGED, Element, dump, encoding_of, have_same_content, in_utf8, parse

_NEW_PART_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest date of a zip: equal input gives equal bytes
_SMALL = 1 << 16  # bytes of a part that is kept in memory once read
_CHUNK = 1 << 18  # bytes
_COMPRESSION_LEVEL = 5  # the usual 6 takes 1.5 times as long and saves 1% of the bytes
_RAW_DEFLATE = -15  # without header and checksum, which the zip has
_DEFAULT_MODE = 0o600 << 16  # file mode of a part without one, for programs that unpack the zip
_HEADER, _LENGTHS_AT, _LENGTHS = (
    30,
    26,
    struct.Struct("<HH"),
)  # of a part in a zip, and the position of its lengths in it
_EMPTY_ZIP = b"PK\5\6" + bytes(18)
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
MOST_UNPACKED = 1_000_000_000  # bytes of all parts together: three times a national tracker
LARGEST_DENSE_PART = 32_000_000  # bytes: a part or workbook that is larger may be compressed at most
HIGHEST_RATIO = 100  # times; workbooks that people save are compressed 5 to 25 times
TOO_LARGE = (
    "{name} would take {size:,} MB unpacked, and at most {most:,} MB are read. Delete sheets that are no longer needed, "
    "save it, and try again."
)
TOO_DENSE = (
    "{name} is packed so tightly ({part} would grow from {packed:,} to {size:,} bytes) that it was not unpacked: such "
    "files are made to exhaust a computer. If you know who made it, open it in Excel, save it, and try again."
)


class Changes(NamedTuple):
    """Sorted names of changed parts; `touched` are those that existed before and now differ."""

    touched: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.touched or self.added or self.removed)


class Package:
    """A workbook as named parts. Raises WorkbookProblem where it is damaged, too large or packed too densely."""

    def __init__(self, data: bytes, name: str, parts: Mapping[str, bytes] = MappingProxyType({})) -> None:
        """Open the zip in `data` and add `parts` to it; `name` is the file name that messages use."""
        self.name = name
        self._data = data
        self._zip = self._open_zip()
        self._infos = [info for info in self._zip.infolist() if not info.is_dir()]
        self._refuse_bombs()
        self._index = {info.filename.casefold(): info for info in self._infos}
        self._changed = {part.casefold(): (part, content) for part, content in parts.items()}
        self._dropped: set[str] = set()
        self._small: dict[str, bytes] = {}  # parts that are read many times: relations, styles, the workbook
        self._is_recoded_anywhere = False
        self._verified: set[str] = set()  # parts that were unpacked once, so their checksum is right
        self._formula_free: set[str] = set()  # sheets that were read to their end and have no formula
        self._used_names: frozenset[str] | None = None  # found when first needed, and again after a part was dropped
        if len(self._index) < len(self._infos) or not self.has(content_types.PART):
            raise self.damaged()
        self.types = ContentTypes(self.read(content_types.PART), name)

    @classmethod
    def open(cls, path: Path) -> "Package":
        """Return the package in a file. Raises OSError where it can't be read."""
        return cls(path.read_bytes(), path.name)

    @classmethod
    def of_parts(cls, parts: Mapping[str, bytes], name: str) -> "Package":
        """Return a new workbook made of parts by name."""
        return cls(_EMPTY_ZIP, name, parts)

    def damaged(self) -> WorkbookProblem:
        """Return the problem to raise where a part is damaged."""
        return WorkbookProblem(DAMAGED.format(name=self.name))

    def _open_zip(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(io.BytesIO(self._data))
        except _UNREADABLE as error:
            raise self.damaged() from error

    def _refuse_bombs(self) -> None:
        """Refuse a file that would fill the memory, before anything is unpacked.

        The sizes in the zip can be relied on: no more than that is unpacked, and a part with more is damaged.
        """
        size = sum(info.file_size for info in self._infos)
        if size > MOST_UNPACKED:
            most = MOST_UNPACKED // 1_000_000
            raise WorkbookProblem(TOO_LARGE.format(name=self.name, size=size // 1_000_000, most=most))
        sizes = [(info.filename, info.compress_size, info.file_size) for info in self._infos]
        for part, packed, unpacked in (*sizes, ("the whole", len(self._data), size)):
            if unpacked > LARGEST_DENSE_PART and unpacked > packed * HIGHEST_RATIO:
                raise WorkbookProblem(TOO_DENSE.format(name=self.name, part=part, packed=packed, size=unpacked))

    @property
    def is_unambiguous(self) -> bool:
        """Whether any reader of the file finds the same text in the parts read so far: they are in UTF-8, and nothing
        follows the zip's directory, which readers search for from the end."""
        return not self._is_recoded_anywhere and self._data[-len(_EMPTY_ZIP) :].startswith(_EMPTY_ZIP[:4])

    # -- parts

    def has_backslashes(self) -> bool:
        """Return whether a part name is written with backslashes, which only some programs read."""
        return any("\\" in info.orig_filename for info in self._zip.infolist())

    def has(self, part: str) -> bool:
        """Return whether there is a part of that name."""
        key = part.casefold()
        return key in self._changed or (key in self._index and key not in self._dropped)

    def read(self, part: str) -> bytes:
        """Return the bytes of a part; an XML part in UTF-8, whatever its encoding.

        Raises WorkbookProblem where the part is missing or damaged.
        """
        key = part.casefold()
        if key in self._changed:
            return self._changed[key][1]
        if key in self._dropped or key not in self._index:
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
                data = unpacking.read(info.file_size + 1)  # bounded: a part may unpack to more than the zip says
        except _UNREADABLE as error:
            raise self.damaged() from error
        self._verified.add(key)
        if len(data) <= _SMALL:
            self._small[key] = data
        return data

    def chunks(self, part: str, overlap: int = 64, size: int = _CHUNK) -> Iterator[bytes]:
        """Yield a part in chunks of `size` bytes, each beginning with the last `overlap` bytes of the one before.

        A national sheet unpacked whole would take more memory than everything else together. Raises WorkbookProblem
        where the part is damaged.
        """
        key = part.casefold()
        if key in self._changed or key in self._small or self._index[key].file_size <= size or self._is_recoded(key):
            yield self.read(part)
            return
        try:
            with self._opened(self._index[key]) as unpacking:
                end = b""
                while chunk := unpacking.read(size):
                    yield end + chunk
                    end = chunk[len(chunk) - overlap :] if overlap else b""
        except _UNREADABLE as error:
            raise self.damaged() from error
        self._verified.add(key)

    def _opened(self, info: zipfile.ZipInfo) -> IO[bytes]:
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self.damaged()  # Excel unpacks no other method, and their size is not bounded
        return self._zip.open(info)

    def _is_recoded(self, key: str) -> bool:
        """Return whether a part is stored in another encoding than UTF-8."""
        try:
            with self._opened(self._index[key]) as unpacking:
                return encoding_of(unpacking.read(100), key) is not None
        except _UNREADABLE as error:
            raise self.damaged() from error

    def size(self, part: str) -> int:
        """Return the unpacked size of a part in bytes."""
        key = part.casefold()
        return len(self._changed[key][1]) if key in self._changed else self._index[key].file_size

    def checksum(self, part: str) -> int:
        """Return the CRC-32 of a part."""
        info = self._index.get(part.casefold())
        untouched = info is not None and part.casefold() not in self._changed and self.has(part)
        return info.CRC if info is not None and untouched else zlib.crc32(self.read(part))

    def note_formula_free(self, part: str) -> None:
        """Record that a sheet has no formula, so that nothing else need read it to find out."""
        self._formula_free.add(part.casefold())

    def is_formula_free(self, part: str) -> bool:
        """Return whether the sheet is known to have no formula; False means not known."""
        return part.casefold() in self._formula_free

    def tree(self, part: str) -> Element:
        """Return the root element of a part. Raises WorkbookProblem where it is damaged."""
        return parse(self.read(part), self.name)

    def put(self, part: str, data: bytes) -> None:
        """Add a part or replace its bytes."""
        key = part.casefold()
        name = self._index[key].filename if key in self._index else part
        self._changed[key] = (name, data)
        self._dropped.discard(key)
        self._formula_free.discard(key)

    def put_tree(self, part: str, tree: Element) -> None:
        """Replace a part by a tree; the bytes stay as they are where the tree has the same content."""
        if not (self.has(part) and have_same_content(self.tree(part), tree)):
            self.put(part, dump(tree))

    def drop(self, part: str) -> None:
        """Remove a part, its declaration and its relations."""
        self._used_names = None
        for name in (part, relations_part(part)):
            self._dropped.add(name.casefold())
            self._changed.pop(name.casefold(), None)
            self.types.remove(name)

    def drop_relations(self, owner: str) -> None:
        """Remove the relations of a part, if it has any."""
        if self.has(relations_part(owner)):
            self.drop(relations_part(owner))

    def names(self) -> set[str]:
        """Return the names of all parts."""
        kept = {info.filename for info in self._infos if info.filename.casefold() not in self._dropped}
        return kept | {name for name, _ in self._changed.values()}

    def free_name(self, like: str) -> str:
        """Return the first free name of the same kind: xl/charts/chart7.xml -> xl/charts/chart3.xml."""
        stem, ending = splitext(like)
        stem, number = stem.rstrip("0123456789"), 1
        while not self.is_free(f"{stem}{number}{ending}"):
            number += 1
        return f"{stem}{number}{ending}"

    def is_free(self, part: str) -> bool:
        """Return whether no part has the name, no relations belong to it, and nothing in the file refers to it."""
        if self._used_names is None:
            self._used_names = frozenset(self._referenced_names())
        return not (part.casefold() in self._used_names or self.has(part) or self.has(relations_part(part)))

    def _referenced_names(self) -> Iterator[str]:
        """Yield every name in the file, in all its spellings: of parts and folders, in declarations and relations."""
        names = self.names()
        yield from (spelling for name in (*names, *self.types.names()) for spelling in spellings(name))
        yield from folders_of(names)
        for name in names:
            owner = owner_of(name)
            with suppress(WorkbookProblem):  # relations that can't be read refer to nothing
                for relation in () if owner is None else self.relations(owner):
                    yield from spellings(relation.part or resolve(owner or "", relation.target))

    # -- relations

    def relation_tree(self, owner: str) -> Element:
        """Return the tree of a part's relations, an empty one where it has none."""
        part = relations_part(owner)
        if self.has(part):
            return self.tree(part)
        return parse(f'<Relationships xmlns="{plain(PACKAGE_RELATION)}"/>'.encode())

    def relations(self, owner: str) -> list[Relation]:
        """Return the relations of a part, or of the package for ""."""
        part = relations_part(owner)
        return list(_relations_in(self.read(part), owner, self.name)) if self.has(part) else []

    def related(self, owner: str, kind: str) -> str | None:
        """Return the first existing part that a relation of that kind points at, None where there is none."""
        return next(iter(self.related_parts(owner, kind)), None)

    def related_parts(self, owner: str, kind: str) -> list[str]:
        """Return the existing parts that relations of that kind point at."""
        parts = [relation.part for relation in self.relations(owner) if relation.kind == kind]
        return [part for part in parts if part is not None and self.has(part)]

    def reachable(self, start: str = "") -> set[str]:
        """Return the case-folded names of the parts that relations lead to from `start`, without `start` itself."""
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            for relation in self.relations(waiting.pop()):
                part = relation.part
                if part is not None and part.casefold() not in seen and self.has(part):
                    seen.add(part.casefold())
                    waiting.append(part)
        return seen

    # -- packing

    def changes(self) -> Changes:
        """Return the changed parts. It writes the content types, so call it after the last change."""
        self.types.cover_relations(self.names())
        self.put(content_types.PART, self.types.dump())
        touched = [name for key, (name, data) in self._changed.items() if self._differs(key, data)]
        added = [name for key, (name, _) in self._changed.items() if key not in self._index]
        removed = [self._index[key].filename for key in self._dropped if key in self._index]
        return Changes(tuple(sorted(touched)), tuple(sorted(added)), tuple(sorted(removed)))

    def _differs(self, key: str, data: bytes) -> bool:
        info = self._index.get(key)
        if info is None:
            return False
        same_sum = info.file_size == len(data) and zlib.crc32(data) == info.CRC
        return not (same_sum and self._original(key) == data)

    def save(self, out: Path) -> None:
        """Write the workbook to a file, which is replaced in one step. Raises OSError where that fails."""
        replace_file(out, self.packed())

    def packed(self) -> bytes:
        """Return the workbook as the content of a file; the original content where nothing was changed."""
        return self._packed_again() if self.changes() else self._data

    def _packed_again(self) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as out:
            for info in self._infos:
                key = info.filename.casefold()
                if key in self._changed and key not in self._dropped:
                    _pack(self._changed[key][1], _entry_like(info), out)
                elif key not in self._dropped:
                    self._copy_packed(info, out)
            for key, (name, data) in self._changed.items():
                if key not in self._index:
                    _pack(data, _new_entry(name), out)
        return buffer.getvalue()  # getvalue() makes no second copy of what may be 30 MB

    def _copy_packed(self, info: zipfile.ZipInfo, out: zipfile.ZipFile) -> None:
        """Copy the packed bytes of a part; it is unpacked once, to find damage."""
        if info.filename.casefold() not in self._verified:
            self._original(info.filename.casefold())
        name_and_extra = sum(_LENGTHS.unpack_from(self._data, info.header_offset + _LENGTHS_AT))
        start = info.header_offset + _HEADER + name_and_extra
        copy = _entry_like(info)
        copy.CRC, copy.compress_size, copy.file_size = info.CRC, info.compress_size, info.file_size
        _append(memoryview(self._data)[start : start + info.compress_size], copy, out)


@lru_cache(maxsize=1024)
def _relations_in(data: bytes, owner: str, workbook: str) -> tuple[Relation, ...]:
    """Return the relations in a part; cached by its content, since the same ones are read a dozen times."""
    return tuple(read_relations(owner, parse(data, workbook)))


def _pack(data: bytes, info: zipfile.ZipInfo, out: zipfile.ZipFile) -> None:
    """Compress a part and append it to a zip."""
    packed = data
    if info.compress_type != zipfile.ZIP_STORED:
        packed, info.compress_type = zlib.compress(data, _COMPRESSION_LEVEL, wbits=_RAW_DEFLATE), zipfile.ZIP_DEFLATED
    info.external_attr = info.external_attr or _DEFAULT_MODE
    info.CRC, info.compress_size, info.file_size = zlib.crc32(data), len(packed), len(data)
    _append(packed, info, out)


def _append(packed: bytes | memoryview, info: zipfile.ZipInfo, out: zipfile.ZipFile) -> None:
    """Append a compressed part to a zip. Raises InternalError where the zip was closed."""
    if out.fp is None:
        raise InternalError("writing a workbook that was closed")
    info.header_offset = out.fp.tell()
    out.fp.write(info.FileHeader())
    out.fp.write(packed)
    out.filelist.append(info)
    out.NameToInfo[info.filename] = info
    out.start_dir = out.fp.tell()


def _entry_like(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    copy = zipfile.ZipInfo(info.filename, info.date_time)
    copy.compress_type = info.compress_type
    copy.external_attr = info.external_attr
    copy.create_system = info.create_system
    return copy


def _new_entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _NEW_PART_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0  # else the same content would give other bytes on Windows than on a Mac
    return info


def replace_file(out: Path, data: bytes) -> None:
    """Write beside the target, then replace it: a reader sees the old file or the new one, never a part.

    Raises OSError where the file can't be written or replaced.
    """
    temporary = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        temporary.write_bytes(data)
        if out.exists():
            temporary.chmod(out.stat().st_mode & 0o7777)
        temporary.replace(out)
    finally:
        temporary.unlink(missing_ok=True)
