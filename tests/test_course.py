"""The front door: what it makes, what it leaves alone, and the sentence that each failure gives."""
import ast
import contextlib
import importlib.util
import json
import os
import re
import runpy
import shutil
import signal
import socket
import subprocess
import sys
import time
import types
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest
from jupyter_client import BlockingKernelClient

from lessons_lib import text

REPOSITORY = Path(__file__).resolve().parents[1]
CONFIGURED = ["requirements.txt", "constraints.txt", "pyproject.toml", "tests/requirements.txt"]
LIBRARY = ["lessons_lib/__init__.py", "lessons_lib/files.py", "lessons_lib/learners_copy.py",
           "lessons_lib/text/__init__.py"]
FIRST = "00-start-here.ipynb"


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """These tests read English sentences, whatever the system speaks."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    yield
    text.use("en")


@pytest.fixture
def folder(tmp_path):
    """A small course in a folder of its own: the real front door, one notebook, no .venv."""
    folder = tmp_path / "course"
    for name in ["course.py", *LIBRARY, *CONFIGURED]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, folder / name)
    (folder / "notebooks").mkdir()
    shutil.copy(REPOSITORY / "notebooks" / FIRST, folder / "notebooks")
    return folder


@pytest.fixture
def course(folder):
    return load(folder)


def load(folder):
    """The front door of this folder as a module."""
    spec = importlib.util.spec_from_file_location("course_under_test", folder / "course.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(folder, *arguments, **environment):
    return subprocess.run([sys.executable, "course.py", *arguments], cwd=folder, env=os.environ | environment,
                          capture_output=True, text=True, timeout=100)


def sentence(failed):
    """The one line on stderr with which a run failed."""
    assert failed.returncode == 1
    lines = failed.stderr.splitlines()
    assert len(lines) == 1, failed.stderr
    return lines[0]


# Too old a Python

def test_a_python_of_2018_can_parse_it():
    ast.parse((REPOSITORY / "course.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_a_too_old_python_gets_a_sentence(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 13, "final", 0))
    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(REPOSITORY / "course.py"))
    assert stopped.value.code.startswith("The course needs Python 3.11 or newer and this is Python 3.10: ")


def test_old_pythons_of_this_machine_get_the_sentence():
    """Those that are here: the two tests above hold the line where none is."""
    kept = [path for minor in ("2.7", "3.6", "3.7", "3.8", "3.9", "3.10")
            for path in Path.home().glob(f".pyenv/versions/{minor}.*/bin/python")]
    named = filter(None, (shutil.which(f"python{minor}") for minor in ("2.7", "3.6", "3.8", "3.9", "3.10")))
    for python in map(str, [*kept, *named]):
        result = subprocess.run([python, str(REPOSITORY / "course.py")], capture_output=True, text=True, timeout=30)
        if "pyenv" not in result.stderr:  # a shim whose Python is not there
            assert sentence(result).startswith("The course needs Python 3.11 or newer and this is Python "), python


# The environment and its stamp

@pytest.fixture
def work(course, monkeypatch):
    """What set_up does, written down in place of making and installing."""
    work = []
    return follow(course, work, monkeypatch)


def follow(course, work, monkeypatch):
    def make_venv():
        work.append("make")
        Path(course.PYTHON).parent.mkdir(parents=True, exist_ok=True)
        Path(course.PYTHON).touch()

    monkeypatch.setattr(course, "make_venv", make_venv)
    monkeypatch.setattr(course, "install", lambda wanted: work.append(tuple(wanted)))
    return work


PINS = ("-c", "constraints.txt")
LEARNING, TESTING = ("requirements.txt",), ("requirements.txt", "tests/requirements.txt")
LEARNING_INSTALLED = (*PINS, "-r", "requirements.txt")
TESTING_INSTALLED = (*LEARNING_INSTALLED, "-r", "tests/requirements.txt")


def test_a_second_start_installs_nothing(course, work):
    course.set_up(LEARNING)
    course.set_up(LEARNING)
    assert work == ["make", LEARNING_INSTALLED]


def test_tests_are_installed_on_top_and_then_both_are_there(course, work):
    course.set_up(LEARNING)
    course.set_up(TESTING)
    course.set_up(LEARNING)
    course.set_up(TESTING)
    assert work == ["make", LEARNING_INSTALLED, TESTING_INSTALLED]


@pytest.mark.parametrize("name", ["requirements.txt", "constraints.txt", "pyproject.toml"])
def test_a_changed_requirement_is_installed_into_the_same_venv(course, folder, work, name):
    course.set_up(LEARNING)
    with open(folder / name, "a") as file:
        file.write("# one more line\n")
    course.set_up(LEARNING)
    course.set_up(LEARNING)
    assert work == ["make", LEARNING_INSTALLED, LEARNING_INSTALLED]


def test_what_only_tests_need_is_no_affair_of_a_learner(course, folder, work):
    course.set_up(LEARNING)
    (folder / "tests" / "requirements.txt").write_text("pytest\n")
    course.set_up(LEARNING)
    assert work == ["make", LEARNING_INSTALLED]


def test_a_failed_installation_is_tried_again_in_the_same_venv(course, work, monkeypatch):
    with monkeypatch.context() as patched, pytest.raises(SystemExit, match="no network"):
        patched.setattr(course, "install", lambda files: "no network")
        course.set_up(LEARNING)
    course.set_up(LEARNING)
    assert work == ["make", LEARNING_INSTALLED]


def test_a_venv_killed_in_mid_installation_is_made_anew(course, work, monkeypatch):
    course.set_up(LEARNING)

    def killed(_files):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(course, "install", killed)
        course.set_up(TESTING)
    course.set_up(LEARNING)
    assert work == ["make", LEARNING_INSTALLED, "make", LEARNING_INSTALLED]


@pytest.mark.parametrize("harm", [
    lambda course: os.remove(course.PYTHON),
    lambda course: course.STAMP.write_text("{"),
    lambda course: course.STAMP.write_text('{"home": null, "installed": 7}'),
], ids=["no python", "broken stamp", "strange stamp"])
def test_a_broken_venv_is_made_anew(course, work, harm):
    course.set_up(LEARNING)
    harm(course)
    course.set_up(LEARNING)
    assert work == ["make", LEARNING_INSTALLED, "make", LEARNING_INSTALLED]


def test_another_python_gets_a_new_venv(course, work, monkeypatch):
    course.set_up(LEARNING)
    with monkeypatch.context() as patched:
        patched.setattr(sys, "version_info", (3, 99, 0, "final", 0))
        course.set_up(LEARNING)
    assert work == ["make", LEARNING_INSTALLED, "make", LEARNING_INSTALLED]


def test_a_moved_folder_gets_a_new_venv(course, work, folder, monkeypatch):
    course.set_up(LEARNING)
    moved = load(folder.rename(folder.with_name("elsewhere")))
    follow(moved, work, monkeypatch)
    moved.set_up(LEARNING)
    assert work == ["make", LEARNING_INSTALLED, "make", LEARNING_INSTALLED]


# Failures are a sentence

def test_without_a_network_a_half_made_venv_is_made_anew_and_kept(folder):
    """With the real venv and the real pip: the index is a port where nobody listens."""
    offline = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": "",
               "PIP_EXTRA_INDEX_URL": "", "PIP_NO_CACHE_DIR": "1", "PIP_RETRIES": "1"}
    (folder / ".venv" / "half").mkdir(parents=True)
    first = run(folder, "--no-browser", **offline)
    assert sentence(first) == "The package index could not be reached: connect to the internet and start again."
    assert "The folder .venv is unfinished, was moved or belongs to another Python: it is made anew." in first.stdout
    assert not (folder / ".venv" / "half").exists()
    second = run(folder, "--no-browser", **offline)
    assert sentence(second) == sentence(first)
    assert "made anew" not in second.stdout and "Making .venv" not in second.stdout


def test_a_version_that_does_not_exist_is_told_apart_from_no_network(course, folder, monkeypatch):
    monkeypatch.setattr(course, "PYTHON", sys.executable)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    (folder / "requirements.txt").write_text("a-package-of-nobody>=7\n")
    fault = course.install(["-r", "requirements.txt"])
    assert fault == ("pip could not install what the course needs: "
                     "No matching distribution found for a-package-of-nobody>=7")


@pytest.mark.parametrize("output, wanted", [
    ("WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('...')': /simple/numpy/\n"
     "ERROR: Could not find a version that satisfies the requirement numpy (from versions: none)\n"
     "ERROR: No matching distribution found for numpy", "The package index could not be reached: "),
    ("ERROR: Could not find a version that satisfies the requirement numpy==9 (from versions: 2.3.0, 2.4.0)\n"
     "ERROR: No matching distribution found for numpy==9", "course needs: No matching distribution found for numpy==9"),
    ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "The disk is full: "),
    ("  ERROR: No matching distribution found for flit_core\n"
     "note: This error originates from a subprocess, and is likely not a problem with pip.",
     "pip could not install what the course needs: No matching distribution found for flit_core"),
    ("", "it did not say why."),
])
def test_why_pip_failed(course, output, wanted):
    assert wanted in course.why_pip_failed(output)


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_names_the_package_of_debian(course, monkeypatch, module):
    monkeypatch.setitem(sys.modules, module, None)
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    with pytest.raises(SystemExit, match=rf"lacks its module venv: install it .* apt install {re.escape(package)}\)"):
        course.make_venv()
    assert not course.VENV.exists()


def test_a_full_disk_or_a_folder_that_may_not_be_written_is_a_sentence(course, monkeypatch):
    def fail(*_files):
        raise OSError(30, "Read-only file system", "my-course/02.ipynb")

    monkeypatch.setattr(course, "set_up", fail)
    monkeypatch.setattr(sys, "argv", ["course.py"])
    with pytest.raises(SystemExit) as stopped:
        course.main()
    assert stopped.value.code == "my-course/02.ipynb: Read-only file system"


def test_a_port_in_use_is_a_sentence(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert sentence(run(folder, "--port", str(port))) == (
            f"--port: {port} given, wanted one from 1024 to 65535 that is free.")
    assert not (folder / ".venv").exists()


@pytest.mark.parametrize("port", ["-1", "65536"])
def test_what_is_no_port_is_a_sentence(folder, port):
    assert f"--port: {port} given, wanted" in sentence(run(folder, f"--port={port}"))


def test_without_a_port_the_next_free_one_is_taken(course, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr(course, "PORTS", [port, 0])
        assert course.free_port() != port
        monkeypatch.setattr(course, "PORTS", [port])
        with pytest.raises(SystemExit, match="No port from .* is free"):
            course.free_port()


def test_missing_notebooks_are_a_sentence(folder):
    shutil.rmtree(folder / "notebooks")
    assert sentence(run(folder)) == (
        "The folder notebooks/ is missing or empty: get the course anew, or run `python course.py build`.")
    assert not (folder / ".venv").exists()


@pytest.mark.parametrize("arguments", [["--nobrowser"], ["--port", "many"], ["tets"], ["lock", "--fast"]])
def test_an_unknown_option_shows_the_usage_and_does_nothing(folder, arguments):
    result = run(folder, *arguments)
    assert result.returncode == 2 and result.stderr.startswith("usage: ")
    assert not (folder / ".venv").exists()


# The tests' own command

@pytest.fixture
def commands(course, monkeypatch):
    """Every command that `course.py test` would run; a browser is found unless this is emptied."""
    commands = types.SimpleNamespace(run=[], records=[], browser="/somewhere/chromium\n", pytest=0)

    def pretend(command, env=None, **_options):
        commands.run.append((command[1:], (env or {}).get("COURSE_CHROMIUM")))
        commands.records.append((env or {}).get("COURSE_RECORD"))
        if "chromium.py" in command[-1]:
            return types.SimpleNamespace(returncode=0 if commands.browser else 1, stdout=commands.browser)
        return types.SimpleNamespace(returncode=commands.pytest)

    monkeypatch.setattr(course, "set_up", lambda *files: None)
    monkeypatch.setattr(subprocess, "run", pretend)
    monkeypatch.delenv("COURSE_CHROMIUM", raising=False)
    return commands


def exit_code(course, monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", ["course.py", *arguments])
    with pytest.raises(SystemExit) as stopped:
        course.main()
    return stopped.value.code


def test_pytest_gets_its_arguments_and_the_browser_and_gives_the_exit_code(course, commands, monkeypatch):
    commands.pytest = 5
    assert exit_code(course, monkeypatch, "test", "tests/nn", "-k", "momentum", "-x") == 5
    assert commands.run[1] == (["-m", "pytest", "tests/nn", "-k", "momentum", "-x"], "/somewhere/chromium")


def test_all_tests_run_side_by_side(course, commands, monkeypatch):
    assert exit_code(course, monkeypatch, "test") == 0
    assert commands.run[1][0][2:4] == ["-n", "auto"]


def test_no_browser_is_a_failure(course, commands, monkeypatch):
    commands.browser = ""
    assert exit_code(course, monkeypatch, "test") == 1
    assert len(commands.run) == 1


def test_without_browser_is_the_last_thing_said(course, commands, monkeypatch, capsys):
    assert exit_code(course, monkeypatch, "test", "-x", "--without-browser") == 0
    assert commands.run == [(["-m", "pytest", "-m", "not browser", "-x"], None)]
    assert capsys.readouterr().out.splitlines()[-1] == "The browser tests were left out."


def test_build_passes_the_names_of_lessons_on(course, commands, monkeypatch):
    assert exit_code(course, monkeypatch, "build", "02", "03") == 0
    assert commands.run == [(["lessons/build.py", "02", "03"], None)]


@pytest.mark.parametrize("language, laid, folder_of", [
    ("en", False, "notebooks/exercises"), ("en", True, "my-course/exercises"), ("ko", True, "my-course/ko/exercises"),
    ("ko", False, "notebooks/ko/exercises")])
def test_check_reads_the_learners_own_notebooks_in_their_language(course, folder, commands, monkeypatch, language, laid,
                                                                  folder_of):
    if laid:
        (folder / folder_of).mkdir(parents=True)
    assert exit_code(course, monkeypatch, "--language", language, "check", "03", "5W") == 0
    command = commands.run[-1][0]
    assert command[:3] == ["-m", "lessons_lib.exercises", "check"] and command[-2:] == ["03", "5W"]
    assert command[command.index("--folder") + 1] == str(folder / folder_of)
    assert command[command.index("--language") + 1] == language
    assert commands.records == [str(folder / "my-course" / "record.json")]


def test_solutions_come_from_the_sources(course, folder, commands, monkeypatch):
    assert exit_code(course, monkeypatch, "solution", "3W") == 0
    command = commands.run[-1][0]
    assert command[2] == "solution" and command[4] == str(folder / "lessons" / "exercises") and command[-1] == "3W"


def test_a_lock_can_be_renewed_whatever_was_pinned_before(course, work, commands, monkeypatch):
    monkeypatch.setattr(course, "set_up", lambda files: work.append(("set up", *files)))
    assert exit_code(course, monkeypatch, "lock") == 0
    assert work == [("set up",), ("uv",)], "uv alone, without constraints.txt"
    command, = (command for command, _browser in commands.run)
    assert command[:4] == ["-m", "uv", "pip", "compile"] and command[-2:] == ["-o", "constraints.txt"]
    assert {"--universal", "requirements.txt", "tests/requirements.txt"} <= set(command)


# A browser for the tests

@pytest.fixture
def chromium(monkeypatch):
    """The finder on a machine where every path is a browser that starts and none is on the PATH or in its place."""
    spec = importlib.util.spec_from_file_location("chromium_finder", REPOSITORY / "tests" / "browser" / "chromium.py")
    finder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(finder)
    monkeypatch.delenv("COURSE_CHROMIUM", raising=False)
    monkeypatch.setattr(finder.shutil, "which", lambda name: None)
    monkeypatch.setattr(finder, "PLACES", ())
    monkeypatch.setattr(finder, "_playwrights_own", lambda: iter(()))
    monkeypatch.setattr(finder, "starts", lambda path: True)
    return finder


def test_the_order_of_search(chromium, monkeypatch):
    assert chromium.find() is None
    monkeypatch.setattr(chromium, "_playwrights_own", lambda: iter(["playwright's"]))
    assert chromium.find() == "playwright's"
    monkeypatch.setattr(chromium, "PLACES", ("usual place",))
    assert chromium.find() == "usual place"
    monkeypatch.setattr(chromium.shutil, "which", {"google-chrome": "on the path"}.get)
    assert chromium.find() == "on the path"
    monkeypatch.setenv("COURSE_CHROMIUM", "named")
    assert chromium.find() == "named"


def test_one_that_does_not_start_is_passed_over(chromium, monkeypatch):
    monkeypatch.setattr(chromium, "PLACES", ("a script that asks for a snap", "a browser"))
    monkeypatch.setattr(chromium, "starts", lambda path: path == "a browser")
    assert chromium.find() == "a browser"


def test_starting_is_tried_for_real(tmp_path):
    finder = runpy.run_path(str(REPOSITORY / "tests" / "browser" / "chromium.py"))
    no_program = tmp_path / "chromium"
    no_program.write_text("no program")
    assert finder["starts"](sys.executable)
    assert not finder["starts"](str(no_program)) and not finder["starts"](str(tmp_path / "not there"))


@pytest.mark.parametrize("installed_by, asked", [("playwright", 1), ("install", 3), ("nothing", 3)])
def test_getting_one_asks_playwright_and_then_apt(chromium, monkeypatch, installed_by, asked):
    commands = []

    def pretend(command, timeout, **_options):
        assert 0 < timeout <= 600
        commands.append(command)
        if len(commands) == asked and installed_by != "nothing":
            monkeypatch.setattr(chromium, "PLACES", ("just installed",))
        if "playwright" in command and asked == 3:
            raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(chromium.subprocess, "run", pretend)
    monkeypatch.setattr(chromium.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    assert chromium.get() == (None if installed_by == "nothing" else "just installed")
    assert commands == [[sys.executable, "-m", "playwright", "install", "chromium"],
                        ["sudo", "-n", "apt-get", "update"],
                        ["sudo", "-n", "apt-get", "install", "-y", "--no-install-recommends", "chromium"]][:asked]


def test_a_browser_named_wrongly_is_a_sentence(tmp_path):
    result = subprocess.run([sys.executable, str(REPOSITORY / "tests" / "browser" / "chromium.py")],
                            env=os.environ | {"COURSE_CHROMIUM": "/not/there"}, capture_output=True, text=True)
    assert sentence(result) == "COURSE_CHROMIUM: /not/there given, wanted the path of a Chromium that starts."


# The requirements

def test_constraints_pin_every_requirement_and_name_no_place():
    pins = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8")
    names = re.findall(r"^([a-z0-9-]+)==", pins, flags=re.MULTILINE)
    for file in TESTING:
        for name in re.findall(r"^([a-z][a-z0-9-]*)", (REPOSITORY / file).read_text("utf-8"), flags=re.MULTILINE):
            assert name in names, name
    lines = [line for line in pins.splitlines() if not line.startswith("#")]
    assert len(lines) == len(set(names)), "each package once, and nothing but packages"
    assert not re.search(r"://|file:|-e |--", pins)


# The whole way

@pytest.fixture
def installed(course, folder, tmp_path):
    """The small course with a .venv that borrows the packages of the running environment and has its own share/."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(course.VENV)], check=True, timeout=60)
    places = subprocess.run([course.PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
                            capture_output=True, text=True, check=True, timeout=60)
    borrowed = f"import site; site.addsitedir({str(Path(pytest.__file__).parents[1])!r})\n"
    (Path(places.stdout.strip()) / "borrowed.pth").write_text(borrowed)
    for name in ("share/jupyter", "etc/jupyter"):
        shutil.copytree(Path(sys.prefix) / name, course.VENV / name, ignore=shutil.ignore_patterns("overrides.json"))
    done = {"home": {"folder": str(folder), "python": "{}.{}".format(*sys.version_info)},
            "installed": {"requirements.txt": course.digest("requirements.txt", "constraints.txt", "pyproject.toml")}}
    course.STAMP.write_text(json.dumps(done))
    return folder


@pytest.fixture
def home(tmp_path):
    """A home whose Jupyter is set up in another way: another port, another Python behind `python3`."""
    home = tmp_path / "home"
    for data in (home / ".local/share/jupyter", home / "Library/Jupyter", home / "jupyter"):
        (data / "kernels" / "python3").mkdir(parents=True)
        (data / "kernels" / "python3" / "kernel.json").write_text(json.dumps(
            {"argv": ["/not/there", "{connection_file}"], "display_name": "Another", "language": "python"}))
    (home / ".jupyter").mkdir()
    (home / ".jupyter" / "jupyter_server_config.py").write_text("c.ServerApp.base_url = '/another/'\n")
    return {"HOME": str(home), "JUPYTER_CONFIG_DIR": str(home / ".jupyter"), "JUPYTER_PATH": str(home / "jupyter"),
            "JUPYTER_DATA_DIR": str(home / "jupyter"), "PYTHONPATH": str(home)}


class Door:
    """The front door as a learner opens it, in a process of its own that gets Ctrl-C with all that it started."""

    def __init__(self, folder, environment):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        import pty  # not on Windows, where all other tests of this file run
        self.terminal, ours = pty.openpty()  # JupyterLab treats Ctrl-C in a terminal in a way of its own
        self.process = subprocess.Popen(
            [sys.executable, "course.py", "--no-browser", "--port", str(self.port)], cwd=folder,
            env=os.environ | environment, stdin=ours, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True)
        os.close(ours)
        self.said = self.process.stdout.readline() + self.process.stdout.readline()
        self.url, self.token = re.search(r"(http://\S+)\?token=(\w+)", self.said).groups()

    def wait(self):
        for _attempt in range(300):
            with contextlib.suppress(urllib.error.URLError):
                return self.get("api/status")
            time.sleep(0.1)
        raise AssertionError("JupyterLab did not answer within half a minute")

    def get(self, path, body=None, token=True):
        """The status of an answer, and its body."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/{path}", body and json.dumps(body).encode())
        if token:
            request.add_header("Authorization", "token " + self.token)
        opener = urllib.request.build_opener(NoRedirects)
        try:
            with opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, None

    def end(self):
        """Ctrl-C, once; gives the exit code and everything that was said."""
        os.killpg(self.process.pid, signal.SIGINT)
        try:
            rest, _ = self.process.communicate(timeout=20)
        finally:
            self.process.kill()
            os.close(self.terminal)
        return self.process.returncode, self.said + rest


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments):
        return None


def test_the_whole_way(installed, home):
    """Start, look at what answers, start again, end by Ctrl-C: no trace of the user's own Jupyter, no orphan."""
    door = Door(installed, home)
    kernels = []
    try:
        door.wait()
        page = f"lab/tree/my-course/{FIRST}"
        assert door.url == f"http://127.0.0.1:{door.port}/{page}"
        assert (door.get(page)[0], door.get(page, token=False)[0], door.get("api/contents", token=False)[0]) == (
            200, 302, 403)
        assert "lessons_lib" in {entry["name"] for entry in json.loads(door.get("api/contents")[1])["content"]}
        assert json.loads(door.get(f"api/contents/my-course/{FIRST}")[1])["type"] == "notebook"
        assert defaults_of_jupyterlab(door) == {
            "fetchNews": "false", "checkForUpdates": False, "commsOverSubshells": "disabled", "autosaveInterval": 10}
        kernelspecs = json.loads(door.get("api/kernelspecs")[1])["kernelspecs"]
        assert kernelspecs["python3"]["spec"]["display_name"] == "Python 3 (ipykernel)"

        status, _ = door.get("api/sessions", {"path": f"my-course/{FIRST}", "name": FIRST, "type": "notebook",
                                              "kernel": {"name": "python3"}})
        assert status == 201
        wait_for_kernel(installed)
        kernels = [child for child in psutil.Process(door.process.pid).children(recursive=True)
                   if child.status() != psutil.STATUS_ZOMBIE and "ipykernel_launcher" in child.cmdline()]
        assert len(kernels) == 1

        again = run(installed, "--no-browser", **home)
        assert (again.returncode, again.stderr) == (0, "")
        assert again.stdout == f"The course is open already: {door.url}?token={door.token}\n"
    finally:
        code, said = door.end()
        _, orphans = psutil.wait_procs(kernels, timeout=5)
        for orphan in orphans:
            orphan.kill()
    assert code == 0
    assert re.fullmatch(r"Opening .*\nCtrl-C in this window ends it.\n\[C .*\] Shutting down...\n", said), said
    assert orphans == []
    assert list((installed / ".venv" / "jupyter" / "jupyter_runtime_dir").glob("jpserver-*.json")) == []


def wait_for_kernel(folder):
    """Until the one kernel answers: what interrupts it before that is no news."""
    connection = next((folder / ".venv" / "jupyter" / "jupyter_runtime_dir").glob("kernel-*.json"))
    client = BlockingKernelClient(connection_file=str(connection))
    client.load_connection_file()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=30)
    finally:
        client.stop_channels()


def defaults_of_jupyterlab(door):
    """JupyterLab's settings as a browser gets them, those of which the course has an opinion."""
    defaults = {}
    for plugin, names in {"apputils-extension:notification": ["fetchNews", "checkForUpdates"],
                          "apputils-extension:kernels-settings": ["commsOverSubshells"],
                          "docmanager-extension:plugin": ["autosaveInterval"]}.items():
        settings = json.loads(door.get(f"lab/api/settings/@jupyterlab/{plugin}")[1])
        defaults |= {name: settings["schema"]["properties"][name]["default"] for name in names}
    return defaults


def test_a_server_that_was_killed_is_not_taken_for_a_running_one(course):
    course.RUNTIME.mkdir(parents=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    left = {"port": port, "token": "7", "root_dir": str(course.ROOT), "url": f"http://127.0.0.1:{port}/"}
    (course.RUNTIME / "jpserver-7.json").write_text(json.dumps(left))
    (course.RUNTIME / "jpserver-8.json").write_text("{")
    assert course.running_url() is None


def test_the_course_that_is_open_already_is_shown_in_the_browser(course, monkeypatch, capsys):
    import webbrowser
    shown = []
    monkeypatch.setattr(webbrowser, "open", shown.append)
    monkeypatch.setattr(course, "running_url", lambda: "http://127.0.0.1:8888/lab?token=7")
    monkeypatch.setattr(sys, "argv", ["course.py"])
    course.main()
    assert shown == ["http://127.0.0.1:8888/lab?token=7"]
    assert capsys.readouterr().out == "The course is open already: http://127.0.0.1:8888/lab?token=7\n"
    assert not course.COPY.exists() and not course.VENV.exists()


# Languages and lectures

@pytest.mark.parametrize("variables, wanted", [
    ({"LC_ALL": "ko_KR.UTF-8"}, "ko"), ({"LC_ALL": "", "LANG": "ko_KR.UTF-8"}, "ko"),
    ({"LC_ALL": "Korean_Korea"}, "ko"),
    ({"LC_ALL": "de_DE.UTF-8", "LANG": "ko_KR.UTF-8"}, "en"), ({"LC_ALL": "C"}, "en")])
def test_the_language_of_the_system_chooses(course, monkeypatch, variables, wanted):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, variables.get(name, ""))
    assert course.system_language() == wanted


@pytest.fixture
def opened(course, monkeypatch):
    """A function that opens the course and gives JupyterLab's command, environment and settings."""
    def open_with(*arguments):
        became = []
        monkeypatch.setattr(course, "become", lambda command, environment: became.append((command, environment)))
        monkeypatch.setattr(course, "running_url", lambda: None)
        monkeypatch.setattr(sys, "argv", ["course.py", "--no-browser", *arguments])
        course.main()
        return " ".join(became[0][0]), became[0][1], json.loads((course.VENV / course.LAB).read_bytes())

    return open_with


def test_korean_opens_the_korean_notebook_in_korean_menus(course, opened, monkeypatch):
    asked = []
    monkeypatch.setattr(course, "set_up", lambda files, needed=True: asked.append((files, needed)) or True)
    command, _environment, settings = opened("--language", "ko")
    assert "--LabApp.default_url=/lab/tree/my-course/ko/00-start-here.ipynb" in command
    assert settings["@jupyterlab/translation-extension:plugin"] == {"locale": "ko_KR"}
    assert asked == [(["requirements.txt"], True), (["lessons/ko/requirements.txt"], False)]


def test_korean_opens_with_english_menus_where_the_others_cannot_be_had(course, opened, monkeypatch):
    monkeypatch.setattr(course, "set_up", lambda files, needed=True: needed)
    command, _environment, settings = opened("--language", "ko")
    assert "my-course/ko/00-start-here.ipynb" in command
    assert "@jupyterlab/translation-extension:plugin" not in settings


def test_menus_that_cannot_be_installed_stop_nobody(course, work, monkeypatch, capsys):
    monkeypatch.setattr(course, "install", lambda wanted: "No network.")
    assert course.set_up(["requirements.txt"], needed=False) is False
    assert "No network." in capsys.readouterr().out


@pytest.mark.parametrize("set_before, wanted", [(None, "1"), ("4", "4")])
def test_numpy_has_one_thread_unless_somebody_wants_more(course, opened, monkeypatch, set_before, wanted):
    monkeypatch.setattr(course, "set_up", lambda files, needed=True: True)
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", set_before or "")
    if set_before is None:
        monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    _command, environment, _settings = opened()
    assert environment["OPENBLAS_NUM_THREADS"] == wanted


def test_english_asks_for_no_menus(course, opened, monkeypatch):
    monkeypatch.setattr(course, "set_up", lambda files, needed=True: needed or pytest.fail("asked for menus"))
    command, environment, settings = opened()
    assert "--LabApp.default_url=/lab/tree/my-course/00-start-here.ipynb" in command
    assert "COURSE_LECTURE" not in environment
    assert set(settings) == set(course.SETTINGS[course.LAB])


def test_a_lecture_is_large_alone_on_the_page_and_says_so_to_the_figures(course, opened, monkeypatch):
    monkeypatch.setattr(course, "set_up", lambda files, needed=True: True)
    command, environment, settings = opened("--lecture")
    assert "--LabApp.default_url=/doc/tree/my-course/00-start-here.ipynb" in command
    assert environment["COURSE_LECTURE"] == "1"
    own = Path(environment["JUPYTERLAB_SETTINGS_DIR"]) / "@jupyterlab" / "apputils-extension"
    sizes = json.loads((own / "themes.jupyterlab-settings").read_bytes())["overrides"]
    assert all(int(size.removesuffix("px")) > 15 for size in sizes.values())
    assert len(list(Path(environment["JUPYTERLAB_WORKSPACES_DIR"]).iterdir())) == 1
    command, environment, settings = opened()
    assert "/lab/tree/" in command and "COURSE_LECTURE" not in environment
    own = [Path(environment[f"JUPYTERLAB_{name}_DIR"]).parent.name for name in ("SETTINGS", "WORKSPACES")]
    assert own == ["jupyter", "jupyter"]


def test_a_language_that_does_not_exist_is_a_sentence(folder):
    assert sentence(run(folder, "--language", "tlh")) == \
        """--language: 'tlh' given, wanted "en" (English) or "ko" (한국어)"""
