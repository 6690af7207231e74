"""What the templates may call: sentences, lines with their furigana, languages, addresses."""

from __future__ import annotations

from typing import Any

from flask import Flask
from markupsafe import Markup

from routeguide.web.preferences import html_language, own_address
from routeguide.web.step_signs import sign_of
from routeguide.web.texts import plain, t
from routeguide.web.wording import line_html


def register(app: Flask) -> None:
    """Give the templates their functions; ``a`` is a sentence for attributes and titles."""
    app.jinja_env.globals |= {
        "a": plain,
        "credit": credit,
        "html_language": html_language,
        "line_html": line_html,
        "own_address": own_address,
        "sign_of": sign_of,
        "t": t,
    }
    app.jinja_env.filters["changed"] = changed


def credit(text: str) -> Markup:
    """Return a credit, which stands in English on every page."""
    return Markup('<span lang="en">{}</span>').format(text)


def changed(question: dict[str, Any], **changes: str) -> dict[str, Any]:
    """Return a question with some of its answers changed."""
    return {**question, **changes}
