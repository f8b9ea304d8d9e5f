"""The web application in a worker of granian that ends when its master does."""

from lib.worker_life import end_with_parent

end_with_parent()

from config.asgi import application  # noqa: E402 - what dies while this loads must end too

__all__ = ["application"]
