"""Lesson 04: a model that is too big and does not overfit. Random features with the shortest weights that fit."""
import numpy as np

from lessons_lib import data
from lessons_lib.figures.random_features import RandomFeaturesDrawing, RandomFeaturesState
from lessons_lib.live.controls import neighbour, scale
from lessons_lib.live.live_figure import LiveFigure
from lessons_lib.text import _

EXAMPLES = 300
SEEDS = 10
SHARES = (0.0, 0.1, 0.2)
MEASURED = {  # features: measure(features, share) for each of the SHARES; the whole table takes some 20 seconds
    10: ((42, 38.9, 45.1, 54.2, 1.4), (47, 36.3, 45.9, 55.3, 1.3), (51.8, 37.3, 48.4, 57.2, 1.2)),
    15: ((28, 25.2, 34.6, 41.2, 2), (34.3, 25.2, 34.8, 42.2, 1.8), (43, 26.1, 36.6, 40.5, 1.6)),
    20: ((19.8, 19.3, 26.6, 33.3, 2.5), (28.8, 19.6, 28.2, 34.3, 2.3), (36.3, 20.2, 30.6, 35.9, 2.1)),
    30: ((11.7, 14.8, 19.5, 22.8, 3.5), (20.5, 16.1, 21, 25.1, 3.2), (30, 17.7, 22.4, 28.2, 3)),
    50: ((4.3, 11.2, 12.2, 16.4, 5.1), (13.5, 13, 14.4, 18.3, 4.9), (21.7, 15.7, 17.2, 21.8, 4.9)),
    70: ((1.7, 7.5, 9.9, 12.4, 6.9), (10.5, 9.6, 12.5, 16.2, 7), (17.8, 12.8, 16, 20.1, 7.2)),
    100: ((0.3, 7.5, 8.2, 11, 9.3), (7.7, 10, 12.8, 15, 10.2), (13.2, 14.2, 17.5, 19.9, 10.9)),
    150: ((0, 6.7, 7.6, 9.8, 14.1), (3.2, 11.7, 15.2, 17.2, 17.2), (5.5, 17.8, 23.6, 26.8, 19.6)),
    200: ((0, 7.9, 10.3, 11.1, 21.4), (0.3, 19, 23.2, 26.7, 29.2), (1, 30.1, 34.6, 37.3, 34.4)),
    250: ((0, 13.8, 16.2, 17, 34.5), (0, 33.7, 35.9, 40.3, 52.7), (0, 47.5, 51.2, 53.7, 64.8)),
    280: ((0, 27.5, 32.8, 41.1, 63), (0, 52, 56.9, 64.9, 100.4), (0, 64.7, 69.2, 76, 126.7)),
    300: ((0, 71.5, 81.7, 86.9, 431.1), (0, 78.4, 86, 89.2, 834.5), (0, 84.8, 87.2, 90, 1042.4)),
    320: ((0, 26.1, 33, 37.8, 64.8), (0, 52.9, 58.8, 67.5, 112.3), (0, 66.2, 70, 78.5, 138.8)),
    350: ((0, 11.8, 15.8, 18.1, 42.1), (0, 38.1, 42, 48, 72.3), (0, 51.9, 57.6, 64.3, 91.3)),
    400: ((0, 6.9, 8.9, 10.7, 31.6), (0, 25.6, 30.8, 34.8, 54.5), (0, 43.4, 46.7, 52.3, 68.3)),
    500: ((0, 4.7, 5.8, 7.3, 24.6), (0, 18.3, 22, 25.9, 42.6), (0, 32.6, 35.3, 41.6, 53.3)),
    700: ((0, 3.3, 3.9, 6.4, 20.2), (0, 11.9, 15.5, 19, 35.2), (0, 25.8, 27.4, 32.9, 44.2)),
    1000: ((0, 2.8, 3.5, 5.1, 18.2), (0, 9.9, 13.3, 15.4, 31.7), (0, 21.9, 23.9, 28.5, 39.8)),
    1500: ((0, 2.6, 3.3, 5.2, 17.1), (0, 8.6, 12.3, 14.2, 29.4), (0, 19.7, 22.3, 25.6, 37)),
    2000: ((0, 2.8, 3.1, 5.2, 16.5), (0, 8.2, 11.9, 13.9, 28.6), (0, 18.8, 21.6, 25.3, 35.7)),
    3000: ((0, 2.5, 3, 4.5, 16.1), (0, 7.8, 11.8, 12.8, 27.8), (0, 18.1, 20.9, 23.5, 34.8)),
    4000: ((0, 2.6, 2.9, 4.7, 15.8), (0, 7.6, 11.7, 12.7, 27.3), (0, 17.1, 20.4, 22.3, 34.2)),
}
FEATURES = tuple(MEASURED)


def random_features_errors(features, seed, share=0.1):
    """Give the training error, the test error and the length of the weights of a linear model on random features.

    Each of the `features` is max(0, v·x) / √features, where x is a digit less the mean training digit and v is drawn
    once and never trained. 300 digits train, 1,497 test; `share` of the training labels are replaced by another digit.
    The weights for the ten outputs are those of least squares with one-hot targets, and the shortest of these where
    many fit (Belkin, Hsu, Ma and Mandal 2019, Reconciling modern machine-learning practice and the classical
    bias-variance trade-off). Errors are shares from 0 to 1; the training error is that against the labels trained on.
    """
    inputs, labels = data.digits()
    rng = np.random.default_rng(seed)
    train, test = np.split(rng.permutation(len(labels)), [EXAMPLES])
    wrong, given = rng.permutation(EXAMPLES)[:round(share * EXAMPLES)], labels[train]
    given[wrong] = (given[wrong] + rng.integers(1, 10, EXAMPLES)[wrong]) % 10
    drawn = rng.standard_normal((features, inputs.shape[1])).T  # row by row, so that more features keep the first ones
    hidden = np.maximum(0, (inputs - inputs[train].mean(axis=0)) @ drawn) / np.sqrt(features)
    weights = shortest_weights(hidden[train], np.eye(10)[given])
    answers = (hidden @ weights).argmax(axis=1)
    return np.mean(answers[train] != given), np.mean(answers[test] != labels[test]), np.linalg.norm(weights)


def shortest_weights(hidden, targets):
    """Least squares, and the shortest where many fit: with more features than examples that is
    hidden^T (hidden hidden^T)^-1 targets, which is quicker than the singular values are."""
    if hidden.shape[1] > len(hidden):
        return hidden.T @ np.linalg.solve(hidden @ hidden.T, targets)
    return np.linalg.lstsq(hidden, targets, rcond=None)[0]


def measure(features, share):
    """Over SEEDS: median training error, least, median and greatest test error, in %, and median length."""
    train, test, length = np.array([random_features_errors(features, seed, share) for seed in range(SEEDS)]).T
    return tuple(float(np.round(number, 1)) for number in (
        100 * np.median(train), 100 * test.min(), 100 * np.median(test), 100 * test.max(), np.median(length)))


class RandomFeatures(LiveFigure):
    """Choose the number of features, or drag along the curve: everything was measured beforehand."""

    name = "random features"
    preview = {"features": EXAMPLES}
    answers = ("errors", "lengths")

    def build(self):
        return RandomFeaturesDrawing(EXAMPLES, SEEDS, (FEATURES[0], FEATURES[-1])), {
            "features": scale(_("random features"), FEATURES, 50),
            "share": scale(_("wrong training labels"), SHARES, 0.1, "{:.0%}"),
        }

    def state(self, values, update):
        numbers, place = np.array(FEATURES), FEATURES.index(values["features"])
        columns = np.array(list(MEASURED.values()))[:, SHARES.index(values["share"])].T
        best = int(columns[2, numbers < EXAMPLES].argmin())
        return RandomFeaturesState(values["share"], place, best, numbers, columns[0], columns[1:4], columns[4])

    def point(self, pointer, values):
        return {"features": nearest_by_ratio(pointer.x)} if pointer.axes in ("errors", "lengths") else None

    def key(self, key, values):
        """Left and right go to the next number of features, up and down to the next share of wrong labels."""
        name, options = ("features", FEATURES) if key in ("left", "right") else ("share", SHARES)
        return {name: neighbour(options, values[name], 1 if key in ("right", "up") else -1)}


def nearest_by_ratio(wanted):
    """The number of features that looks nearest on a log scale."""
    return min(FEATURES, key=lambda features: abs(np.log(features / max(wanted, 1))))
