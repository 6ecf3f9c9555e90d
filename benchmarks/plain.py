"""The plain script that people write: pandas reads by openpyxl, pydantic judges row by row, pandas writes by openpyxl.

It does the work of a refresh without its charts, its looks or its rules. With --into-tracker its sheets go where
a refresh puts them: into a copy of the tracker, loaded and saved by openpyxl; else into a new file.

    python benchmarks/plain.py TRACKER.xlsx OUT.xlsx [--into-tracker]
"""

import sys
from datetime import date
from shutil import copyfile
from typing import Annotated, Any

import pandas as pd
from pydantic import BaseModel, Field, ValidationError

HEADING_ROW = 5


class Practice(BaseModel):
    code: Annotated[str, Field(alias="Practice code", pattern=r"^[A-Z]\d{5}$")]
    name: Annotated[str, Field(alias="Practice name")]
    locality: Annotated[str | None, Field(alias="Locality")] = None
    registered: Annotated[float | None, Field(alias="Registered patients", gt=0)] = None
    weighted: Annotated[float | None, Field(alias="Weighted patients", gt=0)] = None
    deprivation: Annotated[float | None, Field(alias="Deprivation score", ge=0, le=100)] = None


class Workforce(BaseModel):
    practice: Annotated[str, Field(alias="Practice code")]
    period: Annotated[str | int, Field(alias="Period")]
    group: Annotated[str, Field(alias="Staff group")]
    fte: Annotated[float | None, Field(alias="FTE", ge=0, le=500)] = None
    registered: Annotated[float | None, Field(alias="Registered patients", gt=0)] = None


class Inspection(BaseModel):
    organisation: Annotated[str, Field(alias="Organisation code")]
    published: Annotated[date | None, Field(alias="Published on")] = None
    overall: Annotated[str | None, Field(alias="Overall")] = None


class Observation(BaseModel):
    indicator: Annotated[int, Field(alias="Indicator")]
    organisation: Annotated[str, Field(alias="Organisation")]
    period: Annotated[str, Field(alias="Period")]
    value: Annotated[float | None, Field(alias="Value")] = None
    numerator: Annotated[float | None, Field(alias="Numerator", ge=0)] = None
    denominator: Annotated[float | None, Field(alias="Denominator", gt=0)] = None
    extracted: Annotated[date | None, Field(alias="Extracted on")] = None


def valid(frame: pd.DataFrame, model: type[BaseModel], sheet: str, findings: list[dict[str, Any]]) -> pd.DataFrame:
    """The sound rows, one model a row; the others become findings."""
    rows = []
    for at, row in enumerate(frame.to_dict("records"), HEADING_ROW + 1):
        given = {str(heading): None if pd.isna(value) else value for heading, value in row.items()}
        if all(value is None for value in given.values()):
            continue
        try:
            rows.append(model(**given).model_dump())
        except ValidationError as error:
            findings.extend(
                {"sheet": sheet, "row": at, "column": e["loc"][0], "what": e["msg"]} for e in error.errors()
            )
    return pd.DataFrame(rows, columns=list(model.model_fields))


def main(source: str, out: str, into_tracker: bool) -> None:
    book = pd.read_excel(source, sheet_name=None, header=HEADING_ROW - 1, engine="openpyxl")
    findings: list[dict[str, Any]] = []
    practices = valid(book["Practices"], Practice, "Practices", findings)
    workforce = valid(book["Workforce"], Workforce, "Workforce", findings)
    inspections = valid(book["CQC ratings"], Inspection, "CQC ratings", findings)
    observations = valid(book["Observations"], Observation, "Observations", findings)

    fte = workforce.pivot_table(index="practice", columns="group", values="fte", aggfunc="sum")
    summary = practices.merge(fte, left_on="code", right_index=True, how="left")
    summary["patients_per_gp_fte"] = summary["registered"] / summary["All GPs"]
    summary["gp_per_1000_weighted"] = summary["All GPs"] / summary["weighted"] * 1000
    summary = summary.sort_values("patients_per_gp_fte", ascending=False)
    localities = summary.groupby("locality")[["registered", "weighted", "All GPs", "All nurses"]].sum()
    localities["patients_per_gp_fte"] = localities["registered"] / localities["All GPs"]
    latest = inspections.sort_values("published").groupby("organisation").tail(1)
    cqc = latest["overall"].value_counts().rename_axis("rating").reset_index(name="practices")
    cqc["of_all"] = cqc["practices"] / len(practices)
    observations["when"] = pd.to_datetime(observations["period"], format="%b %Y")
    newest = observations[observations["organisation"] == "Thurrock"].sort_values("when").groupby("indicator").tail(1)
    if into_tracker:
        copyfile(source, out)
        opened = pd.ExcelWriter(out, engine="openpyxl", mode="a", if_sheet_exists="replace")
    else:
        opened = pd.ExcelWriter(out, engine="openpyxl")
    with opened as writer:
        newest.to_excel(writer, sheet_name="Indicator summary", index=False)
        summary.to_excel(writer, sheet_name="Practice summary", index=False)
        localities.to_excel(writer, sheet_name="Locality summary")
        cqc.to_excel(writer, sheet_name="CQC summary", index=False)
        pd.DataFrame(findings).to_excel(writer, sheet_name="Data quality", index=False)
    area = summary["registered"].sum() / summary["All GPs"].sum()
    print(f"patients per FTE GP {area:.1f}; {len(findings)} cells that can't be read")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], "--into-tracker" in sys.argv)
