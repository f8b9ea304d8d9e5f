"""The words that the sketch engine understands, as data. Imported by the web process too."""
