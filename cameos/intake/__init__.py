"""Files that people send in to be looked at: what is the same for a character and a picture."""
