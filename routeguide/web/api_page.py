"""The page that explains the API: rules, examples with their answers, numbers of mistakes."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from routeguide.web import api_examples, errors, limits
from routeguide.web.forgery import FOREIGN
from routeguide.web.problems import KINDS
from routeguide.web.texts import t

blueprint = Blueprint("api_page", __name__)
NUMBERED_STATUSES = (404, 405, 413, 415)


@blueprint.get("/api")
def explain() -> str:
    """Explain the API."""
    host, titles = request.url_root.rstrip("/"), api_examples.titles()
    examples = [
        (one, titles[one.key], one.curl(host), api_examples.answers()[one.key])
        for one in api_examples.EXAMPLES
    ]
    return render_template("api.html", examples=examples, mistakes=_mistakes())


def _mistakes() -> list[tuple[str, object]]:
    """Return the numbers of mistakes with their sentences, in the reader's language."""
    told: list[tuple[str, object]] = [(number, t(sentence)) for number, sentence in KINDS.items()]
    told.append(("RG104", t(FOREIGN)))
    told.append(("RG105", t(limits.TOO_MANY, seconds=limits.WINDOW_S)))
    told += [(f"HTTP{status}", t(errors.SENTENCES[status])) for status in NUMBERED_STATUSES]
    return told
