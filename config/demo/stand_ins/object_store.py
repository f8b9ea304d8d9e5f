"""An object store on loopback: moto's server, as a process of its own.

It checks no signature, no expiry and no policy, and encrypts nothing (docs/storage.md).
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from config.demo.patience import PATIENCE
from config.stack.ports import free_port

REGION = "eu-central-1"
# Of nobody: the server asks for none, the library for some.
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}


@contextmanager
def object_store() -> Iterator[str]:
    """Its address. The process ends with whoever started it, however that ends."""
    port = free_port()
    command = [sys.executable, "-m", "config.demo.stand_ins.object_store", str(port)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _await(address)
        yield address
    finally:
        process.communicate()


def client(address: str) -> Any:
    """For what a story looks at and breaks."""
    import boto3

    keys = {name.lower(): value for name, value in CREDENTIALS.items()}
    return boto3.client("s3", endpoint_url=address, region_name=REGION, **keys)


def with_bucket(address: str, name: str) -> None:
    """An empty one."""
    place = {"LocationConstraint": REGION}
    client(address).create_bucket(Bucket=name, CreateBucketConfiguration=place)


def _await(address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            httpx.get(f"{address}/moto-api/", timeout=5)
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("the object store did not start")


def main() -> None:
    """Serves until its input is closed."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=int(sys.argv[1]), verbose=False)
    server.start()
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    main()
