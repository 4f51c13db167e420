"""What starts the portal: ports, secrets, missing system packages, the coverage gate, children that crash."""

import json
import os
import signal
import socket
import stat
import time

import pytest

from sdzx.local import coverage_gate, place, processes, system
from sdzx.local.console import Failure
from sdzx.local.place import Place
from sdzx.local.postgres import alive


@pytest.fixture
def spot(tmp_path):
    made = Place(tmp_path / "spot")
    made.prepare()
    return made


def test_port_taken_names_the_holder_and_another_port(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("SDZX_PORT", str(port))
        with pytest.raises(Failure) as refusal:
            place.chosen_port("SDZX_PORT", 8000, "the portal")
    assert f"process {os.getpid()}" in str(refusal.value)
    assert f"SDZX_PORT={port + 1} make demo" in str(refusal.value)


@pytest.mark.parametrize("text", ["abc", "0", "65536", "-1", ""])
def test_port_not_a_port_number(monkeypatch, text):
    monkeypatch.setenv("SDZX_PORT", text)
    with pytest.raises(Failure, match="not a port number"):
        place.chosen_port("SDZX_PORT", 8000, "the portal")


def test_secrets_are_made_once_and_private(spot):
    first = spot.portal_keys()
    assert spot.portal_keys() == first
    assert len(set(first.values())) == 4
    assert stat.S_IMODE((spot.secrets / "env").stat().st_mode) == 0o600
    assert stat.S_IMODE(spot.secrets.stat().st_mode) == 0o700


def test_place_locked_twice_is_refused(spot):
    spot.lock("busy")
    with pytest.raises(Failure, match="busy"):
        Place(spot.folder).lock("busy")
    spot.unlock()
    other = Place(spot.folder)
    other.lock("busy")
    other.unlock()


def missing_one(monkeypatch, ci):
    monkeypatch.setattr(system, "DOCUMENTS", (("libmissing", None, lambda: False), ("there", None, lambda: True)))
    monkeypatch.setattr(system, "root_prefix", lambda: None)
    monkeypatch.setattr(system, "CI", ci)


def test_missing_package_is_said_in_one_line(monkeypatch, capsys):
    missing_one(monkeypatch, ci=False)
    system.ensure()
    assert capsys.readouterr().out == "Missing on this machine: libmissing (Debian's names; documents need them).\n"


def test_missing_package_fails_under_ci(monkeypatch):
    missing_one(monkeypatch, ci=True)
    with pytest.raises(Failure, match="libmissing"):
        system.ensure()


def test_child_that_crashes_is_reported_with_its_log(tmp_path):
    children = processes.Processes(tmp_path, dict(os.environ))
    children.spawn("worker", ["sh", "-c", "echo the reason; exit 3"])
    children.children["worker"].wait()
    with pytest.raises(Failure, match=r"(?s)worker stopped by itself \(exit 3\).*the reason"):
        children.check()
    children.stop()


def test_stop_leaves_no_grandchild_and_insists(tmp_path):
    children = processes.Processes(tmp_path, dict(os.environ))
    children.spawn("web", ["sh", "-c", "sleep 300 & echo $!; exec sleep 300"])
    deadline = time.monotonic() + 5
    while not (tmp_path / "web.log").read_text().strip() and time.monotonic() < deadline:
        time.sleep(0.02)
    grandchild = int((tmp_path / "web.log").read_text())
    children.stop()
    while time.monotonic() < deadline and alive(grandchild):
        time.sleep(0.02)
    assert not alive(grandchild)
    assert children.children == {}


def test_signal_stops_once():
    kept = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        processes.on_signals_stop()
        with pytest.raises(processes.Stopped):
            signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGTERM)
    finally:
        for each, handler in kept.items():
            signal.signal(each, handler)


# -- the coverage gate ---------------------------------------------------------------------------------------

WHOLE = {"missing_lines": [], "missing_branches": []}


def test_gate_names_lines_branches_and_files_never_imported(monkeypatch, tmp_path):
    monkeypatch.setattr(coverage_gate, "ROOT", tmp_path)
    for name in ("exams/rules.py", "exams/services.py", "sites/rules.py", "sites/services.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x = 1\n")
    (tmp_path / "exams/views.py").write_text("x = 1\n")
    measured = {
        "exams/rules.py": WHOLE,
        "exams/services.py": {"missing_lines": [4], "missing_branches": [[2, 4]]},
        "sites/rules.py": {"missing_lines": [], "missing_branches": [[7, -1]]},
    }
    assert coverage_gate.misses(measured, coverage_gate.gated()) == [
        "exams/services.py: not run: 4, 2->4",
        "sites/rules.py: not run: 7->exit",
        "sites/services.py: never imported",
    ]


def test_gate_fails_without_a_report(tmp_path):
    assert coverage_gate.report(tmp_path / "none.json") is True


def test_gate_leaves_out_what_starts_the_project():
    assert "sdzx/local/services.py" not in coverage_gate.gated()


def test_gate_passes_when_everything_ran(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(coverage_gate, "ROOT", tmp_path)
    (tmp_path / "exams").mkdir()
    (tmp_path / "exams" / "rules.py").write_text("x = 1\n")
    report = tmp_path / "coverage.json"
    report.write_text(json.dumps({"files": {"exams/rules.py": WHOLE}, "totals": {"percent_covered": 100.0}}))
    assert coverage_gate.report(report) is False
    assert capsys.readouterr().out == "coverage gate: 1 of 1 files whole; all code 100.0 %\n"
