"""What an operator sets: Apple's root, a push service, a proxy in front, a second factor for all
staff."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding

from config.demo.act_engines.installation import environment
from config.demo.stand_ins.app_store import BUNDLE, Apple
from config.demo.stand_ins.push_service import KEY_ID, TEAM, TOPIC, PushService
from config.stack.stack import Stack


@contextmanager
def installed(stack: Stack, _output: Path) -> Iterator[dict[str, Any]]:
    """Stands around a stack that is started within: its processes read the environment once.
    Yields who signs as Apple does, and whom we call to push."""
    folder = stack.home / "act"
    folder.mkdir(mode=0o700, parents=True)
    apple, root = Apple(), folder / "root.pem"
    root.write_bytes(apple.root.public_bytes(Encoding.PEM))
    settings = {
        "APPLE_ROOT_CERTIFICATES": str(root),
        "APPLE_BUNDLE_ID": BUNDLE,
        "APPLE_ENVIRONMENT": "sandbox",
        "APPLE_ONLINE_CHECKS": "0",
        "ADMIN_SECOND_FACTOR": "1",
        "TRUSTED_PROXIES": "1",
    }
    push_service = PushService(folder)
    push_service.start()
    settings |= {
        "APNS_KEY": push_service.key,
        "APNS_KEY_ID": KEY_ID,
        "APNS_TEAM_ID": TEAM,
        "APNS_TOPIC": TOPIC,
        "APNS_SERVER": f"localhost:{push_service.port}",
        "APNS_CA": str(push_service.ca),
    }
    try:
        with environment(settings):
            yield {"apple": apple, "push_service": push_service}
    finally:
        push_service.stop()
