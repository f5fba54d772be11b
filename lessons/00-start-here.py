# %% [markdown] id="title" slideshow={"slide_type": "slide"}
# # Start here
#
# This course teaches neural networks by experiment: from one neuron that fires above a threshold to deep networks that
# read handwriting. You need Python and school mathematics. You will **predict** what happens, **move** a control,
# **see** what came of it, and then read and write the dozen lines of NumPy that do it.
#
# Run a cell with <kbd>Shift</kbd> + <kbd>Enter</kbd>. Words such as these need no running; the grey cells with code do.

# %% [markdown] id="test-words" slideshow={"slide_type": "slide"}
# ## Does everything work?
#
# The next cell loads the course's library, makes two clouds of points, trains the smallest network there is, and says how
# many points it puts on the right side. Do not worry about its lines yet: they are what lessons 02 and 03 are about.

# %% id="test" slideshow={"slide_type": "-"}
import numpy as np

from lessons_lib import data, live, nn

live.speak("en")  # the language of the figures: "en", or "ko" for Korean
inputs, labels = data.two_gaussians(examples=200, seed=0)
network = nn.Network((2, 1), loss="binary_cross_entropy", seed=0)
network.fit(inputs, labels, nn.SGD(learning_rate=0.5), batch_size=20, epochs=10, seed=0)
print(f"The library works: {network.score(inputs, labels):.0%} of the points are on the right side.")

# %% id="test-holds" slideshow={"slide_type": "skip"} tags=["test"]
assert network.score(inputs, labels) > 0.9

# %% [markdown] id="keys" slideshow={"slide_type": "slide"}
# ## Live figures
#
# Every live figure in the course works the same way:
#
# | you want to | do this |
# |---|---|
# | change something | move a slider, or drag on the picture itself where the pointer is a cross |
# | use the keyboard | <kbd>Tab</kbd> to a slider or to the picture, then the arrow keys |
# | go back to the start | *Reset*, or <kbd>r</kbd> on the picture; <kbd>R</kbd> resets everything live in the notebook |
# | change the language | *한국어* or *English* below the figure; for all figures, `live.speak("ko")` |
# | keep or share a setting | *Setting* shows it as text: copy it, or paste another one |
#
# If a figure does not move, its question is still open: answer or skip it. Otherwise the kernel (the Python that runs your cells)
# is busy or was stopped: choose *Run → Run All Cells*.

# %% [markdown] id="try-words" slideshow={"slide_type": "slide"}
# ## Try one
#
# An artificial **neuron** takes a number and answers with another number. This one has a **threshold** (the dashed red line): from it
# on the neuron *fires*, it answers 1 instead of 0. The grey line is such an all-or-nothing neuron; the blue curve is a softer
# one, which answers something in between.
#
# 1. Above the figure stands a question. **Answer it before you touch anything**, or skip it: then the controls unlock. Who
#    guesses first learns more, also from a wrong guess.
# 2. Drag the red point until the blue curve answers 0.5, press *What did it do?*, and write one sentence on why.
# 3. Now move *steepness* to 50. What becomes of the blue curve, and of its slope, which the right picture shows? (There each line
#    of the axis is ten times the one below.)

# %% id="try" slideshow={"slide_type": "-"}
live.Steepness(predict="00-predict-half")

# %% [markdown] id="try-after" slideshow={"slide_type": "subslide"}
# The blue curve answers 0.5 exactly at the threshold, whatever the steepness. At steepness 50 it is almost the grey one: it
# has a slope near the threshold and hardly any elsewhere. Lesson 02 shows why that matters to a neuron that is to learn.

# %% [markdown] id="record-words" slideshow={"slide_type": "slide"}
# ## Your record
#
# What you predicted, what came, what you wrote, and which tasks you solved is kept in the file `record.json` in your folder `my-course`,
# on your machine alone. Here it is as a picture, a mark for each question and each task of the course; click on one to read it. (Your first
# answer counts. An orange triangle is nothing to be ashamed of: those are the questions that taught you something.)
#
# Lessons 01 to 05 have an [exercise notebook](exercises/01-neuron.ipynb) each, with five tasks: **P**redict, **F**ill a line, **W**rite a
# function, e**X**periment, **C**hallenge. Each answer is checked on the spot.

# %% id="record" slideshow={"slide_type": "-"}
live.Progress()

# %% [markdown] id="road" slideshow={"slide_type": "slide"}
# ## The road
#
# | lesson | the question |
# |---|---|
# | [01 neuron](01-neuron.ipynb) | When does a cell pass a signal on? |
# | [02 single-layer perceptron](02-single-layer-perceptron.ipynb) | What can one straight line tell apart, and who finds the line? |
# | [03 gradient descent](03-gradient-descent.ipynb) | One example at a time, all at once, or a handful? |
# | [04 from one layer to many](04-multilayer-perceptron.ipynb) | What does depth buy, and what does it cost? |
# | [05 back-propagation](05-back-propagation.ipynb) | How does each of a million weights learn its share of the blame? |
# | [06 handwritten digits](06-digits.ipynb) | Does it work on something real, and where does it fail? |
#
# If matrices and partial derivatives are new to you, go on reading here first: three small experiments are all that you need of
# them.

# %% [markdown] id="mathematics" slideshow={"slide_type": "slide"}
# ## The mathematics you need
#
# Three things beyond school mathematics carry the whole course: sums made by the dozen (**matrix product**), a slope in one
# direction at a time (**partial derivative**), and what NumPy does when two shapes differ (**broadcasting**). Each has a small
# figure here. If one of them is new to you, stay with it for five minutes; you can come back whenever a lesson uses it.

# %% [markdown] id="matrix-words" slideshow={"slide_type": "slide"}
# ### Many weighted sums at once
#
# A **matrix** is a table of numbers; its **shape** is (rows, columns). Below, `x` has the shape (3, 2): three examples with two
# inputs each. `w` has the shape (2, 4): four units (neurons), each a column with one number, its *weight*, for each input. The **matrix product**
# `x @ w` takes a row of `x` and a column of `w`, multiplies number by number, and adds up:
#
# $$(x\,w)_{ij} = x_{i0}\,w_{0j} + x_{i1}\,w_{1j}$$
#
# $i$ says which example, $j$ which unit, both counted from 0. In (3, 2) @ (2, 4) the two inner numbers must be equal, and they
# vanish: (3, 4). Answer the question, then move `x[0, 0]`, and click on a result to see how it is made.

# %% id="matrix" slideshow={"slide_type": "-"}
live.MatrixProduct(predict="00-predict-row")

# %% id="matrix-numpy" slideshow={"slide_type": "subslide"}
x = np.array([[1, 2], [2, -1], [0, 3]])
w = np.array([[4, -1, 1, 2], [1, 2, 3, -2]])
print(x.shape, "@", w.shape, "=", (x @ w).shape)
print(x @ w)
print("row 1 times column 2:", x[1, 0] * w[0, 2] + x[1, 1] * w[1, 2])

# %% id="matrix-holds" slideshow={"slide_type": "skip"} tags=["test"]
assert (x @ w).shape == (3, 4) and (x @ w).size == 12
assert (x @ w).tolist() == [[6, 3, 7, -2], [7, -4, -1, 6], [3, 6, 9, -6]]
other = x + np.array([[1, 0], [0, 0], [0, 0]])
assert (other @ w != x @ w).tolist() == [[True] * 4, [False] * 4, [False] * 4]

# %% [markdown] id="partial-words" slideshow={"slide_type": "slide"}
# ### A slope in one direction at a time
#
# $f(x, y) = x^2 + xy + 2y^2$ is a landscape: $f$ is the height above the place $(x, y)$. Hold $y$ still, as if it were a number
# such as 5: of $x^2 + 5x + 50$ the slope is $2x + 5$. The slope with $y$ held still is a **partial derivative**, written with a round $\partial$:
#
# $$\frac{\partial f}{\partial x} = 2x + y, \qquad \frac{\partial f}{\partial y} = x + 4y, \qquad
# \frac{\partial f}{\partial x} \approx \frac{f(x + h, y) - f(x, y)}{h}$$
#
# $h$ is a small step: at $(1, 0.5)$ the slope in $x$ is 2.5; $h = 1$ gives 3.5, $h = 0.1$ gives 2.6. Both partial derivatives
# as one arrow are the **gradient**: it points where $f$ rises fastest. Answer, then drag the point straight up, or use
# the slider of $y$. Then make $h$ smaller, and see the grey quotient near the black slope.

# %% id="partial" slideshow={"slide_type": "-"}
live.PartialDerivative(predict="00-predict-slope")

# %% id="partial-numpy" slideshow={"slide_type": "subslide"}
def f(x, y):
    return x**2 + x * y + 2 * y**2

for h in (1, 0.1, 0.01, 0.001):
    in_x = (f(1 + h, 0.5) - f(1, 0.5)) / h
    in_y = (f(1, 0.5 + h) - f(1, 0.5)) / h
    print(f"h = {h}: {in_x:.3f} in x, {in_y:.3f} in y")
print("the slopes themselves:", 2 * 1 + 0.5, "and", 1 + 4 * 0.5)

# %% id="partial-holds" slideshow={"slide_type": "skip"} tags=["test"]
slope = 2 * 1 + 0.5
quotients = [(f(1 + h, 0.5) - f(1, 0.5)) / h for h in (1, 0.1)]
assert slope == 2.5 and np.allclose(quotients, [3.5, 2.6], rtol=1e-9)
assert np.allclose([in_x, in_y], [2.5, 3], atol=0.003)

# %% [markdown] id="broadcasting-words" slideshow={"slide_type": "slide"}
# ### When shapes differ
#
# An array's shape has one number for each axis: (3,) is a list of three, (3, 1) a column, (1, 3) a row, () a single number. NumPy
# adds arrays of different shapes too: it writes the shapes flush right, and two sizes fit when they are equal, or one of them is 1
# or missing. Along an axis that is 1 or missing, an array's numbers are used again and again. This is **broadcasting**: `x @ w + b`, of shapes (3, 4)
# and (4,), adds the same `b` to every row.
#
# It never asks whether you meant it. A network's `prediction` often has the shape (N, 1), your `target` the shape (N,); $N$ is
# the number of examples. Answer, try it, and then find two shapes at which NumPy complains.

# %% id="broadcasting" slideshow={"slide_type": "-"}
live.Broadcasting(predict="00-predict-shape")

# %% id="broadcasting-numpy" slideshow={"slide_type": "subslide"}
prediction = np.array([[0.9], [0.2], [0.4]])
target = np.array([1, 0, 0])

meant = prediction[:, 0] - target
trap = prediction - target
print("meant:", meant.shape, f" mean square {np.mean(meant**2):.2f}")
print("trap: ", trap.shape, f" mean square {np.mean(trap**2):.2f}, and no error message")

# %% [markdown] id="broadcasting-after" slideshow={"slide_type": "subslide"}
# Nine differences instead of three: every prediction is compared with every target, and the mean square is 0.34 instead of 0.07.
# Nothing warns you. When the error of a network looks odd, print `(prediction - target).shape` first.

# %% id="broadcasting-holds" slideshow={"slide_type": "skip"} tags=["test"]
assert meant.shape == (3,) and trap.shape == (3, 3) and trap.size == 9
assert round(np.mean(meant**2), 2) == 0.07 and round(np.mean(trap**2), 2) == 0.34
assert (x @ w + np.arange(4)).shape == (3, 4)
assert np.array_equal((x @ w + np.arange(4))[2], (x @ w)[2] + np.arange(4))
