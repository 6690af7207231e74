"""What may be asked: the definitions that validate requests and make the OpenAPI document."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from flask import Response
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from werkzeug.datastructures import MultiDict

from routeguide.errors import BadInput
from routeguide.model.asked import departure_of, in_japan, now, read_limit
from routeguide.model.route import Endpoint, Query
from routeguide.model.traveller import CHOICES, RANGES, Traveller, customise, get_preset
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.routing.what_if import MOST_ASSUMPTIONS, MOST_TEXT
from routeguide.web.problems import problem

MOST_ID = 120
WhatIf = Annotated[str, StringConstraints(min_length=3, max_length=MOST_TEXT)]
PlaceId = Annotated[str, StringConstraints(min_length=1, max_length=MOST_ID)]


class Strict(BaseModel):
    """A body in which an unknown key is an error."""

    model_config = ConfigDict(extra="forbid")


class Position(Strict):
    """A place id, or a free coordinate in degrees (only in a POST body, never stored)."""

    place: PlaceId | None = None
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)

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


class TravellerBody(BaseModel):
    """A preset with any of its limits changed (ranges: GET /api/v1/travellers)."""

    model_config = ConfigDict(extra="allow")
    preset: Annotated[str, StringConstraints(max_length=40)] = "walk"

    def traveller(self) -> Traveller:
        """Return the traveller.

        Raises:
            BadTraveller: a limit is not known or out of range.
        """
        return customise(get_preset(self.preset), self.model_extra or {})


class RouteBody(Strict):
    """The body of POST /api/v1/routes."""

    origin: Position = Field(alias="from")
    destination: Position = Field(alias="to")
    traveller: TravellerBody = TravellerBody()
    unknown: Literal["refuse", "warn", "pass"] = "warn"
    depart_at: datetime | None = Field(
        default=None, description="ISO 8601; no offset = Japan time; absent = now"
    )
    language: Literal["ja"] = "ja"
    length: Literal["full", "walking", "summary"] = "full"
    alternatives: Annotated[int, Field(ge=0, le=3)] = 0
    what_if: Annotated[list[WhatIf], Field(max_length=MOST_ASSUMPTIONS)] = []
    back: bool = Field(default=False, description="the way back: from and to change places")

    def query(self) -> Query:
        """Return the question.

        Raises:
            BadTraveller: a limit is not known or out of range.
        """
        when = self.depart_at or now()
        query = Query(
            origin=self.origin.endpoint(),
            destination=self.destination.endpoint(),
            traveller=self.traveller.traveller(),
            depart_at=in_japan(when),
            unknown=UnknownPolicy(self.unknown),
            alternatives=self.alternatives,
            what_if=tuple(self.what_if),
        )
        return query.back() if self.back else query


class MatrixBody(Strict):
    """The body of POST /api/v1/matrix: at most 50 x 400."""

    origins: Annotated[list[Position], Field(min_length=1, max_length=50)]
    destinations: Annotated[list[Position], Field(min_length=1, max_length=400)]
    traveller: TravellerBody = TravellerBody()
    unknown: Literal["refuse", "warn", "pass"] = "warn"


class FormatPath(BaseModel):
    """A format of an answer, by its suffix."""

    suffix: Literal["json", "geojson", "gpx", "txt"]


class PlacePath(BaseModel):
    """The id of a place in a path; ids hold a slash for exits."""

    place_id: PlaceId


def invalid_request(error: ValidationError) -> Response:
    """Return what is wrong with a request as problem+json, every finding at once."""
    findings = [
        {"at": ".".join(str(part) for part in e["loc"]), "message": e["msg"]}
        for e in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    names = "、".join(dict.fromkeys(str(f["at"]) or "本文" for f in findings))
    return problem(422, "RG103", f"送られた内容を確かめてください（{names}）。", errors=findings)


def query_of_page(arguments: MultiDict[str, str]) -> Query:
    """Return the question in a page's address: place ids and settings only.

    Raises:
        BadInput: something is missing or not understood.
    """
    origin, destination = arguments.get("from", ""), arguments.get("to", "")
    if not origin or not destination:
        missing = "出発する駅" if not origin else "行き先"
        raise BadInput(f"{missing}を選んでください。")
    unknown = arguments.get("unknown", "warn")
    if unknown not in list(UnknownPolicy):
        raise BadInput("「未確認の道」の選び方が正しくありません。選びなおしてください。")
    return Query(
        origin=Endpoint(place=origin[:MOST_ID]),
        destination=Endpoint(place=destination[:MOST_ID]),
        traveller=traveller_of_page(arguments),
        depart_at=departure_of(arguments.get("depart")),
        unknown=UnknownPolicy(unknown),
        alternatives=_alternatives(arguments.get("alternatives", "0")),
        what_if=tuple(text for field in arguments.getlist("what_if") for text in field.split()),
    )


def traveller_of_page(arguments: MultiDict[str, str]) -> Traveller:
    """Return the preset with whatever limits the address or form changes; empty fields change none.

    Raises:
        BadTraveller: a limit is not known or out of range.
    """
    changes = {
        key: read_limit(key, text)
        for key in (*RANGES, *CHOICES)
        if (text := arguments.get(key, "").strip())
    }
    return customise(get_preset(arguments.get("traveller", "walk")), changes)


def _alternatives(text: str) -> int:
    if text not in {"0", "1", "2", "3"}:
        raise BadInput("別の道の数は0から3までで選んでください。")
    return int(text)
