"""Sets everything up in one command, with nothing but Python 3.11 or later and pip. No activation, no administrator.

    python start.py demo      installs, makes the sample tracker and refreshes it
    python start.py check     installs, and passes every check and test

Both make a virtual environment in the folder .venv beside this file and use it; run again, they use it again.
Anything else is handed to pc-workbook:  python start.py refresh "My tracker.xlsx"
"""

try:
    import hashlib
    import os
    import signal
    import subprocess
    import sys
    import venv
    from pathlib import Path
except KeyboardInterrupt:
    print("Stopped before anything was done.")
    raise SystemExit(130) from None

HERE = Path(__file__).resolve().parent
HOME = HERE / ".venv"
PYTHON = HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
CHECKS = (
    ("the layout of the code", ("-m", "ruff", "format", "--check", "--quiet", ".")),
    ("its style", ("-m", "ruff", "check", "--quiet", ".")),
    ("its types", ("-m", "mypy")),
    ("the direction of imports", ("-c", LINT_IMPORTS, "--no-cache")),
    ("the tests", ("-m", "pytest", "-n", "auto")),  # one process for each core
)


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036  run by whatever Python is there
        print(f"This needs Python 3.11 or later; this is {sys.version.split()[0]}. Install a newer one and try again.")
        return 2
    asked = sys.argv[1:]
    if not asked or asked[0] in ("-h", "--help"):
        print(__doc__)
        return 0 if asked else 2
    if asked[0] == "check":
        os.chdir(HERE)
        return install(".[check]") or check()
    return install(".") or run("-I", "-m", "pc_workbook", *asked)  # nothing from the folder it is typed in is run


def install(what: str) -> int:
    """Put the program into its environment, unless just that was put there before."""
    wanted = hashlib.sha256((HERE / "pyproject.toml").read_bytes() + what.encode() + sys.version.encode()).hexdigest()
    done = HOME / f"installed-{hashlib.sha256(what.encode()).hexdigest()[:8]}"
    if PYTHON.exists() and done.exists() and done.read_text() == wanted:
        return 0
    print("Installing what is needed into .venv; the first time this takes a minute or two ...", flush=True)
    if not PYTHON.exists():
        venv.EnvBuilder(with_pip=False, symlinks=os.name != "nt").create(HOME)
    pip = (sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "--quiet", "--disable-pip-version-check")
    failed = subprocess.call([*pip, "--editable", what], cwd=HERE)
    if failed:
        print("The installation failed. It needs pip and a package index: see the last lines above.")
        return failed
    done.write_text(wanted)
    return 0


def check() -> int:
    """Every check, the tests last; all of them run, and the first failure gives the exit code."""
    failures = []
    for words, command in CHECKS:
        print(f"Checking {words} ...", flush=True)
        if code := run(*command):
            failures.append((words, code))
    for words, _ in failures:
        print(f"Not in order: {words}.")
    return failures[0][1] if failures else 0


def run(*arguments: str) -> int:
    """Run the program's own Python and return its exit code. Ctrl-C is the program's to answer: it is waited for."""
    with subprocess.Popen([str(PYTHON), *arguments]) as program:
        while True:
            try:
                return program.wait()
            except KeyboardInterrupt:
                if os.name != "nt":  # where Ctrl-C reaches every program of a window
                    program.send_signal(signal.SIGINT)


if __name__ == "__main__":
    try:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        sys.exit(main())
    except KeyboardInterrupt:
        print("Stopped. Run the same again: what was installed so far is used again.", file=sys.stderr)
        sys.exit(130)
