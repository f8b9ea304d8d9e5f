"""What a kind's thresholds do to an operator's own pictures. Nothing is kept."""
