"""The harmonised transparency report of Implementing Regulation (EU) 2024/2835: write, read, lint, reconcile. Pure.

Nothing here knows a database, so a small platform can use it with a moderation log alone.
"""
