from lib.media.stereo import Sound, read

__all__ = ["Sound", "read"]
