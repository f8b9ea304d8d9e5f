from dataclasses import replace

from generation.engines.diffusers.profile import Profile, Way
from generation.engines.diffusers.profiles.canvases import HD, P480, P720

LICENCE = "Apache-2.0 (Wan 2.1 and 2.2)."
# Trained on five seconds; what is longer repeats itself.
FIVE_SECONDS = (4,)

T2V = Profile(
    name="wan-t2v",
    family="wan",
    ways={Way.TEXT: "WanPipeline", Way.FILM: "WanVideoToVideoPipeline"},
    canvases=P480,
    side_multiple=16,
    frame_grid=4,
    fps=16,
    seconds=FIVE_SECONDS,
    steps=50,
    guidance=5.0,
    vae_dtype="float32",
    licence=LICENCE,
    asks="Wan 2.1 T2V: 1.3 B on a card of 12 GB, 14 B on one of 80 GB, or less with offloading.",
)
# Two experts, for high and for low noise; diffusers re-draws films with one transformer only.
T2V_EXPERTS = replace(
    T2V,
    name="wan2.2-t2v",
    experts=2,
    ways={Way.TEXT: "WanPipeline"},
    canvases=P720,
    steps=40,
    guidance=4.0,
    arguments={"guidance_scale_2": 3.0},
    asks="Wan 2.2 T2V A14B: two experts of 14 B; 80 GB with the idle one offloaded.",
)
I2V = replace(
    T2V,
    name="wan-i2v",
    ways={Way.FIRST_FRAME: "WanImageToVideoPipeline", Way.ENDS: "WanImageToVideoPipeline"},
    asks="Wan 2.1 I2V 14B: 80 GB, or less with offloading. It cannot begin with words alone.",
)
I2V_EXPERTS = replace(
    I2V,
    name="wan2.2-i2v",
    experts=2,
    canvases=P720,
    steps=40,
    guidance=3.5,
    asks="Wan 2.2 I2V A14B: two experts of 14 B. It cannot begin with words alone.",
)
TI2V = replace(
    T2V,
    name="wan2.2-ti2v",
    ways={Way.TEXT: "WanPipeline", Way.FIRST_FRAME: "WanImageToVideoPipeline"},
    canvases=HD,
    side_multiple=32,
    fps=24,
    asks="Wan 2.2 TI2V 5B: a card of 24 GB.",
)
PROFILES = (T2V, T2V_EXPERTS, I2V, I2V_EXPERTS, TI2V)
