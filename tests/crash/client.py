"""A program with a token, speaking to the site's API."""

from __future__ import annotations

import http.client
import json
import uuid
from dataclasses import dataclass
from typing import Any, Protocol

from tests.browser.sites import HOST

BOUNDARY = "BOUNDARY"


class Served(Protocol):
    """What answers at a port of this machine."""

    port: int


@dataclass
class Client:
    """Speaks to the site's API as a program with a token does."""

    site: Served
    token: str

    def ask(self, method: str, path: str, body: Any = None, key: uuid.UUID | None = None) -> Any:
        """Return status and content of an answer; a connection that breaks raises ``OSError``."""
        headers = {"Authorization": f"Bearer {self.token}"}
        content: bytes | None = None
        if isinstance(body, bytes):
            content = body
            headers["Content-Type"] = f"multipart/form-data; boundary={BOUNDARY}"
        elif body is not None:
            content = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        if key is not None:
            headers["Idempotency-Key"] = str(key)
        connection = http.client.HTTPConnection(HOST, self.site.port, timeout=60)
        try:
            connection.request(method, f"/api/v1{path}", content, headers)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        return answer.status, json.loads(text or b"null")

    def get(self, path: str) -> Any:
        status, content = self.ask("GET", path)
        assert status == 200, content
        return content

    def write(self, path: str, body: Any, key: uuid.UUID) -> Any:
        status, content = self.ask("POST", path, body, key)
        assert status in (200, 201), content
        return content


def upload_form(source: str, name: str, content: bytes) -> bytes:
    """Return the form that brings a workbook in."""
    edge = f"--{BOUNDARY}".encode()
    return b"".join(
        (
            edge + b'\r\nContent-Disposition: form-data; name="source"\r\n\r\n',
            source.encode(),
            b"\r\n" + edge,
            b'\r\nContent-Disposition: form-data; name="file"; filename="',
            name.encode(),
            b'"\r\nContent-Type: application/octet-stream\r\n\r\n',
            content,
            b"\r\n" + edge + b"--\r\n",
        )
    )
