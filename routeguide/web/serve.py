"""Serve the application with gunicorn: worker processes, no access log, clean stop."""

from __future__ import annotations

import sys
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from routeguide.config import Settings
from routeguide.directions.language import LANGUAGES
from routeguide.model.traveller import presets
from routeguide.web.collector import settle
from routeguide.web.errors import tell_fault
from routeguide.web.limits import uncounted

TIMEOUT_S = 30
"""A worker that gives no sign of life for so long is replaced."""
GRACE_S = 20
"""What was begun has so long to be answered when the service stops."""
KEEP_S = 75
"""Idle connections of a proxy stay open longer than it keeps them (nginx: 60 s)."""


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


def options(app: Flask, settings: Settings, bind: str) -> dict[str, Any]:
    """Return gunicorn's settings.

    No access log is written: the address of a route holds where someone goes
    and how they move. Nothing is believed of a proxy but what ProxyFix takes
    over, and no control socket is opened.
    """
    return {
        "bind": bind,
        "workers": settings.workers,
        "threads": settings.threads,
        "worker_class": "gthread",
        "preload_app": True,
        "accesslog": None,
        "loglevel": "warning",
        "logger_class": DiscreetLogger,
        "timeout": TIMEOUT_S,
        "graceful_timeout": GRACE_S,
        "keepalive": KEEP_S,
        "limit_request_line": 4094,
        "forwarded_allow_ips": "",
        "control_socket_disable": True,
        "post_worker_init": lambda _worker: _look(app),
    }


def _look(app: Flask) -> None:
    """Let a worker that starts late begin with the newest network, not with its parent's."""
    live = app.extensions["live"]
    live.forget_time()
    if newer := live.look():
        app.extensions["network"] = newer


def warm(app: Flask) -> None:
    """Ask first what everybody will ask, so that no reader waits for it and the workers share it.

    Catalogues, templates, readings and the costs of each traveller are made
    once, before the workers fork.
    """
    with uncounted(app):
        _ask_first(app)
    settle()


def _ask_first(app: Flask) -> None:
    client = app.test_client()
    for code in LANGUAGES:
        client.get("/", query_string={"language": code})
    reachable: list[str] = sorted(app.extensions["network"].report.get("reachable", []))
    stations = [name for name in reachable if name.startswith("station:")]
    facilities = [name for name in reachable if name.startswith("facility:")]
    if stations and facilities:
        for traveller in presets():
            asked = {"from": stations[0], "to": facilities[0], "traveller": traveller}
            client.get("/route", query_string=asked)


def run(app: Flask, settings: Settings, host: str, port: int) -> None:
    """Serve until stopped: Ctrl-C or SIGTERM lets what was begun be answered."""
    where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    warm(app)
    _Server(app, options(app, settings, where)).run()
