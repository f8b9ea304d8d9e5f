"""Writes the encoder, adapter merged, as ONNX fp32, once for each machine and set of weights.

90 MB, so it is not committed. Not int8: that breaks these embeddings (mean cosine 0.94).
"""

import fcntl
import json
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moderation.detectors.minilm.adapter import FILE, merge
from moderation.detectors.minilm.manifest import verified
from moderation.detectors.minilm.places import GRAPH, RECORD, folder_of, weights_key
from moderation.detectors.minilm.wheel import hash_of, model_folder

if TYPE_CHECKING:
    import torch


class DamagedExport(RuntimeError):
    """The exported file is not the one that was written."""


def export_folder(folder: Path, adapter: Path | None = FILE) -> Path:
    """Where the export of the installed weights with this adapter belongs below a data folder.

    Raises WrongFile where the adapter is not the one that its manifest names.
    """
    return folder_of(folder, _weights(adapter))


def ensure_exported(folder: Path, adapter: Path | None = FILE) -> Path:
    """The path of the ONNX file below the data folder `folder`, written if it is missing.

    Safe to call from several processes at once: the others wait. Takes about 10 s and torch the
    first time. Raises NoWheel, WrongFile, WrongAdapter, and ImportError where torch is missing and
    the file is too.
    """
    home = export_folder(folder, adapter)
    home.mkdir(parents=True, exist_ok=True)
    with _alone(home / ".lock"):
        try:
            return checked(home, adapter)
        except (DamagedExport, FileNotFoundError, json.JSONDecodeError):
            _write(home, adapter)
    return checked(home, adapter)


def checked(home: Path, adapter: Path | None = FILE) -> Path:
    """The graph in `home`, after its bytes were compared with the record. Raises DamagedExport."""
    recorded = json.loads((home / RECORD).read_text())
    graph = home / GRAPH
    if recorded.get("weights") != _weights(adapter) or recorded.get("graph") != hash_of(graph):
        raise DamagedExport(GRAPH)
    return graph


def _weights(adapter: Path | None) -> str:
    """Changes with the encoder's weights and with the adapter's."""
    changed = "" if adapter is None else hash_of(verified(adapter))
    return weights_key(changed)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _write(home: Path, adapter: Path | None) -> None:
    """The record is renamed last: a graph without its record is written again."""
    (home / RECORD).unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(dir=home, prefix=".writing-") as scratch:
        graph, record = Path(scratch) / GRAPH, Path(scratch) / RECORD
        _export(graph, adapter)
        record.write_text(json.dumps({"weights": _weights(adapter), "graph": hash_of(graph)}))
        _flush(graph)
        _flush(record)
        graph.replace(home / GRAPH)
        record.replace(home / RECORD)


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _export(path: Path, adapter: Path | None) -> None:
    import torch

    ids = torch.tensor([[101, 2023, 102], [101, 102, 0]])
    batch = {0: "batch", 1: "tokens"}
    with torch.inference_mode(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what tracing may get wrong is held by a test
        torch.onnx.export(
            _sentence_encoder(adapter),
            (ids, (ids != 0).long()),
            str(path),
            input_names=["ids", "mask"],
            output_names=["vector"],
            dynamic_axes={"ids": batch, "mask": batch, "vector": {0: "batch"}},
            opset_version=17,
            dynamo=False,
        )


def _sentence_encoder(adapter: Path | None) -> "torch.nn.Module":
    """Token ids and mask (batch, tokens) to unit vectors (batch, 384): mean pooling, as trained."""
    import torch
    from transformers import AutoModel
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]

    class SentenceEncoder(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bert: Any = AutoModel.from_pretrained(
                model_folder(), attn_implementation="eager", local_files_only=True
            )
            if adapter is not None:
                merge(self.bert, adapter)

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            states: torch.Tensor = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
            weights = mask.unsqueeze(-1).to(states.dtype)
            mean = (states * weights).sum(1) / weights.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1)

    return SentenceEncoder().eval()
