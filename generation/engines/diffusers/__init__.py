"""Text-to-video models of diffusers, each described by a profile (docs/engines.md)."""
