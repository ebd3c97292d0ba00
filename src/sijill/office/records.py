"""What every kept row has, and the history that keeps its earlier versions (decisions 1 to 4).

`@kept` makes `<Model>History` beside the model: the same columns, links as plain text, and the
span `log_from <= n < log_to` in which that version stood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, OrderBy, Q
from django.db.models.base import ModelState

from sijill.codelists.load import codelist
from sijill.tables.schema import NOW

ID_LENGTH = 48
BLOCK = 2_000  # rows read at once for the columns: few enough to stay in the processor's cache
_LARGEST = 2**31 - 1  # of a whole number that is no position in the log

_HISTORY: dict[type[models.Model], type[models.Model]] = {}


class Record(models.Model):
    """A row that the log answers for. Only `office.ledger` writes one."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, editable=False)
    log_from = models.BigIntegerField(db_index=True, editable=False)
    salt = models.BinaryField(max_length=16, editable=False)

    came_later: tuple[str, ...] = ()  # columns added when rows stood already: see `vouched`
    searched: tuple[str, ...] = ()  # columns whose words are kept to find a row by: see `office.words`

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)


R = TypeVar("R", bound=type[Record])


def kept(model: R) -> R:
    """Make the history of a record model; a class decorator."""
    attributes: dict[str, Any] = {
        "__module__": model.__module__,
        "__doc__": f"Earlier versions of {model.__name__}.",
        "pk": models.CompositePrimaryKey("id", "log_from"),
        "log_to": models.BigIntegerField(db_index=True, editable=False),
        "Meta": type("Meta", (), {"app_label": model._meta.app_label, "db_table": f"{model._meta.db_table}_history"}),
    }
    for field in model._meta.local_fields:
        attributes[field.attname] = _plain(field)
    _HISTORY[model] = type(f"{model.__name__}History", (models.Model,), attributes)
    return model


def _plain(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    if isinstance(field, models.ForeignKey):
        return models.CharField(max_length=ID_LENGTH, null=field.null, db_column=field.column)
    copy: Any = field.clone()
    copy.primary_key = False
    copy._unique = False
    copy.choices = None
    copy.db_index = field.name == "log_from"
    plain: models.Field[Any, Any] = copy
    return plain


def history_of(model: type[Record]) -> type[models.Model]:
    """The history of a record model."""
    return _HISTORY[model]


def kept_models() -> list[type[Record]]:
    """Every record model, by table name."""
    found = [model for model in _HISTORY if issubclass(model, Record)]
    return sorted(found, key=lambda model: model._meta.db_table)


def made(model: type[models.Model], values: Mapping[str, Any]) -> Any:
    """A row not yet written, as `model(**values)` would make it; values by column (`report_id`, not `report`).

    A sixth of the time, which an import of tens of thousands of rows feels: Django asks each field anew for what it
    holds by default, and sends every value through its descriptor. TypeError on a name that is no column.
    """
    columns, fixed, called = _defaults(model)
    row: Any = object.__new__(model)
    row._state = ModelState()
    held = row.__dict__
    held.update(fixed)
    for name, default in called:
        held[name] = default()
    held.update(values)
    if len(held) != columns:
        raise TypeError(f"{model.__name__} has no column {sorted(set(values) - set(fixed) - {n for n, _ in called})}")
    return row


@cache
def _defaults(model: type[models.Model]) -> tuple[int, dict[str, Any], tuple[tuple[str, Any], ...]]:
    """What a new row's `__dict__` has: how many entries; those that are alike in every row; those that are called."""
    fields = model._meta.concrete_fields
    called = tuple((f.attname, f.get_default) for f in fields if callable(f.default))
    named = {name for name, _ in called}
    fixed = {f.attname: f.get_default() for f in fields if f.attname not in named}
    return len(fields) + 1, fixed, called


@cache
def stored_fields(model: type[models.Model]) -> list[str]:
    """Column attributes that the keyed hash of a row covers: all but the salt and the span's end."""
    skipped = {"salt", "log_to", "pk"}
    return [f.attname for f in model._meta.concrete_fields if f.attname not in skipped]


@cache
def read_fields(model: type[models.Model]) -> Callable[[models.Model], tuple[Any, ...]]:
    """Reads those of a row, in that order."""
    return attrgetter(*stored_fields(model))


def vouched(model: type[models.Model], values: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the keyed hash of a row covers. A column that came after rows were written is left out while it is empty,
    or holds what it holds when nobody filled it (`not-asked`).

    So the log still vouches for older rows as they were; what is written into the column later changes the hash.
    """
    nothing = _nothing(model)
    if not nothing:
        return values
    return {name: value for name, value in values.items() if name not in nothing or value not in nothing[name]}


@cache
def _nothing(model: type[models.Model]) -> Mapping[str, tuple[Any, ...]]:
    """What each column that came later holds while it says nothing."""
    columns = {column.attname: column for column in model._meta.concrete_fields}
    later: Sequence[str] = getattr(model, "came_later", ())
    return {name: ("", None, columns[name].get_default()) for name in later}


def versions(model: type[Record], fields: list[str]) -> Iterator[dict[str, Sequence[Any]]]:
    """Every version of every row, current ones with `log_to` = NOW, in blocks of columns; in no order."""
    names = [*fields, "log_from"]
    for block in _blocks(model._default_manager.all(), names):
        yield {**block, "log_to": [NOW] * len(block["log_from"])}
    yield from _blocks(history_of(model)._default_manager.all(), [*names, "log_to"])


def _blocks(rows: models.QuerySet[Any], names: list[str]) -> Iterator[dict[str, Sequence[Any]]]:
    """Columns as Django would read them row by row, in a fraction of the time: a column holds few different values
    of the kinds that have to be converted (days, flags, lists), and each is converted once."""
    database = connections[rows.db]
    fields = {field.attname: field for field in rows.model._meta.concrete_fields}
    with database.chunked_cursor() as cursor:
        cursor.execute(*rows.order_by().values_list(*names).query.sql_with_params())
        while block := cursor.fetchmany(BLOCK):
            columns = zip(*block, strict=True)
            yield {name: _read(fields[name], values, database) for name, values in zip(names, columns, strict=True)}


def _read(field: models.Field[Any, Any], values: Sequence[Any], database: BaseDatabaseWrapper) -> Sequence[Any]:
    column = field.get_col(field.model._meta.db_table)
    converters = [*database.ops.get_db_converters(column), *column.get_db_converters(database)]
    if not converters:
        return values
    found: dict[Any, Any] = {}
    for value in set(values):
        made = value
        for convert in converters:
            made = convert(made, column, database)
        found[value] = made
    return [found[value] for value in values]


def misfit(row: Record) -> str:
    """Why some database would refuse a value of this row; empty where all fit. Repeats no text.

    SQLite keeps what is longer or larger than its column, and a NUL; PostgreSQL does not.
    """
    for name, longest in _texts(type(row)):
        text = getattr(row, name)
        if longest is not None and len(text) > longest:
            return f"{name} takes {longest} characters, and there are {len(text)}. Shorten it in the file."
        if not is_storable(text):
            return f"{name} holds a sign that is no text (NUL, or half a surrogate pair). Take it out in the file."
    for name in _numbers(type(row)):
        count = getattr(row, name)
        if count is not None and abs(count) > _LARGEST:
            return f"{name} is beyond {_LARGEST}. Correct it in the file."
    return ""


def is_storable(text: str) -> bool:
    """Can every database keep this text."""
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


@cache
def _texts(model: type[Record]) -> tuple[tuple[str, int | None], ...]:
    fields = [one for one in model._meta.concrete_fields if isinstance(one, models.CharField | models.TextField)]
    # What has choices was looked up in its codelist already.
    return tuple((one.attname, one.max_length) for one in fields if not one.primary_key and not one.choices)


@cache
def _numbers(model: type[Record]) -> tuple[str, ...]:
    small = (one for one in model._meta.concrete_fields if one.get_internal_type() == "IntegerField")
    return tuple(one.attname for one in small)


def unknown_first(field: str) -> OrderBy:
    """Order by a field, rows without it first: SQLite does so by itself, PostgreSQL puts them last."""
    return F(field).asc(nulls_first=True)


def coded(name: str, *, default: str = "not-asked") -> models.CharField[str, str]:
    """A coded field; its choices are the codelist's rows, so a new row needs no migration."""
    return models.CharField(max_length=40, choices=partial(choices_of, name), default=default)


def choices_of(name: str) -> list[tuple[str, str]]:
    """The rows of a codelist as Django's choices."""
    return list(codelist(name).choices("en"))


def edtf() -> models.CharField[str, str]:
    """A date as written, EDTF; empty when there is none."""
    return models.CharField(max_length=64, blank=True, default="")


def bound() -> models.DateField[Any, Any]:
    """First or last possible day of the date before it."""
    return models.DateField(null=True, blank=True)


def unknown(default: str = "not-asked") -> models.CharField[str, str]:
    """Why a date, number or link is not there; empty when it is."""
    return models.CharField(max_length=20, blank=True, choices=partial(choices_of, "unknowns"), default=default)


def number() -> models.IntegerField[Any, Any]:
    """A whole number that may be unknown."""
    return models.IntegerField(null=True, blank=True)


def dated(table: str, stem: str) -> models.CheckConstraint:
    """Either text with both bounds, or a reason: exactly one (decision 3)."""
    there = Q(**{f"{stem}_lo__isnull": False, f"{stem}_hi__isnull": False, f"{stem}_unknown": ""})
    absent = Q(**{stem: "", f"{stem}_lo__isnull": True, f"{stem}_hi__isnull": True})
    return models.CheckConstraint(
        name=f"{table}_{stem}_known",
        condition=(~Q(**{stem: ""}) & there) | (absent & ~Q(**{f"{stem}_unknown": ""})),
    )


def counted(table: str, stem: str) -> models.CheckConstraint:
    """Either low <= high, or a reason: exactly one (decision 3)."""
    there = Q(**{f"{stem}_low__isnull": False, f"{stem}_high__gte": models.F(f"{stem}_low"), f"{stem}_unknown": ""})
    absent = Q(**{f"{stem}_low__isnull": True, f"{stem}_high__isnull": True})
    return models.CheckConstraint(
        name=f"{table}_{stem}_known", condition=there | (absent & ~Q(**{f"{stem}_unknown": ""}))
    )
