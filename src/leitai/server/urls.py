"""The site's address map."""

from __future__ import annotations

from django.urls import include, path

from leitai.server.api import api

urlpatterns = [
    path("", include("leitai.web.urls")),
    path("accounts/", include("leitai.web.account_urls")),
    path("api/v1/", api.urls),
]
handler400 = "leitai.web.views.errors.bad_request"
handler403 = "leitai.web.views.errors.forbidden"
handler404 = "leitai.web.views.errors.not_found"
#: Django has no such handler; the accounts' pages look it up by this name.
handler429 = "leitai.web.views.errors.too_many"
handler500 = "leitai.web.views.errors.server_error"
