"""Near-duplicate rows, found by their text: a copy must not earn what its original earns.

Rows of one label whose character trigrams are nearly contained in those of an earlier row belong to it. Rows are
compared with the first rows of groups only, so similarity never chains. The earliest index keeps the group, because
a version's rows are in the order of their contributions. Not covered: paraphrases, and one text cut into unlike pieces.
"""

from __future__ import annotations

from collections.abc import Sequence

from .normalise import normalise

CONTAINED = 0.8


def trigrams(text: str) -> frozenset[str]:
    """Character trigrams of the normalised text, letters and digits only."""
    bare = " " + " ".join("".join(letter if letter.isalnum() else " " for letter in normalise(text)).split()) + " "
    return frozenset(bare[at : at + 3] for at in range(max(1, len(bare) - 2)))


def originals(rows: Sequence[tuple[int, str, str]]) -> dict[int, int]:
    """For every row (index, text, label) the index of the row it counts as; an original counts as itself."""
    found: dict[int, int] = {}
    heads: dict[str, list[tuple[int, frozenset[str]]]] = {}
    for index, text, label in sorted(rows):
        grams = trigrams(text)
        known = heads.setdefault(label, [])
        near = [(_contained(grams, other), -head) for head, other in known]
        best, negative = max(near, default=(0.0, 0))
        if best >= CONTAINED:
            found[index] = -negative
        else:
            found[index] = index
            known.append((index, grams))
    return found


def _contained(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller set that the other holds too."""
    return len(one & other) / min(len(one), len(other))
