"""URLs of input files, from a manifest or from paths as wget writes them (`example.org/a/b.html`).

The URL decides which site rules apply. Records of JSON lines, Parquet and WARC have a URL of their own and do
not need this module.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Final

from cleaner.errors import CleanerError
from cleaner.readers.record import shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_HOST_PATH: Final = re.compile(
    r"(?:(https?)/)?([a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+)(?:[:+]\d+)?/(.*)", re.DOTALL
)
"""A path as wget writes it: host, optional port, path; with --protocol-directories the protocol first."""


class ManifestError(CleanerError):
    """The manifest cannot be read, is not CSV, or lacks a column or a value."""


class Addresses:
    """Finds the URL of a file. With a manifest only the manifest counts, else the file's path.

    >>> from pathlib import Path
    >>> Addresses().url(Path("crawl/example.org/news/1.html"), "example.org/news/1.html", "crawl")
    'https://example.org/news/1.html'
    >>> Addresses().url(Path("texts/notes.old/1.txt"), "notes.old/1.txt", "texts") is None
    True
    """

    def __init__(self, manifest: Path | None = None) -> None:
        """Read the manifest: CSV with the columns `path` (relative to INPUT, or as given) and `url`.

        Raises ManifestError.
        """
        self._listed = {} if manifest is None else _read_manifest(manifest)
        self._known_hosts: dict[str, bool] = {}

    def url(self, path: Path, name: str, folder: str) -> str | None:
        """The URL of the file at `path`, or None. `name` is its path relative to INPUT, with `/`.

        `folder` is the name of INPUT itself, since INPUT may be the folder that wget named after the host.
        """
        if self._listed:
            return self._listed.get(name) or self._listed.get(str(path))
        return self._from_name(name) or self._from_name(f"{folder}/{name}")

    def _from_name(self, name: str) -> str | None:
        match = _HOST_PATH.fullmatch(name)
        if not match or not self._is_host(match[2].lower()):
            return None
        return f"{match[1] or 'https'}://{match[2].lower()}/{match[3]}"

    def _is_host(self, host: str) -> bool:
        """Whether `host` is below a public suffix such as `org`; `v1.2` and `notes.old` are only folders."""
        if host not in self._known_hosts:
            from cleaner.identify.site import registered_domain  # noqa: PLC0415 - slow to load, rarely needed

            self._known_hosts[host] = registered_domain(f"https://{host}/") is not None
        return self._known_hosts[host]


def _read_manifest(manifest: Path) -> dict[str, str]:
    """Path -> URL."""
    try:
        with manifest.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            rows = csv.DictReader(file)
            missing = [it for it in ("path", "url") if it not in (rows.fieldnames or ())]
            if missing:
                raise ManifestError(
                    f"{shown(manifest)}:1: the first line must name the columns path and url; "
                    f"{' and '.join(missing)} is missing"
                )
            return dict(_rows(manifest, rows))
    except OSError as error:
        raise ManifestError(f"{shown(manifest)}: {error.strerror}") from error
    except csv.Error as error:
        raise ManifestError(f"{shown(manifest)}: not CSV: {error}") from error


def _rows(manifest: Path, rows: csv.DictReader[str]) -> Iterable[tuple[str, str]]:
    for row in rows:
        if not row["path"] or not row["url"]:
            raise ManifestError(f"{shown(manifest)}:{rows.line_num}: a path and a url are needed")
        yield row["path"].removeprefix("./"), row["url"]
