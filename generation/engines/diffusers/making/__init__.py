"""One render on a warm pipeline: steps, looks, decoding."""
