Attribute VB_Name = "Buttons"
' What the buttons on the sheet Settings call. A tracker knows nothing of Python: it asks the add-in, so that
' whoever sends a tracker does not choose the program it starts, and an update of the add-in is enough.
Option Explicit

Public Sub RefreshTracker()
    CallAddin "PcWorkbookRefresh"
End Sub

Public Sub CheckTracker()
    CallAddin "PcWorkbookCheck"
End Sub

Private Sub CallAddin(ByVal macro As String)
    On Error GoTo Absent
    Application.Run "'pc_workbook.xlam'!" & macro
    Exit Sub
Absent:
    MsgBox "The add-in is not loaded (" & Err.Description & "). To put it in place, close Excel and run:" & _
           vbNewLine & vbNewLine & "pc-workbook addin install" & vbNewLine & vbNewLine & _
           "Or refresh without it:" & vbNewLine & vbNewLine & _
           "pc-workbook refresh --live " & Chr(34) & ThisWorkbook.Name & Chr(34), _
           vbExclamation, "Primary care tracker"
End Sub
