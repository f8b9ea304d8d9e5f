"""Rights to a picture of other people, as its sender states them: evidence, not proof. Behind a
switch that is off (C24)."""
