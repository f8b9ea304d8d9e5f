"""The story that `make demo` plays over HTTP and WebSocket on real servers."""
