"""The figures of a seat's report, each with its bound, from nothing but the graded trials.

Gates look at lanes only; everything else here is reported. Bounds are over items (bounds.py). Sources: CVaR as
Rockafellar and Uryasev 2000; format spread F as Sclar et al. 2024 (FormatSpread); multi-turn drop D as Laban et al.
2025 (lost in conversation); pass^k as Yao et al. 2024 (tau-bench), its unbiased estimator C(c, k) / C(n, k).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import comb
from typing import Any

import numpy as np

from ..base.sampling import NoiseKey
from ..suite.layout import CONDITIONS, REPEAT_START, Condition, condition_at, lanes_of
from ..suite.trials import REFERENCES, SuiteSeed
from .bounds import DIGITS, Floats, bootstrap, clopper_pearson_lower, clopper_pearson_upper, mcnemar, resample_places

REPEATS = range(REPEAT_START, REPEAT_START + 5)
KINDS_OF_FORMAT = (0, 18, 19, 20, 21, 22)
"""Plain and the five formats; the doses at 23 to 25 are one format at rising strength."""
TURNS = {"unrelated": {0: 0, 1: 6, 2: 7, 4: 10}, "own-task": {0: 0, 1: 11, 2: 8, 4: 12}}
NOISE = {0: 0, 5: 23, 10: 24, 20: 25}
LABELLED = ("first", "repeat", "carry-over", "sharded", "format")
"""Conditions that ask every item for its label; `retry` only asks the ones that failed."""
TAIL = 0.2


@dataclass(frozen=True)
class Outcome:
    """One graded trial. `form` is the answer's own canonical form, `correct` its grade against the item's label.

    `formed` is False for an answer outside the task's form, `applies` for a trial that does not apply to its item.
    """

    position: int
    passed: bool
    applies: bool
    formed: bool
    form: str
    correct: bool


class _Table:
    """Items by positions: 1 passed, 0 failed, nan not run or not applicable."""

    def __init__(self, outcomes: Sequence[Sequence[Outcome]], seed: SuiteSeed) -> None:
        self.items = len(outcomes)
        self.outcomes = outcomes
        self.by_position: dict[int, Floats] = {}
        for at, item in enumerate(outcomes):
            for one in item:
                column = self.by_position.setdefault(one.position, np.full(self.items, np.nan))
                if one.applies:
                    column[at] = float(one.passed)
        self.places = resample_places(self.items, NoiseKey.of("bootstrap", seed.round_seed, seed.seat))

    def columns(self, positions: Sequence[int]) -> Floats:
        """(items, positions that were run)."""
        found = [self.by_position[at] for at in positions if at in self.by_position]
        return np.stack(found, axis=1) if found else np.empty((self.items, 0))

    def bounded(self, statistic: Callable[[Any], Floats]) -> dict[str, float]:
        """{value, lower, upper} of a statistic of places (rows, items)."""
        value = float(statistic(np.arange(self.items)[None])[0])
        lower, upper = bootstrap(statistic, self.places)
        return {"value": round(value, DIGITS), "lower": lower, "upper": upper}


def score(
    outcomes: Sequence[Sequence[Outcome]],
    mask: int,
    *,
    gated_lanes: int,
    seed: SuiteSeed,
    first_correct: Sequence[bool] = (),
) -> dict[str, Any]:
    """The `scores` of an evaluation's result and of report.json. A figure without its trials is left out.

    `first_correct` says per item whether the plain question was answered right; only the regression counts need it.
    """
    table = _Table(outcomes, seed)
    conditions = [_condition(table, one, mask) for one in CONDITIONS if _span(one, mask)]
    repeats = table.columns(REPEATS)
    labelled = table.columns([at for at in table.by_position if condition_at(at).name in LABELLED])
    found: dict[str, Any] = {
        "conditions": conditions,
        "ranking": _ranking(conditions, repeats, gated_lanes),
        "hallucinatedFormat": _hallucinated(table),
    }
    if labelled.shape[1] and not np.isnan(labelled).all(axis=1).any():
        rates = np.nanmean(labelled, axis=1)
        found["tail"] = table.bounded(lambda places: _tail(rates[places]))
    spread = table.columns(KINDS_OF_FORMAT)
    if spread.shape[1] > 1 and any(at in table.by_position for at in KINDS_OF_FORMAT[1:]):
        found["formatSpread"] = table.bounded(lambda places: np.ptp(spread[places].mean(axis=1), axis=-1))
    turns = table.columns([at for at in table.by_position if condition_at(at).name in ("carry-over", "sharded")])
    first = table.by_position.get(0)
    if turns.shape[1] and first is not None:
        found["multiTurnDrop"] = table.bounded(lambda places: _drop(first[places], turns[places]))
    if repeats.shape[1] == len(REPEATS):
        agreement = _agreement(outcomes)
        found["selfAgreement"] = table.bounded(lambda places: agreement[places].mean(axis=-1))
        found["passHat"] = [
            {"k": k, **table.bounded(lambda places, k=k: _pass_hat(repeats, k)[places].mean(axis=-1))}
            for k in range(1, len(REPEATS) + 1)
        ]
    curves = [_curve(table, f"turns, {name}", doses) for name, doses in TURNS.items()]
    curves.append(_curve(table, "noise, % of letters", NOISE))
    found["degradation"] = [curve for curve in curves if len(curve["points"]) > 1]
    found["regression"] = [_regression(outcomes, first_correct, at) for at in REFERENCES if at in table.by_position]
    return found


def _span(condition: Condition, mask: int) -> int:
    return ((1 << condition.count) - 1) << condition.start & mask


def _condition(table: _Table, condition: Condition, mask: int) -> dict[str, Any]:
    """Items that passed all trials; `applicable` items had a trial, and the bounds are over those."""
    span = _span(condition, mask)
    lanes = [lanes_of(sum(one.passed << one.position for one in item), mask)[condition.lane] for item in table.outcomes]
    asked = [any(one.applies and span >> one.position & 1 for one in item) for item in table.outcomes]
    kept = sum(passed for passed, was_asked in zip(lanes, asked, strict=True) if was_asked)
    return {
        "condition": condition.name,
        "lane": condition.lane,
        "passes": sum(lanes),
        "total": table.items,
        "applicable": sum(asked),
        "applicablePasses": kept,
        "lowerBound": clopper_pearson_lower(kept, sum(asked)),
        "upperBound": clopper_pearson_upper(kept, sum(asked)),
    }


def _ranking(conditions: Sequence[dict[str, Any]], repeats: Floats, gated_lanes: int) -> dict[str, float]:
    """Worst gated condition's count, then mean log pass^5; `scalar` orders by the first and then by the second.

    pass^5 of an item is p^5 with p estimated as (c + 1/2) / (n + 1) (Jeffreys' prior), since log 0 has no mean. The
    second figure is scaled into [0, 1) over its possible range, so that it never outweighs one item.
    """
    gated = [one["passes"] for one in conditions if gated_lanes >> one["lane"] & 1] or [
        one["passes"] for one in conditions
    ]
    worst = min(gated)
    count = repeats.shape[1]
    if count == 0:
        return {"worstCount": worst, "scalar": float(worst)}
    mean = float(np.mean(5 * np.log((repeats.sum(axis=1) + 0.5) / (count + 1))))
    low, high = 5 * np.log(0.5 / (count + 1)), 5 * np.log((count + 0.5) / (count + 1))
    return {
        "worstCount": worst,
        "meanLogPassHat5": round(mean, DIGITS),
        "scalar": round(worst + 0.999 * float((mean - low) / (high - low)), DIGITS),
    }


def _hallucinated(table: _Table) -> dict[str, Any]:
    """Share of answers outside the task's form; the bound is over items that ever gave one. `edge` is left out."""
    judged = [
        [one for one in item if one.applies and condition_at(one.position).name not in ("edge", "regression")]
        for item in table.outcomes
    ]
    answers = sum(len(item) for item in judged)
    bad = sum(not one.formed for item in judged for one in item)
    items = sum(any(not one.formed for one in item) for item in judged)
    return {
        "answers": answers,
        "outside": bad,
        "rate": round(bad / answers, DIGITS) if answers else 0.0,
        "items": items,
        "itemsUpperBound": clopper_pearson_upper(items, table.items),
    }


def _tail(rates: Floats) -> Floats:
    """CVaR.20: the mean pass share of the worst fifth of items (rows, items) -> (rows,); parts of an item count."""
    ordered = np.sort(rates, axis=-1)
    size = TAIL * ordered.shape[-1]
    weights = np.clip(size - np.arange(ordered.shape[-1]), 0.0, 1.0)
    return (ordered * weights).sum(axis=-1) / size


def _drop(first: Floats, turns: Floats) -> Floats:
    """Pass share of the plain question less the mean share over multi-turn trials that apply."""
    asked = (~np.isnan(turns)).sum(axis=(-1, -2))
    passed = np.nansum(turns, axis=(-1, -2))
    shares = np.divide(passed, asked, out=np.full(passed.shape, np.nan), where=asked > 0)
    return first.mean(axis=-1) - shares


def _agreement(outcomes: Sequence[Sequence[Outcome]]) -> Floats:
    """Per item, the share of pairs of repeats with one canonical form."""
    shares: list[float] = []
    for item in outcomes:
        forms = [one.form for one in item if one.position in REPEATS]
        same = sum(comb(forms.count(form), 2) for form in set(forms))
        shares.append(same / comb(len(forms), 2))
    return np.array(shares)


def _pass_hat(repeats: Floats, k: int) -> Floats:
    """Per item, the unbiased estimate that k further repeats would all pass."""
    count = repeats.shape[1]
    return np.array([comb(int(passes), k) / comb(count, k) for passes in repeats.sum(axis=1)])


def _curve(table: _Table, name: str, doses: dict[int, int]) -> dict[str, Any]:
    """Passes at each dose that was run, and the largest fall from one dose to the next."""
    points: list[dict[str, Any]] = []
    for dose, position in doses.items():
        column = table.by_position.get(position)
        if column is not None:
            passes = int(np.nansum(column))
            points.append({
                "dose": dose, "passes": passes, "total": table.items,
                "lowerBound": clopper_pearson_lower(passes, table.items),
            })  # fmt: skip
    falls = [
        {"from": one["dose"], "to": two["dose"], "fall": round((one["passes"] - two["passes"]) / table.items, DIGITS)}
        for one, two in pairwise(points)
    ]
    largest = max(falls, key=lambda step: step["fall"], default=None)
    return {"curve": name, "points": points, **({} if largest is None else {"largestStep": largest})}


def _regression(outcomes: Sequence[Sequence[Outcome]], first_correct: Sequence[bool], position: int) -> dict[str, Any]:
    """Items that only the reference model got right, items that only this one did, and exact McNemar."""
    pairs: list[tuple[bool, bool]] = []
    for item, right in zip(outcomes, first_correct, strict=True):
        other = next(one for one in item if one.position == position)
        if other.applies:
            pairs.append((right, other.correct))
    losses, wins = pairs.count((False, True)), pairs.count((True, False))
    worse, two_sided = mcnemar(losses, wins)
    return {
        "against": REFERENCES[position], "compared": len(pairs), "losses": losses, "wins": wins,
        "pWorse": worse, "pTwoSided": two_sided,
    }  # fmt: skip
