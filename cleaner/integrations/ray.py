"""Ray Data: `CleanBatch` for `Dataset.map_batches(batch_format="pyarrow")`.

    from cleaner import Cleaner
    from cleaner.integrations.ray import CleanBatch

    dataset = dataset.map_batches(
        CleanBatch,
        fn_constructor_kwargs={"cleaner": Cleaner()},
        batch_format="pyarrow",
        concurrency=2,
        num_cpus=0.5,
    )

As a class it runs in actors, which load what they need once. An actor holds its CPUs for as long as it lives.
Where as many actors as there are cores hold one each, none is left for reading, and the job hangs; hence
`num_cpus` below one.
"""

from __future__ import annotations

from cleaner.extras import need

need("ray.data", "ray", "cleaner.integrations.ray")

from cleaner.integrations.batches import CleanBatch  # noqa: E402 - without pyarrow it names another extra

__all__ = ["CleanBatch"]
