"""What values of general practice in England can be: the limits beyond which a person is asked, each with its source.

The limits are wide: they find a value that is off by a factor (hours typed as FTE, thousands, a rate per 100,000), not one
that is unusual. Sources, and how often real data lie beyond each: docs/methods.md, "Plausible values".
"""

from typing import Final, NamedTuple

from pc_workbook.model.practice import GP_PARTS, NURSE_PARTS, StaffGroup


class Range(NamedTuple):
    """The values from low to high."""

    low: float
    high: float

    def contains(self, value: float) -> bool:
        """Return whether a value is in the range.

        >>> Range(0.5, 1.6).contains(0.95), Range(0.5, 1.6).contains(1000.0)
        (True, False)
        """
        return self.low <= value <= self.high


# --- staff (General Practice Workforce: 745 practice years 2016 to 2024, September 2015, a sample of July 2025)

HOURS_OF_A_POST: Final = 37.5  # a week: 1.0 FTE in the workforce releases
FTE_PER_HEAD: Final = Range(0.05, 2.0)  # 1.0 FTE is 37.5 hours, and partners work more: up to 2.0 was published
#: FTE per 1,000 patients of one practice. The lower limit of all GPs: 25,000 patients for each FTE GP.
_GP_PARTS: Final[dict[str, Range]] = dict.fromkeys(GP_PARTS, Range(0, 2.2))
_NURSES: Final[dict[str, Range]] = dict.fromkeys((StaffGroup.ALL_NURSES, *NURSE_PARTS), Range(0, 1.5))
FTE_PER_1000: Final[dict[str, Range]] = {
    StaffGroup.ALL_GPS: Range(0.04, 2.2), **_GP_PARTS, **_NURSES, StaffGroup.DIRECT_PATIENT_CARE: Range(0, 2.0),
    StaffGroup.ADMIN: Range(0, 4.5),
}  # fmt: skip
OTHER_STAFF: Final = Range(
    0, 2.2
)  # a group that only the tracker lists: as wide as the widest of those who see patients
FEWEST_PATIENTS: Final = 500  # of a list too short for a ratio: practices for the homeless, care homes, asylum seekers
#: FTE of one practice whose patients are not known: that of the largest lists, at the usual 0.5 GPs per 1,000.
MOST_FTE_OF_OTHERS: Final = 30.0
MOST_FTE: Final[dict[str, float]] = {StaffGroup.ADMIN: 60.0}

# --- list sizes (Patients Registered at a GP Practice, January 2021 and April 2022; NHS Payments 2014/15 to 2022/23)

LARGEST_LIST: Final = 111_006  # of any practice in England, April 2022
LIST_SIZE: Final = Range(50, LARGEST_LIST)  # shorter lists are those of practices that open or close
LARGEST_IS_OF: Final = "April 2022"
WEIGHTED_TO_REGISTERED: Final = Range(0.5, 1.6)
SAME_TIME: Final = 12  # months within which two list sizes are of about one time
LIST_SIZES_APART: Final = 2.0  # times, of about one time
LIST_SIZES_LATER_APART: Final = 3.0  # times, within three years: practices merge
A_FEW_YEARS: Final = 36  # months
LIST_SIZES_ANY_TIME_APART: Final = 8.0  # times, further apart in time: several practices may have merged
MOST_WITHIN_A_RETURN: Final = 1.05  # times, in rows of one return

# --- a figure beside its own history, and beside others

SMALLEST_FTE_JUMP: Final = 1.0  # FTE
RATE_JUMP: Final = 5.0  # times
SHARE_JUMP: Final = 8.0  # times
SMALLEST_SHARE: Final = 0.2  # per cent: beneath it a few people more make a share many times as large
ODDS_JUMP: Final = 4.0  # of log odds: from 91% to 16%
LONG_HISTORY: Final = 4  # values from which their own spread shows what is far
ODDS_JUMP_OF_LONG_HISTORY: Final = 2.5
RATE_JUMP_OF_LONG_HISTORY: Final = 3.0
SPREADS_OF_LONG_HISTORY: Final = 8.0
VOLATILE: Final = 8  # values from which a series may be one that moves much
MOVES_OF_A_VOLATILE_SERIES: Final = 6.0  # times the median move from one value to the next
SMALLEST_SPREAD: Final = 0.05  # of logs or log odds: a series without movement has none of its own
FEWEST_OTHERS: Final = 10  # different values that make a group
SAMPLE: Final = 60  # rows for each indicator of a long list, from which it is worked out what is usual
SPREADS_OF_A_GROUP: Final = 5.0
TIMES_OF_A_GROUP: Final = 5.0  # times the median, or that part of it
ODDS_OF_A_GROUP: Final = 3.0
FAR_OUT_LISTED: Final = 20  # values of one indicator that lie far out; more are counted in the last finding
REFERENCE_RATE: Final = 5.0  # times every reference: baseline, target, comparator, standard, trajectory
REFERENCE_SHARE: Final = 30.0  # times; a target may be many times a small baseline
#: The measures that the program knows, for an area or for England. England had 0.61 GPs and 0.27 nurses per 1,000 weighted
#: patients in 2015, and 1,321 patients per FTE GP in 2014/15: from about a third of that to three times it.
KNOWN_MEASURES: Final = {
    "patients_per_gp_fte": Range(600, 6_600),
    "gp_fte_per_1000_patients": Range(0.15, 1.8),
    "gp_fte_per_1000_weighted_patients": Range(0.15, 1.8),
    "nurse_fte_per_1000_patients": Range(0.05, 1.0),
    "nurse_fte_per_1000_weighted_patients": Range(0.05, 1.0),
    "times_england_patients_per_gp_fte": Range(0.3, 5.0),
}

# --- a value in the wrong row

DIGITS_OF_A_COPY: Final = 4  # significant digits from which two equal values are hardly chance
DIGITS_OF_A_COPY_THAT_JUMPS: Final = 3
FEWEST_DIGITS_OF_A_COPY: Final = 2  # where one jumps twice as far, and the other not half as far
JUMP_OF_A_COPY: Final = 0.25  # of the value before, for a rate
POINTS_OF_A_COPY: Final = 5.0  # percentage points from the value before, for a percentage
REPEATS: Final = 3  # periods running with exactly one value

# --- counts of people

POPULATION_APART: Final = 1.5  # times the list, for a count of people
PREVALENCE_APART: Final = 6.0  # times the median of the practices
FEWEST_EXPECTED: Final = 20  # people on a register by the median: shorter registers vary by chance

#: Observations up to which each practice is compared with its own history; in longer lists practices are compared with one
#: another only, and the area, localities and England against their history.
SHORT_LIST: Final = 5_000
