"""What a device may keep: the app's manifest, its service worker, the pages about what is kept.

Which routes a person keeps is known to that person's browser alone.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template, url_for

from routeguide import __version__
from routeguide.web.current import the_network
from routeguide.web.preferences import html_language
from routeguide.web.texts import language, plain

blueprint = Blueprint("device", __name__)
WORKER = "js/service-worker.js"
KEPT = ("css/*.css", "js/*.js", "img/*.svg", "vendor/fonts/*.css", "vendor/tokens/*.css")
"""The files of the pages that a device keeps with the routes; fonts are kept as they are used."""

PAGES = ("/offline", "/saved")
"""Pages that are kept; the first is shown where nothing else is there."""

ICONS = ((192, "any"), (512, "any"), (512, "maskable"))


@blueprint.app_context_processor
def add_network_version() -> dict[str, Any]:
    """Tell every page the version of the network that it was made on."""
    return {"network_version": the_network().version}


@blueprint.get("/manifest.webmanifest")
def manifest() -> Response:
    """Return what a device shows of the app: names in the language of the address, icons."""
    response = jsonify(
        {
            "id": "/",
            "name": plain("練馬区バリアフリー道案内"),
            "short_name": plain("道案内"),
            "description": plain(
                "駅から公共施設までの道を、移動のしかたに合わせて言葉で案内します。"
            ),
            "lang": html_language(language()),
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#00118f",
            "icons": [*_icons()],
            "shortcuts": [{"name": plain("保存した道順"), "url": "/saved"}],
        }
    )
    response.content_type = "application/manifest+json"
    return response


def _icons() -> list[dict[str, str]]:
    rows = [{"src": _static("img/icon.svg"), "sizes": "any", "type": "image/svg+xml"}]
    for size, purpose in ICONS:
        name = f"img/icon-{'maskable-' if purpose == 'maskable' else ''}{size}.png"
        row = {"src": _static(name), "sizes": f"{size}x{size}", "type": "image/png"}
        rows.append({**row, "purpose": purpose})
    return rows


def _static(name: str) -> str:
    return url_for("static", filename=name)


@blueprint.get("/sw.js")
def service_worker() -> Response:
    """Return the service worker, behind a line that names the files of the pages and their version.

    At the root, because a worker answers for what lies below its address.
    """
    folder = Path(current_app.static_folder or "")
    files = sorted({file for pattern in KEPT for file in folder.glob(pattern)} - {folder / WORKER})
    names = [file.relative_to(folder).as_posix() for file in files]
    digest = _digest(tuple((file, file.stat().st_mtime_ns) for file in (*files, folder / WORKER)))
    shell = {
        "version": digest,
        "files": [f"/static/{name}" for name in names],
        "pages": PAGES,
    }
    script = (folder / WORKER).read_text(encoding="utf-8")
    return Response(f"const SHELL = {json.dumps(shell)};\n{script}", mimetype="text/javascript")


@lru_cache(maxsize=8)
def _digest(files: tuple[tuple[Path, int], ...]) -> str:
    whole = hashlib.sha256(__version__.encode())
    for file, _ in files:
        whole.update(file.name.encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()[:16]


@blueprint.get("/saved")
def saved() -> str:
    """Tell which routes this device keeps: the browser fills the list."""
    return render_template("saved.html")


@blueprint.get("/offline")
def offline() -> str:
    """Tell that there is no connection: kept by the device, shown in place of other pages."""
    return render_template("offline.html")
