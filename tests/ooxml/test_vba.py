"""VBA projects: examples of the specifications, reading back by an independent reader, and refusals."""

import io
import random
from pathlib import Path

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pc_workbook.errors import InternalError
from pc_workbook.ooxml.vba.compound_file import compound_file
from pc_workbook.ooxml.vba.compression import compress
from pc_workbook.ooxml.vba.project import Kind, Module, read_module, sheet_module, vba_project, workbook_module
from tests.support.vba_reader import decompressed, modules_in

BASIC = 'Attribute VB_Name = "Hello"\nOption Explicit\n\nPublic Sub Hello()\n    MsgBox "Hello"\nEnd Sub\n'
CLASS = """VERSION 1.0 CLASS
BEGIN
  MultiUse = -1  'True
END
Attribute VB_Name = "Counter"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = False
Attribute VB_Exposed = False
Public Count As Long
"""


# The three examples of [MS-OVBA] 3.2.


def test_text_without_repetition_is_stored_byte_by_byte() -> None:
    expected = bytes.fromhex("0119B000616263646566676800696A6B6C6D6E6F70007172737475762E")
    assert compress(b"abcdefghijklmnopqrstuv.") == expected


def test_one_letter_repeated_becomes_one_copy() -> None:
    assert compress(b"a" * 73) == bytes.fromhex("0103B002614500")


def test_the_example_of_the_specification_decompresses() -> None:
    stored = (
        "012FB00023616161626364658266007061676869"
        + "6A01380861"
        + "6B6C00306D6E6F70067102700410727374757610777879"
        + "7A003C"
    )
    text = b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"
    assert decompressed(bytes.fromhex(stored)) == text
    assert decompressed(compress(text)) == text


@given(st.binary(max_size=300) | st.text("ab \n", max_size=9000).map(str.encode))
def test_compressed_text_decompresses(text: bytes) -> None:
    assert decompressed(compress(text)) == text


def test_a_chunk_that_does_not_get_shorter_decompresses() -> None:
    noise = random.Random(1).randbytes(8192)
    assert decompressed(compress(noise)) == noise
    assert len(compress(noise)) == 1 + 2 * (2 + 4096)


# -- compound files


@given(st.dictionaries(st.from_regex(r"[A-Za-z]{1,12}", fullmatch=True), st.binary(max_size=9000), max_size=12))
def test_every_stream_reads_back(streams: dict[str, bytes]) -> None:
    unlike = {name.upper(): (name, content) for name, content in streams.items()}  # case does not count
    folder = dict(unlike.values())
    with olefile.OleFileIO(io.BytesIO(compound_file({"VBA": folder, "alone": b"x" * 5000}))) as file:
        assert {name: file.openstream(["VBA", name]).read() for name in folder} == folder
        assert file.openstream("alone").read() == b"x" * 5000
        assert not file.parsing_issues


def test_a_file_of_many_sectors_reads_back() -> None:
    large = {f"part{number}": bytes([number]) * 70_000 for number in range(20)}
    with olefile.OleFileIO(io.BytesIO(compound_file(large))) as file:
        assert all(file.openstream(name).read() == content for name, content in large.items())


def test_a_file_too_large_for_the_header_is_refused() -> None:
    with pytest.raises(InternalError, match="7 MB"):
        compound_file({"large": bytes(8_000_000)})


# -- projects


def project(*modules: Module) -> bytes:
    return vba_project([workbook_module(), sheet_module("Sheet1"), *modules], "Trial")


def test_modules_read_back_as_they_were_written(tmp_path: Path) -> None:
    (tmp_path / "Hello.bas").write_text(BASIC, "utf-8")
    found = modules_in(project(read_module(tmp_path / "Hello.bas")))
    assert list(found) == ["ThisWorkbook", "Sheet1", "Hello"]
    assert found["Hello"] == BASIC


def test_the_line_ends_of_the_file_do_not_count(tmp_path: Path) -> None:
    (tmp_path / "unix.bas").write_bytes(BASIC.encode())
    (tmp_path / "windows.bas").write_bytes(BASIC.replace("\n", "\r\n").encode())
    assert read_module(tmp_path / "unix.bas") == read_module(tmp_path / "windows.bas")


def test_a_class_loses_its_file_header_and_gets_excels_attributes(tmp_path: Path) -> None:
    (tmp_path / "Counter.cls").write_text(CLASS, "utf-8")
    source = modules_in(project(read_module(tmp_path / "Counter.cls")))["Counter"]
    assert source.startswith('Attribute VB_Name = "Counter"\nAttribute VB_Base = "0{FCFB3D2A-')
    assert "VB_TemplateDerived = False\nAttribute VB_Customizable = False\nPublic Count As Long\n" in source


def test_the_project_lists_documents_before_modules_and_classes(tmp_path: Path) -> None:
    (tmp_path / "Counter.cls").write_text(CLASS, "utf-8")
    modules = [read_module(tmp_path / "Counter.cls"), Module("Hello", BASIC, Kind.STANDARD)]
    with olefile.OleFileIO(io.BytesIO(project(*modules))) as file:
        lines = file.openstream("PROJECT").read().decode().splitlines()
    assert lines[1:5] == [
        "Document=ThisWorkbook/&H00000000",
        "Document=Sheet1/&H00000000",
        "Module=Hello",
        "Class=Counter",
    ]


def test_the_protection_state_is_as_in_a_project_from_excel() -> None:
    """[MS-OVBA] 2.4.3.3: nobody protected it, it has no password, it can be seen."""
    with olefile.OleFileIO(io.BytesIO(project())) as file:
        lines = dict(
            line.split("=", 1) for line in file.openstream("PROJECT").read().decode().split("\r\n") if "=" in line
        )
    key = sum(lines["ID"].strip('"').encode()) & 0xFF
    told = {name: _decrypted(bytes.fromhex(lines[name].strip('"')), key) for name in ("CMG", "DPB", "GC")}
    assert told == {"CMG": b"\0\0\0\0", "DPB": b"\0", "GC": b"\xff"}


def _decrypted(data: bytes, key: int) -> bytes:
    seed, version, own_key = data[0], data[1] ^ data[0], data[2] ^ data[0]
    assert (version, own_key) == (2, key)
    plain, last, before = own_key, data[2], data[1]
    out = []
    for byte in data[3:]:
        plain, last, before = byte ^ (before + plain & 0xFF), byte, last
        out.append(plain)
    ignored = (seed & 6) // 2
    length = int.from_bytes(bytes(out[ignored : ignored + 4]), "little")
    assert length == len(out) - ignored - 4
    return bytes(out[ignored + 4 :])


def test_the_same_modules_give_the_same_bytes() -> None:
    assert project(Module("Hello", BASIC, Kind.STANDARD)) == project(Module("Hello", BASIC, Kind.STANDARD))


def test_characters_of_the_code_page_are_kept() -> None:
    module = Module("Hello", 'Attribute VB_Name = "Hello"\n\' £5 – “naïve”\n', Kind.STANDARD)
    assert modules_in(project(module))["Hello"] == module.source


def test_a_character_outside_the_code_page_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "Hello.bas").write_text(BASIC.replace('"Hello"\nEnd', '"→"\nEnd'), "utf-8")
    with pytest.raises(InternalError, match=r"Hello\.bas, line 5: VBA is kept in code page 1252, which has no '→'"):
        read_module(tmp_path / "Hello.bas")


@pytest.mark.parametrize("name", ["hello world", "1st", "x" * 32, "Prüfung", "TRIAL", "sheet1", ""])
def test_a_name_that_vba_does_not_allow_is_refused(name: str) -> None:
    with pytest.raises(InternalError, match="can't name a module"):
        project(Module(name, BASIC, Kind.STANDARD))


def test_a_module_without_its_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Nameless.bas").write_text("Option Explicit\n", "utf-8")
    with pytest.raises(InternalError, match="does not say its name"):
        read_module(tmp_path / "Nameless.bas")
