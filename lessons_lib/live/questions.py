"""Questions that stand by themselves: a lesson's puzzle, its recall, one asked before a cell of code."""
import ipywidgets

from lessons_lib.live import cells
from lessons_lib.live.controls import close
from lessons_lib.live.prediction import AT_ONCE, LATER, Prediction
from lessons_lib.text.questions import names_of


def puzzle(lesson):
    """The lesson's puzzle: answered now, told by a figure of the lesson."""
    return Questions(names_of(lesson, "puzzle"), tell=LATER)


def recall(lesson):
    """Three questions from the lessons before."""
    return Questions(names_of(lesson, "recall"), tell=AT_ONCE)


def ask(*names):
    """Questions by their names, told at once."""
    return Questions(names, tell=AT_ONCE)


class Questions:
    """Questions one under the other."""

    def __init__(self, names, *, tell):
        self.predictions = [Prediction(name, tell=tell) for name in names]
        self.widget = ipywidgets.VBox([prediction.widget for prediction in self.predictions])
        self.widget.add_class("live-questions")
        cells.enter(self)

    def start_over(self):
        """Ask anew, whatever is on record."""
        for prediction in self.predictions:
            prediction.start_over()

    def speak(self, language):
        """Go on in another language."""
        for prediction in self.predictions:
            prediction.speak(language)

    def close(self):
        """Take the questions off the page."""
        cells.leave(self)
        close(self.widget)

    def _repr_mimebundle_(self, include=None, exclude=None):
        """The questions to answer; for readers without a kernel, what is asked."""
        view = {"version_major": 2, "version_minor": 0, "model_id": self.widget.model_id}
        words = "\n\n".join(prediction.as_text() for prediction in self.predictions)
        return {"application/vnd.jupyter.widget-view+json": view, "text/plain": words}
