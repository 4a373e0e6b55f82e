"""The pages that a site file of Full-Text RSS is for, by its name."""

from __future__ import annotations

from typing import Any, NamedTuple

from cleaner.identify.site import ascii_host


class Host(NamedTuple):
    """The host that a file is named after."""

    name: str
    """Without `www.`, which Full-Text RSS takes off every host."""
    subdomains: bool
    """Whether the file is for all subdomains, rather than for this host alone."""


def host_of(file: str) -> Host | None:
    """The host of a file name; None for other files, such as `global.txt`, which is for every site.

    >>> host_of("www.example.org.txt")
    Host(name='example.org', subdomains=False)
    >>> host_of(".example.org.txt")
    Host(name='example.org', subdomains=True)
    """
    stem = file.removesuffix(".txt")
    name = ascii_host(stem.removeprefix("."))
    name = name.removeprefix("www.") if name else None
    if name is None or "." not in name or ascii_host(f"www.{name}") is None:
        return None
    return Host(name, stem.startswith("."))


def match_of(hosts: list[Host]) -> dict[str, Any]:
    """The `match` of a rule file for several hosts."""
    exact = [f"{www}{it.name}" for it in hosts if not it.subdomains for www in ("", "www.")]
    domains = [it.name for it in hosts if it.subdomains]
    return {**({"hosts": exact} if exact else {}), **({"domains": domains} if domains else {})}
