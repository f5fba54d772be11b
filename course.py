"""The front door of the course.

    python course.py                  set up what is missing and open the lessons in JupyterLab
    python course.py --language ko    in Korean; without it, in the language of the system
    python course.py --lecture        for a projector: large, one notebook alone, predictions open
    python course.py check [03] [5W]  which tasks are passed, and what is wrong with the others
    python course.py solution 3W      a solution, after three tries
    python course.py test             set up and run all tests; what course.py does not know goes to pytest
    python course.py build [02 03]    set up and build notebooks/ from lessons/
    python course.py lock             renew constraints.txt

It needs Python alone. What it installs goes into .venv; what a learner writes stays in my-course/.
"""
import sys

if sys.version_info < (3, 11):  # comes first; even Python 2.7 can read this file, which is why it has no f-strings
    sys.exit("The course needs Python 3.11 or newer and this is Python %d.%d: "
             "install a newer one from https://www.python.org/downloads/." % sys.version_info[:2])

import argparse
import hashlib
import importlib.util
import json
import locale
import os
import re
import shutil
import socket
import subprocess
from pathlib import Path

from lessons_lib.files import write
from lessons_lib.learners_copy import lay_copy
from lessons_lib.text import LANGUAGES, _, language, use

ROOT = Path(__file__).resolve().parent
NOTEBOOKS, COPY, VENV = ROOT / "notebooks", ROOT / "my-course", ROOT / ".venv"
PYTHON = str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
STAMP = VENV / "course.json"
RUNTIME = VENV / "jupyter" / "jupyter_runtime_dir"
LEARNING, TESTING = "requirements.txt", "tests/requirements.txt"
MENUS = {"ko": ("lessons/ko/requirements.txt", "ko_KR")}  # JupyterLab's own words: what brings them, their locale
NEWEST = (3, 14)
PORTS = range(8888, 9088)
LAB = "share/jupyter/lab/settings/overrides.json"
MENU_BARS = "etc/jupyter/labconfig/page_config.json"
SETTINGS = {
    LAB: {
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
        "@jupyterlab/apputils-extension:kernels-settings": {"commsOverSubshells": "disabled"},  # callbacks: one thread
        "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 10},  # seconds
    },
    # The tests bring nbgrader; its menus and its warnings are not for learners.
    "etc/jupyter/jupyter_server_config.json": {"ServerApp": {"jpserver_extensions": {
        "nbgrader.server_extensions." + name: False
        for name in ("formgrader", "validate_assignment", "assignment_list", "course_list")}}},
    MENU_BARS: {"disabledExtensions": {"@jupyter/nbgrader": True, "@jupyter-notebook/lab-extension": True}},
    "jupyter/ipythondir/profile_default/ipython_kernel_config.json": {
        "IPKernelApp": {"log_level": "ERROR"},  # no warning that it talks to this machine unencrypted
    },
}
LECTURE = {  # settings of its own, read from the back row: large letters, both side bars and the status bar away
    "settings/@jupyterlab/apputils-extension/themes.jupyterlab-settings": {"overrides": {
        "code-font-size": "19px", "content-font-size1": "21px", "ui-font-size1": "16px"}},
    "settings/@jupyterlab/statusbar-extension/plugin.jupyterlab-settings": {"visible": False},
    "workspaces/default-37a8.jupyterlab-workspace": {"metadata": {"id": "default"}, "data": {
        "layout-restorer:data": {side: {"collapsed": True, "visible": False} for side in ("left", "right")}}},
}
OFFLINE = re.compile("connection broken by|NewConnectionError|Max retries exceeded|getaddrinfo failed|timed out|"
                     "Temporary failure in name resolution|Network is unreachable")


def main():
    # For small matrices NumPy's threads cost more than they bring: on busy cores a training took 20 times as long.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when NumPy is imported, so everything started here has it
    use(system_language())
    options, rest = command_line()
    try:
        use(options.language or language())
    except ValueError as error:
        sys.exit("--" + str(error))
    try:
        options.command(options, rest)
    except KeyboardInterrupt:
        sys.exit(_("Stopped."))
    except OSError as error:  # the disk is full, a folder may not be written ...
        sys.exit("%s: %s" % (error.filename or _("The course could not be started"), error.strerror or error))


def command_line():
    """The options, and for test and build what is left for pytest and the builder."""
    parser = argparse.ArgumentParser(description=_("Open the course in JupyterLab."), allow_abbrev=False)
    parser.add_argument("--language", metavar="|".join(LANGUAGES), help=_("without it, the language of the system"))
    parser.add_argument("--lecture", action="store_true", help=_("for a projector: large, predictions open"))
    parser.add_argument("--no-browser", action="store_true", help=_("start JupyterLab and open no browser"))
    parser.add_argument("--port", type=int, help=_("JupyterLab's port; without it the first free one from 8888 on"))
    parser.set_defaults(command=learn, takes_rest=False)
    commands = parser.add_subparsers(metavar="command")
    checks = commands.add_parser("check", help=_("which tasks are passed; names of lessons or tasks may follow"))
    checks.set_defaults(command=exercises, what="check", takes_rest=True)
    solutions = commands.add_parser("solution", help=_("a solution of the tasks that follow, after three tries"))
    solutions.set_defaults(command=exercises, what="solution", takes_rest=True)
    tests = commands.add_parser("test", help=_("run all tests; further arguments go to pytest"), allow_abbrev=False)
    tests.add_argument("--without-browser", action="store_true", help=_("leave the browser tests out"))
    tests.set_defaults(command=test, takes_rest=True)
    builds = commands.add_parser("build", help=_("build notebooks/ from lessons/; names of lessons may follow"))
    builds.set_defaults(command=build, takes_rest=True)
    commands.add_parser("lock", help=_("renew constraints.txt")).set_defaults(command=lock)
    options, rest = parser.parse_known_args()
    if rest and not options.takes_rest:
        parser.error("unrecognized arguments: " + " ".join(rest))
    return options, rest


def system_language():
    """The course's language that the system speaks, or English."""
    names = [os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")] + [locale.getlocale()[0], "en"]
    spoken = next(filter(None, names)).lower()  # ko_KR.UTF-8, on Windows Korean_Korea
    return next((code for code in LANGUAGES if spoken.startswith(code)), "en")


def say(words, end="\n"):
    sys.stdout.write(words + end)
    sys.stdout.flush()


# The environment

def set_up(files, needed=True):
    """Make .venv and install these requirements files, unless its stamp says that all is done. Whether it is."""
    home = {"folder": str(ROOT), "python": "%d.%d" % sys.version_info[:2]}
    wanted = {file: digest(file, "constraints.txt", "pyproject.toml") for file in files}
    done = read_stamp()
    if done["home"] != home or not os.path.exists(PYTHON):
        make_venv()
        done = {"home": home, "installed": {}}
        write(STAMP, json.dumps(done).encode())
    if wanted.items() <= done["installed"].items():
        return True
    STAMP.unlink()  # whoever kills this leaves no stamp behind, and the next start makes .venv anew
    say(_("Installing what the course needs, once: one to three minutes.") if needed else
        _("Installing JupyterLab's own menus in your language ..."))
    fault = install(["-c", "constraints.txt"] + [word for file in files for word in ("-r", file)])
    if not fault:
        done["installed"].update(wanted)
    write(STAMP, json.dumps(done).encode())
    if fault:
        (sys.exit if needed else say)(fault)
    return not fault


def digest(*names):
    return hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in names)).hexdigest()


def read_stamp():
    try:
        done = json.loads(STAMP.read_bytes())
        return {"home": done["home"], "installed": dict(done["installed"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {"home": None, "installed": {}}


def make_venv():
    if sys.version_info[:2] > NEWEST:
        say(_("The course is tested with Python 3.11 to %d.%d; this one is newer, let us see.") % NEWEST)
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        sys.exit(_("This Python lacks its module venv: install it (on Debian and Ubuntu by sudo apt install "
                   "python%d.%d-venv) and start again.") % sys.version_info[:2])
    if VENV.exists():
        say(_("The folder .venv is unfinished, was moved or belongs to another Python: it is made anew."))
        shutil.rmtree(VENV)
    say(_("Making .venv with Python %d.%d ...") % sys.version_info[:2])
    python = sys._base_executable  # not .venv's own, which may have been activated
    made = subprocess.run([python, "-m", "venv", str(VENV)], capture_output=True, text=True)
    if made.returncode:
        sys.exit(_("Python could not make .venv:") + " " + last_line(made.stdout + made.stderr))


def install(wanted):
    """Install with pip, showing a dot for each package; gives a sentence if that fails."""
    command = [PYTHON, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    lines = []
    with subprocess.Popen(command + wanted, cwd=str(ROOT), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace") as pip:
        for line in pip.stdout:
            lines.append(line)
            if line.startswith("Collecting"):
                say(".", end="")
    say("")
    return why_pip_failed("".join(lines)) if pip.returncode else None


def why_pip_failed(output):
    if OFFLINE.search(output) and not re.search(r"from versions: (?!none)", output):
        return _("The package index could not be reached: connect to the internet and start again.")
    if "No space left" in output:
        return _("The disk is full: make room (1 GB or more) and start again.")
    errors = re.findall("ERROR: (.*)", output) or re.findall("error: (.*)", output)
    return _("pip could not install what the course needs:") + " " + last_line("\n".join(errors) or output)


def last_line(text):
    return (text.strip().splitlines() or [_("it did not say why.")])[-1]


# JupyterLab

def learn(options, _rest):
    """Open the learner's copy in JupyterLab, in the one that runs already or in a new one."""
    if not any(NOTEBOOKS.glob("*.ipynb")):
        sys.exit(_("The folder notebooks/ is missing or empty: get the course anew, or run `python course.py build`."))
    running = running_url()
    if running:
        say(_("The course is open already:") + " " + running)
        if options.lecture:
            say(_("For a lecture, end it there by Ctrl-C and start again."))
        if not options.no_browser:
            import webbrowser
            webbrowser.open(running)
        return
    port, token = free_port(options.port), os.urandom(24).hex()
    set_up([LEARNING])
    for file, settings in settings_for(options.lecture).items():
        write(file, json.dumps(settings, indent=1).encode())
    lay_copy(NOTEBOOKS, COPY, say)
    page = first_page("http://127.0.0.1:%d/" % port, token, options.lecture)
    say(_("Opening %s\nCtrl-C in this window ends it.") % page)
    become([PYTHON, "-m", "jupyterlab", "--ServerApp.root_dir=%s" % ROOT,
            "--LabApp.default_url=" + first_page("/", lecture=options.lecture),
            "--ServerApp.ip=127.0.0.1", "--ServerApp.port=%d" % port, "--ServerApp.port_retries=0",
            "--ServerApp.use_redirect_file=False",  # a browser in a snap may not read hidden folders
            "--ServerApp.answer_yes=True",  # Ctrl-C asks no question
            "--Application.log_level=ERROR", "--allow-root"] + ["--no-browser"] * options.no_browser,
           jupyter_environment(token, options.lecture))


def settings_for(lecture):
    """Jupyter's settings, file by file; JupyterLab's own words in the learner's language where they can be had."""
    files = {VENV / file: settings for file, settings in SETTINGS.items()}
    requirements, words = MENUS.get(language(), (None, None))
    if requirements and set_up([requirements], needed=False):
        files[VENV / LAB] = dict(SETTINGS[LAB], **{"@jupyterlab/translation-extension:plugin": {"locale": words}})
    if lecture:
        files.update((VENV / "jupyter" / "lecture" / file, settings) for file, settings in LECTURE.items())
    return files


def first_page(server, token=None, lecture=False):
    """Where the first notebook opens: in JupyterLab's simple interface, one notebook alone, for a lecture."""
    first = min(path.name for path in NOTEBOOKS.glob("*.ipynb"))
    folder = "" if language() == "en" else language() + "/"
    return server + ("doc" if lecture else "lab") + "/tree/my-course/" + folder + first + (
        "?token=" + token if token else "")


def running_url():
    """Where this folder's JupyterLab answers, or None."""
    for file in RUNTIME.glob("jpserver-*.json"):
        from http.client import HTTPConnection, HTTPException  # slow to import, seldom needed
        try:
            server = json.loads(file.read_bytes())
            connection = HTTPConnection("127.0.0.1", server["port"], timeout=5)
            connection.request("GET", "/api/status", headers={"Authorization": "token " + server["token"]})
            if connection.getresponse().status == 200 and server["root_dir"] == str(ROOT):
                return first_page(server["url"], server["token"])
        except (OSError, ValueError, KeyError, TypeError, HTTPException):
            pass  # one that was killed left its file
    return None


def free_port(wanted=None):
    """The port asked for, or the first that nobody uses."""
    for port in [wanted] if wanted is not None else PORTS:
        with socket.socket() as probe:
            if os.name != "nt":  # there it would share a port in use
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
                return probe.getsockname()[1]
            except (OSError, OverflowError):
                pass
    sys.exit(_("--port: %s given, wanted one from 1024 to 65535 that is free.") % wanted if wanted is not None else
             _("No port from %d to %d is free: close other programs and start again.") % (PORTS[0], PORTS[-1]))


def jupyter_environment(token, lecture=False):
    """This process's environment without the user's own settings of Jupyter, IPython, Python and Matplotlib."""
    foreign = ("JUPYTER", "IPYTHON", "PYTHONPATH", "PYTHONHOME", "MPLBACKEND")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR",
                 "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR"):
        environment[name] = str(VENV / "jupyter" / name.lower())
    path = os.path.dirname(PYTHON) + os.pathsep + environment.get("PATH", os.defpath)
    environment = dict(environment, PATH=path, JUPYTER_TOKEN=token)
    if lecture:
        own = str(VENV / "jupyter" / "lecture") + os.sep
        environment.update(COURSE_LECTURE="1", JUPYTERLAB_SETTINGS_DIR=own + "settings",
                           JUPYTERLAB_WORKSPACES_DIR=own + "workspaces")
    return environment


def become(command, environment):
    """Go on as the command. Windows cannot, so there wait for it: Ctrl-C reaches it too, and it ends by itself."""
    if os.name != "nt":
        os.execve(command[0], command, environment)
    process = subprocess.Popen(command, env=environment)
    while True:
        try:
            sys.exit(process.wait())
        except KeyboardInterrupt:
            pass


# Exercises

def exercises(options, names):
    """What lessons_lib.exercises says of the learner's answers, or of a task's solution."""
    set_up([LEARNING])
    place = Path("" if language() == "en" else language(), "exercises")
    folders = [ROOT / "lessons" / "exercises"] if options.what == "solution" else [COPY / place, NOTEBOOKS / place]
    folder = next((folder for folder in folders if folder.exists()), folders[-1])
    environment = dict(os.environ, COURSE_RECORD=os.environ.get("COURSE_RECORD") or str(COPY / "record.json"))
    command = [PYTHON, "-m", "lessons_lib.exercises", options.what, "--folder", str(folder), "--language", language()]
    sys.exit(subprocess.run(command + names, env=environment).returncode)


# For maintainers

def test(options, rest):
    """All tests: pyproject.toml says which. Without a browser only when asked, and then it is the last thing said."""
    set_up([LEARNING, TESTING])
    environment = dict(os.environ)
    rest = rest or ["-n", "auto", "--maxprocesses", "4", "--dist", "loadscope"]  # all of them: side by side
    if options.without_browser:
        rest = ["-m", "not browser"] + rest
    else:
        found = subprocess.run([PYTHON, "tests/browser/chromium.py"], cwd=str(ROOT), stdout=subprocess.PIPE, text=True)
        if found.returncode:
            sys.exit(found.returncode)  # its sentence is on the screen
        environment["COURSE_CHROMIUM"] = found.stdout.strip()
    result = subprocess.run([PYTHON, "-m", "pytest"] + rest, cwd=str(ROOT), env=environment).returncode
    if options.without_browser:
        say(_("The browser tests were left out."))
    sys.exit(result)


def build(_options, rest):
    """Notebooks from sources: the builder's own packages stand among those of the tests, which try it."""
    set_up([LEARNING, TESTING])
    sys.exit(subprocess.run([PYTHON, "lessons/build.py"] + rest, cwd=str(ROOT)).returncode)


def lock(_options, _rest):
    """One set of the newest versions for every system and every Python of the course, whatever was pinned before."""
    set_up([])
    say(_("Looking for the newest versions that fit together ..."))
    sys.exit(install(["uv"]) or subprocess.run(
        [PYTHON, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--upgrade", "--python-version", "3.11",
         "--fork-strategy", "fewest", "--no-annotate", "--custom-compile-command", "python course.py lock",
         "--no-emit-package", "lessons_lib", LEARNING, TESTING, MENUS["ko"][0], "-o", "constraints.txt"],
        cwd=str(ROOT)).returncode)


if __name__ == "__main__":
    main()
