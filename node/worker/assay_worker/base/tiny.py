"""`tiny`: a Llama of about 1.1M parameters with its own BPE, pretrained from a seed, for tests.

A random Llama learns nothing by LoRA, so this one first learns words and a habit: after the instruction it answers a
message with one of a few names of the message's topic. LoRA then has to teach new names only, not a language. About a
minute and a half of CPU time, once per machine.
Not covered: any use beyond tests; it knows some 400 words.
"""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .conversation import SYSTEM_PROMPT

if TYPE_CHECKING:
    from collections.abc import Callable

    from transformers import LlamaForCausalLM, PreTrainedTokenizerFast

WORDLISTS = Path(__file__).parent / "wordlists"
RECIPE_VERSION = 3  # raise when code below changes what is made
SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")  # ids 0, 1, 2: padding, start, end
CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
ALIASES = 4  # made-up names a topic has besides its own
TEXT_WEIGHT = 0.2  # of the loss on the rest of the text; the loss on answers teaches it to tell topics apart
OTHER_SYSTEM = ("You are a helpful assistant.", "Answer briefly.", "Name the topic of the message.")


@dataclass(frozen=True)
class Recipe:
    """Everything that decides tiny's bytes on one machine class."""

    seed: int = 20261121
    vocabulary: int = 2048
    hidden: int = 128
    layers: int = 4
    heads: int = 4
    inner: int = 384
    context: int = 512
    steps: int = 400
    batch: int = 16
    width: int = 96  # tokens per training sequence
    rate: float = 3e-3


RECIPE = Recipe()


def recipe_fingerprint(recipe: Recipe = RECIPE) -> str:
    """Changes with the recipe, the word lists and RECIPE_VERSION; names the cache folder."""
    words = b"".join((WORDLISTS / name).read_bytes() for name in ("tiny_topics.json", "demo_intents.json"))
    return f"tiny {RECIPE_VERSION} {json.dumps(asdict(recipe), sort_keys=True)} {hashlib.sha256(words).hexdigest()}"


def pretrain(target: Path, *, progress: Callable[[dict[str, object]], None], recipe: Recipe = RECIPE) -> None:
    """Make tiny in `target` (a folder that exists), telling progress every 50 steps."""
    import torch
    from torch.nn.functional import cross_entropy

    from .compute_lease import compute_lease, set_threads

    set_threads()
    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)
    corpus = Corpus(rng)
    progress({"type": "stage", "stage": "tokenizer", "message": "Learning tiny's tokens"})
    tokenizer = make_tokenizer(["".join(text for text, _ in corpus.conversation()) for _ in range(4000)], recipe)
    model = make_model(tokenizer, recipe)
    optimizer = torch.optim.AdamW(model.parameters(), lr=recipe.rate, weight_decay=0.05, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=recipe.rate, total_steps=recipe.steps, pct_start=0.1
    )
    stream: list[tuple[int, bool]] = []
    model.train()
    for step in range(1, recipe.steps + 1):
        while len(stream) < recipe.batch * recipe.width:
            for text, answer in corpus.conversation():
                stream += [(token, answer) for token in tokenizer(text, add_special_tokens=False)["input_ids"]]
        taken = torch.tensor(stream[: recipe.batch * recipe.width]).view(recipe.batch, recipe.width, 2)
        del stream[: recipe.batch * recipe.width]
        ids, answers = taken[:, :, 0], taken[:, 1:, 1].bool()
        with compute_lease():
            logits = model(input_ids=ids, use_cache=False).logits[:, :-1]
            losses = cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten(), reduction="none").view_as(answers)
            loss = losses[answers].mean() + TEXT_WEIGHT * losses[~answers].mean()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
        schedule.step()
        if step % 50 == 0 or step == recipe.steps:
            progress(
                {
                    "type": "step",
                    "step": step,
                    "steps": recipe.steps,
                    "loss": round(float(losses[answers].detach().mean()), 4),
                }
            )
    model.eval()
    model.save_pretrained(target)
    tokenizer.save_pretrained(target)


def make_tokenizer(texts: list[str], recipe: Recipe) -> PreTrainedTokenizerFast:
    """Byte-level BPE over the corpus, with the chat marks as single tokens."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=recipe.vocabulary,
        special_tokens=list(SPECIAL),
        show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    bpe.train_from_iterator(texts, trainer)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=bpe,
        bos_token=SPECIAL[1],
        eos_token=SPECIAL[2],
        pad_token=SPECIAL[0],
        unk_token=SPECIAL[0],
        model_max_length=recipe.context,
    )
    tokenizer.chat_template = CHAT_TEMPLATE
    return tokenizer


def make_model(tokenizer: PreTrainedTokenizerFast, recipe: Recipe) -> LlamaForCausalLM:
    """The untrained Llama of the recipe."""
    from transformers import LlamaConfig, LlamaForCausalLM

    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(tokenizer),
            hidden_size=recipe.hidden,
            intermediate_size=recipe.inner,
            num_hidden_layers=recipe.layers,
            num_attention_heads=recipe.heads,
            num_key_value_heads=recipe.heads,
            max_position_embeddings=recipe.context,
            tie_word_embeddings=True,
            bos_token_id=1,
            eos_token_id=2,
            pad_token_id=0,
        )
    )


class Corpus:
    """An endless, seeded stream of rendered conversations."""

    def __init__(self, rng: random.Random) -> None:
        content: dict[str, Any] = json.loads((WORDLISTS / "tiny_topics.json").read_text("utf8"))
        self._topics: dict[str, list[str]] = content["topics"]
        self._frames: list[str] = content["frames"]
        self._names: list[str] = content["names"]
        # Slot fillers are the plain nouns, places and days that the example data uses too; its sentences are not used.
        self._slots: dict[str, list[str]] = json.loads((WORDLISTS / "demo_intents.json").read_text("utf8"))["slots"]
        self._rng = rng
        self._aliases = {topic: [topic, *(self._name() for _ in range(ALIASES))] for topic in self._topics}

    def conversation(self) -> list[tuple[str, bool]]:
        """One to five turns in the chat template, as pieces of text; true marks what the assistant says."""
        rng = self._rng
        classify = rng.random() < 0.8
        alias = rng.randrange(ALIASES + 1)
        system = SYSTEM_PROMPT if classify else rng.choice(OTHER_SYSTEM)
        pieces = [(f"<|im_start|>system\n{system}<|im_end|>\n", False)]
        for topic in rng.choices(list(self._topics), k=rng.choice((1, 2, 3, 5))):
            pieces.append((f"<|im_start|>user\n{self._message(topic)}<|im_end|>\n<|im_start|>assistant\n", False))
            answer = self._aliases[topic][alias] if classify else f"It is about {topic}."
            pieces += [(f"{answer}<|im_end|>", True), ("\n", False)]
        return pieces

    def _name(self) -> str:
        """A name that no topic has, of the form that labels have: `word_word`."""
        return "_".join(self._rng.sample(self._names, 2))

    def _message(self, topic: str) -> str:
        rng = self._rng
        words = rng.sample(self._topics[topic], 2)
        values = {name: rng.choice(options) for name, options in self._slots.items()} | {"a": words[0], "b": words[1]}
        text = rng.choice(self._frames).format_map(values)
        case = rng.random()
        if case < 0.08:
            return text.upper()
        return text.lower() if case < 0.16 else text[0].upper() + text[1:]
