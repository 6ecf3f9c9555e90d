"""`--json`: each document names its schema, and what is printed is valid against the schema that is shipped."""

import json
from collections.abc import Callable
from pathlib import Path
from runpy import run_path

import pytest
from pydantic import BaseModel

from pc_workbook.cli import main
from pc_workbook.cli.json_documents import (
    AccessibilityDocument,
    ChangesDocument,
    FiguresDocument,
    FindingsDocument,
)
from tests.support import PROJECT, SAMPLES

TRACKER = str(SAMPLES / "thurrock-2017.xlsx")
RESOLVED = str(SAMPLES / "thurrock-2017-resolved.xlsx")
COMMANDS = {
    "figures": (["figures", TRACKER], FiguresDocument),
    "findings": (["check", TRACKER], FindingsDocument),
    "changes": (["compare", TRACKER, RESOLVED], ChangesDocument),
    "items": (["accessibility", TRACKER], AccessibilityDocument),
}
KEYS = {
    "figures": "measure organisation level period value numerator denominator unit lower upper rag reason indicator source",
    "findings": "code severity sheet cell what holds needs mark accepted",
    "changes": "section about kind words",
    "items": "number section asks essential state places mend",
}


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Callable[[str], str]:
    def run(name: str) -> str:
        main([*COMMANDS[name][0], "--json"])
        return capsys.readouterr().out

    return run


@pytest.mark.parametrize("name", COMMANDS)
def test_a_document_names_its_schema_and_has_one_list(name: str, printed: Callable[[str], str]) -> None:
    document = json.loads(printed(name))
    title = "accessibility" if name == "items" else name
    assert {**document, name: None} == {"schema": f"pc_workbook/{title}/1", name: None}
    assert document[name]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_keys_of_a_row_are_those_of_version_1_in_their_order(name: str, printed: Callable[[str], str]) -> None:
    assert all([*row] == KEYS[name].split() for row in json.loads(printed(name))[name])


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_printed_is_valid(name: str, printed: Callable[[str], str]) -> None:
    model: type[BaseModel] = COMMANDS[name][1]
    text = printed(name)
    parsed = model.model_validate_json(text, strict=True)
    assert parsed.model_dump(mode="json", by_alias=True) == json.loads(text)


@pytest.mark.parametrize(
    "wrong",
    [
        {"schema": "pc_workbook/findings/2", "findings": []},
        {"schema": "pc_workbook/findings/1", "findings": [], "more": 1},
        {"schema": "pc_workbook/findings/1", "findings": [{"code": "P01"}]},
    ],
)
def test_another_version_or_key_is_not_valid(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        FindingsDocument.model_validate(wrong)


def test_the_shipped_schemas_are_made_from_the_documents() -> None:
    made: dict[str, str] = run_path(str(PROJECT / "docs" / "schemas" / "make_schemas.py"))["schemas"]()
    shipped = {path.name: path.read_text("utf-8") for path in (PROJECT / "docs" / "schemas").glob("*.json")}
    assert made == shipped
    assert [*shipped] != []


def test_a_schema_says_what_every_row_must_have() -> None:
    schema = json.loads(Path(PROJECT / "docs" / "schemas" / "figures-1.json").read_text("utf-8"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["required"] == ["schema", "figures"]
    assert schema["$defs"]["FigureRow"]["required"] == KEYS["figures"].split()
    assert schema["properties"]["schema"]["const"] == "pc_workbook/figures/1"
