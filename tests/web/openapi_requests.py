"""Requests generated from an OpenAPI document: most as it says, some spoilt in one place.

Only what the documents of ours use is read: $ref, anyOf, enum, const, objects,
arrays, strings, numbers, integers, booleans, null, their bounds; bodies of
JSON and parameters in the path.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask.testing import FlaskClient
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

Schema = Mapping[str, Any]
Hints = Mapping[str, st.SearchStrategy[Any]]
JUNK: tuple[Any, ...] = (
    None, True, -1, 0, 10**30, -(10**400), 1e308, 0.1, "", "x" * 5000, "\x00\u202e\ud800",
    "NaN", "９", [], [[[]]], {}, {"a": {}}, float("nan"), float("inf"), "lift:x=open",
    "2026-11-24T09:00",
)  # fmt: skip
"""What stands in one place of a spoilt body."""
SOMETIMES = st.sampled_from([False, False, True])
RARELY = st.sampled_from([False] * 11 + [True])


@dataclass(frozen=True, slots=True)
class Request:
    """One request and the operation that it belongs to; ``body`` None = without one."""

    method: str
    path: str
    operation: Schema
    body: Any = None


def requests_of(document: Schema, hints: Hints) -> st.SearchStrategy[Request]:
    """Return a strategy of requests to any operation of a document.

    ``hints`` adds values by the name of a property or parameter: what a schema
    cannot say (ids that exist).
    """
    asked = [
        _request(document, hints, method, path, operation)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]
    return st.one_of(asked)


@st.composite
def _request(
    draw: st.DrawFn, document: Schema, hints: Hints, method: str, path: str, operation: Schema
) -> Request:
    for parameter in operation.get("parameters", []):
        name = parameter["name"]
        value = draw(_value(parameter["schema"], document, hints, name))
        path = path.replace(f"{{{name}}}", quote(str(value), safe="", errors="replace"))
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return Request(method, path, operation)
    body = draw(_value(content["schema"], document, hints, ""))
    if draw(SOMETIMES):
        body = draw(_spoilt(body))
    return Request(method, path, operation, body)


def _value(schema: Schema, document: Schema, hints: Hints, name: str) -> st.SearchStrategy[Any]:
    """Return a strategy of values that a schema allows; mostly a hinted one where there is one."""
    drawn = _plain_value(schema, document, hints)
    if name not in hints:
        return drawn
    return RARELY.flatmap(lambda as_told: drawn if as_told else hints[name])


def _plain_value(schema: Schema, document: Schema, hints: Hints) -> st.SearchStrategy[Any]:
    if "$ref" in schema:
        return st.deferred(lambda: _plain_value(_resolve(schema, document), document, hints))
    if "anyOf" in schema:
        return st.one_of([_plain_value(one, document, hints) for one in schema["anyOf"]])
    if "enum" in schema or "const" in schema:
        return st.sampled_from(schema.get("enum", [schema.get("const")]))
    kind = schema.get("type")
    if kind == "object":
        return _object(schema, document, hints)
    if kind == "array":
        most = min(schema.get("maxItems", 3), 3)
        items = _plain_value(schema.get("items", {}), document, hints)
        return st.lists(items, min_size=min(schema.get("minItems", 0), most), max_size=most)
    return _scalar(schema)


def _scalar(schema: Schema) -> st.SearchStrategy[Any]:
    low, high = schema.get("minimum"), schema.get("maximum")
    if schema.get("type") == "integer":
        return st.integers(None if low is None else int(low), None if high is None else int(high))
    if schema.get("type") == "number":
        return st.floats(low, high, allow_nan=False, allow_infinity=False)
    if schema.get("type") == "boolean":
        return st.booleans()
    if schema.get("type") == "null":
        return st.none()
    if schema.get("format") == "date-time":
        return st.datetimes(timezones=st.none() | st.timezones()).map(lambda at: at.isoformat())
    most = min(schema.get("maxLength", 30), 30)
    return st.text(min_size=min(schema.get("minLength", 0), most), max_size=most)


def _object(schema: Schema, document: Schema, hints: Hints) -> st.SearchStrategy[dict[str, Any]]:
    rows = {
        name: _value(one, document, hints, name)
        for name, one in schema.get("properties", {}).items()
    }
    needed = set(schema.get("required", []))
    return st.fixed_dictionaries(
        {name: rows[name] for name in sorted(needed)},
        optional={name: row for name, row in rows.items() if name not in needed},
    )


def _resolve(schema: Schema, document: Schema) -> Schema:
    found: Any = document
    for part in schema["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


@st.composite
def _spoilt(draw: st.DrawFn, body: Any) -> Any:
    """Return a body with junk, an unknown key or a missing key in one place."""
    if isinstance(body, dict) and body and draw(st.booleans()):
        key = draw(st.sampled_from(sorted(body)))
        return {**body, key: draw(_spoilt(body[key]))}
    if isinstance(body, list) and body and draw(st.booleans()):
        return [draw(_spoilt(body[0])), *body[1:]]
    if isinstance(body, dict) and draw(st.booleans()):
        key = draw(st.sampled_from(["colour", "\ud800", "", *body]))
        left = {name: value for name, value in body.items() if name != key}
        return left if key in body else {**body, key: draw(st.sampled_from(JUNK))}
    return draw(st.sampled_from(JUNK))


def find_violations(client: FlaskClient, request: Request, document: Schema) -> list[str]:
    """Send a request; return how the answer breaks the document or the rules of the API."""
    options: dict[str, Any] = {}
    if request.body is not None:
        options = {
            "data": json.dumps(request.body).encode("utf-8", "surrogatepass"),
            "content_type": "application/json",
        }
    answer = client.open(request.path, method=request.method.upper(), **options)
    told = f"{answer.status_code} {answer.mimetype}"
    declared = request.operation["responses"].get(str(answer.status_code))
    if answer.status_code >= 500 or declared is None:
        return [f"not declared: {told}"]
    if answer.mimetype not in declared["content"]:
        return [f"another type than declared: {told}"]
    if not answer.mimetype.endswith("json"):
        return []
    try:
        body = json.loads(answer.text, parse_constant=_refuse)
    except ValueError as error:
        return [f"no strict JSON: {error}"]
    schema = {
        **declared["content"][answer.mimetype]["schema"],
        "components": document["components"],
    }
    found = [f"{told}: {error.message}" for error in Draft202012Validator(schema).iter_errors(body)]
    if answer.status_code >= 400 and not any("ぁ" <= one <= "ん" for one in body["detail"]):
        found.append(f"{told}: not a Japanese sentence")
    if answer.status_code == 200 and isinstance(request.body, dict):
        top = document["components"]["schemas"]
        known = {name for one in top.values() for name in one.get("properties", {})}
        found += [f"an unknown key passed: {key}" for key in request.body if key not in known]
    return found


def _refuse(constant: str) -> None:
    raise ValueError(constant)
