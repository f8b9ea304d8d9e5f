"""The shapes of the three networks; a checkpoint made with others cannot be resumed."""

from generation.engines.diffusers.shapes.draw import FRAMES

CHANNELS = 12  # of a latent
# A token holds one place of the picture at all times. Wan's transformer knows positions only from
# each other, and an autoencoder of single frames marks none as the first: cut along time, tokens
# could not tell when they were, and things came and went (docs/models/shapes.md).
PATCH = (FRAMES, 1, 1)

VAE = {
    "base_dim": 32,
    "decoder_base_dim": 48,
    "z_dim": CHANNELS,
    "dim_mult": [1, 2],
    "num_res_blocks": 1,
    "temperal_downsample": [False],
    "in_channels": 48,
    "out_channels": 48,
    "patch_size": 4,
    "scale_factor_temporal": 1,
    "scale_factor_spatial": 8,
    "latents_mean": [0.0] * CHANNELS,
    "latents_std": [1.0] * CHANNELS,
}

TEXT = {"d_model": 128, "d_kv": 32, "d_ff": 256, "num_layers": 2, "num_heads": 4}

TRANSFORMER = {
    "patch_size": PATCH,
    "num_attention_heads": 4,
    "attention_head_dim": 64,
    "in_channels": CHANNELS,
    "out_channels": CHANNELS,
    "text_dim": TEXT["d_model"],
    "freq_dim": 128,
    "ffn_dim": 512,
    "num_layers": 5,
}
