"""Files that are never half written and never lost. Standard library only: the front door starts before any set-up."""
import itertools
import os


def write(path, data):
    """Write the bytes at once or not at all; nothing where the file holds them already."""
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(data)
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def beside(path, word):
    """Names for a file beside another, without end.

    >>> from pathlib import PurePosixPath
    >>> [place.name for place in itertools.islice(beside(PurePosixPath("a/02-slp.ipynb"), "new"), 2)]
    ['02-slp (new).ipynb', '02-slp (new 2).ipynb']
    """
    yield path.with_name(f"{path.stem} ({word}){path.suffix}")
    for number in itertools.count(2):
        yield path.with_name(f"{path.stem} ({word} {number}){path.suffix}")


def set_aside(path, word="broken"):
    """Give a file that cannot be used another name beside its own; the new path."""
    aside = next(place for place in beside(path, word) if not place.exists())
    os.replace(path, aside)
    return aside
