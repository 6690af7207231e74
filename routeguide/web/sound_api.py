"""The sound of a route by the API: the same question as for its words."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import Response, jsonify, request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict

from routeguide.directions.describe import read_manner
from routeguide.routing.plan import find_route
from routeguide.speech import mp3
from routeguide.speech.engine import SPEEDS
from routeguide.speech.script import Script, get_part, script_of_answer
from routeguide.speech.sound_file import chapters_to_json
from routeguide.web.api_base import REF, ROUTES, choose_language, make_blueprint
from routeguide.web.current import the_network, the_readings, the_speaker
from routeguide.web.limits import Group, limited
from routeguide.web.media import JSON
from routeguide.web.problems import declare_problems
from routeguide.web.requests import WHOLE, RouteBody
from routeguide.web.sound import sound_response

blueprint = make_blueprint("sound_api")
MOST_BLOCKS = 1000


def _one_of_ours(speed: float) -> float:
    if speed not in SPEEDS:
        raise ValueError("声の速さは0.1きざみで選んでください。")
    return speed


Speed = Annotated[
    float, Strict(), Field(ge=min(SPEEDS), le=max(SPEEDS)), AfterValidator(_one_of_ours)
]


class SpeechBody(RouteBody):
    """The body of POST /api/v1/speech: that of /routes, and how it is spoken."""

    speed: Speed = Field(default=1.0, json_schema_extra={"enum": list(SPEEDS)})
    block: Annotated[int, Field(ge=0, le=MOST_BLOCKS), WHOLE] | None = Field(
        default=None, description="one block alone, 0 = what comes before the first; absent = all"
    )
    way: Annotated[int, Field(ge=0, le=3), WHOLE] = Field(
        default=0, description="0 = the best route, 1 to 3 = an alternative"
    )


class SoundPath(BaseModel):
    """The sound itself, or when each block is spoken in it."""

    suffix: Literal["mp3", "json"]


class SpokenBlock(BaseModel):
    """When one block is spoken, in seconds; 0 is what comes before the first."""

    model_config = ConfigDict(extra="forbid")
    block: int
    title: str
    start_s: float
    end_s: float


class SpeechTimes(BaseModel):
    """When each block is spoken in the sound of a trip, and whose voices speak."""

    model_config = ConfigDict(extra="forbid")
    language: Literal["ja", "en", "zh", "ko"]
    speed: float
    duration_s: float
    voices: list[str]
    chapters: list[SpokenBlock]


NO_SOUND = "音声を作る仕事が多すぎる、または声の部品が動いていない。文章は答えられる"
SOUND: dict[str | int, Any] = {
    200: {
        "description": "音声、または案内ごとの時刻",
        "content": {
            mp3.MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}},
            JSON: {"schema": {"$ref": f"{REF}{SpeechTimes.__name__}"}},
        },
    },
    **declare_problems({503: NO_SOUND}),
}


@blueprint.post("/speech", summary="道順を音声にする", tags=[ROUTES], responses=SOUND)
@limited(Group.SOUND)
def speech(body: SpeechBody) -> Response:
    """Return a route as MP3, or by Accept when each block is spoken in it, as JSON."""
    best = request.accept_mimetypes.best_match([mp3.MEDIA_TYPE, JSON], mp3.MEDIA_TYPE)
    return _spoken(body, "json" if best == JSON else "mp3")


@blueprint.post(
    "/speech.<suffix>", summary="道順を音声にする（形式を選ぶ）", tags=[ROUTES], responses=SOUND
)
@limited(Group.SOUND)
def speech_as(path: SoundPath, body: SpeechBody) -> Response:
    """Return a route as MP3, or when each block is spoken in it as JSON, by suffix."""
    return _spoken(body, path.suffix)


def _spoken(body: SpeechBody, suffix: str) -> Response:
    script = _script(body)
    if suffix == "mp3":
        return sound_response(script, body.speed, name="route.mp3")
    made = the_speaker().record(script, body.speed)
    return jsonify(chapters_to_json(script, made, body.speed))


def _script(body: SpeechBody) -> Script:
    choose_language(body.language if "language" in body.model_fields_set else None)
    network = the_network()
    answer = find_route(network, body.query())
    manner = read_manner(body.language, body.length, body.ruby, the_readings())
    script = script_of_answer(answer, manner, way=body.way, places=network.places)
    return get_part(script, body.block)
