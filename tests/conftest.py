"""What runs side by side when all tests run."""
import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Tests of one file run in one process, in their order: the cells of a notebook above all. The lessons in the
    browser stand in one file and take longest, so each of them is a group of its own."""
    for item in items:
        lesson = item.callspec.params.get("lesson") if hasattr(item, "callspec") else None
        item.add_marker(pytest.mark.xdist_group(lesson or str(item.path)))
