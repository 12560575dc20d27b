"""Yuan and points as they are written."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

CENT = Decimal("0.01")


@lru_cache(maxsize=1024)
def two(value: Decimal) -> str:
    """Write an amount or points with two decimals."""
    return str(value.quantize(CENT, ROUND_HALF_UP))
