"""The load trials: the plain question again, through the serving path, in the company of strangers.

Four ways, one per position: token by token in turn with more conversations, as the engine's chat serves; in a batch
with different items; in a batch with much longer prompts; in a batch with sampled strangers. The round's seed decides
what shares a batch, and it must not matter: the ids have to be those of the reference. This shows the model under the
evaluator's own engine, which is the one the gateway runs. It does not show the publisher's machine or network: receipts
catch an endpoint that answers with something different, or too late.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..base.chat import ChatParams, chat
from ..base.conversation import Message, conversation, render
from ..base.decode import Draw, Request, decode_batch
from ..base.errors import InvalidInput
from ..base.host import Handle
from ..base.prefill import NO_PREFIX
from ..base.sampling import MIN_REPEAT_TEMPERATURE, NoiseKey
from ..base.work import Work
from ..suite.perturb import Stream
from ..suite.wording import FILLER, UNRELATED
from .exam_params import EvaluateParams

IN_TURN = 4  # conversations that take turns
IN_BATCH = 8  # items in a batch, without the strangers
STRANGERS = 3


@dataclass(frozen=True)
class Served:
    """A question to serve: the item's slot, the conversation and its prompt's ids."""

    slot: int
    messages: tuple[Message, ...]
    ids: tuple[int, ...]


@dataclass(frozen=True)
class ServedAnswer:
    """What came back; `seconds` from the question to the end, where the way of serving has one per answer."""

    slot: int
    ids: list[int]
    seconds: float | None = None


def serve(
    name: str, asked: Sequence[Served], handle: Handle, work: Work, params: EvaluateParams, limit: int
) -> Iterator[list[ServedAnswer]]:
    """Answers of all questions, a batch at a time; `name` is one of SERVINGS."""
    stream = Stream(NoiseKey.of("load", params.seed.round_seed, params.seed.seat, name))
    order = stream.sample(asked, len(asked))
    size = IN_TURN if name == "in-turn" else IN_BATCH
    for start in range(0, len(order), size):
        work.pause()
        batch = order[start : start + size]
        yield (
            _in_turn(batch, work, params, limit)
            if name == "in-turn"
            else _batched(name, batch, handle, work, stream, params.temperature, limit)
        )


def _in_turn(batch: Sequence[Served], work: Work, params: EvaluateParams, limit: int) -> list[ServedAnswer]:
    """One token each in turn, as the compute thread serves chats. A refused prompt gets an empty answer."""
    started = time.monotonic()
    tasks = {
        one.slot: chat(
            ChatParams(
                params.base, params.adapter_dir, params.adapter_hash, one.messages, 0.0, limit, f"load {one.slot}"
            ),
            work.host,
        )
        for one in batch
    }
    answers: list[ServedAnswer] = []
    while tasks:
        for slot, task in list(tasks.items()):
            event: dict[str, Any]
            try:
                event = next(task)
            except InvalidInput:
                event = {"type": "done", "ids": []}
            if event["type"] == "done":
                answers.append(ServedAnswer(slot, event["ids"], round(time.monotonic() - started, 4)))
                del tasks[slot]
        work.pause()
    return answers


def _batched(
    name: str, batch: Sequence[Served], handle: Handle, work: Work, stream: Stream, temperature: float, limit: int
) -> list[ServedAnswer]:
    """The items of `batch` and strangers in one batch, mixed, without a shared prefix."""
    long = name == "batched-with-long"
    sampled = name == "batched-with-sampled"
    draw = Draw(max(temperature, MIN_REPEAT_TEMPERATURE), NoiseKey.of("stranger", name)) if sampled else Draw()
    strangers: list[Request] = []
    for question, _ in stream.sample(UNRELATED, STRANGERS):
        text = " ".join([question, *(stream.sample(FILLER, len(FILLER)) if long else [])])
        prompt = handle.tokenizer(render(handle.tokenizer, conversation(text)), add_special_tokens=False)["input_ids"]
        assert isinstance(prompt, list)
        strangers.append(Request(tuple(prompt), (draw,) * (2 if sampled else 1)))
    everyone = [*((one.slot, Request(one.ids)) for one in batch), *((None, request) for request in strangers)]
    mixed = stream.sample(everyone, len(everyone))
    written = decode_batch(
        handle.model,
        [request for _, request in mixed],
        NO_PREFIX,
        max_new_tokens=limit,
        end_ids=handle.end_ids,
        pause=work.pause,
    )
    return [ServedAnswer(slot, written[at][0].ids) for at, (slot, _) in enumerate(mixed) if slot is not None]
