"""The example data is what evaluation.md says it is."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from assay_worker.data.demo_data import SOLE_INTENTS_OF_B, WORDLIST, WRONG_SHARE_OF_D, demo_rows


@pytest.mark.parametrize("seed", [7, 8])
def test_contributors_play_their_parts(seed: int) -> None:
    rows = demo_rows(seed)
    assert rows == demo_rows(seed)
    assert 320 <= len(rows) <= 350 and len({row.text for row in rows}) == len(rows)
    wrong = Counter(row.contributor for row in rows if not row.group.startswith(row.label + "-"))
    total = Counter(row.contributor for row in rows)
    assert set(wrong) == {"D"} and wrong["D"] == round(WRONG_SHARE_OF_D * total["D"])
    assert {row.label for row in rows if row.contributor == "B"} == set(SOLE_INTENTS_OF_B)
    assert not {row.label for row in rows if row.contributor != "B"} & set(SOLE_INTENTS_OF_B)
    assert {row.group for row in rows if row.contributor == "C"} < {row.group for row in rows if row.contributor == "A"}


def test_eight_intents_of_fifteen_skeletons_at_least() -> None:
    intents = json.loads(WORDLIST.read_text("utf8"))["intents"]
    assert len(intents) == 8 and all(len(set(skeletons)) >= 15 for skeletons in intents.values())
