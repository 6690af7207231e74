"""The operations manual says what the code does, and its examples log nobody's way."""

from __future__ import annotations

import configparser
import re
from dataclasses import fields
from pathlib import Path

import pytest

from routeguide.cli import main
from routeguide.config import Settings
from routeguide.errors import BadInput
from routeguide.web.limits import A_MINUTE

ROOT = Path(__file__).resolve().parent.parent
MANUAL = (ROOT / "docs" / "operations.md").read_text("utf-8")
DEPLOY = ROOT / "docs" / "deploy"
TELLING = (
    "request", "request_uri", "args", "query_string", "is_args", "http_referer", "remote_addr",
    "http_user_agent", "request_body", "http_cookie", "http_x_forwarded_for", "binary_remote_addr",
)  # fmt: skip
"""Variables of nginx that tell who goes where."""
UNITS = sorted(DEPLOY.glob("*.service"))


def list_wrong_settings(manual: str) -> list[str]:
    """Return the settings whose variable or default the manual does not tell."""
    rows = re.findall(r"^\| `(ROUTEGUIDE_\w+)` \| ([^|]+?) \|", manual, re.MULTILINE)
    told = {variable: default.strip("`") for variable, default in rows}
    wrong = [variable for variable, _ in rows if len(rows) != len(told)]
    for one in fields(Settings):
        variable = one.metadata.get("variable")
        if variable is None:
            continue
        default = "none" if one.default is None else str(one.default)
        is_made = not isinstance(one.default, str | int | Path | None)
        if variable not in told or (told[variable] != default and not is_made):
            wrong.append(variable)
    return wrong


def test_the_manual_tells_every_setting_with_its_default() -> None:
    assert list_wrong_settings(MANUAL) == []
    changed = MANUAL.replace("| `ROUTEGUIDE_WORKERS` | 2 |", "| `ROUTEGUIDE_WORKERS` | 3 |")
    assert list_wrong_settings(changed) == ["ROUTEGUIDE_WORKERS"]
    assert list_wrong_settings(MANUAL.replace("`ROUTEGUIDE_TLS`", "`TLS`")) == ["ROUTEGUIDE_TLS"]


def test_every_setting_is_read_from_its_variable_and_tells_what_it_is_for() -> None:
    for one in fields(Settings):
        if one.metadata:
            assert one.metadata["told"]
            empty = Settings.from_environment({one.metadata["variable"]: ""})
            assert getattr(empty, one.name) == getattr(Settings(), one.name)


@pytest.mark.parametrize("text", ["0", "65", "two", "２", "-1", "9" * 5000, "1.5"])
def test_a_number_that_is_none_is_told_by_its_variable(text: str) -> None:
    with pytest.raises(BadInput, match="ROUTEGUIDE_WORKERS は1から64"):
        Settings.from_environment({"ROUTEGUIDE_WORKERS": text})


def test_a_word_that_is_no_choice_is_told_with_the_choices() -> None:
    with pytest.raises(BadInput, match="ROUTEGUIDE_TLS は auto、always"):
        Settings.from_environment({"ROUTEGUIDE_TLS": "yes"})


def test_the_manual_tells_the_limits_of_the_code() -> None:
    told = MANUAL.partition("### Limits")[2].partition("\n## ")[0]
    numbers = [int(word) for word in re.findall(r"\b\d+\b", told.partition("429")[0])]
    assert numbers == list(A_MINUTE.values())


def list_telling(nginx: str) -> list[str]:
    """Return the variables of a log of nginx that tell who goes where, and logs without ours."""
    lines = [line.split("#")[0] for line in nginx.splitlines()]
    formats = " ".join(re.findall(r"log_format[^;]*;", "\n".join(lines)))
    found = [name for name in TELLING if re.search(rf"\${name}\b", formats)]
    for line in lines:
        words = line.strip(" ;").split()
        if words[:1] == ["access_log"] and words[1] != "off" and words[2:] != ["routeguide"]:
            found.append(line.strip())
        if words[:1] == ["error_log"] and words[1] != "/dev/null":
            found.append(line.strip())
    return found


def test_the_log_of_nginx_tells_nobodys_way_and_no_body_reaches_its_disk() -> None:
    nginx = (DEPLOY / "nginx.conf").read_text("utf-8")
    assert list_telling(nginx) == []
    assert list_telling(nginx.replace("$uri", "$request_uri")) == ["request_uri"]
    assert list_telling(nginx.replace("routeguide.log routeguide", "routeguide.log combined"))
    assert list_telling(nginx.replace("/dev/null", "/var/log/nginx/error.log"))
    most = Settings().max_body_bytes // 1024
    assert f"client_max_body_size {most}k;" in nginx
    assert f"client_body_buffer_size {most}k;" in nginx
    assert "proxy_max_temp_file_size 0;" in nginx
    assert nginx.count("server {") == len(re.findall(r"^\s+access_log", nginx, re.MULTILINE))


def test_caddy_writes_no_access_log_and_leaves_out_what_failed() -> None:
    words = re.sub(r"#.*", "", (DEPLOY / "Caddyfile").read_text("utf-8"))
    options, site = words.split("michi.example.jp")
    assert "exclude http.log.error http.handlers.reverse_proxy" in options
    assert "log" not in site


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_runs_commands_that_exist_and_keeps_to_its_own_folder(unit: Path) -> None:
    lines = unit.read_text("utf-8").splitlines()
    calls = [line.partition("=")[2].split() for line in lines if line.startswith("ExecStart=")]
    assert calls
    for program, command, *options in calls:
        assert program == "/opt/routeguide/.venv/bin/routeguide"
        known = {word for option in main.commands[command].params for word in option.opts}
        assert {word for word in options if word.startswith("--")} <= known
    read = configparser.RawConfigParser(strict=False, comment_prefixes="#")
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string("\n".join(lines))
    held = dict(read["Service"])
    assert held["ProtectSystem"] == "strict"
    assert held["LimitCORE"] == "0"
    assert held["NoNewPrivileges"] == "yes"
    assert held["StateDirectoryMode"] == "0700"
    settings = {name for line in lines for name in re.findall(r"ROUTEGUIDE_\w+", line)}
    assert settings <= {one.metadata.get("variable") for one in fields(Settings)}


def test_the_service_can_reach_no_other_machine_and_the_timer_builds_every_week() -> None:
    service = (DEPLOY / "routeguide.service").read_text("utf-8")
    assert "IPAddressDeny=any\nIPAddressAllow=localhost\n" in service
    assert "ROUTEGUIDE_PROXY_HOPS=1" in service
    assert "OnCalendar=Sun" in (DEPLOY / "routeguide-network.timer").read_text("utf-8")
