"""The catalogue as a workbook or CSV: given out, read back, previewed, taken."""
