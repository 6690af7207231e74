"""Write what the page /api shows: the answers of the ward network to its examples.

``python tools/write_api_examples.py`` asks them of the program and writes
``routeguide/web/api_examples.json``; a test compares it with what the program answers today.
"""

from __future__ import annotations

import json
import tempfile
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

from flask import Flask

from routeguide.app import create_app
from routeguide.config import Settings
from routeguide.model.asked import JST
from routeguide.network.build import BuildInput, build_network
from routeguide.network.ward import load_ward
from routeguide.web.api_examples import EXAMPLES, FILE, Example, shown

ROOT = Path(__file__).resolve().parent.parent
WRITTEN = ROOT / "routeguide" / "web" / FILE
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=JST)


def ask(app: Flask, example: Example) -> str:
    """Return the answer to an example, as the page shows it."""
    with patch("routeguide.web.etags.now", lambda: NOW):
        answer = app.test_client().open(example.path, method=example.method, json=example.body)
    if answer.status_code != (404 if example.key == "problem" else 200):
        raise RuntimeError(f"{example.path}: {answer.status_code} {answer.text[:200]}")
    return shown(answer.text, answer.mimetype or "")


def write_all(app: Flask) -> str:
    """Return the file."""
    told = {example.key: ask(app, example) for example in EXAMPLES}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write the file."""
    with tempfile.TemporaryDirectory() as folder:
        ward = load_ward(ROOT / "graphdata" / "ward", today=NOW.date())
        build_network(BuildInput(None, ward), Path(folder))
        settings = Settings(network=Path(folder), secret_key="of a tool that serves nobody, long")  # noqa: S106
        WRITTEN.write_text(write_all(create_app(settings)), encoding="utf-8")


if __name__ == "__main__":
    main()
