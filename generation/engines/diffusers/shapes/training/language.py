"""The tokenizer of whole words and the small text encoder, which learns with the transformer."""

from typing import Any

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import PreTrainedTokenizerFast, UMT5Config, UMT5EncoderModel

from generation.engines.diffusers.shapes.place import WORDS
from generation.engines.diffusers.shapes.training.geometry import TEXT
from generation.engines.diffusers.shapes.vocabulary import vocabulary

PAD, END, UNKNOWN = "<pad>", "</s>", "<unk>"


def new_tokenizer() -> PreTrainedTokenizerFast:
    order = (PAD, END, UNKNOWN, ",", ".", *sorted(vocabulary()))
    words = {word: at for at, word in enumerate(order)}
    tokenizer = Tokenizer(models.WordLevel(words, UNKNOWN))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"$A {END}", special_tokens=[(END, words[END])]
    )
    special = {"pad_token": PAD, "eos_token": END, "unk_token": UNKNOWN}
    fast: Any = PreTrainedTokenizerFast
    made: PreTrainedTokenizerFast = fast(
        tokenizer_object=tokenizer, model_max_length=WORDS, **special
    )
    return made


def new_encoder(tokenizer: PreTrainedTokenizerFast) -> UMT5EncoderModel:
    settings: Any = UMT5Config
    config = settings(
        vocab_size=len(tokenizer), pad_token_id=0, eos_token_id=1, dropout_rate=0.0, **TEXT
    )
    return UMT5EncoderModel(config)


def embed(
    tokenizer: PreTrainedTokenizerFast, encoder: UMT5EncoderModel, prompts: list[str]
) -> torch.Tensor:
    """As `WanPipeline` does it: padding is zero after the encoder, and nobody masks it."""
    said = tokenizer(
        prompts, padding="max_length", max_length=WORDS, truncation=True, return_tensors="pt"
    )
    mask = said["attention_mask"]
    states = encoder(said["input_ids"], mask).last_hidden_state
    embedded: torch.Tensor = states * mask[..., None]
    return embedded
