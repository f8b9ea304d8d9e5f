"""The tables of which a person's timeline is made: `rows(person, viewer)`, `told(row)`."""
