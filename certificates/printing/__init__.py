"""Printing certificates: batches, the ledger of printed copies, blank stock (4.5)."""
