"""Objects in a store that speaks S3 (docs/storage.md). Nothing here is imported for local files."""
