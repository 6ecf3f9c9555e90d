"""Surgery on a workbook file. Knows its parts, not practices; nothing is written that need not be.

    graft(workbook, drawn, out, today=None) -> GraftReport            graft/graft.py
        Put every sheet of a workbook that XlsxWriter drew into the user's workbook; `out` may be `workbook`.
        GraftReport: touched, added, removed (part names); replaced_sheets, added_sheets;
        kept {sheet: name of its dated copy}; warnings (plain sentences).

    cell_marks(workbook, sheet_names) -> {sheet name: SheetMarks}     marks.py
        Of a Workbook(open_workbook(path)). SheetMarks: errors {(row, column): "#DIV/0!"}, percent {(row, column)}, merged (Area, ...).
        Rows and columns from 1. A name the workbook does not have is left out.

    frames_of(workbook) -> [Framed]                                   read/list_objects.py
        Its list objects: what each says of itself, its part and its sheet.

    edit(workbook, changes, out) -> EditReport                        edit/cells.py
        changes: SetCell(sheet, address, value) and AppendRows(table, rows), rows as {header: value}.




    open_workbook(path) -> Package                                    package/opening.py
        Or the WorkbookProblem that all of the above raise: not a workbook, locked, old, binary, damaged.

    open_content(content, name), carry_out(package, changes), put_sheets(package, drawn, today), package.packed()
        Opening, edit and graft without a file: what hosts/memory.py is made of.

Kept beside it, in hosts/disk/saving.py: stamp(path), refuse_if_not_writable(path) and
replace_workbook(path, write, read_as=, keep=, now=) -> Saved(result, snapshot).
"""
