Attribute VB_Name = "Functions"
' The worksheet functions. Made by macros/make_functions.py from pc_workbook/udfs/catalogue.py: change that, not this.
' Nothing is worked out here. Cells go to Python and come back; XLPy, in another module, finds Python.
' #NAME? means that Python could not be reached: "pc-workbook addin doctor" says why.
Option Explicit

Private Const Category As String = "Primary care"
Private Const PythonModule As String = "pc_workbook.udfs"
Private Const NotReached As Long = 2029 ' #NAME?
Private Const WrongKind As Long = 2015 ' #VALUE!

Public Function PC_PER_1000(ByVal fte As Variant, ByVal patients As Variant) As Variant
Attribute PC_PER_1000.VB_Description = "Full-time equivalent staff for each 1,000 patients."
Attribute PC_PER_1000.VB_ProcData.VB_Invoke_Func = " \n14"
    PC_PER_1000 = Answer("PC_PER_1000", Array(fte, patients))
End Function

Public Function PC_PATIENTS_PER_FTE(ByVal patients As Variant, ByVal fte As Variant) As Variant
Attribute PC_PATIENTS_PER_FTE.VB_Description = "Patients for each full-time equivalent, such as a GP."
Attribute PC_PATIENTS_PER_FTE.VB_ProcData.VB_Invoke_Func = " \n14"
    PC_PATIENTS_PER_FTE = Answer("PC_PATIENTS_PER_FTE", Array(patients, fte))
End Function

Public Function PC_TIMES_COMPARATOR(ByVal value As Variant, ByVal comparator As Variant) As Variant
Attribute PC_TIMES_COMPARATOR.VB_Description = "How many times the comparator a value is, such as England's patients per FTE GP."
Attribute PC_TIMES_COMPARATOR.VB_ProcData.VB_Invoke_Func = " \n14"
    PC_TIMES_COMPARATOR = Answer("PC_TIMES_COMPARATOR", Array(value, comparator))
End Function

Public Function PC_SHARE(ByVal count As Variant, ByVal total As Variant) As Variant
Attribute PC_SHARE.VB_Description = "A count as a share of a total. Format the cell as a percentage."
Attribute PC_SHARE.VB_ProcData.VB_Invoke_Func = " \n14"
    PC_SHARE = Answer("PC_SHARE", Array(count, total))
End Function

Public Function PC_WILSON(ByVal count As Variant, ByVal total As Variant, Optional ByVal level As Variant) As Variant
Attribute PC_WILSON.VB_Description = "The limits within which the true share may well lie (Wilson's interval), lower and upper side by side."
Attribute PC_WILSON.VB_ProcData.VB_Invoke_Func = " \n14"
    PC_WILSON = Answer("PC_WILSON", Array(count, total, level))
End Function

Public Function PC_PRACTICES_SHORT(ByVal count As Variant, ByVal total As Variant, ByVal target As Variant, ByVal direction As Variant) As Variant
Attribute PC_PRACTICES_SHORT.VB_Description = "How many more practices a target share needs (how many too many, where lower is better); 0 where it is met."
Attribute PC_PRACTICES_SHORT.VB_ProcData.VB_Invoke_Func = " \n14"
    PC_PRACTICES_SHORT = Answer("PC_PRACTICES_SHORT", Array(count, total, target, direction))
End Function

Public Function PC_TARGET_GAP(ByVal value As Variant, ByVal reference As Variant, ByVal direction As Variant) As Variant
Attribute PC_TARGET_GAP.VB_Description = "How much better (+) or worse (-) a value is than what it is held to, whichever way is better."
Attribute PC_TARGET_GAP.VB_ProcData.VB_Invoke_Func = " \n14"
    PC_TARGET_GAP = Answer("PC_TARGET_GAP", Array(value, reference, direction))
End Function

Public Function PC_GAP_WORDS(ByVal value As Variant, ByVal reference As Variant, ByVal kind As Variant, Optional ByVal named As Variant) As Variant
Attribute PC_GAP_WORDS.VB_Description = "Where a value lies by what it is held to, in words."
Attribute PC_GAP_WORDS.VB_ProcData.VB_Invoke_Func = " \n14"
    PC_GAP_WORDS = Answer("PC_GAP_WORDS", Array(value, reference, kind, named))
End Function

Public Function PC_TRAJECTORY(ByVal first_value As Variant, ByVal first_year As Variant, ByVal last_value As Variant, ByVal last_year As Variant, ByVal year As Variant) As Variant
Attribute PC_TRAJECTORY.VB_Description = "The value of a year on the straight line between two others. Nobody agreed it: never judge against it."
Attribute PC_TRAJECTORY.VB_ProcData.VB_Invoke_Func = " \n14"
    PC_TRAJECTORY = Answer("PC_TRAJECTORY", Array(first_value, first_year, last_value, last_year, year))
End Function

Public Function PC_RAG(ByVal value As Variant, ByVal reference As Variant, ByVal direction As Variant, Optional ByVal tolerance As Variant) As Variant
Attribute PC_RAG.VB_Description = "Red, Amber, Green or Not rated: a value against what it is held to. Amber needs a tolerance."
Attribute PC_RAG.VB_ProcData.VB_Invoke_Func = " \n14"
    PC_RAG = Answer("PC_RAG", Array(value, reference, direction, tolerance))
End Function

Public Function PC_RAG_REASON(ByVal value As Variant, ByVal agreed As Variant, ByVal direction As Variant, ByVal kind As Variant, ByVal year As Variant, ByVal as_at As Variant, Optional ByVal tolerance As Variant, Optional ByVal target As Variant, Optional ByVal target_year As Variant) As Variant
Attribute PC_RAG_REASON.VB_Description = "The RAG of a year's value with the rule that fired: against that year's agreed value, else against the target once its year is reached."
Attribute PC_RAG_REASON.VB_ProcData.VB_Invoke_Func = " \n14"
    PC_RAG_REASON = Answer("PC_RAG_REASON", Array(value, agreed, direction, kind, year, as_at, tolerance, target, target_year))
End Function

Public Function PC_CQC_AT_LEAST(ByVal ratings As Variant, ByVal level As Variant, ByVal practices As Variant) As Variant
Attribute PC_CQC_AT_LEAST.VB_Description = "The share of practices with a CQC rating of at least this level. Say on which practices: half of the inspected can be less than a third of all."
Attribute PC_CQC_AT_LEAST.VB_ProcData.VB_Invoke_Func = " \n14"
    PC_CQC_AT_LEAST = Answer("PC_CQC_AT_LEAST", Array(ratings, level, practices))
End Function

Public Function PC_CQC_STEPS(ByVal earlier As Variant, ByVal later As Variant) As Variant
Attribute PC_CQC_STEPS.VB_Description = "How many steps a CQC rating went up (+) or down (-)."
Attribute PC_CQC_STEPS.VB_ProcData.VB_Invoke_Func = " \n14"
    PC_CQC_STEPS = Answer("PC_CQC_STEPS", Array(earlier, later))
End Function

Public Function PC_ACTION_STATE(ByVal delivered_by As Variant, ByVal completed_on As Variant, ByVal review_on As Variant, ByVal as_at As Variant, Optional ByVal due_soon_days As Variant) As Variant
Attribute PC_ACTION_STATE.VB_Description = "Where an action stands on a day: Completed, Overdue, Due soon, Not yet due, Ongoing, No delivery date or Delivery date unclear. It can be counted."
Attribute PC_ACTION_STATE.VB_ProcData.VB_Invoke_Func = " \n14"
    PC_ACTION_STATE = Answer("PC_ACTION_STATE", Array(delivered_by, completed_on, review_on, as_at, due_soon_days))
End Function

Public Function PC_ACTION_REASON(ByVal delivered_by As Variant, ByVal completed_on As Variant, ByVal review_on As Variant, ByVal as_at As Variant, Optional ByVal due_soon_days As Variant) As Variant
Attribute PC_ACTION_REASON.VB_Description = "Where an action stands on a day, with since when or until when, as on the Action summary."
Attribute PC_ACTION_REASON.VB_ProcData.VB_Invoke_Func = " \n14"
    PC_ACTION_REASON = Answer("PC_ACTION_REASON", Array(delivered_by, completed_on, review_on, as_at, due_soon_days))
End Function

Public Function PC_DUE_WITHIN(ByVal delivered_by As Variant, ByVal as_at As Variant, ByVal days As Variant, Optional ByVal completed_on As Variant) As Variant
Attribute PC_DUE_WITHIN.VB_Description = "Whether an action falls due within so many days from a day on. Overdue or completed is FALSE."
Attribute PC_DUE_WITHIN.VB_ProcData.VB_Invoke_Func = " \n14"
    PC_DUE_WITHIN = Answer("PC_DUE_WITHIN", Array(delivered_by, as_at, days, completed_on))
End Function

Public Function PC_INDICATOR_SUMMARY(ParamArray lists() As Variant) As Variant
Attribute PC_INDICATOR_SUMMARY.VB_Description = "Every indicator with its newest value, its gaps, and its RAG with the reason: the first table of the Indicator summary."
Attribute PC_INDICATOR_SUMMARY.VB_ProcData.VB_Invoke_Func = " \n14"
    PC_INDICATOR_SUMMARY = Answer("PC_INDICATOR_SUMMARY", lists)
End Function

Public Function PC_PRACTICE_SUMMARY(ParamArray lists() As Variant) As Variant
Attribute PC_PRACTICE_SUMMARY.VB_Description = "Every open practice, most patients per FTE GP first: the table of the Practice summary."
Attribute PC_PRACTICE_SUMMARY.VB_ProcData.VB_Invoke_Func = " \n14"
    PC_PRACTICE_SUMMARY = Answer("PC_PRACTICE_SUMMARY", lists)
End Function

Public Function PC_LOCALITY_SUMMARY(ParamArray lists() As Variant) As Variant
Attribute PC_LOCALITY_SUMMARY.VB_Description = "Every locality beside the area as a whole: the table of the Locality summary."
Attribute PC_LOCALITY_SUMMARY.VB_ProcData.VB_Invoke_Func = " \n14"
    PC_LOCALITY_SUMMARY = Answer("PC_LOCALITY_SUMMARY", lists)
End Function

Public Function PC_CQC_SUMMARY(ParamArray lists() As Variant) As Variant
Attribute PC_CQC_SUMMARY.VB_Description = "Practices by CQC rating, on inspected and on all practices, with intervals: the first table of the CQC summary."
Attribute PC_CQC_SUMMARY.VB_ProcData.VB_Invoke_Func = " \n14"
    PC_CQC_SUMMARY = Answer("PC_CQC_SUMMARY", lists)
End Function

Public Function PC_ACTION_SUMMARY(ParamArray lists() As Variant) As Variant
Attribute PC_ACTION_SUMMARY.VB_Description = "Every action with its state, next date, lead and what to look at: the first table of the Action summary."
Attribute PC_ACTION_SUMMARY.VB_ProcData.VB_Invoke_Func = " \n14"
    PC_ACTION_SUMMARY = Answer("PC_ACTION_SUMMARY", lists)
End Function

Public Function PC_FINDINGS(ParamArray lists() As Variant) As Variant
Attribute PC_FINDINGS.VB_Description = "What is wrong in the lists, each with its cell and what it needs: the table of the Data quality sheet."
Attribute PC_FINDINGS.VB_ProcData.VB_Invoke_Func = " \n14"
    PC_FINDINGS = Answer("PC_FINDINGS", lists)
End Function

' The help that Excel shows while a formula is typed. The add-in calls this when it is opened.
Public Sub DescribeFunctions()
    Describe "PC_PER_1000", "Full-time equivalent staff for each 1,000 patients.", Array("Full-time equivalents", "Patients, registered or weighted")
    Describe "PC_PATIENTS_PER_FTE", "Patients for each full-time equivalent, such as a GP.", Array("Patients, registered or weighted", "Full-time equivalents")
    Describe "PC_TIMES_COMPARATOR", "How many times the comparator a value is, such as England's patients per FTE GP.", Array("The value to compare", "What it is compared with, in the same unit")
    Describe "PC_SHARE", "A count as a share of a total. Format the cell as a percentage.", Array("How many are counted, such as practices rated Good", "How many there are in all")
    Describe "PC_WILSON", "The limits within which the true share may well lie (Wilson's interval), lower and upper side by side.", Array("How many are counted, such as practices rated Good", "How many there are in all", "0.95 or 0.998; 0.95 if left out")
    Describe "PC_PRACTICES_SHORT", "How many more practices a target share needs (how many too many, where lower is better); 0 where it is met.", Array("How many are counted, such as practices rated Good", "How many there are in all", "The share to reach: 50 or 50%", "Which way is better: Higher or Lower")
    Describe "PC_TARGET_GAP", "How much better (+) or worse (-) a value is than what it is held to, whichever way is better.", Array("The value", "What it is held to, in the same unit", "Which way is better: Higher or Lower")
    Describe "PC_GAP_WORDS", "Where a value lies by what it is held to, in words.", Array("The value; a percentage as 91.11", "What it is held to, in the same unit", "Rate or Percentage", "What the reference is called; the target if left out")
    Describe "PC_TRAJECTORY", "The value of a year on the straight line between two others. Nobody agreed it: never judge against it.", Array("The value the line starts from: the baseline", "Its year", "The value the line ends at: the target", "Its year", "The year whose value is wanted")
    Describe "PC_RAG", "Red, Amber, Green or Not rated: a value against what it is held to. Amber needs a tolerance.", Array("The value", "What it is held to, in the same unit", "Which way is better: Higher or Lower", "How far below is still Amber, in the same unit; without one there is no Amber")
    Describe "PC_RAG_REASON", "The RAG of a year's value with the rule that fired: against that year's agreed value, else against the target once its year is reached.", Array("The value; a percentage as 91.11", "The agreed value of the same year; empty if there is none", "Which way is better: Higher or Lower", "Rate or Percentage", "The year the value is of", "The day it is judged on: the as-at date", "How far below is still Amber; without one there is no Amber", "The value to end at", "The year of the target")
    Describe "PC_CQC_AT_LEAST", "The share of practices with a CQC rating of at least this level. Say on which practices: half of the inspected can be less than a third of all.", Array("The rating of each practice, one a cell; Not inspected counts, an empty cell does not", "Good, Requires improvement or Outstanding", "Inspected or All: which practices it is a share of")
    Describe "PC_CQC_STEPS", "How many steps a CQC rating went up (+) or down (-).", Array("The earlier rating", "The later rating")
    Describe "PC_ACTION_STATE", "Where an action stands on a day: Completed, Overdue, Due soon, Not yet due, Ongoing, No delivery date or Delivery date unclear. It can be counted.", Array("The delivery date: a date, a month, a quarter, a year (By 2020), a span or Ongoing", "The day it was completed; empty if it was not", "The review date of ongoing work; empty if there is none", "The day it is judged on: the as-at date", "Due soon means within so many days; 31 if left out")
    Describe "PC_ACTION_REASON", "Where an action stands on a day, with since when or until when, as on the Action summary.", Array("The delivery date: a date, a month, a quarter, a year (By 2020), a span or Ongoing", "The day it was completed; empty if it was not", "The review date of ongoing work; empty if there is none", "The day it is judged on: the as-at date", "Due soon means within so many days; 31 if left out")
    Describe "PC_DUE_WITHIN", "Whether an action falls due within so many days from a day on. Overdue or completed is FALSE.", Array("The delivery date: a date, a month, a quarter, a year (By 2020), a span or Ongoing", "The day it is judged on: the as-at date", "How many days", "The day it was completed; empty if it was not")
    Describe "PC_INDICATOR_SUMMARY", "Every indicator with its newest value, its gaps, and its RAG with the reason: the first table of the Indicator summary.", Array("The tracker's lists with their headings, such as tblPractices[#All], in any order; docs/functions.md names them")
    Describe "PC_PRACTICE_SUMMARY", "Every open practice, most patients per FTE GP first: the table of the Practice summary.", Array("The tracker's lists with their headings, such as tblPractices[#All], in any order; docs/functions.md names them")
    Describe "PC_LOCALITY_SUMMARY", "Every locality beside the area as a whole: the table of the Locality summary.", Array("The tracker's lists with their headings, such as tblPractices[#All], in any order; docs/functions.md names them")
    Describe "PC_CQC_SUMMARY", "Practices by CQC rating, on inspected and on all practices, with intervals: the first table of the CQC summary.", Array("The tracker's lists with their headings, such as tblPractices[#All], in any order; docs/functions.md names them")
    Describe "PC_ACTION_SUMMARY", "Every action with its state, next date, lead and what to look at: the first table of the Action summary.", Array("The tracker's lists with their headings, such as tblPractices[#All], in any order; docs/functions.md names them")
    Describe "PC_FINDINGS", "What is wrong in the lists, each with its cell and what it needs: the table of the Data quality sheet.", Array("The tracker's lists with their headings, such as tblPractices[#All], in any order; docs/functions.md names them")
End Sub

Private Function Answer(ByVal function_name As String, ByVal given As Variant) As Variant
    Dim place As Long, blocks As Variant
    On Error GoTo Unreached
    blocks = Array()
    If UBound(given) >= 0 Then ReDim blocks(0 To UBound(given))
    For place = 0 To UBound(given)
        blocks(place) = CellsOf(given(place))
    Next place
    Answer = WithErrors(XLPy.CallUDF(PythonModule, function_name, blocks))
    Exit Function
Unreached:
    Answer = CVErr(NotReached)
End Function

' A range of several areas has no one shape, so it is refused rather than read in part.
Private Function CellsOf(ByVal given As Variant) As Variant
    Dim area As Object
    If TypeName(given) = "Range" Then
        Set area = given
        If area.Areas.Count = 1 Then CellsOf = area.Value Else CellsOf = CVErr(WrongKind)
    Else
        CellsOf = given
    End If
End Function

Private Function WithErrors(ByVal block As Variant) As Variant
    Dim down As Long, across As Long
    If Not IsArray(block) Then
        block = AsCell(block)
    ElseIf IsTable(block) Then
        For down = LBound(block, 1) To UBound(block, 1)
            For across = LBound(block, 2) To UBound(block, 2)
                block(down, across) = AsCell(block(down, across))
            Next across
        Next down
    Else
        For across = LBound(block) To UBound(block)
            block(across) = AsCell(block(across))
        Next across
    End If
    WithErrors = block
End Function

Private Function IsTable(ByRef block As Variant) As Boolean
    On Error Resume Next
    IsTable = UBound(block, 2) >= LBound(block, 2) ' stays False where there is no second dimension
End Function

Private Function AsCell(ByVal content As Variant) As Variant
    AsCell = content
    If VarType(content) <> vbString Then Exit Function
    Select Case content
        Case "#NULL!": AsCell = CVErr(2000)
        Case "#DIV/0!": AsCell = CVErr(2007)
        Case "#VALUE!": AsCell = CVErr(2015)
        Case "#REF!": AsCell = CVErr(2023)
        Case "#NAME?": AsCell = CVErr(2029)
        Case "#NUM!": AsCell = CVErr(2036)
        Case "#N/A": AsCell = CVErr(2042)
    End Select
End Function

' Excel without help texts is still Excel: a version that refuses them keeps the functions.
Private Sub Describe(ByVal function_name As String, ByVal does As String, ByVal arguments As Variant)
    On Error Resume Next
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & function_name, Description:=does, _
                             Category:=Category, ArgumentDescriptions:=arguments
End Sub
