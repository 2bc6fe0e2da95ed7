"""The mix keeps labels true, is seeded, and shares nothing with the suite."""

from __future__ import annotations

import json
from pathlib import Path

from assay_worker import perturb, robustness, suite
from assay_worker.robustness import mixed

WORDLISTS = Path(robustness.__file__).parent / "wordlists"
TEXTS = [f"My number {at} request about the bike and the code." for at in range(40)]
LABELS = [f"label_{at % 4}" for at in range(40)]


def test_same_seed_same_mix_and_each_row_once() -> None:
    first = mixed(TEXTS, LABELS, share=1.0, seed=3)
    assert first == mixed(TEXTS, LABELS, share=1.0, seed=3) != mixed(TEXTS, LABELS, share=1.0, seed=4)
    assert sorted(item.row for item in first) == list(range(40))


def test_about_half_have_earlier_turns() -> None:
    shown = mixed(TEXTS, LABELS, share=4.0, seed=1)
    assert 0.4 < sum(bool(item.history) for item in shown) / len(shown) < 0.6


def test_earlier_own_task_turns_carry_their_true_labels() -> None:
    truth = dict(zip(TEXTS, LABELS, strict=True))
    turns = [item.history for item in mixed(TEXTS, LABELS, share=4.0, seed=1) if item.change == "own-task turns"]
    assert turns
    for history in turns:
        for asked, answered in zip(history[::2], history[1::2], strict=True):
            assert truth[asked["content"]] == answered["content"]


def test_word_lists_and_templates_are_disjoint_from_the_suite() -> None:
    own = json.loads((WORDLISTS / "robustness_turns.json").read_text("utf8"))
    asked = {question.lower() for question, _ in own["exchanges"]}
    assert not asked & {question.lower() for question, _ in suite.UNRELATED}
    assert not {doubt.lower() for doubt in own["doubts"]} & {doubt.lower() for doubt in suite.DOUBTS}
    assert not set(own["templates"]) & {pattern for _, pattern in perturb.TEMPLATES}


def test_the_mix_imports_nothing_of_the_suite() -> None:
    source = Path(robustness.__file__).read_text("utf8")
    assert "import perturb" not in source and "from .perturb" not in source and "from .suite" not in source
