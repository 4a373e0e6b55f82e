"""Hugging Face datasets: `CleanBatch` for `Dataset.map(batched=True, num_proc=N)`.

    from cleaner import Cleaner
    from cleaner.integrations.huggingface import CleanBatch

    dataset = dataset.map(CleanBatch(Cleaner()), batched=True, num_proc=8)

`map` replaces the dataset's columns by those of the result, so `html` is gone. It finds its cache again in
another process, as the hash of a CleanBatch says all that decides the output. Of an IterableDataset, `map`
only adds columns; name what is to go in `remove_columns`.
"""

from __future__ import annotations

from cleaner.extras import need

need("datasets", "huggingface", "cleaner.integrations.huggingface")

from cleaner.integrations.batches import CleanBatch  # noqa: E402 - without pyarrow it names another extra

__all__ = ["CleanBatch"]
