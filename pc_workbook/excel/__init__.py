"""The functions behind the add-in's buttons, one per button, and the refresh of an open workbook by `refresh --live`.

    python -I -B -c "import pc_workbook.excel; pc_workbook.excel.refresh()" --book=0054... --hwnd=...

Each ends with one message box in Excel, about the result or the problem, and with exit code 0, so that Excel adds no
message of its own. Everything a button does not need is imported late, xlwings only by hosts/desktop/xlwings_import.py.
"""

from typing import TYPE_CHECKING

from pc_workbook.excel.run import run_task
from pc_workbook.hosts.desktop.xlwings_import import xw

if TYPE_CHECKING:
    from pc_workbook.hosts.desktop.host import DesktopHost


def refresh() -> None:
    """Refresh the generated sheets from the current content of the workbook."""
    run_task("Refresh", _refresh)


def refresh_open(asked: str) -> int:
    """Refresh the open workbook with a name or path, from outside Excel; return an exit code."""
    from pc_workbook.hosts.desktop.open_workbook import find_open_workbook

    return run_task("Refresh", _refresh, lambda: find_open_workbook(asked), print_message=True)


def check() -> None:
    """Show the number of findings, and the first errors with their cells."""
    run_task("Check", _check)


def record_progress() -> None:
    """Select the first row of Action progress that has no progress yet."""
    run_task("Record progress", _record_progress)


def board_pack() -> None:
    """Ask for an edition and a file, and write the board pack."""
    run_task("Board pack", _board_pack)


def hand_out() -> None:
    """Ask for a folder, and write one return per locality to it."""
    run_task("Hand out", _hand_out)


def merge_returns() -> None:
    """Ask for the returned files, and merge them."""
    run_task("Merge returns", _merge_returns)


def about() -> None:
    """Show versions and paths, for support."""
    run_task("About", _about)


# -- the tasks: each returns the text of its message box, or None if there is nothing to show


def _host(book: "xw.Book") -> "DesktopHost":
    from pc_workbook.hosts.desktop.host import DesktopHost

    return DesktopHost(book)


def _refresh(book: "xw.Book") -> str:
    import time

    from pc_workbook.app import refresh
    from pc_workbook.excel.messages import refresh_message
    from pc_workbook.hosts.desktop.excel_state import shown_in_status_bar

    start = time.monotonic()
    with shown_in_status_bar(book.app) as progress:
        done = refresh(_host(book), progress=progress)
    return refresh_message(done, time.monotonic() - start)


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

    edition = dialogues.ask_text(book.app, "Which edition: public, group or guest?", "Board pack", default="public")
    out = edition and dialogues.ask_new_file(book.app, f"Board pack, {edition}.xlsx", "Save the board pack as")
    if not edition or not out:
        return None
    pdf = dialogues.ask_text(book.app, "Write a PDF too: yes or no?", "Board pack", default="no")
    wanted = (pdf or "").casefold() == "yes"
    return board_pack_message(
        board_pack(_host(book), edition.casefold(), out, pdf=wanted, print_pdf=pdf_exporter(book.app))
    )


def _hand_out(book: "xw.Book") -> str | None:
    from pc_workbook.app import hand_out
    from pc_workbook.excel import dialogues
    from pc_workbook.excel.messages import hand_out_message

    folder = dialogues.ask_folder(book.app, "Folder for the returns")
    return hand_out_message(hand_out(_host(book), folder, register=True)) if folder else None


def _merge_returns(book: "xw.Book") -> str | None:
    from pc_workbook.app import merge_returns
    from pc_workbook.excel import dialogues
    from pc_workbook.excel.messages import merge_message

    files = dialogues.ask_files(book.app, "Returned files to merge")
    return merge_message(merge_returns(_host(book), files)) if files else None


def _about(book: "xw.Book") -> str:
    from pc_workbook.excel.messages import about_message

    return about_message(book)
