from dataclasses import replace

from generation.engines.diffusers.profile import Profile, Way
from generation.engines.diffusers.profiles.canvases import HD, P480, P720
from generation.engines.diffusers.profiles.unwanted import PICTURES

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
    negative=PICTURES,
    vae_dtype="float32",
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
    guidance_2=3.0,
)
# Its image encoder was made for one picture; weights for both ends (FLF2V) are others.
I2V = replace(T2V, name="wan-i2v", ways={Way.FIRST_FRAME: "WanImageToVideoPipeline"})
I2V_EXPERTS = replace(
    I2V,
    name="wan2.2-i2v",
    ways={Way.FIRST_FRAME: "WanImageToVideoPipeline", Way.ENDS: "WanImageToVideoPipeline"},
    experts=2,
    canvases=P720,
    steps=40,
    guidance=3.5,
)
TI2V = replace(
    T2V,
    name="wan2.2-ti2v",
    ways={Way.TEXT: "WanPipeline", Way.FIRST_FRAME: "WanImageToVideoPipeline"},
    canvases=HD,
    side_multiple=32,
    fps=24,
)
PROFILES = (T2V, T2V_EXPERTS, I2V, I2V_EXPERTS, TI2V)
