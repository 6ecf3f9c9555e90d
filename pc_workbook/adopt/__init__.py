"""Bring an existing workbook into a tracker: propose what each column is, then fill the tracker by a corrected mapping."""
