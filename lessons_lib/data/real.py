"""Small real data sets, shipped as files beside this one. README.md names sources, licences and changes."""

from functools import cache
from pathlib import Path

import numpy as np

from . import checks

PENGUIN_SPECIES = ("Adelie", "Chinstrap", "Gentoo")
PENGUIN_FEATURES = {"bill_length": "mm", "bill_depth": "mm", "flipper_length": "mm", "body_mass": "g"}

FOLDER = Path(__file__).parent


def penguins(species=("Adelie", "Gentoo"), features=("bill_depth", "flipper_length")):
    """Measurements of penguins of the Palmer Archipelago, 2007 to 2009, and their species.

    Returns inputs (N, len(features)) in the units of PENGUIN_FEATURES and labels (N,), the index in `species`.
    All three species give N = 342: 151 Adelie, 68 Chinstrap, 123 Gentoo; two birds without measurements are left out.
    Source: Horst, Hill and Gorman (2020), palmerpenguins; Gorman, Williams and Fraser (2014), PLoS ONE 9(3), e90081.
    Raises ValueError for a name that is not in PENGUIN_SPECIES or PENGUIN_FEATURES, or is given twice.

    >>> inputs, labels = penguins()
    >>> inputs[0], labels[0]
    (array([ 18.7, 181. ]), np.int64(0))
    """
    species = checks.names("species", species, PENGUIN_SPECIES)
    features = checks.names("features", features, PENGUIN_FEATURES)
    table_species, measurements = _penguin_table()
    chosen = np.isin(table_species, species)
    columns = [list(PENGUIN_FEATURES).index(feature) for feature in features]
    labels = np.array([species.index(one) for one in table_species[chosen]], dtype=np.int64)
    return measurements[chosen][:, columns], labels


def digits():
    """Handwritten digits, 8 x 8 pixels each: inputs (1797, 64) from 0 (paper) to 1 (ink), labels (1797,) from 0 to 9.

    Row by row from the top left: `inputs[0].reshape(8, 8)` is a picture.
    Source: Alpaydin and Kaynak (1998), Optical Recognition of Handwritten Digits, the part written by 13 other people.

    >>> inputs, labels = digits()
    >>> inputs.shape, labels[:5]
    ((1797, 64), array([0, 1, 2, 3, 4]))
    """
    table = _digit_table()
    return table[:, :64] / 16, table[:, 64].copy()


@cache
def _penguin_table():
    """Species (342,) and measurements (342, 4), without the birds that lack a measurement."""
    table = np.loadtxt(FOLDER / "penguins.csv", delimiter=",", skiprows=1, dtype=str, encoding="utf-8")
    table = table[(table != "NA").all(axis=1)]
    return table[:, 0], table[:, 1:].astype(np.float64)


@cache
def _digit_table():
    """The file as it is, (1797, 65): 64 pixels from 0 to 16, then the label."""
    return np.loadtxt(FOLDER / "digits.csv.gz", delimiter=",", dtype=np.int64)
