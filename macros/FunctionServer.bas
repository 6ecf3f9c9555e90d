Attribute VB_Name = "FunctionServer"
' Connects the worksheet functions to Python: one process, started by the first function through the library of
' xlwings, and ended with Excel. It is the same Python as that of the buttons; no workbook's folder is searched.
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

' Loads the library by its full path before its first use by name, because Windows would also search the folder of
' the workbook for it.
Private Sub LoadBesidePython()
    Dim folder As String
    folder = ParentFolder(PythonPath())
    If folder = "" Then Err.Raise 1000, , "The add-in has no path of Python. Run: pc-workbook addin install"
    If LoadLibraryW(StrPtr(folder & "\" & Library)) <> 0 Then Exit Sub
    If LoadLibraryW(StrPtr(ParentFolder(folder) & "\" & Library)) <> 0 Then Exit Sub
    Err.Raise 1000, , Library & " is not beside Python. Run: pc-workbook addin doctor"
End Sub

Private Function ParentFolder(ByVal path As String) As String
    If InStrRev(path, "\") > 1 Then ParentFolder = Left(path, InStrRev(path, "\") - 1)
End Function
