Attribute VB_Name = "FunctionServer"
' Where the worksheet functions find Python: one process, started by the first function and ended with Excel,
' by the library that comes with xlwings. The same Python as the buttons use, and no workbook's folder.
Option Explicit

Public Const XlwingsVersion As String = "0.37.8"

#If Win64 Then
    Private Const Library As String = "xlwings64-0.37.8.dll"
    Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings64-0.37.8.dll" (ByRef result As Variant, Optional ByVal command As String = "", Optional ByVal mode As Long = 1) As Long
    Private Declare PtrSafe Function LoadLibraryW Lib "kernel32" (ByVal path As LongPtr) As LongPtr
#Else
    Private Const Library As String = "xlwings32-0.37.8.dll"
    Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings32-0.37.8.dll" (ByRef result As Variant, Optional ByVal command As String = "", Optional ByVal mode As Long = 1) As Long
    Private Declare PtrSafe Function LoadLibraryW Lib "kernel32" (ByVal path As LongPtr) As LongPtr
#End If

Public Function XLPy() As Variant
    LoadBesidePython
    If XLPyDLLActivateAuto(XLPy, ServerCommand(PythonPath()), 1) <> 0 Then Err.Raise 1000, , XLPy
End Function

' By its full path, before its first use by name: else Windows would look for it in the workbook's folder too.
Private Sub LoadBesidePython()
    Dim folder As String
    folder = Above(PythonPath())
    If folder = "" Then Err.Raise 1000, , "The add-in has not been told where Python is"
    If LoadLibraryW(StrPtr(folder & "\" & Library)) <> 0 Then Exit Sub
    If LoadLibraryW(StrPtr(Above(folder) & "\" & Library)) <> 0 Then Exit Sub
    Err.Raise 1000, , Library & " is not beside Python. Run: pc-workbook addin doctor"
End Sub

Private Function Above(ByVal path As String) As String
    If InStrRev(path, "\") > 1 Then Above = Left(path, InStrRev(path, "\") - 1)
End Function
