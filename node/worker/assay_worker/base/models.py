"""Loading bases and adapters.

Weights are fp32 on CPU (the reference of evaluation.md) unless `quantize="nf4"`. Never runs code from a model folder.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import InvalidInput
from .weights import prepare

if TYPE_CHECKING:
    from peft import PeftModel
    from transformers import PreTrainedModel, PreTrainedTokenizerBase


def load_base(
    base: str, *, cache: Path | None = None, quantize: str | None = None
) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    """Load a catalogue id, hub id or folder as (model in eval mode, tokenizer).

    `quantize`: None for fp32, "nf4" for 4-bit weights with double quantisation. `cache` is the model cache folder
    (default: cache.cache_dir()). Raises InvalidInput if the weights are missing or unsafe.
    """
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    folder = prepare(base, cache=cache)
    options: dict[str, Any] = {
        "dtype": torch.float32,
        "trust_remote_code": False,
        "use_safetensors": True,
        "local_files_only": True,
    }
    if quantize == "nf4":
        from transformers import BitsAndBytesConfig

        options["quantization_config"] = BitsAndBytesConfig(
            load_in_4bit=True,
            bnb_4bit_quant_type="nf4",
            bnb_4bit_use_double_quant=True,
            bnb_4bit_compute_dtype=torch.float32,
        )
    elif quantize is not None:
        raise InvalidInput(
            "quantize.unknown", f'quantize: "{quantize}" is not known; use "nf4" or leave it out.', field="quantize"
        )
    tokenizer = AutoTokenizer.from_pretrained(folder, trust_remote_code=False, local_files_only=True)
    if not getattr(tokenizer, "chat_template", None):
        raise InvalidInput(
            "base.template", f"base: {base} has no chat template; choose an instruction-tuned base.", field="base"
        )
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
    model = AutoModelForCausalLM.from_pretrained(folder, **options)
    model.eval()
    return model, tokenizer


def load_adapter(model: PreTrainedModel, folder: Path | str, *, name: str = "default") -> PeftModel:
    """Put the LoRA adapter in `folder` (safetensors only) on `model`; a PeftModel in eval mode, nothing trainable.

    Raises InvalidInput if the folder holds no adapter in safetensors form.
    """
    from peft import PeftModel

    path = Path(folder)
    if not (path / "adapter_model.safetensors").is_file() or not (path / "adapter_config.json").is_file():
        raise InvalidInput(
            "adapter.missing",
            f"adapterDir: {path} has no adapter_model.safetensors with its adapter_config.json.",
            field="adapterDir",
        )
    if isinstance(model, PeftModel):
        model.load_adapter(str(path), adapter_name=name, is_trainable=False)
        tuned: PeftModel = model
    else:
        tuned = PeftModel.from_pretrained(model, str(path), adapter_name=name, is_trainable=False)
    tuned.eval()
    return tuned


def parts(model: Any) -> tuple[Any, Any]:
    """(decoder, head) of a causal model, through PEFT's wrapper if there is one."""
    causal = model.get_base_model() if hasattr(model, "get_base_model") else model
    return causal.base_model, causal.get_output_embeddings()
