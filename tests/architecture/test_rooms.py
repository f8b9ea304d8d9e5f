"""Who may know whom, and by which doors."""

import re
import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import ROOMS, ROOT, python_files

HIDDEN_DOORS = re.compile(r"apps\.get_model\(|import_string|importlib\.import_module|__import__\(")
MODELS = ("torch", "diffusers", "transformers", "insightface", "onnxruntime", "cv2", "av", "numpy")


def test_every_room_imports_only_from_those_to_its_left() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_no_room_reaches_another_by_a_name_in_a_string() -> None:
    offenders = [
        str(path.relative_to(ROOT))
        for path in python_files(*ROOMS)
        if HIDDEN_DOORS.search(path.read_text())
    ]
    # The engine registry imports its own folder's engines late, because they are heavy.
    assert offenders in ([], ["generation/engines/registry.py"])


def test_what_a_room_tells_somebody_reaches_their_phones() -> None:
    """`append` writes a line and pushes nothing: it is the inbox's own."""
    log_alone = re.compile(r"from inbox\.services(\.log)? import [^\n]*\b(append|log)\b")
    rooms = [room for room in ROOMS if room != "inbox"]
    assert [path for path in python_files(*rooms) if log_alone.search(path.read_text())] == []


def test_no_room_uses_djangos_signals() -> None:
    pattern = re.compile(r"from django\.(db\.models|dispatch|core|contrib\.auth)\S* import .*\b"
                         r"(receiver|post_save|pre_save|post_delete|Signal)\b")  # fmt: skip
    assert [path for path in python_files(*ROOMS) if pattern.search(path.read_text())] == []


def test_the_web_process_carries_no_model_library() -> None:
    script = (
        "import sys, config.wsgi, config.asgi, config.socket_asgi\n"
        "from django.urls import get_resolver\n"
        "get_resolver().url_patterns\n"
        f"print([name for name in {MODELS!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False,
        env=_environment(),
    )  # fmt: skip
    assert done.stdout.strip().splitlines()[-1:] == ["[]"], done.stdout + done.stderr


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
