"""The sentences of what the rules found, by the code of a `Detail`: what is wrong, and what to do about it.

Codes are sorted by the rules that use them. A text that begins with a blank is added to another one.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from pc_workbook.model.period import PeriodKind
from pc_workbook.tracker.rules.plausible_limits import HOURS_OF_A_POST
from pc_workbook.wording.numbers import PERIODS_OF_KIND, counted, listed

Texts = str | tuple[str, str]
History = Sequence[tuple[str, float]]  # periods with their values, in time

MOST_IN_HISTORY: Final = 4  # values beside the one in question
CELLS_NAMED: Final = 3
NO_ACTION: Final = "No action needed"


# --- numbers


def figure(value: float) -> str:
    """Return a number as a person would read it out.

    >>> figure(2.0), figure(37.5), figure(5100.0), figure(0.213333333), figure(0.00042)
    ('2.0', '37.5', '5,100', '0.213', '0.00042')
    """
    if float(value).is_integer():
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}"
    return f"{round(value, 3):,.10g}" if abs(value) >= 0.1 else f"{value:.3g}"


def people(count: float) -> str:
    """Return a number of people as a person would type it.

    >>> people(21.0), people(5.1), people(12322.5)
    ('21', '5.1', '12,322.5')
    """
    return f"{count:,.10g}"


def history_words(history: History, place: int, is_share: bool = False) -> str:
    """Return the values around one of them, in time: '2.0 in September 2015, 2.1 in March 2016, now 37.5'.

    >>> history_words([("2015", 2.0), ("2016", 37.5)], 1)
    '2.0 in 2015, now 37.5'
    """
    first = max(0, min(place, len(history) - 2) - MOST_IN_HISTORY + 1)
    words = []
    for at, (period, value) in enumerate(history[first : max(place + 2, first + MOST_IN_HISTORY + 1)], first):
        is_now = at == place == len(history) - 1
        words.append(f"now {_value(value, is_share)}" if is_now else f"{_value(value, is_share)} in {period}")
    return ", ".join(words)


def _value(value: float, is_share: bool) -> str:
    return f"{figure(value)}{'%' if is_share else ''}"


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _in_unit(unit: str) -> str:
    return f"Enter the value in the indicator's unit{f' ({unit})' if unit else ''}, or accept it if it is right."


# --- links and references (R15, R66)

#: By sheet: what its rows are, what names them, and whether a name of theirs is quoted.
_NAMED: Final[Mapping[str, tuple[str, str, bool]]] = {
    "Practices": ("practice", "code", False),
    "Actions": ("action", "reference", False),
    "Indicators": ("indicator", "number", False),
    "Functions": ("function", "number", False),
    "Localities": ("locality", "name", True),
    "Programmes": ("programme", "name", True),
    "People and roles": ("role", "name", True),
}


def _not_listed(name: object, sheets: Sequence[str]) -> Texts:
    noun, names, is_quoted = (
        _NAMED.get(sheets[0], ("row", "name", True)) if len(sheets) == 1 else ("organisation", "name or code", True)
    )
    shown = f"“{name}”" if is_quoted else name
    where = f"{', '.join(sheets[:-1])} or {sheets[-1]}" if len(sheets) > 1 else sheets[0]
    problem = f"{noun.capitalize()} {shown} is not on the {where} sheet."
    return problem, f"Correct the {names}, or add the {noun}."


def _other_cells(count: int, last: str) -> str:
    return (
        f" 1 other cell has it: {last}." if count == 1 else f" {count:,} other cells have it, the last of them {last}."
    )


def _comparator_not_observed(name: str, target: float | None, period: str) -> Texts:
    until = (
        "there is no target"
        if target is None
        else f"{target:g}{f' ({period})' if period else ''}, typed beside it, is the target"
    )
    return (
        f"The Observations sheet has no value of {name}. Until it has, {until}.",
        "Add the value, or correct the name.",
    )


def _comparator_not_used(name: str, indicator: int, named: str, near: str) -> Texts:
    compared = f"is compared with {named}" if named else "names no comparator"
    problem = f"Indicator {indicator} {compared}, so its value of {name} is shown nowhere."
    return (
        problem,
        f"Write {near} if that is meant." if near else f"Enter {name} under Comparator on the Indicators sheet.",
    )


_IN_NO_SUM: Final = "Until then the staff and patients it reported before are in no sum."


def _merged_into_closed(code: str, into: str, closed: date) -> Texts:
    problem = f"{into} closed on {_day(closed)}, before {code} merged into it. {_IN_NO_SUM}"
    return problem, "Enter a practice that was open then."


# --- levels, groups and memberships (R100 to R108)


def _member_not_listed(name: str) -> Texts:
    return (
        f"“{name}” is not on the Practices, Providers, Localities or Groups sheet, so it counts in no group.",
        "Correct the code or name, or add it to its list.",
    )


def _group_not_listed(name: str, near: str) -> Texts:
    meant = f" Did you mean “{near}”?" if near else ""
    return f"“{name}” is not on the Groups sheet.{meant}", "Correct the name, or add the group."


def _level_not_listed(level: str, known: Sequence[str]) -> Texts:
    choices = f"Enter one of: {', '.join(known)}; or add the level." if known else "Add it to the Levels sheet."
    return f"“{level}” is not on the Levels sheet, so the group is in no table.", choices


def _group_not_above(lower: str, higher: str) -> Texts:
    return (
        f"A group of level {lower} can't belong to one of level {higher}, which is not above it.",
        "Correct the group, or the Order of the two levels.",
    )


def _memberships_overlap(member: str, first: str, second: str, cell: str) -> Texts:
    which = f"{first} twice" if first == second else f"{first} and {second}"
    return (
        f"{member} belongs to {which} on the same days (see {cell}). Until that is settled it counts in neither.",
        "Enter the day before the move under To of the earlier row.",
    )


def _memberships_overlap_above(member: str, levels: Sequence[str]) -> Texts:
    return (
        f"By way of its groups {member} belongs to two groups of level {' and of level '.join(levels)}. Until that is "
        "settled it counts in neither.",
        "Correct its memberships, or those of its groups.",
    )


# --- the tracker's own words (R96, R97)


def _meaning_of_word(use: str, meanings: Sequence[str]) -> Texts:
    if not meanings:
        return f"A word for “{use}” needs a meaning.", "Enter under Means what the paragraph is about."
    return f"A word for “{use}” has one of a few meanings.", f"Enter one of: {', '.join(meanings)}."


def _word_outside_its_time(word: str, day: date, is_group: bool) -> Texts:
    counted = " It counts neither as GP nor as nurse." if is_group else ""
    return (
        f"“{word}” does not hold on {_day(day)}, by its dates on the sheet Words.{counted}",
        "Choose the word that holds then, or correct the dates.",
    )


# --- dates (R22, R29)


def _period_not_over(as_at: date, use: str) -> Texts:
    until = "it is shown as the baseline" if use == "baseline" else "the value is left out"
    return (
        f"This period runs past the as-at date, {_day(as_at)}. Until it is over, {until}.",
        f"Enter a period that ended by {_day(as_at)}, such as the months so far, or a later as-at date.",
    )


def _staff_period_not_over(as_at: date, rows: int) -> Texts:
    left_out = "1 row of it is" if rows == 1 else f"{rows:,} rows of it are"
    return (
        f"This period runs past the as-at date, {_day(as_at)}, so {left_out} left out.",
        f"Enter a period that ended by {_day(as_at)}, or a later as-at date.",
    )


def _date_before(what: str) -> Callable[..., Texts]:
    return lambda first: (f"{what}, {_day(first)}.", "Correct one of the two dates.")


# --- counts (R16, R21, R33, P04)


def _from_counts(value: float, decimals: int, is_share: bool) -> str:
    return f"{value:,.{decimals}f}{'%' if is_share else ''}"


def _no_whole_count(percent: float, counts: Sequence[tuple[int, int | None, float | None]]) -> Texts:
    """`counts`: a number of practices; the count that gives the percentage, if any; another percentage it can't give."""
    words = [
        f"no count of {counted(size, 'practice')} gives {percent:g}%"
        if count is None
        else f"{count} of {size} gives {percent:g}%, but no count of {size} gives {other:g}%"
        for size, count, other in counts
    ]
    return "; ".join(words), "Enter the counts behind it, under Baseline numerator and denominator."


# --- indicators (P05 to P11)


def _gp_measures(england: float, indicator: int, comparator: float) -> Texts:
    return (
        f"1,000 ÷ {england:,.0f} = {1000 / england:,.3f} is the arithmetical equivalent, and indicator {indicator} says {comparator:g}.",
        f"{NO_ACTION}: they differ in weighting and staff counted, so they are never compared.",
    )


def _path_misses_standard(standard: float, side: str, year: int | None) -> Texts:
    when = "no year" if year is None else year
    return (
        f"The local path stays {side} the national standard.",
        f"{NO_ACTION}: both are shown. The standard of {standard:.15g} holds every year; the path reaches it in {when}.",
    )


def _off_the_line(straight: float, by: float, decimals: int) -> Texts:
    return (
        f"This differs from the straight line ({straight:.{decimals}f}) by {by:.{decimals}f}.",
        f"{NO_ACTION} if it is meant: it is kept as agreed.",
    )


def _year_without_value(year: int, straight: float, decimals: int) -> Texts:
    return (
        f"There is no agreed value for {year}, so the year stays empty.",
        f"Enter one if it was agreed. On a straight line it would be {straight:.{decimals}f} (derived, not agreed).",
    )


# --- actions (P12 to P21)


def _action_without_lead(objective_lead: str) -> Texts:
    until = f" Until then the objective lead ({objective_lead}) is shown, and labelled." if objective_lead else ""
    return f"This action has no lead.{until}", "Enter a role."


def _function_without_action(number: int, programme: str) -> Texts:
    beside = f" A programme serves it: {programme}." if programme else ""
    return f"No action serves function {number}.{beside}", "Add an action for this function."


# --- markings and personal data (R35 to R46)


def _choose_marking(looks_like: str) -> str:
    hint = f"; the letters here look like those of “{looks_like}”, but are not the same" if looks_like else ""
    return f"Choose Public, Exempt or Internal from the list{hint}."


def _same_in_cells(cells: Sequence[str]) -> str:
    rest = f" and {len(cells) - CELLS_NAMED:,} more" if len(cells) > CELLS_NAMED else ""
    return f" The same text is in {', '.join(cells[:CELLS_NAMED])}{rest}."


# --- staff and list sizes (R76, P40 to P44)

_FIT: Final = "Enter FTE and headcount that fit each other."


def _in_posts(fte: float) -> str:
    meant = f" ({figure(fte)} hours are {figure(round(fte / HOURS_OF_A_POST, 2))} FTE)" if fte >= 15 else ""
    return f"Enter FTE in full-time posts: {HOURS_OF_A_POST:g} hours a week are 1.0 FTE{meant}."


def _two_totals(group: str, practice: str, row: int, first: tuple[str, float], second: tuple[str, float]) -> Texts:
    return (
        f"Row {row} says {figure(first[1])} for {first[0]}, and this row {figure(second[1])} for {second[0]}.",
        f"Keep one FTE of {group} for {practice}.",
    )


def _fte_for_headcount(fte: float, headcount: int) -> Texts:
    each, beside = fte / headcount, f"FTE {figure(fte)} beside headcount {headcount} is"
    if each > 1:
        return f"{beside} {each:.3g} full-time posts for each person.", _in_posts(fte)
    return f"{beside} {each:.2g} of a post for each person.", _FIT


def _fte_above_patients(fte: float, patients: float, group: str, limit: float) -> Texts:
    return (
        f"{figure(fte)} FTE for {people(patients)} patients is {1000 * fte / patients:.3g} FTE per 1,000. Of {group}, practices in "
        f"England have up to {limit:g}.",
        _in_posts(fte),
    )


def _fte_below_patients(fte: float, patients: float) -> Texts:
    return (
        f"{figure(fte)} FTE for {people(patients)} patients is {patients / fte:,.0f} patients for each. That is more often a gap in "
        "the return than a practice with so few GPs.",
        "Enter the FTE of the whole practice, or accept it if it is right.",
    )


def _list_too_small(size: float) -> Texts:
    meant = f" {size:g} thousand are {people(1000 * size)}." if size >= 1 else ""
    return (
        f"{people(size)} is too few patients for a practice.{meant}",
        "Enter the number of patients in full and not in thousands.",
    )


def _list_too_large(size: float, largest: int, largest_is_of: str) -> Texts:
    return (
        f"{people(size)} is more patients than the largest practice in England had in {largest_is_of} ({largest:,}).",
        "Enter the number of patients of one practice.",
    )


def _weighted_and_registered(weighted: float, registered: float, low: float, high: float) -> Texts:
    return (
        f"{people(weighted)} weighted to {people(registered)} registered patients is {weighted / registered:.2g} to 1, and practices "
        f"in England have {low:g} to {high:g}.",
        "Correct one of the two numbers, or accept them if they are right.",
    )


def _two_numbers_in_a_return(practice: str, period: str, other: float, row: int) -> Texts:
    return (
        f"Another row of the same return has {people(other)} patients (row {row}).",
        f"Enter one number of patients for {practice} in {period}.",
    )


ListSize = tuple[float, str, str]  # patients, period ("" where it is not known), sheet


def _lists_disagree(size: ListSize, other: ListSize) -> Texts:
    return (
        f"The practice's lists do not fit each other: {_list_size(other)}, and {_list_size(size)}. Practices don't change so much in "
        "that time unless they merge.",
        "Correct the number of patients, or accept it if it is right.",
    )


def _list_size(list_size: ListSize) -> str:
    size, period, sheet = list_size
    return f"{people(size)}{f' in {period}' if period else ''} (sheet {sheet})"


def _more_people(count: float, patients: float) -> Texts:
    return (
        f"{people(count)} people are more than the {people(patients)} registered patients.",
        "Correct the number of people.",
    )


# --- values of indicators (P44 to P46)


def _fte_jump(group: str, history: History, place: int) -> Texts:
    return f"The FTE of {group} jumps: {history_words(history, place)}.", "Check it against the return."


def _value_jump(history: History, place: int, is_share: bool) -> Texts:
    return f"This value jumps: {history_words(history, place, is_share)}.", "Check it against its source."


References = Sequence[tuple[str, float]]  # what a value is compared with, with its value


def _far_from_references(value: float, unit: str, is_share: bool, references: References) -> Texts:
    beside = " and ".join(f"the {name} is {_value(other, is_share)}" for name, other in references)
    return f"This is {_value(value, is_share)}, where {beside}.", _in_unit(unit)


def _outside_england(value: float, unit: str, low: float, high: float) -> Texts:
    return f"This is {figure(value)}, and areas in England have from {figure(low)} to {figure(high)}.", _in_unit(unit)


def _baseline_far_from_observed(value: float, unit: str, is_share: bool, observed: History) -> Texts:
    beside = ", ".join(f"{_value(other, is_share)} in {period}" for period, other in observed)
    return f"This is {_value(value, is_share)}, and {beside} was observed.", _in_unit(unit)


def _far_from_the_group(
    organisation: str, value: float, indicator: int, unit: str, is_share: bool, low: float, high: float, more: int
) -> Texts:
    left = f" {more:,} more values of it are as far out." if more else ""
    return (
        f"{organisation} has {_value(value, is_share)}, and half of all values of indicator {indicator} lie from {figure(low)} to "
        f"{_value(high, is_share)}.{left}",
        _in_unit(unit),
    )


def _trajectory_jump(
    value: float, is_share: bool, years: Sequence[tuple[int, float]], reference: float | None
) -> Texts:
    beside = ", ".join(f"{_value(other, is_share)} in {year}" for year, other in years) or figure(reference or 0)
    return f"This is {_value(value, is_share)}, beside {beside}.", "Enter the agreed value in the indicator's unit."


def _england_patients_per_gp(low: float, high: float) -> Texts:
    return (
        f"England has had from {figure(low)} to {figure(high)} patients per FTE GP.",
        "Enter patients per FTE GP, such as 1321.",
    )


def _register_far_from_others(share: float, usual: float) -> Texts:
    return (
        f"The register is {100 * share:.2g}% of the list. Half of the practices have more than {100 * usual:.2g}%, half fewer.",
        "Enter the number of people on the register.",
    )


def _copy_of_indicator(value: float, is_share: bool, indicator: int, other: int, title: str, row: int) -> Texts:
    return (
        f"{_value(value, is_share)} is that of indicator {other} ({title}) of the same time, in row {row}.",
        f"Enter the value of indicator {indicator}.",
    )


def _carried_forward(period: str, history: History, place: int, is_share: bool) -> Texts:
    return (
        f"The value has not changed: {history_words(history, place, is_share)}.",
        f"Enter the value of {period} if the one before was only carried forward.",
    )


def _history(history: History, place: int, is_share: bool = False) -> str:
    return f" Its history: {history_words(history, place, is_share)}."


def _bands_overlap(start: float | None, other: str) -> Texts:
    begins = "has no lower end" if start is None else f"begins at {start:g}, before that one ends"
    return f"This band overlaps “{other}”: it {begins}.", "Let each band begin where the one below it ends."


# fmt: off
def _kinds(kinds: Sequence[PeriodKind]) -> str:
    return listed([PERIODS_OF_KIND[kind] for kind in kinds])


TEXTS: Final[Mapping[str, Texts | Callable[..., Texts]]] = {
    # settings and links
    "no_as_at_date": ("There is no as-at date, so nothing that depends on time can be judged.", "Enter the day this issue is about, such as 15/03/2017."),
    "no_area_name": ("The tracker does not say which area it is about.", "Enter the area's name."),
    "no_area_code": ("The area has no code.", "Enter its code, as in published data."),
    "scale_of_one_word": ("The scale “{scale}” has fewer than two words with an order.", "Add its other words, or correct the name of the scale."),
    "scale_row_unread": ("A row of the scale “{scale}” can't be read, so nothing is judged by it until that is corrected.", "Correct {cell}."),
    "order_twice": ("“{other}” has the order {order:g} on this scale already.", "Give each word its own order, the best the highest."),
    "word_twice": ("“{word}” is on “{name}” already, in row {other}.", "Keep one row for it."),
    "scale_not_listed": ("The scale “{name}” is not on the sheet Scales.", "Correct the name, or add its words there."),
    "scheme_not_listed": ("The RAG scheme “{name}” is not on the sheet RAG schemes.", "Correct the name, or add its rows there."),
    "scale_of_no_ordinal": ("This indicator names a scale, and its Kind is {kind}.", "Choose Ordinal under Kind, or clear Scale."),
    "direction_of_own_scale": ("The best word of a scale has its highest order, so {direction} says nothing here.", "Clear Direction, or turn the order round on Scales."),
    "no_range": ("This indicator is to be within a range, and {missing} is empty.", "Enter both ends of the range."),
    "range_the_wrong_way": ("The range begins at {low:g} and ends at {high:g}.", "Enter the lower end under Range from."),
    "range_without_direction": ("There is a range, and Direction is not Within range, so it is not used.", "Choose Within range, or clear the range."),
    "range_of_words": ("The values of this indicator are words, and can't be within a range.", "Choose another direction."),
    "steps_beside_range": ("This indicator has steps on Trajectory, and is judged by its range alone.", "Delete the steps, or choose another direction."),
    "scheme_of_two_rules": ("This row has {rule}, and other rows of “{scheme}” have {other}.", "Choose one rule for the whole scheme."),
    "scheme_row_unread": ("A row of the scheme “{scheme}” can't be read, so it judges nothing until that is corrected.", "Correct {cell}."),
    "band_without_rule": ("This row has a band, and no rule that says what it holds.", "Choose a rule for each row of the scheme."),
    "band_without_ends": ("This row has neither From nor To, so it would take every value.", "Enter the ends of its band."),
    "band_the_wrong_way": ("The band begins at {low:g} and ends at {high:g}.", "Enter the lower number under From."),
    "bands_overlap": _bands_overlap,
    "gap_between_bands": ("Between “{other}”, which ends at {high:g}, and this band, which begins at {low:g}, a value has no word.", "Let each band begin where the one below it ends."),
    "misleading_word": ("The word is {word}, and it counts as {counts_as}.", "Correct one of the two."),
    "no_such_colour": ("“{colour}” is no colour that is known here.", "Type a colour such as Blue, or its six digits, as in #005EB8."),
    "scheme_of_words": ("The scheme “{scheme}” measures numbers, and the values of this indicator are words.", "Choose a scheme without a rule."),
    "scheme_of_range": ("The scheme “{scheme}” measures the distance from a range, and this indicator has none.", "Choose Within range under Direction, or another scheme."),
    "scheme_of_target": ("The scheme “{scheme}” measures the distance from a target, and this indicator is to be within a range.", "Choose a scheme with the rule Range, or another direction."),
    "no_direction": ("This indicator has no direction, so it gets no RAG.", "Choose a direction."),
    "not_listed": _not_listed,
    "not_a_measure": ("“{name}” is not on the Indicators sheet, under Measure.", "Correct the name of the measure, or add the indicator."),
    "in_unreadable_row": ("“{name}” is in {cell}, in a row that can't be read.", "Correct that row."),
    "other_cells": _other_cells,
    "comparator_not_observed": _comparator_not_observed,
    "other_comparator_value": ("{name} has another value for {period} in {cell}.", "Correct the one that is wrong, or keep the value on this sheet only."),
    "comparator_not_used": _comparator_not_used,
    "comparator_without_value": ("{name} has no value for {period}.", "Enter a {kind}, or delete the row."),
    "no_value_by_organisation": ("No practice, locality or group has a value of indicator {indicator}, so there is nothing to show.", "Add the values to the Observations sheet, or choose No."),
    "own_comparator": ("This is the organisation that is measured ({name}).", "Enter another one, such as England."),
    "merged_into_itself": (f"A practice can't merge into itself. {_IN_NO_SUM}", "Enter another practice's code."),
    "merged_into_unknown": (f"Practice {{into}} is not on this sheet. {_IN_NO_SUM}", "Correct the code, or add a row for {into} with its dates."),
    "merged_in_a_circle": (f"The mergers lead from {{into}} back to {{code}}. {_IN_NO_SUM}", "Enter a practice that is still there."),
    "merged_and_open": ("{code} has no closing date, and counts as open until it has.", "Enter a closing date for {code}, or no practice here."),
    "merged_into_closed": _merged_into_closed,
    # levels, groups and memberships
    "member_not_listed": _member_not_listed,
    "group_not_listed": _group_not_listed,
    "level_not_listed": _level_not_listed,
    "group_in_itself": ("A group can't belong to itself.", "Enter the group above it, or delete the row."),
    "groups_in_a_circle": lambda path: (f"The memberships lead in a circle: {', '.join(path[:-1])} and back to {path[-1]}.", "Correct the one that is wrong."),
    "membership_without_date": ("{member} has other groups of this level, and this row has no dates, so it isn't known when it counts.", "Enter the first day under From, or the last under To."),
    "memberships_overlap": _memberships_overlap,
    "memberships_overlap_above": _memberships_overlap_above,
    "name_of_a_group": ("The group in {cell} has this name or code too, so it isn't clear which is meant.", "Give each group a name of its own."),
    "name_of_a_locality": ("A locality has this name too.", "Give the group a name of its own, or use the locality."),
    "name_of_the_area": ("The whole area has this name too.", "Give the group a name of its own."),
    "group_closes_first": lambda group, on: (f"{group} closed on {_day(on)}, and this membership goes on.", f"Enter {_day(on)} or an earlier day, and a new row for the group it joined."),
    "group_opens_later": lambda group, on: (f"{group} has existed since {_day(on)} only.", f"Enter {_day(on)} or a later day."),
    "successor_not_listed": ("“{name}” is not on this sheet.", "Correct the name, or add a row for it."),
    "successor_is_itself": ("A group can't be its own successor.", "Enter another group's name."),
    "successors_in_a_circle": ("The successors lead back to {name}.", "Enter a group that is still there."),
    "successor_while_open": ("{name} has no date under To, and counts as open until it has.", "Enter its last day under To, or no successor."),
    "successor_closed": lambda name, on: (f"{name} closed on {_day(on)}, by which time it can't have taken over.", "Enter a group that existed then."),
    "successor_of_another_level": ("{name} is of level {level}.", "Enter a group of the same level."),
    "group_not_above": _group_not_above,
    # dates and states
    "closed_before_opened": _date_before("The closing date is before the opening date"),
    "published_before_inspected": _date_before("The publication date is before the inspection"),
    "exit_before_entry": _date_before("The exit date is before the entry date"),
    "end_before_start": _date_before("The end is before the start"),
    "due_before_start": _date_before("The due date is before the start"),
    "after_as_at_date": lambda as_at: (f"This date is after the as-at date, {_day(as_at)}.", "Correct the date, or enter a later as-at date on Settings."),
    "period_not_over": _period_not_over,
    "staff_period_not_over": _staff_period_not_over,
    "done_without_date": ("This is Done and has no date.", "Enter the date it was done, under Done."),
    "date_without_done": lambda done: (f"This has a date on which it was done ({_day(done)}), and is not Done.", "Choose Done, or delete the date."),
    "exit_without_entry": ("Special measures have an exit date and no entry date.", "Enter the date special measures began."),
    "rating_without_date": ("This rating has no date, so it counts as older than any rating with one.", "Enter the date it was published."),
    "year_and_period_differ": lambda year, period, year_heading, period_heading: (f"{year_heading} says {year}, and {period_heading} says {period}, which is not of that year.", "Correct the one that is wrong, or clear the year."),
    "two_steps": lambda time, other: (f"Row {other} already has a step for {time}, so neither counts.", f"Keep one step for {time}."),
    "hyphenated_years": lambda cell, financial, first, last: (f"“{cell}” may be the financial year {financial}, or the years {first} to {last} together: this indicator has both financial years and years that are pooled.", f"Write {financial}, or {first} to {last}."),
    "no_like_step": lambda number, values, steps: (f"No value of indicator {number} is judged: its values are for {_kinds(values)}, and its steps are for {_kinds(steps)}.", "Enter steps of the same kind of period, or values of the steps' periods."),
    "other_period_in_brackets": lambda typed, own, heading, period: (f"“{typed}” says {own}, and {heading} says {period}.", "Correct the one that is wrong."),
    # counts
    "denominator_below_zero": ("The denominator is below 0.", "Enter a denominator above 0."),
    "numerator_below_zero": ("The numerator is below 0.", "Enter a numerator of 0 or more."),
    "numerator_above_denominator": ("The numerator is larger than the denominator.", "Enter a numerator no larger than its denominator."),
    "register_above_list": ("The register has more people than the list.", "Enter a register no larger than its list."),
    "from_counts": _from_counts,
    "no_whole_count": _no_whole_count,
    # indicators
    "gp_measures": _gp_measures,
    "its_year": "its year",
    "the_comparator": "the comparator",
    "path_misses_standard": _path_misses_standard,
    "title_includes_limit": " “{choice}” is what the title says.",
    "off_the_line": _off_the_line,
    "year_without_value": _year_without_value,
    "goal_of_practices": lambda goal, whose: (f"“{goal}” is about practices, and this is the rating of {whose or 'the area'}.", "Type a goal for that rating, such as Not Inadequate; or count practices, with Kind Percentage and the measure cqc_share_inadequate."),
    "rating_of_a_part": lambda part, whose: (f"The indicator names “{part}”, and the overall rating of {whose or 'the area'} would be used for it.", "Put “overall” into the title if that is meant. Ratings of domains and services are shown on the CQC summary, and judged by no goal."),
    "rating_of_practices": lambda whose: (f"The indicator names practices, and its rating is that of {whose or 'the area'}.", "Correct the title, or name the practice under Organisation measured."),
    "goal_working_towards": ("“Working towards” counts only with evidence, and is never Green.", "Type {rating}, or enter a plan with its date and source on CQC ratings."),
    "action_working_towards": ("“Working towards” can't be measured without evidence of it.", "Write one promise."),
    # actions
    "action_without_lead": _action_without_lead,
    "action_without_outcome": ("This action has no outcome.", "Enter what will be different when it is done."),
    "action_without_review_date": ("This action is ongoing and has no review date, so it can't be judged.", "Enter a date to look at it again."),
    "judged_by_date": lambda day: (f"This has two kinds of delivery date. It was judged by the dated one, {_day(day)}.", "Enter one kind."),
    "date_has_passed": lambda day: (f"This has two kinds of delivery date. The dated one, {_day(day)}, has passed: whether the action is overdue or goes on can't be decided, and it is judged by neither.", "Enter one kind."),
    "take_out": "Delete “{words}”, or write what was meant.",
    "open_bracket": ("A bracket is opened and not closed, or closed and not opened.", "Correct the brackets."),
    "repeats_delivery_date": ("This only repeats the delivery date.", "Write what was done since last time."),
    "begins_like": ("This begins like the progress of action {action}.", "Write the progress of this action in its own words."),
    "indicator_without_action": ("No action is linked to this indicator.", "Link an action, or write in Note why none is linked."),
    "function_without_action": _function_without_action,
    # the tracker's own words
    "word_times_overlap": ("Row {row} has the same word for the same use, and their times overlap.", "Enter an end for the one and a later start for the other, or delete one of them."),
    "meaning_of_word": _meaning_of_word,
    "general_group_has_meaning": ("This staff group is one of the workforce releases, and keeps the meaning that it has there.", "Leave Means empty, or give the group another name."),
    "word_outside_its_time": _word_outside_its_time,
    "paragraph_not_listed": lambda listed: (f"This paragraph is not one of those on the sheet Words: {', '.join(listed)}. The row counts as Exempt all the same.", "Correct it, or add a row on the sheet Words."),
    "nearly_the_same_word": ("This is nearly “{other}”, which is used more often.", "Write both alike, if they are the same. Otherwise list both on the sheet Words."),
    # markings and personal data
    "open_in_excel": "Open the workbook in Excel, let it calculate, and save; or choose the marking by hand.",
    "choose_marking": _choose_marking,
    "type_paragraph": "Enter the paragraph or section that exempts it, such as 3 (financial or business affairs), or nothing.",
    "marking_column_twice": ("There are two columns with this heading, and they disagree: the other is at {where}.", "Keep one column with this heading."),
    "marked_otherwise": ("The row of {where} is about the same thing, and is {level}.", "Give all rows about one thing the same marking."),
    "accept_to_publish": " If this may be published as it is, accept this warning: public and guest packs wait for that.",
    "same_in_cells": _same_in_cells,
    # staff and list sizes
    "two_totals": _two_totals,
    "fte_without_headcount": lambda fte: (f"FTE {figure(fte)} is beside a headcount of 0.", _FIT),
    "fte_for_headcount": _fte_for_headcount,
    "fte_above_largest": lambda fte: (f"{figure(fte)} FTE is more than even the largest practices have.", _in_posts(fte)),
    "fte_above_patients": _fte_above_patients,
    "fte_below_patients": _fte_below_patients,
    "list_too_small": _list_too_small,
    "list_too_large": _list_too_large,
    "weighted_and_registered": _weighted_and_registered,
    "two_numbers_in_a_return": _two_numbers_in_a_return,
    "lists_disagree": _lists_disagree,
    "more_people": _more_people,
    "fte_jump": _fte_jump,
    # values of indicators
    "value_jump": _value_jump,
    "far_from_references": _far_from_references,
    "outside_england": _outside_england,
    "baseline_far_from_observed": _baseline_far_from_observed,
    "far_from_the_group": _far_from_the_group,
    "trajectory_jump": _trajectory_jump,
    "england_patients_per_gp": _england_patients_per_gp,
    "register_far_from_others": _register_far_from_others,
    "copy_of_indicator": _copy_of_indicator,
    "carried_forward": _carried_forward,
    "history": _history,
    "list_not_handed_out": "the sheet {list_sheet} is in no return",
    "exempt_not_handed_out": "its marking is Exempt",
}
# fmt: on
