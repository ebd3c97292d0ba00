"""Rows whose text may fold to what is looked for, so that Python need not fold every text there is."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import CharField, Lookup, Model, QuerySet, TextField

from sijill.register.folding import signs_needed

M = TypeVar("M", bound=Model)
AT_ONCE = 10_000  # rows read at once while texts are compared


@CharField.register_lookup
@TextField.register_lookup
class HasSign(Lookup):
    """The text has a sign of the class `[...]`."""

    lookup_name = "has_sign"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Patterns of a shell: a class is written as in an expression."""
        left, params = self.process_lhs(compiler, connection)
        return f"{left} GLOB %s", [*params, f"*{self.rhs}*"]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """A regular expression of one class."""
        left, params = self.process_lhs(compiler, connection)
        return f"{left} ~ %s", [*params, self.rhs]


def may_hold(rows: QuerySet[M], column: str, folded: str) -> QuerySet[M]:
    """The rows of which `column` may hold the folded text; more than do, never fewer."""
    for signs in signs_needed(folded):
        rows = rows.filter(**{f"{column}__has_sign": signs})
    return rows
