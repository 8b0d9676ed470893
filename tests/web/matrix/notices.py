"""Who gets in where: notices, how they are sent, and the group chats that read along."""

from __future__ import annotations

from leitai.apps.notices.models import Wishes
from leitai.apps.notices.services import code_of
from tests.web.matrix.names import person
from tests.web.matrix.readers import (
    ADMINISTRATOR,
    ANY,
    NONE,
    SIGNED_IN,
    TOWN,
    Entry,
    Names,
    Readers,
    api,
)
from tests.web.world import Site

#: Whose notice of a matter it is; nobody here reads that of the other district's town.
NOTICE: dict[str, Readers] = {
    "own": TOWN,
    "lead": frozenset({"reporting_unit"}),
    "other": NONE,
}
#: Who looks after somebody's notices.
MANAGES: Readers = ADMINISTRATOR


def notice(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.notices[what].pk}


def code(site: Site, what: str, reader: str) -> Names:
    return {"code": code_of(Wishes.objects.get(person=site.people["town"]))}


PAGES = [
    Entry("/notices/", "GET", ANY),
    Entry("/notices/read", "POST", ANY),
    Entry("/notices/<uuid:pk>/open", "POST", NOTICE, notice),
    Entry("/notices/failures/", "GET", {"any": MANAGES}),
    Entry("/notices/settings/", "GET", ANY),
    Entry(
        "/notices/settings/save", "POST", ANY,
        data=lambda s, w, r: {
            "digest_at": "09:00", "quiet_from": "19:00", "quiet_to": "08:00", "by_mail": "on",
        },
    ),
    Entry("/notices/settings/address", "POST", ANY, data=lambda s, w, r: {"address": ""}),
    Entry(
        "/notices/settings/confirm", "POST", {"own": TOWN}, data=code,
        corrected={"own": SIGNED_IN - TOWN},
    ),
    Entry("/people/<int:pk>/chat/", "GET", {"own": MANAGES, "other": NONE}, person),
    Entry(
        "/people/<int:pk>/chat/join", "POST", {"own": MANAGES, "other": NONE}, person,
        data=lambda s, w, r: {
            "name": "群", "shape": "wecom", "url": "https://chat.example.cn/robot?key=1",
        },
    ),
    Entry("/people/<int:pk>/chat/leave", "POST", {"own": MANAGES, "other": NONE}, person),
]  # fmt: skip

API = [
    api("/notices", "GET", ANY),
    api("/notices/count", "GET", ANY),
    api("/notices/read", "POST", ANY),
]
