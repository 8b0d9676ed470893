"""Who gets in where: one entry for every route and method, read by test_permissions.py.

``let_in`` names, for each object the address can name, the readers who get in; everybody else is
answered as if it were not there (404), the signed-out are sent to sign in (pages) or refused with
401 (API). ``refused`` names readers who may see the thing but not do this to it: they get 403.

One module a room; whoever adds a route adds its entry there.
"""

from tests.web.matrix import benchmarks, boards, data, goals, house, matters, notices, rules
from tests.web.matrix.readers import Entry

__all__ = ["ACCOUNTS", "API", "PAGES", "TABLE", "Entry"]

ROOMS = (benchmarks, boards, data, goals, house, matters, notices, rules)
PAGES = [entry for room in ROOMS for entry in room.PAGES]
ACCOUNTS = house.ACCOUNTS
API = [entry for room in ROOMS for entry in room.API]
TABLE = [*PAGES, *ACCOUNTS, *API]
