"""A Whisper of random weights, made here and converted as real ones are: its words are noise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LANGUAGES = ("en", "de", "fr")
SPECIAL = (
    "<|endoftext|>", "<|startoftranscript|>", *(f"<|{one}|>" for one in LANGUAGES),
    "<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>",
    "<|notimestamps|>",
)  # fmt: skip
TIMES = 1501  # 0.00 to 30.00 s in steps of 0.02
ORDINARY = 500  # tokens beside the special ones


def whisper(folder: Path) -> Path:
    """In CTranslate2's format, with the tokenizer beside it."""
    import torch
    from ctranslate2.converters import TransformersConverter
    from transformers import WhisperConfig, WhisperForConditionalGeneration

    torch.manual_seed(5)
    plain = folder / "plain"
    plain.mkdir(parents=True)
    tokenizer = _tokenizer(plain)
    numbers = tokenizer.get_vocab()
    ids = {token: numbers[token] for token in SPECIAL}
    network = WhisperForConditionalGeneration(
        WhisperConfig(
            vocab_size=tokenizer.get_vocab_size() + TIMES, d_model=8, encoder_layers=1,
            decoder_layers=1, encoder_attention_heads=2, decoder_attention_heads=2,
            encoder_ffn_dim=32, decoder_ffn_dim=32, num_mel_bins=80,
            pad_token_id=ids["<|endoftext|>"], bos_token_id=ids["<|endoftext|>"],
            eos_token_id=ids["<|endoftext|>"],
            decoder_start_token_id=ids["<|startoftranscript|>"],
        )
    )  # fmt: skip
    network.save_pretrained(plain)
    told = {
        "lang_to_id": {f"<|{one}|>": ids[f"<|{one}|>"] for one in LANGUAGES},
        "alignment_heads": [[0, 0], [0, 1]], "suppress_tokens": [], "begin_suppress_tokens": [],
    }  # fmt: skip
    (plain / "generation_config.json").write_text(json.dumps(told))
    converter = TransformersConverter(str(plain), copy_files=["tokenizer.json"])
    converter.convert(str(folder / "converted"))
    return folder / "converted"


def _tokenizer(folder: Path) -> Tokenizer:
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    fillers = [f"w{number}" for number in range(ORDINARY - len(letters))]
    vocabulary = {token: number for number, token in enumerate([*letters, *fillers])}
    tokenizer = Tokenizer(models.BPE(vocabulary, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in SPECIAL])
    untyped: Any = PreTrainedTokenizerFast
    untyped(
        tokenizer_object=tokenizer, eos_token="<|endoftext|>", bos_token="<|endoftext|>",
        unk_token="<|endoftext|>",
    ).save_pretrained(folder)  # fmt: skip
    return tokenizer
