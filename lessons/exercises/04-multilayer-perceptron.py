# %% [markdown] id="title" slideshow={"slide_type": "slide"}
# # Exercises 04 · From one layer to many
#
# Five tasks: predict, fill a line, write a function, experiment, and a challenge. Below each answer stands a cell that checks it. It says
# what is wrong and gives a hint; try as often as you like. You can see a solution after three tries: `python course.py solution 4W`.

# %% id="imports" slideshow={"slide_type": "-"}
import numpy as np

from lessons_lib import data, exercises, nn

exercises.speak("en")

# %% [markdown] id="4P" slideshow={"slide_type": "slide"}
# ## 4P · Predict: how large is it, and what is it called?
#
# Take the network 2-8-8-1: two inputs, twice eight units, one output, and every unit that computes has a bias. Without looking it up, say
#
# - how many parameters it has,
# - how many hidden layers, and how many layers that compute,
# - which names fit it, of MLP as everybody uses it, and of SLP, ANN and DNN as the notes quoted in the lesson use them: a set, all that fit.
#
# For the network 4-3-1 the answer would be
# `{"parameters": 19, "hidden layers": 1, "layers that compute": 2, "names": {"MLP", "ANN"}}`.

# %% id="4P-answer" slideshow={"slide_type": "-"} tags=["answer"]
# facts = {"parameters": ..., "hidden layers": ..., "layers that compute": ..., "names": {...}}
# solution
facts = {"parameters": 105, "hidden layers": 2, "layers that compute": 3, "names": {"MLP", "DNN"}}

# %% id="4P-check" slideshow={"slide_type": "-"} tags=["check"]
exercises.check("4P")

# %% [markdown] id="4F" slideshow={"slide_type": "slide"}
# ## 4F · Fill a line: the bend
#
# A network with one hidden layer and several outputs. Its activation function $g$ is tanh (`np.tanh`). Wanted are the outputs' weighted sums
# $z$ (the logits), for all rows of `x` at once:
#
# $$h = g(x\,W_1 + b_1), \qquad z = h\,W_2 + b_2$$
#
# The first line stands there already. With a single input, hidden unit and output, `x = np.array([[1.0]])`, `w1 = np.array([[2.0]])`, `b1 = -2`,
# `w2 = np.array([[3.0]])` and `b2 = 0.5`, $z$ is 0.5.

# %% id="4F-answer" slideshow={"slide_type": "-"} tags=["answer"]
def network(x, w1, b1, w2, b2):
    """The logits (rows, outputs) for x (rows, inputs)."""
    sums = x @ w1  # of the hidden units (rows, hidden units), as yet without their bias
    # solution
    h = np.tanh(sums + b1)
    return h @ w2 + b2

# %% id="4F-check" slideshow={"slide_type": "-"} tags=["check"]
exercises.check("4F")

# %% [markdown] id="4W" slideshow={"slide_type": "slide"}
# ## 4W · Write: forwards through any depth
#
# Now any number of hidden layers, none included. `weights` is a list of matrices and `biases` one of vectors, an entry for each layer that
# computes, the output last. A matrix has a row for each input of its layer and a column for each unit. Every hidden layer has the activation
# function tanh. Return the logits, that is the output's weighted sums with no activation function, for all rows of `x`.
#
# Two layers with one unit each, `weights = [np.array([[2.0]]), np.array([[3.0]])]` and `biases = [np.array([-2.0]), np.array([0.5])]`, give 0.5
# for `x = np.array([[1.0]])`, as in 4F; with the last of both alone it is 3.5.

# %% id="4W-answer" slideshow={"slide_type": "-"} tags=["answer"]
def logits(x, weights, biases):
    """The logits (rows, outputs) of a network of any depth, for x (rows, inputs)."""
    # solution
    h = x
    for layer in range(len(weights) - 1):
        h = np.tanh(h @ weights[layer] + biases[layer])
    return h @ weights[-1] + biases[-1]

# %% [markdown] id="4W-words" slideshow={"slide_type": "subslide"}
# The next cell compares your function with the library, in a network with three hidden layers:

# %% id="4W-try" slideshow={"slide_type": "-"}
other = nn.Network((2, 6, 5, 4, 1), activation="tanh", seed=3)
points = np.array([[0.5, -1.0], [2.0, 0.0], [-1.0, 0.25]])
print("library:", other.forward(points).ravel().round(4))
try:
    mine = logits(points, [layer.weights for layer in other.layers], [layer.bias for layer in other.layers])
    print("yours:  ", np.ravel(mine).round(4))
except NotImplementedError:
    print("yours:   first write the function")

# %% id="4W-check" slideshow={"slide_type": "-"} tags=["check"]
exercises.check("4W")

# %% [markdown] id="4X" slideshow={"slide_type": "slide"}
# ## 4X · Experiment: how often is XOR solved?
#
# How much does the width of the hidden layer help? Say first: of 50 networks 2-2-1 with ReLU, how many learn XOR? And with 4 or 8 hidden
# units? Then train them. For each of the widths 2, 4 and 8:
#
# - 50 networks, each from a seed of its own: `nn.Network((2, width, 1), activation="relu", runs=50, seed=...)` makes 50 at once, with 50
#   seeds that begin with the one you choose.
# - Train them on the four corners with `nn.SGD(learning_rate=0.1, momentum=0.9)`, all four in one batch, for 300 epochs.
# - A network has solved XOR if its prediction is right at *all four* corners. `network.predict(corners)` gives an array (50, 4): a row for each
#   network.
#
# Write down, for each width, 50 times True or False, one for each network: `solved = {2: ..., 4: ..., 8: ...}`.

# %% id="4X-answer" slideshow={"slide_type": "-"} tags=["answer"]
corners, xor = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])

def trained(width):
    """Fifty networks 2-width-1, trained."""
    # solution
    network = nn.Network((2, width, 1), activation="relu", runs=50, seed=0)
    return network.fit(corners, xor, nn.SGD(learning_rate=0.1, momentum=0.9), batch_size=4, epochs=300)

# solution
solved = {width: np.all(trained(width).predict(corners) == xor, axis=1) for width in (2, 4, 8)}

# %% id="4X-try" slideshow={"slide_type": "-"}
for width, verdicts in (solved if isinstance(solved, dict) else {}).items():
    print(f"{width} hidden units: the share of the networks that solved XOR is {np.mean(verdicts):.2f}")

# %% id="4X-check" slideshow={"slide_type": "-"} tags=["check"]
exercises.check("4X")

# %% [markdown] id="4C" slideshow={"slide_type": "slide"}
# ## 4C · Challenge: when to stop
#
# Early stopping in earnest: while a network trains, nobody knows whether the validation loss will fall again. So one waits for a while. The
# rule: **stop after the epoch that is the `patience`-th in a row without a new lowest validation loss**, or when the training ends. Keep the
# epoch with the lowest validation loss until then. A loss that only *equals* the lowest one is not a new lowest.
#
# Your function gets what was noted after each epoch, `patience` (1 or more), and returns three things, in this order:
#
# 1. the number of the epoch that you keep (epochs are counted from 1),
# 2. the weights that the network had after it,
# 3. the loss that you would report: what can others expect on *new* data?
#
# With patience 2 and the validation losses 5, 3, 4, 3.5, 1 it stops after epoch 4 and keeps epoch 2: epoch 5 never comes.

# %% id="4C-answer" slideshow={"slide_type": "-"} tags=["answer"]
def early_stopping(training, validation, test, weights, patience):
    """Epoch, weights, loss. training, validation, test: lists of losses, one an epoch; weights: a list of arrays."""
    # solution
    best = 0  # the epoch with the lowest validation loss so far, counted from 0
    for epoch, loss in enumerate(validation):
        if loss < validation[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best + 1, weights[best], test[best]

# %% [markdown] id="4C-words" slideshow={"slide_type": "subslide"}
# A run like that of the lesson: noisy moons, 50 points to learn from, 50 to validate, 100 to test. Compare what you keep with the end.
# (One run proves little: with seeds 0 to 19 the test loss was lower at the epoch to keep than at the end in all 20.)

# %% id="4C-try" slideshow={"slide_type": "-"}
parts = data.split(*data.moons(200, 0.3, seed=2), (0.25, 0.25, 0.5), seed=2)
moons, losses, noted = nn.Network((2, 8, 8, 8, 1), activation="tanh", seed=2), [], []
for update in moons.updates(*parts[0], nn.SGD(0.05, momentum=0.9), batch_size=8, epochs=200, seed=2):
    if update.number % 7 == 0:  # 50 examples: 7 updates an epoch
        losses.append([moons.loss(*part) for part in parts])
        noted.append(moons.parameters.copy())
training, validation, test = np.transpose(losses).tolist()
print(f"without stopping: epoch 200, training loss {training[-1]:.2f}, test loss {test[-1]:.2f}")
try:
    epoch, kept, loss = early_stopping(training, validation, test, noted, patience=20)
    print(f"with your function: epoch {epoch}, reported loss {loss:.2f}")
except NotImplementedError:
    print("first write the function")

# %% id="4C-check" slideshow={"slide_type": "-"} tags=["check"]
exercises.check("4C")
