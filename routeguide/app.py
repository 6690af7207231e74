"""The application: the only place where things are wired."""

from __future__ import annotations

from flask_babel import Babel
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI
from werkzeug.middleware.proxy_fix import ProxyFix

from routeguide import __version__
from routeguide.config import ROOT, Settings
from routeguide.web import (
    api,
    api_page,
    api_places,
    device,
    errors,
    feedback,
    outages,
    pages,
    places,
    preferences,
    printing,
    question_to,
    questions,
    security,
    sound,
    sound_api,
    statements,
    steps,
    templating,
)
from routeguide.web import map as route_map
from routeguide.web import (
    settings as settings_page,
)
from routeguide.web.live import LiveNetwork
from routeguide.web.problems import Problem
from routeguide.web.requests import invalid_request
from routeguide.web.strict_json import StrictJson

JOURNEYS = (
    pages,
    questions,
    question_to,
    places,
    outages,
    feedback,
    statements,
    sound,
    steps,
    device,
    printing,
)
INFO = Info(title="routeguide", version=__version__, description="練馬区バリアフリー経路案内 API")


def create_app(settings: Settings | None = None) -> OpenAPI:
    """Return the application, its network loaded.

    Raises:
        NetworkMissing: there is no network (``routeguide serve`` builds one first).
        NetworkDamaged: it is not what was built.
        BadInput: a setting cannot be used.
    """
    settings = settings or Settings.from_environment()
    app = OpenAPI(
        "routeguide",
        info=INFO,
        doc_ui=False,
        validation_error_model=Problem,
        validation_error_callback=invalid_request,
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    app.config["BASE_URL"] = settings.base_url
    app.json = StrictJson(app)
    app.url_map.merge_slashes = False  # an id with two slashes is unknown, not elsewhere
    app.extensions["live"] = LiveNetwork(settings.network, settings.overlay)
    app.extensions["network"] = app.extensions["live"].network
    app.extensions["speech"] = settings.speech
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.config["INSTANCE"] = settings.instance
    app.config["CONTACT_TELEPHONE"] = settings.contact_telephone
    for part in (*JOURNEYS, settings_page, api_page):
        app.register_blueprint(part.blueprint)
    app.register_api(api.blueprint)
    app.register_api(api_places.blueprint)
    app.register_api(sound_api.blueprint)
    app.jinja_env.globals["has_vendor"] = has_vendor
    templating.register(app)
    Babel(app)
    preferences.register(app)
    errors.register(app)
    security.register(app, settings)
    route_map.register(app, settings)
    return app


def has_vendor(name: str) -> bool:
    """Tell whether a browser asset was fetched at set-up; pages do without it."""
    return (ROOT / "static" / "vendor" / name).is_file()
