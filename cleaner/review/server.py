"""The server of a review: on 127.0.0.1 alone, until Ctrl-C."""

from __future__ import annotations

import socket
from secrets import token_urlsafe
from threading import Thread
from typing import TYPE_CHECKING, Final

import uvicorn

from cleaner.review.app import make_app
from cleaner.review.run import ReviewError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cleaner.review.desk import Desk

HOST: Final = "127.0.0.1"
_TOKEN_BYTES: Final = 24


class Server:
    """A review that listens at `address` as soon as this is made, and answers once `serve` is called."""

    def __init__(self, desk: Desk, port: int = 0) -> None:
        """`port` 0 is any that is free. Raises ReviewError where the port is taken."""
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((HOST, port))
            self._socket.listen()
        except OSError as error:
            self._socket.close()
            raise ReviewError(
                f"port {port} cannot be used: {error.strerror}; give another --port, or none"
            ) from error
        self.port: int = self._socket.getsockname()[1]
        token = token_urlsafe(_TOKEN_BYTES)
        self.address = f"http://{HOST}:{self.port}/{token}/"
        config = uvicorn.Config(
            make_app(desk, token, self.port), log_config=None, access_log=False, server_header=False,
            date_header=False, lifespan="off", ws="none",
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._desk = desk

    def serve(self, when_ready: Callable[[], None] = lambda: None) -> None:
        """Answer until Ctrl-C or `stop`; `when_ready` is called by a thread once requests are accepted."""
        try:
            self._desk.index.start()
            Thread(target=when_ready, daemon=True).start()
            self._server.run(sockets=[self._socket])
        finally:
            self._desk.index.stop()
            self._socket.close()

    def stop(self) -> None:
        """Let `serve` return, from another thread."""
        self._server.should_exit = True
