"""Keeps everybody but the reviewer's own browser out, as an ASGI middleware.

The server listens on 127.0.0.1, which every program and every page in a browser on this machine can reach. So
the address holds a random token that only the reviewer knows. The Host must be the server's own, as a name of
somebody else's that leads to 127.0.0.1 (DNS rebinding) comes with another. Requests that another page makes
name it in Origin or Sec-Fetch-Site, and are refused. What is answered may not be framed, cached, or read by
other origins.
"""

from __future__ import annotations

from hmac import compare_digest
from typing import TYPE_CHECKING, Final

from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES: Final = 1_000_000
"""The largest request: a rule, and what is said of a block."""
HEADERS: Final = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class Guard:
    """Lets through what has the token in its path, and comes from this server's pages or the address bar."""

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self._app = app
        self._token = token
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope) if scope["type"] == "http" else (403, "no sockets here")
        if refusal is None:
            await self._app(scope, receive, _with_headers(send))
            return
        status, why = refusal
        if scope["type"] == "http":
            await PlainTextResponse(f"{why}\n", status)(scope, receive, _with_headers(send))
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if headers.get("host") not in self._hosts:
            return 421, "this server is 127.0.0.1 alone"
        if not self._is_own(scope["method"], headers):
            return 403, "no other page may ask here"
        token = str(scope["path"]).split("/")[1:2]
        if not token or not compare_digest(token[0].encode(), self._token.encode()):
            return 404, "open the address that `cleaner review` has printed"
        length = headers.get("content-length", "0")
        if not length.isdecimal() or len(length) > len(str(MOST_BYTES)) or int(length) > MOST_BYTES:
            return 413, "too much"
        return None

    def _is_own(self, method: str, headers: Mapping[str, str]) -> bool:
        """Whether it comes from the address bar, or from a page of this server, as all but reading must."""
        origin = headers.get("origin")
        own = f"http://{headers['host']}"
        if method not in ("GET", "HEAD"):
            is_json = headers.get("content-type", "").partition(";")[0] == "application/json"
            return origin == own and is_json and "transfer-encoding" not in headers
        return origin in (None, own) and headers.get("sec-fetch-site", "none") in ("none", "same-origin")


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            message = {**message, "headers": [*message.get("headers", ()), *own]}
        await send(message)

    return sending
