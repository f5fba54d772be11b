"""A real JupyterLab and a real browser for tests. All selectors and JupyterLab commands stand here."""
import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import nbformat
from playwright.sync_api import sync_playwright

from course import LAB, MENU_BARS, SETTINGS

REPOSITORY = Path(__file__).resolve().parents[2]
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                      "--disable-background-networking", "--disable-component-update", "--disable-sync"]
OPENED = """async path => {
  const app = window.jupyterapp;
  await app.restored;
  const widget = await app.commands.execute('docmanager:open', {path, factory: 'Notebook'});
  await widget.context.ready;
  await widget.sessionContext.ready;
  if (window.sidebarHidden !== true && !app.shell.leftCollapsed) {
    await app.commands.execute('application:toggle-left-area');
    window.sidebarHidden = true;
  }
}"""
CURRENT = "window.jupyterapp.shell.currentWidget"


class Lab:
    """A JupyterLab server of its own on a folder, with its own settings; end it with `close`."""

    def __init__(self, folder, scratch):
        self.folder, self.token, self.port = Path(folder), secrets.token_hex(8), _free_port()
        environment = os.environ | {
            "JUPYTER_CONFIG_DIR": str(scratch / "config"), "JUPYTER_RUNTIME_DIR": str(scratch / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(scratch / "settings"), "JUPYTERLAB_WORKSPACES_DIR": str(scratch / "spaces"),
            "IPYTHONDIR": str(scratch / "ipython"), "OPENBLAS_NUM_THREADS": "1"}  # as course.py has it
        settings = scratch / "config" / "labconfig" / "page_config.json"
        settings.parent.mkdir(parents=True)
        settings.write_text(json.dumps(SETTINGS[MENU_BARS]))
        self.log = open(scratch / "lab.log", "w+")  # noqa: SIM115 - stays open as long as the server
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={self.port}", "--ServerApp.port_retries=0",
             f"--IdentityProvider.token={self.token}", f"--ServerApp.root_dir={self.folder}", "--allow-root",
             "--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None",
             "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"],
            env=environment, stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL)
        self._wait_until_it_answers()
        self.put_setting("@jupyterlab/notebook-extension:tracker", {"windowingMode": "none"})
        for plugin, settings in SETTINGS[LAB].items():
            self.put_setting(plugin, settings)

    def url(self, path):
        return f"http://127.0.0.1:{self.port}/{path}{'&' if '?' in path else '?'}token={self.token}"

    def put_setting(self, plugin, settings):
        body = json.dumps({"raw": json.dumps(settings)}).encode()
        request = urllib.request.Request(self.url(f"lab/api/settings/{plugin}"), body, method="PUT",
                                         headers={"Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=20).close()

    def close(self):
        self.process.terminate()
        self.process.wait(20)
        self.log.close()

    def _wait_until_it_answers(self):
        for _attempt in range(300):
            assert self.process.poll() is None, self._what_it_said()
            with contextlib.suppress(OSError):
                urllib.request.urlopen(self.url("api/status"), timeout=5).close()
                return
            time.sleep(0.2)
        raise AssertionError(f"JupyterLab did not answer within a minute: {self._what_it_said()}")

    def _what_it_said(self):
        self.log.seek(0)
        return self.log.read()[-2000:]


class Notebook:
    """One notebook open in a page of the browser."""

    def __init__(self, page, lab, path):
        self.page, self.path = page, path
        self.errors = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))
        page.set_default_timeout(15_000)
        page.goto(lab.url("lab?reset"))
        page.wait_for_function("window.jupyterapp !== undefined", timeout=60_000)
        self.open()

    def open(self):
        self.page.evaluate(OPENED, self.path)

    def run_all(self):
        """Run every cell; returns when the last has finished."""
        assert self.page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')"), "a cell failed"

    def run_cell(self, number):
        self.page.evaluate(f"n => {{ {CURRENT}.content.activeCellIndex = n; }}", number)
        self.page.evaluate("window.jupyterapp.commands.execute('notebook:run-cell')")

    def write_and_run_cell(self, number, code):
        """Replace what stands in a cell, run it, and give what it prints."""
        self.page.evaluate(f"([n, code]) => {CURRENT}.content.widgets[n].model.sharedModel.setSource(code)",
                           [number, code])
        self.run_cell(number)
        cell = self.page.locator(".jp-Notebook .jp-CodeCell").nth(number)
        return cell.locator(".jp-OutputArea-output").first.inner_text()

    def type_into_cell(self, cell_id, code):
        """Replace what stands in a cell by what is typed, as a learner does, and run it by Shift+Enter."""
        self.page.evaluate(f"""id => {{
          const content = {CURRENT}.content;
          content.activeCellIndex = content.widgets.findIndex(cell => cell.model.id === id);
        }}""", cell_id)
        editor = self.page.locator(".jp-Notebook .jp-Cell.jp-mod-active .cm-content")
        editor.scroll_into_view_if_needed()
        editor.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(code)
        self.page.keyboard.press("Shift+Enter")

    def output_of(self, cell_id):
        """Run a cell and give the text that stands below it then."""
        return self.page.evaluate(f"""async id => {{
          const content = {CURRENT}.content;
          const number = content.widgets.findIndex(cell => cell.model.id === id);
          content.activeCellIndex = number;
          await window.jupyterapp.commands.execute('notebook:run-cell');
          return content.widgets[number].outputArea.node.innerText;
        }}""", cell_id)

    def save(self):
        self.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")

    def shut_down(self):
        """End the kernel and close the notebook without a question."""
        self.page.evaluate(f"""async () => {{
          const widget = {CURRENT};
          await widget.context.save();
          await widget.sessionContext.shutdown();
          widget.dispose();
        }}""")

    def kernel(self, code):
        """What the kernel prints for some code of the test's own."""
        return self.page.evaluate(f"""async code => {{
          let text = '';
          const future = {CURRENT}.sessionContext.session.kernel.requestExecute({{code, store_history: false}});
          future.onIOPub = message => {{ text += message.content.text ?? message.content.evalue ?? ''; }};
          await future.done;
          return text;
        }}""", code)

    def figures(self):
        return [Figure(self.page, self.page.locator(".jp-Notebook .live-figure").nth(k))
                for k in range(self.page.locator(".jp-Notebook .live-figure").count())]


class Figure:
    """A live figure on the page."""

    def __init__(self, page, box):
        self.page, self.box = page, box
        self.canvas = box.locator(".live-picture canvas")
        self.prediction = box.locator(".live-prediction")

    @property
    def state(self):
        """The number of the state that the picture shows."""
        return int(self.canvas.get_attribute("data-state") or -1)

    @property
    def words(self):
        return self.canvas.get_attribute("aria-label")

    def wait_for_change(self, before, timeout=10):
        """Until a later state than `before` is shown."""
        end = time.monotonic() + timeout
        while self.state <= before:
            assert time.monotonic() < end, f"still state {before} after {timeout} s"
            time.sleep(0.01)

    def wait_for_rest(self, timeout=10):
        """Until the lossless picture with its words is shown; gives the words."""
        end = time.monotonic() + timeout
        while self.canvas.get_attribute("data-rest") != "yes":
            assert time.monotonic() < end, f"no picture at rest after {timeout} s"
            time.sleep(0.02)
        return self.words

    def is_locked(self):
        """Whether no control of it can be moved."""
        controls = ".noUi-target, .live-player button, .widget-gridbox select, .widget-gridbox input[type=checkbox]"
        return all(control.evaluate("element => element.disabled === true || element.hasAttribute('disabled')")
                   for control in self.box.locator(controls).all())

    def wait_for_lock(self, locked, timeout=5):
        """Until its controls are locked, or unlocked."""
        end = time.monotonic() + timeout
        while self.is_locked() != locked:
            assert time.monotonic() < end, f"{'un' if locked else ''}locked after {timeout} s"
            time.sleep(0.05)

    def open_groups(self):
        """Open one group of folded controls after another, and give the name of each; without folds, give one."""
        buttons, grids = self.box.locator(".live-folds button").all(), self.box.locator(".widget-gridbox")
        for number, button in enumerate(buttons):
            button.click()
            grids.nth(number).wait_for()
            grids.filter(visible=True).nth(1).wait_for(state="hidden")  # the kernel folds the others away
            yield button.inner_text().strip()
        if not buttons:
            yield ""

    def move_every_control(self):
        """Move each control that can be seen, in every group: each must bring a new picture."""
        for _group in self.open_groups():
            for slider in self.sliders().filter(visible=True).all():
                at_its_end = slider.get_attribute("aria-valuenow") == slider.get_attribute("aria-valuemax")
                self._change(slider.press, "ArrowLeft" if at_its_end else "ArrowRight")
            for choice in reversed(self._in_the_grid("select")):  # an earlier one may put other controls in their place
                following = choice.evaluate("list => (list.selectedIndex + 1) % list.length")
                self._change(choice.select_option, index=following)
            for switch in reversed(self._in_the_grid("input[type=checkbox]")):  # of all features the last may not go
                self._change(switch.click)
            for field in self._in_the_grid("input[type=text]"):
                field.fill(field.get_attribute("placeholder"))
                self._change(field.press, "Enter")
            for field in self._in_the_grid("input[type=number]"):
                field.press("ArrowUp")
                self._change(field.press, "Enter")

    def _in_the_grid(self, kind):
        return self.box.locator(f".widget-gridbox {kind}").filter(visible=True).all()

    def _change(self, act, *details, **more):
        before = self.state
        act(*details, **more)
        self.wait_for_change(before)

    def slider(self, label):
        return self.box.locator(".noUi-handle").and_(self.page.get_by_label(label, exact=True))

    def sliders(self):
        return self.box.locator(".noUi-handle")

    def button(self, label):
        return self.box.locator("button", has_text=label)

    def click(self, place):
        """Click on the picture, at a place as in `drag`."""
        self.drag(place, place, steps=1)

    def drag(self, start, end, steps=8):
        """Press at `start`, move to `end`, release; both are fractions of the picture from its upper left corner."""
        self.canvas.scroll_into_view_if_needed()
        box = self.canvas.bounding_box()
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (start, end)]
        self.page.mouse.move(*places[0])
        self.page.mouse.down()
        self.page.mouse.move(*places[1], steps=steps)
        self.page.mouse.up()


@contextlib.contextmanager
def opened(cells):
    """A notebook for each name, of these code cells, open in a page of its own: a JupyterLab and a browser for them."""
    folder = Path(tempfile.mkdtemp())
    (folder / "scratch").mkdir()
    for name, codes in cells.items():
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in codes],
                                            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
        nbformat.write(notebook, folder / f"{name}.ipynb")
    lab = Lab(folder, folder / "scratch")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
            yield {name: Notebook(browser.new_page(viewport={"width": 1280, "height": 800}), lab, f"{name}.ipynb")
                   for name in cells}
            browser.close()
    finally:
        lab.close()


def chromium():
    """The browser that the tests use: COURSE_CHROMIUM, or one that the machine has."""
    found = os.environ.get("COURSE_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert found, "no Chromium: run `python course.py test`, which finds or installs one"
    return found


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
