"""Checks of the policies and Excel settings that limit add-ins on a Windows computer, as far as a user can read them.

Settings are reported, with whom to ask. None is changed or bypassed.
"""

from collections.abc import Iterator
from typing import Final

from pc_workbook.addin.build import NAME
from pc_workbook.addin.check_result import LIVE, CheckResult, failed, note, passed
from pc_workbook.addin.computer import Machine, excel_version

_OFFICE: Final = r"Microsoft\Office\{version}\Excel\Security"
_ASR_KEYS: Final = (
    r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
    r"HKLM\SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
)
_ASR_MANAGED: Final = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager"
NO_CHILDREN: Final = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
"""Microsoft Defender's rule "Block all Office applications from creating child processes"."""
NO_WINDOWS_CALLS: Final = "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"
"""Microsoft Defender's rule "Block Win32 API calls from Office macros"."""
_BLOCK, _WARN = "1", "6"


def policy_checks(machine: Machine) -> Iterator[CheckResult]:
    """Yield the results on whether Excel loads the add-in, runs its macros and may start Python."""
    yield from _trust(machine)
    yield from _defender(machine)


def _trust(machine: Machine) -> Iterator[CheckResult]:
    version = excel_version(machine) or "16.0"
    yield from _disabled_by_excel(machine, version)
    settings = _settings(machine, version)
    if settings.get("disablealladdins") == 1:
        yield failed("Excel is set to load no add-ins.", f"Ask the IT desk; until then {LIVE}.")
    if settings.get("requireaddinsig") == 1:
        yield note(
            "Excel requires add-ins to be signed by a trusted publisher.", "Ask the IT desk to sign it: docs/it-desk.md"
        )
    if _start_folder_is_trusted(machine, version):
        yield passed("Excel trusts the folder of the add-in")
        return
    warnings = settings.get("vbawarnings", 2)
    untrusted = "Excel does not trust the folder of the add-in, "
    if warnings == 4:
        yield failed(untrusted + "and is set to run no macros.", f"Ask the IT desk to trust it; until then {LIVE}.")
    elif warnings == 3:
        yield failed(untrusted + "and runs only signed macros.", "Ask the IT desk to sign the add-in: docs/it-desk.md")
    elif warnings == 2:
        yield note(
            untrusted + "and asks each time.", "Click Enable Macros when it asks, or ask the IT desk to trust it."
        )
    else:
        yield passed("Excel runs macros without asking")


def _settings(machine: Machine, version: str) -> dict[str, object]:
    """Return Excel's security settings; those of the organisation override those of the user."""
    key = _OFFICE.format(version=version)
    return {
        **machine.registry(rf"HKCU\Software\{key}"),
        **machine.registry(rf"HKCU\Software\Policies\{key}"),
        **machine.registry(rf"HKLM\SOFTWARE\Policies\{key}"),
        **machine.registry(rf"HKCU\Software\Policies\Microsoft\Cloud\Office\{version}\Excel\Security"),
    }


def _start_folder_is_trusted(machine: Machine, version: str) -> bool:
    """Return whether the start folder is trusted, as it is by default unless that is disabled or it is on a network."""
    locations = {
        name: value
        for root in (r"HKCU\Software", r"HKCU\Software\Policies")
        for name, value in machine.registry(rf"{root}\{_OFFICE.format(version=version)}\Trusted Locations").items()
    }
    mixed = machine.registry(rf"HKCU\Software\Policies\Microsoft\Office\{version}\Common\Security\Trusted Locations")
    if locations.get("alllocationsdisabled") == 1 or mixed.get("allow user locations") == 0:
        return False
    on_network = machine.environment.get("APPDATA", "").startswith("\\\\")
    return not on_network or locations.get("allownetworklocations") == 1


def _disabled_by_excel(machine: Machine, version: str) -> Iterator[CheckResult]:
    """Check whether Excel has disabled the add-in after a crash; it stores the path of such a file as bytes."""
    values = machine.registry(rf"HKCU\Software\Microsoft\Office\{version}\Excel\Resiliency\DisabledItems").values()
    texts = [value.decode("utf-16-le", "ignore").casefold() for value in values if isinstance(value, bytes)]
    if any(NAME in text for text in texts):
        yield failed(
            "Excel has disabled the add-in after a crash.",
            "In Excel choose File, Options, Add-ins, Manage: Disabled Items, Go; select it and click Enable.",
        )


def _defender(machine: Machine) -> Iterator[CheckResult]:
    """Check the rules of Microsoft Defender. Those of other products can't be read."""
    children, calls = _rule(machine, NO_CHILDREN), _rule(machine, NO_WINDOWS_CALLS)
    if children in (_BLOCK, _WARN):
        yield failed(
            "A rule of Microsoft Defender prevents Office from starting other programs, so the buttons can't start Python.",
            f"Ask the IT desk for an exception for this Python: docs/it-desk.md; until then {LIVE}.",
        )
    if calls in (_BLOCK, _WARN):
        yield note(
            "A rule of Microsoft Defender prevents macros from calling Windows libraries, as the worksheet functions do.",
            "Install only the buttons, unless you have done so: pc-workbook addin install --buttons-only",
        )
    if children not in (_BLOCK, _WARN) and calls not in (_BLOCK, _WARN):
        yield passed("No known rule of Microsoft Defender blocks the add-in")


def _rule(machine: Machine, rule: str) -> str:
    """Return the setting of a rule, from wherever it was set: "1" blocks, "6" warns, "2" only records; "" if not set."""
    settings = [machine.registry(key).get(rule) for key in _ASR_KEYS]
    managed = str(machine.registry(_ASR_MANAGED).get("asrrules", "")).casefold()
    pairs = [pair.strip(" {}").partition("=") for pair in managed.split("|")]
    settings += [value for name, _, value in pairs if name.strip("{} ") == rule]
    known = [str(value).strip() for value in settings if value is not None]
    return next((value for value in (_BLOCK, _WARN) if value in known), known[0] if known else "")
