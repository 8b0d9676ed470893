"""The store over HTTP, as files for analysts."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from ninja import Router

from leitai.apps.publishing.store import export_zip, exporting_area
from leitai.apps.units.access import act_of

router = Router(tags=["store"])


@router.post("/store", summary="The store as Parquet files in one zip")
def send_store(request: HttpRequest) -> FileResponse:
    """Send what the caller may see of the store; for analysts and the office of an area."""
    area = exporting_area(request.user)
    if area is None:
        raise Http404
    response = FileResponse(
        export_zip(act_of(request), area=area), as_attachment=True, filename="leitai-store.zip"
    )
    response["Cache-Control"] = "private, no-store"
    return response
