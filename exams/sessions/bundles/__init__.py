"""Many admission tickets as one PDF, printed by the worker (3.3)."""
