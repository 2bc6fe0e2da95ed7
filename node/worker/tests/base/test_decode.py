"""Batched decoding against the plainest loop there is, and independence of the batch."""

from __future__ import annotations

import random
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from random_llama import make_base

from assay_worker.base.decode import Draw, Request, decode_batch
from assay_worker.base.host import Handle, ModelHost
from assay_worker.base.plan import LEAST_TOKENS, MOST_TOKENS, TOKENS_PER_ROW, plan_batches, tokens_per_batch
from assay_worker.base.prefill import common_prefix, compute_prefix
from assay_worker.base.sampling import NoiseKey, choose

LIMIT = 6


@pytest.fixture(scope="module")
def handle(tmp_path_factory: pytest.TempPathFactory) -> Handle:
    return ModelHost().open(str(make_base(tmp_path_factory.mktemp("base"))))


def make_requests(count: int) -> list[Request]:
    rng = random.Random(1)
    start = (5, 6, 7)
    return [
        Request(
            (*start, *(rng.randrange(4, 250) for _ in range(rng.randint(1, 20)))),
            (Draw(), *(Draw(1.0, NoiseKey.of(at, draw)) for draw in range(at % 3))),
        )
        for at in range(count)
    ]


def plainly(handle: Handle, request: Request, draw: Draw) -> list[int]:
    """One sequence, no cache, no padding."""
    ids: list[int] = []
    for step in range(LIMIT):
        with torch.no_grad():
            logits: Any = handle.model(input_ids=torch.tensor([[*request.prompt_ids, *ids]]), use_cache=False).logits
        ids.append(choose(logits[0, -1].numpy(), temperature=draw.temperature, key=draw.key, step=step))
        if ids[-1] in handle.end_ids:
            break
    return ids


def run(handle: Handle, requests: list[Request], batches: list[list[int]]) -> dict[tuple[int, int], list[int]]:
    prefix = compute_prefix(handle.model, [request.prompt_ids for request in requests])
    found: dict[tuple[int, int], list[int]] = {}
    for batch in batches:
        written = decode_batch(
            handle.model, [requests[at] for at in batch], prefix, max_new_tokens=LIMIT, end_ids=handle.end_ids
        )
        for at, continuations in zip(batch, written, strict=True):
            for draw, continuation in enumerate(continuations):
                found[at, draw] = continuation.ids
    return found


def test_same_ids_as_one_sequence_without_cache(handle: Handle) -> None:
    requests = make_requests(8)
    batched = run(handle, requests, plan_batches(requests, 3))
    for (at, draw), ids in batched.items():
        assert ids == plainly(handle, requests[at], requests[at].draws[draw])


def test_ids_do_not_depend_on_the_batch(handle: Handle) -> None:
    requests = make_requests(40)
    order = list(range(40))
    together = run(handle, requests, [order])
    random.Random(2).shuffle(order)
    apart = run(handle, requests, [order[at : at + 7] for at in range(0, 40, 7)])
    assert together == apart


def test_sequences_end_at_the_end_token(handle: Handle) -> None:
    requests = make_requests(10)
    free = run(handle, requests, [list(range(10))])
    second = next(ids[1] for ids in free.values() if len(ids) > 1)
    stopping = Handle(handle.base, None, "", handle.model, handle.tokenizer, frozenset({second}))
    for place, ids in run(stopping, requests, [list(range(10))]).items():
        full = free[place]
        assert ids == (full[: full.index(second) + 1] if second in full else full)


def test_common_prefix_leaves_a_token_to_every_prompt() -> None:
    assert common_prefix([(1, 2, 3), (1, 2, 4, 5)]) == (1, 2)
    assert common_prefix([(1, 2), (1, 2, 3)]) == (1,)
    assert common_prefix([]) == ()


def test_batches_hold_every_request_once() -> None:
    requests = make_requests(300)
    planned = plan_batches(requests, 3)
    assert sorted(at for batch in planned for at in batch) == list(range(300))
    assert len(planned) > 1


def test_a_batch_keeps_its_limits_and_has_one_number_of_draws() -> None:
    requests = make_requests(300)
    for tokens in (64, 300, 6_144):
        for batch in plan_batches(requests, 3, tokens):
            chosen = [requests[at] for at in batch]
            assert len({len(one.draws) for one in chosen}) == 1
            width = max(len(one.prompt_ids) for one in chosen) - 3
            assert len(batch) == 1 or len(batch) * width <= tokens
            assert len(batch) == 1 or sum(len(one.draws) for one in chosen) <= tokens // TOKENS_PER_ROW


def test_batches_follow_the_model_s_size(handle: Handle) -> None:
    assert tokens_per_batch(handle.model) == MOST_TOKENS
    large: Any = SimpleNamespace(parameters=lambda: [torch.empty(1 << 31, device="meta")])
    assert tokens_per_batch(large) == LEAST_TOKENS
