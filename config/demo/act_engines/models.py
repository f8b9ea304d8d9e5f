"""The models of this act, as its engines file names them.

Those of the file are Wan's own classes with random weights: their films are noise, coloured where
it says so. Two are the product's.
"""

from pathlib import Path

NOISE = "wan-noise"  # seconds a film
SLOW = "wan-slow"  # the same weights, more steps on a larger canvas: there is time to step in
MAGENTA = "wan-magenta"  # what it draws the classifier takes for nudity
FARM = "farm"  # somebody else's computers
DRAWN_HERE = "sketch"
SMALL = "shapes"  # of this repository, with its weights
FROM_A_FOLDER = (NOISE,)  # each is asked for a film; add a name to have another one asked

PROCESSOR = {
    "name": "Example Farm",
    "region": "EU (Frankfurt)",
    "retention": "Deleted after each video.",
}
STEPS = {NOISE: 10, MAGENTA: 10, SLOW: 60}
CANVAS = {NOISE: (80, 144), MAGENTA: (80, 144), SLOW: (160, 288)}


def engines_file(folder: Path, *, farm: str) -> str:
    """TOML, as an operator writes it. `farm`: the address of the vendor's server."""
    weights = {NOISE: "noise", SLOW: "noise", MAGENTA: "magenta"}
    tables = [_diffusers(name, folder / "weights" / kind) for name, kind in weights.items()]
    return "\n".join([*tables, _remote(farm)])


def _diffusers(name: str, weights: Path) -> str:
    short, long = CANVAS[name]
    return f"""[{name}]
kind = "diffusers"
profile = "wan-t2v"
weights = "{weights}"
device = "cpu"
dtype = "float32"
steps = {STEPS[name]}
canvases = {{ "720x1280" = "{short}x{long}", "1280x720" = "{long}x{short}" }}
"""


def _remote(farm: str) -> str:
    said = ", ".join(f'{key} = "{value}"' for key, value in PROCESSOR.items())
    return f"""[{FARM}]
kind = "remote"
url = "{farm}"
model = "secret-model-of-the-farm"
sizes = {{ "720x1280" = "360x640" }}
seconds = [4]
takes_references = 1
reference_field = "input_reference"
processor = {{ {said} }}
"""
