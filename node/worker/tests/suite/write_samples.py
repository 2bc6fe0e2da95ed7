"""Writes samples/perturbations.json: every generator at work on fixed messages, for a person to read.

Run it after a change of perturb.py, in node/worker: `python tests/suite/write_samples.py`. Then read the difference.
The label must still be true of every changed message.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from assay_worker.base.sampling import NoiseKey
from assay_worker.suite.perturb import FORMATS, Stream

SAMPLES = Path(__file__).parent / "samples" / "perturbations.json"
MESSAGES = (
    ("My card has not arrived yet. What should I do?", "card_arrival"),
    ("I was charged 3.50 twice on 12.10., please give one back", "double_charge"),
    ("Don't close my account! I only want to change the address.", "change_address"),
    ("I never asked for a top-up of £1,000 at 10:30", "wrong_top_up"),
    ("Please unblock my PIN, I cannot pay without it", "pin_blocked"),
    ("Where can I see the exchange rate?", "exchange_rate"),
    ("The transfer failed. It says that my balance is too low, but it is not.", "declined_transfer"),
    ("help", "greeting"),
    ("My name is José and I would like to order a second card for my daughter", "extra_card"),
    ("Send code AB-1234 to user_7@example.org or +44 20 7946 0958", "verify_code"),
    ("The order is QX-77 and the item is QX-78", "QX-77"),
)
SEEDS = (1, 2)
PLACES = ("18 capitals", "19 lower and space", "20 template", "21 punctuation or order", "22 typos",
          "23 noise 5", "24 noise 10", "25 noise 20")  # fmt: skip


def samples() -> dict[str, Any]:
    """{position: [{text, label, seed, variant, changed}]}."""
    return {
        name: [
            {"text": text, "label": label, "seed": seed, "variant": variant, "changed": changed}
            for at, (text, label) in enumerate(MESSAGES)
            for seed in SEEDS
            for variant, changed in [generator(text, Stream(NoiseKey.of("sample", name, at, seed)), label)]
        ]
        for name, generator in zip(PLACES, FORMATS, strict=True)
    }


if __name__ == "__main__":
    SAMPLES.parent.mkdir(exist_ok=True)
    SAMPLES.write_text(json.dumps(samples(), ensure_ascii=False, indent=2) + "\n", "utf8")
