"""Read and change workbook files part by part, without loss. Knows parts of the format, not practices.

The packages import in this order only: package, read, edit, graft; vba is beside edit. Public functions:

    package/opening.py          open_workbook(path), open_content(content, name) -> Package
                                Refuses with WorkbookProblem what is not a workbook, or locked, old, binary or damaged.
    package/package.py          Package: parts, relations, content types; packed(), save(path)
    package/workbook.py         Workbook(package): the list of sheets

    read/shared_parts.py        shared_parts(workbook) -> SharedParts: number formats, shared strings, first day
    read/sheet_parser.py        parse_sheet(package, part, shared, name) -> ReadCells: what each cell means (plain path)
    read/long_sheets/           cell_columns(package, part, shared) -> ReadCells | None: the same, fast, for long sheets
    read/plain_layout.py        ordinary_merges(sheet, formats): whether python-calamine can read a short sheet
    read/sheet_rows.py          SheetRows(package, part): row elements, one at a time
    read/sheet_cells.py         raw_rows(sheet), has_formulas(sheet): cells as they are stored
    read/sheet_objects.py       sheet_objects(package, sheet), sheet_formulas(package, sheet): comments, drawings, formulas
    read/list_objects.py        table_parts(workbook) -> [TablePart]

    edit/cells.py               edit(workbook, changes, out), apply_changes(package, changes) -> EditReport
                                Changes are SetCell(sheet, address, value) and AppendRows(table, rows).
    graft/graft.py              graft(workbook, drawn, out), put_sheets(package, drawn, today) -> GraftReport
                                Insert every sheet of a workbook that XlsxWriter drew into the user's workbook.
    graft/generated_sheets.py   was_refreshed(workbook), read_mark(workbook, sheet): which sheets are generated
    graft/fingerprint.py        FingerprintReader(workbook).fingerprint(part)

    vba/macros.py               put_project, put_ribbon, put_signature: macros for a workbook
    vba/project.py              vba_project(modules, name) -> bytes; vba/project_reader.py reads it back
    vba/buttons.py              put_buttons: buttons that run macros
"""
