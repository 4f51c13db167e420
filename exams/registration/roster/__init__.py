"""A unit's roster: one workbook and its photos, checked row by row, taken whole or in its good rows (3.2)."""
