"""The grade of one trial, and the canonical form its leaf hashes.

The chain can only compare a leaf's answerHash with the form of the item's expected label (FraudProofs.proveBit), at
every position alike. So where a trial is not graded against the item's label (`edge`, `load`, `regression`, a trial
that does not apply) its canonical form follows the grade: the expected form where it passed, the empty text where it
failed. Nobody can then prove an honest bit false, and the tokens behind it stay open to a challenge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..data.graders import Grader
from ..suite.edge import stays_in_task
from ..suite.trials import Trial

FAILED_FORM = ""


@dataclass(frozen=True)
class Said:
    """What a model answered: the ids, the end token included, and their text."""

    ids: Sequence[int]
    text: str


@dataclass(frozen=True)
class Grade:
    """`canonical` is the form that is hashed; `formed` is False for an answer outside the task's form."""

    canonical: str
    passed: bool
    formed: bool


def grade(trial: Trial, label: str, grader: Grader, said: Said, first: Said | None) -> Grade:
    """Grade one trial. `first` is the candidate's greedy answer to the plain question; load and regression need it.

    load passes where the served ids are those of the reference, and so its grade. regression passes unless the
    reference model's answer is right and the candidate's is wrong: a new loss.
    """
    formed = grader.in_form(said.text)
    if not trial.applies:
        return _by_rule(True, label, grader, True)
    if trial.condition == "edge":
        return _by_rule(stays_in_task(said.text, grader), label, grader, formed)
    if trial.condition == "load":
        assert first is not None, "load compares with the first answer"
        return _by_rule(list(said.ids) == list(first.ids), label, grader, formed)
    if trial.condition == "regression":
        assert first is not None, "regression compares with the first answer"
        lost = grader.passes(said.text, label) and not grader.passes(first.text, label)
        return _by_rule(not lost, label, grader, formed)
    return Grade(grader.canonical(said.text), grader.passes(said.text, label), formed)


def _by_rule(passed: bool, label: str, grader: Grader, formed: bool) -> Grade:
    return Grade(grader.canonical(label) if passed else FAILED_FORM, passed, formed)
