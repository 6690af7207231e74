"""Telling a mistake: what stood there and the reader's own words; no trip, no name, no address."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from routeguide.errors import NotKept
from routeguide.model.asked import now
from routeguide.tagging.feedback import MOST_ABOUT, MOST_BLOCK, MOST_WORDS, Report, keep
from routeguide.web.current import the_network
from routeguide.web.limits import Group, limited
from routeguide.web.report_choices import read_choice
from routeguide.web.texts import t
from routeguide.web.wording import show_name

blueprint = Blueprint("feedback", __name__)
OFFICE = "facility:nerimakuyakusho"


@blueprint.get("/feedback")
def ask() -> str:
    """Ask what is wrong; a link may say at which passage or place, and what stood there."""
    if "report" in request.args:  # a block was chosen on the page of a route
        return _form(*read_choice(request.args["report"]), "")
    return _form(request.args.get("about", ""), request.args.get("block", ""), "")


@blueprint.post("/feedback")
@limited(Group.NOTE)
def receive() -> Response | tuple[str, int]:
    """Keep a report: the passage, its words, the reader's words; nothing else that was sent."""
    form = request.form
    about, block = form.get("about", "")[:MOST_ABOUT], form.get("block", "")[:MOST_BLOCK]
    if "report" in form:  # the same, on the page of a route from a position
        return _form(*read_choice(form["report"]), ""), 200
    words = form.get("words", "").strip()
    if not words:
        return _form(about, block, words, t("ちがっていることを書いてください。")), 400
    if len(words) > MOST_WORDS:
        wrong = t("%(most)s文字までで書いてください。", most=MOST_WORDS)
        return _form(about, block, words, wrong), 400
    report = Report(now().date().isoformat(), about, block, words, the_network().version)
    try:
        keep(_folder(), report)
    except NotKept as error:
        return _form(about, block, words, not_kept=True), error.status
    return redirect(url_for("feedback.thanks"), code=303)


@blueprint.get("/feedback/thanks")
def thanks() -> str:
    """Thank for a report."""
    return render_template("feedback/thanks.html")


def _folder() -> Path:
    folder: Path = current_app.config["INSTANCE"]
    return folder


def _form(
    about: str, block: str, words: str, wrong: Markup | None = None, *, not_kept: bool = False
) -> str:
    place = the_network().places.get(about)
    return render_template(
        "feedback/form.html",
        about=about[:MOST_ABOUT],
        block=block[:MOST_BLOCK],
        words=words[: 2 * MOST_WORDS],
        wrong=wrong,
        not_kept=not_kept,
        place=show_name(place) if place else None,
        office=the_network().places.get(OFFICE),
        telephone=current_app.config["CONTACT_TELEPHONE"],
        most=MOST_WORDS,
    )
