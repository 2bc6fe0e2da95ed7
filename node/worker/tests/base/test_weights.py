"""Which folders may be loaded, and what the machine says about the others."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from assay_worker.base import weights
from assay_worker.base.catalogue import CATALOGUE, check_folder, find
from assay_worker.base.errors import DiskFull, InvalidInput
from assay_worker.base.weights import list_bases, prepare


def folder_with(path: Path, config: object, *files: str) -> Path:
    (path / "config.json").write_text(json.dumps(config))
    for name in files:
        (path / name).write_bytes(b"x")
    return path


def test_pickle_weights_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="pickle") as caught:
        check_folder(folder_with(tmp_path, {}, "pytorch_model.bin"))
    assert caught.value.code == "base.unsafe"


def test_a_folder_that_brings_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="its own code"):
        check_folder(folder_with(tmp_path, {"auto_map": {"AutoModel": "x.Y"}}, "model.safetensors"))


def test_a_folder_without_weights_or_config_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"no config\.json"):
        prepare(str(tmp_path))
    with pytest.raises(InvalidInput, match=r"no \.safetensors"):
        prepare(str(folder_with(tmp_path, {})))


def test_an_unknown_base_and_one_without_weights_here_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="is not a known model") as caught:
        prepare("no such model!", cache=tmp_path)
    assert caught.value.code == "base.unknown"
    with pytest.raises(InvalidInput, match="name a local folder") as caught:
        prepare("mistral-7b", cache=tmp_path)
    assert caught.value.code == "base.unavailable"


def test_a_full_disk_leaves_no_model_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(target: Path, *_: object, **__: object) -> None:
        (target / "half").write_bytes(b"x")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(weights, "_convert_gguf", fill)
    with pytest.raises(DiskFull, match="No space is left"):
        prepare("smollm2-135m", cache=tmp_path)
    assert [path.suffix for path in (tmp_path / "models").iterdir()] == [".lock"]


def test_the_catalogue_covers_the_families_and_says_why_one_is_not_here(tmp_path: Path) -> None:
    assert {entry.family for entry in CATALOGUE} == {"SmolLM", "Llama", "Qwen", "Mistral", "DeepSeek"}
    rows = list_bases(cache=tmp_path)
    assert all(row["available"] or row["reason"] for row in rows)
    smol = find("smollm2-135m")
    assert smol is not None
    small = smol.memory_mb(method="lora", rank=16, batch_size=8, max_length=128)
    assert smol.memory_mb(method="qlora", rank=16, batch_size=8, max_length=128) < small < 4000
