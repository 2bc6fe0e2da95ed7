"""The suite: which prompt every trial of an item asks, as a pure function of public inputs.

A trial is one independent draw of its condition's nuisance, seeded by (round seed, seat, slot, position). Anyone with
the items, the seed and the transcript can rebuild every prompt: position 9 quotes the model's own first answer and
positions 34 to 37 its first failed one, which the transcript holds as well. docs/evaluation.md lists all positions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..base.conversation import Message, conversation
from ..base.sampling import NoiseKey
from .edge import edge_message
from .layout import REPEAT_START, condition_at
from .perturb import FORMATS, Stream
from .shards import split_facts
from .turns import carry_over, retry, sharded

NOT_APPLICABLE = "not-applicable"
PARENT, INCUMBENT = 42, 43
REFERENCES = {PARENT: "parent", INCUMBENT: "incumbent"}
SERVINGS = {38: "in-turn", 39: "batched", 40: "batched-with-long", 41: "batched-with-sampled"}


@dataclass(frozen=True)
class ExamItem:
    """One sealed question of a round; `slot` is its place in the exam."""

    slot: int
    text: str
    label: str


@dataclass(frozen=True)
class Trial:
    """One trial, ready to render: greedy where `key` is None.

    A trial that does not apply to its item has no messages: its leaf has an empty prompt and no token ids, and it
    counts as passed, so that lanes stay a function of the bits alone. `variant` is then "not-applicable". At positions
    42 and 43 the model that answers is the one `variant` names, not the candidate.
    """

    slot: int
    position: int
    condition: str
    variant: str
    messages: tuple[Message, ...]
    key: NoiseKey | None = None

    @property
    def applies(self) -> bool:
        """False where the trial is not applicable to its item."""
        return self.variant != NOT_APPLICABLE


@dataclass(frozen=True)
class SuiteSeed:
    """What makes a seat's draws its own: the round's seed and the seat."""

    round_seed: str
    seat: int

    def stream(self, slot: int, position: int) -> Stream:
        """The draws that shape one trial's prompt."""
        return Stream(NoiseKey.of("suite", self.round_seed, self.seat, slot, position))

    def noise(self, slot: int, position: int) -> NoiseKey:
        """The sampling noise of one repeat: keyed by (round, seat, item, condition, trial)."""
        condition = condition_at(position)
        return NoiseKey.of("sampling", self.round_seed, self.seat, slot, condition.name, position - condition.start)


def build_trial(
    item: ExamItem,
    position: int,
    seed: SuiteSeed,
    history: Sequence[tuple[str, str]],
    first_answer: str | None = None,
    *,
    failed_answer: str | None = None,
    references: frozenset[str] = frozenset(),
) -> Trial:
    """The trial of `item` at `position`. `history` holds (text, label) rows for own-task turns, in a fixed order.

    `first_answer` is the model's greedy answer to the plain question; only position 9 needs it. `failed_answer` is its
    first failed answer to the plain question in the order of positions 0 to 5 that the mask runs, None where it failed
    none: positions 34 to 37 need it. `references` says which models ("parent", "incumbent") the round compares with.
    """
    condition = condition_at(position)
    place = position - condition.start
    stream = seed.stream(item.slot, position)
    if condition.name in ("first", "repeat"):
        key = seed.noise(item.slot, position) if position >= REPEAT_START else None
        variant = "plain" if key is None else f"sample-{place + 1}"
        return _trial(item, position, variant, conversation(item.text), key)
    if condition.name == "format":
        variant, text = FORMATS[place](item.text, stream, item.label)
        return _trial(item, position, variant, conversation(text))
    if condition.name == "edge":
        variant, text = edge_message(place, item.text, stream)
        return _trial(item, position, variant, conversation(text))
    if condition.name == "load":
        return _trial(item, position, SERVINGS[position], conversation(item.text))
    if condition.name == "regression":
        name = REFERENCES[position]
        return _trial(item, position, name, conversation(item.text)) if name in references else _skipped(item, position)
    if condition.name == "carry-over":
        scene = carry_over(position, item.text, item.label, stream, history, first_answer)
    elif condition.name == "sharded":
        facts = split_facts(item.text)
        if len(facts) < 2:
            return _skipped(item, position)
        scene = sharded(place, facts, stream)
    else:
        if failed_answer is None:
            return _skipped(item, position)
        scene = retry(place, item.text, failed_answer, stream)
    variant, turns, question = scene
    return _trial(item, position, variant, conversation(question, _messages(turns)))


def _trial(
    item: ExamItem, position: int, variant: str, messages: Sequence[Message], key: NoiseKey | None = None
) -> Trial:
    return Trial(item.slot, position, condition_at(position).name, variant, tuple(messages), key)


def _skipped(item: ExamItem, position: int) -> Trial:
    return _trial(item, position, NOT_APPLICABLE, ())


def _messages(pairs: Sequence[tuple[str, str]]) -> list[Message]:
    messages: list[Message] = []
    for question, answer in pairs:
        messages += [Message(role="user", content=question), Message(role="assistant", content=answer)]
    return messages
