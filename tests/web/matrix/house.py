"""Who gets in where: house."""

from __future__ import annotations

from tests.web.matrix.names import (
    person,
    token,
)
from tests.web.matrix.readers import (
    ACCOUNT,
    ADMINISTRATOR,
    ANY,
    EVERYBODY,
    NONE,
    READS_RECORD,
    ROLE,
    SIGNED_IN,
    Entry,
    api,
)

PAGES = [
    Entry("/", "GET", ANY),
    Entry("/health/", "GET", {"any": EVERYBODY}),
    Entry("/search/", "GET", ANY, query="?q=镇"),
    Entry("/preferences/", "POST", ANY, data=lambda s, w, r: {"density": "compact"}),
    Entry("/audit/", "GET", ANY),
    Entry("/audit/verify", "GET", {"any": READS_RECORD}),
    Entry("/audit/verify/run", "POST", {"any": READS_RECORD}),
    Entry("/people/", "GET", {"any": ADMINISTRATOR}),
    Entry("/people/new", "POST", {"any": ADMINISTRATOR}, data=lambda s, w, r: ACCOUNT),
    Entry("/people/<int:pk>/", "GET", {"own": ADMINISTRATOR, "other": NONE}, person),
    Entry("/people/<int:pk>/off", "POST", {"own": ADMINISTRATOR, "other": NONE}, person),
    Entry("/people/<int:pk>/on", "POST", {"own": ADMINISTRATOR, "other": NONE}, person),
    Entry(
        "/people/<int:pk>/roles", "POST", {"own": ADMINISTRATOR, "other": NONE}, person,
        data=lambda s, w, r: ROLE,
    ),
    Entry(
        "/people/<int:pk>/roles/<int:assignment>/end", "POST",
        {"own": ADMINISTRATOR, "other": NONE}, person,
    ),
    Entry("/tokens/", "GET", ANY),
    Entry(
        "/tokens/new", "POST", ANY,
        data=lambda s, w, r: {"name": "抄送", "scopes": ["read"], "days": "30"},
    ),
    Entry("/tokens/<int:pk>/revoke", "POST", {"own": SIGNED_IN, "other": NONE}, token),
]  # fmt: skip


API = [
    api("/openapi.json", "GET", {"any": EVERYBODY}),
    Entry("/api/v1/", "GET", {"any": NONE}, api=True, absent=True),
    api("/people", "GET", {"any": ADMINISTRATOR}),
    api(
        "/people/<int:pk>/switch-off", "POST", {"own": ADMINISTRATOR, "other": NONE}, person,
        data=lambda s, w, r: {"reason": "调离"},
    ),
    api("/people/<int:pk>/switch-on", "POST", {"own": ADMINISTRATOR, "other": NONE}, person),
    api("/audit/entries", "GET", ANY),
    api("/audit/head", "GET", ANY),
    api("/audit/verification", "GET", {"any": READS_RECORD}),
    api("/drafts", "GET", ANY),
]  # fmt: skip


#: Signing in, passwords and the second factor. Steps that need the password once more, or another
#: step before, send the signed-in elsewhere; the signed-out always go to sign in.
ACCOUNTS = [
    Entry("/accounts/login/", "GET", {"any": EVERYBODY}),
    Entry("/accounts/logout/", "GET", ANY),
    Entry("/accounts/password/change/", "GET", ANY),
    Entry("/accounts/reauthenticate/", "GET", ANY),
    Entry("/accounts/signup/", "GET", {"any": EVERYBODY}),
    Entry("/accounts/inactive/", "GET", {"any": EVERYBODY}),
    Entry("/accounts/2fa/", "GET", ANY),
    Entry("/accounts/2fa/authenticate/", "GET", ANY),
    Entry("/accounts/2fa/reauthenticate/", "GET", ANY),
    Entry("/accounts/2fa/totp/activate/", "GET", ANY),
    Entry("/accounts/2fa/totp/deactivate/", "GET", {"any": NONE}),
    Entry("/accounts/2fa/recovery-codes/", "GET", {"any": NONE}),
    Entry("/accounts/2fa/recovery-codes/generate/", "GET", {"any": SIGNED_IN}),
    Entry("/accounts/2fa/recovery-codes/download/", "GET", {"any": NONE}),
]
