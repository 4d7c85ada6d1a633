"""Where vectors are kept and searched. Every store agrees with :mod:`.exact`, the oracle."""

from spe_search.stores.exact import ExactStore
from spe_search.stores.faiss import FaissStore

__all__ = ["ExactStore", "FaissStore"]
