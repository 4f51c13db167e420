"""Lists of items that are data, in versions: a centre's own or the province's, one of them in use (rubrics, checklists)."""
