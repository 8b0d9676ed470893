"""Write the description of the HTTP interface to docs/openapi.json."""

from __future__ import annotations

import json
import os
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "docs" / "openapi.json"


def main() -> None:
    """Render the OpenAPI document as the site serves it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leitai.server.settings")
    import django

    django.setup()
    from leitai.server.api import api

    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    text = json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True, default=str)
    TARGET.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
