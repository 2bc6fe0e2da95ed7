"""Prompts: how a row becomes chat messages, text and token ids. Training and serving must agree here.

Loads no torch, so that every verb of the command line may use it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypedDict

from .errors import InvalidInput

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

SYSTEM_PROMPT = "Classify the message into one intent. Answer with the intent name only."


class Message(TypedDict):
    """One chat turn; role is system, user or assistant."""

    role: str
    content: str


def conversation(text: str, history: Sequence[Message] = ()) -> list[Message]:
    """The messages of one classification row: the task instruction, earlier turns, then the text."""
    return [Message(role="system", content=SYSTEM_PROMPT), *history, Message(role="user", content=text)]


def render(tokenizer: PreTrainedTokenizerBase, messages: Sequence[Message]) -> str:
    """The exact prompt string for `messages`, ending where the assistant's answer begins.

    Tokenise it with `add_special_tokens=False`: the template already holds every special token.
    """
    text = tokenizer.apply_chat_template(
        [{"role": message["role"], "content": message["content"]} for message in messages],
        tokenize=False,
        add_generation_prompt=True,
    )
    if not isinstance(text, str):
        raise InvalidInput("base.template", "base: its chat template rendered no text.", field="base")
    return text


def token_ids(tokenizer: PreTrainedTokenizerBase, text: str) -> list[int]:
    """Ids of `text` without added special tokens."""
    return list(tokenizer(text, add_special_tokens=False)["input_ids"])


def end_of_turn(tokenizer: PreTrainedTokenizerBase) -> int:
    """The id that ends an answer; raises InvalidInput if the tokenizer names none."""
    if not isinstance(tokenizer.eos_token_id, int):
        raise InvalidInput("base.template", "base: its tokenizer names no end token.", field="base")
    return tokenizer.eos_token_id
