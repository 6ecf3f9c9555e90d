Attribute VB_Name = "Letters"
' What a person is told when Python could not be reached. Whatever goes wrong inside Python it tells itself,
' in a message of its own, and ends with 0.
Option Explicit

Private Const Title As String = "Primary care tracker"

Public Sub Tell(ByVal text As String)
    MsgBox text, vbExclamation, Title
End Sub

Public Sub TellNotOnAMac()
    Tell "The buttons need Excel on Windows. On a Mac, close the tracker and run:" & vbNewLine & vbNewLine & _
         "pc-workbook refresh TRACKER.xlsx"
End Sub

Public Sub TellNoPython(ByVal python As String)
    If python = "" Then
        Tell "This add-in has not been told where Python is. Close Excel, run this once, and open Excel again:" & _
             vbNewLine & vbNewLine & "pc-workbook addin install"
    Else
        Tell "Python is no longer at " & Left(python, 260) & ". Close Excel, run this once, and open Excel again:" & _
             vbNewLine & vbNewLine & "pc-workbook addin install"
    End If
End Sub

Public Sub TellPercentSigns(ByVal python As String)
    Tell "Excel can't start Python from a folder with percent signs in its name (" & Left(python, 260) & "). Install " & _
         "Python and pc-workbook in another folder, then close Excel and run:" & vbNewLine & vbNewLine & _
         "pc-workbook addin install"
End Sub

Public Sub TellFailed(ByVal python As String, ByVal code As Long)
    Tell "Python was started and ended with " & code & " before it could say why. Nothing was written. " & _
         "Run this, and send what it says to the IT desk:" & vbNewLine & vbNewLine & Doctor(python)
End Sub

Public Sub TellBlocked(ByVal python As String, ByVal reason As String)
    Tell BlockedMessage(python, reason, ActiveWorkbook.Name)
End Sub

' A message box shows 1,024 characters at most; a name of a file has up to 255, and Excel's reason any number.
Public Function BlockedMessage(ByVal python As String, ByVal reason As String, ByVal book As String) As String
    BlockedMessage = "Excel could not start Python (" & Left(reason, 120) & "). Your organisation may not let Office " & _
         "start other programs. Nothing was written. The same refresh works from outside Excel:" & _
         vbNewLine & vbNewLine & "pc-workbook refresh --live " & Chr(34) & book & Chr(34) & vbNewLine & vbNewLine & _
         "To find out what is in the way, run:" & vbNewLine & vbNewLine & Doctor(python)
End Function

Private Function Doctor(ByVal python As String) As String
    Doctor = Chr(34) & Left(python, 260) & Chr(34) & " -P -m pc_workbook addin doctor"
End Function
