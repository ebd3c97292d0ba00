"""What an office chose by its settings and a release goes by: the protection policy, its laws, its map."""

from __future__ import annotations

from sijill.home import Home, SettingsError
from sijill.office.errors import Refusal
from sijill.publish.formats.atlas import Atlas, AtlasError, load_atlas
from sijill.publish.reports.laws import Laws, LawsError, load_laws
from sijill.stats.policy import Policy, PolicyError, load_policy


def policy_of(home: Home) -> Policy:
    """The protection policy that the settings name, or the one that is shipped. Refusal if it cannot be read."""
    named = home.settings().policy
    try:
        return load_policy(home.folder / named if named else None)
    except PolicyError as error:
        raise Refusal(str(error)) from error


def record_secret_of(home: Home) -> bytes:
    """What the keys of counts are made with, if the policy puts noise on any kind of table; else empty.

    Refusal where the file with it is not as it was made.
    """
    try:
        return home.record_secret() if policy_of(home).has_noise else b""
    except SettingsError as error:
        raise Refusal(str(error)) from error


def laws_of(home: Home) -> Laws:
    """The laws that the office lists, by the setting `laws`; none where it is empty. Refusal if it cannot be read."""
    named = home.settings().laws
    try:
        return load_laws(home.folder / named) if named else Laws()
    except LawsError as error:
        raise Refusal(str(error)) from error


def atlas_of(home: Home) -> Atlas | None:
    """The shapes of areas that the office gives, by the setting `map`. Refusal if they cannot be read."""
    named = home.settings().map
    try:
        return load_atlas(home.folder / named) if named else None
    except AtlasError as error:
        raise Refusal(str(error)) from error
