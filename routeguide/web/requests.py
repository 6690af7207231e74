"""What may be asked: the definitions that validate requests and make the OpenAPI document."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Literal

from flask import Response
from pydantic import (
    AllowInfNan,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    ValidationError,
    model_validator,
)

from routeguide.errors import BadInput
from routeguide.exchange.findings import list_findings
from routeguide.model.asked import departure_of, now
from routeguide.model.route import Endpoint, Query
from routeguide.model.traveller import (
    CHOICES,
    NOT_OPTIONAL,
    RANGES,
    Traveller,
    customise,
    get_preset,
    presets,
)
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.routing.what_if import MOST_ASSUMPTIONS, MOST_TEXT
from routeguide.web.problems import told_problem

MOST_ID = 120
MOST_NAMED, MOST_FINDINGS = 10, 100
"""Fields that a sentence names, and findings that are listed, at most."""

CHECK = "送られた内容を確かめてください（%(names)s）。"


def _read_moment(value: object) -> datetime:
    if not isinstance(value, str) or not value:
        raise ValueError("日時を文字列で書いてください（例: 2026-11-24T09:30）")
    try:
        return departure_of(value)
    except BadInput as error:
        raise ValueError(error.message) from error


def _read_whole(value: object) -> object:
    """Return 3.0 as 3: JSON has one kind of number; true is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("整数にしてください。")  # noqa: TRY004 - pydantic tells ValueErrors
    return int(value) if isinstance(value, float) and value.is_integer() else value


WHOLE = BeforeValidator(_read_whole)
WhatIf = Annotated[str, StringConstraints(min_length=3, max_length=MOST_TEXT)]
PlaceId = Annotated[
    str, StringConstraints(min_length=1, max_length=MOST_ID, pattern=r"[^ \t\r\n\u3000]")
]
"""Something that is no blank: those are told one by one, as what \\s means is not the same
everywhere."""
Moment = Annotated[datetime, BeforeValidator(_read_moment)]
Degrees = Annotated[float, Strict(), AllowInfNan(allow_inf_nan=False)]
Policy = Literal["refuse", "warn", "pass"]
Language = Literal["ja", "ja-easy", "ja-child", "en", "zh", "ko"]


class Body(BaseModel):
    """A body in which an unknown key is an error."""

    model_config = ConfigDict(extra="forbid")


def _add_either(schema: dict[str, Any]) -> None:
    """Tell that a position is a place or a coordinate: one whole, and nothing of the other."""
    null, own = {"type": "null"}, schema["properties"]
    place, lat, lon = (own[key]["anyOf"][0] for key in ("place", "lat", "lon"))
    del schema["properties"], schema["additionalProperties"]
    schema["oneOf"] = [
        {
            "type": "object",
            "properties": {"place": place, "lat": null, "lon": null},
            "required": ["place"],
            "additionalProperties": False,
        },
        {
            "type": "object",
            "properties": {"place": null, "lat": lat, "lon": lon},
            "required": ["lat", "lon"],
            "additionalProperties": False,
        },
    ]


class Position(Body):
    """A place id, or a free coordinate in degrees (only in a POST body, never stored)."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_add_either)
    place: PlaceId | None = None
    lat: Degrees | None = Field(default=None, ge=-90, le=90)
    lon: Degrees | None = Field(default=None, ge=-180, le=180)

    @model_validator(mode="after")
    def is_one_of_both(self) -> Position:
        """Refuse a position that is neither or both."""
        coordinate = self.lat is not None and self.lon is not None
        partial = (self.lat is None) != (self.lon is None)
        if partial or (self.place is None) is not coordinate:
            raise ValueError("place か、lat と lon の両方を指定してください。")
        return self

    def endpoint(self) -> Endpoint:
        """Return the endpoint of a query."""
        if self.place is not None:
            return Endpoint(place=self.place)
        return Endpoint(lonlat=(self.lon or 0.0, self.lat or 0.0))


def _add_limits(schema: dict[str, Any]) -> None:
    """Tell every limit in the schema, from the tables by which :func:`customise` checks them."""
    limits: dict[str, Any] = {
        key: {"type": "number", "minimum": low, "maximum": high}
        for key, (low, high) in RANGES.items()
    }
    for key, words in CHOICES.items():
        limits[key] = {"type": "string", "enum": [str(word) for word in words]}
    for key, limit in limits.items():
        optional = {"anyOf": [limit, {"type": "null"}]}
        schema["properties"][key] = limit if key in NOT_OPTIONAL else optional
    schema["properties"]["preset"]["enum"] = list(presets())
    schema["additionalProperties"] = False


class TravellerBody(BaseModel):
    """A preset with any of its limits changed; null takes a limit away."""

    model_config = ConfigDict(extra="allow", json_schema_extra=_add_limits)
    preset: Annotated[str, StringConstraints(max_length=40)] = "walk"

    def traveller(self) -> Traveller:
        """Return the traveller.

        Raises:
            BadTraveller: a limit is not known or out of range.
        """
        return customise(get_preset(self.preset), self.model_extra or {})


TRIP: dict[str, Any] = {
    "from": {"place": "station:kotake-mukaihara"},
    "to": {"place": "facility:kotake-toshokan"},
    "traveller": {"preset": "wheelchair_manual", "max_step_cm": 3},
}
TABLE: dict[str, Any] = {
    "origins": [TRIP["from"]],
    "destinations": [TRIP["to"], {"lat": 35.7434, "lon": 139.6795}],
}
"""Examples for the document."""


class RouteBody(Body):
    """The body of POST /api/v1/routes."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [TRIP]})
    origin: Position = Field(alias="from")
    destination: Position = Field(alias="to")
    traveller: TravellerBody = TravellerBody()
    unknown: Policy = "warn"
    depart_at: Moment | None = Field(
        default=None, description="ISO 8601; no offset = Japan time; absent = now"
    )
    language: Language = "ja"
    length: Literal["full", "walking", "summary"] = "full"
    ruby: Annotated[str, StringConstraints(pattern=r"^(none|all|grade:[1-9])$")] = Field(
        default="none", description="furigana: none, by school grade (grade:1 to grade:9), all"
    )
    alternatives: Annotated[int, Field(ge=0, le=3), WHOLE] = 0
    what_if: Annotated[list[WhatIf], Field(max_length=MOST_ASSUMPTIONS)] = []
    back: Annotated[bool, Strict()] = Field(
        default=False, description="the way back: from and to change places"
    )

    def query(self) -> Query:
        """Return the question.

        Raises:
            BadTraveller: a limit is not known or out of range.
        """
        query = Query(
            origin=self.origin.endpoint(),
            destination=self.destination.endpoint(),
            traveller=self.traveller.traveller(),
            depart_at=self.depart_at or now(),
            unknown=UnknownPolicy(self.unknown),
            alternatives=self.alternatives,
            what_if=tuple(self.what_if),
        )
        return query.back() if self.back else query


class MatrixBody(Body):
    """The body of POST /api/v1/matrix: at most 50 x 400."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [TABLE]})
    origins: Annotated[list[Position], Field(min_length=1, max_length=50)]
    destinations: Annotated[list[Position], Field(min_length=1, max_length=400)]
    traveller: TravellerBody = TravellerBody()
    unknown: Policy = "warn"


class FormatPath(BaseModel):
    """A format of an answer, by its suffix."""

    suffix: Literal["json", "geojson", "gpx", "txt"]


class PlacePath(BaseModel):
    """The id of a place in a path; ids hold a slash for exits."""

    place_id: PlaceId


def invalid_request(error: ValidationError) -> Response:
    """Return what is wrong with a request as problem+json, every finding at once."""
    findings = list_findings(error)
    names = "、".join(list(dict.fromkeys(f.at or "本文" for f in findings))[:MOST_NAMED])
    return told_problem(
        422,
        "RG103",
        CHECK,
        values={"names": names},
        errors=[asdict(finding) for finding in findings[:MOST_FINDINGS]],
    )
