"""The version of the package, which hatchling reads from here."""

__version__ = "0.1.0"
