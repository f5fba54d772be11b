# %% [markdown] id="title" slideshow={"slide_type": "slide"}
# # 02 · The single-layer perceptron
#
# A machine that multiplies, adds and compares: nothing more. You will find out what it can tell apart, how it learns from
# its mistakes, and where no amount of learning helps. About 50 minutes.

# %% [markdown] id="puzzle" slideshow={"slide_type": "slide"}
# ## A puzzle first
#
# Palmer Station, Antarctica. You may measure two things on a penguin, the depth of its bill and the length of its flipper,
# and must say: *Adelie* or *Gentoo*?
#
# Two people wrote down a rule.
# **Ana:** "Gentoo flippers are longer: above 205 mm it is a Gentoo." **Ben:** "Gentoo bills are flatter: below 16 mm it is a
# Gentoo." Each of them is wrong for some penguins. Can one rule, made of *both* numbers, be right for all 274?
# Decide on *yes* or *no* before you go on.

# %% id="imports" slideshow={"slide_type": "-"}
import numpy as np

from lessons_lib import data, live, nn

# %% id="penguins" slideshow={"slide_type": "-"}
inputs, labels = data.penguins(("Adelie", "Gentoo"), ("bill_depth", "flipper_length"))
print("penguins and measurements:", inputs.shape, " Gentoo:", labels.sum())
print("the first one, in mm:", inputs[0])
ana = inputs[:, 1] > 205
ben = inputs[:, 0] < 16
print("Ana is wrong for", np.sum(ana != labels), "penguins, Ben for", np.sum(ben != labels))
for name, feature in zip(("bill depth", "flipper"), inputs.T, strict=True):
    fewest = min(np.sum(side != labels) for cut in feature for side in (feature > cut, feature <= cut))
    print(f"the best rule by the {name} alone is wrong for {fewest}")

# %% [markdown] id="formula" slideshow={"slide_type": "slide"}
# ## The machine
#
# $$z = w_1 x_1 + w_2 x_2 + b, \qquad p = \frac{1}{1 + e^{-z}}, \qquad \text{say Gentoo where } p \ge \theta$$
#
# $x_1, x_2$ are the two **features** (each *standardised*: minus its mean, divided by its spread), $w_1, w_2$ the **weights**,
# $b$ the **bias**, $z$ the **weighted sum**, $p$ the output, read as a **probability**, and $\theta$ the **threshold**.
#
# The points where $p$ is exactly $\theta$ form the **decision boundary**: a straight line. The black arrow shows the weights:
# it stands at a right angle on the line and points to the side where Gentoo is said.

# %% [markdown] id="boundary-task" slideshow={"slide_type": "slide"}
# **Predict:** how many of the 274 penguins can the best line get right: about 200, about 250, or all of them?
#
# Then **move**: drag the dashed line, turn it by the head of its arrow, or use the sliders. Ringed points are on the wrong
# side. When all is right, pull the *threshold* up to 0.95 and down to 0.05: which kind of mistake appears, and which number
# on the right tells you so?

# %% id="boundary" slideshow={"slide_type": "-"}
live.Boundary()

# %% [markdown] id="boundary-after" slideshow={"slide_type": "subslide"}
# All 274 can be right (try $w_1 = -3$, $w_2 = 3$, $b = -0.6$). Neither feature alone can do that: the line has to be slanted.
#
# Move only the bias: the line shifts and keeps its direction. Move only the weights, in the same proportion: the line turns
# nowhere, but the colours become harder, since a larger $z$ is a surer $p$. Without the bias every line would have to pass
# through the middle of the picture, where $z = 0$.

# %% [markdown] id="scratch-words" slideshow={"slide_type": "slide"}
# ## The same in NumPy
#
# The whole machine is three lines. The library's `Network((2, 1))` is the same machine: 2 inputs, 1 output, no hidden layer.

# %% id="scratch" slideshow={"slide_type": "-"}
x = data.Standardiser(inputs).transform(inputs)
w, b, theta = np.array([-3.0, 3.0]), -0.6, 0.5

z = x @ w + b
p = 1 / (1 + np.exp(-z))
said = p >= theta
print("right:", np.sum(said == labels), "of", len(labels))

# %% id="library" slideshow={"slide_type": "-"}
network = nn.Network((2, 1), loss="binary_cross_entropy")
network.parameters = [*w, b]
print("the same through the library:", np.allclose(network.predict_proba(x), p))

# %% id="library-holds" slideshow={"slide_type": "skip"} tags=["test"]
assert np.sum(said == labels) == 274
np.testing.assert_allclose(network.predict_proba(x), p, rtol=1e-12)
np.testing.assert_array_equal(network.predict(x, threshold=theta), said)
assert np.sum(ana != labels) > 0 and np.sum(ben != labels) > 0

# %% [markdown] id="threshold-words" slideshow={"slide_type": "slide"}
# ## Which mistake costs more?
#
# *Precision*: of those called Gentoo, how many are? *Recall*: of all Gentoo, how many were found? The threshold trades one
# for the other; 0.5 is a habit, not a law.
#
# Here is a harder pair, Adelie and Chinstrap by the same two features: no line parts them well. The weights are the best
# there are (found by the method of lesson 03). If missing a Chinstrap is what hurts, which row would you choose?

# %% id="threshold" slideshow={"slide_type": "-"}
raw, chinstrap = data.penguins(("Adelie", "Chinstrap"), ("bill_depth", "flipper_length"))
scaled = data.Standardiser(raw).transform(raw)
weights, bias = nn.logistic_optimum(scaled, chinstrap)
probability = nn.sigmoid(scaled @ weights + bias)
for threshold in (0.2, 0.35, 0.5, 0.65):
    matrix = nn.metrics.confusion_matrix(chinstrap, probability >= threshold)
    print(f"threshold {threshold:.2f}: precision {nn.metrics.precision(matrix):.2f}, recall {nn.metrics.recall(matrix):.2f}")

# %% [markdown] id="step-words" slideshow={"slide_type": "slide"}
# ## A sigmoid is not a step
#
# One often reads "a step function such as the sigmoid". **Predict:** if the curve becomes as steep as a step, does the
# neuron learn faster, slower, or not at all? A neuron learns by asking: *if my input changed a little, how much would my
# answer change?* That is the slope of the curve, on the right.

# %% id="step" slideshow={"slide_type": "-"}
live.Steepness()

# %% [markdown] id="step-after" slideshow={"slide_type": "subslide"}
# The steeper the curve, the narrower the strip in which it has any slope. A true step has slope 0 everywhere but at the
# threshold itself, where it has none: nothing to learn from. The sigmoid's slope is $s\,p\,(1-p)$ for steepness $s$, and it
# can be computed from the answer alone.
#
# Note what stays: $p > 0.5$ exactly where $z > 0$. For saying yes or no, the step and the sigmoid agree. For learning they
# do not.

# %% id="step-code" slideshow={"slide_type": "-"}
distance = np.linspace(-3, 3, 601)
for steepness in (1, 5, 50):
    p = nn.sigmoid(steepness * distance)
    slope = steepness * p * (1 - p)
    print(f"steepness {steepness:2d}: largest slope {slope.max():5.2f}, below 0.01 on {np.mean(slope < 0.01):.0%} of the inputs,"
          f" p > 0.5 exactly where z > 0: {np.array_equal(p > 0.5, distance > 0)}")

# %% [markdown] id="rule-words" slideshow={"slide_type": "slide"}
# ## Who finds the line?
#
# Rosenblatt's rule of 1958 looks at one example after another. Only when the answer $y$ (0 or 1) differs from the truth $t$
# does it move:
#
# $$w \leftarrow w + \eta\,(t - y)\,x, \qquad b \leftarrow b + \eta\,(t - y)$$
#
# $\eta$ is the **learning rate**. One pass over all examples is an **epoch**. **Predict:** starting from zero weights, how
# many epochs until no penguin is wrong any more: 2, 20, or 200? Press *Step* a few times and recompute one line by hand.
# Then press *Play*.

# %% id="rule" slideshow={"slide_type": "-"}
live.LearningRule()

# %% [markdown] id="rule-code-words" slideshow={"slide_type": "subslide"}
# One epoch from scratch. The rule has no idea where the line should be; each mistake pulls the line towards the example
# that was wrong.

# %% id="rule-code" slideshow={"slide_type": "-"}
def epoch(w, b, x, labels, order, learning_rate=1.0):
    """One pass of the perceptron rule; the new weights and bias, and the number of mistakes."""
    mistakes = 0
    for i in order:
        y = int(x[i] @ w + b >= 0)
        error = labels[i] - y
        w = w + learning_rate * error * x[i]
        b = b + learning_rate * error
        mistakes += error != 0
    return w, b, mistakes

# %% id="rule-run" slideshow={"slide_type": "-"}
rng = np.random.default_rng(0)
w, b, mistakes = np.zeros(2), 0.0, []
while not mistakes or mistakes[-1] > 0:
    w, b, count = epoch(w, b, x, labels, rng.permutation(len(x)))
    mistakes.append(count)
print("mistakes in each epoch:", [int(count) for count in mistakes])
last = list(nn.perceptron_steps(x, labels, seed=0))[-1]
print("the same through the library:", np.allclose(last.weights, w) and last.mistakes == tuple(mistakes))

# %% [markdown] id="hard-words" slideshow={"slide_type": "slide"}
# ## When no line is right
#
# The same two species, now by flipper length and body mass. A few birds of each kind stand among the others.
# **Predict:** will the rule stop later, or never? Set *speed* to "as fast as it can".

# %% id="hard" slideshow={"slide_type": "-"}
live.LearningRule("flipper and mass")

# %% id="hard-code" slideshow={"slide_type": "-"}
def epochs_needed(features, seed, epochs=200):
    """In which epoch the rule made no mistake any more; None if it never came to that."""
    raw, labels = data.penguins(("Adelie", "Gentoo"), features)
    x = data.Standardiser(raw).transform(raw)
    last = list(nn.perceptron_steps(x, labels, epochs=epochs, seed=seed))[-1]
    return last.epoch if last.mistakes[-1] == 0 else None

for features in (("bill_depth", "flipper_length"), ("flipper_length", "body_mass")):
    print(features, [epochs_needed(features, seed) for seed in range(10)])

# %% [markdown] id="hard-after" slideshow={"slide_type": "subslide"}
# With bill depth and flipper the rule stops within a few epochs, whatever the order. With flipper and mass it is still moving
# in epoch 200, for each of ten orders: **the rule stops only if some straight line is right for every example** (the convergence
# theorem, Novikoff 1962). It does not settle for the best line there is; it jumps with each mistake. Lesson 03 brings a
# method that does settle.

# %% [markdown] id="xor-words" slideshow={"slide_type": "slide"}
# ## Four points that no line can part
#
# XOR is 1 when exactly one of its two inputs is 1. Only four points! **Predict** how many of them you can get right, then
# try with your own hands.

# %% id="xor" slideshow={"slide_type": "-"}
live.Boundary("XOR")

# %% [markdown] id="xor-proof" slideshow={"slide_type": "subslide"}
# Three, never four. Suppose there were such weights, for inputs 0 and 1:
#
# $$b < 0, \qquad w_1 + b \ge 0, \qquad w_2 + b \ge 0, \qquad w_1 + w_2 + b < 0$$
#
# Add the two in the middle: $w_1 + w_2 + 2b \ge 0$, so $w_1 + w_2 + b \ge -b > 0$. That contradicts the last one. Minsky and
# Papert wrote this down in 1969. The way out is a layer in between: lesson 04. Watch the rule try:

# %% id="xor-rule" slideshow={"slide_type": "-"}
live.LearningRule("XOR")

# %% [markdown] id="units-words" slideshow={"slide_type": "slide"}
# ## Is the larger weight the more important input?
#
# Adelie against Chinstrap by bill length and body mass. The weights below are the *best possible ones* (found by the
# method of lesson 03, run to its end). **Predict:** if the mass is given in kilograms instead of grams, what happens to its
# weight, and what to the predictions?

# %% id="units" slideshow={"slide_type": "-"}
live.Units()

# %% id="units-code" slideshow={"slide_type": "-"}
raw, chinstrap = data.penguins(("Adelie", "Chinstrap"), ("bill_length", "body_mass"))
scaled = data.Standardiser(raw).transform(raw)
for name, columns in {
    "mm and g": raw, "mm and kg": raw / [1, 1000], "standardised": scaled, "standardised, bill twice": scaled[:, [0, 0, 1]],
}.items():
    weights, bias = nn.logistic_optimum(columns, chinstrap)
    right = np.mean((columns @ weights + bias > 0) == chinstrap)
    print(f"{name:25s} weights", [f"{abs(weight):.3g}" for weight in np.ravel(weights)], f" right: {right:.3f}")

# %% [markdown] id="units-after" slideshow={"slide_type": "subslide"}
# In grams the bill has the larger weight, in kilograms the mass has: **the ranking follows the unit, the predictions do not
# change at all.** Multiply each weight by its feature's spread and the unit drops out (the green bars).
#
# Even then: give the same column twice, and its weight is split in half. A weight says what its input adds *beside all the
# others*; where inputs say nearly the same, it says little about either.

# %% [markdown] id="ledger" slideshow={"slide_type": "slide"}
# ## What is often said, and what we measured
#
# | often said | verdict | measured here |
# |---|---|---|
# | A perceptron has inputs, weights, an activation and an output. | true, but the **bias** is missing | without it, every line passes through one point |
# | "A bias of 2 turns 500 into 1000." | false | the bias is *added* to the sum: it shifts, it does not multiply |
# | The larger the weight, the more important the input. | only on one scale, with little correlation | bill 2.72 per mm against mass 13.7 per kg, yet 14.9 against 6.0 standardised; given twice, the bill has 7.44 and 7.44 |
# | "A step function such as the sigmoid." | false | the step has no slope; at steepness 50 more than nine tenths of the inputs have less than 0.01 |
# | The output is a probability. | true when trained with a proper loss, and checked | see the appendix |
# | It learns any rule, given time. | false | XOR: three of four points, however long |

# %% id="ledger-holds" slideshow={"slide_type": "skip"} tags=["test"]
def sizes(columns):
    return np.abs(np.ravel(nn.logistic_optimum(columns, chinstrap)[0]))

np.testing.assert_allclose(sizes(scaled), [14.9, 6.0], rtol=0.01)
np.testing.assert_allclose(sizes(raw)[0], 2.72, rtol=0.01)
np.testing.assert_allclose(sizes(raw / [1, 1000])[1], 13.7, rtol=0.01)
np.testing.assert_allclose(sizes(scaled[:, [0, 0, 1]])[:2], [7.44, 7.44], rtol=0.01)
assert all(epochs_needed(("bill_depth", "flipper_length"), seed) <= 6 for seed in range(10))
assert not any(epochs_needed(("flipper_length", "body_mass"), seed) for seed in range(10))
p = nn.sigmoid(50 * distance)
assert np.mean(50 * p * (1 - p) < 0.01) > 0.9
for feature in inputs.T:
    assert all(np.sum((feature > cut) != labels) > 0 and np.sum((feature <= cut) != labels) > 0 for cut in feature)

# %% [markdown] id="appendix" slideshow={"slide_type": "slide"}
# ## Appendix: can the probability be believed?
#
# Fitted on one half of the birds, judged on the other. Left: recall and false alarms at *every* threshold (the ROC curve).
# In the middle: of all birds for which the machine said about 70 %, were about 70 % Chinstraps?
#
# **Predict:** multiply every weighted sum by 4 (*confidence factor*). Which of the three pictures stays exactly as it is?

# %% id="trust" slideshow={"slide_type": "-"}
live.Trust()

# %% [markdown] id="trust-after" slideshow={"slide_type": "subslide"}
# The ROC curve does not move: it knows only the *order* of the birds, and a factor keeps the order. The probabilities are no
# longer believable: for the birds it is surest of, the machine now says far more than is seen. An output between 0 and 1 is a
# probability only when it was trained to be one, with a proper loss such as the cross-entropy, and when it was checked on
# examples that it had not seen. Move the seed too: with some hundred birds, chance alone moves the dots.

# %% id="trust-code" slideshow={"slide_type": "-"}
def surest_sixth(factor, seed):
    """What was said of the sixth of the held-out birds with the highest probability, and what was seen."""
    half, (held, truth) = data.split(*data.penguins(("Adelie", "Chinstrap")), fractions=(0.5, 0.5), seed=seed)
    scaler = data.Standardiser(half[0])
    weights, bias = nn.logistic_optimum(scaler.transform(half[0]), half[1])
    said, seen = nn.metrics.reliability(truth, nn.sigmoid(factor * (scaler.transform(held) @ weights + bias)))
    return said[-1], seen[-1]

for factor in (1, 4):
    said, seen = np.mean([surest_sixth(factor, seed) for seed in range(10)], axis=0)
    print(f"factor {factor}: said {said:.2f}, seen {seen:.2f} (mean of ten splits)")

# %% id="trust-holds" slideshow={"slide_type": "skip"} tags=["test"]
believable, boastful = (np.mean([np.subtract(*surest_sixth(factor, seed)) for seed in range(10)]) for factor in (1, 4))
assert abs(believable) < 0.1 and boastful > 0.15

# %% [markdown] id="summary" slideshow={"slide_type": "slide"}
# ## Summary
#
# - A single-layer perceptron weighs its inputs, adds a bias and compares: its boundary is a straight line.
# - The threshold trades precision for recall. It is a choice.
# - The perceptron rule moves only on mistakes; it stops exactly when a line can be right for all, and not otherwise.
# - Weights can be compared only on one scale; the sigmoid has a slope where a step has none.
#
# **Words:** *weight, bias, weighted sum, activation function, sigmoid, threshold, decision boundary, linearly separable,
# confusion matrix* (rows are the truth here), *precision, recall, standardisation, learning rate, epoch.*
