"""Taking consent back (C14): told first, hidden at once, removed by workers."""
