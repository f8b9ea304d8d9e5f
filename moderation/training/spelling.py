"""The linear weights of the hashed n-grams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from moderation.detectors.minilm.ngrams import BUCKETS, Ngrams, folded, hashed
from moderation.training.rows import CATEGORIES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STRENGTH = 10.0  # inverse of the regularisation


def fit_ngrams(texts: Sequence[str], labels: NDArray[np.float32], *, seed: int) -> Ngrams:
    """A logistic head per category over inverse document frequencies. Two minutes on one core."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    counts = _counts(texts)
    met = np.bincount(counts.indices, minlength=BUCKETS)
    rarity = (np.log((1 + len(texts)) / (1 + met)) + 1).astype(np.float16)
    lessons = _scaled(counts, rarity)
    weights, bias = [], []
    for head in range(len(CATEGORIES)):
        known = ~np.isnan(labels[:, head])
        model = LogisticRegression(
            C=STRENGTH, class_weight="balanced", solver="liblinear", random_state=seed
        )
        model.fit(lessons[known], labels[known, head])
        weights.append(model.coef_[0])
        bias.append(model.intercept_[0])
    half = np.float16
    return Ngrams(rarity, np.array(weights, dtype=half).T.copy(), np.array(bias, dtype=half))


def _counts(texts: Sequence[str]) -> Any:
    import numpy as np
    from scipy.sparse import csr_matrix

    found = [hashed(folded(text)[0]) for text in tqdm(texts, unit="text", desc="n-grams")]
    starts = np.cumsum([0, *(len(buckets) for buckets, _ in found)])
    buckets = np.concatenate([buckets for buckets, _ in found])
    values = np.concatenate([values for _, values in found])
    return csr_matrix((values, buckets, starts), shape=(len(texts), BUCKETS))


def _scaled(counts: Any, rarity: NDArray[np.float16]) -> Any:
    import numpy as np
    from scipy.sparse import diags

    weighted = counts @ diags(rarity.astype(np.float32))
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    return (diags(1 / lengths) @ weighted).tocsr()
