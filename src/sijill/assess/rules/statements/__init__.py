"""Checks of statements of reasons, millions at once: the ground rules where a field of the statement answers them.

Pure: no Django. A statement that platforms filed is asked by expressions only; no person answers for it.
"""
