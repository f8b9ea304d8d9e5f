"""What makes films. The web process may import `base` and `registry`; neither is heavy."""
