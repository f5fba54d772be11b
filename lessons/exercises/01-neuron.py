# %% [markdown] id="title" slideshow={"slide_type": "slide"}
# # Exercises 01 · The neuron
#
# Five tasks: predict, fill a line, write a function, experiment, and a challenge. Below each answer stands a cell that checks it. It says
# what is wrong and gives a hint; try as often as you like. You can see a solution after three tries: `python course.py solution 1W`.

# %% id="imports" slideshow={"slide_type": "-"}
import numpy as np

from lessons_lib import exercises

exercises.speak("en")

# %% [markdown] id="1P" slideshow={"slide_type": "slide"}
# ## 1P · Predict: which of them fire?
#
# A cell has the weights $w = (1, 2, -2)$ and the threshold θ = 2. Four stimuli arrive:
#
# | A | B | C | D |
# |---|---|---|---|
# | (0, 1, 0) | (3, 1, 2) | (1, 1, 0) | (0, 5, 1) |
#
# Work it out on paper. Then write down the letters of those that make it fire, such as `{"A", "B"}`.

# %% id="1P-answer" slideshow={"slide_type": "-"} tags=["answer"]
# solution
firing = {"A", "C", "D"}

# %% id="1P-check" slideshow={"slide_type": "-"} tags=["check"]
exercises.check("1P")

# %% [markdown] id="1F" slideshow={"slide_type": "slide"}
# ## 1F · Fill a line: many stimuli at once
#
# Each row of `x` is a stimulus, so `x @ w` gives all their weighted sums. Complete the function: for each row, does the cell fire?
#
# $$y = 1 \;\text{ if }\; w \cdot x \ge \theta, \qquad y = 0 \;\text{ otherwise}$$

# %% id="1F-answer" slideshow={"slide_type": "-"} tags=["answer"]
def fires(x, w, theta):
    """Whether a cell with weights w (inputs,) and threshold theta fires, for each row of x (rows, inputs)."""
    z = x @ w  # the weighted sums, one a row
    # solution
    return z >= theta

# %% id="1F-check" slideshow={"slide_type": "-"} tags=["check"]
exercises.check("1F")

# %% [markdown] id="1W" slideshow={"slide_type": "slide"}
# ## 1W · Write: connections that grow and fade
#
# Some cells touch each other: `W[i, j]` is the weight from cell $j$ to cell $i$, and `a[i]` says how strongly cell $i$ fires now. In one step
# each connection grows by Hebb's rule and loses a share λ of what it was:
#
# $$W_{ij} \leftarrow W_{ij} + \eta\, a_i\, a_j - \lambda\, W_{ij} \quad (i \ne j)$$
#
# No cell touches itself: the diagonal of the result is 0. Return the new weights and leave `W` as it is. (`np.outer(a, a)` holds all products
# $a_i a_j$.) With `W` = 0, `a` = (1, 0.5), η = 0.1 both connections become 0.05.

# %% id="1W-answer" slideshow={"slide_type": "-"} tags=["answer"]
def hebb_step(W, a, eta, decay):
    """The weights (cells, cells) after one step; a (cells,), learning rate eta, decay the share λ."""
    # solution
    new = W + eta * np.outer(a, a) - decay * W
    np.fill_diagonal(new, 0)
    return new

# %% id="1W-check" slideshow={"slide_type": "-"} tags=["check"]
exercises.check("1W")

# %% [markdown] id="1X" slideshow={"slide_type": "slide"}
# ## 1X · Experiment: gates that bear noise
#
# Find two weights and a **bias** for AND, OR and NAND: the cell fires if $w_1 x_1 + w_2 x_2 + b \ge 0$. Real signals are never exactly 0 or 1,
# so each gate must still be right when both inputs are off by 0.1. The second cell prints what your numbers do: try until you like it, then
# check.

# %% id="1X-answer" slideshow={"slide_type": "-"} tags=["answer"]
# w1, w2, b of each gate: gates = {"AND": (1, 1, ...), "OR": (...), "NAND": (...)}
# solution
gates = {"AND": (1, 1, -1.5), "OR": (1, 1, -0.5), "NAND": (-1, -1, 1.5)}

# %% id="1X-try" slideshow={"slide_type": "-"}
corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
for gate, (w1, w2, b) in (gates if isinstance(gates, dict) else {}).items():
    print(gate, (corners @ [w1, w2] + b >= 0).astype(int))

# %% id="1X-check" slideshow={"slide_type": "-"} tags=["check"]
exercises.check("1X")

# %% [markdown] id="1C" slideshow={"slide_type": "slide"}
# ## 1C · Challenge: what one cell cannot do
#
# XOR is 1 when exactly one of its two inputs is 1. No single cell computes it. Three can: two that see the inputs, and a third that sees only
# the answers of these two. Each is written as two weights and a threshold, and fires if $w_1 x_1 + w_2 x_2 \ge \theta$. Again $x_1$ and $x_2$ may
# each be off by 0.1.

# %% id="1C-answer" slideshow={"slide_type": "-"} tags=["answer"]
# units = {"first": (w1, w2, theta), "second": (w1, w2, theta), "output": (from the first, from the second, theta)}
# solution
units = {"first": (1, 1, 0.5), "second": (1, 1, 1.5), "output": (1, -1, 0.5)}

# %% id="1C-check" slideshow={"slide_type": "-"} tags=["check"]
exercises.check("1C")
