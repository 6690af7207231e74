"""The sound of a route: the whole, one block, and when each block is spoken.

Fetched apart from the page, which never waits for it. A question stands in the
address only from place to place; one from a position is asked by
:mod:`routeguide.web.sound_api`.
"""

from __future__ import annotations

import io

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    make_response,
    request,
    send_file,
)

from routeguide.model.guidance import Guidance
from routeguide.speech import mp3
from routeguide.speech.engine import SPEEDS, read_speed
from routeguide.speech.script import Part, Script, script_of, script_of_answer, spoken_language
from routeguide.speech.sound_file import chapters_to_json, file_of
from routeguide.web.current import the_network, the_readings, the_speaker
from routeguide.web.limits import Group, limited
from routeguide.web.page_query import answer_of_page, manner_of_page, query_of_page
from routeguide.web.preferences import html_language
from routeguide.web.questions import answers

blueprint = Blueprint("sound", __name__)

TAGS = {"ja": "ja-JP", "en": "en-US", "zh": "zh-CN", "ko": "ko-KR"}


@blueprint.route("/route.mp3", methods=("GET", "POST"))
@limited(Group.SOUND)
def whole() -> Response:
    """Return the whole route as sound, or the one block that ``block`` names."""
    number = request.values.get("block", "")
    if number and not number.isdecimal():
        abort(404)
    return _sound(int(number) if number else None)


@blueprint.get("/route/sound/<int:number>.mp3")
@limited(Group.SOUND)
def block(number: int) -> Response:
    """Return one block as sound; 0 is what comes before the first."""
    return _sound(number)


@blueprint.route("/route/sound.json", methods=("GET", "POST"))
@limited(Group.SOUND)
def chapters() -> Response:
    """Tell when each block is spoken in the sound of the whole route."""
    script, speed = _script(), _speed()
    return jsonify(chapters_to_json(script, the_speaker().record(script, speed), speed))


@blueprint.app_template_global("voice_credit")
def voice_credit(language: str) -> str | None:
    """Return whose voice speaks a language; None where none does."""
    return the_speaker().credit(spoken_language(language))


@blueprint.app_template_global("is_text_sent")
def is_text_sent() -> bool:
    """Tell whether the text of a route may be sent to another firm's voices."""
    return bool(current_app.extensions["speech"].gtts)


@blueprint.app_template_global("spoken_parts")
def spoken_parts(guidance: Guidance, caution_word: str) -> tuple[Part, ...]:
    """Return what is spoken of a guidance, for the device's own voice."""
    return script_of(guidance, caution_word=caution_word).parts


@blueprint.app_template_global("speech_tag")
def speech_tag(language: str) -> str:
    """Return the tag (BCP 47) by which devices name the voices of a language."""
    return TAGS[spoken_language(language)]


@blueprint.app_context_processor
def speeds() -> dict[str, tuple[float, ...]]:
    """Give the templates the speeds of the voices."""
    return {"speech_speeds": SPEEDS}


def sound_response(script: Script, speed: float, *, name: str) -> Response:
    """Return a script as an MP3 file; who shows its tag is not sent it again."""
    speaker = the_speaker()
    tag = speaker.expected_tag(script, speed)
    if tag and tag in request.if_none_match:
        response = make_response("", 304)
        response.set_etag(tag)
        return response
    made = speaker.record(script, speed)
    response = send_file(
        io.BytesIO(file_of(script, made)), mp3.MEDIA_TYPE, conditional=True, etag=made.tag,
        download_name=name, as_attachment="download" in request.values,
    )  # fmt: skip
    response.headers["Content-Language"] = html_language(script.language)
    return response


def _sound(number: int | None) -> Response:
    script: Script | None = _script()
    if script is not None and number is not None:
        script = script.only(number)
    if script is None:
        abort(404)
    name = "route.mp3" if number is None else f"route-{number}.mp3"
    return sound_response(script, _speed(), name=name)


def _speed() -> float:
    return read_speed(request.values.get("speed") or "1.0")


def _script() -> Script:
    """Return what is read aloud of the question at hand; a position is looked for in a form only.

    Raises:
        BadInput: the question cannot be used.
    """
    way, told = request.values.get("way", "0"), answers()
    manner = manner_of_page(told, the_readings())
    network = the_network()
    answer = answer_of_page(network, query_of_page(told))
    number = int(way) if way.isdecimal() else -1
    script = script_of_answer(answer, manner, way=number, places=network.places)
    if script is None:
        abort(404)
    return script
