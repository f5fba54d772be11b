"""One JupyterLab and one browser for all browser tests, on a copy of the notebooks."""
import shutil

import pytest
from lab import CHROMIUM_ARGUMENTS, REPOSITORY, Lab, Notebook, chromium
from playwright.sync_api import sync_playwright


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(REPOSITORY / "notebooks", folder / "notebooks")
    server = Lab(folder, tmp_path_factory.mktemp("lab"))
    yield server
    server.close()


@pytest.fixture(scope="module")  # no longer: as long as it is open, an event loop runs, which other tests must not find
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_notebook(lab, browser):
    """A function that opens a notebook of the course in a page of its own; all are shut down at the end."""
    opened = []

    def open_one(path):
        notebook = Notebook(browser.new_page(viewport={"width": 1280, "height": 800}), lab, path)
        opened.append(notebook)
        return notebook

    yield open_one
    for notebook in opened:
        notebook.shut_down()
        notebook.page.close()


@pytest.fixture
def small_notebook(lab, open_notebook):
    """A function that opens a new notebook with the given code cells, run to its end."""
    import nbformat

    def open_with(*cells):
        number = len(list(lab.folder.glob("small*.ipynb")))
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
        path = f"small{number}.ipynb"
        nbformat.write(notebook, lab.folder / path)
        opened = open_notebook(path)
        opened.run_all()
        return opened

    return open_with
