"""The words by which rows are found: one folded word of one row, in a table of its own (decision 027).

A model says in `searched` which of its columns are found by. Their words are written in the transaction that writes
the row, by `office.ledger` alone, and go when it goes: what is ended, erased or redacted leaves none behind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, Q

from sijill.office.bulk import insert_values
from sijill.office.folding import beginnings
from sijill.office.models import Word
from sijill.office.records import Record, kept_models

COLUMNS = ("row", "word", "table")
_BLOCK = 2_000  # rows read at once while the words of all are made
_COUNTED = 2_000  # rows up to which it is counted how common a word is
_AFTER_SURROGATES = 0xE000


def write(model: type[Record], rows: Iterable[Record]) -> None:
    """The words of new rows."""
    if model.searched:
        texts = ((str(row.pk), [getattr(row, name) for name in model.searched]) for row in rows)
        write_texts(model._meta.db_table, texts)


def write_texts(table: str, texts: Iterable[tuple[str, Sequence[str]]]) -> None:
    """The words of texts, each list with the id of its row. Rows of a batch often say the same."""
    known: dict[str, frozenset[str]] = {}
    rows: list[tuple[str, str, str]] = []
    # All before the first is written: PostgreSQL answers no question while it takes rows in.
    for identifier, said in texts:
        text = " ".join(filter(None, said))
        if text not in known:
            known[text] = beginnings(text)
        rows += ((identifier, word, table) for word in known[text])
    insert_values(Word, COLUMNS, rows)


def rewrite(model: type[Record], identifier: str, changed: Collection[str]) -> None:
    """The words of a row of which these columns changed."""
    if not set(changed).isdisjoint(model.searched):
        forget(identifier)
        write(model, model._default_manager.filter(pk=identifier))


def forget(identifier: str) -> None:
    """Take away the words of a row."""
    Word.objects.filter(row=identifier).delete()


def fill() -> None:
    """Make the words of every row anew, as when rows were written past the log."""
    Word.objects.all().delete()
    for model in kept_models():
        if model.searched:
            fill_table(model, model.searched)


def fill_table(model: Any, columns: Sequence[str]) -> None:
    """The words of a table that has none yet."""
    rows = model._default_manager.order_by().values_list("pk", *columns).iterator(chunk_size=_BLOCK)
    while block := list(islice(rows, _BLOCK)):
        write_texts(model._meta.db_table, ((identifier, texts) for identifier, *texts in block))


def begins(word: str, *, whole: bool = False) -> Q:
    """A condition on words: they begin so, or are so. As a range, which both databases read from an index."""
    if whole:
        return Q(word=word)
    after = _after(word)
    return Q(word__gte=word, word__lt=after) if after else Q(word__gte=word)


def has_word(word: str, link: str, *, whole: bool = False) -> Exists:
    """A condition on rows: the row that `link` leads to has a word that begins so.

    The table is not asked for: with it, SQLite would read all its words that begin so, for each row.
    """
    return Exists(Word.objects.filter(begins(word, whole=whole), row=OuterRef(link)))


def holding(model: type[Record], words: Sequence[str], *, whole: bool = False) -> Iterator[str]:
    """Ids of the rows that have every word, once each; `whole`: as words, not as beginnings of words."""
    if not words:
        return iter(())
    here = Word.objects.filter(table=model._meta.db_table)
    # From the rarest word on: the others are looked up for its rows only.
    common = {word: here.filter(begins(word, whole=whole))[:_COUNTED].count() for word in words}
    first, *others = sorted(words, key=lambda word: common[word])
    found = here.filter(begins(first, whole=whole))
    for other in others:
        found = found.filter(has_word(other, "row", whole=whole))
    return _once(found.values_list("row", flat=True).iterator(chunk_size=_COUNTED) if common[first] else ())


def _once(ids: Iterable[str]) -> Iterator[str]:
    met: set[str] = set()
    for identifier in ids:
        if identifier not in met:
            met.add(identifier)
            yield identifier


def some_holding(model: type[Record], word: str, most: int) -> list[str]:
    """Up to that many ids of rows with the word."""
    found = Word.objects.filter(begins(word), table=model._meta.db_table).values_list("row", flat=True)
    return list(found.distinct()[:most])


def _after(word: str) -> str:
    """The first text that comes after all that begin with the word; empty where there is none."""
    for end in range(len(word), 0, -1):
        sign = ord(word[end - 1]) + 1
        if 0xD800 <= sign < _AFTER_SURROGATES:
            sign = _AFTER_SURROGATES
        if sign <= 0x10FFFF:
            return word[: end - 1] + chr(sign)
    return ""
