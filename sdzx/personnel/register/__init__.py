"""The registers as a workbook: given out, read back, previewed, taken."""
