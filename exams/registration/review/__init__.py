"""The clerks' review workbench: claims, phrases, saved searches, acts on many with time to undo (3.2)."""
