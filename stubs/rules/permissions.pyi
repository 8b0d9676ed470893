from collections.abc import Callable
from typing import Any

from rules.predicates import Predicate

permissions: dict[str, Predicate]

def add_perm(name: str, pred: Callable[..., bool] | Predicate) -> None: ...
def has_perm(name: str, *args: Any) -> bool: ...
def perm_exists(name: str) -> bool: ...
