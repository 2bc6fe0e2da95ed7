"""Which prompts are decoded together: batches of one kind, of similar length, no larger than a chat would wait for."""

from __future__ import annotations

from collections.abc import Sequence

from transformers import PreTrainedModel

from .decode import Request

# Work of one prefill, in padded prompt tokens times parameters: about a second on 2 cores, so that chat gets its turn.
WORK_PER_BATCH = 2e11
LEAST_TOKENS, MOST_TOKENS = 768, 6144  # a large model still gets a batch; a small one gains nothing from more
TOKENS_PER_ROW = 16  # a batch of so many tokens may have one continuation per


def tokens_per_batch(model: PreTrainedModel) -> int:
    """How many padded prompt tokens one prefill of `model` may have."""
    parameters = sum(parameter.numel() for parameter in model.parameters())
    return int(min(MOST_TOKENS, max(LEAST_TOKENS, WORK_PER_BATCH / parameters)))


def plan_batches(requests: Sequence[Request], prefix_length: int, tokens: int = LEAST_TOKENS) -> list[list[int]]:
    """Places of `requests` in batches of equal draws and similar length, within `tokens` and the rows they allow.

    Requests of several draws go first: their rows are copied after the prefill, and sampled answers are the longest.
    """
    order = sorted(range(len(requests)), key=lambda at: (-len(requests[at].draws), -len(requests[at].prompt_ids), at))
    batches: list[list[int]] = []
    width = 0
    for at in order:
        draws = len(requests[at].draws)
        rows = (len(batches[-1]) + 1) * draws if batches else 0
        if (
            not batches
            or draws != len(requests[batches[-1][0]].draws)
            or rows > tokens // TOKENS_PER_ROW
            or (len(batches[-1]) + 1) * width > tokens
        ):
            batches.append([])
            width = len(requests[at].prompt_ids) - prefix_length
        batches[-1].append(at)
    return batches
