"""The sound of a route: the whole, one block, and when each block is spoken.

Fetched apart from the page, which never waits for it. A question stands in the
address only from place to place; one from a position is asked by
:mod:`routeguide.web.sound_api`.
"""

from __future__ import annotations

import io

from flask import Blueprint, Response, abort, jsonify, make_response, request, send_file
from werkzeug.datastructures import MultiDict

from routeguide.errors import BadInput
from routeguide.speech import mp3
from routeguide.speech.engine import SPEEDS
from routeguide.speech.script import Script, script_of_answer
from routeguide.speech.speaker import Recording
from routeguide.web.current import the_network, the_readings, the_speaker
from routeguide.web.formats import html_language
from routeguide.web.limits import Group, limited
from routeguide.web.page_query import answer_of_page, manner_of_page, query_of_page

blueprint = Blueprint("sound", __name__)

ISO_639_2 = {"ja": "jpn", "en": "eng", "zh": "zho", "ko": "kor"}
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
    speed = speed_of_page(request.args)
    script = _script()
    return jsonify(chapters_to_json(script, the_speaker().record(script, speed), speed))


def speed_of_page(arguments: MultiDict[str, str]) -> float:
    """Return how fast to speak.

    Raises:
        BadInput: no voice speaks so fast or slowly.
    """
    text = arguments.get("speed") or "1.0"
    found = next((speed for speed in SPEEDS if text in {f"{speed:g}", f"{speed:.1f}"}), None)
    if found is None:
        low, high = min(SPEEDS), max(SPEEDS)
        raise BadInput(f"声の速さは、{low}から{high}まで0.1きざみで選んでください。", about="speed")
    return found


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


def file_of(script: Script, made: Recording) -> bytes:
    """Return a recording as a file, with its title, its voices and its chapters."""
    tags = mp3.Tags(script.title, "; ".join(made.voices), ISO_639_2[script.language])
    return mp3.tagged(made.stream, tags, made.chapters if len(made.chapters) > 1 else ())


def chapters_to_json(script: Script, made: Recording, speed: float) -> dict[str, object]:
    """Return when each block is spoken, in seconds, and whose voice it is."""
    return {
        "language": script.language,
        "speed": speed,
        "duration_s": made.duration_s,
        "voices": list(made.voices),
        "chapters": [
            {"block": one.number, "title": one.title, "start_s": one.start_s, "end_s": one.end_s}
            for one in made.chapters
        ],
    }


def _sound(number: int | None) -> Response:
    script: Script | None = _script()
    if script is not None and number is not None:
        script = script.only(number)
    if script is None:
        abort(404)
    name = "route.mp3" if number is None else f"route-{number}.mp3"
    return sound_response(script, speed_of_page(request.args), name=name)


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
