"""pc_workbook: a primary care improvement tracker that tells the truth, in Excel."""

__version__ = "0.1.0"
