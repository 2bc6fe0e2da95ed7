"""Graders: the canonical form of an answer, and whether it equals that of the expected one.

A leaf of the transcript hashes the canonical form, so a third party compares exactly what was graded. Graders 0..2 of
the contracts: exact, normalised, label set. The expected answer goes through the same function as the model's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from .errors import InvalidInput

EXACT, NORMALISED, LABEL_SET = 0, 1, 2
NAMES = {"exact": EXACT, "normalised": NORMALISED, "label-set": LABEL_SET, "labelSet": LABEL_SET}

_GAPS = re.compile(r"[\s_\-]+")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def normalise(text: str) -> str:
    """Compatibility form, case folded, runs of space, `_` and `-` as one space, no punctuation at the ends."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _EDGES.sub("", _GAPS.sub(" ", folded))


@dataclass(frozen=True)
class Grader:
    """One grader with the labels it knows; `labels` matter to the label set alone."""

    grader_id: int
    labels: tuple[str, ...] = ()
    _by_form: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for label in self.labels:
            other = self._by_form.setdefault(normalise(label), label)
            if self.grader_id == LABEL_SET and other != label:
                raise InvalidInput(
                    "labels.ambiguous",
                    f'labels: "{other}" and "{label}" are the same after normalising; rename one.',
                    field="labels",
                )

    def canonical(self, answer: str) -> str:
        """What is compared and hashed. Label set: the declared label, or the empty string for an answer outside it."""
        if self.grader_id == EXACT:
            return answer
        form = normalise(answer)
        return form if self.grader_id == NORMALISED else self._by_form.get(form, "")

    def passes(self, answer: str, expected: str) -> bool:
        """True if both have one canonical form; an answer without any (label set) never passes."""
        form = self.canonical(answer)
        if self.grader_id == LABEL_SET and form == "":
            return False
        return form == self.canonical(expected)


def make_grader(grader: object, labels: Sequence[str]) -> Grader:
    """The grader named by an id (0, 1, 2) or a name; raises InvalidInput `grader.unknown` or `labels.missing`."""
    grader_id = NAMES.get(grader) if isinstance(grader, str) else grader
    if not isinstance(grader_id, int) or isinstance(grader_id, bool) or grader_id not in (EXACT, NORMALISED, LABEL_SET):
        raise InvalidInput(
            "grader.unknown",
            f"grader: {grader!r} is not known; use 0 exact, 1 normalised or 2 label set.",
            field="grader",
        )
    if grader_id == LABEL_SET and not labels:
        raise InvalidInput("labels.missing", "labels: the label set grader needs the list of labels.", field="labels")
    return Grader(grader_id, tuple(labels))
