"""The file on this PC of a workbook that tells an address of the web, as one in OneDrive or SharePoint does.

OneDrive notes in the user's registry which address of the web each folder it keeps in step stands for. Where it has
noted nothing, the user's own OneDrive folders are tried. Nothing is searched for, and no workbook is asked.
"""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import unquote

URL_MARK: Final = "://"
SYNC_PROVIDERS_KEY: Final = r"Software\SyncEngines\Providers\OneDrive"
PERSONAL: Final = re.compile(r"https://d\.docs\.live\.net/[^/]+/(.+)", re.IGNORECASE)
AT_WORK: Final = re.compile(r"https://[^/]+-my\.sharepoint\.[^/]+/personal/[^/]+/[^/]+/(.+)", re.IGNORECASE)
FOLDERS: Final = ((PERSONAL, ("OneDriveConsumer", "OneDrive")), (AT_WORK, ("OneDriveCommercial", "OneDrive")))


def find_local_file(address: str) -> Path | None:
    """The file, or None where it lies on the web alone."""
    return local_file(address, synced_folders(), os.environ)


def local_file(address: str, in_step: Mapping[str, str], environment: Mapping[str, str]) -> Path | None:
    """`in_step`: address of the web -> the folder that is kept in step with it."""
    places = (*_by_registry(address, in_step), *_by_folder(address, environment))
    return next((path for path in places if path.is_file()), None)


def _by_registry(address: str, in_step: Mapping[str, str]) -> Iterator[Path]:
    """The longest address first: a folder within a library may be kept elsewhere than the library."""
    for start in sorted(in_step, key=len, reverse=True):
        if unquote(address).casefold().startswith(f"{unquote(start).rstrip('/')}/".casefold()):
            yield _below(in_step[start], unquote(address)[len(unquote(start).rstrip("/")) + 1 :])


def _by_folder(address: str, environment: Mapping[str, str]) -> Iterator[Path]:
    for pattern, names in FOLDERS:
        found = pattern.fullmatch(unquote(address))
        if found is not None:
            yield from (_below(environment[name], found[1]) for name in names if environment.get(name))


def _below(folder: str, rest: str) -> Path:
    return Path(folder).joinpath(*rest.split("/"))


if sys.platform == "win32":
    import winreg

    def synced_folders() -> dict[str, str]:
        """What OneDrive has noted for this user."""
        noted: dict[str, str] = {}
        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, SYNC_PROVIDERS_KEY) as providers:
            for number in range(winreg.QueryInfoKey(providers)[0]):
                # One that is not set up, or notes things otherwise, is passed over.
                with suppress(OSError), winreg.OpenKey(providers, winreg.EnumKey(providers, number)) as one:
                    folder, _ = winreg.QueryValueEx(one, "MountPoint")
                    address, _ = winreg.QueryValueEx(one, "UrlNamespace")
                    noted[str(address)] = str(folder)
        return noted

else:

    def synced_folders() -> dict[str, str]:
        """OneDrive notes them on Windows alone."""
        return {}
