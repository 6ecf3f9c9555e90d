"""Copying the access rights of a file: owner, group, permissions, access list and extended attributes."""

import contextlib
import os
import stat
import sys
from pathlib import Path
from typing import Final

_CONTENT_CHECKSUMS: Final = frozenset({"security.ima", "security.evm"})  # the system computes them from the content

Rights = tuple[object, ...]


def rights_kept(new: Path, like: Path) -> bool:
    """Give a file the owner, group, permissions, access list and attributes of another; return whether all were set.

    Only an administrator may give a file to another owner, so the result is often False for a colleague's file.
    """
    if sys.platform == "win32":
        return True  # ReplaceFile keeps them (replace.py)
    give_rights(new, like)
    return _rights(new) == _rights(like)


def give_rights(new: Path, like: Path) -> None:
    """Give a file the owner, group, permissions and attributes of another as far as this account may.

    Nobody gets more access than before: if the group can't be kept, the file's new group gets no permissions.
    """
    if sys.platform == "win32":
        return
    old = like.stat()
    for owner in (old.st_uid, -1):
        if new.stat()[4:6] != (old.st_uid, old.st_gid):
            with contextlib.suppress(OSError):
                os.chown(new, owner, old.st_gid)
    _give_attributes(new, like)
    kept_group = new.stat().st_gid == old.st_gid
    with contextlib.suppress(OSError):  # a file system without permissions
        new.chmod(stat.S_IMODE(old.st_mode) if kept_group else stat.S_IMODE(old.st_mode) & 0o707)


def share_like_folder(path: Path, most: int) -> None:
    """Give a file or folder the group and permissions of its parent folder, limited to the bits in `most`."""
    if sys.platform == "win32":
        return
    parent = path.parent.stat()
    with contextlib.suppress(OSError):
        os.chown(path, -1, parent.st_gid)
    mode = stat.S_IMODE(parent.st_mode)
    if path.stat().st_gid != parent.st_gid:  # a group other than the parent's gets the permissions of all others
        mode = mode & ~0o070 | (mode & 0o007) << 3
    with contextlib.suppress(OSError):
        path.chmod(mode & most)


def _rights(path: Path) -> Rights:
    status = path.stat()
    return status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode), _attributes(path)


if sys.platform == "linux":

    def _give_attributes(new: Path, like: Path) -> None:
        """Copy the extended attributes; the POSIX access list is one of them."""
        wanted, current = _attributes(like), _attributes(new)
        for name in current.keys() - wanted.keys():
            with contextlib.suppress(OSError):
                os.removexattr(new, name)
        for name, value in wanted.items():
            if current.get(name) != value:
                with contextlib.suppress(OSError):
                    os.setxattr(new, name, value)

    def _attributes(path: Path) -> dict[str, bytes]:
        try:
            return {name: os.getxattr(path, name) for name in os.listxattr(path) if name not in _CONTENT_CHECKSUMS}
        except OSError:  # a file system without extended attributes
            return {}

elif sys.platform == "darwin":
    _ACCESS_LIST, _ATTRIBUTES = 1 << 0, 1 << 2  # COPYFILE_ACL and COPYFILE_XATTR

    def _give_attributes(new: Path, like: Path) -> None:
        """Copy access list and attributes by macOS's copyfile, without the content."""
        import ctypes

        ctypes.CDLL(None).copyfile(os.fsencode(like), os.fsencode(new), None, _ACCESS_LIST | _ATTRIBUTES)

    def _attributes(path: Path) -> dict[str, bytes]:
        return {}

else:

    def _give_attributes(new: Path, like: Path) -> None:
        return None

    def _attributes(path: Path) -> dict[str, bytes]:
        return {}
