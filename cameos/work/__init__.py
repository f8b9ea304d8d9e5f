"""What the likeness process does with what other processes looked at."""
