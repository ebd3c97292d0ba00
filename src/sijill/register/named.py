"""Finding people by their names, however these are spelt. Whose entry may be opened is asked of those that fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db.models import QuerySet

from sijill.office.words import holding
from sijill.register.models import Person, PersonName

AT_ONCE = 2_000  # names of which the people are read at once


def named(words: Sequence[str], *, whole: bool = False) -> Iterator[list[str]]:
    """The people of whom one name holds every word, in blocks; `whole`: as words, and not as beginnings of words."""
    for names in in_blocks(holding(PersonName, words, whole=whole), AT_ONCE):
        yield list(dict.fromkeys(PersonName.objects.filter(pk__in=names).values_list("person_id", flat=True)))


def first_named(people: QuerySet[Person], words: Sequence[str], most: int) -> list[str]:
    """Ids of the first of these people with such a name."""
    found: dict[str, None] = {}
    for block in named(words):
        found |= dict.fromkeys(people.filter(pk__in=block).order_by().values_list("pk", flat=True))
        if len(found) >= most:
            break
    return list(found)[:most]


def in_blocks(ids: Iterable[str], size: int) -> Iterator[list[str]]:
    """Ids in lists of that many."""
    rest = iter(ids)
    while block := list(islice(rest, size)):
        yield block
