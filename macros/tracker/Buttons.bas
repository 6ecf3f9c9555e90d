Attribute VB_Name = "Buttons"
' What the buttons on the sheet Settings call. A tracker knows nothing of Python: it asks the add-in, so that
' whoever sends a tracker does not choose the program it starts, and an update of the add-in is enough.
Option Explicit

Private Const AddIn As String = "pc_workbook.xlam"

Public Sub RefreshTracker()
    CallAddin "PcWorkbookRefresh"
End Sub

Public Sub CheckTracker()
    CallAddin "PcWorkbookCheck"
End Sub

Private Sub CallAddin(ByVal macro As String)
    Dim path As String
    On Error GoTo Failed
    path = LoadedFrom(AddIn, Application.StartupPath)
    If path = "" Then
        TellAbsent "no add-in of that name is loaded from " & Application.StartupPath
    Else
        Application.Run MacroOf(path, macro)
    End If
    Exit Sub
Failed:
    TellAbsent Err.Description
End Sub

' The whole path of a workbook or an add-in, if it is open and was opened from that folder; nothing otherwise.
' Asked by its name alone, Excel would open a file of that name that lies in the folder it works in, and run it.
Public Function LoadedFrom(ByVal name As String, ByVal folder As String) As String
    Dim found As Object
    On Error Resume Next
    Set found = Workbooks(name)
    On Error GoTo 0
    If found Is Nothing Then Exit Function
    If Right(folder, 1) <> Application.PathSeparator Then folder = folder & Application.PathSeparator
    If StrComp(found.FullName, folder & name, vbTextCompare) = 0 Then LoadedFrom = found.FullName
End Function

' How Excel wants a macro of one file named: an apostrophe in the path is written twice.
Public Function MacroOf(ByVal path As String, ByVal macro As String) As String
    MacroOf = "'" & Replace(path, "'", "''") & "'!" & macro
End Function

Private Sub TellAbsent(ByVal reason As String)
    MsgBox "The add-in did not answer (" & Left(reason, 300) & "). To put it in place, close Excel and run:" & _
           vbNewLine & vbNewLine & "pc-workbook addin install" & vbNewLine & vbNewLine & _
           "Or refresh without it:" & vbNewLine & vbNewLine & _
           "pc-workbook refresh --live " & Chr(34) & ThisWorkbook.Name & Chr(34), _
           vbExclamation, "Primary care tracker"
End Sub
