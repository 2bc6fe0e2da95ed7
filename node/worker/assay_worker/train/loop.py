"""The training loop: LoRA or QLoRA on answer tokens, deterministic on one machine, resumable to the bit.

Linear on purpose: seed, adapter, plan, then one step after another. Each optimizer step holds the machine's compute
lease. Not covered: gradient accumulation, several devices, packing.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch

from ..base.catalogue import ATTENTION_AND_MLP, find
from ..base.compute_lease import compute_lease
from ..base.errors import InvalidInput, NumbersBroke
from ..data.rows import Example, Row, encode, plan_batches
from .forward import LossOf, collate
from .job_config import Hyperparameters, Job
from .robustness import showings

if TYPE_CHECKING:
    from peft import PeftModel
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

    from .checkpoint import Progress

BETAS = (0.9, 0.999)
FINAL_RATE_SHARE = 0.1  # the cosine ends at a tenth of the peak
SPEED_MEMORY = 0.9  # of the running mean of seconds per token, per step


@dataclass(frozen=True)
class Plan:
    """Every optimizer step of a run, known before the first: `batches` index into `examples`."""

    examples: list[Example]
    batches: list[list[int]]
    epoch_ends: list[int]  # steps after which an epoch is over

    @property
    def shortened(self) -> int:
        return sum(example.shortened for example in self.examples)


@dataclass(frozen=True)
class Hooks:
    """What the loop calls out to; each may raise to stop the run."""

    on_step: Callable[[dict[str, Any]], None]
    on_check: Callable[[int], None]
    on_checkpoint: Callable[[], None]
    stop_asked: Callable[[], bool]


def add_adapter(model: PreTrainedModel, job: Job) -> PeftModel:
    """A LoRA adapter on the base's target layers. The seed is fixed here, before the adapter is built."""
    from peft import LoraConfig, get_peft_model, prepare_model_for_kbit_training

    settings = job.hyperparameters
    torch.manual_seed(settings.seed)
    entry = find(job.base)
    present = {name.rsplit(".", 1)[-1] for name, _ in model.named_modules()}
    targets = [name for name in (entry.targets if entry else ATTENTION_AND_MLP) if name in present]
    if not targets:
        raise InvalidInput(
            "base.unsupported",
            f"base: {job.base} has none of the layers that LoRA changes ({', '.join(ATTENTION_AND_MLP)}).",
            field="base",
        )
    if job.method == "qlora":
        model = prepare_model_for_kbit_training(model, use_gradient_checkpointing=False)
    config = LoraConfig(
        r=settings.rank,
        lora_alpha=settings.alpha,
        lora_dropout=settings.dropout,
        bias="none",
        target_modules=sorted(targets),
        task_type="CAUSAL_LM",
    )
    tuned = get_peft_model(model, config)
    tuned.train()
    return tuned  # type: ignore[return-value] - PEFT's annotation also allows its mixed model, not asked for here


def make_plan(tokenizer: PreTrainedTokenizerBase, rows: list[Row], settings: Hyperparameters) -> Plan:
    """Every row once per epoch, plain or perturbed, in batches of similar length."""
    texts, labels = [row.text for row in rows], [row.label for row in rows]
    epochs = showings(
        texts,
        labels,
        epochs=settings.epochs,
        share=settings.robustnessMix,
        seed=settings.seed,
        kinds=settings.robustnessKinds,
    )
    examples: list[Example] = []
    batches: list[list[int]] = []
    ends: list[int] = []
    for epoch, shown in enumerate(epochs):
        start = len(examples)
        examples += [encode(tokenizer, item, labels[item.row], settings.maxLength) for item in shown]
        lengths = [example.length for example in examples[start:]]
        order = plan_batches(lengths, settings.batchSize, seed=settings.seed, epoch=epoch)
        batches += [[start + at for at in batch] for batch in order]
        ends.append(len(batches))
    return Plan(examples, batches, ends)


def learning_rate(step: int, steps: int, settings: Hyperparameters) -> float:
    """Rate of the step after `step` done ones: linear warm-up, then a cosine to a tenth of the peak."""
    warmup = max(1, round(settings.warmupShare * steps))
    if step < warmup:
        return settings.learningRate * (step + 1) / warmup
    share = (step - warmup) / max(1, steps - warmup)
    return settings.learningRate * (FINAL_RATE_SHARE + (1 - FINAL_RATE_SHARE) * 0.5 * (1 + math.cos(math.pi * share)))


def trainable(model: PeftModel) -> dict[str, torch.nn.Parameter]:
    """The adapter's parameters by name, in a fixed order."""
    return {name: value for name, value in sorted(model.named_parameters()) if value.requires_grad}


def make_optimizer(model: PeftModel, settings: Hyperparameters) -> torch.optim.AdamW:
    return torch.optim.AdamW(
        trainable(model).values(), lr=settings.learningRate, betas=BETAS, weight_decay=settings.weightDecay
    )


def run_steps(
    model: PeftModel,
    plan: Plan,
    optimizer: torch.optim.Optimizer,
    progress: Progress,
    job: Job,
    *,
    loss_of: LossOf,
    pad: int,
    hooks: Hooks,
) -> None:
    """Run the steps that `progress` has not done yet, updating it; raises NumbersBroke on NaN."""
    settings = job.hyperparameters
    steps = len(plan.batches)
    parameters = list(trainable(model).values())
    left = sum(plan.examples[at].length for batch in plan.batches[progress.step :] for at in batch)
    seconds_per_token = 0.0
    while progress.step < steps:
        if hooks.stop_asked():
            return
        batch = collate([plan.examples[at] for at in plan.batches[progress.step]], pad)
        rate = learning_rate(progress.step, steps, settings)
        for group in optimizer.param_groups:
            group["lr"] = rate
        waited = time.perf_counter()
        with compute_lease():
            started = time.perf_counter()
            loss = loss_of(model, batch)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            norm = float(torch.nn.utils.clip_grad_norm_(parameters, settings.maxGradNorm))
            value = float(loss.detach())
            if not (math.isfinite(value) and math.isfinite(norm)):
                raise NumbersBroke(
                    "train.nan",
                    f"The loss at step {progress.step + 1} is not a finite number; lower "
                    f"hyperparameters.learningRate (now {settings.learningRate:g}) and start again.",
                    field="hyperparameters.learningRate",
                )
            optimizer.step()
            ended = time.perf_counter()
        progress.step += 1
        progress.seconds += ended - started
        progress.tokens += batch.tokens
        progress.loss.append({"step": progress.step, "loss": round(value, 6)})
        left -= batch.tokens
        speed = (ended - waited) / batch.tokens
        seconds_per_token = (
            speed if not seconds_per_token else SPEED_MEMORY * seconds_per_token + (1 - SPEED_MEMORY) * speed
        )
        hooks.on_step(
            {
                "step": progress.step,
                "steps": steps,
                "loss": round(value, 6),
                "learningRate": rate,
                "gradNorm": round(norm, 4),
                "tokens": batch.tokens,
                "tokensPerSecond": round(progress.tokens / progress.seconds, 1),
                "secondsLeft": round(left * seconds_per_token, 1),
            }
        )
        if progress.step in plan.epoch_ends:
            hooks.on_check(progress.step)
        if progress.step % settings.checkpointEvery == 0 and progress.step < steps:
            hooks.on_checkpoint()
