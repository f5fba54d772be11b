# %% [markdown] id="title" slideshow={"slide_type": "slide"}
# # 02 · The single-layer perceptron
#
# A machine that multiplies, adds and compares: nothing more. You will find out what it can tell apart, how it learns from
# its mistakes, and where no amount of learning helps. About 50 minutes. Run the next cell first.

# %% id="imports" slideshow={"slide_type": "-"}
import numpy as np

from lessons_lib import data, live, nn

live.speak("en")

# %% [markdown] id="puzzle" slideshow={"slide_type": "slide"}
# ## A puzzle first
#
# Palmer Station, Antarctica. You may measure two things on a penguin, the depth of its bill and the length of its flipper,
# and must say: *Adelie* or *Gentoo*?
#
# Two people wrote down a rule.
# **Ana:** "Gentoo flippers are longer: above 205 mm it is a Gentoo." **Ben:** "Gentoo bills are flatter: below 16 mm it is a
# Gentoo." Each of them is wrong for some penguins.

# %% id="puzzle-question" slideshow={"slide_type": "-"}
live.puzzle("02")

# %% [markdown] id="recall" slideshow={"slide_type": "subslide"}
# Three questions from lesson 01, from memory:

# %% id="recall-questions" slideshow={"slide_type": "-"}
live.recall("02")

# %% [markdown] id="penguins-words" slideshow={"slide_type": "subslide"}
# Here are the birds, and what Ana and Ben get wrong:

# %% id="penguins" slideshow={"slide_type": "-"}
inputs, labels = data.penguins(("Adelie", "Gentoo"), ("bill_depth", "flipper_length"))
print("penguins and measurements:", inputs.shape, " Gentoo (label 1):", labels.sum())
print("the first one, in mm:", inputs[0])
ana = inputs[:, 1] > 205
ben = inputs[:, 0] < 16
print("Ana is wrong for", np.sum(ana != labels), "penguins, Ben for", np.sum(ben != labels))

def fewest_mistakes(feature):
    """The fewest mistakes of any rule "above this value it is a Gentoo" or "below this value it is a Gentoo"."""
    return min(min(np.sum((feature > cut) != labels), np.sum((feature <= cut) != labels)) for cut in feature)

print("the best such rules are wrong for", fewest_mistakes(inputs[:, 1]), "and", fewest_mistakes(inputs[:, 0]))

# %% [markdown] id="formula" slideshow={"slide_type": "slide"}
# ## The machine
#
# This machine is called a **perceptron**, or one artificial **neuron**; *single-layer*, since nothing stands between its inputs
# and its output. It multiplies each input by a number, its **weight**, adds up, and adds one more number, the **bias**:
#
# $$z = w_1 x_1 + w_2 x_2 + b, \qquad p = \frac{1}{1 + e^{-z}}, \qquad \text{say Gentoo where } p \ge \theta$$
#
# $x_1, x_2$ are the two **features**, $z$ is the **weighted sum**. The **sigmoid** $1/(1+e^{-z})$ is the **activation function**
# here ($e \approx 2.718$): it squeezes any sum into 0 to 1; $z = 0$ becomes 0.5, $z = 2$ becomes 0.88. Its value $p$ is read as the
# **probability** of Gentoo. Lesson 01's threshold on the *sum* has become the bias; the **threshold** $\theta$ here is one on $p$.
# With $\theta = 0.5$, $p \ge \theta$ is the same as $z \ge 0$.

# %% [markdown] id="standardise" slideshow={"slide_type": "subslide"}
# The axes of the pictures show mm, but the machine gets **standardised** numbers: minus the mean of all birds, divided by their
# spread (standard deviation). Then both features count on one scale, and the average bird is $(0, 0)$.
#
# One penguin by hand: 18.7 mm and 181 mm become $(18.7 - 16.84) / 2.01 = 0.93$ and $(181 - 202.2) / 15.0 = -1.41$. With $w = (-3, 3)$ and $b = -0.6$ the sum is
# $z = -3 \cdot 0.93 + 3 \cdot (-1.41) - 0.6 = -7.6$ and $p = 0.0005$: "Adelie".
#
# The points where $p$ is exactly $\theta$ form the **decision boundary**, a straight line. The black arrow shows the weights:
# it points to the side where Gentoo is said, at a right angle to the line where both axes have one scale.

# %% [markdown] id="boundary-task" slideshow={"slide_type": "slide"}
# A rule with one number gets 271 right at best. What did you say that two can do? Drag the dashed line, turn it by the head of
# its arrow, or use the sliders. Ringed points are on the wrong side.
#
# The **confusion matrix** counts: rows are the truth, columns what was said. **Accuracy** is the share said rightly;
# **precision**: of those *called* Gentoo, how many are? **Recall**: of all Gentoo, how many were found?
#
# When all is right, set $w_1 = -3$, $w_2 = 3$, $b = -0.6$ and pull the *threshold* up to 0.95 and down to 0.05. Which kind of
# mistake appears at each end?

# %% id="boundary" slideshow={"slide_type": "-"}
live.Boundary(predict="02-puzzle")

# %% [markdown] id="boundary-after" slideshow={"slide_type": "subslide"}
# All 274 can be right; the line has to be slanted. With $w_1 = -3$, $w_2 = 3$, $b = -0.6$ threshold 0.95
# misses three Gentoo (recall 0.98), and 0.05 calls sixteen Adelie Gentoo (precision 0.88).
#
# Three things to try. Only the bias: the line shifts and keeps its direction; at $b = 3$ it is wrong for 25. The weights
# $(-1, 1)$, $(-3, 3)$, $(-6, 6)$ with $b = 0$: one and the same line, but the colours become harder, since a $z$ further from 0
# is a surer $p$. And any weights with $b = 0$ at threshold 0.5: the line always passes through the average bird. Without a bias
# it could go nowhere else. (White in the picture is $p = 0.5$: at another threshold the line leaves it.)

# %% [markdown] id="scratch-words" slideshow={"slide_type": "slide"}
# ## The same in NumPy
#
# The whole machine is three lines; `x @ w` is $w_1 x_1 + w_2 x_2$ for every row of `x` at once. The library's `Network((2, 1))`
# is the same machine, with 2 inputs and 1 output. (Its *loss* is a matter for lesson 03.)

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
# The threshold trades recall for precision; 0.5 is a habit, not a law. Here is a harder pair, Adelie and Chinstrap by the same
# two features: no line parts them well. The weights are the best there are by the measure of
# lesson 03, which also counts how sure the machine is, not mistakes alone.

# %% id="threshold-question" slideshow={"slide_type": "-"}
live.ask("02-predict-threshold")

# %% id="threshold" slideshow={"slide_type": "-"}
raw, chinstrap = data.penguins(("Adelie", "Chinstrap"), ("bill_depth", "flipper_length"))
scaled = data.Standardiser(raw).transform(raw)
weights, bias = nn.logistic_optimum(scaled, chinstrap)
probability = nn.sigmoid(scaled @ weights + bias)
for threshold in (0.1, 0.2, 0.35, 0.5):
    matrix = nn.metrics.confusion_matrix(chinstrap, probability >= threshold)
    precision, recall = nn.metrics.precision(matrix), nn.metrics.recall(matrix)
    print(f"threshold {threshold:.2f}: {matrix.tolist()}  precision {precision:.2f}, recall {recall:.2f}")

# %% [markdown] id="threshold-after" slideshow={"slide_type": "subslide"}
# At 0.2 the machine finds 61 of the 68 Chinstraps, and calls 85 Adelie Chinstraps as well; at 0.5 it finds 24 and is wrong
# about 12. Neither is *the* right threshold: it depends on what each mistake costs.

# %% [markdown] id="step-words" slideshow={"slide_type": "slide"}
# ## A sigmoid is not a step
#
# One often reads "a step function such as the sigmoid". A neuron that learns by slopes asks: *if my weights changed a little,
# how much would my answer change?* The slope of this curve, on the right, is part of that answer. (In this figure the
# weighted sum is $z = s\,(x - \text{threshold})$, with steepness $s$.)
#
# Answer, then move *steepness* to 50. What becomes of the slope at the threshold itself? (Drag
# the red point onto the dashed line.)

# %% id="step" slideshow={"slide_type": "-"}
live.Steepness(predict="02-predict-steep")

# %% [markdown] id="step-after" slideshow={"slide_type": "subslide"}
# At the threshold the slope grows to 12.5, at the red point it falls to 0.000015. The steeper the curve, the narrower the strip
# in which it has any slope. A true step has slope 0 everywhere but at the threshold itself, where it has none: nothing for a
# learner by slopes to go by. The sigmoid's slope is $s\,p\,(1-p)$: it can be computed from $s$ and the answer $p$ alone.
#
# Note what stays: $p \ge 0.5$ exactly where $z \ge 0$. For saying yes or no, the step and the sigmoid agree. For learning they
# do not.

# %% id="step-code" slideshow={"slide_type": "-"}
distance = np.linspace(-3, 3, 601)
for steepness in (1, 5, 50):
    p = nn.sigmoid(steepness * distance)
    slope = steepness * p * (1 - p)
    print(f"steepness {steepness:2d}: largest slope {slope.max():5.2f}, below 0.01 on {np.mean(slope < 0.01):.0%} of the inputs,"
          f" p >= 0.5 exactly where z >= 0: {np.array_equal(p >= 0.5, distance >= 0)}")

# %% [markdown] id="rule-words" slideshow={"slide_type": "slide"}
# ## Who finds the line?
#
# Rosenblatt's rule of 1958 does without slopes, so it can use the hard step: $y$ is 1 where $z \ge 0$ and 0 elsewhere. It looks
# at one example after another, and only when $y$ differs from the truth $t$ does it move:
#
# $$w \leftarrow w + \eta\,(t - y)\,x, \qquad b \leftarrow b + \eta\,(t - y)$$
#
# $\eta$, the **learning rate**, is how far one mistake moves. One pass over all examples is an **epoch**; the *seed* chooses
# the order in which they come. Answer, press *Step* a few times and recompute one line by hand; then *Next mistake*; then
# *Play*. (Red ring: the example looked at; black rings: wrong after the step.)
#
# Why does that help? The sum of a missed example ($t = 1$, $y = 0$) grows by $\eta\,(x_1^2 + x_2^2 + 1)$: next time it is nearer to yes.

# %% id="rule" slideshow={"slide_type": "-"}
live.LearningRule(predict="02-predict-rule")

# %% [markdown] id="rule-code-words" slideshow={"slide_type": "subslide"}
# With half the learning rate, does it need more epochs? Move the slider above and see. (No: from zero weights $\eta$ only
# scales $w$ and $b$ together, and the line is the same. In lesson 03 the learning rate matters.)
#
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
rng = np.random.default_rng(9)
w, b, mistakes = np.zeros(2), 0.0, []
while not mistakes or mistakes[-1] > 0:
    w, b, count = epoch(w, b, x, labels, rng.permutation(len(x)))
    mistakes.append(count)
print("mistakes in each epoch:", [int(count) for count in mistakes])
last = list(nn.perceptron_steps(x, labels, seed=9))[-1]
print("the same through the library:", np.allclose(last.weights, w) and last.mistakes == tuple(mistakes))

# %% [markdown] id="your-turn" slideshow={"slide_type": "subslide"}
# **Your turn.** AND is 1 when both inputs are 1. Use `epoch` on the four corners below, in their given order, until it makes no
# mistake. In which epoch does it stop? (You are right if the mistakes were 2, 3, 3, 2, 1, 0.)

# %% id="your-turn-code" slideshow={"slide_type": "-"}
corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
both = np.array([0, 0, 0, 1])
w, b, mistakes = epoch(np.zeros(2), 0.0, corners, both, order=range(4))
print("after one epoch:", w, b, "mistakes:", mistakes)

# %% [markdown] id="hard-words" slideshow={"slide_type": "slide"}
# ## Another pair
#
# Adelie and Gentoo again, now by flipper length and body mass. Set *speed* to "as fast as it can"; the figure gives up after 200
# epochs. Watch how many are *now wrong*: does the rule settle for a good line?

# %% id="hard" slideshow={"slide_type": "-"}
live.LearningRule("flipper and mass", predict="02-predict-hard")

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
# **If some straight line is right for every example, the rule finds one and stops, in whatever order they come** (the
# convergence theorem, Novikoff 1962). Such classes are called **linearly separable**. If there is none it can never stop,
# for stopping means no mistake: with flipper and mass it was still moving in epoch 200, in each of ten orders.
#
# Nor does it settle for the best line there is: with every mistake it jumps, and at the ends of the epochs between 3 and 21 birds
# are wrong, as the next cell counts. Lesson 03 brings a method that does settle.

# %% id="hard-settle" slideshow={"slide_type": "-"}
raw, gentoo = data.penguins(("Adelie", "Gentoo"), ("flipper_length", "body_mass"))
scaled = data.Standardiser(raw).transform(raw)
ends = [step for step in nn.perceptron_steps(scaled, gentoo, seed=9) if step.number % len(gentoo) == 0]
wrong = [np.sum((scaled @ step.weights + step.bias >= 0) != gentoo) for step in ends]
print("wrong at the ends of the last ten epochs:", [int(count) for count in wrong[-10:]])
print("fewest and most over all 200:", min(wrong), max(wrong))

# %% [markdown] id="xor-words" slideshow={"slide_type": "slide"}
# ## Four points
#
# XOR is 1 when exactly one of its two inputs is 1. Only four points! Try with your own hands. If you come to think that it
# cannot be done: why not?

# %% id="xor" slideshow={"slide_type": "-"}
live.Boundary("XOR", predict="02-predict-xor")

# %% [markdown] id="xor-proof" slideshow={"slide_type": "subslide"}
# Three, never four. Suppose there were such weights. For the corners (0, 0), (1, 0), (0, 1) and (1, 1) they would give
#
# $$b < 0, \qquad w_1 + b \ge 0, \qquad w_2 + b \ge 0, \qquad w_1 + w_2 + b < 0$$
#
# Add the two in the middle: $w_1 + w_2 + 2b \ge 0$, so $w_1 + w_2 + b \ge -b > 0$. That contradicts the last one. Minsky and
# Papert made much of this in 1969. The way out is a layer in between: lesson 04. Watch the rule try: how many are wrong most of
# the time?

# %% id="xor-rule" slideshow={"slide_type": "-"}
live.LearningRule("XOR")

# %% [markdown] id="units-words" slideshow={"slide_type": "slide"}
# ## Is the larger weight the more important input?
#
# Adelie against Chinstrap by bill length and body mass. The weights below are again the *best possible ones*. Answer, then change the unit.

# %% id="units" slideshow={"slide_type": "-"}
live.Units(predict="02-predict-units")

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
# In grams the bill has the larger weight, in kilograms the mass has (its sign is minus: heavier birds are rather Adelie).
# **The ranking follows the unit, the predictions do not change at all.** Multiply each weight by its feature's spread and the
# unit drops out: the green bars.
#
# Even then: give the same column twice, and any two weights with the sum 14.9 predict the same; our method picks the
# halves. A weight says what its input adds *beside all the others*; where inputs say nearly the same, it says little about
# either.

# %% [markdown] id="ledger" slideshow={"slide_type": "slide"}
# ## What is often said, and what we measured
#
# | often said | verdict | measured here |
# |---|---|---|
# | A perceptron has inputs, weights, an activation and an output. | true, but the **bias** is missing | without it, every line passes through one point |
# | "The bias scales the sum: a bias of 2 turns 500 into 1000." | false | the bias is *added*: 500 becomes 502, the line shifts |
# | The larger the weight, the more important the input. | only on one scale, with little correlation | bill 2.72 per mm against mass 13.7 per kg, yet 14.9 against 6.0 standardised; given twice, the bill has 7.44 and 7.44 |
# | "A step function such as the sigmoid." | false | a step has no slope to go by; the sigmoid has one, though at steepness 50 it is below 0.01 on more than nine tenths of the inputs shown |
# | The output is a probability. | true when trained with a proper loss, and checked | see the appendix |
# | It learns any rule, given time. | false | XOR: no line gets more than three of the four points |

# %% id="ledger-holds" slideshow={"slide_type": "skip"} tags=["test"]
def sizes(columns):
    return np.abs(np.ravel(nn.logistic_optimum(columns, chinstrap)[0]))

np.testing.assert_allclose(sizes(scaled), [14.9, 6.0], rtol=0.01)
np.testing.assert_allclose(sizes(raw)[0], 2.72, rtol=0.01)
np.testing.assert_allclose(sizes(raw / [1, 1000])[1], 13.7, rtol=0.01)
np.testing.assert_allclose(sizes(scaled[:, [0, 0, 1]])[:2], [7.44, 7.44], rtol=0.01)
assert all(2 <= epochs_needed(("bill_depth", "flipper_length"), seed) <= 4 for seed in range(21))
w, b, made = np.zeros(2), 0.0, []
while not made or made[-1]:
    w, b, count = epoch(w, b, corners, both, order=range(4))
    made.append(int(count))
assert made == [2, 3, 3, 2, 1, 0]
np.testing.assert_allclose([*inputs.mean(axis=0), *inputs.std(axis=0)], [16.84, 202.2, 2.01, 15.0], rtol=0.002)
assert not any(epochs_needed(("flipper_length", "body_mass"), seed) for seed in range(10))
p = nn.sigmoid(50 * distance)
assert np.mean(50 * p * (1 - p) < 0.01) > 0.9
p = nn.sigmoid(50 * (0.8 - 0.5))  # the red point and the threshold of the figure's start
assert f"{50 * p * (1 - p):.6f}" == "0.000015" and 50 * 0.5 * 0.5 == 12.5
assert (min(wrong), max(wrong)) == (3, 21)

def confusion(w, b, theta=0.5, x=x, labels=labels):
    return nn.metrics.confusion_matrix(labels, nn.sigmoid(x @ np.array(w) + b) >= theta)

assert [fewest_mistakes(feature) for feature in inputs.T] == [14, 3]
assert confusion((-3, 3), -0.6, 0.95).tolist() == [[151, 0], [3, 120]]
assert confusion((-3, 3), -0.6, 0.05).tolist() == [[135, 16], [0, 123]]
assert 274 - np.trace(confusion((-3, 3), 3)) == 25
np.testing.assert_allclose(x[0], [0.93, -1.41], atol=0.005)
np.testing.assert_allclose(x[0] @ [-3, 3] - 0.6, -7.6, atol=0.05)
matrices = {t: nn.metrics.confusion_matrix(data.penguins(("Adelie", "Chinstrap"))[1], probability >= t) for t in (0.2, 0.5)}
assert matrices[0.2][1, 1] == 61 and matrices[0.2][0, 1] == 85
assert matrices[0.5][1, 1] == 24 and matrices[0.5][0, 1] == 12

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

# %% [markdown] id="exercises" slideshow={"slide_type": "subslide"}
# **Your turn:** [the exercises of this lesson](exercises/02-single-layer-perceptron.ipynb), five tasks, each checked on the spot. After that: [lesson 03](03-gradient-descent.ipynb).

# %% [markdown] id="appendix" slideshow={"slide_type": "slide"}
# ## Appendix: can the probability be believed?
#
# Adelie and Chinstrap again, fitted on one half of the birds, judged on the other. Left, the **ROC curve**: at *every* threshold the recall, against the
# **false alarms**, the share of all Adelie that are called Chinstrap. In the middle: of the birds for which the machine said
# about 30 %, were about 30 % Chinstraps? (Six groups of equally many birds, from the lowest probability to the highest.) Right:
# how often each probability was said.
# Answer, then set the *confidence factor* to 4: it multiplies every weighted sum.

# %% id="trust" slideshow={"slide_type": "-"}
live.Trust(predict="02-predict-roc")

# %% [markdown] id="trust-after" slideshow={"slide_type": "subslide"}
# The ROC curve does not move: it knows only the *order* of the birds, and a factor keeps the order. (At a threshold other than
# 0.5 the dot moves along it.) The probabilities can no longer be believed: they have moved towards 0 and 1, and the mean gap
# between what is said and what is seen has grown. A few dots may lie well by chance: move the seed.
#
# An output between 0 and 1 is a probability only when it was trained to be one, by a loss that rewards honest probabilities
# (lesson 03 uses such a loss), and when it was checked on examples that it had not seen.

# %% id="trust-code" slideshow={"slide_type": "-"}
def mean_gap(factor, seed):
    """The mean distance of said and seen on the half of the birds that was not fitted."""
    half, (held, truth) = data.split(*data.penguins(("Adelie", "Chinstrap")), fractions=(0.5, 0.5), seed=seed)
    scaler = data.Standardiser(half[0])
    weights, bias = nn.logistic_optimum(scaler.transform(half[0]), half[1])
    said, seen = nn.metrics.reliability(truth, nn.sigmoid(factor * (scaler.transform(held) @ weights + bias)))
    return np.mean(np.abs(said - seen))

gaps = np.array([[mean_gap(factor, seed) for factor in (1, 4)] for seed in range(21)])
print("mean gap, factor 1 and 4, over 21 splits:", gaps.mean(axis=0).round(2))
print("the gap grew in", np.sum(gaps[:, 1] > gaps[:, 0]), "of 21")

# %% id="trust-holds" slideshow={"slide_type": "skip"} tags=["test"]
assert np.all(gaps[:, 1] > gaps[:, 0])
