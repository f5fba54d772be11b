"""Data to learn from: toy generators and small real data sets, all as plain NumPy arrays.

Toys:    two_gaussians, circles, xor, moons, spirals (classes); plane, hills (numbers).
Real:    penguins, digits (read from files beside this one; README.md tells where they come from).
Prepare: split into training, validation and test parts; Standardiser, which learns from the training part alone;
         shifted, copies of pictures moved by one pixel.
"""

from .pictures import shifted
from .preparation import Standardiser, split
from .real import PENGUIN_FEATURES, PENGUIN_SPECIES, digits, penguins
from .toys import circles, hills, moons, plane, spirals, two_gaussians, xor

__all__ = [
    "PENGUIN_FEATURES", "PENGUIN_SPECIES", "Standardiser", "circles", "digits", "hills", "moons", "penguins",
    "plane", "shifted", "spirals", "split", "two_gaussians", "xor",
]
