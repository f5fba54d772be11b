"""A browser that is none: it records the frames that a live figure sends, and answers when told to."""
import io

import pytest
from PIL import Image

from lessons_lib import live
from lessons_lib.live import cells

EXPERIMENTS = {name: getattr(live, name) for name in live.__all__ if name[0].isupper()}
EXPERIMENTS["BoundaryXOR"] = lambda: live.Boundary("XOR")


class FakeBrowser:
    def __init__(self, figure):
        self.figure, self.frames = figure, []
        figure.screen.picture.send = lambda message, buffers: self.frames.append(message | {"data": buffers[0]})

    def says(self, **message):
        self.figure._heard(None, message, [])

    def opens(self, width=None):
        self.says(kind="hello", width=width or self.figure.screen.picture.width)

    def shows_all(self):
        self.says(kind="shown", number=self.frames[-1]["number"])

    def points(self, kind, axes, x, y):
        """A pointer event at data coordinates of the axes with this label."""
        figure = self.figure.drawing.figure
        place = next(one for one in figure.axes if one.get_label() == axes).transData.transform((x, y))
        self.says(kind="pointer", type=kind, x=place[0] / figure.bbox.width, y=1 - place[1] / figure.bbox.height)

    def picture(self, number=-1):
        return Image.open(io.BytesIO(self.frames[number]["data"])).convert("RGB")


@pytest.fixture
def open_figure():
    """A function that makes a figure, seen by a fake browser: gives both."""
    made = []

    def open_one(make=live.Boundary, *, seen=True):
        figure = make()
        made.append(figure)
        browser = FakeBrowser(figure)
        if seen:
            browser.opens()
        return figure, browser

    yield open_one
    for figure in made:
        figure.close()
    assert cells.standing() == []


@pytest.fixture(params=EXPERIMENTS)
def experiment(request):
    """A function that makes one of the course's experiments."""
    return EXPERIMENTS[request.param]
