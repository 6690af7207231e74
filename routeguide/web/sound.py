"""The sound of a route: the whole, one block, and when each block is spoken.

Fetched apart from the page, which never waits for it. A question stands in the
address only from place to place; one from a position is asked by
:mod:`routeguide.web.sound_api`.
"""

from __future__ import annotations

import io

from flask import Blueprint, Response, abort, jsonify, make_response, request, send_file

from routeguide.speech import mp3
from routeguide.speech.engine import read_speed
from routeguide.speech.script import Script, script_of_answer
from routeguide.speech.sound_file import chapters_to_json, file_of
from routeguide.web.current import the_network, the_readings, the_speaker
from routeguide.web.formats import html_language
from routeguide.web.limits import Group, limited
from routeguide.web.page_query import answer_of_page, manner_of_page, query_of_page

blueprint = Blueprint("sound", __name__)

KEPT = "private, no-cache"
"""The browser of whoever asked may keep the sound, and asks before it plays it again."""


@blueprint.get("/route.mp3")
@limited(Group.SOUND)
def whole() -> Response:
    """Return the whole route as sound, or the one block that ``block`` names."""
    number = request.args.get("block", "")
    if number and not number.isdecimal():
        abort(404)
    return _sound(int(number) if number else None)


@blueprint.get("/route/sound/<int:number>.mp3")
@limited(Group.SOUND)
def block(number: int) -> Response:
    """Return one block as sound; 0 is what comes before the first."""
    return _sound(number)


@blueprint.get("/route/sound.json")
@limited(Group.SOUND)
def chapters() -> Response:
    """Tell when each block is spoken in the sound of the whole route."""
    speed = read_speed(request.args.get("speed") or "1.0")
    script = _script()
    return jsonify(chapters_to_json(script, the_speaker().record(script, speed), speed))


def sound_response(script: Script, speed: float, *, name: str) -> Response:
    """Return a script as an MP3 file; by its tag a browser need not fetch it twice."""
    speaker = the_speaker()
    tag = speaker.expected_tag(script, speed)
    if tag and tag in request.if_none_match:
        response = make_response("", 304)
        response.set_etag(tag)
        return _kept(response)
    made = speaker.record(script, speed)
    response = send_file(
        io.BytesIO(file_of(script, made)), mp3.MEDIA_TYPE, conditional=True, etag=made.tag,
        download_name=name, as_attachment="download" in request.args,
    )  # fmt: skip
    response.headers["Content-Language"] = html_language(script.language)
    return _kept(response)


def _sound(number: int | None) -> Response:
    script: Script | None = _script()
    if script is not None and number is not None:
        script = script.only(number)
    if script is None:
        abort(404)
    name = "route.mp3" if number is None else f"route-{number}.mp3"
    return sound_response(script, read_speed(request.args.get("speed") or "1.0"), name=name)


def _script() -> Script:
    way = request.args.get("way", "0")
    manner = manner_of_page(request.args, the_readings())
    answer = answer_of_page(the_network(), query_of_page(request.args))
    script = script_of_answer(answer, manner, way=int(way)) if way.isdecimal() else None
    if script is None:
        abort(404)
    return script


def _kept(response: Response) -> Response:
    response.headers["Cache-Control"] = KEPT
    return response
