"""Filling in annex 2: what saves itself, who saved when, and what is typed but not yet right."""
