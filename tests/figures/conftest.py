"""What the tests of drawings share."""
import pytest


@pytest.fixture
def show():
    """A function that gives a figure (one in each test) the values wanted, and draws it."""
    made = []

    def show_one(make, **values):
        if not made:
            made.append(make())
        figure = made[0]
        figure.set(**figure.start | values)
        figure._draw()
        figure.screen.frames.draw()
        return figure

    yield show_one
    for figure in made:
        figure.close()
