Attribute VB_Name = "Launcher"
' Starts Python, passes it the names of the workbook and of Excel's window, and waits for it
' (pc_workbook/hosts/desktop/open_workbook.py).
'
' The path of Python is in the add-in's own sheet, where "pc-workbook addin install" writes it. It is not read from a
' workbook, a settings file or an environment variable, so a workbook that arrives by mail can't choose the program
' that a button starts. -I makes Python ignore its current folder, the user's own packages and all PYTHON variables;
' -B writes no compiled files. No command window is opened.
Option Explicit

Public Sub RunPython(ByVal statement As String)
    Dim python As String, code As Long
    #If Mac Then
        ShowNotOnMac
        Exit Sub
    #End If
    If ActiveWorkbook Is Nothing Then
        ShowMessage "No workbook is open for editing. Open the tracker, click Enable Editing if it shows a yellow bar, and try again."
        Exit Sub
    End If
    On Error GoTo Blocked
    python = PythonPath()
    If Not IsFile(python) Then
        ShowNoPython python
        Exit Sub
    End If
    If HasVariable(python) Then
        ShowPercentSigns python
        Exit Sub
    End If
    Application.StatusBar = "Primary care tracker: working. Please wait ..."
    code = StartAndWait(python, statement)
    Application.StatusBar = False
    If code <> 0 Then ShowFailed python, code
    Exit Sub
Blocked:
    Application.StatusBar = False
    ShowBlocked python, Err.Description
End Sub

' Returns the path of Python from the add-in, whichever workbook is active.
Public Function PythonPath() As String
    PythonPath = CStr(ThisWorkbook.Worksheets("Add-in").Range("B2").Value)
End Function

' Returns the command line. The name of the workbook is the only part of it that others can choose.
Public Function CommandLine(ByVal python As String, ByVal statement As String, ByVal book As String, _
                            ByVal window As String) As String
    CommandLine = Quoted(python) & " -I -B -c " & Quoted(statement) & _
                  " --book=" & InHexadecimal(book) & " --hwnd=" & window
End Function

' Returns four hexadecimal digits for each UTF-16 code unit, because WScript.Shell expands %NAME% in a command line,
' and a space or a quotation mark would end the argument.
Public Function InHexadecimal(ByVal text As String) As String
    Dim place As Long
    For place = 1 To Len(text)
        InHexadecimal = InHexadecimal & Right("000" & Hex(AscW(Mid(text, place, 1)) And &HFFFF&), 4)
    Next
End Function

' Returns whether WScript.Shell could expand a part of the path as a variable, which needs two percent signs.
Public Function HasVariable(ByVal path As String) As Boolean
    HasVariable = InStr(InStr(path, "%") + 1, path, "%") > 0
End Function

' Returns the command line of the server of the worksheet functions; the library that starts it fills in $(CLSID).
Public Function ServerCommand(ByVal python As String) As String
    ServerCommand = Quoted(python) & " -I -B -c " & _
                    Quoted("from pc_workbook.hosts.desktop.xlwings_import import xw; xw.serve('$(CLSID)')")
End Function

Private Function Quoted(ByVal text As String) As String
    Quoted = Chr(34) & text & Chr(34)
End Function

' VBA's own Dir and GetAttr support only one code page, and a user's name may have other characters.
Private Function IsFile(ByVal path As String) As Boolean
    IsFile = CreateObject("Scripting.FileSystemObject").FileExists(path)
End Function

' Starts Python in its own folder, which contains its libraries and no workbook, and returns its exit code.
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
