"""`python -m accounts.prediction.training`: fits, chooses the threshold, writes the weights."""

import json
import sys
from typing import Any

from accounts.prediction.model import FEATURES, PATH, Weights, features_from, is_enough
from accounts.prediction.training.measuring import scored, threshold_for
from accounts.prediction.training.population import people

SEED = 20
FITTED_ON, CHOSEN_ON = 20_000, 20_000
TEENS_TO_FIT = 0.5
# Ours: one in ten of those who say to be adults is a teen, and of twenty who get a signal
# nineteen are.
TEENS_TO_CHOOSE, PRECISION = 0.10, 0.95


def fit() -> Weights:
    """Logistic regression with an L2 penalty; the threshold is still missing (1)."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    known = [
        one for one in people(FITTED_ON, teens=TEENS_TO_FIT, seed=SEED) if is_enough(one.counts)
    ]
    rows = np.array([[features_from(one.counts)[name] for name in FEATURES] for one in known])
    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    fitted = LogisticRegression(C=1.0, max_iter=1000)
    fitted.fit((rows - mean) / scale, [one.kind.is_teen for one in known])

    def named(values: Any) -> dict[str, float]:
        return {name: round(float(one), 6) for name, one in zip(FEATURES, values, strict=True)}

    bias = round(float(fitted.intercept_[0]), 6)
    return Weights(named(mean), named(scale), named(fitted.coef_[0]), bias, 1.0)


def main() -> None:
    """Writes data/age_predictor.json; another population chooses the threshold."""
    weights = fit()
    chosen = scored(people(CHOSEN_ON, teens=TEENS_TO_CHOOSE, seed=SEED + 1), weights)
    threshold = round(threshold_for(PRECISION, chosen), 6)
    kept = {
        "made_by": "python -m accounts.prediction.training",
        "seed": SEED,
        "precision_asked_for": PRECISION,
        "threshold": threshold,
        "bias": weights.bias,
        **{name: dict(getattr(weights, name)) for name in ("mean", "scale", "weight")},
    }
    PATH.write_text(json.dumps(kept, indent=1) + "\n")
    sys.stdout.write(f"threshold {threshold}\n")


if __name__ == "__main__":
    main()
