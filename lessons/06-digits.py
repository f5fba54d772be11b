# %% [markdown] id="title" slideshow={"slide_type": "slide"}
# # 06 · Handwritten digits
#
# Everything so far, on something real: 1797 digits that people wrote by hand. You will train a perceptron and two deeper networks, see what
# they get wrong, write digits of your own, and find out how sure a network is of a scribble. About 50 minutes. Run the next cell first.

# %% id="imports" slideshow={"slide_type": "-"}
import numpy as np

from lessons_lib import data, live, nn

live.speak("en")

# %% [markdown] id="puzzle" slideshow={"slide_type": "slide"}
# ## A puzzle first
#
# A single layer: ten weighted sums of the 64 pixels, one for each digit, and the largest sum wins. No hidden layer,
# no activation that bends.

# %% id="puzzle-question" slideshow={"slide_type": "-"}
live.puzzle("06")

# %% [markdown] id="recall" slideshow={"slide_type": "subslide"}
# Three questions from earlier lessons, from memory:

# %% id="recall-questions" slideshow={"slide_type": "-"}
live.recall("06")

# %% [markdown] id="look-words" slideshow={"slide_type": "slide"}
# ## Look first
#
# Each picture has 8 × 8 pixels. They were made from pictures of 32 × 32 dots, black or white: the ink in each block of 4 × 4 dots
# was counted, 0 to 16 (Alpaydin and Kaynak 1998). Here a pixel is that count divided by 16: 0 is paper, 1 is full of ink. The first one:

# %% id="look" slideshow={"slide_type": "-"}
inputs, labels = data.digits()
print(inputs.shape, "from", inputs.min(), "to", inputs.max(), "· how many of each digit:", np.bincount(labels))
print("the first is a", labels[0])
print((16 * inputs[0]).astype(int).reshape(8, 8))

# %% [markdown] id="split-words" slideshow={"slide_type": "subslide"}
# Three parts, drawn at random: half to learn from, a sixth to choose by (validation), a third as the **test data**. Those are
# opened *once*, near the end of this notebook, when nothing is to be chosen any more.

# %% id="split" slideshow={"slide_type": "-"}
training, validation, test = data.split(inputs, labels, (1/2, 1/6, 1/3), seed=0)
print([len(part_labels) for _inputs, part_labels in (training, validation, test)])

# %% id="split-holds" slideshow={"slide_type": "skip"} tags=["test"]
assert inputs.shape == (1797, 64) and (inputs.min(), inputs.max()) == (0, 1) and len(test[1]) == 599
assert sum(len(part) for _inputs, part in (training, validation, test)) == 1797

# %% [markdown] id="train-words" slideshow={"slide_type": "slide"}
# ## Train
#
# The output layer has ten units. Their sums $z_0 \dots z_9$, one for each digit (the **logits**), become probabilities that add up to 1 by the **softmax**,
# and the loss is the cross-entropy of the true digit:
#
# $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}, \qquad J = -\log p_{\text{true}}, \qquad \delta_k = p_k - t_k$$
#
# with $t_k = 1$ for the true digit, else 0: the same *output minus target* as in lesson 05. (If a logit is large, $e^{z}$ is too large for the computer;
# so the largest logit is subtracted from all of them first, which changes no $p_k$.)

# %% [markdown] id="train-task" slideshow={"slide_type": "subslide"}
# Press *Play*: this trains the SLP (momentum 0.9). What did you say that ten sums can do? Look at its mistakes too: click on a cell of the matrix to see
# its pictures. Would *you* have read them? Then choose the *ANN* and the *DNN* in turn, and play again.

# %% id="train" slideshow={"slide_type": "-"}
live.DigitsTraining(predict="06-puzzle", network="SLP")

# %% [markdown] id="train-after" slideshow={"slide_type": "subslide"}
# The weights of the SLP's ten units can partly be read: ink on blue pixels speaks for the digit, ink on orange pixels against it. Look at the 0: ink in
# the middle speaks against it. Those of a hidden unit say little alone, and much in them is still the random start.
#
# One accuracy is far below the others: the same validation pictures *moved by one pixel*. To the network each pixel is an input of its own; that
# pixel 27 lies beside pixel 28 it was never told.

# %% [markdown] id="copies-task" slideshow={"slide_type": "subslide"}
# Copies of the training pictures, each moved by one pixel, can tell it: **augmentation**. There are four of each (up, down, left and right), so the
# training part is five times as large.
#
# Answer, and press *Play*: the SLP again, but with *shifted copies in the training part*. Compare it with the figure above. Then the *ANN* and the *DNN*,
# with the copies and without them.

# %% id="copies" slideshow={"slide_type": "-"}
live.DigitsTraining(predict="06-predict-copies", network="SLP", copies=True)

# %% [markdown] id="copies-after" slideshow={"slide_type": "subslide"}
# The networks with hidden layers learn both. The SLP has one template (one set of 64 weights) for each digit, which must then serve five places: it
# reads moved digits better than before (0.75 in place of 0.42), and centred ones worse (about 0.9 in place of 0.96).

# %% [markdown] id="seeds-words" slideshow={"slide_type": "slide"}
# ## One run proves little
#
# Five seeds of each network, and beside them a machine that learns nothing. It looks for the three training pictures nearest to the new one
# (the smallest sum of squared differences over the 64 pixels), and says what most of them are. Such a simple method to compare
# with is a **baseline**; this one is called **k nearest neighbours**, here with $k = 3$.

# %% id="seeds" slideshow={"slide_type": "-"}
SIZES = {"SLP": (64, 10), "ANN": (64, 64, 10), "DNN": (64, 64, 32, 10)}

def trained(sizes, inputs, labels, epochs):
    """Five networks of this form, from five seeds."""
    network = nn.Network(sizes, activation="relu", initialisation="he", loss="categorical_cross_entropy", runs=5)
    return network.fit(inputs, labels, nn.SGD(learning_rate=0.05, momentum=0.9), batch_size=32, epochs=epochs)

plain = {name: trained(sizes, *training, epochs=60) for name, sizes in SIZES.items()}
for name, network in plain.items():
    print(f"{name}: every seed above 0.95 on the validation pictures:", network.score(*validation).min() > 0.95)

said = nn.k_nearest(*training, validation[0], k=3)
print(f"3 nearest neighbours: {np.mean(said == validation[1]):.3f}")

# %% [markdown] id="moved-words" slideshow={"slide_type": "subslide"}
# Now judge the networks on the same validation pictures moved by one pixel (up, down, left, right), then with ink and paper exchanged. And train once
# more, with shifted copies (30 epochs in place of 60, as each is now five times as long). The cell may take half a minute.

# %% id="moved" slideshow={"slide_type": "-"}
more = [np.concatenate(pair) for pair in zip(training, data.shifted(*training), strict=True)]
copies = {name: trained(sizes, *more, epochs=30) for name, sizes in SIZES.items()}
moved, inverted = data.shifted(*validation), (1 - validation[0], validation[1])

for name in SIZES:
    print(f"{name}: moved, under 0.5: {plain[name].score(*moved).mean() < 0.5}"
          f" · with copies over 0.9: {copies[name].score(*moved).mean() > 0.9}"
          f" · inverted, under 0.03: {plain[name].score(*inverted).mean() < 0.03}")
for name, examples in ("without", training), ("with", more):
    print(f"3 nearest neighbours, moved, {name} copies: {np.mean(nn.k_nearest(*examples, moved[0]) == moved[1]):.2f}")

# %% id="moved-holds" slideshow={"slide_type": "skip"} tags=["test"]
for name in SIZES:
    assert 0.37 < plain[name].score(*moved).mean() < 0.5 and plain[name].score(*inverted).mean() < 0.02
assert abs(plain["SLP"].score(*moved).mean() - 0.42) < 0.02 and abs(copies["SLP"].score(*moved).mean() - 0.75) < 0.02
assert abs(plain["ANN"].score(*moved).mean() - 0.43) < 0.03
assert 0.77 < copies["SLP"].score(*more).mean() < 0.83
assert abs(copies["SLP"].score(*validation).mean() - 0.91) < 0.02
assert abs(plain["SLP"].score(*validation).mean() - 0.96) < 0.01 and plain["SLP"].score(*validation).min() > 0.95
for name in "ANN", "DNN":
    assert 0.96 < copies[name].score(*moved).mean() < 0.985
    assert abs(copies[name].score(*validation).mean() - plain[name].score(*validation).mean()) < 0.015
assert 0.63 < np.mean(nn.k_nearest(*training, moved[0]) == moved[1]) < 0.645
assert np.mean(nn.k_nearest(*more, moved[0]) == moved[1]) > 0.97
nought = plain["SLP"].layers[0].weights[..., 0].reshape(5, 8, 8)
assert nought[:, 3:5, 3:5].mean() < -1  # ink in the middle speaks against a 0
begun = nn.Network(SIZES["ANN"], initialisation="he", loss="categorical_cross_entropy", runs=5).layers[0].weights
assert np.corrcoef(begun.ravel(), plain["ANN"].layers[0].weights.ravel())[0, 1] > 0.6

# %% [markdown] id="moved-after" slideshow={"slide_type": "subslide"}
# Moved by one pixel, more than half of the digits are misread; by the nearest neighbours, a good third. With copies ANN and DNN read about 97 % of
# them, and the centred ones as well as before. The one *False* is the SLP: with copies it reads 75 % of the moved digits, not over 90 %, and falls from
# 0.96 to 0.91 on the centred ones. Inverted digits are nearly all misread, which is worse than guessing.
#
# A network knows what its training data show, and nothing of what we take for granted. So pictures are **centred and scaled** before they are shown to
# it, as these were.

# %% [markdown] id="test-words" slideshow={"slide_type": "slide"}
# ## The test data, once
#
# Everything is chosen: the networks, the rate, the number of epochs, $k = 3$. Now the 599 digits that nothing here has seen.

# %% id="test" slideshow={"slide_type": "-"}
for name, (low, high) in {"SLP": (0.95, 0.98), "ANN": (0.965, 0.985), "DNN": (0.965, 0.99)}.items():
    for which, networks in ("without", plain), ("with", copies):
        mean = networks[name].score(*test).mean()
        print(f"{name} {which} copies: mean of five seeds between {low} and {high}: {low < mean < high}")
for which, examples in ("without", training), ("with", more):
    print(f"3 nearest neighbours {which} copies: {np.mean(nn.k_nearest(*examples, test[0]) == test[1]):.3f}")

# %% id="test-holds" slideshow={"slide_type": "skip"} tags=["test"]
scores = {name: network.score(*test) for name, network in plain.items()}
assert 0.958 < scores["SLP"].mean() < 0.97 and 0.97 < scores["ANN"].mean() < 0.979 and 0.973 < scores["DNN"].mean() < 0.985
assert scores["ANN"].max() > scores["DNN"].min() and all(0.003 < np.ptp(one) < 0.03 for one in scores.values())
assert abs(copies["SLP"].score(*test).mean() - 0.89) < 0.02
assert all(abs(copies[name].score(*test).mean() - scores[name].mean()) < 0.012 for name in ("ANN", "DNN"))
assert abs(np.mean(nn.k_nearest(*training, test[0]) == test[1]) - 0.987) < 0.001
assert abs(np.mean(nn.k_nearest(*more, test[0]) == test[1]) - 0.992) < 0.001

# %% [markdown] id="test-after" slideshow={"slide_type": "subslide"}
# SLP 0.965, ANN 0.974, DNN 0.979, each give or take a hundredth from seed to seed: the ranges of ANN and DNN overlap. And the three nearest neighbours, which
# learn nothing, get 0.987. On few, small, well-centred pictures looking things up is hard to beat. (Its price: it keeps all training pictures, and
# compares each new one with every one of them.)
#
# With copies the SLP falls to about 0.89 (the one *False*), ANN and DNN stay about where they were, for these digits are all centred already, and the
# three nearest neighbours gain: 0.992. What is better depends on what will come.
#
# All 1797 digits were written by the same 13 people. Those whose digits are in the test data wrote some of the training pictures too: on digits of
# other hands expect less.

# %% [markdown] id="draw-words" slideshow={"slide_type": "slide"}
# ## Draw a digit
#
# Now yours. Answer, then draw with the mouse or a finger. What you draw is moved to the middle, scaled to full height and counted in blocks of 4 × 4, as
# the data were; every layer answers each stroke. (ANN and DNN are smaller here than above, 64-32-10 and 64-32-32-10, so that each unit can be shown.)
#
# By keyboard: reach the pad with Tab, and move the pen to its start with the arrow keys. Go on with Tab to *pen down: arrow keys draw*, switch it on with
# the space bar, go back with Shift+Tab, and draw. *Clear* empties the pad.

# %% [markdown] id="draw-map" slideshow={"slide_type": "subslide"}
# The map *For (+) and against (−)* shows the **evidence**: pixels that spoke for the winner are blue, against it orange. Below it, $z$ = the sum of the map
# + a constant. For the SLP the evidence is weight times pixel, exactly, and the constant is the bias. For a deeper network it is slope times
# pixel, the slope from back-propagation, and the constant is what is left: true of this picture, not of others.
#
# Below the answer stands the distance to the nearest training digit (the root of the summed squares of the 64 differences). It knows nothing of the
# network.

# %% id="draw" slideshow={"slide_type": "-"}
live.DrawDigit(predict="06-predict-scribble")

# %% [markdown] id="draw-after" slideshow={"slide_type": "subslide"}
# Try to break it. Use the prepared drawings, or better your own:
#
# 1. *a 7, high up*: read as a 7. Switch off *moved to the middle* and *scaled to full height*: all three networks now read a 5, and are sure of it. (This
# 7 was chosen so that they do; yours may become something else.) Choose *laid over it*: *the mean 7*, then *the mean 5*, and see why. Then switch both on again.
# 2. *a 3*, then *a 7, high up*, with *white on black*: both are misread. Nobody told the network which of the two is ink. Switch it off again.
# 3. *the letter A*, with the SLP: a 6, with less than 0.5. Now *full ink is*: 16 in place of 1. All logits, and so their differences, become about 16
# times as large, and the probability of the 6 goes near 1. The A has not become more like a 6. Then back to 1.
# 4. *a scribble*: a 4, with more than 0.9. The softmax makes the ten numbers add up to 1, whatever they were. There is no output for *none of these*, and
# nothing like this was in the training data. One number does warn: the nearest training digit is 2.79 away. **A probability is about the digits that
# were shown, and only if what comes is of their kind.**

# %% id="draw-holds" slideshow={"slide_type": "skip"} tags=["test"]
def read(**values):
    """What the figure shows for these values."""
    figure.reset()
    figure.set(**values)
    return figure.state(figure.values, None)

figure = live.DrawDigit()
for name in SIZES:
    three, seven, scribble = (read(network=name, example=example) for example in ("three", "seven", "scribble"))
    assert three.winner == 3 and seven.winner == 7 and scribble.winner == 4 and scribble.probabilities.max() > 0.9
    assert abs(scribble.nearest - 2.79) < 0.005 and scribble.nearest > scribble.usual > max(three.nearest, seven.nearest)
    loose = read(network=name, example="seven", centred=False, scaled=False)
    assert loose.winner == 5 and loose.probabilities.max() > 0.9
    for digit, example in (3, "three"), (7, "seven"):
        assert read(network=name, example=example, inverted=True).winner != digit
letter, louder = (read(network="SLP", example="letter", full=full) for full in (1, 16))
assert letter.winner == louder.winner == 6 and letter.probabilities[6] < 0.5 and louder.probabilities[6] > 0.99
assert 15 < np.ptp(louder.logits) / np.ptp(letter.logits) < 17
assert read(network="ANN").sizes == (64, 32, 10) and read(network="DNN").sizes == (64, 32, 32, 10)
figure.close()

# %% [markdown] id="left-out" slideshow={"slide_type": "slide"}
# ## What this course left out
#
# - **Convolution.** A small window of weights that slides over the picture: what is learnt in one place is known in all of them. It makes a network far
# less sensitive to where a digit stands (LeCun et al. 1998).
# - **Adam** and its relatives: a rate of its own for each weight, from the sizes of its past gradients (Kingma and Ba 2015).
# - **Normalisation and skip connections**: with them networks of 50 layers and more still train (Ioffe and Szegedy 2015; He et al. 2016).
# - **Attention**: which inputs a unit looks at is itself computed from the inputs; language models are built of it (Vaswani et al. 2017).
#
# Adam changes the step alone; the others are layers with a forward and a backward formula. All are trained by the loop that you know. To go on: Nielsen,
# *Neural Networks and Deep Learning* (free, gentle); Prince, *Understanding Deep Learning* (free); Goodfellow, Bengio and Courville, *Deep Learning*;
# and the tutorials of PyTorch.

# %% [markdown] id="ledger" slideshow={"slide_type": "slide"}
# ## What is often said, and what we measured
#
# | often said | verdict | measured here |
# |---|---|---|
# | Reading handwriting needs a deep network. | not for these digits | a single layer 0.965, two hidden layers 0.979 |
# | The deeper, the better. | hardly | ANN 0.974, DNN 0.979; the ranges of five seeds overlap |
# | Networks beat simple methods. | not always | 3 nearest neighbours 0.987 |
# | A network that reads digits knows what a digit looks like. | false | moved by one pixel: under a half |
# | More data is always better. | not just any data, nor for every network | shifted copies, on moved digits: ANN 0.43 to 0.97, SLP 0.42 to 0.75; on centred ones: ANN no gain, SLP 0.96 to 0.91 |

# %% [markdown] id="summary" slideshow={"slide_type": "slide"}
# ## Summary
#
# - Look at the data first: shapes, range, counts, a few pictures.
# - Compare with something simple, over several seeds; say mean *and* spread.
# - What a network sees must be prepared as its training data were: centre, scale, range, ink and paper.
# - A probability of 0.99 is what the formula says, not what is known: there is no output for *none of these*.
# - The test data are opened once.
#
# **Words:** *logits, softmax, confusion matrix, k nearest neighbours, baseline* (a simple method to compare with) *, evidence, augmentation* (changed copies in the training part) *.*
