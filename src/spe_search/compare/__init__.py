"""What is like an initiative or a project described, why, and several side by side."""

from spe_search.compare.comparer import Comparer
from spe_search.compare.model import Aspect, Comparable, Difference, Likeness, Shared, Trait

__all__ = ["Aspect", "Comparable", "Comparer", "Difference", "Likeness", "Shared", "Trait"]
