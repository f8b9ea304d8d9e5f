"""dlib's weights, from a package that is never imported: it wants pkg_resources, long gone.

Of its four files these two are used, both CC0 (davisking/dlib-models). Its 68 landmarks were
trained on pictures that exclude commercial use, so that file is never opened.
"""

from importlib.util import find_spec
from pathlib import Path

from lib.faces.base import FaceError, FaceFault

PACKAGE = "face_recognition_models"
LANDMARKS = "shape_predictor_5_face_landmarks.dat"
RECOGNITION = "dlib_face_recognition_resnet_model_v1.dat"


def weights(name: str) -> Path:
    """Raises FaceError(NO_WEIGHTS) where the package or the file is missing."""
    found = find_spec(PACKAGE)
    for folder in (found.submodule_search_locations or ()) if found else ():
        if (file := Path(folder, "models", name)).is_file():
            return file
    raise FaceError(FaceFault.NO_WEIGHTS, f"{name} of the package {PACKAGE}")
