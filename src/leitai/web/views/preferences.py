"""A person's own language, row height and keys."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from leitai.apps.units.models import User
from leitai.apps.units.services import set_preferences
from leitai.web.acts import act_from, way_back

LANGUAGES = {code for code, _name in settings.LANGUAGES}


@require_POST
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep the posted choices and go back to the page they were made on."""
    language = request.POST.get("language")
    density = request.POST.get("density")
    keys = request.POST.get("single_keys")
    set_preferences(
        act_from(request),
        language=language if language in LANGUAGES else None,
        density=density if density in User.Density.values else None,
        single_keys=None if keys is None else keys == "on",
    )
    return HttpResponseRedirect(way_back(request, "/"))
