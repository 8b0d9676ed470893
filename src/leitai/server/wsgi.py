"""The site as a WSGI application."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leitai.server.settings")
application = get_wsgi_application()

# A third of a million objects live as long as the process. Set aside, they are not looked through
# at every full collection, which otherwise holds up one request in twenty by more than it takes.
from django.urls import get_resolver  # noqa: E402

_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
