"""Who may import whom in lessons_lib: arrows run one way; what trains or checks knows neither picture nor widget."""

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {  # besides itself and the standard library
    "nn": {"numpy", "text"},
    "data": {"numpy", "text"},
    "text": set(),
    "files": set(),
    "record": {"files", "text"},
    "learners_copy": {"files", "text"},
    "figures": {"numpy", "matplotlib", "PIL", "text"},  # Pillow comes with Matplotlib and knows no widget
    "exercises": {"numpy", "nn", "data", "text", "record", "IPython"},  # report.py runs a notebook's cells
    "live": {"numpy", "matplotlib", "PIL", "ipywidgets", "anywidget", "traitlets", "IPython",
             "figures", "nn", "data", "text", "files", "record"},
    "__init__": set(),
}
MODULES = sorted((ROOT / "lessons_lib").rglob("*.py"))
SOURCES = sorted(ROOT.glob("lessons/[0-9]*.py")) + sorted(ROOT.glob("lessons/exercises/[0-9]*.py"))


def imported(path):
    """The full name of everything that the module at `path` imports, wherever in it: 'lessons_lib.nn.checks'."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = list(package[:len(package) + 1 - node.level]) if node.level else []
            yield from (".".join([*base, *filter(None, [node.module]), alias.name]) for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_arrows_run_one_way(path):
    part = path.relative_to(ROOT / "lessons_lib").parts[0].removesuffix(".py")
    assert part in MAY_IMPORT, f"{part}: a new part of lessons_lib, say here what it may import"
    for name in imported(path):
        target = name.removeprefix("lessons_lib.").split(".")[0]
        assert target in MAY_IMPORT[part] | {part} | sys.stdlib_module_names, f"{part} may not import {name}"
        assert "pyplot" not in name, "pyplot's state is not safe where callbacks come on other threads"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_a_notebook_needs_two_import_lines_at_most(path):
    lines = re.findall(r"^(?:import|from) .*", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(lines) <= 2, lines


def test_there_is_something_to_hold():
    parts = {path.relative_to(ROOT / "lessons_lib").parts[0] for path in MODULES}
    assert {"nn", "data", "figures", "live", "text"} <= parts and SOURCES
