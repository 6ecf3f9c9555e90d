"""The sentences of what is wrong with a single cell, by the code of its `Detail`.

Most are two: what is wrong, and what to do, without its last full stop. `cell` is the current entry: text is put into
quotation marks, a number or a date is written as Excel shows it.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from pc_workbook.model.period import month_and_year
from pc_workbook.model.reference import ALLOWED
from pc_workbook.tracker.findings import cell_text
from pc_workbook.wording.numbers import day_words, listed

_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONGEST_QUOTED: Final = 60  # characters of a cell

#: What is wrong and what to do; or one text alone, for a part of a sentence or for what to do.
Sentences = tuple[str, str] | str


def quoted_cell(words: str) -> str:
    """Return a cell's text in quotation marks, on one line and cut where it is long.

    >>> quoted_cell("75 -\\n80")
    '“75 - 80”'
    """
    line = " ".join(words.split())
    return f"“{line if len(line) <= LONGEST_QUOTED else line[: LONGEST_QUOTED - 1] + '…'}”"


def entry_text(cell: object) -> str:
    """Return a current entry as a message quotes it: text in quotation marks, anything else as Excel shows it."""
    return quoted_cell(cell) if isinstance(cell, str) else cell_text(cell)


def _quoting(problem: str, action: str) -> Callable[..., tuple[str, str]]:
    """Return the function that fills both templates, with the current entry quoted."""

    def sentences(**values: object) -> tuple[str, str]:
        shown = {**values, "cell": entry_text(values["cell"])}
        return problem.format_map(shown), action.format_map(shown)

    return sentences


# fmt: off
_NUMBERS: Final[Mapping[str, tuple[str, str]]] = {
    "invisible_direction_sign": ("{cell} holds an invisible sign that reverses the order of its characters.", "Clear the cell, then type the number again"),
    "percentage_for_number": ("{cell} is a percentage, and a number belongs here.", "Type it without a per cent sign, in the unit that is asked for"),
    "letter_for_digit": ("{cell} has a letter where a digit seems meant.", "Type {fixed}"),
    "comma_for_full_stop": ("{cell} has a comma where a full stop seems meant.", "Type {fixed}{sign}{when}"),
    "commas_not_at_thousands": ("The commas of {cell} are not between thousands.", "Type the digits without commas, and a full stop before decimals"),
    "time_for_number": ("{cell} is a time, not a number.", "Type the value itself"),
    "range_for_number": ("{cell} is a range, not one value.", "Type the one value that counts"),
    "period_without_brackets": ("{cell} has its period without brackets.", "Type {number} ({year})"),
    "division_by_zero": ("{cell} divides by 0, which gives no value.", "Correct the counts"),
    "fraction_for_number": ("{cell} is a fraction.", "Type what it comes to: {fixed}"),
    "change_for_number": ("{cell} is a change, not a level.", "Type the level itself"),
    "less_than_number": ("{cell} is not one exact value.", "Type the number, or * where it is suppressed as a small number"),
    "inexact_number": ("{cell} is not one exact value.", "Type {number}{before} alone if that is the value"),
    "number_in_brackets": ("{cell} is in brackets, which can mean minus.", "Type {number}, or -{number} if it is below 0"),
    "dash_after_number": ("{cell} ends in a dash, which can mean minus.", "Type {number}, or -{number} if it is below 0"),
    "dash_before_number": ("{cell} begins with a dash.", "Type {number}, or -{number} if it is below 0"),
    "several_percent_signs": ("{cell} has more than one per cent sign.", "Type {number}%"),
    "scientific_notation": ("{cell} is in scientific notation.", "Type it out: {fixed}{sign}"),
    "mark_before_number": ("{cell} begins with {mark}, so Excel keeps it as text.", "Type {number}"),
    "currency_sign": ("{cell} has a currency sign.", "Type the number alone, in the unit that is asked for"),
    "shortened_number": ("{cell} is shortened.", "Type it out: {fixed}"),
    "several_full_stops": ("{cell} has more than one full stop.", "Type one number, with one full stop before its decimals"),
    "several_numbers": ("{cell} holds more than one number.", "Type one value"),
    "footnote_mark": ("{cell} carries a footnote mark.", "Type {number} alone"),
    "period_not_taken": ("{cell} carries its period, and this column takes none.", "Type {number}"),
    "brackets_without_period": ("{cell} has brackets that hold no period and no percentage.", "Type {number} alone, or with its period, as in {number} (2015/16)"),
    "words_after_number": ("{cell} has “{rest}” after the number.", "Type {number} alone if that is the value"),
    "more_than_number": ("{cell} holds more than a number.", "Type the number alone"),
    "date_for_value": ("{cell} is a date, not a value.", "Type the value itself"),
    "period_for_value": ("{cell} is a period, not a value.", "Type the value itself"),
    "date_for_whole_number": ("The cell holds the date {cell}, and a whole number belongs here.", "Format the cell as General, then type the number"),
    "financial_year_for_year": ("{cell} is a financial year.", "Type one year: {year}, in which it ends"),
    "not_a_whole_number": ("{cell} is not a whole number.", "Type a whole number"),
    "number_shown_as_date": ("The cell shows {cell}, because a number in it is formatted as a date.", "Format the cell as Number, then check the value"),
    "clock_time_for_number": ("{cell} is a time, not a number.", "Format the cell as General, then type the value"),
    "not_a_number": ("{cell} is not a number.", "Type the value itself"),
    "part_above_whole": ("{cell} is more than the whole: {part:,.15g} of {whole:,.15g}.", "Correct the counts"),
    "counts_of_a_comparator": ("{cell} gives counts, and none are kept of a comparator.", "Type the percentage alone"),
    "rating_for_number": ("{cell} is a rating, and Kind is {kind}.", "Type a number, or correct Kind"),
    "comma_of_two_meanings": ("{cell} can be {thousands} or {decimals}.", "Type it without a comma"),
    "not_a_whole_count": ("{cell} is not a whole number, and a count without decimals is.", "Type a whole number, or enter how many Decimals the values have"),
    "neither_yes_nor_no": ("{cell} is neither Yes nor No.", "Type Yes or No"),
    "not_of_its_kind": ("{cell} is not one value, and Kind is {kind}.", "Type the value alone, in the indicator's unit"),
    "clock_time_for_duration": ("{cell} can be hours and minutes, or minutes and seconds.", "Type the length of time in the indicator's unit, or set Unit to hours:minutes"),
    "more_than_numbers": ("{cell} holds more than numbers.", "Type the numbers alone, such as 1, 2, 5"),
}
_DAYS: Final[Mapping[str, tuple[str, str]]] = {
    "no_such_day": ("{cell} is not a day: {why}.", "Type the day that is meant, day first, such as 15/03/2017"),
    "several_days": ("{cell} holds more than one date.", "Type the one that counts, day first, such as 15/03/2017"),
    "more_than_a_day": ("{cell} holds more than a date.", "Type the date alone, day first, such as 15/03/2017"),
    "no_single_day": ("{cell} names no single day.", "Type the day, day first, such as 15/03/2017"),
    "day_incomplete": ("{cell} names no year, or no day.", "Type both, day first, such as 15/03/2017"),
    "not_a_day": ("{cell} is not a date.", "Type a date, day first, such as 15/03/2017"),
    "number_for_day": ("{cell} is not a date.", "Type a date, day first, such as 15/03/2017"),
}
_DELIVERIES: Final[Mapping[str, tuple[str, str]]] = {
    "not_a_delivery_date": ("{cell} is not a date.", "Type a day, month or year alone, such as 31/03/2017, March 2017 or 2016/17, or Ongoing"),
    "no_such_delivery_day": ("{cell} is not a date: {why}.", "Type the day that is meant, day first, such as 31/03/2017"),
    "no_financial_year": ("{cell} is not a financial year: {first} is followed by {following}.", "Type {label}, or the years that are meant"),
    "season": ("{cell} has no exact last day.", "Type the month or the day, such as May 2017 or 31/05/2017"),
    "approximate_date": ("{cell} gives no exact date.", "Type a day, such as 31/03/2017, or the month"),
    "done_for_delivery": ("{cell} says that it is done.", "Type the day it was done under Completed on, and here when it was due"),
    "later_date_first": ("{cell} names a later date before an earlier one.", "Type the one that holds now"),
    "several_delivery_dates": ("{cell} holds more than one date.", "Type the one that holds now; the first one belongs under First delivery date"),
    "quarter_of_which_year": ("{cell} can be of a calendar or of a financial year.", "Type the financial year, as in Q4 2016/17, or the last month"),
    "month_or_day": ("{cell} can be a month or a day.", "Type the month with its year in full, as in {month} {year}, or the whole date"),
    "no_year": ("{cell} names no year.", "Type a day, month or year alone, such as 31/03/2017, March 2017 or 2016/17"),
    "state_for_delivery": ("{cell} gives the state of the action.", "Type here when it is to be delivered, and the rest under Note"),
    "time_of_day": ("{cell} holds a time of day.", "Type a day, such as 31/03/2017"),
    "more_than_a_delivery_date": ("{cell} holds more than a date.", "Type a day, month or year alone, such as 31/03/2017, March 2017 or 2016/17, and the other words under Note"),
}
_RATINGS: Final[Mapping[str, tuple[str, str]]] = {
    "negated_rating": ("{cell} says which rating it is not.", "Type the rating itself, or a state such as Not inspected"),
    "rating_of_a_domain": ("{cell} names a domain.", "Type a rating alone: the overall one and each domain have columns of their own on CQC ratings"),
    "more_than_a_rating": ("{cell} says more than a rating.", "Type {rating} alone if that is the rating, and the rest under Note"),
}
_FORMS_OF_GOALS: Final = (
    "Type the goal in one of these forms: Good; at least Good; Good or better; Retain Good; Good or working towards Good; "
    "Outstanding or Good; better than Requires improvement; from Requires improvement to Good; none at Inadequate"
)
_GOALS: Final[Mapping[str, tuple[str, str]]] = {
    "goal_without_rating": ("{cell} names no rating.", _FORMS_OF_GOALS),
    "goal_for_a_domain": ("{cell} is a goal for a domain, and the overall rating is judged.", f"Leave the domain out. {_FORMS_OF_GOALS}"),
    "more_than_a_goal": ("{cell} holds more than a goal.", f"Move the year to Target year or Year. {_FORMS_OF_GOALS}"),
    "goal_not_upwards": ("{cell} does not lead from one rating to a better one ({start} to {end}).", _FORMS_OF_GOALS),
    "goal_met_by_inadequate": ("{cell} would be met by Inadequate too.", _FORMS_OF_GOALS),
    "goal_names_several_ratings": ("{cell} names more than one rating, and not which of them is the lowest that counts.", _FORMS_OF_GOALS),
    "not_a_goal": ("{cell} is not a goal that can be judged.", _FORMS_OF_GOALS),
}
_REFERENCES: Final[Mapping[str, tuple[str, str]]] = {
    "not_a_reference": ("{cell} is not an action's reference.", f"Type {ALLOWED}"),
    "several_references": ("{cell} names {count} actions.", "Type one reference, and copy the row for each of the others"),
    "range_of_actions": ("{cell} can mean every action from {first} to {last}.", "Type one reference, and copy the row for each of the others"),
    "time_for_reference": ("The cell holds the time {cell}, which Excel makes of numbers with a colon between them.", "Format the column as Text, then type the reference again"),
}
_BESIDE_VALUES: Final[Mapping[str, Sentences]] = {
    "underscore": ("The underscore was read as an empty cell.", "Delete it"),
    "words_without_value": ("This cell has words and no value, and was read as a note.", "Type the value if there is one"),
    "unpaired_bracket": ("A bracket is opened and not closed, or closed and not opened.", "Correct the brackets"),
    "expectation_has_passed": ("The value is here, and “{text}” is still beside it.", "Delete these words"),
    "page_number": ("“{text}” was not read as anything.", "Delete it if it does not belong here"),
    "drafting_question": ("The value {value} was read.", "Delete “{text}”, or move it to Note"),
    "rating_of_a_service_beside": ("The overall rating, {rating}, was read.", "Give the service a row of its own on CQC ratings"),
    "words_beside_rating": ("Only the rating, {rating}, was read.", "Move the words in brackets to Note"),
    "reference_in_brackets": ("The cell holds {number:.15g}, which Excel makes of ({typed}).", "Type {typed}"),
    "percentage_for_value": ("{percent:.15g}% is a percentage, and the indicator is not one.", "Format the cell as Number, or set Kind to Percentage"),
    "day_outside_any_plan": ("{day:%d/%m/%Y} is not a date of a plan.", "Type the day that is meant, such as 31/03/2017"),
}
#: What an entry was read as, and other parts of sentences.
_PARTS: Final[Mapping[str, str]] = {
    "read_as_action": "action {action}",
    "no_such_month": "there is no month {month}, and the day comes first",
    "percentage": "{percent:.15g}%",
    "share_of_counts": "{percent:.6g}% ({part:,.15g} of {whole:,.15g})",
    "quotient": "{numerator:,.15g} ÷ {denominator:,.15g}",
    "other_alphabet": "{meant}: it holds letters or signs that only look the same",
}
_LISTS: Final[Mapping[str, Sentences]] = {
    "heading_beside_the_list": " It is beside the list, in {cell}: drag the list's corner over its column.",
    "nearest_heading": " Is it the one headed “{near}”? It was not read as that.",
    "list_object_missing": "Select the list, choose Insert > Table, and name it {table} (Table Design > Table Name).",
    "list_object_renamed": ("The list is called {name}.", "Name it {table} (Table Design > Table Name)"),
    "list_on_another_sheet": " Is it the list on the sheet “{sheet}”?",
    "list_of_your_own": ("“{name}” was not read.", "No action needed if it is a list of your own"),
    "note_or_source": ("{lines} not read.", "No action needed if this is a note or a source"),
    "line_apart_from_the_list": ("{lines} not read.", "If this belongs to the list, move it right below the list's last row and fill in "
                                                      "every required cell; if not, leave it"),
    "right_below": "Drag the list's corner down over them.",
    "below_a_gap": "Move them up to row {next}, right below the list, then drag the list's corner down over them.",
    "below_totals": "Insert rows above the totals row, and move them there.",
    "settings_read_by_name": " The names of the settings below it were read all the same.",
    "no_setting_was_read": "{nearest} No setting was read.",
    "two_value_columns": ("{first} and {second} are both headed “Value”, so no setting was read.", "Rename or delete one of them"),
    "no_such_setting": ("Row {row} was not read: no setting has this name.", "Correct the name, or leave the row if it is your own.{suggestion}"),
    "did_you_mean": " Did you mean “{name}”?",
}
_SECOND_COLUMNS: Final[Mapping[str, tuple[str, str]]] = {
    "second_column_is_the_same": ("{first} and {others} are headed “{heading}” and hold the same; {first} was read.", "Delete one of them"),
    "second_column_is_empty": ("{first} and {others} are headed “{heading}”; {first} was read, and {others} is empty.", "Delete {others}"),
    "second_column_was_not_read": ("{first} and {others} are headed “{heading}” and hold different values; only {first} was read.",
                                   "Rename or delete one of them"),
    "columns_differ_and_none_was_read": ("{first} and {others} are headed “{heading}” and hold different values, so none was read.",
                                         "Rename or delete one of them"),
}
# fmt: on


def _second_column(problem: str, action: str) -> Callable[..., tuple[str, str]]:
    def sentences(heading: str, first: str, others: tuple[str, ...]) -> tuple[str, str]:
        columns = {"first": f"column {first}", "others": listed([f"column {letters}" for letters in others])}
        return problem.format(heading=heading, **columns), action.format(**columns)

    return sentences


def _lines(first: int, last: int) -> str:
    return f"Row {first} was" if first == last else f"Rows {first} to {last} were"


def _out_of_bounds(
    value: float,
    low: float | None,
    high: float | None,
    is_share: bool,
    suggested: float | None,
    unit_may_allow_it: bool,
) -> tuple[str, str]:
    unit, noun = ("%", "percentage") if is_share else ("", "value")
    lowest, highest = (f"{bound:g}" if bound is not None else "" for bound in (low, high))
    asked = (
        f"from {lowest} to {highest}"
        if lowest and highest
        else f"of {lowest or highest} or {'more' if lowest else 'less'}"
    )
    beyond = f"above {highest}{unit}" if high is not None and value > high else f"below {lowest}{unit}"
    such_as = "" if suggested is None else f", such as {suggested:.15g}%"
    units = (
        ". Where more than 100% is possible, say so in Unit: % change, or % of the estimate"
        if unit_may_allow_it
        else ""
    )
    return f"{value:.15g}{unit} is {beyond}.", f"Type a {noun} {asked}{such_as}{units}"


def _number_became_a_date(cell: date, is_share: bool) -> tuple[str, str]:
    day, month = cell.day, cell.month
    typed = f"{day}/{month} or {100 * day / month:.4g}%" if is_share and day <= month else f"{day}.{month}"
    return (
        f"The cell holds the date {cell_text(cell)}, which Excel makes of {day}/{month} and of {day}.{month}.",
        f"Format the cell as Text, then type the value again, such as {typed}",
    )


def _date_for_reference(cell: date) -> tuple[str, str]:
    day, month = cell.day, cell.month
    return (
        f"The cell holds the date {cell_text(cell)}, which Excel makes of {day}.{month}, {day}-{month} and {day}/{month}.",
        "Format the column as Text, then type the reference again",
    )


def _date_for_numbers(cell: date) -> tuple[str, str]:
    day, month = cell.day, cell.month
    return (
        f"The cell holds the date {cell_text(cell)}, which Excel makes of {day}/{month} and {day}-{month}.",
        f"Format the cell as Text, then type the numbers again, such as {day}, {month}",
    )


def _range_for_numbers(cell: object, numbers: tuple[int, ...]) -> tuple[str, str]:
    return f"{entry_text(cell)} is a range.", f"Type each number: {', '.join(map(str, numbers))}"


def _percentage_for_distance(cell: object, percent: float | None) -> tuple[str, str]:
    shown = entry_text(cell) if percent is None else f"{percent:.15g}%"
    return (
        f"{shown} is a percentage, and the indicator is not one.",
        "Type the distance in the indicator's unit: 5% of a target of 0.60 is 0.03",
    )


def _counts_against_percentage(cell: str, part: float, whole: float) -> tuple[str, str]:
    return (
        f"The counts and the percentage of {quoted_cell(cell)} contradict each other: {part:,.15g} of {whole:,.15g} is "
        f"{100 * part / whole:.1f}%.",
        "Correct one of them",
    )


def _several_ratings(cell: str, count: int) -> tuple[str, str]:
    return f"{quoted_cell(cell)} names {'two' if count == 2 else 'several'} ratings.", "Type the one that CQC published"


def _reference_lost_its_zero(number: str, actions: tuple[str, ...]) -> tuple[str, str]:
    return (
        f"This can be {' or '.join((number, *actions))}: Excel turns {actions[0]} into the number {number}.",
        "Format the column as Text, then type the reference again",
    )


def _month_is_shorter(last_day: date) -> str:
    return f"{month_and_year(last_day)} has {last_day.day} days"


def _worked_out_value(value: float, decimals: int | None, is_share: bool) -> str:
    return f"{value:,.{2 if decimals is None else decimals}f}{'%' if is_share else ''}"


def _ambiguous_period(cell: object, readings: tuple[str, ...]) -> tuple[str, str]:
    return f"{entry_text(cell)} can be read in more than one way.", f"Type {' or '.join(readings)}"


def _other_unit_of_time(cell: object, unit: str) -> tuple[str, str]:
    asked = (
        f"Type the value in {unit}s"
        if unit
        else "Name the unit of time under Unit, such as days, or type the number alone"
    )
    return f"{entry_text(cell)} is not a length of time in the indicator's unit.", asked


def _not_on_own_scale(cell: object, scale: str, words: tuple[str, ...]) -> tuple[str, str]:
    if not words:
        return (
            f"{entry_text(cell)} can't be read, because the scale “{scale}” has no words.",
            "Add its words on the sheet Scales",
        )
    return f"{entry_text(cell)} is not on the scale “{scale}”.", f"Type one of its words: {', '.join(words)}"


def _goal_outside_own_scale(cell: object, scale: str, words: tuple[str, ...]) -> tuple[str, str]:
    return (
        f"{entry_text(cell)} is a state outside the scale “{scale}”, and no value can reach it.",
        f"Type a word that has an order: {', '.join(words)}",
    )


TEXTS: Final[Mapping[str, Sentences | Callable[..., Sentences]]] = {
    **{
        code: _quoting(*sentences)
        for table in (_NUMBERS, _DAYS, _DELIVERIES, _RATINGS, _GOALS, _REFERENCES)
        for code, sentences in table.items()
    },
    **{code: _second_column(*sentences) for code, sentences in _SECOND_COLUMNS.items()},
    **_BESIDE_VALUES,
    **_PARTS,
    **_LISTS,
    "headings": lambda headings: listed([f"“{heading}”" for heading in headings]),
    "lines": _lines,
    "not_one_of_the_words": lambda words: (
        f"Choose one of: {', '.join(words)}. To use another word, add a row on the sheet Words."
    ),
    "out_of_bounds": _out_of_bounds,
    "ambiguous_period": _ambiguous_period,
    "other_unit_of_time": _other_unit_of_time,
    "not_on_own_scale": _not_on_own_scale,
    "goal_outside_own_scale": _goal_outside_own_scale,
    "money_in_unit": lambda value, suffix: f"£{value:,.15g}{suffix}",
    "time_in_unit": lambda value, unit: f"{value:,.15g} {unit}{'' if value == 1 else 's'}",
    "number_became_a_date": _number_became_a_date,
    "date_for_reference": _date_for_reference,
    "date_for_numbers": _date_for_numbers,
    "range_for_numbers": _range_for_numbers,
    "percentage_for_distance": _percentage_for_distance,
    "counts_against_percentage": _counts_against_percentage,
    "several_ratings": _several_ratings,
    "reference_lost_its_zero": _reference_lost_its_zero,
    "month_is_shorter": _month_is_shorter,
    "other_weekday": lambda day: f"{day_words(day)} is a {_WEEKDAYS[day.weekday()]}",
    "day": day_words,
    "first_of_month": lambda day: f"{day_words(day)}, although the cell shows no day",
    "month_to_its_last_day": lambda day: f"{month_and_year(day)}, to its last day",
    "worked_out_value": _worked_out_value,
    "more_worked_out": lambda rows: f" So were the values of {rows:,} more rows",
}
