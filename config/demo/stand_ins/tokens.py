# mypy: disable-error-code="no-untyped-call"
"""A tokenizer that was taught nothing: every byte is a token."""

from typing import Any

TOKENS = 64  # of a prompt
VOCABULARY = 300
SPECIAL = ["<pad>", "</s>", "<bos>", "<unk>"]


def tokenizer(*, padding_side: str) -> Any:
    """As the text encoders of Wan (right) and LTX-2 (left) want it."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY, special_tokens=SPECIAL, initial_alphabet=alphabet
    )
    made.train_from_iterator(["x"], trainer)
    roles = ("pad_token", "eos_token", "bos_token", "unk_token")
    return PreTrainedTokenizerFast(
        tokenizer_object=made,
        model_max_length=TOKENS,
        padding_side=padding_side,
        **dict(zip(roles, SPECIAL, strict=True)),
    )
