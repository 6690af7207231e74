"""What caches may keep: files of ours by their content, answers by what made them, pages never."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request
from flask.globals import request_ctx
from werkzeug.security import safe_join

from routeguide import __version__
from routeguide.web.current import the_network
from routeguide.web.errors import API

STATIC = "static"
FOREVER = "public, max-age=31536000, immutable"
FONTS = "public, max-age=604800"
"""Fonts come with the set-up, many small files under names that stay: asked for once a week."""
CHECKED = "public, no-cache"
"""May be kept, and is asked about at every use: 304 where nothing changed."""
NEVER = "no-store"


def conditional(response: Response, *key_parts: object) -> Response:
    """Give an answer its ETag, and return 304 without a body to who holds the same already.

    The key holds the network's version, the overlay's revision, the address and
    the program's version; ``key_parts`` are what else makes the answer: the
    language, the minute where hours matter. Only for answers that hold no
    position and nothing of a session.
    """
    response.set_etag(tag_of(*key_parts))
    response.headers["Cache-Control"] = CHECKED
    response.make_conditional(request)
    return response


def tag_of(*key_parts: object) -> str:
    """Return the tag of the answer at hand: network, overlay, address, program, and what else."""
    network = the_network()
    parts = (__version__, network.version, network.overlay.revision, request.full_path, *key_parts)
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:24]


def keep_or_not(response: Response) -> None:
    """Set ``Cache-Control`` where the view did not; nothing of a session is ever kept."""
    if request.endpoint == STATIC:
        response.headers["Cache-Control"] = _of_file(response)
        return
    if _holds_session() or "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = NEVER
    if response.mimetype == "text/html" and not request.path.startswith(API):
        response.vary.update(("Cookie", "Accept-Language"))


def _holds_session() -> bool:
    """Tell whether the cookie was looked at (asking ``session`` itself would be a look at it)."""
    held = request_ctx._session  # noqa: SLF001 - what flask.session stands for
    return held is not None and held.accessed and not request.path.startswith(API)


def _of_file(response: Response) -> str:
    if response.status_code not in {200, 206, 304}:
        return NEVER
    name = (request.view_args or {}).get("filename", "")
    if request.args.get("v") and request.args["v"] == _digest_of(name):
        return FOREVER
    return FONTS if name.endswith(".woff2") else CHECKED


def register(app: Flask) -> None:
    """Write the digest of a file's content into its address: ``/static/css/page.css?v=...``."""

    @app.url_defaults
    def add_digest(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == STATIC and "v" not in values:
            digest = _digest_of(values.get("filename", ""))
            if digest:
                values["v"] = digest


def _digest_of(name: str) -> str:
    """Return the digest of a static file; empty where there is none of that name."""
    path = safe_join(current_app.static_folder or "", name)
    try:
        seen = Path(path or "").stat()
    except (OSError, ValueError):
        return ""
    return _digest(Path(path or ""), seen.st_mtime_ns, seen.st_size) if path else ""


@lru_cache(maxsize=2048)
def _digest(path: Path, _changed_ns: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
