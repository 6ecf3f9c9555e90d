"""The VBA that makes Excel know the functions: one wrapper each, the same way for all, from the catalogue.

xlwings can write such wrappers too, on Windows. These differ where it matters to a reader: an error is an error value
and not a text, so that a sum over it is an error as well; a range is read in one go inside Excel, all areas of it or
none; and no open workbook is handed to Python, so none can bring code of its own.
"""

from collections.abc import Iterator

from pc_workbook.udfs.catalogue import FUNCTIONS, Function

MODULE = "Functions"
LINE_END = "\r\n"

HEAD = f"""\
Attribute VB_Name = "{MODULE}"
' The worksheet functions. Made by macros/make_functions.py from pc_workbook/udfs/catalogue.py: change that, not this.
' Nothing is worked out here. Cells go to Python and come back; XLPy, in another module, finds Python.
' #NAME? means that Python could not be reached: "pc-workbook addin doctor" says why.
Option Explicit

Private Const Category As String = "Primary care"
Private Const PythonModule As String = "pc_workbook.udfs"
Private Const NotReached As Long = 2029 ' #NAME?
Private Const WrongKind As Long = 2015 ' #VALUE!
"""

FOOT = """\
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
"""


def module_text() -> str:
    """The whole of macros/Functions.bas, with the line ends that VBA wants."""
    parts = [HEAD, *map(_wrapper, FUNCTIONS), _descriptions(), FOOT]
    return "\n".join(parts).replace("\n", LINE_END)


def _wrapper(one: Function) -> str:
    return "\n".join(
        (
            f"Public Function {one.name}({', '.join(_declared(one))}) As Variant",
            f"Attribute {one.name}.VB_Description = {quoted(one.does)}",
            f'Attribute {one.name}.VB_ProcData.VB_Invoke_Func = " \\n14"',
            f"    {one.name} = Answer({quoted(one.name)}, {_handed_on(one)})",
            "End Function",
            "",
        )
    )


def _declared(one: Function) -> Iterator[str]:
    for argument in one.arguments:
        if one.is_table:
            yield f"ParamArray {argument.name}() As Variant"
        else:
            yield f"{'Optional ' if one.is_optional(argument) else ''}ByVal {argument.name} As Variant"


def _handed_on(one: Function) -> str:
    names = ", ".join(argument.name for argument in one.arguments)
    return names if one.is_table else f"Array({names})"


def _descriptions() -> str:
    lines = (f"    Describe {quoted(f.name)}, {quoted(f.does)}, {_argument_helps(f)}" for f in FUNCTIONS)
    head = "' The help that Excel shows while a formula is typed. The add-in calls this when it is opened."
    return "\n".join((head, "Public Sub DescribeFunctions()", *lines, "End Sub", ""))


def _argument_helps(one: Function) -> str:
    return f"Array({', '.join(quoted(argument.help) for argument in one.arguments)})"


def quoted(words: str) -> str:
    """Words as VBA writes them.

    >>> quoted('an "All" row')
    '"an ""All"" row"'
    """
    doubled = words.replace('"', '""')
    return f'"{doubled}"'
