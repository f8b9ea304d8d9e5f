"""`/ws/v1`: the log, followed live. The protocol: docs/socket.md."""
