"""What the launcher promises: one sentence for trouble, no process left behind, nothing of others touched."""

import ast
import errno
import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from usp.stack import environment, homes, locks, paths, processes, run, services, valkey, venv
from usp.stack.bootstrap import start
from usp.stack.console import StackError, sentence_of
from usp.stack.processes import Child
from usp.stack.supervisor import Supervisor

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of its own, without the real one's environment, data and processes."""
    local = tmp_path / ".local"
    for name, value in {
        "ROOT": tmp_path,
        "LOCAL": local,
        "LOGS": local / "logs",
        "VENV": tmp_path / ".venv",
        "VENV_PYTHON": tmp_path / ".venv" / "bin" / "python",
        "SECRETS": local / "secrets.env",
        "PROCESSES": local / "processes.json",
        "STACK_ENV": local / "stack.env",
        "REQUIREMENTS": tmp_path / "requirements.txt",
        "SYSTEM_FOLDER": tmp_path / "system",
    }.items():
        monkeypatch.setattr(paths, name, value)
    monkeypatch.setattr(venv, "MARKER", tmp_path / ".venv" / ".usp-installed.json")
    paths.make_local()
    (tmp_path / "requirements.txt").write_text("")
    return tmp_path


def child_of(folder: Path, program: str, **more: object) -> Child:
    script = folder / f"{more.get('name', 'child')}.py"
    script.write_text(program)
    return Child(
        name=str(more.pop("name", "child")),
        command=[PYTHON, str(script)],
        mark=str(folder),
        environment=dict(os.environ),
        folder=folder,
        **more,  # type: ignore[arg-type]
    )


def running_in(folder: Path) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if str(folder) in processes.command_line(process)]


# Sentences


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "may not be written by this user"),
    ],
)
def test_an_error_of_the_system_becomes_a_sentence(code: int, words: str) -> None:
    assert words in sentence_of(OSError(code, os.strerror(code), "/somewhere/file"))


def test_an_old_python_can_read_the_entrance_and_is_told_what_to_do() -> None:
    source = (ROOT / "usp" / "stack" / "__main__.py").read_text()
    ast.parse(source, feature_version=(3, 6))
    old = (
        "import sys, runpy; sys.version_info = (3, 9, 2, 'final', 0); "
        "runpy.run_module('usp.stack', run_name='__main__')"
    )
    done = subprocess.run([PYTHON, "-c", old], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "needs Python 3.11 or later" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_first_half_needs_nothing_but_the_standard_library() -> None:
    alone = "import sys; sys.path.insert(0, '.'); import usp.stack.bootstrap"
    done = subprocess.run([PYTHON, "-I", "-S", "-c", alone], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_taken_port_is_named_with_the_way_out() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        taken = server.getsockname()[1]
        with pytest.raises(StackError, match=rf"port {taken} .*make run PORT="):
            run._check_ports(taken, 1)
        with pytest.raises(StackError, match=rf"port {taken} .*make run SANDBOX_PORT="):
            run._check_ports(valkey.free_port(), taken)
    with pytest.raises(StackError, match="cannot share port 8000"):
        run._check_ports(8000, 8000)


def test_a_folder_of_somebody_else_ends_in_a_sentence(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert start(["install"]) == 1
    assert f"{checkout} may not be written by this user" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "disk is full",
        ),
        ("WARNING: Retrying … NewConnectionError: Failed to establish a new connection", "check the network"),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE",
            "not the one that was pinned",
        ),
        ("first\nERROR: something else\n", "something else"),
    ],
)
def test_pip_s_trouble_becomes_a_sentence(output: str, words: str) -> None:
    assert words in venv._reason(output, "pip.log")


# The virtual environment


@pytest.mark.long
def test_an_environment_is_made_once_and_a_half_made_or_broken_one_anew(checkout: Path) -> None:
    # An installation that was interrupted: Python starts, but nobody wrote down that it was finished.
    subprocess.run([PYTHON, "-m", "venv", "--without-pip", checkout / ".venv"], check=True)
    half_made = (checkout / ".venv" / "pyvenv.cfg").stat().st_mtime_ns
    venv.ensure()
    made = (checkout / ".venv" / "pyvenv.cfg").stat().st_mtime_ns
    assert made != half_made
    assert venv.is_complete()
    venv.ensure()
    assert (checkout / ".venv" / "pyvenv.cfg").stat().st_mtime_ns == made

    python = checkout / ".venv" / "bin" / "python"  # the machine's Python was upgraded
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert not venv.is_complete()
    venv.ensure()
    assert venv.is_complete()

    (checkout / "requirements.txt").write_text("# changed\n")
    assert not venv.is_complete()


def test_a_folder_that_only_has_the_name_is_not_removed(checkout: Path) -> None:
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / "homework.txt").write_text("mine")
    with pytest.raises(StackError, match="is not a virtual environment"):
        venv.ensure()
    assert (checkout / ".venv" / "homework.txt").read_text() == "mine"


# Keys


def test_keys_are_made_once_and_only_their_owner_reads_them(checkout: Path) -> None:
    keys = environment.local_keys()
    assert environment.local_keys() == keys
    assert stat.S_IMODE(paths.SECRETS.stat().st_mode) == 0o600
    assert stat.S_IMODE(paths.LOCAL.stat().st_mode) == 0o700
    assert len(set(keys.values())) == len(keys)


def test_values_survive_the_file_with_spaces_quotes_and_turkish_letters(checkout: Path) -> None:
    values = {
        "A": "Ulusal Staj Programı <bildirim@usp.example>",
        "B": 'it\'s "quoted" $HOME',
        "C": "",
        "D": "a=b",
    }
    environment.write(paths.STACK_ENV, values)
    assert environment.read(paths.STACK_ENV) == values


def test_the_caller_s_environment_does_not_leak_into_the_portal(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "somebody.elses")
    monkeypatch.setenv("USP_HTTPS", "True")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    monkeypatch.setenv("EMAIL_URL", "smtp://mail.example:25")
    values = environment.demo(port=8000, sandbox_port=8001, database_url="postgres://a/b", redis_url="redis://c")
    assert values["DJANGO_SETTINGS_MODULE"] == "usp.settings.local"
    assert values["USP_HTTPS"] == "False"
    assert "PYTHONPATH" not in values
    assert values["EMAIL_URL"] == "smtp://mail.example:25"


# Processes


def test_stopping_a_child_ends_what_it_started_as_well(checkout: Path) -> None:
    child = child_of(
        checkout,
        "import subprocess, sys, time\n"
        f"subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)', {str(checkout)!r}])\n"
        "time.sleep(600)\n",
    )
    child.start()
    assert processes.wait_until(lambda: len(running_in(checkout)) == 2, 10)
    processes.stop([child])
    assert processes.wait_until(lambda: not running_in(checkout), 5)


def test_a_child_that_ignores_the_request_is_killed(checkout: Path) -> None:
    program = (
        "import signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('deaf', flush=True)\ntime.sleep(600)\n"
    )
    child = child_of(checkout, program, stop_seconds=0.5)
    child.start()
    assert processes.wait_until(lambda: "deaf" in child.log.read_text(), 10)
    processes.stop([child])
    assert child.exit_code() == -signal.SIGKILL


def test_what_a_killed_launcher_left_is_ended_by_the_next_one_and_nothing_else(checkout: Path) -> None:
    child = child_of(checkout, "import time\ntime.sleep(600)\n")
    child.start()
    stranger = subprocess.Popen([PYTHON, "-c", "import time; time.sleep(600)"], start_new_session=True)
    try:
        processes.remember([child])
        entry = paths.PROCESSES.read_text()
        # The number was given to somebody else since: the command line tells.
        paths.PROCESSES.write_text(entry.replace(str(child.process and child.process.pid), str(stranger.pid)))
        assert processes.end_left_behind() == []
        assert stranger.poll() is None
        paths.PROCESSES.write_text(entry)
        assert processes.end_left_behind() == ["child"]
        assert child.exit_code() is not None
        assert not paths.PROCESSES.exists()
    finally:
        stranger.kill()
        stranger.wait()
        processes.stop([child])


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_children_end_when_the_launcher_is_killed(checkout: Path) -> None:
    program = (
        "import os, sys, time; from pathlib import Path\n"
        "from usp.stack import paths; from usp.stack.processes import Child\n"
        f"paths.LOGS = Path({str(paths.LOGS)!r})\n"
        f"command = [sys.executable, '-c', 'import time; time.sleep(600)', {str(checkout)!r}]\n"
        "c = Child('c', command, 'x', dict(os.environ))\n"
        "c.start(); print(c.process.pid, flush=True); time.sleep(600)\n"
    )
    launcher = subprocess.Popen([PYTHON, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert launcher.stdout is not None
    with launcher.stdout:
        pid = int(launcher.stdout.readline())
    assert psutil.pid_exists(pid)
    launcher.kill()
    launcher.wait()
    assert processes.wait_until(lambda: not psutil.pid_exists(pid), 5)


def test_a_child_that_dies_is_started_again_until_it_dies_too_often(checkout: Path) -> None:
    supervisor = Supervisor([])
    child = child_of(checkout, "import sys\nprint('cannot go on')\nsys.exit(3)\n")
    supervisor.start([child])
    try:
        with pytest.raises(StackError, match=r"3 times within a minute \(code 3\)(.|\n)*cannot go on"):
            supervisor.watch()
        assert len(supervisor.deaths["child"]) == 3
    finally:
        supervisor.stop()


def test_a_server_that_dies_ends_the_run(checkout: Path) -> None:
    server = child_of(checkout, "print('no memory')\n", name="postgres")
    server.start()
    assert processes.wait_until(lambda: not server.is_running(), 10)
    with pytest.raises(StackError, match=r"postgres ended by itself(.|\n)*no memory"):
        Supervisor([server]).check(restart=True)


def test_one_launcher_at_a_time(checkout: Path) -> None:
    lock = {"wait": False, "taken": "already runs"}
    with locks.only_one("run", **lock), pytest.raises(StackError, match="already runs"):
        locks.only_one("run", **lock).__enter__()
    with locks.only_one("run", **lock):
        pass


# Services


def test_a_deep_folder_still_gets_a_socket(checkout: Path) -> None:
    deep = homes.Home(checkout / ("d" * 120), None)
    assert len(os.fsencode(deep.socket / ".s.PGSQL.5432")) <= 100
    deep.make()
    assert stat.S_IMODE(deep.socket.stat().st_mode) == 0o700
    deep.remove()
    assert not deep.socket.exists()


def test_data_made_with_other_keys_is_made_anew(checkout: Path) -> None:
    environment.local_keys()
    home = homes.Home(checkout / "services", None)
    home.make()
    services._forget_foreign_data(home)
    home.data.mkdir()
    services._forget_foreign_data(home)
    assert home.data.exists()
    paths.SECRETS.unlink()
    environment.local_keys()
    services._forget_foreign_data(home)
    assert not home.data.exists()


def test_folders_of_killed_test_runs_are_removed_and_fresh_ones_left(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "is_root", lambda: False)
    forgotten, fresh = paths.LOCAL / "test-forgotten", paths.LOCAL / "test-fresh"
    forgotten.mkdir()
    fresh.mkdir()
    os.utime(forgotten, (0, 0))
    home = homes.passing()
    assert home.folder.exists()
    assert fresh.exists()
    assert not forgotten.exists()
