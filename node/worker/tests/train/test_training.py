"""Whole jobs on tiny: repeatable, resumable to the bit, stopping cleanly when something breaks."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from assay_worker.base.adapter_hash import adapter_hash, hash_tensors
from assay_worker.base.errors import InvalidInput
from assay_worker.base.models import load_adapter, load_base
from assay_worker.data.rows import Row, read_rows
from assay_worker.train import run as run_module
from assay_worker.train.forward import collate, lean_loss, plain_loss
from assay_worker.train.job import run_job
from assay_worker.train.job_config import parse_job, read_job
from assay_worker.train.loop import add_adapter, learning_rate, make_plan, trainable

MakeJob = Callable[..., Path]


def events(folder: Path, kind: str) -> list[dict[str, Any]]:
    lines = (folder / "events.jsonl").read_text("utf8").splitlines()
    return [event for event in map(json.loads, lines) if event["type"] == kind]


def train(folder: Path, *, resume: bool = False) -> int:
    return run_job(folder, resume=resume, watch_parent=False, echo=False)


def test_same_seed_same_adapter_other_seed_another(make_job: MakeJob) -> None:
    folders = [make_job("a"), make_job("b"), make_job("c", seed=8)]
    assert [train(folder) for folder in folders] == [0, 0, 0]
    hashes = [json.loads((folder / "run.json").read_text())["adapter"]["hash"] for folder in folders]
    assert hashes[0] == hashes[1] != hashes[2]
    assert hashes[0] == adapter_hash(folders[0] / "adapter")


def test_resume_is_exact_to_the_bit(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, broken = make_job("whole", dropout=0.1, epochs=2), make_job("broken", dropout=0.1, epochs=2)
    assert train(whole) == 0
    saved = run_module.TrainingRun.save_checkpoint

    def die_after_saving(self: run_module.TrainingRun) -> None:
        saved(self)
        if self.progress.step == 6:
            raise KeyboardInterrupt

    monkeypatch.setattr(run_module.TrainingRun, "save_checkpoint", die_after_saving)
    with pytest.raises(KeyboardInterrupt):
        train(broken)
    monkeypatch.undo()
    torch.manual_seed(99)
    assert train(broken, resume=True) == 0
    assert events(broken, "stage")[-3]["step"] == 6
    records = [json.loads((folder / "run.json").read_text()) for folder in (whole, broken)]
    assert records[0]["adapter"] == records[1]["adapter"]
    assert records[0]["loss"] == records[1]["loss"]
    ids = [json.loads(line)["id"] for line in (broken / "events.jsonl").read_text().splitlines()]
    assert ids == list(range(1, len(ids) + 1))


def test_resume_refuses_a_changed_job(make_job: MakeJob) -> None:
    folder = make_job("job")
    assert train(folder) == 0
    document = json.loads((folder / "job.json").read_text())
    document["hyperparameters"]["learningRate"] = 0.002
    (folder / "job.json").write_text(json.dumps(document))
    assert train(folder, resume=True) == 2
    assert events(folder, "error")[-1]["code"] == "checkpoint.other"


def test_nan_stops_with_one_sentence_and_no_adapter(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_job("job")
    monkeypatch.setattr(
        run_module, "choose_path", lambda *_: lambda model, batch: lean_loss(model, batch) * float("nan")
    )
    assert train(folder) == 3
    error = events(folder, "error")[-1]
    assert error["code"] == "train.nan" and "learningRate" in error["message"]
    assert not (folder / "adapter").exists() and not (folder / "run.json").exists()


def test_full_disk_is_one_sentence_and_leaves_nothing_half_written(make_job: MakeJob) -> None:
    folder = make_job("job", rank=64)
    code = (
        "import sys; from assay_worker.cli import main; sys.exit(main(['train','--detached','--job-dir',sys.argv[1]]))"
    )

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=False, preexec_fn=limit
    )
    assert done.returncode == 4, done.stderr
    assert "No space is left on the disk for the checkpoint of step 3" in events(folder, "error")[-1]["message"]
    assert list((folder / "checkpoints").iterdir()) == []


def test_a_closed_stdin_stops_and_keeps_a_checkpoint(make_job: MakeJob) -> None:
    folder = make_job("job", epochs=50)
    code = "import sys; from assay_worker.cli import main; sys.exit(main(['train','--job-dir',sys.argv[1]]))"
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin and process.stdout
    while '"type": "step"' not in process.stdout.readline():
        assert process.poll() is None
    process.stdin.close()
    process.stdout.read()
    assert process.wait(60) == 5
    assert list((folder / "checkpoints").glob("*.safetensors"))
    assert events(folder, "error")[-1]["code"] == "job.cancelled"


def test_qlora_trains_on_cpu(make_job: MakeJob) -> None:
    folder = make_job("job", method="qlora", rows=12)
    assert train(folder) == 0
    losses = [event["loss"] for event in events(folder, "step")]
    assert losses and all(loss == loss for loss in losses)
    tensors = load_file(folder / "adapter" / "adapter_model.safetensors")
    outer = {name: tensor for name, tensor in tensors.items() if "lora_B" in name}
    # lora_B starts at zero: where gradients stop flowing through the 4-bit layers above, it stays there.
    assert outer and all(bool(tensor.any()) for tensor in outer.values())
    model, _ = load_base("tiny", quantize="nf4")
    assert any(type(module).__name__ == "Linear4bit" for module in model.modules())


def test_training_teaches_tiny_the_example_intents(make_job: MakeJob) -> None:
    folder = make_job(
        "job",
        rows=240,
        epochs=4,
        rank=16,
        alpha=32,
        learningRate=2e-3,
        batchSize=8,
        robustnessMix=0,
        checkpointEvery=1000,
    )
    assert train(folder) == 0
    record = json.loads((folder / "run.json").read_text())
    validation = [entry["loss"] for entry in record["loss"]["validation"]]
    assert record["loss"]["last"] < 0.6 * record["loss"]["first"]
    assert validation[-1] < 0.6 * validation[0]


def test_lean_loss_and_gradients_equal_the_plain_ones(make_job: MakeJob) -> None:
    folder = make_job("job")
    job = read_job(folder / "job.json")
    base, tokenizer = load_base("tiny")
    model = add_adapter(base, job)
    plan = make_plan(
        tokenizer, [row for row in read_rows(folder / "data.jsonl") if row.split == "train"], job.hyperparameters
    )
    batch = collate([plan.examples[at] for at in plan.batches[0]], 0)
    assert batch.shared > 10
    gradients: list[torch.Tensor] = []
    for loss_of in (plain_loss, lean_loss):
        model.zero_grad()
        loss_of(model, batch).backward()
        gradients.append(torch.cat([p.grad.flatten() for p in trainable(model).values() if p.grad is not None]))
    assert float((gradients[0] - gradients[1]).norm() / gradients[0].norm()) < 1e-4


def test_changing_a_prompt_token_under_the_mask_changes_no_target(make_job: MakeJob) -> None:
    job = parse_job({"base": "tiny"})
    _, tokenizer = load_base("tiny")
    plan = make_plan(tokenizer, [Row(0, "The lock is shut", "unlock_problem", "A", "train")], job.hyperparameters)
    batch = collate(plan.examples[:1], 0)
    assert tokenizer.decode(batch.ids[batch.answer_mask]) == "unlock_problem<|im_end|>"


def test_a_saved_adapter_serves_what_was_trained(make_job: MakeJob) -> None:
    folder = make_job("job")
    assert train(folder) == 0
    base, tokenizer = load_base("tiny")
    before = base(torch.tensor([[5, 6, 7]])).logits.detach().clone()
    tuned = load_adapter(base, folder / "adapter")
    assert not torch.equal(before, tuned(torch.tensor([[5, 6, 7]])).logits)
    assert not any(parameter.requires_grad for parameter in tuned.parameters())
    assert tokenizer.eos_token == "<|im_end|>"
    with pytest.raises(InvalidInput, match=r"adapter_model\.safetensors"):
        load_adapter(load_base("tiny")[0], folder)


def test_the_adapter_hash_ignores_order_and_sees_every_part() -> None:
    tensors = {"b": torch.ones(2, 3), "a": torch.zeros(4)}
    config = {"r": 4, "target_modules": ["v", "q"], "base_model_name_or_path": "/x"}
    first = hash_tensors(tensors, config)
    assert first == hash_tensors(dict(sorted(tensors.items())), config | {"target_modules": ["q", "v"]})
    assert first == hash_tensors(tensors, config | {"base_model_name_or_path": "/y"})
    others = [
        hash_tensors(tensors | {"a": torch.zeros(2, 2)}, config),
        hash_tensors(tensors | {"a": torch.zeros(4, dtype=torch.bfloat16)}, config),
        hash_tensors({"b": tensors["b"], "c": tensors["a"]}, config),
        hash_tensors(tensors, config | {"r": 8}),
    ]
    assert len({first, *others}) == 5


def test_learning_rate_warms_up_and_ends_at_a_tenth() -> None:
    settings = parse_job({"base": "tiny"}).hyperparameters
    rates = [learning_rate(step, 100, settings) for step in range(100)]
    assert max(rates) == pytest.approx(settings.learningRate) and rates[0] < rates[1]
    assert rates[-1] == pytest.approx(settings.learningRate * 0.1, rel=0.02)
