"""From an operator's table to a pipeline that is warm."""
