"""What all operations of the API share: the blueprint, the language, what they may answer."""

from __future__ import annotations

from flask import g
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from routeguide.directions.ruby import NO_RUBY
from routeguide.web.problems import declare_problems

REF = "#/components/schemas/"
PLACES = Tag(name="places", description="駅・施設・エレベーター")
ROUTES = Tag(name="routes", description="道順・表・行ける範囲")
ABOUT = Tag(name="about", description="移動のしかた・道路網・この定義")


def make_blueprint(name: str) -> APIBlueprint:
    """Return a blueprint of the API."""
    return APIBlueprint(
        name, __name__, url_prefix="/api/v1", doc_ui=True, abp_responses=declare_problems()
    )


def choose_language(asked: str | None = None) -> str:
    """Return the language of an answer: as asked, else by Accept-Language, else Japanese."""
    g.ruby = NO_RUBY
    if asked:
        g.language = asked
    return str(g.language)
