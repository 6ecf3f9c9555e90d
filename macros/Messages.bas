Attribute VB_Name = "Messages"
' Messages for the case that Python can't be started. Problems within Python are shown by Python itself, which then
' ends with exit code 0.
Option Explicit

Private Const Title As String = "Primary care tracker"

Public Sub ShowMessage(ByVal text As String)
    MsgBox text, vbExclamation, Title
End Sub

Public Sub ShowNotOnMac()
    ShowMessage "The buttons need Excel on Windows. On a Mac, close the tracker and run:" & vbNewLine & vbNewLine & _
         "pc-workbook refresh TRACKER.xlsx"
End Sub

Public Sub ShowNoPython(ByVal python As String)
    If python = "" Then
        ShowMessage "This add-in has no path of Python. Close Excel, run this command, and open Excel again:" & _
             vbNewLine & vbNewLine & "pc-workbook addin install"
    Else
        ShowMessage "Python is no longer at " & Left(python, 260) & ". Close Excel, run this command, and open Excel again:" & _
             vbNewLine & vbNewLine & "pc-workbook addin install"
    End If
End Sub

Public Sub ShowPercentSigns(ByVal python As String)
    ShowMessage "Excel can't start Python from a folder with percent signs in its name (" & Left(python, 260) & "). Install " & _
         "Python and pc-workbook in another folder, then close Excel and run:" & vbNewLine & vbNewLine & _
         "pc-workbook addin install"
End Sub

Public Sub ShowFailed(ByVal python As String, ByVal code As Long)
    ShowMessage "Python ended with exit code " & code & " and without a message. Nothing was written. " & _
         "Run this command, and send its output to the IT desk:" & vbNewLine & vbNewLine & Doctor(python)
End Sub

Public Sub ShowBlocked(ByVal python As String, ByVal reason As String)
    ShowMessage BlockedMessage(python, reason, ActiveWorkbook.Name)
End Sub

' A message box shows at most 1,024 characters; a file name has up to 255, and Excel's description may be longer.
Public Function BlockedMessage(ByVal python As String, ByVal reason As String, ByVal book As String) As String
    BlockedMessage = "Excel could not start Python (" & Left(reason, 120) & "). Your organisation may not let Office " & _
         "start other programs. Nothing was written. You can refresh from outside Excel:" & _
         vbNewLine & vbNewLine & "pc-workbook refresh --live " & Chr(34) & book & Chr(34) & vbNewLine & vbNewLine & _
         "To find the cause, run:" & vbNewLine & vbNewLine & Doctor(python)
End Function

Private Function Doctor(ByVal python As String) As String
    Doctor = Chr(34) & Left(python, 260) & Chr(34) & " -P -m pc_workbook addin doctor"
End Function
