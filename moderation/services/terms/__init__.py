"""The banks of terms: changing them, filling them, asking them."""
