Attribute VB_Name = "Buttons"
' Macros of the buttons on the sheet Settings. They call the add-in and not Python, so that the sender of a tracker
' can't choose the program it starts, and only the add-in needs updates.
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
        ShowNoAddin "no add-in is loaded from " & Application.StartupPath
    Else
        Application.Run MacroOf(path, macro)
    End If
    Exit Sub
Failed:
    ShowNoAddin Err.Description
End Sub

' Returns the full path of a workbook or add-in that was opened from a folder, or "" if it was not. Given only a name,
' Excel would open and run a file of that name in its current folder.
Public Function LoadedFrom(ByVal name As String, ByVal folder As String) As String
    Dim found As Object
    On Error Resume Next
    Set found = Workbooks(name)
    On Error GoTo 0
    If found Is Nothing Then Exit Function
    If Right(folder, 1) <> Application.PathSeparator Then folder = folder & Application.PathSeparator
    If StrComp(found.FullName, folder & name, vbTextCompare) = 0 Then LoadedFrom = found.FullName
End Function

' Returns the name of a macro with its file, as Excel expects it: an apostrophe in the path is doubled.
Public Function MacroOf(ByVal path As String, ByVal macro As String) As String
    MacroOf = "'" & Replace(path, "'", "''") & "'!" & macro
End Function

Private Sub ShowNoAddin(ByVal reason As String)
    MsgBox "The add-in could not be called (" & Left(reason, 300) & "). To install it, close Excel and run:" & _
           vbNewLine & vbNewLine & "pc-workbook addin install" & vbNewLine & vbNewLine & _
           "Or refresh without it:" & vbNewLine & vbNewLine & _
           "pc-workbook refresh --live " & Chr(34) & ThisWorkbook.Name & Chr(34), _
           vbExclamation, "Primary care tracker"
End Sub
