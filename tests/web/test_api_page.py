"""The page of the API: its examples are run, its rules hold, every language has it."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from routeguide.directions.language import LANGUAGES
from routeguide.errors import AmbiguousPlace, BadInput, BadTraveller, UnknownPlace
from routeguide.web.api_examples import EXAMPLES, LEFT_OUT, Example, answers, shown
from routeguide.web.preferences import html_language
from tests.web.page_checker import check_page
from tools.write_api_examples import WRITTEN, ask


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.key)
def test_an_example_shows_what_the_ward_network_answers_today(example: Example, app: Flask) -> None:
    assert answers()[example.key] == ask(app, example), (
        "run: .venv/bin/python tools/write_api_examples.py"
    )


def test_the_file_holds_the_examples_and_nothing_else() -> None:
    assert list(json.loads(WRITTEN.read_text("utf-8"))) == [one.key for one in EXAMPLES]


def test_what_is_left_out_of_an_answer_is_marked() -> None:
    answer = json.dumps({"network": {"version": "x"}, "list": [1, 2, 3], "lonlat": [1, 2]})
    short = json.loads(shown(answer, "application/json"))
    assert short == {
        "network": {LEFT_OUT: LEFT_OUT}, "list": [1, LEFT_OUT], "lonlat": [1, 2],
    }  # fmt: skip


@pytest.mark.parametrize("language", [*LANGUAGES])
def test_the_page_holds_the_rules_of_all_pages(language: str, client: FlaskClient) -> None:
    page = client.get("/api", query_string={"language": language})
    assert page.status_code == 200
    assert check_page(page.text, lang=html_language(language)) == []


def test_the_page_shows_questions_answers_numbers_and_the_definition(client: FlaskClient) -> None:
    text = client.get("/api").text
    assert 'href="/api/v1/openapi.json"' in text
    assert client.get("/api/v1/openapi.json").status_code == 200
    for example in EXAMPLES:
        assert f'id="{example.key}"' in text
    assert len(re.findall("curl [&#39;]*http://localhost/api/v1/", text)) == len(EXAMPLES)
    codes = {one.code for one in (BadInput, UnknownPlace, AmbiguousPlace, BadTraveller)}
    assert codes | {"RG104", "RG105", "HTTP404", "HTTP405", "HTTP413", "HTTP415"} <= set(
        re.findall(r'<th scope="row">(\w+)</th>', text)
    )
    assert "© OpenStreetMap contributors" in text
