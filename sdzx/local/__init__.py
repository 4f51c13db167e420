"""Starts the portal on one machine. Standard library only, and no Django: it runs before anything is installed.

Python 3.8 must be able to parse every file here, so that an old `python3` can find or install the right one.
"""
