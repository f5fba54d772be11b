"""Which live figures stand, by the notebook cell that made them: running a cell again closes its earlier figures."""
from IPython import get_ipython

from lessons_lib import text

_figures = {}  # cell -> (the run of the cell, its figures)


def _current_run():
    """The cell that runs now and this run of it; outside a notebook every call is a cell of its own."""
    shell = get_ipython()
    parent = shell.get_parent() if hasattr(shell, "get_parent") else {}
    run = parent.get("header", {}).get("msg_id", object())
    return parent.get("metadata", {}).get("cellId", run), run


def enter(figure):
    """Note a new figure, and close those that an earlier run of the same cell left."""
    cell, run = _current_run()
    earlier, figures = _figures.get(cell, (run, []))
    if earlier != run:
        for old in list(figures):
            old.close()
        figures = []
    _figures[cell] = (run, [*figures, figure])


def leave(figure):
    """Forget a figure that was closed."""
    for cell, (run, figures) in list(_figures.items()):
        left = [other for other in figures if other is not figure]
        if left:
            _figures[cell] = (run, left)
        else:
            del _figures[cell]


def standing():
    """All live figures that stand."""
    return [figure for _run, figures in _figures.values() for figure in figures]


def start_over():
    """Everything live in the notebook back to its start, every question asked anew: for the next class."""
    for figure in standing():
        figure.start_over()


def speak(language):
    """Speak this language from now on: "en" or "ko". What stands on the page already changes to it."""
    text.use(language)
    for figure in standing():
        figure.speak(language)
