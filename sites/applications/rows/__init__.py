"""Rows of annex 2 as text: pasted from Excel, read from a workbook, given out as one."""
