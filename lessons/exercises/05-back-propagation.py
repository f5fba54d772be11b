# %% [markdown] id="title" slideshow={"slide_type": "slide"}
# # Exercises 05 · Back-propagation
#
# Five tasks: predict, fill a line, write a function, experiment, and a challenge. Below each answer stands a cell that checks it. It says
# what is wrong and gives a hint; try as often as you like. You can see a solution after three tries: `python course.py solution 5W`.

# %% id="imports" slideshow={"slide_type": "-"}
import numpy as np

from lessons_lib import data, exercises, nn

exercises.speak("en")

# %% [markdown] id="5P" slideshow={"slide_type": "slide"}
# ## 5P · Predict: where the way back begins
#
# A network with two inputs, two hidden units and one output, sigmoids everywhere, sees one example. Forwards it has come as far as this:
#
# $$h = (0.7109,\ 0.3543), \qquad z_2 = 0.5 \cdot 0.7109 - 0.7 \cdot 0.3543 + 0.2 = 0.307, \qquad p = \sigma(z_2)$$
#
# The target is $t = 1$, the loss the cross-entropy, and $B = 1$. Say first whether the loss rises or falls when $z_2$ rises a little. Then reckon
# $\delta_2 = \partial J / \partial z_2$ with a pocket calculator: a number with its sign, to three digits.

# %% id="5P-answer" slideshow={"slide_type": "-"} tags=["answer"]
# solution
delta2 = -0.424

# %% id="5P-check" slideshow={"slide_type": "-"} tags=["check"]
exercises.check("5P")

# %% [markdown] id="5F" slideshow={"slide_type": "slide"}
# ## 5F · Fill a line: a chain of two
#
# $z = \sin(x^2)$: first $u = x^2$, then $z = \sin u$. Complete its slope $dz/dx$, for each number of an array `x`. (The slope of $\sin u$ by $u$ is
# $\cos u$.) The next cell measures the slope at 1: 1.0806.

# %% id="5F-answer" slideshow={"slide_type": "-"} tags=["answer"]
def slope(x):
    """The slope of sin(x²) at each number of x."""
    # solution
    return np.cos(x**2) * 2 * x

# %% id="5F-try" slideshow={"slide_type": "-"}
h = 1e-5
print(f"measured at 1: {(np.sin((1 + h)**2) - np.sin((1 - h)**2)) / (2 * h):.4f}")

# %% id="5F-check" slideshow={"slide_type": "-"} tags=["check"]
exercises.check("5F")

# %% [markdown] id="5W" slideshow={"slide_type": "slide"}
# ## 5W · Write: a layer, backwards
#
# A layer of sigmoids computes $z = x W + b$ and $a = \sigma(z)$, for a batch whose examples are the rows of $x$. From above it gets $\partial J / \partial a$,
# in which the $1/B$ of the mean stands already. Give back three slopes of the loss, in this order: by $x$, which the layer below receives; by $W$; by $b$.
#
# Check your shapes: each slope has the shape of what it belongs to. For one example, two inputs, one unit, `x = [[1, 2]]`, `W = [[0.5], [-1]]`,
# `z = [[0]]`, `da = [[4]]`, where σ has the slope 1/4, they are `[[0.5, -1]]`, `[[1], [2]]` and `[1]`.

# %% id="5W-answer" slideshow={"slide_type": "-"} tags=["answer"]
def layer_backward(x, W, z, da):
    """dX (B, inputs), dW (inputs, units), db (units,) from x (B, inputs), W (inputs, units), z and da (B, units)."""
    # solution
    a = nn.sigmoid(z)
    delta = da * a * (1 - a)
    return delta @ W.T, x.T @ delta, delta.sum(axis=0)

# %% id="5W-check" slideshow={"slide_type": "-"} tags=["check"]
exercises.check("5W")

# %% [markdown] id="5X" slideshow={"slide_type": "slide"}
# ## 5X · Experiment: find the wrong array
#
# Somebody has written this network, 3-5-4-2, for inputs in millimetres. One of its six gradients is wrong. First its loss:

# %% id="5X-program" slideshow={"slide_type": "-"}
rng = np.random.default_rng(21)
suspect_x, suspect_t = rng.normal(200, 40, (7, 3)), rng.integers(0, 2, (7, 2))
suspect = {"W1": rng.normal(0, 0.003, (3, 5)), "b1": rng.normal(0, 1, 5), "W2": rng.normal(0, 2, (5, 4)),
           "b2": rng.normal(0, 1, 4), "W3": rng.normal(0, 1, (4, 2)), "b3": rng.normal(0, 1, 2)}

def suspect_forward(parameters):
    h1 = nn.sigmoid(suspect_x @ parameters["W1"] + parameters["b1"])
    h2 = nn.sigmoid(h1 @ parameters["W2"] + parameters["b2"])
    return h1, h2, h2 @ parameters["W3"] + parameters["b3"]

def suspect_loss(parameters):
    z = suspect_forward(parameters)[-1]
    return (np.logaddexp(0, z) - suspect_t * z).sum(axis=1).mean()

# %% [markdown] id="5X-words" slideshow={"slide_type": "subslide"}
# And its way back:

# %% id="5X-backward" slideshow={"slide_type": "-"}
def suspect_gradients(parameters):
    h1, h2, z = suspect_forward(parameters)
    dz3 = (nn.sigmoid(z) - suspect_t) / len(suspect_x)
    dh2 = dz3 @ parameters["W3"].T
    dz2 = dh2 * h2 * (1 - h2)
    dh1 = dz2 @ parameters["W2"].T
    dz1 = dh1 * h1 * (1 - h1)
    return {"W1": suspect_x.T @ dz1, "b1": dz1.sum(axis=0), "W2": h1.T @ dz2,
            "b2": dh2.sum(axis=0), "W3": h2.T @ dz3, "b3": dz3.sum(axis=0)}

# %% [markdown] id="5X-task" slideshow={"slide_type": "subslide"}
# Do not read it: measure. Write a gradient check. `loss` is a function of a dictionary of arrays, and `gradients` holds what was computed, under the
# same names as `parameters`. Measure each slope by a **central difference**: move one entry by $h$ up and down. Give for each array *one* number,
#
# $$\frac{|c - m|}{|c| + |m|}$$
#
# with $c$ the computed and $m$ the measured gradient of that array, and $|\cdot|$ the Euclidean length over all its entries (`np.linalg.norm`).
# For right arrays it has to be under $10^{-5}$. `parameters` must be afterwards what it was before. If `c = [3, 0]` and `m = [0, 4]`, the number is 5/7.

# %% id="5X-answer" slideshow={"slide_type": "-"} tags=["answer"]
def relative_errors(loss, gradients, parameters):
    """The relative error of each array, {"W1": 1e-9, "b1": ...}: loss(parameters) is a number."""
    # solution
    errors = {}
    for name, values in parameters.items():
        measured = np.zeros(values.shape)
        for entry in np.ndindex(values.shape):
            step = np.zeros(values.shape)
            step[entry] = 1e-5
            above, below = loss({**parameters, name: values + step}), loss({**parameters, name: values - step})
            measured[entry] = (above - below) / 2e-5
        lengths = np.linalg.norm(gradients[name]) + np.linalg.norm(measured)
        errors[name] = np.linalg.norm(gradients[name] - measured) / lengths
    return errors

# %% id="5X-try" slideshow={"slide_type": "-"}
try:
    for name, error in relative_errors(suspect_loss, suspect_gradients(suspect), suspect).items():
        print(name, f"{error:.1e}")
except NotImplementedError:
    print("Write relative_errors first.")

# %% [markdown] id="5X-name" slideshow={"slide_type": "-"}
# Now name the array whose gradient is wrong, such as `"W1"`:

# %% id="5X-answer-name" slideshow={"slide_type": "-"} tags=["answer"]
# solution
culprit = "b2"

# %% id="5X-check" slideshow={"slide_type": "-"} tags=["check"]
exercises.check("5X")

# %% [markdown] id="5C" slideshow={"slide_type": "slide"}
# ## 5C · Challenge: a network from scratch
#
# Two spirals, a network with one hidden layer of sigmoids, and no library. This is its way forwards:

# %% id="5C-forward" slideshow={"slide_type": "-"}
def forward(parameters, x):
    """h (B, units) and p (B, 1), from W1 (inputs, units), b1 (units,), W2 (units, 1), b2 (1,)."""
    h = nn.sigmoid(x @ parameters["W1"] + parameters["b1"])
    return h, nn.sigmoid(h @ parameters["W2"] + parameters["b2"])

# %% [markdown] id="5C-task" slideshow={"slide_type": "subslide"}
# Write two functions. `gradients` gives the slopes of the mean cross-entropy over the batch, in a dictionary with the same four names. `train` draws
# start weights from the seed, takes as many steps of gradient descent as you like, and gives the parameters; `targets` is a column of 0 and 1. On
# 1000 new points at least 0.95 must be right, after at most 20 seconds.
#
# The steps are easy, the choices are not: how many units, how *widely spread* the start weights of each layer are, learning rate, batch size,
# epochs. Change one at a time.

# %% id="5C-answer" slideshow={"slide_type": "-"} tags=["answer"]
def gradients(parameters, x, t):
    """{"W1": ..., "b1": ..., "W2": ..., "b2": ...} for x (B, inputs), t (B, 1)."""
    # solution
    h, p = forward(parameters, x)
    delta2 = (p - t) / len(x)
    delta1 = delta2 @ parameters["W2"].T * h * (1 - h)
    return {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": h.T @ delta2, "b2": delta2.sum(axis=0)}

def train(inputs, targets, seed):
    """The parameters after training on inputs (N, 2), targets (N, 1)."""
    # solution
    rng = np.random.default_rng(seed)
    parameters = {"W1": rng.normal(0, 6, (2, 32)), "b1": rng.normal(0, 3, 32), "W2": rng.normal(0, 1, (32, 1)), "b2": np.zeros(1)}
    for _epoch in range(100):
        order = rng.permutation(len(inputs))
        for batch in np.split(order, range(20, len(inputs), 20)):
            slopes = gradients(parameters, inputs[batch], targets[batch])
            parameters = {name: parameters[name] - 3 * slopes[name] for name in parameters}
    return parameters

# %% id="5C-try" slideshow={"slide_type": "-"}
inputs, labels = data.spirals(examples=400, seed=0)
others, truth = data.spirals(examples=1000, seed=1)
try:
    trained = train(inputs, labels[:, np.newaxis], seed=0)
    for name, points, wanted in ("known", inputs, labels), ("new", others, truth):
        print(name, "points:", np.mean((forward(trained, points)[1][:, 0] > 0.5) == wanted))
except NotImplementedError:
    print("Write gradients and train first.")

# %% id="5C-check" slideshow={"slide_type": "-"} tags=["check"]
exercises.check("5C")
