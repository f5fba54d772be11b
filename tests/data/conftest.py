import numpy as np
import pytest


@pytest.fixture
def separable():
    """The exact test, two inputs: a line parts the classes when all differences between them lie in one half-plane."""
    def answer(inputs, labels):
        scaled = inputs / inputs.std(axis=0)
        differences = (scaled[labels == 1][:, None] - scaled[labels == 0]).reshape(-1, 2)
        angles = np.sort(np.arctan2(*differences.T))
        return np.diff(angles, append=angles[0] + 2 * np.pi).max() > np.pi
    return answer
