"""A policy may ask for noise, of tables of those who live alone, and then for nothing that hides."""

from __future__ import annotations

from pathlib import Path

import pytest

from sijill.stats.policy import PolicyError, load_policy


def policy(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "policy.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_row_may_ask_for_noise_in_place_of_hiding(tmp_path: Path) -> None:
    default = "[default]\nhide_zeros = true\nalone = ['issue']\n"
    text = f"{default}[kind.survivors]\nthreshold = 7\nnoise = 1.5\n[kind.detention]\n"
    found = load_policy(policy(tmp_path, text))
    row = found.of("survivors")
    assert (row.noise, row.threshold, row.hide_zeros, row.hide_revisions, row.exact) == (1.5, 7, False, False, None)
    assert row.forbidden(["issue", "sex"]), "what stands alone does so with noise as well"
    assert found.has_noise
    assert found.of("detention").noise == 0


def test_the_policy_that_ships_asks_for_none_and_is_what_it_was() -> None:
    shipped = load_policy()
    assert not shipped.has_noise
    assert shipped.hash == "8ddae2a57edc660e6d8ee699e8d6b06e528d65c401b7cee732490ad9c78d6b83"


@pytest.mark.parametrize("kind", ["sdg16", "killings", "children", "restrictions", "anything"])
def test_no_other_kind_may_have_it(tmp_path: Path, kind: str) -> None:
    with pytest.raises(PolicyError, match="those who live"):
        load_policy(policy(tmp_path, f"[kind.{kind}]\nnoise = 1.0\n"))


def test_nor_every_kind_at_once(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="those who live"):
        load_policy(policy(tmp_path, "[default]\nnoise = 1.0\n"))


@pytest.mark.parametrize("noise", ["0", "2.0", "-1.0", "true", "'1.0'", "nan"])
def test_a_variance_that_a_count_of_one_cannot_carry_is_refused(tmp_path: Path, noise: str) -> None:
    with pytest.raises(PolicyError, match="variance"):
        load_policy(policy(tmp_path, f"[kind.threats]\nnoise = {noise}\n"))


@pytest.mark.parametrize("also", ["hide_zeros = true", "hide_revisions = true", "exact_when_public = ['sex']"])
def test_noise_and_hiding_are_not_mixed(tmp_path: Path, also: str) -> None:
    with pytest.raises(PolicyError, match="in place of hiding"):
        load_policy(policy(tmp_path, f"[kind.survivors]\nnoise = 1.0\n{also}\n"))


def test_a_kind_that_needs_no_protection_needs_no_noise(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="open_because"):
        load_policy(policy(tmp_path, "[kind.survivors]\nnoise = 1.0\nopen_because = 'invented'\n"))
