"""`addin install --from FILE` installs only this program's code, whatever the file states about itself.

A file in the start folder is replaced or removed only if it is an unchanged add-in of this program.
"""

import io
import os
import random
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pc_workbook.addin import sources
from pc_workbook.addin.build import NAME, addin, build_addin
from pc_workbook.addin.computer import Machine
from pc_workbook.addin.contents import read_addin_info
from pc_workbook.addin.install import install, remove, start_folder
from pc_workbook.errors import WorkbookProblem
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.vba.compound_file import compound_file
from pc_workbook.ooxml.vba.compression import compress, decompress
from pc_workbook.ooxml.vba.macros import PROJECT_PART, SIGNATURE_PARTS, put_signature
from pc_workbook.ooxml.vba.project import Kind, Module, sheet_module, vba_project, workbook_module
from pc_workbook.ooxml.vba.project_reader import compound_streams, read_project
from tests.support import PROJECT, SHARED, parts_of
from tests.support.vba_reader import modules_in, modules_of

ROUNDS = 30 if os.environ.get("PC_WORKBOOK_FULL") else 1  # of the generated damage; the whole proof takes half an hour
PYTHON = r"C:\Users\analyst\pc-workbook\Scripts\python.exe"
WHOLE = addin()
RIBBON = "customUI/customUI14.xml"
BOOK, SHEET, BOOK_RELATIONS = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"


def machine(home: Path) -> Machine:
    return Machine(
        system="Windows",
        environment={"APPDATA": str(home / "Roaming")},
        python=Path(PYTHON),
        base=Path("C:/Python312"),
        version=(3, 12, 4),
        packages={},
        registry=lambda key: {},
        fault="",
    )


def zipped(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in parts.items():
            out.writestr(name, data)
    return buffer.getvalue()


def parts() -> dict[str, bytes]:
    return parts_of(io.BytesIO(WHOLE))


def given_file(folder: Path, content: bytes) -> Path:
    path = folder / "from IT" / NAME
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


def refused(folder: Path, content: bytes) -> str:
    """Return the message that says why a file is not installed."""
    with pytest.raises(WorkbookProblem) as found:
        install(machine(folder), given=given_file(folder, content))
    assert not start_folder(machine(folder)).exists()
    assert "\n" not in str(found.value)
    return str(found.value)


def with_code(change: Callable[[list[Module]], list[Module]]) -> bytes:
    """An add-in under our headings, with our marks, and a project of other modules."""
    modules = [*change(sources.modules()), sheet_module("Sheet1")]
    return zipped(parts() | {PROJECT_PART: vba_project(modules, "PcWorkbook")})


def with_streams(change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Return an add-in with changed streams of its VBA project."""
    streams = compound_streams(parts()[PROJECT_PART])
    change(streams)
    inner = {path.removeprefix("VBA/"): data for path, data in streams.items() if path.startswith("VBA/")}
    outer = {path: data for path, data in streams.items() if not path.startswith("VBA/")}
    return zipped(parts() | {PROJECT_PART: compound_file({"VBA": inner, **outer})})


# -- code that is accepted


def test_an_add_in_as_it_is_built_is_taken(tmp_path: Path) -> None:
    placed = install(machine(tmp_path), given=given_file(tmp_path, WHOLE))
    assert placed.read_bytes() == addin(PYTHON)


def test_the_buttons_alone_are_taken_as_such(tmp_path: Path) -> None:
    placed = install(machine(tmp_path), given=given_file(tmp_path, addin(functions=False)))
    assert placed.read_bytes() == addin(PYTHON, functions=False)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_signature_is_taken_over_and_the_project_stays_byte_for_byte(count: int, tmp_path: Path) -> None:
    signature = {part: part.encode() * 99 for part in list(SIGNATURE_PARTS)[:count]}
    package = Package(WHOLE, NAME)
    put_signature(package, signature)
    placed = parts_of(install(machine(tmp_path), given=given_file(tmp_path, package.packed())))
    assert {part: placed[part] for part in signature} == signature
    assert placed[PROJECT_PART] == parts()[PROJECT_PART]
    assert placed["xl/_rels/vbaProject.bin.rels"].count(b"<Relationship ") == count
    types = placed["[Content_Types].xml"].decode()
    assert all(f"application/vnd.ms-office.{part[3:-4]}" in types for part in signature)


def test_another_packer_and_another_order_of_parts_do_not_matter(tmp_path: Path) -> None:
    turned = dict(reversed(parts().items()))
    assert install(machine(tmp_path), given=given_file(tmp_path, zipped(turned))).read_bytes() == addin(PYTHON)


# -- what is not


@pytest.mark.parametrize("name", [module.name for module in sources.modules()])
def test_a_module_with_another_text_is_named(name: str, tmp_path: Path) -> None:
    def change(modules: list[Module]) -> list[Module]:
        return [one._replace(source=f"{one.source}' \n") if one.name == name else one for one in modules]

    assert f"its module {name} has a different text" in refused(tmp_path, with_code(change))


def test_one_changed_character_anywhere_is_found(tmp_path: Path) -> None:
    choose = random.Random(12)
    for _ in range(6 * ROUNDS):
        module = choose.choice([one for one in sources.modules() if len(one.source) > 600])
        at = choose.randrange(len(module.source) // 2, len(module.source))
        letter = "x" if module.source[at] != "x" else "y"
        other = module._replace(source=module.source[:at] + letter + module.source[at + 1 :])
        modules = [other if one.name == module.name else one for one in sources.modules()]
        assert module.name in refused(tmp_path, with_code(lambda _, modules=modules: modules))


def test_a_module_more_or_less_is_named(tmp_path: Path) -> None:
    more = Module("Helper", 'Attribute VB_Name = "Helper"\nSub Auto_Open()\nEnd Sub\n', Kind.STANDARD)
    assert "it has the additional module Helper" in refused(tmp_path, with_code(lambda ours: [*ours, more]))
    less = with_code(lambda ours: [one for one in ours if one.name != "Messages"])
    assert "its module Messages is missing" in refused(tmp_path, less)
    bare = with_code(lambda ours: [workbook_module()])
    assert "is missing" in refused(tmp_path, bare)


def test_code_on_the_sheet_is_found(tmp_path: Path) -> None:
    sheet = sheet_module("Sheet1")._replace(
        source=sheet_module("Sheet1").source + "Private Sub Worksheet_Activate()\nEnd Sub\n"
    )
    project = vba_project([*sources.modules(), sheet], "PcWorkbook")
    assert "its module Sheet1 has a different text" in refused(tmp_path, zipped(parts() | {PROJECT_PART: project}))


def test_compiled_code_beside_the_text_is_refused(tmp_path: Path) -> None:
    """The text is the expected one, but Excel may run the compiled code before it (VBA stomping)."""

    def stomp(streams: dict[str, bytes]) -> None:
        compiled = b"\x01\x16\x03" + bytes(97)
        listing = decompress(streams["VBA/dir"])
        at = listing.index(b"Launcher")
        at = listing.index(struct.pack("<HII", 0x31, 4, 0), at)
        listing = listing[: at + 6] + struct.pack("<I", len(compiled)) + listing[at + 10 :]
        streams["VBA/dir"] = compress(listing)
        streams["VBA/Launcher"] = compiled + streams["VBA/Launcher"]

    content = with_streams(stomp)
    assert modules_of(given_file(tmp_path, content)) == modules_in(parts()[PROJECT_PART])  # as olevba sees it
    assert "its module Launcher also has compiled code" in refused(tmp_path, content)


@pytest.mark.parametrize("stream", ["VBA/__SRP_0", "VBA/_VBA_PROJECT", "PROJECT", "PROJECTwm", "UserForm1"])
def test_every_other_stream_of_the_project_is_compared(stream: str, tmp_path: Path) -> None:
    content = with_streams(lambda streams: streams.update({stream: b"\xcc\x61\xb5\x00" + bytes(400)}))
    assert f"its VBA project differs in {stream}" in refused(tmp_path, content)


STRANGE_PARTS = (
    "xl/macrosheets/sheet1.xml",
    "xl/externalLinks/externalLink1.xml",
    "xl/connections.xml",
    "xl/activeX/activeX1.bin",
    "xl/embeddings/oleObject1.bin",
    "xl/worksheets/sheet2.xml",
    "xl/worksheets/_rels/sheet1.xml.rels",
    "xl/vbaProject2.bin",
    "xl/calcChain.xml",
    "customUI/customUI.xml",
    "customUI/images/a.png",
    "customXml/item1.xml",
    "xl/queryTables/queryTable1.xml",
    "userCustomization/customUI.xml",
    "_xmlsignatures/sig1.xml",
)


@pytest.mark.parametrize("part", STRANGE_PARTS)
def test_an_additional_part_is_named(part: str, tmp_path: Path) -> None:
    assert f"it has the additional part {part}" in refused(tmp_path, zipped(parts() | {part: b"<a/>"}))


def replaced(part: str, old: str, new: str) -> bytes:
    text = parts()[part].decode()
    assert old in text
    return zipped(parts() | {part: text.replace(old, new, 1).encode()})


OTHERWISE = {
    "another callback": (RIBBON, 'onAction="PcWorkbookRefresh"', 'onAction="Other"', f"its part {RIBBON} has different"),
    "a name that opens": (
        BOOK, "</sheets>", '</sheets><definedNames><definedName name="_xlnm.Auto_Open" hidden="1">1</definedName></definedNames>',
        "it defines the name _xlnm.Auto_Open",
    ),
    "a hidden sheet": (
        BOOK, "</sheets>", '<sheet name="Other" sheetId="2" state="veryHidden" r:id="rId1"/></sheets>', "it has the additional sheet 'Other'",
    ),
    "a formula": (SHEET, "<is>", "<f>CALL(1)</f><is>", "its sheet has a formula"),
    "a link out of the file": (
        BOOK_RELATIONS, "</Relationships>",
        '<Relationship Id="rId99" Type="http://a/externalLink" Target="http://a/b" TargetMode="External"/></Relationships>',
        "it refers to http://a/b",
    ),
    "a ribbon elsewhere": (
        "_rels/.rels", "</Relationships>",
        '<Relationship Id="rId99" Type="http://a/extensibility" Target="xl/workbook.xml"/></Relationships>',
        "it refers to xl/workbook.xml",
    ),
    "a macro sheet in disguise": (
        "[Content_Types].xml", "spreadsheetml.worksheet+xml", "excel.macrosheet+xml",
        f"its part {SHEET} has a different content type",
    ),
}  # fmt: skip


@pytest.mark.parametrize("difference", OTHERWISE.values(), ids=OTHERWISE.keys())
def test_what_is_written_otherwise_is_named(difference: tuple[str, str, str, str], tmp_path: Path) -> None:
    part, old, new, words = difference
    assert words in refused(tmp_path, replaced(part, old, new))


def test_an_add_in_of_another_version_is_called_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = with_code(lambda ours: [one._replace(source=f"{one.source}' \n") for one in ours])
    monkeypatch.setattr("pc_workbook.addin.build.__version__", "9.9.9")
    assert "its version is 0.1.0, and its module" in refused(tmp_path, other)


@pytest.mark.parametrize("part", sorted(parts()))
def test_a_part_that_is_missing_is_refused_in_a_sentence(part: str, tmp_path: Path) -> None:
    refused(tmp_path, zipped({name: data for name, data in parts().items() if name != part}))


# -- damage


def taken_clean_or_refused(folder: Path, content: bytes) -> bool:
    """A file that was damaged is refused in a sentence, or was not damaged where it matters; never a traceback."""
    try:
        placed = install(machine(folder), given=given_file(folder, content))
    except WorkbookProblem as problem:
        placed, sentence = None, str(problem)
    if placed is None:
        assert "\n" not in sentence
        return False
    assert placed.read_bytes() == addin(PYTHON)
    remove(machine(folder))
    return True


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    assert not any(
        taken_clean_or_refused(tmp_path, WHOLE[:end]) for end in range(0, len(WHOLE) - 1, 311 if ROUNDS == 1 else 7)
    )


def test_a_damaged_project_is_refused(tmp_path: Path) -> None:
    """Bytes of the project changed, under a right checksum; its tables of sectors are hit as often as its text."""
    choose, project = random.Random(7), parts()[PROJECT_PART]
    for round_ in range(12 * ROUNDS):
        other = bytearray(project[: choose.randrange(len(project))] if round_ % 6 == 0 else project)
        for _ in range(choose.randint(1, 6)):
            if other:
                other[choose.choice([choose.randrange(len(other)), choose.randrange(min(512, len(other)))])] = (
                    choose.randrange(256)
                )
        taken_clean_or_refused(tmp_path, zipped(parts() | {PROJECT_PART: bytes(other)}))


def test_a_damaged_part_is_refused_or_makes_no_difference(tmp_path: Path) -> None:
    choose = random.Random(8)
    names = [name for name in sorted(parts()) if name != PROJECT_PART]
    for _ in range(12 * ROUNDS):
        name = choose.choice(names)
        other = bytearray(parts()[name])
        for _ in range(choose.randint(1, 4)):
            other[choose.randrange(len(other))] = choose.randrange(256)
        taken_clean_or_refused(tmp_path, zipped(parts() | {name: bytes(other)}))


def test_any_bytes_are_read_as_a_project_or_refused_with_one_kind_of_error() -> None:
    choose, project = random.Random(9), parts()[PROJECT_PART]
    for _ in range(500 * ROUNDS):
        other = bytearray(project)
        for _ in range(choose.randint(1, 8)):
            other[choose.choice([choose.randrange(512), choose.randrange(len(other) - 2_048, len(other))])] = (
                choose.randrange(256)
            )
        try:
            read_project(bytes(other))
        except ValueError:
            continue


def test_projects_that_excel_wrote_are_read_as_another_reader_reads_them() -> None:
    found = 0
    for path in sorted((SHARED / "corpus").glob("*.xls[mb]")):
        with zipfile.ZipFile(path) as package:
            if PROJECT_PART in package.namelist():
                project = package.read(PROJECT_PART)
                ours = {name: one.source.replace(b"\r\n", b"\n") for name, one in read_project(project).modules.items()}
                assert ours == {name: text.encode("cp1252") for name, text in modules_in(project).items()}, path.name
                found += 1
    if not found:
        pytest.skip("needs ../shared/corpus, which is not here")


def test_a_project_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path) -> None:
    assert "was not unpacked" in refused(tmp_path, zipped(parts() | {PROJECT_PART: bytes(60_000_000)}))


# -- what is there already


def test_an_add_in_that_somebody_added_macros_to_is_neither_replaced_nor_removed(tmp_path: Path) -> None:
    mine = Module("Mine", 'Attribute VB_Name = "Mine"\nSub Mine()\nEnd Sub\n', Kind.STANDARD)
    content = with_code(lambda ours: [*ours, mine])
    there = start_folder(machine(tmp_path)) / NAME
    there.parent.mkdir(parents=True)
    there.write_bytes(content)
    for act in (install, remove):
        with pytest.raises(WorkbookProblem, match="was changed since this program wrote it, so it is left unchanged"):
            act(machine(tmp_path))
    with pytest.raises(WorkbookProblem, match="was changed since"):
        build_addin(there)
    assert there.read_bytes() == content


@pytest.mark.parametrize("functions", [True, False])
def test_an_add_in_of_another_version_is_replaced_and_removed(
    functions: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Return an add-in as an earlier version built it, with the digest of its own macros."""
    ours = sources.modules()
    older = [one._replace(source=f"{one.source}' older\n") for one in ours]
    monkeypatch.setattr("pc_workbook.addin.sources.modules", lambda inside="": older)
    monkeypatch.setattr("pc_workbook.addin.build.__version__", "0.0.9")
    placed = install(machine(tmp_path), functions)
    monkeypatch.undo()
    assert read_addin_info(placed).version == "0.0.9"
    assert read_addin_info(install(machine(tmp_path))).version != "0.0.9"
    assert remove(machine(tmp_path)) == placed


def test_a_stranger_that_wears_our_headings_is_left_alone(tmp_path: Path) -> None:
    other = Module("Theirs", 'Attribute VB_Name = "Theirs"\nSub Theirs()\nEnd Sub\n', Kind.STANDARD)
    content = with_code(lambda ours: [workbook_module(), other])
    there = start_folder(machine(tmp_path)) / NAME
    there.parent.mkdir(parents=True)
    there.write_bytes(content)
    with pytest.raises(WorkbookProblem, match="is left unchanged"):
        remove(machine(tmp_path))
    assert there.read_bytes() == content


def test_a_start_folder_that_is_missing_is_made(tmp_path: Path) -> None:
    assert install(machine(tmp_path)) == start_folder(machine(tmp_path)) / NAME


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_a_file_in_place_of_a_folder_is_reported(depth: int, tmp_path: Path) -> None:
    folder = start_folder(machine(tmp_path))
    blocked = [folder, *folder.parents][depth]
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_text("a file")
    with pytest.raises(WorkbookProblem, match="can't be written or removed"):
        install(machine(tmp_path))
    assert blocked.read_text() == "a file"


def test_a_folder_of_that_name_and_a_link_that_leads_nowhere_are_left_alone(tmp_path: Path) -> None:
    there = start_folder(machine(tmp_path)) / NAME
    there.mkdir(parents=True)
    for act in (install, remove):
        with pytest.raises(WorkbookProblem, match="is left unchanged"):
            act(machine(tmp_path))
    there.rmdir()
    there.symlink_to(tmp_path / "nowhere")
    with pytest.raises(WorkbookProblem, match="is left unchanged"):
        install(machine(tmp_path))
    assert there.is_symlink()


def test_the_file_of_the_project_is_what_the_text_makes() -> None:
    assert parts_of(PROJECT / "macros" / NAME) == parts()
