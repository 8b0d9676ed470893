"""``python -m tests.crash.load``: a small district with a board, and tokens for its clients."""

from __future__ import annotations

import json
import os
from pathlib import Path

#: How many clients handle matters at once, each with tokens of its own.
HANDLERS = 3
#: Where the tokens and the numbers of units stand, in the folder of the site.
FACTS = "crash.json"


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)

    from leitai.apps.audit.services import Act
    from leitai.apps.periods.services import fill_from_library
    from leitai.apps.units.models import Scope
    from leitai.apps.units.services import issue_token
    from tests import factories
    from tests.apps.standings.world import make_world
    from tests.people import make_district

    fill_from_library(Act())
    district = make_district()
    make_world(district)
    people = {
        "office": factories.make_user("office", "supervision_office", district.area),
        "second": factories.make_user("second", "supervision_office", district.area),
        "clerk": factories.make_user("clerk", "reporting_unit", district.bureau),
        "scorer": factories.make_user("scorer", "assessment_office", district.area),
    }
    scopes = [Scope.READ, Scope.MATTERS, Scope.UPLOAD, Scope.COMPUTE]
    tokens = {
        name: [
            issue_token(Act(actor=user), name=f"{name} {at}", scopes=scopes).secret
            for at in range(HANDLERS + 1)
        ]
        for name, user in people.items()
    }
    facts = {
        "tokens": tokens,
        "area": district.area.pk,
        "bureau": district.bureau.pk,
        "source": district.source.code,
        "form": factories.investment_form(2026, 10),
    }
    Path(os.environ["LEITAI_VAR"], FACTS).write_text(json.dumps(facts), "utf-8")


if __name__ == "__main__":
    main()
