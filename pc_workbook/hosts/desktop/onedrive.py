"""Finds the local file of a workbook whose path is a web address, as in OneDrive or SharePoint.

OneDrive stores in the user's registry the web address of each synchronised folder. Where it has stored none, the user's
own OneDrive folders are tried. Nothing else is searched.
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
    """Return the local file of a web address; None if there is none on this PC."""
    return local_file(address, synced_folders(), os.environ)


def local_file(address: str, synced: Mapping[str, str], environment: Mapping[str, str]) -> Path | None:
    """Return the local file of a web address. `synced`: web address -> the local folder synchronised with it."""
    candidates = (*_by_registry(address, synced), *_by_folder(address, environment))
    return next((path for path in candidates if path.is_file()), None)


def _by_registry(address: str, synced: Mapping[str, str]) -> Iterator[Path]:
    """Yield paths by the longest address first: a folder of a library may be synchronised elsewhere than the library."""
    for start in sorted(synced, key=len, reverse=True):
        if unquote(address).casefold().startswith(f"{unquote(start).rstrip('/')}/".casefold()):
            yield _below(synced[start], unquote(address)[len(unquote(start).rstrip("/")) + 1 :])


def _by_folder(address: str, environment: Mapping[str, str]) -> Iterator[Path]:
    for pattern, names in FOLDERS:
        match = pattern.fullmatch(unquote(address))
        if match is not None:
            yield from (_below(environment[name], match[1]) for name in names if environment.get(name))


def _below(folder: str, rest: str) -> Path:
    return Path(folder).joinpath(*rest.split("/"))


if sys.platform == "win32":
    import winreg

    def synced_folders() -> dict[str, str]:
        """Return the folders that OneDrive synchronises for this user: web address -> local folder."""
        folders: dict[str, str] = {}
        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, SYNC_PROVIDERS_KEY) as providers:
            for number in range(winreg.QueryInfoKey(providers)[0]):
                # A provider that is not set up, or has other values, is skipped.
                with suppress(OSError), winreg.OpenKey(providers, winreg.EnumKey(providers, number)) as provider:
                    folder, _ = winreg.QueryValueEx(provider, "MountPoint")
                    address, _ = winreg.QueryValueEx(provider, "UrlNamespace")
                    folders[str(address)] = str(folder)
        return folders

else:

    def synced_folders() -> dict[str, str]:
        """Return nothing: OneDrive stores its folders in the registry on Windows only."""
        return {}
