"""The page of a case: what it is about, what was said and found, and what can be done."""
