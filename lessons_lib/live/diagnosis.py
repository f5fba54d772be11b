"""What is the matter with a training: one line, with its evidence."""
import numpy as np

from lessons_lib.text import _

EARLY = 30  # rows of the curves before which nothing is said: a slow start is no failure
GOOD = 0.9  # of the training score, from which a network is said to fit
VANISHED = 1e-3  # of the error signal, first layer against last


def best_row(rows):
    """The row of the smallest validation loss, once the validation loss has risen by more than 2 % from it; else
    None."""
    judged = [row for row in rows if np.isfinite(row.validation)]
    if not judged:
        return None
    best = min(judged, key=lambda row: row.validation)
    return best if judged[-1].validation > 1.02 * best.validation else None


def diagnosis(rows, scores, deltas):
    """Diverged, vanishing, overfits, underfits or fits, in words; nothing before there is enough to say.

    rows: the curves so far; scores: accuracy or R² of training and validation data; deltas: size of the error signal in
    each layer. The order matters: a network that does not learn cannot overfit.
    """
    if len(rows) < EARLY:
        return ""
    first, last, before = rows[0], rows[-1], rows[len(rows) // 2]
    best = best_row(rows)
    if not last.training < 2 * first.training + 1:
        return _("Diverged: the training loss rose from {first:.3g} to {last:.3g}.").format(
            first=first.training, last=last.training)
    if len(deltas) > 2 and deltas[0] < VANISHED * deltas[-1] and scores[0] < GOOD:
        return _("Vanishing: δ is {ratio:.1g} times as large in the first layer as in the last.").format(
            ratio=deltas[0] / deltas[-1])
    if best and last.validation > 1.1 * best.validation and last.training < best.training:
        return _("Overfits: since epoch {epoch} the validation loss rose from {best:.3g} to {last:.3g}, and the "
                 "training loss fell.").format(epoch=best.epoch, best=best.validation, last=last.validation)
    if scores[0] < GOOD and last.training > 0.98 * before.training:
        return _("Underfits: {score:.2f} on the training data itself, and since epoch {epoch} its loss hardly falls.") \
            .format(score=scores[0], epoch=before.epoch)
    if scores[0] < GOOD:
        return _("Still learning: since epoch {epoch} the training loss fell from {before:.3g} to {last:.3g}.").format(
            epoch=before.epoch, before=before.training, last=last.training)
    return _("Fits: {score:.2f} on the training data.").format(score=scores[0])
