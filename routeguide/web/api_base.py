"""What all operations of the API share: the blueprint, the language, what they may answer."""

from __future__ import annotations

from flask import abort, g, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from routeguide.directions.language import LANGUAGES
from routeguide.web.problems import declare_problems

USUAL = "ja"
BY_TAG = {"zh-hans": "zh", "zh-cn": "zh", "zh-sg": "zh"}
"""Languages of readers that are ours under another name; 繁體字 is none of ours."""

PLACES = Tag(name="places", description="駅・施設・エレベーター")
ROUTES = Tag(name="routes", description="道順・表・行ける範囲")
ABOUT = Tag(name="about", description="移動のしかた・道路網・この定義")


def make_blueprint(name: str) -> APIBlueprint:
    """Return a blueprint of the API."""
    made = APIBlueprint(
        name, __name__, url_prefix="/api/v1", doc_ui=True, abp_responses=declare_problems()
    )
    made.before_request(refuse_other_media)
    return made


def refuse_other_media() -> None:
    """Refuse bodies that are not called JSON: what a form of another site can send is none."""
    if request.method == "POST" and not request.is_json:
        abort(415)


def choose_language(asked: str | None = None) -> str:
    """Return the language of an answer: as asked, else by Accept-Language, else Japanese."""
    g.language = asked or accepted_language()
    return str(g.language)


def accepted_language() -> str:
    """Return the language of ours that the reader accepts best; Japanese where none is."""
    for tag in request.accept_languages.values():
        code = tag.lower().replace("_", "-")
        own = BY_TAG.get(code) or (code if code in LANGUAGES else code.partition("-")[0])
        if own in LANGUAGES and not code.startswith("zh-hant"):
            return own
    return USUAL
