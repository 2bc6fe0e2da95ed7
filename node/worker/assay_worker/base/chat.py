"""Streaming chat with a base or an adapter, one token at a time so that several chats can take turns."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch

from .conversation import SYSTEM_PROMPT, Message, render
from .errors import InvalidInput
from .host import Handle, ModelHost
from .prefill import NO_PREFIX, prefill
from .sampling import NoiseKey, choose

UNFINISHED = "\ufffd"  # what a tokenizer writes for bytes whose character is not complete yet


@dataclass(frozen=True)
class ChatParams:
    """One chat call. `key` names the sampling noise: the same call with the same key gives the same ids."""

    base: str
    adapter_dir: str | None
    adapter_hash: str | None
    messages: tuple[Message, ...]
    temperature: float
    max_tokens: int
    key: str


def chat(params: ChatParams, host: ModelHost) -> Iterator[dict[str, Any]]:
    """Events {type: token, text, id} and a last {type: done, ...}; re-activates its adapter after every turn.

    A model gets the task instruction it was tuned and evaluated with, so that the gateway serves what the seats
    evaluated. A caller's own system turn replaces it. Raises InvalidInput before the first event.
    """
    started = time.monotonic()
    handle = host.open(params.base, params.adapter_dir, params.adapter_hash)
    messages = list(params.messages)
    if handle.adapter is not None and messages[0]["role"] != "system":
        messages.insert(0, Message(role="system", content=SYSTEM_PROMPT))
    prompt: Any = handle.tokenizer(render(handle.tokenizer, messages), add_special_tokens=False)["input_ids"]
    room = int(getattr(handle.model.config, "max_position_embeddings", 2048)) - len(prompt)
    if room < 1:
        raise InvalidInput(
            "messages.tooLong",
            f"messages: {len(prompt)} tokens leave no room for an answer; send fewer or shorter ones.",
            field="messages",
        )
    ids: list[int] = []
    shown = ""
    finish = "length"
    for token in _tokens(handle, host, tuple(prompt), params, min(params.max_tokens, room)):
        ids.append(token)
        if token in handle.end_ids:
            finish = "stop"
        text = _text(handle, ids)
        # An unfinished character waits for its remaining bytes, except at the end.
        delta = "" if text.endswith(UNFINISHED) and finish != "stop" else text[len(shown) :]
        shown += delta
        yield {"type": "token", "text": delta, "id": token}
    final = _text(handle, ids)
    if final != shown:
        yield {"type": "token", "text": final[len(shown) :], "id": ids[-1]}
    yield {
        "type": "done", "text": final, "ids": ids, "finishReason": finish, "promptTokens": len(prompt),
        "completionTokens": len(ids), "seconds": round(time.monotonic() - started, 3),
    }  # fmt: skip


def _tokens(handle: Handle, host: ModelHost, prompt: tuple[int, ...], params: ChatParams, limit: int) -> Iterator[int]:
    """Ids one by one, the end token included."""
    key = NoiseKey.of("chat", params.key) if params.temperature > 0 else None
    filled = prefill(handle.model, [prompt], NO_PREFIX, limit)
    cache, logits = filled.cache, filled.logits[0]
    for step in range(limit):
        token = choose(logits.numpy(), temperature=params.temperature, key=key, step=step)
        yield token
        if token in handle.end_ids or step + 1 == limit:
            return
        host.activate(handle)  # a different chat may have had its turn since
        with torch.inference_mode():
            logits = handle.model(
                input_ids=torch.tensor([[token]]),
                position_ids=torch.tensor([[len(prompt) + step]]),
                past_key_values=cache,
                use_cache=True,
                logits_to_keep=1,
            ).logits[0, -1]


def _text(handle: Handle, ids: list[int]) -> str:
    text = handle.tokenizer.decode(ids, skip_special_tokens=True, clean_up_tokenization_spaces=False)
    assert isinstance(text, str)
    return text
