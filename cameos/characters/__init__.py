"""What is no human being and has a name: a pet, a thing, a drawing (C22)."""
