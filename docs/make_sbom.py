"""Write the lists of what is installed with the program, from what the packages say of themselves:

    docs/requirements-hashed.txt   every package with the hashes of its files, for pip install --require-hashes
    docs/sbom.cdx.json             the same for Windows as a bill of materials (CycloneDX)
    docs/it-desk.md                its table of packages, ranges, licences and hashes

    pip install -e .[sbom]
    python docs/make_sbom.py

uv chooses the packages, cyclonedx-py describes them. Needs a package index; which one leaves no trace in the files.
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).resolve().parents[1]
HASHED = PROJECT / "docs" / "requirements-hashed.txt"
SBOM = PROJECT / "docs" / "sbom.cdx.json"
PAGE = PROJECT / "docs" / "it-desk.md"
START, END = "<!-- made by docs/make_sbom.py -->\n", "<!-- end -->\n"
HEAD: Final = "# Every package of pc-workbook with the hashes of its files; made by docs/make_sbom.py\n"


class System(NamedTuple):
    """A kind of computer: what uv calls it, the Python on it, the file names of its wheels, and when it is meant."""

    platform: str
    python: str
    wheel: str
    words: str

    def facts(self) -> dict[str, str]:
        """What the markers of requirements ask; nothing extra is wanted."""
        sys_platform, name = ("win32", "Windows") if "windows" in self.platform else ("darwin", "Darwin")
        full = {"python_version": self.python, "python_full_version": f"{self.python}.0"}
        return {"sys_platform": sys_platform, "platform_system": name, "extra": "", **full}


SYSTEMS: Final = (
    System("x86_64-pc-windows-msvc", "3.12", r"(cp312-cp312|cp3\d+-abi3)-win_amd64", ""),
    System("x86_64-pc-windows-msvc", "3.11", r"(cp311-cp311|cp3\d+-abi3)-win_amd64", " (Python 3.11)"),
    System("aarch64-apple-darwin", "3.12", r"(cp312-cp312|cp3\d+-abi3)-macosx_\w*(universal2|arm64)", " (macOS alone)"),
)


class Row(NamedTuple):
    """A line of the table."""

    name: str
    version: str
    needed: str
    licence: str
    wheel: str
    sha256: str


def main() -> None:
    """All three files."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        HASHED.write_text(HEAD + _compiled(home, "requirements.txt"), "utf-8", newline="\n")
        wheels = _wheels(tomllib.loads(_compiled(home, "pylock.toml")))
        installed = {system: _installed(home / f"system{number}", system) for number, system in enumerate(SYSTEMS)}
        rows = list(_rows(installed, wheels))
        bill = _described(home / "system0")
    windows = {(row.name, row.version): row.sha256 for row in rows}
    SBOM.write_text(
        _checked(json.dumps(_without_places(bill, windows), indent=1, sort_keys=True)), "utf-8", newline="\n"
    )
    PAGE.write_text(with_table(PAGE.read_text("utf-8"), rows), "utf-8", newline="\n")


def _compiled(home: Path, kind: str) -> str:
    out = home / kind
    options = ("--universal", "--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate", "--quiet")
    form = ("--format", kind)
    _run("uv", "pip", "compile", *options, *form, "pyproject.toml", "--output-file", str(out))
    return out.read_text("utf-8")


def _wheels(lock: dict[str, Any]) -> dict[tuple[str, str], dict[str, str]]:
    """Package and version -> the names of its wheels and their hashes."""
    return {
        (package["name"], package["version"]): {
            PurePosixPath(wheel["url"]).name: wheel["hashes"]["sha256"] for wheel in package.get("wheels", ())
        }
        for package in lock["packages"]
    }


def _installed(environment: Path, system: System) -> list[Distribution]:
    """Put the packages of one kind of computer into an environment, where they are looked at and not run."""
    _run("uv", "venv", "--quiet", "--python", sys.executable, str(environment))
    target = _packages_folder(environment)
    chosen = ("--python-platform", system.platform, "--python-version", system.python)
    guarded = ("--require-hashes", "--only-binary", ":all:", "--no-config")
    _run("uv", "pip", "install", "--quiet", "--target", str(target), *chosen, *guarded, "-r", str(HASHED))
    return sorted(distributions(path=[str(target)]), key=lambda one: canonicalize_name(one.name))


def _packages_folder(environment: Path) -> Path:
    (folder,) = environment.glob("[Ll]ib/**/site-packages")
    return folder


def _rows(installed: dict[System, list[Distribution]], wheels: dict[tuple[str, str], dict[str, str]]) -> Iterator[Row]:
    """One for each version of each package, of the first kind of computer that has it."""
    seen: set[tuple[str, str]] = set()
    found: list[Row] = []
    for system, packages in installed.items():
        for package in packages:
            key = (canonicalize_name(package.name), package.version)
            if key not in seen:
                seen.add(key)
                wheel = _wheel(wheels[key], system)
                needed = "; ".join(_needed_by(key[0], packages, system))
                version = package.version + system.words
                found.append(Row(key[0], version, needed, licence(package), wheel, wheels[key][wheel]))
    yield from sorted(found)


def _wheel(files: Iterable[str], system: System) -> str:
    """The file that is installed: made for that computer, or else for all."""
    return next(name for kind in (system.wheel, "none-any") for name in sorted(files) if re.search(kind, name))


def _needed_by(name: str, packages: list[Distribution], system: System) -> Iterator[str]:
    """Whose packages ask for it, and for which versions."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [("pc-workbook", line) for line in project["dependencies"]]
    asked += [(package.name, line) for package in packages for line in package.requires or ()]
    for owner, line in asked:
        wanted = Requirement(line)
        if canonicalize_name(wanted.name) == name and (not wanted.marker or wanted.marker.evaluate(system.facts())):
            yield f"{owner}: {wanted.specifier or 'any'}"


def licence(package: Distribution) -> str:
    """What a package says it is under: an expression, a word, or a classifier."""
    said = package.metadata
    word = said.get("License-Expression") or said.get("License") or ""
    if word and "\n" not in word and len(word) < 80:
        return word
    named = [line.rpartition(" :: ")[2] for line in said.get_all("Classifier") or () if line.startswith("License ::")]
    return ", ".join(named)


def _described(environment: Path) -> dict[str, Any]:
    """The bill of materials as cyclonedx-py makes it."""
    python = next(
        path for path in (environment / "bin" / "python", environment / "Scripts" / "python.exe") if path.exists()
    )
    options = (
        "--output-reproducible",
        "--pyproject",
        "pyproject.toml",
        "--spec-version",
        "1.6",
        "--output-format",
        "JSON",
    )
    written = _run("cyclonedx-py", "environment", str(python), *options)
    bill: dict[str, Any] = json.loads(written)
    return bill


def _without_places(bill: dict[str, Any], hashes: dict[tuple[str, str], str]) -> dict[str, Any]:
    """With the hash of each package's file for Windows, and without addresses of the web."""
    for component in bill["components"]:
        component.pop("externalReferences", None)
        key = (canonicalize_name(component["name"]), component["version"])
        component["hashes"] = [{"alg": "SHA-256", "content": hashes[key]}]
    for tool in bill["metadata"]["tools"]["components"]:
        tool.pop("externalReferences", None)
    return bill


def _checked(bill: str) -> str:
    """The text, if it keeps to the schema of CycloneDX."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill):
        raise SystemExit(f"The bill of materials breaks its schema: {fault}")
    return f"{bill}\n"


def with_table(page: str, rows: Iterable[Row]) -> str:
    """The page with its table made anew."""
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    lines = (f"| {row.name} | {row.version} | {row.needed} | {row.licence} | `{row.sha256}` |" for row in rows)
    head = (
        "| Package | Version | Needed by, and which versions | Licence | SHA-256 of its file |\n|---|---|---|---|---|\n"
    )
    return f"{before}{START}{head}" + "".join(f"{line}\n" for line in lines) + f"{END}{after}"


def _run(*command: str) -> str:
    return subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    main()
