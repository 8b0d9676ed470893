from collections.abc import Callable
from typing import Any, overload

class Predicate:
    name: str
    def __call__(self, *args: Any) -> bool: ...
    def test(self, *args: Any) -> bool: ...

@overload
def predicate(fn: Callable[..., bool], name: str | None = None) -> Predicate: ...
@overload
def predicate(
    fn: None = None, name: str | None = None
) -> Callable[[Callable[..., bool]], Predicate]: ...
