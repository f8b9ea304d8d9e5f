"""Documents that are written once, outside the database: what it was may be proven from there."""
