"""Codes of the reasons and notes about indicators. The comment of a code names its values; `wording` has the sentences."""

from enum import StrEnum


class Why(StrEnum):
    """Why an indicator has no value, no gap, no RAG or no comparison, and which rule decided its RAG."""

    NO_AS_AT = "no_as_at_date"
    NO_VALUE = "no_value"
    NOT_YET = "no_value_yet"  # at the as-at date
    NO_PERIOD = "no_period"
    NO_DIRECTION = "no_direction"
    SUPPRESSED = "suppressed"
    BLOCKED = "blocked"  # cause: the findings that block it
    NOT_JUDGED = "not_judged"  # cause: the same, said of a gap
    UNDECLARED = "denominator_not_declared"
    ENDED = "provider_ended"  # provider, ends
    UNREAD_RATING = "rating_cannot_be_read"  # cause: the cell
    UNREAD_RATINGS = "leaves_out_unread_ratings"  # practices
    RATIO = "ratio"  # why: that of the area's staff ratio
    IN_QUESTION = "in_question"  # cells
    KIND_UNDECIDED = "comparator_kind_undecided"
    # references
    NO_TARGET = "no_target"
    NO_COMPARATOR = "no_comparator"
    NO_STANDARD = "no_national_standard"
    COMPARATOR_SUPPRESSED = "comparator_suppressed"
    NO_TRAJECTORY = "no_trajectory"  # year, or None
    NO_STEP = "no_step"  # period, kinds: of the steps, where none is like it
    TARGET_OF_OTHER_PERIOD = "target_of_other_period"  # why
    NO_VALUE_TO_JUDGE = "no_value_to_judge"  # year, level, kind
    NO_VALUE_TO_COMPARE = "no_value_to_compare"  # year, level, kind
    # periods
    UNLIKE_PERIODS = "unlike_periods"  # first, second
    PART_OF_YEAR = "part_of_year"  # period
    OTHER_KIND_OF_YEAR = "other_kind_of_year"  # period, kind: that of the plan's years
    PLAN_OF_WHOLE_YEARS = "plan_of_whole_years"  # period
    YEAR_UNCLEAR = "year_unclear"  # period, years
    REFERENCE_OF_OTHER_PERIOD = "reference_of_other_period"  # why, reference, kind, year, year_kind, is_part
    NOT_COMPARED_WITH = "not_compared_with"  # level, kind, why
    NOT_COMPARED_WITH_YEAR = "not_compared_with_whole_year"  # level, kind, why
    COMPARATOR_WITHOUT_PERIOD = "comparator_without_period"  # name
    NO_COMPARATOR_LIKE_IT = "no_comparator_of_such_a_period"  # name, why
    COMPARATOR_IS_LATER = "comparator_is_later"  # name, later, period
    # the rule that decided
    DISTANCE = "distance"  # distance
    NO_TOLERANCE = "no_tolerance"
    WITHIN_TOLERANCE = "within_tolerance"  # tolerance, kind
    BEYOND_TOLERANCE = "beyond_tolerance"  # tolerance, kind
    STATE = "state"  # state, why: reasons
    COUNTED_AS_NOT_MET = "counted_as_not_met"
    BY_RANGE = "by_range"  # value, low, high, kind, decimals
    NO_RANGE = "no_range"
    IN_BAND = "in_band"  # scheme, rule, measure, kind, low, high
    IN_NO_BAND = "in_no_band"  # scheme, rule, measure, kind
    SCHEME_OF_NUMBERS = "scheme_of_numbers"  # scheme
    SCHEME_OF_OTHER_RULE = "scheme_of_other_rule"  # scheme, rule
    NO_PER_CENT_OF_NOTHING = "no_per_cent_of_nothing"  # scheme
    RULING = "ruling"  # reason, by, on
    # ratings and their goals
    NOT_ON_SCALE = "rating_not_on_scale"  # rating, or None
    NO_GOAL = "no_goal"  # rating
    NO_GOAL_FOR_YEAR = "no_goal_for_year"  # year
    GOAL_NOT_ON_SCALE = "goal_not_on_scale"  # rating, goal
    MEETS_GOAL = "meets_goal"  # rating, goal
    BELOW_GOAL = "below_goal"  # rating, goal
    NO_EVIDENCE = "no_evidence"  # rating, goal, missing
    EVIDENCE = "evidence"  # rating, plan, on, source
    NO_PLAN = "no_improvement_plan"
    NO_PLAN_DATE = "no_plan_date"
    PLAN_DATE_TOO_FAR = "plan_date_too_far"  # on
    NO_PLAN_SOURCE = "no_plan_source"


class Line(StrEnum):
    """How an agreed yearly value differs from the straight line. Values: typed, line."""

    ROUNDED = "rounded"
    CUT_SHORT = "cut_short"
    DIFFERS = "differs"


class Note(StrEnum):
    """What a reader must know of an indicator."""

    NOT_JUDGED = "not_judged"  # cause
    OLDER_THAN_PLAN = "older_than_plan"  # period, year
    VALUE_LEAVES_OUT = "value_leaves_out"  # why
    IN_QUESTION = "in_question"  # cells
    NOT_OVER = "not_over"  # periods, as_at
    UNLIKE_VALUES = "unlike_values"  # first, second
    JUDGED_BEFORE = "judged_before"  # value, kind, period, rag
    COMPARATOR_UNDECIDED = "comparator_undecided"
    SHARE = "share"  # share, target, direction: the last two are None for a share that no target is for
    BELOW_STANDARD = "below_standard"  # standard, kind, year
    PROVIDER_ENDS = "provider_ends"  # provider, ends, successor, starts
    RULING_INCOMPLETE = "ruling_incomplete"  # rag, missing
    RULING_LATER = "ruling_later"  # rag, on
    RULING_WITHOUT_EFFECT = "ruling_without_effect"  # rag, why
    PLAN_NOTE = "plan_note"  # year, note
    WAYS_OF_COUNTING = "ways_of_counting"  # period, ratios, unread, without_return, ratios_with_return
