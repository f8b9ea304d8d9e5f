"""Whether a film shows somebody enrolled who did not consent. In the likeness process alone."""
