"""The mix keeps labels true, is seeded, and shares nothing with the suite."""

from __future__ import annotations

import json
from pathlib import Path

from assay_worker import perturb, robustness, suite
from assay_worker.robustness import Presentation, showings

WORDLISTS = Path(robustness.__file__).parent / "wordlists"
TEXTS = [f"My number {at} request about the bike and the code." for at in range(40)]
LABELS = [f"label_{at % 4}" for at in range(40)]


def mixed(share: float, seed: int, epochs: int = 4) -> list[Presentation]:
    shown = showings(TEXTS, LABELS, epochs=epochs, share=share, seed=seed)
    return [item for epoch in shown for item in epoch if item.change != "plain"]


def test_same_seed_same_mix() -> None:
    assert mixed(1.0, 3) == mixed(1.0, 3) != mixed(1.0, 4)


def test_at_one_half_every_row_is_seen_both_ways() -> None:
    first, second = showings(TEXTS, LABELS, epochs=2, share=0.5, seed=1)
    assert [item.row for item in first] == list(range(40))
    assert all((a.change == "plain") != (b.change == "plain") for a, b in zip(first, second, strict=True))
    assert mixed(0.0, 1) == []


def test_about_half_have_earlier_turns() -> None:
    shown = mixed(1.0, 1)
    assert 0.4 < sum(bool(item.history) for item in shown) / len(shown) < 0.6


def test_earlier_own_task_turns_carry_their_true_labels() -> None:
    truth = dict(zip(TEXTS, LABELS, strict=True))
    turns = [item.history for item in mixed(1.0, 1) if item.change == "own-task turns"]
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
