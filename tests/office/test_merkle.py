import json
from base64 import b64decode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.office.merkle import (
    EMPTY_ROOT,
    Frontier,
    ProofError,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "rfc6962" / "testdata"
needs_vectors = pytest.mark.skipif(not VECTORS.is_dir(), reason="the shared vectors are not beside this checkout")

# The eight leaves of the tree that RFC 6962 implementations test with, and the roots over the first 1 to 8.
LEAVES = [
    bytes.fromhex(entry)
    for entry in (
        *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

sizes = st.integers(1, 70)
counts = st.integers(0, 70)


def leaves(size: int) -> list[bytes]:
    return [leaf_hash(str(n).encode()) for n in range(size)]


def defined_root(hashes: list[bytes]) -> bytes:
    """RFC 6962 section 2.1 as it defines it: split at the largest power of two below the size."""
    if len(hashes) <= 1:
        return hashes[0] if hashes else sha256(b"").digest()
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return sha256(b"\x01" + defined_root(hashes[:split]) + defined_root(hashes[split:])).digest()


def vectors(kind: str) -> list[Any]:
    return [
        pytest.param(json.loads(path.read_text()), id=str(path.relative_to(VECTORS).with_suffix("")))
        for path in sorted((VECTORS / kind).rglob("*.json"))
    ]


def refused(check: Callable[..., None], *given: Any) -> bool:
    try:
        check(*given)
    except ProofError:
        return True
    return False


def nodes(vector: dict[str, Any]) -> list[bytes]:
    return [b64decode(node) for node in vector["proof"] or []]


@needs_vectors
@pytest.mark.parametrize("vector", vectors("inclusion"))
def test_inclusion_vectors(vector: dict[str, Any]) -> None:
    given = (b64decode(vector["leafHash"]), nodes(vector), b64decode(vector["root"]))
    assert refused(verify_inclusion, vector["leafIdx"], vector["treeSize"], *given) == vector["wantErr"]


@needs_vectors
@pytest.mark.parametrize("vector", vectors("consistency"))
def test_consistency_vectors(vector: dict[str, Any]) -> None:
    given = (nodes(vector), b64decode(vector["root1"]), b64decode(vector["root2"]))
    assert refused(verify_consistency, vector["size1"], vector["size2"], *given) == vector["wantErr"]


@needs_vectors
def test_no_vector_is_left_out() -> None:
    assert (len(vectors("inclusion")), len(vectors("consistency"))) == (98, 98)


@pytest.mark.parametrize("size", range(1, 9))
def test_the_reference_tree_has_its_known_roots(size: int) -> None:
    hashes = [leaf_hash(leaf) for leaf in LEAVES[:size]]
    frontier = Frontier()
    for leaf in hashes:
        frontier.append(leaf)
    assert root(hashes).hex() == frontier.root().hex() == ROOTS[size - 1]


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert root([]) == Frontier().root() == EMPTY_ROOT == sha256(b"").digest()


def test_a_leaf_is_never_a_node() -> None:
    left, right = leaves(2)
    assert leaf_hash(left + right) != node_hash(left, right)


@given(counts)
def test_every_way_to_a_root_is_the_definition(size: int) -> None:
    hashes = leaves(size)
    frontier = Frontier()
    for leaf in hashes:
        frontier.append(leaf)
    assert frontier.root() == root(hashes) == defined_root(hashes)
    assert frontier.size == size
    assert len(frontier.peaks) == size.bit_count()


@given(counts, counts)
def test_a_saved_frontier_goes_on_where_it_was(before: int, after: int) -> None:
    hashes = leaves(before + after)
    first = Frontier()
    for leaf in hashes[:before]:
        first.append(leaf)
    second = Frontier.from_json(first.to_json())
    assert second == first
    for leaf in hashes[before:]:
        second.append(leaf)
    assert second.root() == root(hashes)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"size": 1, "peaks": []}',
        '{"size": -1, "peaks": ["00"]}',
        '{"size": true, "peaks": ["' + "00" * 32 + '"]}',
        '{"size": 1, "peaks": ["00"]}',
        '{"size": 1, "peaks": ["zz"]}',
        '{"size": 1, "peaks": [1]}',
    ],
)
def test_a_damaged_frontier_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="saved state of the log tree"):
        Frontier.from_json(text)


def test_only_hashes_are_appended() -> None:
    with pytest.raises(ValueError, match="5 bytes, where 32"):
        Frontier().append(b"entry")


@pytest.mark.parametrize("size", range(1, 18))
def test_every_inclusion_proof_verifies_where_it_belongs_only(size: int) -> None:
    hashes = leaves(size)
    for index in range(size):
        proof = inclusion_proof(hashes, index)
        verify_inclusion(index, size, hashes[index], proof, root(hashes))
        for other in range(size):
            assert refused(verify_inclusion, other, size, hashes[index], proof, root(hashes)) == (other != index)


@pytest.mark.parametrize("size2", range(1, 18))
def test_every_consistency_proof_verifies_for_its_size_only(size2: int) -> None:
    hashes = leaves(size2)
    for size1 in range(1, size2 + 1):
        proof = consistency_proof(hashes, size1)
        verify_consistency(size1, size2, proof, root(hashes[:size1]), root(hashes))
        for other in range(size2 + 1):
            wrong = refused(verify_consistency, other, size2, proof, root(hashes[:other]), root(hashes))
            assert wrong == (other != size1)


@given(sizes, st.data())
def test_proofs_of_larger_trees_verify(size: int, data: st.DataObject) -> None:
    hashes = leaves(size)
    index, size1 = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    verify_inclusion(index, size, hashes[index], inclusion_proof(hashes, index), root(hashes))
    verify_consistency(size1, size, consistency_proof(hashes, size1), root(hashes[:size1]), root(hashes))


def flip(value: bytes, bit: int) -> bytes:
    return (int.from_bytes(value, "big") ^ 1 << bit).to_bytes(len(value), "big")


@given(sizes, st.integers(0, 255), st.data())
def test_any_flipped_bit_breaks_an_inclusion_proof(size: int, bit: int, data: st.DataObject) -> None:
    hashes = leaves(size)
    index = data.draw(st.integers(0, size - 1))
    parts = [hashes[index], root(hashes), *inclusion_proof(hashes, index)]
    at = data.draw(st.integers(0, len(parts) - 1))
    parts[at] = flip(parts[at], bit)
    leaf, head, *proof = parts
    assert refused(verify_inclusion, index, size, leaf, proof, head)


@given(sizes, st.integers(0, 255), st.data())
def test_any_flipped_bit_breaks_a_consistency_proof(size2: int, bit: int, data: st.DataObject) -> None:
    hashes = leaves(size2)
    size1 = data.draw(st.integers(1, size2))
    parts = [root(hashes[:size1]), root(hashes), *consistency_proof(hashes, size1)]
    at = data.draw(st.integers(0, len(parts) - 1))
    parts[at] = flip(parts[at], bit)
    root1, root2, *proof = parts
    assert refused(verify_consistency, size1, size2, proof, root1, root2)


@given(st.integers(2, 70), st.data())
def test_a_changed_earlier_entry_has_no_consistency_proof(size2: int, data: st.DataObject) -> None:
    before = leaves(size2)
    size1 = data.draw(st.integers(1, size2))
    after = list(before)
    after[data.draw(st.integers(0, size1 - 1))] = leaf_hash(b"changed")
    proof = consistency_proof(after, size1)
    assert refused(verify_consistency, size1, size2, proof, root(before[:size1]), root(after))


def test_a_proof_is_for_an_entry_that_exists() -> None:
    for index in (-1, 3):
        with pytest.raises(ValueError, match="no entry"):
            inclusion_proof(leaves(3), index)
    for size1 in (0, 4):
        with pytest.raises(ValueError, match="cannot be compared"):
            consistency_proof(leaves(3), size1)


@pytest.mark.parametrize("reason", ["longer", "shorter", "31 bytes", "another root", "no entry"])
def test_a_refused_inclusion_says_why(reason: str) -> None:
    hashes = leaves(7)
    proof = inclusion_proof(hashes, 4)
    head = root(hashes)
    given: dict[str, tuple[int, int, bytes, list[bytes], bytes]] = {
        "longer": (4, 7, hashes[4], [*proof, head], head),
        "shorter": (4, 7, hashes[4], proof[:-1], head),
        "31 bytes": (4, 7, hashes[4], [proof[0][:31], *proof[1:]], head),
        "another root": (4, 7, hashes[3], proof, head),
        "no entry": (7, 7, hashes[4], proof, head),
    }
    with pytest.raises(ProofError, match=reason):
        verify_inclusion(*given[reason])


@pytest.mark.parametrize(
    "reason", ["longer", "shorter", "33 bytes", "earlier root", "later root", "empty", "begin with"]
)
def test_a_refused_consistency_says_why(reason: str) -> None:
    hashes = leaves(7)
    proof = consistency_proof(hashes, 3)
    old, new = root(hashes[:3]), root(hashes)
    given: dict[str, tuple[int, int, list[bytes], bytes, bytes]] = {
        "longer": (3, 7, [*proof, new], old, new),
        "shorter": (3, 7, proof[:-1], old, new),
        "33 bytes": (3, 7, [proof[0] + b"!", *proof[1:]], old, new),
        "earlier root": (3, 7, proof, new, new),
        "later root": (3, 7, proof, old, old),
        "empty": (3, 7, [], old, new),
        "begin with": (8, 7, proof, old, new),
    }
    with pytest.raises(ProofError, match=reason):
        verify_consistency(*given[reason])
