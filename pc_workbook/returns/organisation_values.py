"""Values of indicators by practice and locality, as a return may show them: without small numbers about people."""

from pc_workbook.disclosure.edition import Edition, results_for_edition
from pc_workbook.measures.results import IndicatorByOrganisation
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.rules.all_rules import find_all


def releasable_values(intake: Intake) -> tuple[IndicatorByOrganisation, ...]:
    """Return the values by organisation that guests of a meeting may see: a return leaves the office as their pack does."""
    return results_for_edition(intake, find_all(intake), Edition.GUEST).permitted.results.by_organisation
