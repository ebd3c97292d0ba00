"""What can go wrong on the way in: with the mapping, with the file, with one record."""

from __future__ import annotations


class ImportProblem(ValueError):
    """Nothing can be read: the message says what is wrong with the mapping or the file, and what to do."""


class MappingError(ImportProblem):
    """The mapping cannot be used, for this file or at all. Says in which table, and what to write."""


class FileError(ImportProblem):
    """The file cannot be read as a whole. Says why we think so, and how to save it again."""


class Problem(Exception):
    """One record cannot be taken: it becomes a `Refused` with this field, code and message."""

    def __init__(self, field: str, code: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.code = code
        self.message = message
