Attribute VB_Name = "Launcher"
' Starts Python and waits for it, and names the workbook and the window of Excel for it
' (pc_workbook/hosts/desktop/open_workbook.py).
'
' Which Python is started is written in the add-in's own sheet, by "pc-workbook addin install". No workbook,
' no settings file and no environment variable is asked: a workbook that arrives by mail can't choose the
' program a button starts. -I keeps the folder Python is started in, the user's own packages and every PYTHON
' variable away from it; -B leaves no compiled files behind. There is no command window in between.
Option Explicit

Public Sub RunPython(ByVal statement As String)
    Dim python As String, code As Long
    #If Mac Then
        TellNotOnAMac
        Exit Sub
    #End If
    If ActiveWorkbook Is Nothing Then
        Tell "Open the tracker first, then click again. If it shows a yellow bar, click Enable Editing in it."
        Exit Sub
    End If
    On Error GoTo Blocked
    python = PythonPath()
    If Not IsFile(python) Then
        TellNoPython python
        Exit Sub
    End If
    If HoldsVariable(python) Then
        TellPercentSigns python
        Exit Sub
    End If
    Application.StatusBar = "Primary care tracker: working. Leave Excel alone for a moment ..."
    code = StartAndWait(python, statement)
    Application.StatusBar = False
    If code <> 0 Then TellFailed python, code
    Exit Sub
Blocked:
    Application.StatusBar = False
    TellBlocked python, Err.Description
End Sub

' The Python that stands in the add-in, whichever workbook is active.
Public Function PythonPath() As String
    PythonPath = CStr(ThisWorkbook.Worksheets("Add-in").Range("B2").Value)
End Function

' What is run, as one line. The name of the workbook is the one thing in it that somebody else chose.
Public Function CommandLine(ByVal python As String, ByVal statement As String, ByVal book As String, _
                            ByVal window As String) As String
    CommandLine = Quoted(python) & " -I -B -c " & Quoted(statement) & _
                  " --book=" & InHexadecimal(book) & " --hwnd=" & window
End Function

' Four digits for each UTF-16 code unit: WScript.Shell replaces %NAME% in what it runs by a variable's value, and
' a space or a quotation mark would end the argument.
Public Function InHexadecimal(ByVal text As String) As String
    Dim place As Long
    For place = 1 To Len(text)
        InHexadecimal = InHexadecimal & Right("000" & Hex(AscW(Mid(text, place, 1)) And &HFFFF&), 4)
    Next
End Function

' Whether WScript.Shell could take a part of the path for a variable: it needs two percent signs.
Public Function HoldsVariable(ByVal path As String) As Boolean
    HoldsVariable = InStr(InStr(path, "%") + 1, path, "%") > 0
End Function

' What serves the worksheet functions, as one line; the library that starts it fills in $(CLSID).
Public Function ServerCommand(ByVal python As String) As String
    ServerCommand = Quoted(python) & " -I -B -c " & _
                    Quoted("from pc_workbook.hosts.desktop.xlwings_import import xw; xw.serve('$(CLSID)')")
End Function

Private Function Quoted(ByVal text As String) As String
    Quoted = Chr(34) & text & Chr(34)
End Function

' VBA's own Dir and GetAttr know only the letters of one country; a user's name may have others.
Private Function IsFile(ByVal path As String) As Boolean
    IsFile = CreateObject("Scripting.FileSystemObject").FileExists(path)
End Function

' The folder is Python's own while it starts: its libraries lie there, and no workbook does.
Private Function StartAndWait(ByVal python As String, ByVal statement As String) As Long
    Dim shell As Object, before As String
    Set shell = CreateObject("WScript.Shell")
    before = shell.CurrentDirectory
    On Error GoTo Restore
    shell.CurrentDirectory = Left(python, InStrRev(python, "\") - 1)
    StartAndWait = shell.Run(CommandLine(python, statement, ActiveWorkbook.Name, CStr(Application.Hwnd)), 0, True)
Restore:
    shell.CurrentDirectory = before
    If Err.Number <> 0 Then Err.Raise Err.Number, , Err.Description
End Function
