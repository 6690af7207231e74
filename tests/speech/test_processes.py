"""Engines in processes: bounded in number and time, killed when they hang, heard by nobody."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from routeguide.errors import SpeechBusy
from routeguide.speech.breaker import Breaker
from routeguide.speech.engine import EngineFailed
from routeguide.speech.processes import Processes, Program
from tests.speech.engines import FAKE

REQUEST = {"text": "小竹へ", "voice": "ja", "speed": 1.0}
SHORT_S = 0.4


@pytest.fixture
def processes() -> Processes:
    made = Processes()
    yield made
    made.close()


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_an_engine_answers_and_its_process_is_kept(processes: Processes) -> None:
    program = Program(FAKE, ("pid",))
    pids = {processes.ask(program, REQUEST).rate for _ in range(4)}
    assert len(pids) == 1
    processes.close()
    assert not is_running(pids.pop())


@pytest.mark.parametrize("what", ["fault", "dies", "empty"])
def test_an_engine_that_fails_says_so_without_what_it_was_asked(
    what: str, processes: Processes
) -> None:
    with pytest.raises(EngineFailed) as failure:
        processes.ask(Program(FAKE, (what,)), REQUEST)
    assert REQUEST["text"] not in str(failure.value)
    assert failure.value.__cause__ is None


@pytest.mark.parametrize("what", ["hangs", "babble", "half"])
def test_an_engine_that_hangs_is_killed_in_time(what: str) -> None:
    processes = Processes(timeout_s=SHORT_S)
    children = []
    take = processes._take

    def remember(program: Program):  # noqa: ANN202
        children.append(take(program))
        return children[-1]

    processes._take = remember
    with pytest.raises(EngineFailed):
        processes.ask(Program(FAKE, (what,)), REQUEST)
    assert [child.is_alive() for child in children] == [False]
    assert processes._busy == 0
    assert processes._idle == []


def test_an_engine_that_does_not_even_listen_is_not_waited_for() -> None:
    """More than a pipe holds must not block who writes it."""
    processes = Processes(timeout_s=SHORT_S)
    with pytest.raises(EngineFailed):
        processes.ask(Program(FAKE, ("hangs",), greeting="x" * (1 << 18)), REQUEST)
    assert processes._idle == []


def test_a_missing_module_is_a_failure_and_not_a_fault(processes: Processes) -> None:
    with pytest.raises(EngineFailed):
        processes.ask(Program("tests.speech.no_such_engine"), REQUEST)


def test_what_an_engine_prints_reaches_nobody(
    processes: Processes, capfd: pytest.CaptureFixture[str]
) -> None:
    sound = processes.ask(Program(FAKE, ("chatty",)), REQUEST)
    assert sound.duration_s > 0.1
    assert capfd.readouterr() == ("", "")


def test_there_are_never_more_processes_than_allowed(processes: Processes) -> None:
    programs = [Program(FAKE, ("pid", str(n))) for n in range(4)]
    seen = []
    for program in programs:
        processes.ask(program, REQUEST)
        seen.append(len(processes._idle))
    assert seen == [1, 2, 2, 2]
    with ThreadPoolExecutor(6) as pool:
        pids = set(pool.map(lambda _: processes.ask(programs[0], REQUEST).rate, range(12)))
    assert 1 <= len(pids) <= 2
    assert len(processes._idle) <= 2


def test_who_waits_too_long_for_a_process_is_told_that_all_are_busy() -> None:
    processes = Processes(most=0, timeout_s=0.01)
    with pytest.raises(SpeechBusy):
        processes.ask(Program(FAKE, ("beep",)), REQUEST)


# -- the breaker --------------------------------------------------------------


def test_a_breaker_opens_after_three_failures_and_recovers_by_one_trial() -> None:
    now = [0.0]
    breaker = Breaker(rest_s=60, clock=lambda: now[0])
    for _ in range(2):
        breaker.note(worked=False)
    assert breaker.allows()
    breaker.note(worked=False)
    assert not breaker.allows()
    now[0] = 59.9
    assert not breaker.allows()
    now[0] = 60.0
    assert [breaker.allows() for _ in range(3)] == [True, False, False]
    breaker.note(worked=False)
    now[0] = 119.0
    assert not breaker.allows()
    now[0] = 120.0
    assert breaker.allows()
    breaker.note(worked=True)
    assert [breaker.allows() for _ in range(3)] == [True, True, True]


def test_failures_that_are_not_in_a_row_do_not_open_it() -> None:
    breaker = Breaker()
    for worked in (False, False, True, False, False):
        breaker.note(worked=worked)
    assert breaker.allows()
