"""What must not come back with a copy of the database: ids of what was erased or taken back since,
kept outside of it (docs/leaving.md)."""
