"""Ages that people say of themselves: whoever is quoted, imagined or filmed says nothing here."""
