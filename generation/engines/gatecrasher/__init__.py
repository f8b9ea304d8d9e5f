"""Shows somebody else than who lent their face: for tests and demos of the guards alone."""
