# %% [markdown] id="title" slideshow={"slide_type": "slide"}
# # 04 · From one layer to many
#
# One straight line was all that a perceptron could draw. Put a layer in between, and it bends the plane first. You will see how, build
# networks of any depth, watch them learn, and find out what depth buys and what it costs. About 60 minutes. Run the next cell first.

# %% id="imports" slideshow={"slide_type": "-"}
import numpy as np

from lessons_lib import data, live, nn

live.speak("en")

# %% [markdown] id="puzzle" slideshow={"slide_type": "slide"}
# ## A puzzle first
#
# XOR is 1 when exactly one of two inputs is 1. A perceptron gets three of its four points right, never four: lesson 02. You may now
# add further neurons of the same kind; their outputs may be inputs of the last one, beside $x_1$ and $x_2$.

# %% id="puzzle-question" slideshow={"slide_type": "-"}
live.puzzle("04")

# %% [markdown] id="recall" slideshow={"slide_type": "subslide"}
# Three questions from earlier lessons, from memory:

# %% id="recall-questions" slideshow={"slide_type": "-"}
live.recall("04")

# %% [markdown] id="formula" slideshow={"slide_type": "slide"}
# ## A layer in between
#
# A **hidden layer** stands between inputs and output. Each of its units is a neuron: a weighted sum, a bias, an activation
# function $g$. The output is a perceptron on what the hidden units say:
#
# $$h = g(x\,W_1 + b_1), \qquad p = \text{sigmoid}(h\,W_2 + b_2)$$
#
# $W_1$ has a row for each input and a column for each hidden unit. So each hidden unit draws a line of its own through the plane, and
# says how far on its side of the line a point lies. The pair $(h_1, h_2)$ is a new place for the point: the hidden layer *moves*
# every point of the plane to somewhere else.

# %% [markdown] id="space-task" slideshow={"slide_type": "subslide"}
# Below, left: the plane with the lines of two hidden units; an arrow points to the side where the unit's output is large. Middle: where the
# layer moves the four corners, and the sheet of paper on which they lie (green: the square between them). There, and only there, the output
# draws its straight line: red, always the best line there is. A ringed corner is wrong; the *street* is the gap between the two classes.
#
# Drag the lines until all four corners are right. *bend the sheet* shows the way from the plane to the hidden space; *steepness* is
# the size of the weights.

# %% id="space" slideshow={"slide_type": "-"}
live.HiddenSpace(predict="04-puzzle")

# %% [markdown] id="space-after" slideshow={"slide_type": "subslide"}
# One solution: $h_1$ is an OR (angle 30, offset −0.35), $h_2$ is a NAND (angle −120, offset −0.35). Then the two corners where XOR is 1
# have both units large, and lie together.
#
# Keep these lines and choose the activation *none*: the sheet is turned and stretched and stays flat, and what no line parts before, no line parts after.
# And give both units the same angle and offset: the sheet collapses to a line. **A layer helps when it bends, and when its units differ.**

# %% [markdown] id="hand-words" slideshow={"slide_type": "slide"}
# ## The same in NumPy
#
# Weights by hand: an OR, a NAND, and an AND of the two. Then the answer to the puzzle: one neuron more is enough, an AND, if the last one
# sees it *beside* $x_1$ and $x_2$. (In layers, where the last one sees the hidden units alone, it takes two.) And why a layer without an
# activation function adds nothing: two matrices in a row are one matrix.

# %% id="hand" slideshow={"slide_type": "-"}
corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
w1, b1 = np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([-0.5, 1.5])   # columns: OR, NAND
w2, b2 = np.array([1.0, 1.0]), -1.5                                    # AND of the two

hidden = nn.step(corners @ w1 + b1)
print("hidden units:", hidden.tolist())
print("output:", nn.step(hidden @ w2 + b2))

both = nn.step(corners @ [1, 1] - 1.5)                                 # AND
print("with one neuron more:", nn.step(corners @ [1, 1] - 2 * both - 0.5))

flat = (corners @ w1 + b1) @ w2 + b2                                   # the same without the step in between
print("one layer gives the same:", np.allclose(flat, corners @ (w1 @ w2) + b1 @ w2 + b2))

# %% id="hand-holds" slideshow={"slide_type": "skip"} tags=["test"]
assert nn.step(hidden @ w2 + b2).tolist() == [0, 1, 1, 0]
assert np.abs(flat - (corners @ (w1 @ w2) + b1 @ w2 + b2)).max() < 1e-12
assert nn.step(corners @ [1, 1] - 2 * both - 0.5).tolist() == [0, 1, 1, 0]
figure = live.HiddenSpace(angle1=30, offset1=-0.35, angle2=-120, offset2=-0.35)
assert "4 of 4 right" in figure.drawing.describe(figure.state(figure.values, None))
figure.close()

# %% [markdown] id="seeds-words" slideshow={"slide_type": "slide"}
# ## Does it find such weights by itself?
#
# By gradient descent, from random start weights. (How the gradient comes back through a layer is lesson 05.) One run proves
# little: whether it works depends on the start. So train 200 networks at once, each from a seed of its own, for five widths and
# three activations: the sigmoid; **tanh**, a sigmoid from −1 to 1; and **ReLU**, $\max(0, z)$. Answer, then press *Play*.
#
# *Start weights*: *Glorot* and *He* are two usual sizes for random ones, after their inventors; the more inputs a unit has, the smaller.

# %% id="seeds" slideshow={"slide_type": "-"}
live.XorSeeds(predict="04-predict-xor")

# %% [markdown] id="seeds-after" slideshow={"slide_type": "subslide"}
# After 3000 updates (start Glorot, rate 0.5, momentum 0.9), the share solved, lowest to highest of three groups of 200 seeds:
#
# | hidden units | sigmoid | tanh | ReLU |
# |---|---|---|---|
# | 1 | 0 | 0 | 0 |
# | 2 | 0.75 to 0.77 | 0.57 to 0.59 | 0.15 to 0.25 |
# | 3 | 0.98 to 0.99 | 0.93 to 0.94 | 0.40 to 0.45 |
# | 8 | 1.00 | 1.00 | 0.87 to 0.90 |
#
# Two units *can* do it, as you saw by hand, but many runs get stuck: sigmoid and tanh mostly with two corners right, ReLU with three. With more
# units some of them start well. Set the start weights to *zeros*: none of the 200 learns anything, for equal units get equal
# gradients and stay equal.

# %% id="seeds-code" slideshow={"slide_type": "-"}
xor = np.array([0, 1, 1, 0])
for start in ("zeros", "glorot"):
    network = nn.Network((2, 4, 1), activation="tanh", initialisation=start, runs=50, seed=0)
    network.fit(corners, xor, nn.SGD(learning_rate=0.5, momentum=0.9), batch_size=4, epochs=100)
    solved = np.all(network.predict(corners) == xor, axis=1)
    print(f"start weights {start}: {solved.sum()} of 50 solved; columns of W1 all equal:",
          bool(np.allclose(network.layers[0].weights, network.layers[0].weights[..., :1])))

# %% [markdown] id="names-words" slideshow={"slide_type": "slide"}
# ## What it is called
#
# A perceptron with hidden layers is a **multilayer perceptron (MLP)**. Many study notes, Korean ones above all, say:
# no hidden layer, **SLP**; one, **ANN**; two or more, **DNN**. That is a convention. Elsewhere an **artificial neural network (ANN)**
# is the name for all of them, one hidden layer is called *shallow*, and *deep* has no fixed number.
#
# Count what carries weights: a network written 2-8-8-1 has two hidden layers and three layers that compute. Its **parameters** are all weights and
# biases: (inputs + 1 for the bias) × units for each of these layers, $3 \cdot 8 + 9 \cdot 8 + 9 \cdot 1 = 105$.

# %% id="forward" slideshow={"slide_type": "-"}
def forward(x, layers):
    """What a network of any depth says: ReLU in every hidden layer, sigmoid at the end."""
    for w, b in layers[:-1]:
        x = np.maximum(x @ w + b, 0)
    w, b = layers[-1]
    return 1 / (1 + np.exp(-(x @ w + b)))

network = nn.Network((2, 8, 8, 1), activation="relu", loss="binary_cross_entropy", seed=0)
print(network)
points = np.array([[0.5, -1.0], [2.0, 0.0]])
p = forward(points, [(layer.weights, layer.bias) for layer in network.layers])
print("the same through the library:", np.allclose(p[:, 0], network.predict_proba(points)))

# %% id="forward-holds" slideshow={"slide_type": "skip"} tags=["test"]
assert network.parameters.size == 3 * 8 + 9 * 8 + 9 * 1 == 105
np.testing.assert_allclose(p[:, 0], network.predict_proba(points), rtol=1e-12)

# %% [markdown] id="playground-words" slideshow={"slide_type": "slide"}
# ## The playground
#
# Two spirals wound round each other. Left, the network: each tile shows what its unit says over the whole plane (green: positive,
# grey: negative); lines are weights, blue positive, dashed orange negative. Middle, what the network says, with the points that it learns from.
# Right, the loss on these (*training*) and on other points of the same kind (*validation*), and how large the error signal $\delta$ is in
# each layer (lesson 05). Of the row of names below leave *This lesson* chosen.
#
# Answer, then press *Play* with depth 0, 1, 2, 3. Pause, and go back along *update shown*: when did the colours first follow an arm of the spiral?

# %% id="playground" slideshow={"slide_type": "-"}
live.Playground(predict="04-predict-spirals", first=("depth", "width", "activation", "learning_rate"), data="spirals", noise=0.0,
                examples=500, width=8, depth=0, activation="relu", initialisation="he", learning_rate=0.03, momentum=0.9)

# %% [markdown] id="playground-after" slideshow={"slide_type": "subslide"}
# Without a hidden layer there is one straight line. One layer of 8 has about three quarters right after 300 epochs; two have all, after 200 to 400.
# Each layer can bend what the layer before has bent. With three, this start gets stuck at 0.94: one run proves little. Under *Network*
# try other seeds.
#
# *Depth is not the only way.* The next cell gives one hidden layer 84 units, which makes 337 parameters; two layers of 8 have 105. One
# hidden layer can come as near as you like to *any* continuous function, if it is wide enough (Cybenko 1989, Hornik 1991); for some
# functions a deep network needs exponentially fewer units (Telgarsky 2016).

# %% id="spirals" slideshow={"slide_type": "-"}
inputs, labels = data.spirals(examples=400, noise=0, seed=0)
others, truth = data.spirals(examples=400, noise=0, seed=1)

def right(widths, runs=10):
    """The share of new points that is right after 150 epochs, for ten networks with these hidden layers."""
    network = nn.Network((2, *widths, 1), activation="relu", initialisation="he", runs=runs)
    network.fit(inputs, labels, nn.SGD(learning_rate=0.05, momentum=0.9), batch_size=20, epochs=150)
    return network.score(others, truth)

shares = {widths: right(widths) for widths in ((), (8,), (8, 8), (84,))}
for widths, low, high in ((), 0.55, 0.65), ((8,), 0.65, 0.9), ((8, 8), 0.97, 1), ((84,), 0.97, 1):
    print(f"hidden layers {widths}: the median lies between {low} and {high}:", low <= np.median(shares[widths]) <= high)

# %% id="spirals-hold" slideshow={"slide_type": "skip"} tags=["test"]
assert shares[()].max() < 0.65 and shares[(8,)].max() < 0.95
assert 3 * 84 + 85 == 3 * 16 + 17 * 16 + 17 == 337

def at(depth, epoch):
    """The training accuracy of the figure above in this epoch."""
    figure = live.Playground(data="spirals", noise=0.0, examples=500, width=8, depth=depth, activation="relu", initialisation="he",
                             learning_rate=0.03, momentum=0.9)
    figure.player.seek(8 * epoch)
    state = figure.state(figure.values, figure.player.shown)
    figure.close()
    return state.scores[0]

assert at(0, 300) < 0.65 and 0.65 < at(1, 300) < 0.85 and at(2, 400) > 0.98 and 0.9 < at(3, 400) < 0.98
assert np.sum(shares[(8, 8)] > 0.97) >= 8 and np.sum(shares[(84,)] > 0.97) >= 9

# %% [markdown] id="steer-words" slideshow={"slide_type": "slide"}
# ## Too long, or too large?
#
# Two moons with much noise, and only 50 points to learn from; the other 50 are **validation data** (hollow): the network never learns from
# them, they only judge. Answer, then *Play* for some 300 epochs. The triangle marks the epoch where the validation loss was smallest.
#
# Then go back to that epoch along *update shown* (an epoch is 7 updates), set *weight decay* to 0.01 **there**, and press *Play*: it goes another way from
# that moment, and the old way stays as a thin line. Every control of a training acts like that; *Rewind* leads back to the same start weights.

# %% id="steer" slideshow={"slide_type": "-"}
live.Playground(predict="04-predict-overfit", first=("examples", "l2", "depth", "width"), data="moons", noise=0.3, examples=100,
                depth=3, width=8, learning_rate=0.03, momentum=0.9, batch_size=8, show_validation=True)

# %% [markdown] id="steer-after" slideshow={"slide_type": "subslide"}
# The training loss goes on falling, the validation loss falls, and rises again: the network grows sure of what was chance. That is
# **overfitting**. (**Underfitting**: bad even on the training data.) Three cures: stop at the best epoch (**early stopping**); hold the weights small (**weight
# decay**: the penalty $\frac{\lambda}{2} \sum w^2$ is added to the loss, where $\lambda$ is its strength, not a curvature); or have more data: put *weight decay* back to 0, *examples* to 1000, and see
# whether the validation loss still rises. (Not how high it is: these are other points.)
#
# Whoever stops at the best epoch has *chosen* by the validation data: to report how good the result is, a third set is needed, the
# **test data**.

# %% id="early" slideshow={"slide_type": "-"}
def ends(seed, l2=0.0):
    """Validation loss at its best epoch and after 200 epochs."""
    (x, t), (x_validation, t_validation) = data.split(*data.moons(100, 0.3, seed), (0.5, 0.5), seed=seed)
    network = nn.Network((2, 8, 8, 8, 1), activation="tanh", l2=l2, seed=seed)
    losses = []
    for update in network.updates(x, t, nn.SGD(0.1, momentum=0.9), batch_size=8, epochs=200, seed=seed):
        if update.number % 7 == 0:                                      # 50 examples: 7 updates an epoch
            losses.append(network.loss(x_validation, t_validation))
    return min(losses), losses[-1]

found, decayed = (np.array([ends(seed, l2) for seed in range(10)]) for l2 in (0.0, 0.01))
print("ended above 1.2 times its lowest validation loss, in 8 of 10 or more:", np.sum(found[:, 1] > 1.2 * found[:, 0]) >= 8)
print("with weight decay the end was lower, in 8 of 10 or more:", np.sum(decayed[:, 1] < found[:, 1]) >= 8)

# %% id="early-holds" slideshow={"slide_type": "skip"} tags=["test"]
figure = live.Playground(data="moons", noise=0.3, examples=100, depth=3, width=8, learning_rate=0.03, momentum=0.9, batch_size=8)
figure.player.seek(7 * 300)
rows = figure.training.curve
best = min(rows, key=lambda row: row.validation)
assert best.epoch < 20 and rows[-1].validation > 2 * best.validation and rows[-1].training < 0.25
figure.player.seek(best.number)
figure.set(l2=0.01)
figure.player.seek(7 * 300)
assert figure.training.curve[-1].validation < 1.3 * best.validation
figure.close()
assert np.sum(found[:, 1] > 1.2 * found[:, 0]) >= 9 and np.sum(decayed[:, 1] < found[:, 1]) >= 9

# %% [markdown] id="sweep-words" slideshow={"slide_type": "slide"}
# ## Is deeper better?
#
# One network proves nothing. Here are seven depths with 20 networks each, and each network has data of its own. The bands hold the middle 80 % of
# them. Answer, press *Play* (about 20 seconds; pause when you like), and click on a depth to see its losses.

# %% id="sweep" slideshow={"slide_type": "-"}
live.DepthSweep(predict="04-predict-depth", data="spirals", hold="8", depth=6)

# %% [markdown] id="sweep-after" slideshow={"slide_type": "subslide"}
# In the middle run depth 2, 3 and 4 are perfect; at depth 6 the *training* accuracy itself falls to about 0.65. What cannot even do its exercises
# has not learnt them by heart: this is **not** overfitting. A deep network *can* do what a shallow one does, if its further layers pass
# on what they get; gradient descent does not find it. With rate 0.01 depth 6 is perfect too (and depth 2 not yet done).
#
# So look at the training curve first. The *optimiser* is how we go down: rate, momentum, start. **Four causes, four cures:**
#
# | training | validation | cause | try |
# |---|---|---|---|
# | good | loss rises again | overfitting | stop early, weight decay, more data |
# | bad, and a larger network is better | as bad | underfitting: too small | more units, more layers |
# | bad, though a smaller network is good | as bad | optimiser | a smaller rate, other start weights |
# | bad, and the first layer's gradient is tiny | as bad | vanishing gradient | ReLU, start He |

# %% [markdown] id="sweep-tasks" slideshow={"slide_type": "subslide"}
# (A gradient **vanishes** when it shrinks from layer to layer on its way back, until the first layers hardly move; the line of words below the figure
# gives the first layer's share.) Set *the same at every depth* to *16 units in each layer*, and find overfitting twice and a vanishing gradient:
#
# 1. *moons, noisy*: from depth 1 to 6 the validation accuracy hardly falls (0.89 to 0.88), the validation *loss* rises from 0.35 to 1.0 at depth 3 (0.82
# at 6). Three switches cure the loss. Which of them costs the small networks accuracy? (Weight decay: at depth 1 0.85. With early stopping the *test* data are shown.)
# 2. *moons, 20 % of labels flipped*: at depth 3 the validation accuracy is 0.74, at depth 1 0.85, while training goes the other way:
# it learns the wrong labels by heart. (Deeper still it recovers to 0.80, for there training is worse as well.) Switch weight decay on: 0.87.
# 3. *moons, noisy* with *sigmoid* and rate 0.01: depth 1 to 3 learn, 5 and 6 stay at 0.50, in training too. At depth 6 the first
# layer's gradient is a ten-thousandth of the last one's. It is a slow start, not a dead end: with a thousand points and 25,000 updates depth 5 got to 0.89.

# %% id="sweep-holds" slideshow={"slide_type": "skip"} tags=["test"]
def medians(**values):
    """Median (accuracy and loss, training and validation, depth) at the end of a sweep with these controls."""
    sweep = live.depth_sweep.Sweep({"data": "moons", "more": False, "hold": "16", "activation": "relu", "learning_rate": 0.05,
                                    "decay": False} | values)
    *_, last = sweep.updates()
    return np.array([np.nanmedian(np.array(one.rows)[-1, :, :2], axis=-1) for one in sweep.trainings]).transpose(1, 2, 0)

steep, slow = (medians(data="spirals", hold="8", learning_rate=rate)[0] for rate in (0.05, 0.01))
assert steep[0, 2:5].min() > 0.99 and 0.55 < steep[0, 6] < 0.75 and slow[0, 6] > 0.98
noisy = medians()
assert 0.87 < noisy[0, 1, 1] < 0.91 and 0.85 < noisy[0, 1, 6] < 0.9 and noisy[1, 1, 6] > 2 * noisy[1, 1, 1]
assert medians(more=True)[0, 1, 1:].min() > 0.885
assert 0.83 < medians(decay=True)[0, 1, 1] < 0.87 < noisy[0, 1, 1] and 0.85 < noisy[1, 1, 3] < 1.15
flipped, mended = medians(data="flipped")[0], medians(data="flipped", decay=True)[0]
assert 0.82 < flipped[1, 1] < 0.88 and 0.7 < flipped[1, 3] < 0.78 and flipped[0, 3] > flipped[0, 1] + 0.05
assert 0.84 < mended[1, 3] < 0.89 and 0.76 < flipped[1, 6] < 0.84
flat = medians(activation="sigmoid", learning_rate=0.01)[0]
assert flat[0, 1:4].min() > 0.85 and flat[0, 5:].max() < 0.6

# %% [markdown] id="features-words" slideshow={"slide_type": "slide"}
# ## Is too large always too large?
#
# 300 handwritten digits, 10 % of them with a wrong label, and a network with one hidden layer whose ReLU units, here called
# *features*, have random weights and never learn; only the output learns. Where many weights fit equally well, those with the
# smallest sum of squares are taken. Answer, then move the number of features past 300.

# %% id="features" slideshow={"slide_type": "-"}
live.RandomFeatures(predict="04-predict-features")

# %% [markdown] id="features-after" slideshow={"slide_type": "subslide"}
# With as many features as examples there is exactly one way to fit all of them, the wrong labels too, and it needs enormous weights: 86 %
# of the test digits are wrong. With 4000 features there are many ways, and the smallest is a tame one: 12 %, like the best
# small model (Belkin et al. 2019; with 20 % wrong labels the small one stays better). "Too big overfits" is not a law.
#
# Nor is its opposite: these features do not learn. The networks that we trained on moons, up to a width of 256, do not get better again as they
# grow.

# %% [markdown] id="ledger" slideshow={"slide_type": "slide"}
# ## What is often said, and what we measured
#
# | often said | verdict | measured here |
# |---|---|---|
# | A multilayer perceptron has hidden layers, each with an activation function. | true; the output has its own | without one, two layers are one layer |
# | One hidden layer: ANN. Two or more: DNN. | a convention | elsewhere ANN means all of them |
# | The deeper, the better it classifies. | not a law | spirals, 8 units a layer: 0.63, 0.78, 1.00 for depth 0, 1, 2, and 0.65 for depth 6; one layer of 84 units: 1.00 |
# | Too deep overfits. | sometimes | moons, 16 units a layer, depth 1, 3, 6: validation loss 0.35, 1.0, 0.82; with ten times the data 0.24 to 0.26 |
# | When a deep network fails, it overfits. | false | spirals at depth 6: *training* 0.65, with rate 0.01 1.00; sigmoid at depth 6: 0.50 |
# | Start all weights at zero. | false with hidden layers | XOR: 0 of 200; a single layer trains well from zero |
# | Too many parameters overfit. | not a law | 300 features 86 % wrong, 4000 features 12 % |

# %% id="ledger-holds" slideshow={"slide_type": "skip"} tags=["test"]
spiral = medians(data="spirals", hold="8")[0, 1]
assert 0.6 < spiral[0] < 0.66 and 0.68 < spiral[1] < 0.85 and spiral[2] > 0.98
assert medians(data="spirals", hold="parameters")[0, 1, 1] > 0.98
assert 0.3 < noisy[1, 1, 1] < 0.42 and 0.6 < noisy[1, 1, 6] < 1.1
many = medians(more=True)[1, 1]
assert 0.22 < many[1] < 0.26 and 0.24 < many[6] < 0.28
single = nn.Network((2, 1), initialisation="zeros").fit(*data.two_gaussians(), nn.SGD(0.5), batch_size=20, epochs=10)
assert single.score(*data.two_gaussians()) > 0.98

# %% [markdown] id="summary" slideshow={"slide_type": "slide"}
# ## Summary
#
# - A hidden layer bends the space; the output draws its straight line there. Without an activation function nothing bends.
# - Whether training finds a solution depends on the start: report in how many of 50 seeds.
# - Depth is one way to more bends, width is another; neither is a law.
# - Look at the training curve first: overfitting, underfitting, optimiser, vanishing gradient are four things with four cures.
# - What was chosen by the validation data is judged by the test data.
#
# **Words:** *hidden layer, multilayer perceptron, ANN, DNN, parameters, initialisation* (start weights) *, training, validation and test
# data, overfitting, underfitting, generalisation* (being right on new data) *, early stopping, weight decay, regularisation* (all that holds a network back from overfitting) *.*

# %% [markdown] id="exercises" slideshow={"slide_type": "subslide"}
# **Your turn:** [the exercises of this lesson](exercises/04-multilayer-perceptron.ipynb), five tasks, each checked on the spot. After that: [lesson 05](05-back-propagation.ipynb).
