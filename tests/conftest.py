"""What runs side by side when all tests run."""
import pytest
from xdist.scheduler import LoadScopeScheduling


class Together(LoadScopeScheduling):
    """Tests of one file run in one process, in their order: the cells of a notebook above all. The lessons in the
    browser stand in one file and take longest, so each lesson goes by itself."""

    def _split_scope(self, nodeid):
        file, _, test = nodeid.partition("::")
        return test.partition("[")[2] if file.endswith("test_lessons.py") else file


@pytest.hookimpl(optionalhook=True)  # where xdist is switched off nobody knows it
def pytest_xdist_make_scheduler(config, log):
    """Used by all that `course.py test` runs side by side."""
    return Together(config, log)
