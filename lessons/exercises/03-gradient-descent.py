# %% [markdown] id="title" slideshow={"slide_type": "slide"}
# # Exercises 03 · Gradient descent
#
# Five tasks: predict, fill a line, write a function, experiment, and a challenge. Below each answer stands a cell that checks it. It says
# what is wrong and gives a hint; try as often as you like. You can see a solution after three tries: `python course.py solution 3W`.

# %% id="imports" slideshow={"slide_type": "-"}
import numpy as np

from lessons_lib import data, exercises, nn

exercises.speak("en")

# %% [markdown] id="3P" slideshow={"slide_type": "slide"}
# ## 3P · Predict: how many updates?
#
# A machine learns from $N = 219$ penguins in mini-batches of $B = 32$, for 10 epochs. Each epoch shuffles all penguins first and splits
# them then, and uses every one of them exactly once. How often are the weights changed? Work it out on paper, then write down the number.

# %% id="3P-answer" slideshow={"slide_type": "-"} tags=["answer"]
# solution
updates = 70

# %% id="3P-check" slideshow={"slide_type": "-"} tags=["check"]
exercises.check("3P")

# %% [markdown] id="3F" slideshow={"slide_type": "slide"}
# ## 3F · Fill a line: one step downhill
#
# The machine of the lesson, $y = w_1 x_1 + w_2 x_2 + \dots$, and its loss $J$, the mean over the examples of half the squared error.
# Complete the function: the weights after *one* update with the learning rate η.
#
# $$w \leftarrow w - \eta\, \nabla J$$
#
# An example to try it on: a single penguin with one input, `x = np.array([[2.0]])`, `t = np.array([3.0])`. From `w = np.array([1.0])` a step
# with η = 0.1 leads to 1.2.

# %% id="3F-answer" slideshow={"slide_type": "-"} tags=["answer"]
def update(w, x, t, eta):
    """The weights (inputs,) after one update from the examples x (examples, inputs) with targets t (examples,)."""
    error = x @ w - t  # y - t of each example
    # solution
    return w - eta * x.T @ error / len(x)

# %% id="3F-check" slideshow={"slide_type": "-"} tags=["check"]
exercises.check("3F")

# %% [markdown] id="3W" slideshow={"slide_type": "slide"}
# ## 3W · Write: the mini-batches of an epoch
#
# Return a list of pairs `(x of the batch, t of the batch)`: all the examples of one epoch, shuffled first and split then, `batch_size` in each
# pair. Every example comes exactly once and keeps its own target. Leave `x` and `t` as they are.
#
# `rng` is a random generator such as `np.random.default_rng(0)`; take all that is random from it, so that the run can be repeated.
# With four examples and `batch_size` 2 the list might be `[(x[[2, 0]], t[[2, 0]]), (x[[3, 1]], t[[3, 1]])]`, and another one in the next epoch.

# %% id="3W-answer" slideshow={"slide_type": "-"} tags=["answer"]
def mini_batches(x, t, batch_size, rng):
    """The batches of one epoch, pairs of x (examples, inputs) and t (examples,)."""
    # solution
    order = rng.permutation(len(x))
    batches = [order[start:start + batch_size] for start in range(0, len(x), batch_size)]
    return [(x[rows], t[rows]) for rows in batches]

# %% id="3W-check" slideshow={"slide_type": "-"} tags=["check"]
exercises.check("3W")

# %% [markdown] id="3X" slideshow={"slide_type": "slide"}
# ## 3X · Experiment: how fast does the noise fall?
#
# The lesson measured how far mini-batch gradients lie from the full one, for two species and the cross-entropy. Now all species and the
# squared error. Each row of `gradients` belongs to one of the $N = 342$ penguins, taken where the lesson's path begins.

# %% id="3X-data" slideshow={"slide_type": "-"}
raw, species = data.penguins(data.PENGUIN_SPECIES, ("flipper_length", "bill_depth", "body_mass"))
scaled = data.Standardiser(raw).transform(raw)
gradients = nn.example_gradients(scaled[:, :2], scaled[:, 2], np.array([-1.5, 0.5]), "squared_error")
print("gradients:", gradients.shape, "the full one:", gradients.mean(axis=0).round(2))

# %% [markdown] id="3X-task" slideshow={"slide_type": "subslide"}
# Draw the spread over the batch size, both axes logarithmic: as long as $B$ is far below $N$, the points lie nearly on a straight line. Which
# slope should it have? Say it first, then measure it:
#
# 1. Complete `spread`. Each of the `draws` mini-batches is drawn without replacement; the **spread** is the root mean square distance of
#    their gradients from the full one.
# 2. Choose at least five batch sizes, the largest at least 16 times the smallest, and measure: `noise = {size: spread, ...}`.
#
# The next cell prints the slope of your points. Wanted is that of the straight line, to ±0.05. It depends on which sizes you choose.

# %% id="3X-answer" slideshow={"slide_type": "-"} tags=["answer"]
def spread(batch_size, draws=1000):
    """The root mean square distance of mini-batch gradients from the full gradient."""
    # solution
    rng, full = np.random.default_rng(1), gradients.mean(axis=0)
    means = [gradients[rng.permutation(len(gradients))[:batch_size]].mean(axis=0) for _ in range(draws)]
    return np.sqrt(np.mean(np.sum((means - full) ** 2, axis=1)))

# solution
noise = {size: spread(size) for size in (1, 2, 4, 8, 16)}

# %% id="3X-try" slideshow={"slide_type": "-"}
if isinstance(noise, dict):
    sizes, spreads = list(noise), list(noise.values())
    print("slope:", np.polyfit(np.log(sizes), np.log(spreads), 1)[0].round(3))

# %% id="3X-check" slideshow={"slide_type": "-"} tags=["check"]
exercises.check("3X")

# %% [markdown] id="3C" slideshow={"slide_type": "slide"}
# ## 3C · Challenge: momentum, and the longest safe step
#
# Two functions.
#
# `momentum_step` makes one update with momentum β and returns the new weights and the new velocity, in this order. It changes none of its
# arguments.
#
# $$v \leftarrow \beta v - \eta\, \nabla J, \qquad w \leftarrow w + v$$
#
# With `w` = 1, `v` = 0.5, `gradient` = 2, η = 0.1 and β = 0.9 it returns 1.25 and 0.25.
#
# `largest_rate` gives the learning rate up to which *plain* descent (β = 0, full batch) comes to rest from every start; 1 % off is near enough. (`np.linalg.eigvalsh` gives the curvatures of a matrix.) The loss is that
# of the lesson, the mean over all rows of `x` of half the squared error. With the single column 1, 3 it returns 0.4.

# %% id="3C-answer" slideshow={"slide_type": "-"} tags=["answer"]
def momentum_step(w, v, gradient, eta, beta):
    """The weights (inputs,) and the velocity (inputs,) after one update."""
    # solution
    v = beta * v - eta * gradient
    return w + v, v

def largest_rate(x):
    """The largest stable learning rate for the inputs x (examples, inputs); one column may be a 1 for the bias."""
    # solution
    return 2 / np.linalg.eigvalsh(x.T @ x / len(x))[-1]

descent = {"step": momentum_step, "rate": largest_rate}

# %% [markdown] id="3C-words" slideshow={"slide_type": "subslide"}
# Try them together: body mass from flipper length, bill depth and a bias, 200 updates of the full batch at 0.95 times and at 1.05 times your
# rate. What should the two losses say?

# %% id="3C-try" slideshow={"slide_type": "-"}
table = data.penguins(data.PENGUIN_SPECIES, ("flipper_length", "bill_depth", "body_mass"))[0]
table = data.Standardiser(table).transform(table)
x, t = np.column_stack([table[:, :2], np.ones(len(table))]), table[:, 2]
try:
    rate = largest_rate(x)
    for factor in (0.95, 1.05):
        w, v = np.zeros(3), np.zeros(3)
        for _ in range(200):
            w, v = momentum_step(w, v, x.T @ (x @ w - t) / len(x), factor * rate, beta=0.0)
        print(f"{factor} times {rate:.3f}: loss {np.mean((x @ w - t) ** 2) / 2:.3g}")
except NotImplementedError:
    print("first write the two functions")

# %% id="3C-check" slideshow={"slide_type": "-"} tags=["check"]
exercises.check("3C")
