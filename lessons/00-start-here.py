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
from lessons_lib import data, live, nn

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
# | go back to the start | *Reset*, or <kbd>r</kbd> on the picture; <kbd>R</kbd> resets every figure of the notebook |
# | keep or share a setting | *Setting* shows it as text: copy it, or paste another one |
#
# If a figure does not move, the kernel (the Python that runs your cells) is busy or was stopped: choose *Run → Run All Cells*.

# %% [markdown] id="try-words" slideshow={"slide_type": "slide"}
# ## Try one
#
# An artificial **neuron** takes a number and answers with one. This one has a **threshold** (the dashed red line): above it
# the neuron *fires*, it answers 1 instead of 0. The grey line is such an all-or-nothing neuron; the blue curve is a softer
# one, which answers something in between.
#
# 1. Before you touch anything: where must the input be for the blue curve to answer exactly 0.5? Say it aloud.
# 2. Drag the red point there. Were you right?
# 3. Now move *steepness* to 50. What becomes of the blue curve, and of its slope, on the right? (There each line of the axis
#    is ten times the one below.)

# %% id="try" slideshow={"slide_type": "-"}
live.Steepness()

# %% [markdown] id="try-after" slideshow={"slide_type": "subslide"}
# The blue curve answers 0.5 exactly at the threshold, whatever the steepness. At steepness 50 it is almost the grey one: it
# has a slope near the threshold and hardly any elsewhere. Lesson 02 shows why that matters to a neuron that is to learn.

# %% [markdown] id="road" slideshow={"slide_type": "slide"}
# ## The road
#
# | lesson | the question |
# |---|---|
# | 01 neuron | When does a cell pass a signal on? |
# | [02 single-layer perceptron](02-single-layer-perceptron.ipynb) | What can one straight line tell apart, and who finds the line? |
# | 03 gradient descent | One example at a time, all at once, or a handful? |
# | 04 from perceptron to deep network | What does depth buy, and what does it cost? |
# | 05 back-propagation | How does each of a million weights learn its share of the blame? |
# | 06 handwritten digits | Does it work on something real, and where does it fail? |
#
# Lesson 02 can be taken now; the others are being written.
