"""Fits the predictor on a population that is generated: no real person's texts are used."""
