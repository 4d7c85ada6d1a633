"""What is like an initiative or a project described, why, and several side by side."""

from spe_search.compare.model import (
    Aspect,
    Comparable,
    Difference,
    Entry,
    Field,
    Likeness,
    Matrix,
    MatrixRow,
    Shared,
    Trait,
)

__all__ = [
    "Aspect",
    "Comparable",
    "Difference",
    "Entry",
    "Field",
    "Likeness",
    "Matrix",
    "MatrixRow",
    "Shared",
    "Trait",
]
