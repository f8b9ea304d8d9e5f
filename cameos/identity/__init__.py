"""Whether a film shows an enrolled person who did not consent to it. In the likeness process alone."""
