"""What a decision can do: a class in a file of its own each, with its way back."""
