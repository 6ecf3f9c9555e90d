Attribute VB_Name = "Ribbon"
' Callbacks of the buttons on the ribbon tab. They only call Python (pc_workbook/excel).
' The argument, the button, is optional, so that a button in a workbook can call them too. The names are long because
' Excel looks for a macro in the active workbook first.
Option Explicit

Public Sub PcWorkbookRefresh(Optional control As Object)
    RunPython "import pc_workbook.excel; pc_workbook.excel.refresh()"
End Sub

Public Sub PcWorkbookCheck(Optional control As Object)
    RunPython "import pc_workbook.excel; pc_workbook.excel.check()"
End Sub

Public Sub PcWorkbookRecordProgress(Optional control As Object)
    RunPython "import pc_workbook.excel; pc_workbook.excel.record_progress()"
End Sub

Public Sub PcWorkbookHandOut(Optional control As Object)
    RunPython "import pc_workbook.excel; pc_workbook.excel.hand_out()"
End Sub

Public Sub PcWorkbookMergeReturns(Optional control As Object)
    RunPython "import pc_workbook.excel; pc_workbook.excel.merge_returns()"
End Sub

Public Sub PcWorkbookBoardPack(Optional control As Object)
    RunPython "import pc_workbook.excel; pc_workbook.excel.board_pack()"
End Sub

Public Sub PcWorkbookAbout(Optional control As Object)
    RunPython "import pc_workbook.excel; pc_workbook.excel.about()"
End Sub
