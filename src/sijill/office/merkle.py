"""The tree over the log: RFC 6962 section 2.1 (the same in RFC 9162 section 2.1), with SHA-256.

A leaf is one log entry. The root of the first n leaves, kept as a tree head, binds every one of them and
their order. An inclusion proof shows that an entry is under a head; a consistency proof shows that a later
head only added to an earlier one. Hashes are 32 bytes; a tree is given as the hashes of its leaves, oldest
first.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()


class ProofError(ValueError):
    """A proof that does not show what it is said to show. The message is the reason."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one log entry. The prefix keeps leaves and nodes apart (RFC 6962 section 2.1)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two children."""
    return sha256(b"\x01" + left + right).digest()


def root(hashes: Sequence[bytes]) -> bytes:
    """The root over these leaf hashes; over none, the hash of nothing."""
    if not hashes:
        return EMPTY_ROOT
    level = hashes
    while len(level) > 1:
        level = _parents(level)
    return level[0]


def _parents(level: Sequence[bytes]) -> list[bytes]:
    # Pairing from the left and lifting an odd last one is the standard's split at the largest power of two.
    parents = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
    if len(level) % 2:
        parents.append(level[-1])
    return parents


@dataclass(slots=True)
class Frontier:
    """A tree of which only the roots of complete subtrees are kept, largest first: one per 1-bit of `size`.

    It takes new leaves and gives the root; it cannot prove. An append costs one node hash on average.
    """

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        _check_hash(leaf, "leaf")
        complete = self.size
        while complete & 1:
            leaf = node_hash(self.peaks.pop(), leaf)
            complete >>= 1
        self.peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root over all leaves added so far."""
        if not self.peaks:
            return EMPTY_ROOT
        result = self.peaks[-1]
        for peak in self.peaks[-2::-1]:
            result = node_hash(peak, result)
        return result

    def to_json(self) -> str:
        """The state as text: size, and the peaks in hexadecimal."""
        return json.dumps({"size": self.size, "peaks": [peak.hex() for peak in self.peaks]})

    @classmethod
    def from_json(cls, text: str) -> "Frontier":
        """Read what `to_json` wrote. Raises `ValueError` where size and peaks cannot belong together."""
        try:
            state = json.loads(text)
            size, peaks = state["size"], [bytes.fromhex(peak) for peak in state["peaks"]]
        except (KeyError, TypeError, ValueError) as damage:
            raise ValueError(f"the saved state of the log tree cannot be read; {_REBUILD}") from damage
        if type(size) is not int or size < 0 or len(peaks) != size.bit_count():
            raise ValueError(f"the saved state of the log tree has the wrong number of hashes; {_REBUILD}")
        if any(len(peak) != HASH_SIZE for peak in peaks):
            raise ValueError(f"the saved state of the log tree has a hash that is not {HASH_SIZE} bytes; {_REBUILD}")
        return cls(size, peaks)


_REBUILD = "build it again from the log entries, and compare its root with the last tree head"


def inclusion_proof(hashes: Sequence[bytes], index: int) -> list[bytes]:
    """The siblings from leaf `index` (0 is the first) up to the root over `hashes` (RFC 9162, 2.1.3.1).

    Reads every hash. Raises `ValueError` where there is no such leaf.
    """
    if not 0 <= index < len(hashes):
        raise ValueError(f"there is no entry {index} in a log of {len(hashes)}")
    proof = []
    level = hashes
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            proof.append(level[sibling])
        level = _parents(level)
        index >>= 1
    return proof


def consistency_proof(hashes: Sequence[bytes], size1: int) -> list[bytes]:
    """What leads from the root over the first `size1` leaves to the root over all (RFC 9162, 2.1.4.1).

    Reads every hash. Raises `ValueError` where the tree was never of that size, or `size1` is 0.
    """
    if not 0 < size1 <= len(hashes):
        raise ValueError(f"a log of {len(hashes)} entries cannot be compared with itself at size {size1}")
    return _subproof(hashes, size1, whole=True)


def _subproof(hashes: Sequence[bytes], size1: int, whole: bool) -> list[bytes]:
    size = len(hashes)
    if size1 == size:
        return [] if whole else [root(hashes)]
    split = 1 << (size - 1).bit_length() - 1
    if size1 <= split:
        return [*_subproof(hashes[:split], size1, whole), root(hashes[split:])]
    return [*_subproof(hashes[split:], size1 - split, whole=False), root(hashes[:split])]


def verify_inclusion(leaf_index: int, tree_size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf hash `leaf` is number `leaf_index` under `root`, or raise `ProofError`.

    RFC 9162, 2.1.3.2.
    """
    if not 0 <= leaf_index < tree_size:
        raise ProofError(f"there is no entry {leaf_index} in a log of {tree_size}")
    _check_proof_hash(leaf, "leaf")
    index, last = leaf_index, tree_size - 1
    computed = leaf
    for sibling in proof:
        _check_proof_hash(sibling, "proof")
        if last == 0:
            raise ProofError(f"the proof is longer than a log of {tree_size} entries needs")
        if index & 1 or index == last:
            computed = node_hash(sibling, computed)
            index, last = _rise(index, last)
        else:
            computed = node_hash(computed, sibling)
        index, last = index >> 1, last >> 1
    if last:
        raise ProofError(f"the proof is shorter than a log of {tree_size} entries needs")
    if computed != root:
        raise ProofError(f"the proof leads to another root: this entry is not number {leaf_index} under this head")


def verify_consistency(size1: int, size2: int, proof: Sequence[bytes], root1: bytes, root2: bytes) -> None:
    """Check that the log of `size2` entries begins with that of `size1`, or raise `ProofError`.

    RFC 9162, 2.1.4.2. Size 0 is refused: every log begins with nothing, so the proof would show nothing.
    """
    if not 0 < size1 <= size2:
        raise ProofError(f"a log of {size2} entries cannot be shown to begin with one of {size1}")
    if size1 == size2:
        _verify_same(proof, root1, root2)
        return
    if not proof:
        raise ProofError(f"the proof is empty, and the sizes {size1} and {size2} differ")
    # Where the earlier log is one complete subtree, its root is the node to start from and is not repeated.
    complete = size1 & (size1 - 1) == 0
    path = [root1, *proof] if complete else list(proof)
    for node in path:
        _check_proof_hash(node, "proof")
    computed1, computed2, rest = _climb(size1, size2, path)
    if rest:
        raise ProofError(f"the proof is shorter than a log of {size2} entries needs")
    if computed1 != root1:
        raise ProofError(f"the proof does not lead to the earlier root, of {size1} entries")
    if computed2 != root2:
        raise ProofError(f"the proof does not lead to the later root, of {size2} entries: earlier entries were changed")


def _verify_same(proof: Sequence[bytes], root1: bytes, root2: bytes) -> None:
    if proof:
        raise ProofError("the sizes are equal, so the proof must be empty")
    if root1 != root2:
        raise ProofError("the sizes are equal and the roots are not: entries were changed")


def _climb(size1: int, size2: int, path: Sequence[bytes]) -> tuple[bytes, bytes, int]:
    index, last = size1 - 1, size2 - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    earlier = later = path[0]
    for node in path[1:]:
        if last == 0:
            raise ProofError(f"the proof is longer than a log of {size2} entries needs")
        if index & 1 or index == last:
            earlier, later = node_hash(node, earlier), node_hash(node, later)
            index, last = _rise(index, last)
        else:
            later = node_hash(later, node)
        index, last = index >> 1, last >> 1
    return earlier, later, last


def _rise(index: int, last: int) -> tuple[int, int]:
    # A last node without a sibling is lifted unchanged, level by level, until it is a right child.
    while index and not index & 1:
        index, last = index >> 1, last >> 1
    return index, last


def _check_hash(value: bytes, what: str) -> None:
    if len(value) != HASH_SIZE:
        raise ValueError(f"the {what} is a hash of {len(value)} bytes, where {HASH_SIZE} are needed")


def _check_proof_hash(value: bytes, what: str) -> None:
    if len(value) != HASH_SIZE:
        raise ProofError(f"the {what} has a hash of {len(value)} bytes, where {HASH_SIZE} are needed")
