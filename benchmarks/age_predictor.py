"""The committed age predictor on generated people that neither fitted it nor chose its threshold.

`python -m benchmarks.age_predictor` writes results/age_predictor.json.
"""

from pathlib import Path

from accounts.prediction.model import weights_in_use
from accounts.prediction.training.measuring import measured, scored
from accounts.prediction.training.population import people
from benchmarks.reporting import kept, machine, shown

RESULTS = Path(__file__).parent / "results" / "age_predictor.json"
SEED = 77
PEOPLE = 20_000
SHARES = (0.05, 0.10, 0.20)  # of teens among those who say to be adults: nobody knows it of a house


def main() -> None:
    """Measured at each share."""
    weights = weights_in_use()
    result = {
        "seed": SEED,
        "threshold": weights.threshold,
        "machine": machine(),
        "at": {
            f"{share:.0%} teens": measured(
                scored(people(PEOPLE, teens=share, seed=SEED + place), weights), weights.threshold
            )
            for place, share in enumerate(SHARES)
        },
    }
    kept(result, RESULTS)
    shown(result)


if __name__ == "__main__":
    main()
