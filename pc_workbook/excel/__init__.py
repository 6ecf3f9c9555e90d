"""What Excel's buttons call, one function a button, and the same refresh from outside (`refresh --live`).

    python -I -B -c "import pc_workbook.excel; pc_workbook.excel.refresh()" --book=0054... --hwnd=...

Each ends in one message box in Excel: what was done, or a letter that says why not. Python itself always ends
well, so that Excel has nothing to add. This room is imported before xlwings, which would otherwise load the table
libraries (hosts/desktop/xlwings_import.py); the rest is imported by the button that needs it.
"""

from typing import TYPE_CHECKING

from pc_workbook.excel.run import answer
from pc_workbook.hosts.desktop.xlwings_import import xw

if TYPE_CHECKING:
    from pc_workbook.hosts.desktop.host import DesktopHost


def refresh() -> None:
    """Refresh: the summary sheets, from what stands in the workbook now."""
    answer("Refresh", _refresh)


def refresh_open(asked: str) -> int:
    """The same for an open workbook by its name or path; nothing of Excel's starts Python. Gives an exit code."""
    from pc_workbook.hosts.desktop.open_workbook import workbook_called

    return answer("Refresh", _refresh, lambda: workbook_called(asked), told_outside=True)


def check() -> None:
    """Check: what is wrong in the workbook, with its cells."""
    answer("Check", _check)


def record_progress() -> None:
    """Record progress: to the first row of Action progress that waits for its locality manager."""
    answer("Record progress", _record_progress)


def board_pack() -> None:
    """Board pack: asks which edition and where to, and makes it."""
    answer("Board pack", _board_pack)


def hand_out() -> None:
    """Hand out: asks for a folder, and makes one return a locality in it."""
    answer("Hand out", _hand_out)


def merge_returns() -> None:
    """Merge returns: asks for the files that came back, and merges them."""
    answer("Merge returns", _merge_returns)


def about() -> None:
    """About: versions and places, for whoever is asked for help."""
    answer("About", _about)


# -- the work, each ending in the words of its message; None where there is nothing to say


def _host(book: "xw.Book") -> "DesktopHost":
    from pc_workbook.hosts.desktop.host import DesktopHost

    return DesktopHost(book)


def _refresh(book: "xw.Book") -> str:
    import time

    from pc_workbook.app import refresh
    from pc_workbook.excel.messages import refreshed
    from pc_workbook.hosts.desktop.excel_state import shown_in_status_bar

    began = time.monotonic()
    with shown_in_status_bar(book.app) as say:
        done = refresh(_host(book), progress=say)
    return refreshed(done, time.monotonic() - began)


def _check(book: "xw.Book") -> str:
    from pc_workbook.app import check
    from pc_workbook.excel.messages import checked

    return checked(check(_host(book)))


def _record_progress(book: "xw.Book") -> str | None:
    from pc_workbook.excel.next_entry import go_to_first_waiting

    return go_to_first_waiting(book)


def _board_pack(book: "xw.Book") -> str | None:
    from pc_workbook.app import board_pack
    from pc_workbook.excel import dialogues as asking
    from pc_workbook.excel.messages import pack_made
    from pc_workbook.hosts.desktop.printing import printed_by

    edition = asking.for_words(book.app, "Which edition: public, group or guest?", "Board pack", "public")
    out = edition and asking.for_new_file(book.app, f"Board pack, {edition}.xlsx", "Save the board pack as")
    if not edition or not out:
        return None
    pdf = asking.for_words(book.app, "A PDF beside it: yes or no?", "Board pack", "no")
    wanted = (pdf or "").casefold() == "yes"
    return pack_made(board_pack(_host(book), edition.casefold(), out, pdf=wanted, print_pdf=printed_by(book.app)))


def _hand_out(book: "xw.Book") -> str | None:
    from pc_workbook.app import hand_out
    from pc_workbook.excel import dialogues as asking
    from pc_workbook.excel.messages import handed_out

    folder = asking.for_folder(book.app, "The folder to put the returns in")
    return handed_out(hand_out(_host(book), folder, register=True)) if folder else None


def _merge_returns(book: "xw.Book") -> str | None:
    from pc_workbook.app import merge_returns
    from pc_workbook.excel import dialogues as asking
    from pc_workbook.excel.messages import merged

    files = asking.for_files(book.app, "The returns that came back")
    return merged(merge_returns(_host(book), files)) if files else None


def _about(book: "xw.Book") -> str:
    from pc_workbook.excel.messages import versions

    return versions(book)
