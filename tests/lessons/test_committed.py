"""The committed notebooks against their sources: executing nothing, comparing every cell."""

import itertools

import build
import nbformat
import pytest

SOURCES = build.sources()
every_source = pytest.mark.parametrize(("path", "language"), [*itertools.product(SOURCES, build.LANGUAGES)],
                                       ids=lambda one: getattr(one, "stem", one))


def test_there_are_sources():
    assert SOURCES, "lessons/ holds no source"


@every_source
def test_the_cells_are_what_the_source_gives(path, language):
    committed = build.read_notebook(build.target_of(path, language))
    assert committed is not None, f"python lessons/build.py {path.stem} was not run"
    assert build.difference(committed, build.make_notebook(path, language)) is None


@every_source
def test_the_file_is_as_the_builder_writes_it(path, language):
    """No widget view, no trace of a machine, no other layout: an editor saved over a built notebook shows here."""
    target = build.target_of(path, language)
    notebook = build.read_notebook(target)
    assert notebook is not None, f"python lessons/build.py {path.stem} was not run"
    state = notebook.metadata.get("lessons_lib", {})
    if path.parent.name == "exercises":
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    else:
        notebook = build.clean(notebook)
        notebook.metadata.lessons_lib = state
    expected = nbformat.writes(notebook, version=4).rstrip("\n") + "\n"
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert target.read_bytes() == expected.encode("utf-8") and len(expected.encode("utf-8")) <= 1_500_000


def test_no_notebook_is_left_over():
    assert list(build.check([])) == []
