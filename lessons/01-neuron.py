# %% [markdown] id="title" slideshow={"slide_type": "slide"}
# # 01 · The neuron
#
# Everything in this course is built from one small part. You will take a nerve cell apart, keep what computes, and test which
# common sayings about neurons, learning and layers are true. About 45 minutes.
#
# Run the next cell first: it loads what the lesson needs. The last line chooses the language of the figures.

# %% id="imports" slideshow={"slide_type": "-"}
import numpy as np

from lessons_lib import live, nn

live.speak("en")

# %% [markdown] id="puzzle" slideshow={"slide_type": "slide"}
# ## A puzzle first
#
# You touch a warm cup: nerve cells in your finger fire. You touch a hot one. How does your brain learn that it is *hotter*?
# A cell fires when its stimulus reaches a **threshold**, written θ (theta), and then sends a short electric pulse, a
# **spike**.
#
# Choose, even if you have to guess: guessing first and looking then is what makes it stick. The lesson will tell.

# %% id="puzzle-question" slideshow={"slide_type": "-"}
live.puzzle("01")

# %% [markdown] id="recall" slideshow={"slide_type": "subslide"}
# And three questions from lesson 00, from memory. Do not open it again: recalling is the exercise.

# %% id="recall-questions" slideshow={"slide_type": "-"}
live.recall("01")

# %% [markdown] id="cell-words" slideshow={"slide_type": "slide"}
# ## A cell that counts votes
#
# On the left of the next figure stands a nerve cell, in the middle its diagram. Other cells touch it at **synapses**. Their
# signals, the **stimuli** or inputs $x_1, x_2, x_3$, run along the dendrites to the cell body. Each synapse passes its signal
# on strongly or weakly: that is its **weight** $w$ (thick lines are strong; blue ones raise, orange ones, with a negative
# weight, pull down: they *inhibit*). In the cell body all of it adds up, and if the sum Σ reaches the threshold, the cell
# fires along its axon:
#
# $$y = 1 \;\text{ if }\; w_1 x_1 + w_2 x_2 + w_3 x_3 \ge \theta, \qquad y = 0 \;\text{ otherwise}$$
#
# (McCulloch and Pitts 1943; weights that can change came with Rosenblatt in 1958.) On the right, the **weighted sum** grows
# block by block. Answer the question above the figure: then the controls move.

# %% id="cell" slideshow={"slide_type": "-"}
live.Neuron(predict="01-predict-neuron")

# %% [markdown] id="cell-after" slideshow={"slide_type": "subslide"}
# The output knows only two values. Raise $x_2$ as slowly as you like: $y$ stays 0 and is 1 from the moment on at which the
# sum has reached θ. At $x_2 = 0.75$ the sum is exactly θ, and the cell fires: somebody has to say what happens at exactly the
# threshold, and here $\ge$ says it. **Two things to try:** silence the firing cell again with $x_3$ alone; make it fire with
# all stimuli at 0 (what must the threshold be?).
#
# In NumPy, `x @ w` of two lists of equal length multiplies number by number and adds up: the weighted sum.

# %% id="cell-code" slideshow={"slide_type": "-"}
def fires(x, w, theta):
    """1 where the weighted sum reaches the threshold, 0 elsewhere."""
    return int(x @ w >= theta)

w = np.array([0.8, 0.6, -1.0])
for x in ([1, 0.5, 0], [1, 0.75, 0], [1, 1, 0], [1, 1, 0.5]):
    print(x, " sum", round(float(x @ w), 2), " fires:", fires(np.array(x), w, theta=1.25))

# %% id="cell-holds" slideshow={"slide_type": "skip"} tags=["test"]
assert [fires(np.array(x), w, 1.25) for x in ([1, 0.5, 0], [1, 0.75, 0], [1, 1, 0], [1, 1, 0.5])] == [0, 1, 1, 0]
figure = live.Neuron()
assert [figure.state(figure.start | {"x2": x2}, None).output for x2 in (0.5, 0.7, 0.75, 1.0)] == [0, 0, 1, 1]
figure.close()

# %% [markdown] id="bias-words" slideshow={"slide_type": "slide"}
# ## Threshold or bias?
#
# Libraries do not store a threshold. They add a number to the sum, the **bias** $b$, and compare with zero:
# fire if $w \cdot x + b \ge 0$. ($w \cdot x$ is short for the weighted sum.)

# %% id="bias-question" slideshow={"slide_type": "-"}
live.ask("01-predict-bias")

# %% id="bias-code" slideshow={"slide_type": "-"}
rng = np.random.default_rng(0)
theta, b = 1.25, -1.25
x = rng.uniform(0, 2, (1000, 3))  # a thousand random stimuli
with_threshold = x @ w >= theta
with_bias = x @ w + b >= 0
with_both = x @ w + b >= theta  # a common mistake: the threshold has become 2.5
print("threshold and bias agree:", np.all(with_threshold == with_bias))
print("of 1000 fire:", with_threshold.sum(), " with bias and threshold both:", with_both.sum())

# %% id="bias-holds" slideshow={"slide_type": "skip"} tags=["test"]
assert np.all(with_threshold == with_bias) and with_threshold.sum() > 5 * with_both.sum()

# %% [markdown] id="gates-words" slideshow={"slide_type": "slide"}
# ## Your turn: one cell, three gates
#
# Inputs are 0 or 1. Find weights and a threshold by which the cell computes **AND** (1 only for 1, 1), **OR** (1 unless
# 0, 0) and **NAND** (the opposite of AND). AND is done; change the other two until both lines end in `True`. A hint for NAND:
# the cell fires when *nothing* comes in, so how large may its threshold be?

# %% id="gates" slideshow={"slide_type": "-"}
corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
wanted = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "NAND": [1, 1, 1, 0]}
cells = {
    "AND": (np.array([1.0, 1.0]), 1.5),
    "OR": (np.array([1.0, 1.0]), 1.5),      # weights, threshold: change me
    "NAND": (np.array([1.0, 1.0]), 1.5),    # change me
}
for gate, (weights, theta) in cells.items():
    answers = [fires(x, weights, theta) for x in corners]
    print(f"{gate:5s}{answers}  right: {answers == wanted[gate]}")

# %% id="gates-holds" slideshow={"slide_type": "skip"} tags=["test"]
ones = np.array([1.0, 1.0])
assert [fires(x, ones, 1.5) for x in corners] == wanted["AND"]
assert [fires(x, ones, 0.5) for x in corners] == wanted["OR"]
assert [fires(x, -ones, -1.5) for x in corners] == wanted["NAND"]

# %% [markdown] id="rate-words" slideshow={"slide_type": "slide"}
# ## How strong is it? The puzzle
#
# A real cell does not count once: it counts all the time. Its voltage $v$ rises towards a value $I$ that the stimulus sets. It
# rises slowly if the **time constant** τ (tau) is large, because it leaks. At the threshold it spikes and falls back to 0. It
# rests for the *refractory time* and begins again. This is the **leaky integrator** (the leak goes back to Lapicque 1907):
#
# $$\frac{dv}{dt} = \frac{I - v}{\tau}, \qquad \text{spike and back to } 0 \text{ if } v = \theta$$
#
# Read it as: the further $v$ is from $I$, the faster it moves towards it. Your answer to the puzzle stands above the figure.
# Move the stimulus from 0 to its end. On the right, three answers to a stimulus: the *step function* from above, the rate in
# spikes a second (drawn as a share of its right end), and a soft S-curve, $1/(1 + e^{-8(I - \theta)})$, called a **sigmoid**.

# %% id="rate" slideshow={"slide_type": "-"}
live.Rate(predict="01-puzzle")

# %% [markdown] id="rate-after" slideshow={"slide_type": "subslide"}
# At 0.9 θ there is no spike, however long you wait: the voltage only creeps up to 0.9. (At exactly θ there is none either,
# where the step function says 1: the voltage never quite arrives.) At 1.1 θ there are 38.5 spikes a second, at 2 θ 112; in the
# 200 ms of the picture, 7 and 22. How strong the stimulus is shows in the **rate**. That all spikes are **equally high** is
# what one finds in real nerves (the all-or-none law, Adrian 1914); the model builds it in. (More cells fire, too.)
#
# An artificial neuron can be read in two ways. With a step function it says whether there is a spike; with a sigmoid, roughly how
# many: none, some, lots. But neither curve *is* the rate: move τ to 40 at a stimulus of 1.3, and only the rate knows of it (60
# a second become 16). And not every cell spikes: the light-sensing cells of your eye answer in grades.

# %% id="rate-code" slideshow={"slide_type": "-"}
def spikes_per_second(stimulus, theta=1.0, tau=10.0, refractory=2.0):
    """How often a leaky integrator fires; solving its equation, v takes tau ln(I / (I - theta)) ms to the threshold."""
    if stimulus <= theta:
        return 0.0
    return 1000 / (refractory + tau * np.log(stimulus / (stimulus - theta)))

strengths = np.array([0.9, 1.0, 1.1, 1.3, 2.0])
rates = [spikes_per_second(strength) for strength in strengths]
print("stimulus / threshold:", strengths)
print("spikes a second     :", np.round(rates, 1))
print("the same through the library:", np.allclose(rates, nn.firing_rate(strengths, threshold=1.0, refractory=2.0)))

# %% id="rate-holds" slideshow={"slide_type": "skip"} tags=["test"]
np.testing.assert_allclose(rates, nn.firing_rate(strengths, threshold=1.0, refractory=2.0))
assert rates[:2] == [0, 0] and [round(rates[2], 1), round(rates[3]), round(rates[4])] == [38.5, 60, 112]
assert [len(nn.leaky_integrator(i, threshold=1.0, refractory=2.0).spikes) for i in (1.1, 2.0)] == [7, 22]
assert round(float(nn.firing_rate(1.3, threshold=1.0, time_constant=40, refractory=2.0))) == 16
assert len(nn.leaky_integrator(0.9, threshold=1.0, duration=10_000).spikes) == 0
assert nn.leaky_integrator(0.9, threshold=1.0, duration=10_000).voltages.max() < 0.9001

# %% [markdown] id="hebb-words" slideshow={"slide_type": "slide"}
# ## What fires together
#
# How do the weights come about? Donald Hebb wrote in 1949 that when one cell *repeatedly takes part in firing* another, their
# connection grows. Two cells, A and B, touch a third one, whose output is $y = w_1 x_1 + w_2 x_2$ (no threshold here):
#
# $$w \leftarrow w + \eta\, y\, x$$
#
# $\eta$ (eta) is the **learning rate**: how far one step goes. A and B fire ($x = 1$) or not ($x = 0$), each half of the time;
# the *co-firing probability* says how often B fires when A does. Both connections are weak at first. The *length* of $w$ is
# $\sqrt{w_1^2 + w_2^2}$, its distance from 0. Answer, then pull *step shown* to the right. Black: Hebb's rule (each line of the
# left axis is a thousand times the one below: straight means ever faster). Green: another rule, explained below.

# %% id="hebb" slideshow={"slide_type": "-"}
live.Hebb(predict="01-predict-hebb")

# %% [markdown] id="hebb-after" slideshow={"slide_type": "subslide"}
# Hebb's rule alone runs away: larger weights, larger output, larger steps. At $\eta = 0.1$ the weights are after 200 steps more
# than a thousand times as long, at *every* co-firing probability, and the more the two fire together, the faster it goes.
# Real connections cannot grow for ever: something must brake. **Oja's rule** (1982) takes $\eta\,y^2 w$ away again:
#
# $$w \leftarrow w + \eta\, y\, (x - y\, w) = w + \eta\, y\, x - \eta\, y^2 w$$
#
# With A alone, $w_1$ changes by $\eta\, w_1 (1 - w_1^2)$: nothing at $w_1 = 1$, less growth before, shrinking beyond. At
# $\eta = 0.1$ the length settles near 1 (the dotted circle) in all ten runs. And activity can *weaken* a connection: with
# co-firing probability 0, from step 199 to 200 A fires alone, and B's weight falls from 0.58 to 0.54.
#
# **Often confused:** the networks of this course do not learn so. Hebb's rule knows no goal and no mistake.

# %% id="hebb-code" slideshow={"slide_type": "-"}
def learn(brake, together, seed, eta=0.1):
    """The weights of A and B after 200 steps, by Hebb's rule (brake=0) or Oja's (brake=1)."""
    rng, w = np.random.default_rng(seed), np.array([0.3, 0.03])
    for _step in range(200):
        a = rng.random() < 0.5
        b = rng.random() < (together if a else 1 - together)
        x = np.array([a, b], dtype=float)
        y = w @ x
        w = w + eta * y * (x - brake * y * w)
    return w

for together in (0, 0.5, 1):
    lengths = [[np.linalg.norm(learn(brake, together, seed)) for seed in range(10)] for brake in (0, 1)]
    print(f"co-firing {together}: Hebb {min(lengths[0]):.0e} to {max(lengths[0]):.0e},",
          f"Oja {min(lengths[1]):.2f} to {max(lengths[1]):.2f}")

# %% id="hebb-holds" slideshow={"slide_type": "skip"} tags=["test"]
for together in (0, 0.25, 0.5, 0.75, 1):
    for seed in range(10):
        assert np.linalg.norm(learn(0, together, seed)) > 1000 * np.linalg.norm([0.3, 0.03])
        assert 0.97 < np.linalg.norm(learn(1, together, seed)) < 1.03
x, w = np.array([1.0, 0.0]), np.array([0.3, 0.03])
assert nn.oja_step(w, x, w @ x, 0.1)[1] < 0.03  # A fires alone, and B's connection weakens
np.testing.assert_allclose(nn.hebb_step(w, x, w @ x, 0.1), w + 0.1 * (w @ x) * x)
figure = live.Hebb()
paths = {c: figure.state(figure.start | {"together": c}, None) for c in (0.0, 0.5, 1.0)}
assert all(state.bands[0, 0, -1] > 1000 * 0.3 for state in paths.values())
assert paths[0.0].bands[0, 1, -1] < paths[0.5].bands[0, 1, -1] < paths[1.0].bands[0, 1, -1]
assert all(abs(state.bands[1, :, -1] - 1).max() < 0.03 for state in paths.values())
state = figure.state(figure.start | {"together": 0.0, "shown": 200}, None)
assert state.paths[1, -2:, 1].round(2).tolist() == [0.58, 0.54] and state.fired[-1].tolist() == [1, 0]
figure.close()

# %% [markdown] id="layers-words" slideshow={"slide_type": "slide"}
# ## Layers
#
# One cell draws one conclusion. A **network** lets many of them work side by side, in a **layer**, and gives their answers to
# the next layer. The first is called **input layer**, the last **output layer**, those between them **hidden layers**. With
# two or more hidden layers people speak of *deep* learning (lesson 04 looks at such words).
#
# What a cell does with its weighted sum is its **activation function**: the step function, the sigmoid, or ReLU, which keeps a
# positive sum and answers 0 to a negative one. What if there is none, and each cell just passes its sum on?

# %% id="identity-question" slideshow={"slide_type": "-"}
live.ask("01-predict-identity")

# %% [markdown] id="layers-task" slideshow={"slide_type": "subslide"}
# And a question about the figure. Answer, then press *Step*: the signal passes from layer to layer, and on the right stands what
# is computed, as NumPy would write it. (The *seed* chooses the random weights.) Compare the activation functions.

# %% id="layers" slideshow={"slide_type": "-"}
live.Layers(predict="01-predict-layers")

# %% [markdown] id="layers-after" slideshow={"slide_type": "subslide"}
# The input layer computes nothing: it *is* the input. Whoever counts it gets one layer too many, and whoever counts only the
# hidden ones gets one too few; so say what you count. In this course "three layers" are three layers of weights.
#
# And without an activation function the layers collapse into one. The same in NumPy, for fifty examples at once:

# %% id="identity-code" slideshow={"slide_type": "-"}
rng = np.random.default_rng(0)
x = rng.normal(size=(50, 3))                               # fifty examples, three inputs
w1, w2, w3 = rng.normal(size=(3, 4)), rng.normal(size=(4, 4)), rng.normal(size=(4, 2))

stacked = x @ w1 @ w2 @ w3                                 # three layers without an activation
single = x @ (w1 @ w2 @ w3)                                # one layer, its weights multiplied beforehand
print("weights", w1.shape, w2.shape, w3.shape, "become", (w1 @ w2 @ w3).shape)
print("one layer does the same:", np.allclose(stacked, single, rtol=1e-12))

stepped = ((x @ w1 >= 0) @ w2 >= 0) @ w3                   # with the step function between them
with_bias = np.column_stack([x, np.ones(50)])              # the best single layer may have a bias, too
best = np.linalg.lstsq(with_bias, stepped)[0]              # (this finds its weights)
missed = np.var(stepped - with_bias @ best, axis=0) / np.var(stepped, axis=0)
print("with step functions the best single layer misses", [f"{share:.0%}" for share in missed], "of what varies")

# %% id="identity-holds" slideshow={"slide_type": "skip"} tags=["test"]
np.testing.assert_allclose(stacked, single, rtol=1e-12)
assert missed.min() > 0.3

# %% [markdown] id="ledger" slideshow={"slide_type": "slide"}
# ## What is often said, and what we measured
#
# | often said | verdict | measured here |
# |---|---|---|
# | A neuron passes a signal on only above a threshold. | true of a spike and of the step function; not of cells that answer in grades, nor of a sigmoid | no spike at 0.9 θ and at θ, 38.5 a second at 1.1 θ; the sigmoid slides through |
# | A stronger stimulus gives a stronger signal. | not a higher spike: more of them | 38.5 a second at 1.1 θ, 112 at 2 θ |
# | Where the input is weak there is no connection. | false | both connections are there from the start, and weak |
# | A connection that is used grows. | true of Hebb's rule, but it needs a brake | at η = 0.1 over 1000 times in 200 steps; Oja's rule stops at length 1, and can weaken a connection |
# | Deep learning stacks layers. | true, with an activation function between them | without one three layers equal one to 12 digits |
# | A network has an input layer, hidden layers, an output layer. | true, but the input layer computes nothing | three inputs, two hidden layers, two outputs: three layers compute |
# | Artificial networks learn by Hebb's rule. | not those of this course | not here: lesson 02 has the first rule that knows a mistake |

# %% [markdown] id="summary" slideshow={"slide_type": "slide"}
# ## Summary
#
# - A neuron weighs its inputs, adds them up and compares with a threshold. Negative weights inhibit.
# - A bias is minus the threshold: $b = -\theta$. One of the two is enough.
# - Spikes are equally high; their rate carries how strong a stimulus is.
# - Growth by firing together needs a brake: Oja's rule has one, Hebb's has none.
# - Layers are worth stacking only with an activation function between them.
#
# **Words:** *neuron, synapse, weight, stimulus, weighted sum, threshold, spike, rate, bias, learning rate, input layer, hidden
# layer, output layer, activation function.* On to [lesson 02](02-single-layer-perceptron.ipynb): what can one such cell
# tell apart, and who finds its weights?

# %% [markdown] id="exercises" slideshow={"slide_type": "subslide"}
# **Your turn:** [the exercises of this lesson](exercises/01-neuron.ipynb), five tasks, each checked on the spot.
