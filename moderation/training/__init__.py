"""How the heads of the text detector are trained, set and measured. Developers' machines only."""
