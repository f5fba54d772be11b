"""The shipped data sets against what their publications say."""

import subprocess
import sys

import numpy as np
import pytest

from lessons_lib import data

ALL_FEATURES = ("bill_length", "bill_depth", "flipper_length", "body_mass")


def test_penguins_have_the_published_counts_and_means():
    inputs, labels = data.penguins(data.PENGUIN_SPECIES, ALL_FEATURES)
    assert inputs.shape == (342, 4) and inputs.dtype == np.float64 and labels.dtype.kind == "i"
    assert np.bincount(labels).tolist() == [151, 68, 123]
    published = [(38.8, 18.3, 190, 3701), (48.8, 18.4, 196, 3733), (47.5, 15.0, 217, 5076)]     # mm, mm, mm, g
    for species, means in enumerate(published):
        np.testing.assert_allclose(inputs[labels == species].mean(axis=0), means, rtol=3e-3)


def test_the_label_is_the_place_in_species_and_the_column_the_place_in_features():
    both, labels = data.penguins(("Gentoo", "Adelie"), ("body_mass", "bill_length"))
    mass, _ = data.penguins(("Gentoo", "Adelie"), ("body_mass",))
    assert np.bincount(labels).tolist() == [123, 151]
    np.testing.assert_array_equal(both[:, :1], mass)
    assert both[labels == 0, 0].mean() > 5000 > 4000 > both[labels == 1, 0].mean()
    assert both[labels == 0, 1].max() == 59.6       # mm, the longest bill of a Gentoo


def test_the_names_and_units():
    assert data.PENGUIN_SPECIES == ("Adelie", "Chinstrap", "Gentoo")
    assert data.PENGUIN_FEATURES == {"bill_length": "mm", "bill_depth": "mm", "flipper_length": "mm", "body_mass": "g"}


def test_a_line_parts_adelie_from_gentoo_by_bill_depth_and_flipper_but_not_by_flipper_and_mass(separable):
    assert separable(*data.penguins())
    assert not separable(*data.penguins(features=("flipper_length", "body_mass")))


def test_adelie_and_chinstrap_are_219_birds_that_no_line_parts_by_bill_length_and_depth(separable):
    inputs, labels = data.penguins(("Adelie", "Chinstrap"), ("bill_length", "bill_depth"))
    assert len(labels) == 219 and not separable(inputs, labels)


def test_digits_have_the_published_counts_and_ink():
    inputs, labels = data.digits()
    assert inputs.shape == (1797, 64) and inputs.dtype == np.float64
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert inputs.min() == 0 and inputs.max() == 1 and inputs.sum() * 16 == 561718
    assert (inputs[0].reshape(8, 8)[0] * 16).tolist() == [0, 0, 5, 13, 9, 1, 0, 0]      # the top of the first zero


@pytest.mark.parametrize("load", [data.penguins, data.digits])
def test_what_a_learner_writes_into_the_arrays_is_gone_at_the_next_call(load):
    for array in load():
        array[:] = 7
    for array in load():
        assert not (array == 7).all()


@pytest.mark.parametrize(("arguments", "message"), [
    ({"species": ("Adelie", "King")},
     "species: 'King' given, wanted some of Adelie, Chinstrap, Gentoo, each once"),
    ({"species": "Adelie"}, "species: 'Adelie' given, wanted a list or tuple of names"),
    ({"species": ("Adelie", "Adelie")},
     "species: ('Adelie', 'Adelie') given, wanted some of Adelie, Chinstrap, Gentoo, each once"),
    ({"species": ()}, "species: () given, wanted some of Adelie, Chinstrap, Gentoo, each once"),
    ({"features": ["bill_width"]}, "features: 'bill_width' given, wanted some of bill_length, bill_depth, "
                                   "flipper_length, body_mass, each once"),
    ({"features": 2}, "features: 2 given, wanted a list or tuple of names"),
])
def test_unknown_names_are_named(arguments, message):
    with pytest.raises(ValueError) as caught:
        data.penguins(**arguments)
    assert str(caught.value) == message


def test_importing_reads_no_file():
    """A lesson's import must stay quick: the files are opened at first use."""
    program = ("import sys, numpy; opened = []; "
               "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None); "
               "from lessons_lib import data; before = len([o for o in opened if 'csv' in o]); data.digits(); "
               "print(before, len([o for o in opened if 'csv' in o]))")
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["0", "1"]
