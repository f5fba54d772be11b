"""Running a cell again closes the figures that its earlier run made, and no others."""
import pytest

from lessons_lib import live
from lessons_lib.live import cells


@pytest.fixture
def cell(monkeypatch):
    """A function that says which cell runs now, for which time."""
    return lambda name, run: monkeypatch.setattr(cells, "_current_run", lambda: (name, run))


def test_a_second_run_closes_the_first(open_figure, cell):
    cell("a", 1)
    first, _ = open_figure()
    twin, _ = open_figure()
    cell("b", 1)
    other, _ = open_figure()
    cell("a", 2)
    second, _ = open_figure()
    assert (first.closed, twin.closed, other.closed, second.closed) == (True, True, False, False)
    assert set(cells.standing()) == {other, second}


def test_outside_a_notebook_no_figure_closes_another(open_figure):
    first, _ = open_figure()
    second, _ = open_figure()
    assert not first.closed and not second.closed


def test_figures_are_forgotten_when_closed(open_figure, cell):
    cell("a", 1)
    figure, _ = open_figure(live.Steepness)
    figure.close()
    assert cells._figures == {}
