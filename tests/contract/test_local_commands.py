"""The commands of the local desk say in one line what is wrong."""

import socket

import pytest

from infra import browser
from infra.local.__main__ import main
from infra.local.config import LOOPBACK, Local, free_port, in_use
from infra.local.supervisor import Supervisor


@pytest.mark.parametrize("command", [["reset"], ["redrive"], ["clock", "--forward", "P3D"]])
def test_without_a_running_desk(command, capsys):
    port = str(free_port())
    assert main([*command, "--port", port]) == 1
    assert (
        capsys.readouterr().err == f"No desk answers on port {port}; start one with `make run`.\n"
    )


def test_an_unknown_tenant(capsys):
    with pytest.raises(SystemExit):
        main(["run", "--tenant", "atlantis"])
    assert "leuven" in capsys.readouterr().err


def test_a_port_in_use(capsys, monkeypatch):
    monkeypatch.setattr("signal.signal", lambda *args: None)
    with socket.socket() as other:
        other.bind((LOOPBACK, 0))
        other.listen()
        port = other.getsockname()[1]
        assert in_use(port)
        assert Supervisor(Local.on_ports("mechelen", port)).run() == 1
    assert capsys.readouterr().err == f"Port {port} (site) is in use; choose another: --port\n"


def test_a_browser_that_is_there_is_not_mentioned(monkeypatch, capsys):
    monkeypatch.setattr(browser.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert browser.main() == 0
    assert capsys.readouterr() == ("", "")


def test_no_browser_is_never_passed_over_in_silence(monkeypatch, capsys):
    monkeypatch.setattr(browser, "executable_path", lambda: None)
    monkeypatch.setattr(browser, "_install", lambda: "apt-get install -y chromium")
    assert browser.main() == 1
    assert "apt-get install -y chromium" in capsys.readouterr().err
