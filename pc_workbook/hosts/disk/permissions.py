"""Whose a file is and who may do what with it: owner, group, permissions, access lists and extended attributes."""

import contextlib
import os
import stat
import sys
from pathlib import Path
from typing import Final

_OF_THE_CONTENT: Final = frozenset({"security.ima", "security.evm"})  # sums that the system makes of what a file holds

Rights = tuple[object, ...]


def rights_kept(new: Path, like: Path) -> bool:
    """Give a file the owner, group, permissions, access list and attributes of another; return whether all were taken.

    Only an administrator may give a file to another owner, so for a colleague's file the answer is often no.
    """
    if sys.platform == "win32":
        return True  # ReplaceFile keeps them (swap.py)
    give_rights(new, like)
    return _rights(new) == _rights(like)


def give_rights(new: Path, like: Path) -> None:
    """Give a file as much of another's owner, group, permissions and attributes as may be given, and no more to
    anybody: where the group can't be kept, the new one is given nothing."""
    if sys.platform == "win32":
        return
    old = like.stat()
    for owner in (old.st_uid, -1):
        if new.stat()[4:6] != (old.st_uid, old.st_gid):
            with contextlib.suppress(OSError):
                os.chown(new, owner, old.st_gid)
    _give_attributes(new, like)
    kept_group = new.stat().st_gid == old.st_gid
    with contextlib.suppress(OSError):  # a disk on which all files have the same
        new.chmod(stat.S_IMODE(old.st_mode) if kept_group else stat.S_IMODE(old.st_mode) & 0o707)


def share_like_folder(path: Path, most: int) -> None:
    """Give a file or folder of ours the group and permissions of the folder it lies in, at most those in `most`."""
    if sys.platform == "win32":
        return
    around = path.parent.stat()
    with contextlib.suppress(OSError):
        os.chown(path, -1, around.st_gid)
    mode = stat.S_IMODE(around.st_mode)
    if path.stat().st_gid != around.st_gid:  # another group than theirs is given what everybody has
        mode = mode & ~0o070 | (mode & 0o007) << 3
    with contextlib.suppress(OSError):
        path.chmod(mode & most)


def _rights(path: Path) -> Rights:
    found = path.stat()
    return found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode), _attributes(path)


if sys.platform == "linux":

    def _give_attributes(new: Path, like: Path) -> None:
        """The access list of POSIX is one of them."""
        wanted, there = _attributes(like), _attributes(new)
        for name in there.keys() - wanted.keys():
            with contextlib.suppress(OSError):
                os.removexattr(new, name)
        for name, value in wanted.items():
            if there.get(name) != value:
                with contextlib.suppress(OSError):
                    os.setxattr(new, name, value)

    def _attributes(path: Path) -> dict[str, bytes]:
        try:
            return {name: os.getxattr(path, name) for name in os.listxattr(path) if name not in _OF_THE_CONTENT}
        except OSError:  # a disk that has none
            return {}

elif sys.platform == "darwin":
    _ACCESS_LIST, _ATTRIBUTES = 1 << 0, 1 << 2  # of copyfile.h

    def _give_attributes(new: Path, like: Path) -> None:
        """By the system's own copyfile, without the content."""
        import ctypes

        ctypes.CDLL(None).copyfile(os.fsencode(like), os.fsencode(new), None, _ACCESS_LIST | _ATTRIBUTES)

    def _attributes(path: Path) -> dict[str, bytes]:
        return {}

else:

    def _give_attributes(new: Path, like: Path) -> None:
        return None

    def _attributes(path: Path) -> dict[str, bytes]:
        return {}
