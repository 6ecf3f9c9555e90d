"""Write the JSON schemas of what `--json` prints, from the classes in pc_workbook/cli/json_documents.py.

python docs/schemas/make_schemas.py
"""

import json
from pathlib import Path

from pc_workbook.cli.json_documents import DOCUMENTS

FOLDER = Path(__file__).parent


def schemas() -> dict[str, str]:
    """Return the text of each schema by its file name, such as figures-1.json."""
    texts = {}
    for document in DOCUMENTS:
        name = document.model_fields["schema_"].default.removeprefix("pc_workbook/").replace("/", "-")
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | document.model_json_schema(
            by_alias=True, mode="serialization"
        )
        for definition in schema["$defs"].values():
            if "enum" in definition:
                definition.pop("description", None)  # a docstring of the program, which may be reworded
        texts[f"{name}.json"] = json.dumps(schema, indent=2) + "\n"
    return texts


if __name__ == "__main__":
    for name, text in schemas().items():
        (FOLDER / name).write_text(text, "utf-8")
