"""A class of 40 behind one address is refused nothing; a flood from one address is."""

from __future__ import annotations

import logging
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask

from routeguide.app import create_app
from routeguide.config import Settings
from routeguide.errors import BadInput
from routeguide.web import limits
from routeguide.web.limits import A_MINUTE, Group, limited
from tests.web.conftest import SECRET
from tests.web.page_checker import check_page

PUPILS = 40
FLOOD = 2_000
ADDRESS = "203.0.113.77"
PATHS = {
    Group.PAGE: "/page", Group.ANSWER: "/answer", Group.API: "/api/v1/light",
    Group.SOUND: "/sound", Group.HEAVY: "/heavy", Group.NOTE: "/note",
}  # fmt: skip


@pytest.fixture
def counted(ward_network: Path) -> Flask:
    """Return the application with one light view of each group."""
    app = create_app(Settings(network=ward_network, secret_key=SECRET))
    app.add_url_rule(PATHS[Group.PAGE], view_func=lambda: "done", endpoint="page")
    app.add_url_rule(PATHS[Group.API], view_func=lambda: "done", endpoint="light")
    for group in (Group.ANSWER, Group.SOUND, Group.HEAVY, Group.NOTE):
        view = limited(group)(lambda: "done")
        app.add_url_rule(PATHS[group], endpoint=str(group), view_func=view)
    return app


def ask(app: Flask, path: str, times: int, address: str = ADDRESS) -> Counter[int]:
    client = app.test_client()
    more = {"environ_base": {"REMOTE_ADDR": address}}
    return Counter(client.get(path, **more).status_code for _ in range(times))


@pytest.mark.parametrize("group", A_MINUTE)
def test_forty_pupils_behind_one_address_are_refused_nothing(group: Group, counted: Flask) -> None:
    assert ask(counted, PATHS[group], PUPILS * A_MINUTE[group]) == {200: PUPILS * A_MINUTE[group]}


@pytest.mark.parametrize("group", [Group.ANSWER, Group.API])
def test_two_thousand_quick_requests_from_one_address_are_refused(
    group: Group, counted: Flask
) -> None:
    answers = ask(counted, PATHS[group], FLOOD)
    most = 2 * PUPILS * A_MINUTE[group]  # where the flood crosses the end of a minute
    assert 0 < answers[200] <= most < FLOOD
    assert answers[429] == FLOOD - answers[200]
    assert ask(counted, PATHS[group], 1, "198.51.100.1") == {200: 1}


def test_whether_the_service_lives_may_be_asked_without_end(narrow: Flask) -> None:
    assert ask(narrow, "/health", PUPILS) == {200: PUPILS}


@pytest.fixture
def narrow(ward_network: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Return an application that grants one request of each kind a minute."""
    monkeypatch.setattr(limits, "A_MINUTE", dict.fromkeys(A_MINUTE, 1))
    return create_app(Settings(network=ward_network, secret_key=SECRET, class_size=1))


def test_who_is_refused_reads_when_to_come_back(narrow: Flask) -> None:
    client = narrow.test_client()
    pages = [client.get("/travellers") for _ in range(3)]
    assert [page.status_code for page in pages[-1:]] == [429]
    assert 1 <= int(pages[-1].headers["Retry-After"]) <= 60
    assert "秒たったら、もう一度" in pages[-1].text
    assert check_page(pages[-1].text, has_error=True) == []
    told = [client.get("/api/v1/travellers") for _ in range(3)][-1]
    assert (told.status_code, told.mimetype) == (429, "application/problem+json")
    assert told.json["title"] == "RG105"
    assert 1 <= int(told.headers["Retry-After"]) <= 60


def test_the_views_count_as_what_they_cost(app: Flask) -> None:
    assert app.view_functions["pages.route"].limited_as is Group.ANSWER  # type: ignore[attr-defined]
    asked = {"/": Group.PAGE, "/static/css/page.css": Group.FREE, "/api/v1/stations": Group.API}
    posted = {"/api/v1/matrix": Group.HEAVY, "/api/v1/routes": Group.API}
    for paths, method in ((asked, "GET"), (posted, "POST")):
        for path, group in paths.items():
            with app.test_request_context(path, method=method):
                assert limits.group_of_request() is group


def test_who_asks_is_kept_as_nobody_can_read_it(
    narrow: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert ask(narrow, "/travellers", 5)[429] >= 3
    (limiter,) = narrow.extensions["limiter"]
    kept = str(vars(limiter.storage))
    assert "page:" in kept
    assert ADDRESS not in kept
    assert ADDRESS not in caplog.text


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("203.0.113.7", "203.0.113.8", False),
        ("203.0.113.7", "::ffff:203.0.113.7", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ],
)
def test_a_home_of_ipv6_is_one_address(one: str, other: str, is_same: bool, narrow: Flask) -> None:
    ask(narrow, "/travellers", 3, one)
    assert (ask(narrow, "/travellers", 1, other)[429] == 1) is is_same


def test_a_proxy_that_is_not_declared_is_told_once(
    narrow: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        narrow.test_client().get("/health", headers={"X-Forwarded-For": ADDRESS})
    assert caplog.text.count("ROUTEGUIDE_PROXY_HOPS") == 1
    assert ADDRESS not in caplog.text


def test_behind_a_declared_proxy_each_address_has_its_own_count(ward_network: Path) -> None:
    app = create_app(Settings(network=ward_network, secret_key=SECRET, proxy_hops=1, class_size=1))
    client = app.test_client()
    for last in range(1, 4):
        headers = {"X-Forwarded-For": f"203.0.113.{last}"}
        answers = Counter(
            client.get("/travellers", headers=headers).status_code
            for _ in range(A_MINUTE[Group.PAGE])
        )
        assert set(answers) == {200}


@pytest.mark.parametrize("store", ["redis://127.0.0.1:1/0", "nonsense://", "nonsense"])
def test_a_store_that_cannot_be_used_is_told_at_start(store: str, ward_network: Path) -> None:
    with pytest.raises(BadInput, match="ROUTEGUIDE_LIMITS_STORE"):
        create_app(Settings(network=ward_network, secret_key=SECRET, limits_store=store))
