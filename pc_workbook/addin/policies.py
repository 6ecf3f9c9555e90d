"""What the organisation, or Excel itself, lets an add-in do on a Windows computer, as far as a user can see it.

Settings are told as they are, with whom to ask: none is changed, and none is worked round.
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
"""Block all Office applications from creating child processes."""
NO_WINDOWS_CALLS: Final = "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"
"""Block Win32 API calls from Office macros."""
_BLOCK, _WARN = "1", "6"


def policy_checks(machine: Machine) -> Iterator[CheckResult]:
    """Whether Excel loads the add-in, runs its macros, and may start Python."""
    yield from _trust(machine)
    yield from _defender(machine)


def _trust(machine: Machine) -> Iterator[CheckResult]:
    version = excel_version(machine) or "16.0"
    yield from _disabled_by_excel(machine, version)
    settings = _settings(machine, version)
    if settings.get("disablealladdins") == 1:
        yield failed("Excel is set to load no add-ins at all.", f"Ask the IT desk; until then {LIVE}.")
    if settings.get("requireaddinsig") == 1:
        yield note(
            "Excel wants add-ins to be signed by a publisher it trusts.", "Ask the IT desk to sign it: docs/it-desk.md"
        )
    if _start_folder_is_trusted(machine, version):
        yield passed("Excel trusts the folder the add-in lies in")
        return
    warnings = settings.get("vbawarnings", 2)
    untrusted = "Excel does not trust the folder the add-in lies in, "
    if warnings == 4:
        yield failed(untrusted + "and is set to run no macros.", f"Ask the IT desk to trust it; until then {LIVE}.")
    elif warnings == 3:
        yield failed(untrusted + "and runs signed macros only.", "Ask the IT desk to sign the add-in: docs/it-desk.md")
    elif warnings == 2:
        yield note(
            untrusted + "and asks each time.", "Click Enable Macros when it asks, or ask the IT desk to trust it."
        )
    else:
        yield passed("Excel runs macros without asking")


def _settings(machine: Machine, version: str) -> dict[str, object]:
    """What the user set, and over it what the organisation set."""
    key = _OFFICE.format(version=version)
    return {
        **machine.registry(rf"HKCU\Software\{key}"),
        **machine.registry(rf"HKCU\Software\Policies\{key}"),
        **machine.registry(rf"HKLM\SOFTWARE\Policies\{key}"),
        **machine.registry(rf"HKCU\Software\Policies\Microsoft\Cloud\Office\{version}\Excel\Security"),
    }


def _start_folder_is_trusted(machine: Machine, version: str) -> bool:
    """Excel trusts it from the start, unless somebody took that away, or it lies on a network."""
    places = {
        name: value
        for root in (r"HKCU\Software", r"HKCU\Software\Policies")
        for name, value in machine.registry(rf"{root}\{_OFFICE.format(version=version)}\Trusted Locations").items()
    }
    mixed = machine.registry(rf"HKCU\Software\Policies\Microsoft\Office\{version}\Common\Security\Trusted Locations")
    if places.get("alllocationsdisabled") == 1 or mixed.get("allow user locations") == 0:
        return False
    on_network = machine.environment.get("APPDATA", "").startswith("\\\\")
    return not on_network or places.get("allownetworklocations") == 1


def _disabled_by_excel(machine: Machine, version: str) -> Iterator[CheckResult]:
    """After a crash Excel notes what it was loading, as bytes that hold the path."""
    noted = machine.registry(rf"HKCU\Software\Microsoft\Office\{version}\Excel\Resiliency\DisabledItems").values()
    texts = [value.decode("utf-16-le", "ignore").casefold() for value in noted if isinstance(value, bytes)]
    if any(NAME in text for text in texts):
        yield failed(
            "Excel has switched the add-in off after something went wrong.",
            "In Excel: File, Options, Add-ins, Manage: Disabled Items, Go; choose it and click Enable.",
        )


def _defender(machine: Machine) -> Iterator[CheckResult]:
    """Rules of Microsoft Defender. Those of other products can't be seen from here."""
    children, calls = _rule(machine, NO_CHILDREN), _rule(machine, NO_WINDOWS_CALLS)
    if children in (_BLOCK, _WARN):
        yield failed(
            "A rule of Microsoft Defender keeps Office from starting other programs, so the buttons can't start Python.",
            f"Ask the IT desk for an exception for this Python: docs/it-desk.md; until then {LIVE}.",
        )
    if calls in (_BLOCK, _WARN):
        yield note(
            "A rule of Microsoft Defender keeps macros from calling Windows, which the worksheet functions do.",
            "If you have not, install the buttons alone: pc-workbook addin install --buttons-only",
        )
    if children not in (_BLOCK, _WARN) and calls not in (_BLOCK, _WARN):
        yield passed("No rule of Microsoft Defender is known to stand in the way")


def _rule(machine: Machine, rule: str) -> str:
    """What a rule is set to, wherever it was set: "1" blocks, "6" warns, "2" only notes."""
    set_at = [machine.registry(key).get(rule) for key in _ASR_KEYS]
    managed = str(machine.registry(_ASR_MANAGED).get("asrrules", "")).casefold()
    pairs = [pair.strip(" {}").partition("=") for pair in managed.split("|")]
    set_at += [value for name, _, value in pairs if name.strip("{} ") == rule]
    known = [str(value).strip() for value in set_at if value is not None]
    return next((value for value in (_BLOCK, _WARN) if value in known), known[0] if known else "")
