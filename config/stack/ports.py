import socket

_held: list[socket.socket] = []


def free_port() -> int:
    """A port of the loopback interface that nobody else is given while this process lives.

    It stays bound here and nobody listens: a server that reuses addresses, as all of ours do, can
    listen on it, and whoever else asks the kernel for a free port gets another. Between closing a
    probe and a server's start somebody else was given the same one.
    """
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    _held.append(held)
    port: int = held.getsockname()[1]
    return port
