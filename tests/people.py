"""The cast of every test: who works in the office, and whose installation it is."""

from __future__ import annotations

from dataclasses import dataclass

from sijill.office.actions import add_user, install
from sijill.office.models import User
from sijill.office.roles import Role

PASSWORD = "a long enough passphrase"


@dataclass(frozen=True)
class Cast:
    """Alice owns what she records, Bob is on the team, Charlie must see nothing."""

    alice: User
    bob: User
    charlie: User
    dana: User
    eve: User

    @classmethod
    def arrive(cls, kind: str = "civil-society") -> Cast:
        """Install and make the accounts; `kind` is the profile."""
        mandate = {"status": "paris-a", "mandate_law": "Act 1 of Invented"} if kind == "paris-institution" else {}
        operator = install(name="Office of Tests", kind=kind, invented=True, **mandate)

        def make(name: str, *roles: Role) -> User:
            return add_user(actor=operator, username=name, password=None, roles=roles)

        return cls(
            make("alice", Role.RECORDER),
            make("bob", Role.REVIEWER),
            make("charlie"),
            make("dana", Role.PUBLISHER, Role.READER),
            make("eve", Role.ADMINISTRATOR),
        )
