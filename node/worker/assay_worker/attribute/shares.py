"""Whose rows taught the model what it got right: integer shares per contributor, in parts per million.

Influence of training row i on exam item j: g_i^T (F + lambda I)^-1 g_j with unit-length LoRA gradients g and their
Fisher matrix F = mean g g^T (Koh & Liang 2017), of unit length so that one loud row cannot dominate. By Woodbury that
is n (n lambda I + G G^T)^-1 G g_j, a system of the number of rows.

A row's total over all items is clipped at zero *per row*, not per owner: then moving rows between identities does
not change what they earn together. Near-duplicates count once, for the earliest (duplicates.py). Both are tested.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..base.errors import InvalidInput
from ..base.work import Meter, Work
from ..data.duplicates import originals
from ..suite.trials import ExamItem
from .gradients import GradientSketcher

PPM = 1_000_000
# n * lambda, the ridge in units of one row's own squared length. Chosen on smollm2-135m and the example data: AUC of
# finding wrong labels .56 at .01, .73 at .1, .94 at 1, .95 at 10. One adapter, one seed, 11 wrong rows among 156
# and picked on those same rows: a direction, not a held-out figure. 1 rather than 10 keeps more of the Fisher matrix,
# which is what lets similar rows share their credit.
DAMPING = 1.0
TOP_ROWS = 5
WEIGHT_SCALE = 10**9  # influences become integers before they are divided, so that shares are exact


@dataclass(frozen=True)
class TrainRow:
    """A training row; `contributor` is its owner's address."""

    index: int
    text: str
    label: str
    contributor: str


@dataclass(frozen=True)
class AttributeParams:
    """`seed` fixes the sketch and is published with the shares."""

    base: str
    adapter_dir: str | None
    adapter_hash: str | None
    train_rows: tuple[TrainRow, ...]
    exam_items: tuple[ExamItem, ...]
    seed: str


def attribute(params: AttributeParams, work: Work) -> dict[str, Any]:
    """{shares: [{contributor, ppm}], perItemTop, rows: {given, counted}, seconds}."""
    started = time.monotonic()
    handle = work.open(params.base, params.adapter_dir, params.adapter_hash)
    if handle.adapter is None:
        raise InvalidInput("adapterDir.missing", "adapterDir: attribution needs an adapter.", field="adapterDir")
    heads = originals([(row.index, row.text, row.label) for row in params.train_rows])
    counted = sorted((row for row in params.train_rows if heads[row.index] == row.index), key=lambda row: row.index)
    items = sorted(params.exam_items, key=lambda item: item.slot)
    meter = Meter(work.publish, len(counted) + len(items), float(len(counted) + len(items)))
    sketcher = GradientSketcher(handle, params.seed)
    # One call for both: rows and items then share prefix, batches and rounding.
    gradients = sketcher.rows(
        [(row.text, row.label) for row in counted] + [(item.text, item.label) for item in items],
        pause=work.pause, advance=lambda count: meter.advance(count, float(count)),
    ).numpy()  # fmt: skip
    influence = influences(gradients[: len(counted)], gradients[len(counted) :])
    return {
        "shares": owner_shares(counted, influence, {row.contributor for row in params.train_rows}),
        "perItemTop": [_top(item, counted, influence[:, at]) for at, item in enumerate(items)],
        "rows": {"given": len(params.train_rows), "counted": len(counted)},
        "seconds": round(time.monotonic() - started, 3),
    }


def influences(rows: npt.NDArray[np.float32], items: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Influence (rows, items) of unit-length gradients (rows, d) on (items, d); positive where a row helped."""
    own, asked = rows.astype(np.float64), items.astype(np.float64)
    count = own.shape[0]
    kernel = own @ own.T + DAMPING * np.eye(count)
    return count * np.linalg.solve(kernel, own @ asked.T)


def owner_shares(
    rows: Sequence[TrainRow], influence: npt.NDArray[np.float64], contributors: set[str]
) -> list[dict[str, Any]]:
    """Every contributor's ppm, by address. Without any positive influence the distinct rows themselves count."""
    totals = np.clip(influence.sum(axis=1), 0.0, None)
    top = float(totals.max(initial=0.0))
    weights = dict.fromkeys(contributors, 0)
    for row, total in zip(rows, totals, strict=True):
        weights[row.contributor] += round(float(total) / top * WEIGHT_SCALE) if top > 0 else 1
    shares = largest_remainder(weights)
    return [{"contributor": address, "ppm": shares[address]} for address in sorted(shares, key=str.lower)]


def largest_remainder(weights: Mapping[str, int]) -> dict[str, int]:
    """Split 1,000,000 by non-negative integer weights, at least one positive; ties go to the lower address."""
    total = sum(weights.values())
    shares = {name: weight * PPM // total for name, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda name: (-(weights[name] * PPM % total), name.lower()))
    for name in by_remainder[: PPM - sum(shares.values())]:
        shares[name] += 1
    return shares


def _top(item: ExamItem, rows: Sequence[TrainRow], influence: npt.NDArray[np.float64]) -> dict[str, Any]:
    best = sorted(range(len(rows)), key=lambda at: (-influence[at], rows[at].index))[:TOP_ROWS]
    scale = float(np.abs(influence).max()) or 1.0
    return {
        "slot": item.slot,
        "rows": [
            {
                "index": rows[at].index,
                "contributor": rows[at].contributor,
                "influence": round(float(influence[at]) / scale, 4),
            }
            for at in best
        ],
    }
