"""The builder on tiny sources: marks, headers, what is executed when, and what never reaches a learner."""

import json
from textwrap import dedent

import build
import nbformat
import pytest

HEADER = '# %% id="{}" slideshow={{"slide_type": "-"}}{}\n'


def write_source(root, cells, name="01-tiny.py", folder="lessons"):
    """A source of code cells (id, code, further header)."""
    path = root / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    (root / "course.py").touch()
    path.write_text("\n".join(HEADER.format(id, more) + code + "\n" for id, code, more in cells), encoding="utf-8")
    return path


def write_text(root, text, folder="lessons"):
    path = root / folder / "01-tiny.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), encoding="utf-8")
    return path


def commit(path):
    """The notebooks of a source where they belong, as if they had been built; gives the English one."""
    for language in reversed(build.LANGUAGES):
        target = build.target_of(path, language)
        target.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(build.make_notebook(path, language), target)
    return target


@pytest.fixture
def no_kernel(monkeypatch):
    """Instead of executing, count: gives the list of notebooks that would have been executed."""
    executed = []

    def pretend(notebook, folder):
        executed.append(notebook)
        return notebook

    monkeypatch.setattr(build, "execute", pretend)
    return executed


# The marks

CUTS = {
    "function": ('''\
        def double(x):
            """Twice x."""
            # solution
            y = x + x

            return y


        double(2)
        ''', '''\
        def double(x):
            """Twice x."""
            raise NotImplementedError("your turn")


        double(2)'''),
    "top level": ("a = 1\n# solution\nanswer = a + 1\n\nprint(answer)\n", "a = 1\nanswer = ..."),
    "nested": ('''\
        def total(xs):
            result = 0
            for x in xs:
                # solution
                if x > 0:
                    result += x
                result -= 1
            return result
        ''', '''\
        def total(xs):
            result = 0
            for x in xs:
                raise NotImplementedError("your turn")
            return result'''),
    "at the end": ('''\
        class Unit:
            def fire(self, z):
                # solution
                return z > 0
        ''', '''\
        class Unit:
            def fire(self, z):
                raise NotImplementedError("your turn")'''),
    "twice": ('''\
        def f(x):
            # solution
            return x
        def g(x):
            # solution
            return x
        ''', '''\
        def f(x):
            raise NotImplementedError("your turn")
        def g(x):
            raise NotImplementedError("your turn")'''),
    "no mark": ("# solution follows\nx = 1  # solution", "# solution follows\nx = 1  # solution"),
}


@pytest.mark.parametrize(("written", "learners"), CUTS.values(), ids=CUTS.keys())
def test_a_solution_gives_way_to_your_turn(tmp_path, written, learners):
    path = write_source(tmp_path, [("task", dedent(written), "")], folder="lessons/exercises")
    assert build.make_notebook(path).cells[0].source == dedent(learners)
    assert build.make_notebook(path, solutions=True).cells[0].source == dedent(written).strip()


def test_a_solution_that_cannot_be_cut_is_named(tmp_path):
    path = write_source(tmp_path, [("task", "x = [\n    # solution\n    1]", "")])
    with pytest.raises(build.BuildError, match="^lessons/01-tiny.py, cell 'task': without its solution: "):
        build.make_notebook(path)


@pytest.mark.parametrize(("wanted", "ids"), [
    ({}, ["a"]),
    ({"with_tests": True}, ["a", "holds"]),
    ({"solutions": True}, ["a", "solved"]),
])
def test_tagged_cells_are_dropped(tmp_path, wanted, ids):
    cells = [("a", "1", ""), ("solved", "2", ' tags=["solution"]'), ("holds", "3", ' tags=["test"]')]
    path = write_source(tmp_path, cells)
    assert [cell.id for cell in build.make_notebook(path, **wanted).cells] == ids


# Headers

def test_ids_and_metadata_arrive_where_a_notebook_has_them(tmp_path):
    path = write_text(tmp_path, '''\
        # %% [markdown] id="puzzle" slideshow={"slide_type": "slide"}
        # Two words,
        # one $x$.


        # %% id="first_1" slideshow={"slide_type": "-"} tags=["nbval-skip"] nbgrader={"grade": true}
        x = 1



        # %% [markdown] id="quoted" slideshow={"slide_type": "skip"}
        """
        Three words here.
        """
        ''')
    notebook = build.read_source(path)
    nbformat.validate(notebook)
    assert [(cell.id, cell.cell_type, cell.source, cell.metadata) for cell in notebook.cells] == [
        ("puzzle", "markdown", "Two words,\none $x$.", {"slideshow": {"slide_type": "slide"}}),
        ("first_1", "code", "x = 1",
         {"slideshow": {"slide_type": "-"}, "tags": ["nbval-skip"], "nbgrader": {"grade": True}}),
        ("quoted", "markdown", "Three words here.", {"slideshow": {"slide_type": "skip"}})]


SLIDE = 'slideshow={"slide_type": "-"}'


@pytest.mark.parametrize(("header", "fault"), [
    (SLIDE, "id None given, wanted 1 to 64 letters, digits, - and _"),
    (f'id="two words" {SLIDE}', "id 'two words' given, wanted 1 to 64 letters, digits, - and _"),
    (f'id="{"x" * 65}" {SLIDE}', f"id '{'x' * 65}' given, wanted 1 to 64 letters, digits, - and _"),
    (f'id="first" {SLIDE}', "id 'first' given, which an earlier cell has"),
    ('id="second"', "slide_type None given for 'second', wanted one of slide, subslide, fragment, skip, notes, -"),
    ('id="second" slideshow={"slide_type": "slid"}',
     "slide_type 'slid' given for 'second', wanted one of slide, subslide, fragment, skip, notes, -"),
    (f'id="second" {SLIDE} tag=["test"]', "tag ['test'] given in its header, wanted id, slideshow, tags, nbgrader"),
    (f'Title id="second" {SLIDE}', "title 'Title' given in its header, wanted id, slideshow, tags, nbgrader"),
])
def test_a_faulty_header_is_named(tmp_path, header, fault):
    path = write_text(tmp_path, f"# %% id=\"first\" {SLIDE}\n1\n\n# %% {header}\n2\n")
    with pytest.raises(build.BuildError) as caught:
        build.read_source(path)
    assert str(caught.value) == f"lessons/01-tiny.py, cell 2: {fault}"


# Images

@pytest.mark.parametrize(("folder", "mended"), [("lessons", "../images/"), ("lessons/exercises", "../../images/")])
def test_image_paths_are_mended_in_prose_alone(tmp_path, folder, mended):
    path = write_text(tmp_path, f'''\
        # %% [markdown] id="prose" {SLIDE}
        # ![A](../images/a.svg) <img src="../images/b.svg"> https://example.org/../images/c.svg

        # %% id="code" {SLIDE}
        picture = "../images/a.svg"
        ''', folder)
    prose, code = build.make_notebook(path).cells
    assert prose.source == f'![A]({mended}a.svg) <img src="{mended}b.svg"> https://example.org/../images/c.svg'
    assert code.source == 'picture = "../images/a.svg"'


# Execution, with real kernels

LIVE = '''\
view = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}}
display({**view, "text/plain": "words", "image/png": "aGk="}, raw=True)
display(view, raw=True)
'''
HOLDS = 'assert x == 3\nPath("seen").touch()'
LESSON = [("imports", "from pathlib import Path\nx = 3", ""), ("holds", HOLDS, ' tags=["test"]'), ("live", LIVE, ""),
          ("shown", 'print("x is", x)\nx', "")]


def test_a_lesson_is_executed_cleaned_and_the_same_again(tmp_path):
    path = write_source(tmp_path, LESSON)
    assert build.build(path) is True
    target = tmp_path / "notebooks" / "01-tiny.ipynb"
    first = target.read_bytes()
    assert (tmp_path / "notebooks" / "seen").exists()       # the test cell ran, in the folder of the notebook
    imports, live, shown = json.loads(first)["cells"]
    assert [cell["execution_count"] for cell in (imports, live, shown)] == [1, 2, 3]
    assert [output["data"] for output in live["outputs"]] == [{"text/plain": ["words"], "image/png": "aGk="}]
    assert shown["outputs"] == [
        {"output_type": "stream", "name": "stdout", "text": ["x is 3\n"]},
        {"output_type": "execute_result", "data": {"text/plain": ["3"]}, "execution_count": 3, "metadata": {}}]
    assert shown["metadata"] == {"slideshow": {"slide_type": "-"}}
    metadata = json.loads(first)["metadata"]
    assert list(metadata.pop("lessons_lib")) == ["fingerprint"]
    assert metadata == {"kernelspec": {"display_name": "Python 3", "name": "python3"},
                        "language_info": {"name": "python"}}
    assert first.startswith(b'{\n "cells"') and first.endswith(b"\n}\n") and b"\r" not in first
    target.unlink()
    assert build.build(path) is True and target.read_bytes() == first
    assert sorted(one.name for one in target.parent.iterdir()) == ["01-tiny.ipynb", "seen"]


def test_a_test_cell_that_fails_stops_the_build_and_is_named(tmp_path, capsys):
    path = write_source(tmp_path, [("imports", "x = 3", ""), ("holds", 'assert x == 4, f"x is {x}"', ' tags=["test"]')])
    target = commit(path)
    before = target.read_bytes()
    wrong = build.main(["01"], root=tmp_path)
    assert wrong.split("\n")[0] == "lessons/01-tiny.py, cell 'holds': AssertionError: x is 3"
    assert target.read_bytes() == before


def test_a_warning_stops_the_build_and_is_shown(tmp_path):
    path = write_source(tmp_path, [("loud", 'import warnings\nwarnings.warn("too loud")', "")])
    with pytest.raises(build.BuildError) as caught:
        build.build(path)
    first, *rest = str(caught.value).split("\n")
    assert first == "lessons/01-tiny.py, cell 'loud': writes to stderr:" and "too loud" in rest[0]
    assert not build.target_of(path).exists()


def test_a_cell_that_never_ends_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "TIMEOUT", 1)
    path = write_source(tmp_path, [("quick", "1", ""), ("endless", "while True: pass", "")])
    with pytest.raises(build.BuildError, match="^lessons/01-tiny.py, cell 'endless': CellTimeoutError: "):
        build.build(path)


# Execution, pretended

@pytest.mark.parametrize("place", ["home", "repository"])
def test_a_path_of_this_machine_in_an_output_is_named(tmp_path, monkeypatch, place):
    here = tmp_path / place
    monkeypatch.setattr(build.Path, "home", lambda: tmp_path / "home")
    monkeypatch.setattr(build, "ROOT", tmp_path / "repository")
    for output, allowed in [(f"Adelie {here}/x.py", False), (f"'{here}'", False), (f"{here}s", True), ("home", True)]:
        path = write_source(tmp_path, [("where", "1", "")])
        notebook = build.make_notebook(path)
        notebook.cells[0].outputs = [nbformat.v4.new_output("stream", text=output)]
        if allowed:
            build.clean(notebook)
            continue
        with pytest.raises(build.BuildError) as caught:
            build.clean(notebook)
        assert str(caught.value) == f"cell 'where': its output contains {here}, a path of this machine"


def test_only_what_changed_is_executed_again(tmp_path, no_kernel):
    library = tmp_path / "lessons_lib" / "data"
    library.mkdir(parents=True)
    (library / "table.csv").write_text("1\n")
    path = write_source(tmp_path, LESSON)
    runs = lambda: (build.build(path), len(no_kernel))      # noqa: E731
    assert runs() == (True, 1)
    assert runs() == (False, 1)
    (library / "table.csv").write_text("2\n")
    assert runs() == (True, 2)
    (library / "new.py").write_text("")
    assert runs() == (True, 3)
    (library / "__pycache__").mkdir()
    (library / "__pycache__" / "new.cpython-311.pyc").write_text("")
    assert runs() == (False, 3)
    write_source(tmp_path, [("holds", "assert True", ' tags=["test"]'), *LESSON[2:]])      # a test cell alone changed
    assert runs() == (True, 4)
    target = build.target_of(path)
    target.write_text(target.read_text().replace("x is", "y is"))       # the notebook was edited
    assert runs() == (True, 5)
    target.write_text("<<<<<<< a conflict")
    assert runs() == (True, 6)
    assert runs() == (False, 6)
    assert [cell.id for cell in no_kernel[-1].cells] == ["live", "shown"]      # its test cell has been dropped since


def test_line_endings_change_nothing(tmp_path, no_kernel):
    path = write_source(tmp_path, LESSON)
    build.build(path)
    first = build.target_of(path).read_bytes()
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert build.build(path) is False and build.target_of(path).read_bytes() == first


def test_exercises_are_never_executed(tmp_path, no_kernel):
    cells = [("task", "# solution\nanswer = 2", ""), ("check", "1 / 0", "")]
    path = write_source(tmp_path, cells, folder="lessons/exercises")
    assert build.build(path) is True and build.build(path) is False and no_kernel == []
    target = tmp_path / "notebooks" / "exercises" / "01-tiny.ipynb"
    task, check = json.loads(target.read_text())["cells"]
    assert task["source"] == ["answer = ..."] and check["outputs"] == [] and check["execution_count"] is None


def test_a_notebook_that_is_too_large_is_named_and_not_written(tmp_path, no_kernel, monkeypatch):
    path = write_source(tmp_path, LESSON)
    target = commit(path)
    before = target.read_bytes()
    monkeypatch.setattr(build, "LARGEST", 100)
    with pytest.raises(build.BuildError, match=r"^notebooks/01-tiny.ipynb: has \d+ bytes, wanted at most 100$"):
        build.build(path)
    assert target.read_bytes() == before


# The command

def test_check_is_silent_when_all_is_as_the_sources_give(tmp_path, no_kernel):
    for folder in ("lessons", "lessons/exercises"):
        commit(write_source(tmp_path, LESSON, folder=folder))
    (tmp_path / "notebooks" / ".ipynb_checkpoints").mkdir()
    (tmp_path / "notebooks" / ".ipynb_checkpoints" / "01-tiny-checkpoint.ipynb").write_text("{}")
    assert build.main(["--check"], root=tmp_path) is None and no_kernel == []


EDITS = {
    "source": (lambda cells: cells[2].update(source='print("x is", x)\ny'),
               "the source of cell 'shown' has 'y' where its source gives 'x'"),
    "id": (lambda cells: cells[2].update(id="other"),
           "the id of cell 'shown' has 'other' where its source gives 'shown'"),
    "type": (lambda cells: cells[2].update(cell_type="raw"),
             "the cell_type of cell 'shown' has 'raw' where its source gives 'code'"),
    "tags": (lambda cells: cells[2].metadata.update(tags=["x"]),
             "the metadata of cell 'shown' has \"{'slideshow': {'slide_type': '-'}, 'tags': ['x']}\" "
             "where its source gives \"{'slideshow': {'slide_type': '-'}}\""),
    "missing": (lambda cells: cells.pop(), "cell 'shown' is missing"),
    "added": (lambda cells: cells.append(nbformat.v4.new_code_cell(id="added")), "cell 'added' has no source"),
}


@pytest.mark.parametrize(("edit", "sentence"), EDITS.values(), ids=EDITS.keys())
def test_the_first_difference_is_named(tmp_path, edit, sentence):
    path = write_source(tmp_path, LESSON)
    committed = build.make_notebook(path)
    edit(committed.cells)
    assert build.difference(committed, build.make_notebook(path)) == sentence


def test_outputs_do_not_count_as_a_difference(tmp_path):
    path = write_source(tmp_path, LESSON)
    committed = build.make_notebook(path)
    committed.cells[2].update(outputs=[nbformat.v4.new_output("stream", text="x is 3\n")], execution_count=7)
    assert build.difference(committed, build.make_notebook(path)) is None


def test_check_names_what_is_changed_missing_broken_or_left_over(tmp_path, no_kernel):
    changed, missing, broken = (write_source(tmp_path, LESSON, name) for name in ("01-a.py", "02-b.py", "03-c.py"))
    target = commit(changed)
    target.write_text(target.read_text().replace("x = 3", "x = 4"))
    commit(broken).write_text("<<<<<<< a conflict")
    (tmp_path / "notebooks" / "ko" / "03-c.ipynb").unlink()
    (tmp_path / "notebooks" / "09-old.ipynb").write_text("{}")
    assert build.main(["--check"], root=tmp_path).split("\n") == [
        "notebooks/01-a.ipynb: the source of cell 'imports' has 'x = 4' where its source gives 'x = 3'; "
        "wanted: python lessons/build.py 01-a",
        "notebooks/02-b.ipynb: there is none that can be read; wanted: python lessons/build.py 02-b",
        "notebooks/ko/02-b.ipynb: there is none that can be read; wanted: python lessons/build.py 02-b",
        "notebooks/03-c.ipynb: there is none that can be read; wanted: python lessons/build.py 03-c",
        "notebooks/ko/03-c.ipynb: there is none that can be read; wanted: python lessons/build.py 03-c",
        "notebooks/09-old.ipynb: no source gives this notebook"]
    assert no_kernel == []


def test_names_choose_lessons_and_their_exercises(tmp_path, no_kernel, capsys):
    for name in ("01-a.py", "02-b.py"):
        write_source(tmp_path, LESSON, name)
    write_source(tmp_path, LESSON, "02-b.py", "lessons/exercises")
    (tmp_path / "lessons" / "helper.py").write_text("")      # no number, no source
    assert build.main(["02"], root=tmp_path) is None
    assert capsys.readouterr().out.splitlines() == [
        "notebooks/02-b.ipynb: built", "notebooks/ko/02-b.ipynb: built", "notebooks/exercises/02-b.ipynb: built",
        "notebooks/ko/exercises/02-b.ipynb: built", "images: unchanged"]
    assert build.main([], root=tmp_path) is None
    assert capsys.readouterr().out.splitlines()[:3] == [
        "notebooks/01-a.ipynb: built", "notebooks/ko/01-a.ipynb: built", "notebooks/02-b.ipynb: unchanged"]
    with pytest.raises(SystemExit):
        build.main(["02", "07"], root=tmp_path)
    assert "names: '07' given, wanted the start of 01-a or 02-b or 02-b" in capsys.readouterr().err


def test_pictures_are_drawn_again_when_their_program_or_the_library_changed(tmp_path):
    (tmp_path / "lessons_lib").mkdir()
    program = tmp_path / "lessons" / "pictures.py"
    program.parent.mkdir()
    assert build.draw_pictures(tmp_path) is False       # nothing draws yet
    program.write_text('def draw_all(folder):\n    with open(folder / "drawn", "a") as file: file.write("x")\n')
    assert [build.draw_pictures(tmp_path) for _ in range(2)] == [True, False]
    (tmp_path / "lessons_lib" / "style.py").write_text("")
    assert [build.draw_pictures(tmp_path) for _ in range(2)] == [True, False]
    program.write_text(program.read_text().replace('"x"', '"y"'))
    assert [build.draw_pictures(tmp_path) for _ in range(2)] == [True, False]
    assert (tmp_path / "images" / "drawn").read_text() == "xxy"
