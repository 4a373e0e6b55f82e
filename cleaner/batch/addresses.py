"""Where the pages in files were on the web: from a manifest, or from names as wget gives them."""

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
"""wget puts a page under its host, and with --protocol-directories that under its protocol."""


class ManifestError(CleanerError):
    """The manifest cannot be used."""


class Addresses:
    """The URL of each file, as far as it is known."""

    def __init__(self, manifest: Path | None = None) -> None:
        """A manifest is a CSV file with the columns `path` (as below INPUT, or whole) and `url`."""
        self._listed = {} if manifest is None else _read_manifest(manifest)
        self._known_hosts: dict[str, bool] = {}

    def url(self, path: Path, name: str, folder: str) -> str | None:
        """The URL of the file `path`, called `name` below INPUT; `folder` is what INPUT is called."""
        if self._listed:
            return self._listed.get(name) or self._listed.get(str(path))
        return self._from_name(name) or self._from_name(f"{folder}/{name}")

    def _from_name(self, name: str) -> str | None:
        match = _HOST_PATH.fullmatch(name)
        if not match or not self._is_host(match[2].lower()):
            return None
        return f"{match[1] or 'https'}://{match[2].lower()}/{match[3]}"

    def _is_host(self, host: str) -> bool:
        """Whether `host` lies in a domain that can be registered: `v1.2` and `notes.old` do not."""
        if host not in self._known_hosts:
            from cleaner.identify.site import registered_domain  # noqa: PLC0415 - most folders need it never

            self._known_hosts[host] = registered_domain(f"https://{host}/") is not None
        return self._known_hosts[host]


def _read_manifest(manifest: Path) -> dict[str, str]:
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
