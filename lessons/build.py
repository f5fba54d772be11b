"""From the sources in lessons/ to the notebooks in notebooks/: the one builder.

    python lessons/build.py              build what changed
    python lessons/build.py 02 03        build the sources whose names begin so
    python lessons/build.py --check      execute nothing, compare every cell with the committed notebooks

A source is in jupytext's percent format. Every cell has an id and a slide type:
    # %% [markdown] id="puzzle" slideshow={"slide_type": "slide"}
Three marks tell the learner's notebook from its source:
    a line `# solution`   the rest of its block gives way to `raise NotImplementedError("your turn")` when it is
                          indented (inside a function), at the top level to `name = ...` with the name assigned there
    the tag `solution`    the cell is dropped
    the tag `test`        the cell asserts what the prose says: executed in building, then dropped
Lessons are executed; exercises are not: their check cells ship without output. In an exercise the tags `answer` and
`check` become what nbgrader reads, and nbval compares no output. Each source gives a notebook in every language: the
same code, but for the line `live.speak("en")`, and its prose from lessons/ko/*.po (translation.py).
"""

import argparse
import ast
import hashlib
import itertools
import json
import os
import re
import runpy
import sys
from pathlib import Path

import jupytext
import nbclient
import nbformat
import translation

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", *translation.LANGUAGES)
SPEAK = re.compile(r'\b(live|exercises)\.speak\("en"\)')
TIMEOUT = 300  # seconds, for one cell
LARGEST = 1_500_000  # bytes, of one notebook
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3"}, "language_info": {"name": "python"}}
KEPT = ("slideshow", "tags", "nbgrader")  # of a cell's header in its notebook
DROPPED = ("id", "cell_marker", "lines_to_next_cell")
SLIDE_TYPES = ("slide", "subslide", "fragment", "skip", "notes", "-")
SOLUTION = re.compile(r"^([ ]*)# solution[ ]*$(?:\n(?:[ ]*\n)*\1.*)*", re.MULTILINE)  # to the end of its block
INDENTED, TOP_LEVEL = '{}raise NotImplementedError("your turn")', "{} = ..."  # what stands in its place
POINTS = {"P": 1, "F": 1, "W": 2, "X": 2, "C": 3}  # of a task, by the letter in its name
UNCOMPARED = "nbval-ignore-output"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


class BuildError(Exception):
    """What is wrong, in a sentence that names the file and the cell."""


def sources(root=ROOT):
    """Every source, lessons first: its name begins with the number of its lesson."""
    return sorted(root.glob("lessons/[0-9]*.py")) + sorted(root.glob("lessons/exercises/[0-9]*.py"))


def target_of(path, language="en"):
    """lessons/x.py -> notebooks/x.ipynb, lessons/exercises/x.py -> notebooks/exercises/x.ipynb; and under ko/"""
    root = _root_of(path)
    folder = root / "notebooks" if language == "en" else root / "notebooks" / language
    return folder / path.relative_to(root / "lessons").with_suffix(".ipynb")


def read_source(path):
    """The source as a notebook: headers checked, ids in their place, marks not yet applied."""
    cells, seen = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent").cells, set()
    for number, cell in enumerate(cells, start=1):
        cell.id = cell.metadata.get("id")
        if fault := _header_fault(cell, seen):
            raise BuildError(f"{_short(path)}, cell {number}: {fault}")
        seen.add(cell.id)
        cell.metadata = nbformat.from_dict({key: cell.metadata[key] for key in KEPT if key in cell.metadata})
        cell.source = cell.source.rstrip("\n")
    return nbformat.v4.new_notebook(cells=cells, metadata=KERNEL)


def _header_fault(cell, seen):
    slide_type = cell.metadata.get("slideshow", {}).get("slide_type")
    for key in set(cell.metadata) - set(KEPT + DROPPED):
        return f"{key} {cell.metadata[key]!r} given in its header, wanted id, {', '.join(KEPT)}"
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", str(cell.id or "")):
        return f"id {cell.id!r} given, wanted 1 to 64 letters, digits, - and _"
    if cell.id in seen:
        return f"id {cell.id!r} given, which an earlier cell has"
    if slide_type not in SLIDE_TYPES:
        return f"slide_type {slide_type!r} given for {cell.id!r}, wanted one of {', '.join(SLIDE_TYPES)}"


def make_notebook(path, language="en", *, solutions=False, with_tests=False):
    """The notebook of a source, not executed: for learners, or with its solutions, or with its test cells."""
    notebook = read_source(path)
    if language != "en":
        catalogue = translation.prose_file(path, language)
        if catalogue.exists():
            translation.translate(notebook, translation.read(catalogue, language))
    dropped = {tag for tag, kept in (("test", with_tests), ("solution", solutions)) if not kept}
    notebook.cells = [cell for cell in notebook.cells if dropped.isdisjoint(cell.metadata.get("tags", []))]
    images = "../" * len(target_of(path, language).relative_to(_root_of(path)).parts[:-1]) + "images/"
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = re.sub(r"(?<![\w./])\.\./images/", images, cell.source)
            continue
        cell.source = SPEAK.sub(rf'\1.speak("{language}")', cell.source)
        if path.parent.name == "exercises":
            cell.metadata = graded(cell)
        if not solutions and SOLUTION.search(cell.source):
            cell.source = SOLUTION.sub(unsolved, cell.source)
            try:
                ast.parse(cell.source)
            except SyntaxError as error:
                raise BuildError(f"{_short(path)}, cell {cell.id!r}: without its solution: {error.msg}") from None
    return notebook


def unsolved(found):
    """What stands in the place of a solution."""
    name = re.search(r"^(\w+) =", found[0], re.MULTILINE)
    return INDENTED.format(found[1]) if found[1] else TOP_LEVEL.format(name[1] if name else "answer")


def graded(cell):
    """The metadata of an exercise's code cell: what nbgrader makes of the tags `answer` and `check`, and no output that
    nbval compares, whatever a learner has saved."""
    metadata = nbformat.from_dict(cell.metadata)
    tags = metadata.get("tags", [])
    metadata.tags = [*tags, UNCOMPARED]
    if "answer" in tags or "check" in tags:
        check = "check" in tags
        metadata.nbgrader = {"schema_version": 3, "grade_id": cell.id, "grade": check, "locked": check,
                             "solution": not check, "task": False, "cell_type": "code"}
        if check:
            metadata.nbgrader.points = POINTS[cell.id[1]]
    return metadata


def execute(notebook, folder):
    """The notebook executed in `folder` by a kernel of its own; the first cell that fails raises a BuildError."""
    folder.mkdir(parents=True, exist_ok=True)
    running = []
    client = nbclient.NotebookClient(
        notebook, timeout=TIMEOUT, record_timing=False, coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}}, on_cell_start=lambda cell, cell_index: running.append(cell))
    try:
        client.execute(env={**os.environ, "PYTHONPATH": str(ROOT)})
    except (nbclient.exceptions.CellControlSignal, nbclient.exceptions.DeadKernelError) as error:
        name, value = getattr(error, "ename", type(error).__name__), getattr(error, "evalue", error)
        raise BuildError(f"cell {running[-1].id!r}: {name}: {value}\n{getattr(error, 'traceback', '')}") from None
    return notebook


def clean(notebook):
    """The executed notebook without test cells and widget views, and nothing in it that tells of this machine."""
    notebook.cells = [cell for cell in notebook.cells if "test" not in cell.metadata.get("tags", [])]
    notebook.metadata = nbformat.from_dict(KERNEL)
    for count, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), start=1):
        cell.execution_count = count
        for output in cell.outputs:
            output.get("data", {}).pop(WIDGET_VIEW, None)
            if "execution_count" in output:
                output.execution_count = count
            if output.get("name") == "stderr":
                raise BuildError(f"cell {cell.id!r}: writes to stderr:\n{output.text}")
        cell.outputs = [output for output in cell.outputs if output.get("data") != {}]
        text = json.dumps(cell.outputs, ensure_ascii=False).replace("\\\\", "\\")
        for home in (str(path) for path in (ROOT, Path.home()) if path != Path(path.anchor)):
            if re.search(rf"(?<!\w){re.escape(home)}(?!\w)", text):
                raise BuildError(f"cell {cell.id!r}: its output contains {home}, a path of this machine")
    return notebook


def build(path, language="en"):
    """Whether the notebook of this source was written; it is left alone when source, library and cells are the same."""
    target, notebook = target_of(path, language), make_notebook(path, language)
    state = {} if path.parent.name == "exercises" else {"fingerprint": fingerprint(path)}
    committed = read_notebook(target)
    if committed and committed.metadata.get("lessons_lib", {}) == state and not difference(committed, notebook):
        return False
    if state:
        try:
            with_tests = language == "en"  # the code is the same in every language: once is enough
            notebook = clean(execute(make_notebook(path, language, with_tests=with_tests), target.parent))
        except BuildError as error:
            raise BuildError(f"{_short(path)}, {error}") from None
        notebook.metadata.lessons_lib = state
    _write(target, nbformat.writes(notebook, version=4).rstrip("\n") + "\n")
    return True


def fingerprint(path):
    """A digest of the file and all of lessons_lib, in which line endings do not count."""
    root, digest = _root_of(path), hashlib.sha256()
    library = (file for file in root.glob("lessons_lib/**/*") if file.is_file() and "__pycache__" not in file.parts)
    for file in [path, *sorted(library)]:
        content = file.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{file.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def read_notebook(path):
    """The notebook, or None when there is none that can be read."""
    try:
        return nbformat.read(path, as_version=4)
    except (FileNotFoundError, ValueError, nbformat.ValidationError):
        return None


def difference(committed, built):
    """The first difference between the cells of two notebooks in words, or None. Outputs do not count."""
    for old, new in itertools.zip_longest(committed.cells, built.cells):
        if old is None or new is None:
            return f"cell {new.id!r} is missing" if old is None else f"cell {old.get('id')!r} has no source"
        for part in ("id", "cell_type", "metadata", "source"):
            if old.get(part) != new[part]:
                lines = itertools.zip_longest(str(old.get(part)).split("\n"), str(new[part]).split("\n"))
                here, there = next((one, other) for one, other in lines if one != other)
                return f"the {part} of cell {new.id!r} has {here!r} where its source gives {there!r}"
    return None


def check(chosen, root=ROOT):
    """What is wrong with the committed notebooks of the chosen sources, and those that no source gives: sentences."""
    wanted = {target_of(path, language) for path in sources(root) for language in LANGUAGES}
    for path, language in itertools.product(chosen, LANGUAGES):
        target = target_of(path, language)
        committed = read_notebook(target)
        found = difference(committed, make_notebook(path, language)) if committed else "there is none that can be read"
        if found:
            yield f"{target.relative_to(root).as_posix()}: {found}; wanted: python lessons/build.py {path.stem}"
    for path in sorted(set(root.glob("notebooks/**/*.ipynb")) - wanted):
        if path.parent.name != ".ipynb_checkpoints":
            yield f"{path.relative_to(root).as_posix()}: no source gives this notebook"


def renew_translations(root=ROOT):
    """Bring every PO file up to the sources, and say where a translation is missing."""
    for language in translation.LANGUAGES:
        translation.renew_words(root, language)
        files = [translation.words_file(root, language)]
        for path in sources(root):
            files.append(translation.prose_file(path, language))
            translation.renew_prose(read_source(path), files[-1], language)
        for fault in itertools.chain.from_iterable(translation.faults(file, language) for file in files):
            print(fault)


def draw_pictures(root=ROOT):
    """Whether lessons/pictures.py drew anew: it does when it or lessons_lib changed since it last did."""
    program, last = root / "lessons" / "pictures.py", root / "images" / ".fingerprint"
    if not program.exists() or last.exists() and last.read_text(encoding="utf-8").strip() == fingerprint(program):
        return False
    last.parent.mkdir(exist_ok=True)
    runpy.run_path(str(program))["draw_all"](last.parent)
    _write(last, fingerprint(program) + "\n")
    return True


def _write(path, text):
    """All of the text or none of it."""
    content = text.encode("utf-8")
    if len(content) > LARGEST:
        raise BuildError(f"{_short(path)}: has {len(content)} bytes, wanted at most {LARGEST}")
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.write_bytes(content)
    os.replace(unfinished, path)


def _root_of(path):
    return next(folder.parent for folder in path.parents if folder.name == "lessons")


def _short(path):
    return f"{path.parent.name}/{path.name}"


def main(arguments=None, root=ROOT):
    """None when all is well, otherwise what is wrong."""
    parser = argparse.ArgumentParser(description="Build the notebooks from the sources in lessons/.")
    parser.add_argument("names", nargs="*", help="how the names of the sources begin; all when none is given")
    parser.add_argument("--check", action="store_true", help="execute nothing, compare with the committed notebooks")
    options = parser.parse_args(arguments)
    chosen = [path for path in sources(root) if path.stem.startswith(tuple(options.names or [""]))]
    for name in options.names:
        if not any(path.stem.startswith(name) for path in chosen):
            parser.error(f"names: {name!r} given, wanted the start of {' or '.join(p.stem for p in sources(root))}")
    try:
        if options.check:
            return "\n".join(check(chosen, root)) or None
        renew_translations(root)
        for path, language in itertools.product(chosen, LANGUAGES):
            name = target_of(path, language).relative_to(root).as_posix()
            print(f"{name}: {'built' if build(path, language) else 'unchanged'}", flush=True)
        print(f"images: {'drawn' if draw_pictures(root) else 'unchanged'}")
    except BuildError as error:
        return str(error)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))  # pictures.py draws with this repository's library
    sys.exit(main())
