"""How well a classifier does: the confusion matrix and what is read off it.

Rows of a confusion matrix are the truth here, columns what the classifier said; some books have it the other way round.
Source of the definitions: Fawcett (2006), "An introduction to ROC analysis", section 2.
"""
import numpy as np

from lessons_lib.nn import checks
from lessons_lib.text import _


def confusion_matrix(labels, predictions, classes=2):
    """How often each true class was called which; integers (classes, classes), from labels and predictions (N,).

    A ValueError for unequal lengths and for labels outside the classes.

    >>> confusion_matrix(np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1]))
    array([[1, 1],
           [0, 2]])
    """
    labels, predictions = _of_one_length("predictions", labels, predictions)
    labels, predictions = checks.labels("labels", labels, classes), checks.labels("predictions", predictions, classes)
    return np.bincount(labels * classes + predictions, minlength=classes**2).reshape(classes, classes)


def accuracy(matrix):
    """The share of examples called rightly: the diagonal over everything."""
    return np.trace(matrix) / matrix.sum()


def precision(matrix):
    """Of those called 1, the share that are 1: TP / (TP + FP); nan where nothing was called 1."""
    return _share(matrix[1, 1], matrix[:, 1].sum())


def recall(matrix):
    """Of those that are 1, the share called 1: TP / (TP + FN); nan where there are none."""
    return _share(matrix[1, 1], matrix[1].sum())


def _of_one_length(name, labels, values):
    labels = checks.array("labels", labels, [("examples",)])
    return labels, checks.array(name, values, [(len(labels),)])


def _share(part, whole):
    return float(part / whole) if whole else float("nan")


def roc_curve(labels, scores):
    """Recall and false alarms at every threshold: two arrays that begin at 0 and end at 1.

    `false_alarms[i]` is FP / (FP + TN) and `recalls[i]` is TP / (TP + FN) when all examples whose score is among the
    i-th highest different scores are called 1. Source: Fawcett (2006), algorithm 1. A ValueError unless both classes
    are there.
    """
    labels, scores = _of_one_length("scores", labels, scores)
    labels = checks.labels("labels", labels, 2)
    if len(np.unique(labels)) < 2:
        checks.fail("labels", _("only {label}").format(label=labels[0]), _("both 0 and 1"))
    order = np.argsort(-scores, kind="stable")
    hits, last_of_its_score = labels[order] == 1, np.append(np.diff(scores[order]) != 0, True)
    recalls = np.cumsum(hits)[last_of_its_score] / hits.sum()
    false_alarms = np.cumsum(~hits)[last_of_its_score] / (~hits).sum()
    return np.append(0, false_alarms), np.append(0, recalls)


def area_under(false_alarms, recalls):
    """The area under a ROC curve, by trapezia: the chance that a random 1 scores higher than a random 0."""
    return float(np.trapezoid(recalls, false_alarms))


def reliability(labels, probabilities, bins=6):
    """Said against seen: the examples in order of their probability, cut into bins of equally many.

    Two arrays (bins,): the mean probability said, and the share of ones seen. Where the probabilities can be believed,
    the two agree up to chance. Source: Niculescu-Mizil and Caruana (2005), section 4, with equal counts.
    """
    labels, probabilities = _of_one_length("probabilities", labels, probabilities)
    bins = checks.whole("bins", bins, 1, len(labels), _("the examples"))
    groups = np.array_split(np.argsort(probabilities, kind="stable"), bins)
    return (np.array([probabilities[group].mean() for group in groups]),
            np.array([labels[group].mean() for group in groups]))
