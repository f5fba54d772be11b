"""Finds a Chromium for the browser tests, or gets one: prints its path, or ends with exit code 1 and a sentence."""
import itertools
import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
    r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
    r"%LocalAppData%\Chromium\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
)
PATIENCE = 300  # seconds for a download


def find():
    """The one named by COURSE_CHROMIUM, or one on the PATH, in a usual place, or Playwright's own; or None."""
    named = os.environ.get("COURSE_CHROMIUM")
    candidates = [named] if named else itertools.chain(
        filter(None, map(shutil.which, NAMES)), map(os.path.expandvars, PLACES), _playwrights_own())
    return next(filter(starts, candidates), None)


def starts(path):
    """Whether it is there and runs: Ubuntu's chromium-browser may be a script that only asks for a snap."""
    if os.name == "nt" or not os.path.exists(path):
        return os.path.exists(path)
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def get():
    """Have Playwright download one, or else apt-get where it may; gives its path, or None."""
    for command in _ways_to_get_one():
        print("Getting a Chromium:", " ".join(command[-4:]), file=sys.stderr)
        try:
            subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=PATIENCE)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if found := find():
            return found
    return None


def _playwrights_own():
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    yield path


def _ways_to_get_one():
    yield [sys.executable, "-m", "playwright", "install", "chromium"]
    if shutil.which("apt-get"):
        root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        yield [*root, "apt-get", "update"]
        yield [*root, "apt-get", "install", "-y", "--no-install-recommends", "chromium"]


def main():
    named = os.environ.get("COURSE_CHROMIUM")
    if named and not starts(named):
        sys.exit(f"COURSE_CHROMIUM: {named} given, wanted the path of a Chromium that starts.")
    print(find() or get() or sys.exit(
        "No Chromium was found and none could be installed: install one, or leave its tests out by --without-browser."))


if __name__ == "__main__":
    main()
