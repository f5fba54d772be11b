"""The learner's copy: notebooks/ laid into my-course/, where no update ever overwrites what a learner wrote.

A manifest in my-course/.course/ remembers, file by file, which version of the course was laid and which was put
beside a changed one. `course.py` calls this with whatever Python it was started by: the standard library alone.
"""
import hashlib
import itertools
import json
import os

from lessons_lib.files import beside, set_aside, write
from lessons_lib.text import _

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def lay_copy(notebooks, copy, say=print):
    """Bring every file of `notebooks` into `copy`; `say` gets a line for each thing that the learner should know.

    An untouched file is replaced by its new version, a deleted one is laid again; beside one that the learner changed,
    the new version is put under a name of its own, once. Files that the course did not lay are left alone.
    """
    manifest_path = copy / ".course" / "manifest.json"
    manifest = _read_manifest(manifest_path, say)
    for source in sorted(notebooks.rglob("*")):
        name = source.relative_to(notebooks)
        if source.is_file() and not any(part.startswith(".") for part in name.parts):
            _lay(source.read_bytes(), copy / name, manifest.setdefault(name.as_posix(), {}), say)
    write(manifest_path, json.dumps(manifest, indent=1).encode())
    for name in manifest:
        laid = itertools.takewhile(os.path.isfile, itertools.chain([copy / name], beside(copy / name, "new")))
        for path in laid:
            strip_widget_views(path)


def fingerprint(data):
    """A digest of what one writes in a notebook, the types and sources of its cells; of any other file, its bytes.

    >>> cell = '{"cells": [{"cell_type": "code", "source": "1 + 1", "execution_count": %s}]}'
    >>> fingerprint(cell % "null") == fingerprint(cell % "7")
    True
    """
    try:
        cells = [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(data)["cells"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return _digest(data)
    return _digest(json.dumps(cells).encode())


def strip_widget_views(path):
    """Take the widgets out of a saved notebook where a picture or words stand beside them.

    A widget lives in the kernel that made it; in the next one JupyterLab shows "model not found" in its place.
    """
    data = path.read_bytes()
    if b"vnd.jupyter.widget-" not in data:
        return
    try:
        notebook = json.loads(data)
        notebook["metadata"].pop("widgets", None)
        for output in itertools.chain.from_iterable(cell.get("outputs", ()) for cell in notebook["cells"]):
            bundle = output.get("data", {})
            if "image/png" in bundle or "text/plain" in bundle:
                bundle.pop(WIDGET_VIEW, None)
        stripped = json.dumps(notebook, indent=1, ensure_ascii=False).encode() + b"\n"
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return  # no notebook: the learner's to mend
    write(path, stripped)


def _lay(new, mine, entry, say):
    """Lay one file; its manifest entry holds the digest of the version last seen, fingerprints of what was written."""
    version, written, ours = _digest(new), fingerprint(new), (entry.get("laid"), entry.get("offered"))
    if mine.exists() and entry.get("version") == version:
        return
    found = fingerprint(mine.read_bytes()) if mine.exists() else None
    if found is None or found in ours:
        write(mine, new)
        entry["laid"] = written
    elif found == written:  # an interrupted start laid it
        entry["laid"] = written
    elif written not in ours:
        place = next(path for path in beside(mine, "new")
                     if not path.exists() or fingerprint(path.read_bytes()) in (written, entry.get("offered")))
        write(place, new)
        entry["offered"] = written
        say(_("{file} has changes of yours and stays; the course's new version is beside it: {new}").format(
            file=mine.name, new=place.name))
    entry["version"] = version


def _read_manifest(path, say):
    try:
        manifest = json.loads(path.read_bytes())
        if all(isinstance(entry, dict) for entry in manifest.values()):
            return manifest
    except FileNotFoundError:
        return {}
    except (ValueError, AttributeError, RecursionError):
        pass
    aside = set_aside(path)
    say(_("The list of what was laid into {folder}/ was broken and is set aside as {aside}; every file there is kept "
          "as if you had changed it.").format(folder=path.parents[1].name, aside=aside.name))
    return {}


def _digest(data):
    return hashlib.sha256(data if isinstance(data, bytes) else data.encode()).hexdigest()
