"""Published standings that later changes touch: how far the search is, and what waits."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult

from leitai.apps.indicators.models import Batch
from leitai.apps.standings.models import Restatement, Standing
from leitai.apps.standings.policies import READS_INPUTS
from leitai.apps.units.selectors import subtree_ids, unit_roots

_TASK = "leitai.apps.standings.tasks.look_for_restatements"


def search_state(batch: Batch) -> str:
    """Return ``looking`` while the search waits or runs, ``failed`` when it broke, else ``done``.

    What is older than the results that are kept counts as done.
    """
    statuses = set(
        DBTaskResult.objects.filter(
            task_path=_TASK, args_kwargs={"args": [batch.pk], "kwargs": {}}
        ).values_list("status", flat=True)
    )
    if statuses & {"READY", "RUNNING"}:
        return "looking"
    return "failed" if "FAILED" in statuses and "SUCCESSFUL" not in statuses else "done"


def restatements_to_settle(user: Any) -> QuerySet[Restatement]:
    """Return the later changes that no published result answers for yet.

    They are inputs, so they show to who reads all inputs of the area.
    """
    roots = tuple(unit_roots(user, *READS_INPUTS))
    if not roots:
        return Restatement.objects.none()
    return Restatement.objects.filter(
        standing__round__scheme__area__in=subtree_ids(roots),
        standing__state=Standing.State.PUBLISHED,
        settled_by__isnull=True,
    )
