"""Whose installation this is, who works here, and the log of what they did."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import UserManager
from django.db import models

from sijill.office.folding import LONGEST
from sijill.office.ids import new_id
from sijill.office.records import ID_LENGTH, Record, coded, kept


def _user_id() -> str:
    return new_id("user")


class User(AbstractBaseUser):
    """Someone who signs in. Never deleted: an account that ends is switched off, its past stays."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=_user_id, editable=False)
    username = models.CharField(max_length=80, unique=True)
    display_name = models.CharField(max_length=120, blank=True, default="")
    language = models.CharField(max_length=5, blank=True, default="")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    def __str__(self) -> str:
        return str(self.username)

    @property
    def role_codes(self) -> frozenset[str]:
        """What this person may do here, as codes of `office.roles`."""
        return frozenset(held.role for held in self.memberships.all()) if self.is_active else frozenset()

    def may(self, role: str) -> bool:
        """Has this person that role."""
        return role in self.role_codes


@kept
class Membership(Record):
    """A role that a user holds. Kept, so that who could do what, when, can be shown."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20)

    class Meta:
        db_table = "membership"
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="membership_once"),
        ]


@kept
class Profile(Record):
    """What kind of body runs this installation (duty X7). One row."""

    name = models.CharField(max_length=200)
    name_ar = models.CharField(max_length=200, blank=True, default="")
    kind = coded("profiles", default="civil-society")
    status = coded("mandates", default="none")
    mandate_law = models.CharField(max_length=300, blank=True, default="")
    country = coded("places", default="not-stated")
    invented = models.BooleanField(default=False)

    class Meta:
        db_table = "profile"


class LogEntry(models.Model):
    """One leaf of the log: an action by a person, or one batch of an import."""

    position = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=ID_LENGTH, blank=True)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=ID_LENGTH, blank=True, db_index=True)
    body = models.BinaryField()
    leaf = models.BinaryField(max_length=32)

    class Meta:
        db_table = "log_entry"


class LogHead(models.Model):
    """The tree after its last entry; one row, whose lock makes writers wait for one another."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField(default=0)
    frontier = models.TextField()

    class Meta:
        db_table = "log_head"


class TreeHead(models.Model):
    """The tree head of each commit (RFC 9162, 4.10): a copy held elsewhere proves what was."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        db_table = "tree_head"


class Word(models.Model):
    """A folded word of a row as it stands, by which it is found. No record: made from the row, and gone with it.

    The log does not answer for it and it never becomes a column. Only `office.words` writes one (decision 027).
    """

    pk = models.CompositePrimaryKey("row", "word")
    row = models.CharField(max_length=ID_LENGTH)
    word = models.CharField(max_length=LONGEST)
    table = models.CharField(max_length=40)

    class Meta:
        db_table = "word"
        indexes = [models.Index(fields=["table", "word", "row"], name="word_found")]

    def __str__(self) -> str:
        return f"{self.row}: a word"
