"""Codes of what a merge of returns says: wording/returns.py makes the sentences."""

from enum import StrEnum


class ConflictReason(StrEnum):
    """Why a value in a return waits for a person. A cell that can't be read has the code of its finding instead."""

    BOTH_CHANGED = "both_changed"
    RETURNS_DIFFER = "returns_differ"
    ROW_GONE = "row_gone"
    STILL_OPEN = "still_open"
    NO_RECORD = "no_record"
    NO_COLUMN = "no_column"
    OTHER_AREA = "other_area"
    OTHER_REFERENCE = "other_reference"
    LOCALITY_NOT_LISTED = "locality_not_listed"
    ROW_OF_OTHERS = "row_of_others"
    ROW_NOT_OFFERED = "row_not_offered"
    ROW_NOT_HANDED_OUT = "row_not_handed_out"
    DUPLICATE_ROW = "duplicate_row"
    LOCKED_CELL = "locked_cell"
    FORMULA = "formula"


class ChoiceResult(StrEnum):
    """The result of a choice on the sheet Conflicts."""

    KEPT = "kept"
    TAKEN = "taken"
    AGREES = "agrees"
    OTHER_TAKEN = "other_taken"
    ASKED_AGAIN = "asked_again"
    TWO_PICKS = "two_picks"
    NO_ROW = "no_row"


class ReturnFact(StrEnum):
    """Something about a return that a person should know."""

    MERGED_BEFORE = "merged_before"
    SAME_AS = "same_as"
    NO_RECORD = "no_record"
    OTHER_EDITION = "other_edition"
    LOCALITY_NOT_LISTED = "locality_not_listed"
    NOT_REGISTERED = "not_registered"
    OTHER_AREA = "other_area"
    PERSONAL_DATA_INCLUDED = "personal_data_included"
    PERSONAL_DATA_TAKEN = "personal_data_taken"
    PERSONAL_DATA_WAITS = "personal_data_waits"
