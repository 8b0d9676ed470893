from typing import Any

from django.apps import AppConfig
from django.db import connection
from django.db.models.signals import post_migrate


class MattersConfig(AppConfig):
    name = "leitai.apps.matters"
    label = "matters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leitai.apps.matters import (
            handlers,  # noqa: F401  connects the signals
            policies,  # noqa: F401  registers the permissions
        )

        post_migrate.connect(make_text_index, sender=self, dispatch_uid="matters.make_text_index")


def make_text_index(sender: Any, **kwargs: Any) -> None:
    """Make the table of the full text, and fill it where matters stand without any."""
    from leitai.apps.matters.text import INDEX, refill

    tables = connection.introspection.table_names()
    if INDEX.of not in tables:
        return
    if INDEX.name in tables:
        INDEX.make()
    else:
        refill()
