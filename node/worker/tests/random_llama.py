"""A seeded random Llama with a random adapter, for tests of mechanics: it knows nothing, always the same way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

CORPUS = ["where is my card", "i want my money back now please", "Classify the message into one intent. Answer with"]


def make_base(folder: Path, *, seed: int = 3) -> Path:
    """A base folder as save_pretrained leaves it: 2 layers, 48 wide, byte-level vocabulary of a few hundred tokens."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    from assay_worker.base.tiny import RECIPE, make_tokenizer

    tokenizer: Any = make_tokenizer(CORPUS, RECIPE)
    torch.set_num_threads(1)  # a model this small only waits for its threads, and the machine is shared
    torch.manual_seed(seed)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(tokenizer),
            hidden_size=48,
            intermediate_size=96,
            num_hidden_layers=2,
            num_attention_heads=4,
            num_key_value_heads=2,
            max_position_embeddings=512,
            tie_word_embeddings=True,
            initializer_range=0.2,
            bos_token_id=tokenizer.bos_token_id,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )
    )
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def make_adapter(base: Path, folder: Path, *, seed: int = 5) -> Path:
    """A LoRA adapter with random, non-zero factors for the base in `base`."""
    import torch
    from peft import LoraConfig, get_peft_model

    from assay_worker.base.models import load_base

    model, _ = load_base(str(base))
    torch.manual_seed(seed)
    targets = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
    tuned = get_peft_model(model, LoraConfig(r=4, lora_alpha=8, target_modules=targets, init_lora_weights=False))
    tuned.save_pretrained(str(folder))
    return folder
