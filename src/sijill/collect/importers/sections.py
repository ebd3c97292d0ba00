"""A table of a mapping file, read setting by setting: one that nobody knows is an error and not silence."""

from __future__ import annotations

import re
from typing import Any

from sijill.codelists.load import codelist, near
from sijill.collect.importers.problems import MappingError
from sijill.collect.importers.words import did_you_mean, word
from sijill.collect.importers.words import near as near_words

_NOTHING: dict[str, Any] = {}


class Section:
    """One table of the TOML, and which of its settings were read. `columns` gathers what the rules read.

    `words` are the tables of words that the file gives names to, for `codes = "name"`.
    """

    def __init__(
        self,
        file: str,
        name: str,
        values: dict[str, Any],
        columns: set[str] | None = None,
        words: dict[str, Any] | None = None,
    ) -> None:
        self.file = file
        self.name = name
        self.columns: set[str] = set() if columns is None else columns
        self._words = words or {}
        self._values = values
        self._read: set[str] = set()

    def wrong(self, message: str) -> MappingError:
        """An error that says where in the mapping it is."""
        return MappingError(f"{self.file}, [{self.name}]: {message}")

    def has(self, key: str) -> bool:
        """Whether the setting is there; it may be, so it is a setting that somebody knows."""
        self._read.add(key)
        return key in self._values

    def raw(self, key: str) -> Any:
        """The setting as TOML gives it, or None."""
        self._read.add(key)
        return self._values.get(key)

    def _typed(self, key: str, kind: type, named: str, default: Any) -> Any:
        value = self.raw(key)
        if value is None:
            if default is None:
                raise self.wrong(f"'{key}' is missing: write {named}.")
            return default
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.wrong(f"'{key}' must be {named}.")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """A text; required where there is no default."""
        return str(self._typed(key, str, "a text in quotes", default))

    def flag(self, key: str, default: bool = False) -> bool:
        """true or false."""
        return bool(self._typed(key, bool, "true or false", default))

    def number(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        return int(self._typed(key, int, "a whole number", default))

    def words(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts; one text stands for a list of one."""
        value = self.raw(key)
        if isinstance(value, str):
            return (value,)
        if value is None and default is not None:
            return default
        if value == [] and default is not None:
            return ()
        if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
            raise self.wrong(f'\'{key}\' must be a list of texts, such as ["one", "two"].')
        return tuple(value)

    def table(self, key: str) -> Section:
        """A table inside this one; an empty one where it is missing."""
        return self._inner(self._path(key), self._dict(key))

    def tables(self, key: str) -> list[Section]:
        """A list of tables inside this one; one table stands for a list of one."""
        value = self.raw(key)
        values = [value] if isinstance(value, dict) else value or []
        if not isinstance(values, list) or not all(isinstance(one, dict) for one in values):
            raise self.wrong(f"'{key}' must be a table or a list of tables ([[{key}]]).")
        path = self._path(key)
        several = len(values) > 1
        return [self._inner(f"{path} {number}" if several else path, one) for number, one in enumerate(values, 1)]

    def _path(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key

    def column(self, key: str, default: str | None = None) -> str:
        """The name of a column, or the default."""
        found = self.text(key, default)
        if found:
            self.columns.add(found)
        return found

    def column_names(self, key: str) -> tuple[str, ...]:
        """The names of one or several columns."""
        found = self.words(key)
        self.columns.update(found)
        return found

    def nested(self, key: str, inner: Section) -> Section:
        """One table of a list, under the name of the setting that holds the list."""
        return self._inner(self.name, {key: inner._values})

    def _inner(self, name: str, values: dict[str, Any]) -> Section:
        return Section(self.file, name, values, self.columns, self._words)

    @property
    def names(self) -> tuple[str, ...]:
        """The settings that are there."""
        return tuple(self._values)

    def pairs(self, key: str) -> dict[str, str]:
        """A table of words, each with a text; names stand for tables under [words]."""
        found = self._dict(key) if isinstance(self.raw(key), dict | None) else self._named(key)
        if not all(isinstance(value, str) for value in found.values()):
            raise self.wrong(f'\'{key}\' must give a text for each word, such as {{ "M" = "male" }}.')
        return found

    def _named(self, key: str) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for name in self.words(key):
            if name not in self._words:
                hint = did_you_mean(near_words(name, self._words))
                raise self.wrong(f"{key}: there is no [words.{name}].{hint}")
            out |= self._words[name]
        return out

    def folded_pairs(self, key: str) -> dict[str, str]:
        """As `pairs`, under the folded words; two spellings of one word are an error."""
        out: dict[str, str] = {}
        for one, value in self.pairs(key).items():
            if out.setdefault(word(one), value) != value:
                raise self.wrong(f"'{key}' gives two values for '{one}': case and spaces do not tell words apart.")
        return out

    def numbers(self, key: str) -> dict[str, int]:
        """A table of words, each with a whole number."""
        found = self._dict(key)
        if not all(isinstance(value, int) for value in found.values()):
            raise self.wrong(f"'{key}' must give a whole number for each word.")
        return {word(one): value for one, value in found.items()}

    def _dict(self, key: str) -> dict[str, Any]:
        value = self.raw(key)
        if value is None:
            return _NOTHING
        if not isinstance(value, dict):
            raise self.wrong(f"'{key}' must be a table: [{self.name}.{key}].")
        return value

    def separators(self, key: str = "split") -> re.Pattern[str] | None:
        """Signs at which a cell is cut, as a regular expression; None where the setting is missing.

        With `outside_brackets` a sign between round brackets does not cut.
        """
        outside = self.flag("outside_brackets")
        if not self.has(key):
            return None
        signs = "|".join(re.escape(one) for one in self.words(key))
        return re.compile(rf"(?:{signs})(?![^()]*\))" if outside else signs)

    def expression(self, key: str) -> re.Pattern[str]:
        """A regular expression with one group, or none: what it finds is what is taken."""
        try:
            found = re.compile(self.text(key))
        except re.error as error:
            raise self.wrong(f"{key}: this is no regular expression ({error}).") from None
        if found.groups > 1:
            raise self.wrong(f"'{key}' takes one group: write (?:...) for the others.")
        return found

    def code(self, key: str, listed: str, default: str | None = None) -> str:
        """A code of a codelist."""
        return self.checked(self.text(key, default), listed, key)

    def checked(self, code: str, listed: str, where: str) -> str:
        """The code, if the codelist has it; MappingError with the nearest codes if not."""
        words = codelist(listed)
        if code not in words:
            hint = did_you_mean(near(words, code))
            raise self.wrong(f"{where}: '{code}' is not in codelists/{listed}.csv.{hint}")
        if words[code].retired:
            raise self.wrong(f"{where}: '{code}' in codelists/{listed}.csv was retired on {words[code].retired}.")
        return code

    def done(self) -> None:
        """MappingError if the table holds a setting that nobody read."""
        for key in self._values:
            if key not in self._read:
                hint = did_you_mean(near_words(key, self._read))
                raise self.wrong(f"there is no setting '{key}' here.{hint}")
