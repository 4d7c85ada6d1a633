"""The command line. It only translates: every command calls the same verb of the Python API."""

from spe_search.cli.main import main

__all__ = ["main"]
