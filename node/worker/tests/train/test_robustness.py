"""The mix keeps labels true, is seeded, and shares nothing with the suite."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

from assay_worker.base.sampling import NoiseKey
from assay_worker.data.rows import Presentation
from assay_worker.suite import perturb, wording
from assay_worker.train import robustness
from assay_worker.train.quote import mix_tokens
from assay_worker.train.robustness import KINDS, showings

PACKAGE = Path(robustness.__file__).parents[1]
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


def test_only_the_kinds_asked_for_are_shown() -> None:
    for kinds in (("earlier turns",), ("casing",), ("template", "typos"), ("spacing",), ("casing", "template")):
        shown = showings(TEXTS, LABELS, epochs=4, share=1.0, seed=2, kinds=kinds)
        changes = {item.change for epoch in shown for item in epoch}
        turns = {change for change in changes if change.endswith(("turns", "look"))}
        assert bool(turns) == ("earlier turns" in kinds)
        parts = {part for change in changes - turns for part in change.split(" and ")}
        assert parts == set(kinds) - {"earlier turns"}


def test_the_quote_counts_what_the_kinds_add() -> None:
    assert mix_tokens(KINDS) == 24
    assert mix_tokens(("casing",)) < mix_tokens(KINDS) < mix_tokens(("earlier turns",))


def modules_of(root: str) -> set[str]:
    """The worker's modules that `root` ("suite.trials") is made of: itself and what it imports, directly or not."""
    found: set[str] = set()
    waiting = [root]
    while waiting:
        name = waiting.pop()
        if name in found or not source_of(name).is_file():
            continue
        found.add(name)
        for node in ast.walk(ast.parse(source_of(name).read_text("utf8"))):
            if isinstance(node, ast.ImportFrom) and node.level in (1, 2) and node.module:
                waiting.append(f"{name.split('.')[0]}.{node.module}" if node.level == 1 else node.module)
    return found


def source_of(name: str) -> Path:
    """The file of one of the worker's modules."""
    return PACKAGE.joinpath(*name.split(".")).with_suffix(".py")


def wordings(modules: set[str]) -> set[str]:
    """Every string that stands in these modules or in a word list they name, in small letters."""
    found: set[str] = set()
    for name in modules:
        for node in ast.walk(ast.parse(source_of(name).read_text("utf8"))):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            found.add(node.value.strip().lower())
            if node.value.endswith(".json"):
                for path in PACKAGE.glob(f"*/wordlists/{node.value}"):
                    found |= {text.lower() for text in texts_of(json.loads(path.read_text("utf8")))}
    return found


def texts_of(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value.strip()]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for part in parts for text in texts_of(part)]


def test_words_and_templates_are_disjoint_from_everything_the_suite_is_made_of() -> None:
    modules = modules_of("suite.trials")
    assert {"suite.trials", "suite.perturb", "suite.wording"} <= modules and "train.robustness" not in modules
    theirs = wordings(modules)
    assert wording.UNRELATED[0][0].lower() in theirs and perturb.TEMPLATES[0][1].lower() in theirs
    own = json.loads(robustness.WORDLIST.read_text("utf8"))
    words = {
        text.strip().lower() for text in [*own["doubts"], *own["templates"], *(asked for asked, _ in own["exchanges"])]
    }
    assert not words & theirs


def test_the_mix_is_made_of_nothing_of_the_suite() -> None:
    modules = modules_of("train.robustness")
    assert "base.conversation" in modules
    assert not [name for name in modules if name.startswith("suite.")]


def test_no_showing_is_what_the_suite_makes_of_the_same_text() -> None:
    texts = [
        "Where is my parcel?",
        "the bike, the code and the issue: all gone.",
        "Refund!",
        "Stuck here again.",
        "My class is here.",
    ]
    texts += TEXTS[:4]
    for text in texts:
        theirs = {
            change(text, perturb.Stream(NoiseKey.of("disjoint", seed)), "another label")[1]
            for change in perturb.FORMATS
            for seed in range(150)
        }
        shown = showings([text] * 50, ["a"] * 50, epochs=30, share=1.0, seed=5, kinds=KINDS[1:])
        ours = {item.text for epoch in shown for item in epoch}
        assert len(ours) > 40
        assert not (ours & theirs) - {text}, text
