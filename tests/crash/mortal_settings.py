"""Settings of a site that dies in the middle of a statement's work.

After the first statement that contains ``LEITAI_TEST_DIE_AFTER`` the whole site is killed, before
the transaction can be committed.
"""

import os
import signal
from collections.abc import Callable
from typing import Any

from django.db.backends.signals import connection_created

from tests.browser.site_settings import *  # noqa: F403

DIE_AFTER = os.environ.get("LEITAI_TEST_DIE_AFTER", "")


def _die(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    result = execute(sql, params, many, context)
    if DIE_AFTER and DIE_AFTER in sql:
        os.killpg(os.getpgrp(), signal.SIGKILL)
    return result


def _make_mortal(connection: Any, **_more: Any) -> None:
    if _die not in connection.execute_wrappers:
        connection.execute_wrappers.append(_die)


connection_created.connect(_make_mortal, weak=False)
