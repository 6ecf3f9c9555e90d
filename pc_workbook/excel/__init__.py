"""What Excel's buttons call, one function a button, and the same refresh from outside (`refresh --live`).

    python -I -B -c "import pc_workbook.excel; pc_workbook.excel.refresh()" --book=0054... --hwnd=...

Each ends in one message box in Excel: what was done, or a letter that says why not. Python itself always ends
well, so that Excel has nothing to add. This room is imported before xlwings, which would otherwise load the table
libraries (hosts/desktop/xlwings_import.py); the rest is imported by the button that needs it.
"""

from typing import TYPE_CHECKING

from pc_workbook.excel.run import run_task
from pc_workbook.hosts.desktop.xlwings_import import xw

if TYPE_CHECKING:
    from pc_workbook.hosts.desktop.host import DesktopHost


def refresh() -> None:
    """Refresh: the summary sheets, from what stands in the workbook now."""
    run_task("Refresh", _refresh)


def refresh_open(asked: str) -> int:
    """The same for an open workbook by its name or path; nothing of Excel's starts Python. Gives an exit code."""
    from pc_workbook.hosts.desktop.open_workbook import find_open_workbook

    return run_task("Refresh", _refresh, lambda: find_open_workbook(asked), told_outside=True)


def check() -> None:
    """Check: what is wrong in the workbook, with its cells."""
    run_task("Check", _check)


def record_progress() -> None:
    """Record progress: to the first row of Action progress that waits for its locality manager."""
    run_task("Record progress", _record_progress)


def board_pack() -> None:
    """Board pack: asks which edition and where to, and makes it."""
    run_task("Board pack", _board_pack)


def hand_out() -> None:
    """Hand out: asks for a folder, and makes one return a locality in it."""
    run_task("Hand out", _hand_out)


def merge_returns() -> None:
    """Merge returns: asks for the files that came back, and merges them."""
    run_task("Merge returns", _merge_returns)


def about() -> None:
    """About: versions and places, for whoever is asked for help."""
    run_task("About", _about)


# -- the work, each ending in the words of its message; None where there is nothing to say


def _host(book: "xw.Book") -> "DesktopHost":
    from pc_workbook.hosts.desktop.host import DesktopHost

    return DesktopHost(book)


def _refresh(book: "xw.Book") -> str:
    import time

    from pc_workbook.app import refresh
    from pc_workbook.excel.messages import refresh_message
    from pc_workbook.hosts.desktop.excel_state import shown_in_status_bar

    began = time.monotonic()
    with shown_in_status_bar(book.app) as say:
        done = refresh(_host(book), progress=say)
    return refresh_message(done, time.monotonic() - began)


def _check(book: "xw.Book") -> str:
    from pc_workbook.app import check
    from pc_workbook.excel.messages import check_message

    return check_message(check(_host(book)))


def _record_progress(book: "xw.Book") -> str | None:
    from pc_workbook.excel.next_entry import select_first_missing_progress

    return select_first_missing_progress(book)


def _board_pack(book: "xw.Book") -> str | None:
    from pc_workbook.app import board_pack
    from pc_workbook.excel import dialogues
    from pc_workbook.excel.messages import board_pack_message
    from pc_workbook.hosts.desktop.page_setup import pdf_exporter

    edition = dialogues.ask_text(book.app, "Which edition: public, group or guest?", "Board pack", "public")
    out = edition and dialogues.ask_new_file(book.app, f"Board pack, {edition}.xlsx", "Save the board pack as")
    if not edition or not out:
        return None
    pdf = dialogues.ask_text(book.app, "A PDF beside it: yes or no?", "Board pack", "no")
    wanted = (pdf or "").casefold() == "yes"
    return board_pack_message(
        board_pack(_host(book), edition.casefold(), out, pdf=wanted, print_pdf=pdf_exporter(book.app))
    )


def _hand_out(book: "xw.Book") -> str | None:
    from pc_workbook.app import hand_out
    from pc_workbook.excel import dialogues
    from pc_workbook.excel.messages import hand_out_message

    folder = dialogues.ask_folder(book.app, "The folder to put the returns in")
    return hand_out_message(hand_out(_host(book), folder, register=True)) if folder else None


def _merge_returns(book: "xw.Book") -> str | None:
    from pc_workbook.app import merge_returns
    from pc_workbook.excel import dialogues
    from pc_workbook.excel.messages import merge_message

    files = dialogues.ask_files(book.app, "The returns that came back")
    return merge_message(merge_returns(_host(book), files)) if files else None


def _about(book: "xw.Book") -> str:
    from pc_workbook.excel.messages import about_message

    return about_message(book)
