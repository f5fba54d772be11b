# %% [markdown] id="title" slideshow={"slide_type": "slide"}
# # Start here
#
# This course teaches neural networks by experiment: from one neuron that fires above a threshold to deep networks that
# read handwriting. You need Python and school mathematics. You will **predict** what happens, **move** a control,
# **see** what came of it, and then read and write the dozen lines of NumPy that do it.
#
# Run a cell with <kbd>Shift</kbd> + <kbd>Enter</kbd>. Start with the next one.

# %% [markdown] id="test-words" slideshow={"slide_type": "slide"}
# ## Does everything work?
#
# The next cell loads the course's library, makes two clouds of points, trains the smallest network there is, and says how
# many points it puts on the right side. Do not worry about its lines yet: by lesson 03 you will have written each of them.

# %% id="test" slideshow={"slide_type": "-"}
from lessons_lib import data, live, nn

inputs, labels = data.two_gaussians(examples=200, seed=0)
network = nn.Network((2, 1), loss="binary_cross_entropy", seed=0)
network.fit(inputs, labels, nn.SGD(learning_rate=0.5), batch_size=20, epochs=10, seed=0)
print(f"The library works: {network.score(inputs, labels):.0%} of the points are on the right side.")

# %% id="test-holds" slideshow={"slide_type": "skip"} tags=["test"]
assert network.score(inputs, labels) > 0.9

# %% [markdown] id="try-words" slideshow={"slide_type": "slide"}
# ## A first live figure
#
# One neuron with one input. Above its **threshold** (the dashed red line, here and in every lesson) it fires. The grey line
# is an all-or-nothing neuron, the blue curve a softer one.
#
# 1. Before you touch anything: where must the input be for the blue curve to answer exactly 0.5? Say it aloud.
# 2. Drag the red point there. Were you right?
# 3. Now move *steepness* to 50. What becomes of the blue curve, and what of its slope on the right?

# %% id="try" slideshow={"slide_type": "-"}
live.Steepness()

# %% [markdown] id="keys" slideshow={"slide_type": "subslide"}
# Every live figure in the course works the same way:
#
# | you want to | do this |
# |---|---|
# | change something | move a slider, or drag on the picture itself where the pointer is a cross |
# | use the keyboard | <kbd>Tab</kbd> to a slider or to the picture, then the arrow keys |
# | go back to the start | *Reset*, or <kbd>r</kbd> on the picture; <kbd>R</kbd> resets every figure of the notebook |
# | keep or share a setting | *Setting* shows it as text: copy it, or paste another one |
#
# If a figure does not move, the kernel is busy or was stopped: choose *Run → Run All Cells*.

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
