"""Serve the application with gunicorn: worker processes, no access log, clean stop."""

from __future__ import annotations

import sys
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from routeguide.web.collector import settle
from routeguide.web.errors import tell_fault

THREADS = 4


class DiscreetLogger(Logger):  # type: ignore[misc]
    """gunicorn's log without what it would tell of a request: its line holds who goes where."""

    def warning(self, msg: str, *args: Any, **more: Any) -> None:  # noqa: ANN401
        """Log a warning; of a request that cannot be read only that it came."""
        if "request" in msg:
            super().warning("a request that cannot be read was refused")
        else:
            super().warning(msg, *args, **more)

    def exception(self, msg: str, *args: Any, **more: Any) -> None:  # noqa: ANN401, ARG002
        """Log where a fault was raised, without its message and without the request."""
        error = sys.exc_info()[1]
        told = tell_fault(error) if error else "a fault"
        super().error("%s %s", msg.partition("%")[0].strip(), told)


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with settings of ours instead of its command line."""

    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self.application = app
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Take over the settings."""
        for key, value in self.options.items():
            self.cfg.set(key, value)

    def load(self) -> Flask:
        """Return the application, made before the workers fork: they share the network."""
        return self.application


def run(app: Flask, host: str, port: int, *, workers: int = 2) -> None:
    """Serve until stopped (Ctrl-C or SIGTERM).

    No access log is written: the address of a route holds where someone goes
    and how they move.
    """
    options = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "worker_class": "gthread",
        "threads": THREADS,
        "accesslog": None,
        "loglevel": "warning",
        "logger_class": DiscreetLogger,
        "timeout": 30,
        "limit_request_line": 4094,
    }
    settle()
    _Server(app, options).run()
