"""Division codes (区划代码): the list of 2023 down to villages, the history since 1981, and names.

``history()`` has the codes of all years with what became of them, ``register()`` the current list,
``resolve`` and ``resolve_all`` say which place a written name means, or that a person must decide.

Example:
    >>> from leitai.divisions import Written, history, resolve
    >>> found = resolve(Written("龙海市", province="福建省", year=2020))
    >>> found.division.code
    '350681'
    >>> history().follow(found.division, 2023).end.name
    '龙海区'
"""

from leitai.divisions.history import LAST_YEAR, Change, History, Way, history
from leitai.divisions.model import LEVELS, Division, Entry, Level
from leitai.divisions.names import plain, stem
from leitai.divisions.register import LIST_YEAR, Register, UnknownCodeError, register
from leitai.divisions.resolution import Doubt, Remark, Resolution, Written
from leitai.divisions.resolving import Resolver, resolve, resolve_all

__all__ = [
    "LAST_YEAR",
    "LEVELS",
    "LIST_YEAR",
    "Change",
    "Division",
    "Doubt",
    "Entry",
    "History",
    "Level",
    "Register",
    "Remark",
    "Resolution",
    "Resolver",
    "UnknownCodeError",
    "Way",
    "Written",
    "history",
    "plain",
    "register",
    "resolve",
    "resolve_all",
    "stem",
]
