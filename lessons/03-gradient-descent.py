# %% [markdown] id="title" slideshow={"slide_type": "slide"}
# # 03 · Gradient descent
#
# A loss says how wrong a machine is; its slope says which way is down. That is all that is needed to train a network of any size.
# You will choose how many examples are looked at before each step, how long the step is, and find out what each choice costs.
# About 55 minutes. Run the next cell first.

# %% id="imports" slideshow={"slide_type": "-"}
import numpy as np

from lessons_lib import data, live, nn

live.speak("en")

# %% [markdown] id="puzzle" slideshow={"slide_type": "slide"}
# ## A puzzle first
#
# A machine shall tell the mass of a penguin. It looks at all 342 penguins, then corrects its weights a little; looks at all 342 again,
# corrects again. After 43 corrections it is nearly as good as it can be. Another one is in a hurry: it looks at only 8 penguins before
# each correction, at the next 8 before the next.

# %% id="puzzle-question" slideshow={"slide_type": "-"}
live.puzzle("03")

# %% [markdown] id="recall" slideshow={"slide_type": "subslide"}
# Three questions from lesson 02, from memory:

# %% id="recall-questions" slideshow={"slide_type": "-"}
live.recall("03")

# %% [markdown] id="formula" slideshow={"slide_type": "slide"}
# ## A loss, and the way down
#
# The machine is a perceptron that gives a number, without an activation function: body mass from flipper length $x_1$ and bill depth
# $x_2$. All three are standardised: their means are 0, so the average penguin needs no bias.
#
# $$y = w_1 x_1 + w_2 x_2, \qquad J(w_1, w_2) = \frac{1}{N} \sum_{i=1}^{N} \frac{(y_i - t_i)^2}{2}$$
#
# $t_i$ is the true mass of penguin number $i$. $J$ is the **loss**: the mean over the $N = 342$ penguins of half the squared error (the
# half cancels a 2 in the slope). It depends on the weights alone, so over the plane of $(w_1, w_2)$ it is a landscape.

# %% [markdown] id="gradient-words" slideshow={"slide_type": "subslide"}
# For *one* penguin: by $y$ the slope of $(y - t)^2 / 2$ is $y - t$. Move $w_1$ by a little, and $y$ moves $x_1$ times as much; so the
# loss moves $(y - t)\,x_1$ times as much. That is its slope by $w_1$; by $w_2$ it is $(y - t)\,x_2$. The **gradient** $\nabla J$ holds the
# means of these over all penguins, one number for each weight. It points uphill, so step the other way:
#
# $$\nabla J = \Big( \frac{1}{N} \sum_i (y_i - t_i)\, x_{i1}, \; \frac{1}{N} \sum_i (y_i - t_i)\, x_{i2} \Big), \qquad w \leftarrow w - \eta\, \nabla J$$
#
# ($x_{i1}$ is $x_1$ of penguin $i$, and $w$ stands for both weights.) One such step is an **update**. $\eta$ is the **learning rate**. The
# step is long where the slope is steep, and dies out where the ground is flat.

# %% [markdown] id="formula-words" slideshow={"slide_type": "subslide"}
# The gradient is a mean over examples, so it can be estimated from fewer of them: from a **mini-batch** of $B$ examples, $B$ being
# the **batch size**. $B = N$ is called **full batch**, $B = 1$ is **stochastic gradient descent (SGD)** in the narrow sense. For an
# epoch the examples are shuffled first and split then, so that each is used exactly once.

# %% [markdown] id="descent-task" slideshow={"slide_type": "slide"}
# Below is that landscape from above: the lower, the lighter, and along each line $J$ is the same. The path is the whole training
# at once. Answer again, now that you know what is meant, or keep your answer; then make the *batch size* smaller. *Play* and the slider
# *update shown* lead along the path; click on the surface to start elsewhere.
#
# The arrows show the way down by the next batch (green) and by all examples (black): the steeper, the longer. When are they one and
# the same?

# %% id="descent" slideshow={"slide_type": "-"}
live.Descent(predict="03-puzzle")

# %% [markdown] id="descent-after" slideshow={"slide_type": "subslide"}
# Until the loss is below 0.13 (the lowest is 0.119), a batch of 8 needs about as many *updates* as all 342 penguins: 36 to 50, depending on the seed, one epoch instead of 43.
# (That 342 / 8 is 43 too is chance.) The mean of 8
# points nearly the same way. Nearly: only with the full batch are the arrows one and the same. The path trembles, and near the bottom it
# never comes to rest (best seen with batch size 1).
#
# Two things to try with the full batch. Rate 1.2: a zigzag across the valley, still getting there. Rate 1.3: it leaves the picture.
#
# And *momentum* $\beta$: a part of the last step is taken again, $v \leftarrow \beta v - \eta \nabla J$ and $w \leftarrow w + v$. With 0.5 the loss is
# below 0.13 after 21 updates instead of 43. With 0.9 it runs past the lowest point, like a ball, and comes back.

# %% [markdown] id="scratch-words" slideshow={"slide_type": "slide"}
# ## The same in NumPy
#
# One update is two lines. `gradient` is the formula above for every weight at once: `x.T @ error` sums $(y_i - t_i)\,x_{ik}$ over
# the examples.

# %% id="scratch" slideshow={"slide_type": "-"}
features = ("flipper_length", "bill_depth", "body_mass")
raw, species = data.penguins(data.PENGUIN_SPECIES, features)
scaled = data.Standardiser(raw).transform(raw)
x, t = scaled[:, :2], scaled[:, 2]

def loss(w):
    return np.mean((x @ w - t) ** 2) / 2

w = np.array([-1.5, 0.5])
for _ in range(43):
    gradient = x.T @ (x @ w - t) / len(x)
    w = w - 0.1 * gradient
print("after 43 updates of the full batch:", w.round(3), "loss", round(loss(w), 3))

# %% [markdown] id="mini-words" slideshow={"slide_type": "subslide"}
# And with mini-batches. Note what is shuffled: the *numbers* of the rows, so that `x` and `t` stay together. What happens to the last batch
# when $B$ does not divide $N$: 342 is 42 batches of 8 and one of 6. And the mean: `/ len(rows)`, the examples of *this* batch.

# %% id="mini" slideshow={"slide_type": "-"}
def epoch(w, batch_size, learning_rate, rng):
    """One pass over all examples in mini-batches: the new weights, and how many updates it took."""
    order, updates = rng.permutation(len(x)), 0
    for start in range(0, len(x), batch_size):
        rows = order[start:start + batch_size]
        w = w - learning_rate * x[rows].T @ (x[rows] @ w - t[rows]) / len(rows)
        updates += 1
    return w, updates

w, updates = epoch(np.array([-1.5, 0.5]), batch_size=8, learning_rate=0.1, rng=np.random.default_rng(0))
print("one epoch in batches of 8:", updates, "updates, weights", w.round(3), "loss", round(loss(w), 3))
path = nn.descent_path(x, t, [-1.5, 0.5], nn.SGD(learning_rate=0.1), loss="squared_error", batch_size=8, updates=updates)
print("the same through the library:", np.allclose(path[-1], w))

# %% [markdown] id="epochs-words" slideshow={"slide_type": "subslide"}
# The study notes that this course grew from say: with 1000 examples and batch size 100, one pass is 10 epochs.

# %% id="epochs" slideshow={"slide_type": "-"}
live.ask("03-predict-epochs")

# %% id="descent-holds" slideshow={"slide_type": "skip"} tags=["test"]
def first_below(batch_size, rate, momentum=0.0, seed=0, target=0.13):
    path = nn.descent_path(x, t, [-1.5, 0.5], nn.SGD(rate, momentum), loss="squared_error", batch_size=batch_size,
                           updates=150, seed=seed)
    below = np.flatnonzero(nn.linear_loss(x, t, path, "squared_error") < target)
    return int(below[0]) if len(below) else None

assert np.allclose(path[-1], w) and updates == 43 == -(-342 // 8)
assert first_below(342, 0.1) == 43 and first_below(342, 0.1, 0.5) == 21
assert first_below(342, 1.2) == 28 and first_below(342, 1.3) is None
swing = nn.linear_loss(x, t, nn.descent_path(x, t, [-1.5, 0.5], nn.SGD(0.1, 0.9), loss="squared_error", batch_size=342,
                                             updates=60), "squared_error")
assert np.sum(np.diff(swing) > 0.001) > 5  # it climbs again after the lowest point
eights = [first_below(8, 0.1, seed=seed) for seed in range(21)]
assert (min(eights), np.median(eights), max(eights)) == (36, 44, 50)

# %% [markdown] id="cloud-words" slideshow={"slide_type": "slide"}
# ## How wrong is a small batch?
#
# Adelie against Chinstrap again, with $p$ = sigmoid of the weighted sum. "The best possible weights" of lesson 02 were those
# with the smallest **cross-entropy**: for a Chinstrap ($t = 1$) the loss is $-\log p$, which is 0 for a machine that is sure and right,
# 0.69 at $p = 0.5$, 4.6 at $p = 0.01$; for an Adelie it is $-\log(1 - p)$. Its gradient looks as before (lesson 05 says why): the mean of $(p_i - t_i)\,x_i$.
#
# At *one* point of the landscape each example has its own gradient: a pale mark below. A mini-batch's gradient is the mean of $B$
# of them: a blue dot, 500 times. The cross is the mean of all. The blue dots' **spread** is their root mean square distance from the
# cross; the circle is as large as theory expects it to be. (The middle picture enlarges the square around it.)

# %% id="cloud" slideshow={"slide_type": "-"}
live.GradientCloud(predict="03-predict-spread")

# %% [markdown] id="cloud-after" slideshow={"slide_type": "subslide"}
# Four times as many examples halve the spread; to have a tenth of it takes a hundred times as many. If $\sigma$ is the spread of
# the single examples, batches drawn without putting any example back spread by
#
# $$\frac{\sigma}{\sqrt{B}} \cdot \sqrt{\frac{N - B}{N - 1}}$$
#
# The second root is 1 for a single example and 0 for all of them: the full batch has no noise left. Switch to drawing *with
# replacement*: the second root is gone, and at $B = N$ noise remains. Move *weights* to 100 %, the best ones: the cross stands at zero, the
# landscape is flat there, and still a dozen birds, the hard ones, pull this way and that. Just so the path in the first figure never came to rest.

# %% id="spread" slideshow={"slide_type": "-"}
two, chinstrap = data.penguins(("Adelie", "Chinstrap"), ("bill_length", "body_mass"))
z = data.Standardiser(two).transform(two)
gradients = (0.5 - chinstrap)[:, np.newaxis] * z        # p = 0.5 for everybody when all weights are 0
sigma, n = np.sqrt(np.mean(np.sum((gradients - gradients.mean(axis=0)) ** 2, axis=1))), len(gradients)

def measured(batch_size, draws=2000):
    """The root mean square distance of mini-batch gradients from the full one."""
    rng = np.random.default_rng(0)
    means = np.array([gradients[rng.permutation(n)[:batch_size]].mean(axis=0) for _ in range(draws)])
    return np.sqrt(np.mean(np.sum((means - gradients.mean(axis=0)) ** 2, axis=1)))

for b in (1, 4, 16, 64, 219):
    print(f"B = {b:3d}: measured {measured(b):.3f}, theory {sigma / np.sqrt(b) * np.sqrt((n - b) / (n - 1)):.3f}")

# %% id="spread-holds" slideshow={"slide_type": "skip"} tags=["test"]
for b in (1, 4, 16, 64, 128):
    np.testing.assert_allclose(measured(b), nn.expected_spread(sigma, b, n, replacement=False), rtol=0.06)
assert measured(219, draws=5) < 1e-12
ratio = nn.expected_spread(sigma, np.array([1, 4, 100]), n, replacement=True)
np.testing.assert_allclose(ratio / ratio[0], [1, 0.5, 0.1])

# %% [markdown] id="valleys-words" slideshow={"slide_type": "slide"}
# ## Is noise only bad?
#
# Guess *one* length $w$ that suits as many flippers as possible. Let a bird near the guess cost little, and any bird far from it cost 1,
# however far: $1 - e^{-(w - x)^2 / 2 s^2}$, with $s = 0.4$ (5.6 mm). The mean of these costs has a valley for each crowd of birds: a shallow one near the Gentoos, a
# deeper one near the two other species. 200 runs begin at the same place in the shallower one, each with batches
# of its own.

# %% id="valleys" slideshow={"slide_type": "-"}
live.Valleys(predict="03-predict-valleys")

# %% [markdown] id="valleys-after" slideshow={"slide_type": "subslide"}
# The full batch stays in the valley where it began: at its bottom the full gradient is zero. At rate 0.3 batches of 16 stay
# there too. With 4 about six in ten runs end in the deeper valley, with 2 nine in ten: now and then a batch of birds from the other
# crowd carries them over the barrier. With 1 nearly all have been there, and only about seven in ten are there at the end, for
# what carries them over carries them back.
#
# So noise is not only bad, and more of it is not always better. What it does *not* show is that small batches find better
# networks: this is one loss with two valleys, and we chose it.

# %% id="valleys-hold" slideshow={"slide_type": "skip"} tags=["test"]
def deeper(batch_size):
    """Share of runs in the deeper valley at the end, and of those that have left it again at some time, over ten seeds."""
    ends = [live.valleys.run(batch_size, 0.3, live.valleys.BOTTOM, seed) for seed in range(10)]
    return np.array([[end.deeper[-1], end.left[-1]] for end in ends])

assert deeper(342).max() == 0 and deeper(16)[:, 0].max() < 0.02
assert 0.5 < deeper(4)[:, 0].min() and deeper(4)[:, 0].max() < 0.7
assert 0.8 < deeper(2)[:, 0].min() and 0.6 < deeper(1)[:, 0].min() and deeper(1)[:, 0].max() < 0.8
assert deeper(1)[:, 1].min() > 0.85

# %% [markdown] id="clocks-words" slideshow={"slide_type": "slide"}
# ## Which is fastest? By which clock?
#
# Full batch, mini-batch and SGD start from the same weights, with the same learning rate: Adelie against Chinstrap by bill length and
# body mass. On one loss scale, *one switch* changes what is counted along the axis: updates, examples, epochs, or time on
# your machine. (The flat piece at the beginning is the wait for the first update.) Answer, then try all four.

# %% id="clocks" slideshow={"slide_type": "-"}
live.Clocks(predict="03-predict-clocks")

# %% [markdown] id="clocks-after" slideshow={"slide_type": "subslide"}
# At rate 1 the full batch needs 83 updates until the loss is below 0.08, a batch of 8 about 81, SGD 76 to 115: the *updates* hardly depend on the
# batch size. So in epochs the small batch wins by far, 2.9 against 83. In time the three lie within a factor of three or so, for here an
# update with all examples costs only two or three times as much as one with a few. **None of them is "the fastest": say what you count.**
#
# It holds as long as the steps are short. At rate 5, SGD falls below the target early by luck, and climbs above it again.
#
# Now switch on *as it is often drawn*. The study notes that this course grew from compare the three in such a picture: each with a
# scale and a unit of its own. Drawn like that, any of them looks best. Read below the panels how many examples each one shows.

# %% id="clocks-code" slideshow={"slide_type": "-"}
def needed(batch_size, seed, target=0.08):
    """Updates and epochs until the loss of all 219 penguins is below the target, at learning rate 1."""
    network = nn.Network((2, 1), loss="binary_cross_entropy", initialisation="zeros")
    for update in network.updates(z, chinstrap, nn.SGD(1.0), batch_size=batch_size, epochs=200, seed=seed):
        if network.loss(z, chinstrap) < target:
            return update.number, update.number / -(-len(z) // batch_size)

for batch_size in (1, 8, 32, 219):
    found = np.array([needed(batch_size, seed) for seed in range(10)])
    print(f"B = {batch_size:3d}: {np.median(found[:, 0]):5.1f} updates ({found[:, 0].min():.0f} to {found[:, 0].max():.0f}),"
          f" {np.median(found[:, 1]):5.2f} epochs")

# %% id="clocks-hold" slideshow={"slide_type": "skip"} tags=["test"]
counts = {b: np.array([needed(b, seed) for seed in range(10)]) for b in (1, 8, 32, 219)}
assert 75 <= counts[1][:, 0].min() and counts[1][:, 0].max() <= 116
assert [round(np.median(counts[b][:, 0])) for b in (8, 32, 219)] == [81, 83, 83]
assert [round(np.median(counts[b][:, 1]), 1) for b in (8, 219)] == [2.9, 83.0]
assert -(-1000 // 100) == 10

# %% [markdown] id="throughput-words" slideshow={"slide_type": "slide"}
# ## Why one at a time is rare
#
# In the narrow sense SGD takes one example an update. In deep learning that is rarely done, and not because it learns badly: you just saw
# that it does not. Measure the reason on your own machine: answer, then press *Play*. Each dot is the best of four rounds.

# %% id="throughput" slideshow={"slide_type": "-"}
live.Throughput(predict="03-predict-throughput")

# %% [markdown] id="throughput-after" slideshow={"slide_type": "subslide"}
# An update has a price that does not depend on the batch: Python calls NumPy, NumPy prepares, memory is fetched. With one
# example that is nearly all of the price. With hundreds the arithmetic takes over, and the curve bends; with the small network 2-1 of the race above, later than with
# 64-128-128-10. On a graphics card, which does thousands of multiplications at once, it bends much later.
#
# Up to some hundreds, larger batches are cheaper *per example*; then there is nothing more to gain. But they make fewer updates from the same examples, and updates are what brings the loss
# down. So the usual answer lies in between: 16 to 512.
#
# "SGD is rarely used" is therefore loose: scikit-learn's `SGDClassifier` takes one example at a time; and what libraries *call* SGD is
# usually mini-batch: PyTorch's `SGD` never sees the batch size.

# %% [markdown] id="rate-words" slideshow={"slide_type": "slide"}
# ## How long may a step be?
#
# With one weight, the squared error is a parabola. At the distance $d$ from its lowest point the slope is $\lambda d$, where $\lambda$ is the
# **curvature**, the second derivative. So an update leads from $d$ to $d - \eta\lambda d$:
#
# $$d \leftarrow (1 - \eta\lambda)\, d$$
#
# Each update leads nearer if $-1 < 1 - \eta\lambda < 1$, that is, if $\eta < 2/\lambda$. With several weights the curvature depends on the direction, and the largest one sets the limit for all. Below: body mass from flipper
# length and a bias, full batch; the slider counts the learning rate in units of the limit $2/\lambda$. (The left picture shows the *loss* above
# its lowest value; it goes with $d^2$.)

# %% id="rate" slideshow={"slide_type": "-"}
live.StableRate(predict="03-predict-rate")

# %% [markdown] id="rate-after" slideshow={"slide_type": "subslide"}
# Below the limit it comes to rest, above it every step is longer than the one before; exactly at the limit it bounces for ever. The
# figure names the first update above the start, or the one at which the numbers become too large for the machine (from 5 times the limit on).
# $2/\lambda$ is no rule of thumb here; it is exact. *Momentum* $\beta$ moves the limit to $2(1+\beta)/\lambda$: try 0.9 and 1.5 times.
#
# Set *inputs* to *raw*: millimetres and grams. The limit falls to 0.00005, for the largest curvature is
# now 40,600. At 0.95 of that limit the loss falls to 1 % of its start in some 30 updates, and then stands still: the smallest curvature is 8 million times
# smaller, and along that flat direction the steps are far too short. After 200 updates the weights are as far from the best ones as at the start: the next cell prints 1. **That is what standardising is for.**

# %% [markdown] id="limit-words" slideshow={"slide_type": "subslide"}
# The curvatures in all directions at once stand in a matrix, `columns.T @ columns / N`; `eigvalsh` gives them, the smallest first. (You
# need not know how.) `lstsq` gives the best weights, to measure the distance from.

# %% id="limit" slideshow={"slide_type": "-"}
def after(columns, targets, rate, updates=200):
    """How far from the best weights full-batch descent ends, as a multiple of how far it began (at zero)."""
    best = np.linalg.lstsq(columns, targets)[0]
    w = np.zeros(columns.shape[1])
    for _ in range(updates):
        w = w - rate * columns.T @ (columns @ w - targets) / len(columns)
    return np.linalg.norm(w - best) / np.linalg.norm(best)

ones = np.ones((len(raw), 1))
for name, columns, targets in (("raw", np.hstack([raw[:, :1], ones]), raw[:, 2]), ("standardised", np.hstack([x[:, :1], ones]), t)):
    curvatures = np.linalg.eigvalsh(columns.T @ columns / len(columns))
    limit = 2 / curvatures[-1]
    ends = [after(columns, targets, factor * limit) for factor in (0.95, 1.0, 1.05)]
    print(f"{name:12s} limit {limit:.3g}, at 0.95, 1 and 1.05 of it:", [f"{end:.2g}" for end in ends])

# %% id="rate-holds" slideshow={"slide_type": "skip"} tags=["test"]
hessians = [nn.curvature(columns, np.zeros(2), "squared_error") for columns in (np.hstack([raw[:, :1], ones]), np.hstack([x[:, :1], ones]))]
np.testing.assert_allclose([nn.largest_stable_rate(h) for h in hessians], [4.93e-5, 2.0], rtol=0.01)
spread = np.linalg.eigvalsh(hessians[0])
assert 8.0e6 < spread[1] / spread[0] < 8.7e6
assert after(np.hstack([x[:, :1], ones]), t, 0.95 * 2) < 1e-8 and after(np.hstack([x[:, :1], ones]), t, 1.05 * 2) > 1e6
assert after(np.hstack([raw[:, :1], ones]), raw[:, 2], 0.95 * 4.93e-5) > 0.5

# %% [markdown] id="counter-words" slideshow={"slide_type": "subslide"}
# **A case where this limit fails.** Set *inputs* back to *standardised* and *loss* to the logistic one. Its curvature is not the same everywhere: it
# becomes smaller on the way, so the limit computed at the start is too careful. At 10 times that limit it ends *lower* than at 0.95
# times: compare the dots in the right picture.
#
# Even at 1000 times it stays finite. $p - t$ lies between −1 and 1, so no example's gradient is larger than its own $x$, and no step longer
# than $\eta$ times that. A limit from the curvature is a law for parabolas, and a first guess elsewhere.

# %% id="counter" slideshow={"slide_type": "-"}
bills = np.column_stack([z, np.ones(len(z))])
limit = nn.largest_stable_rate(nn.curvature(bills, np.zeros(3), "binary_cross_entropy"))
for factor in (0.95, 10):
    path = nn.descent_path(bills, chinstrap, np.zeros(3), nn.SGD(factor * limit), loss="binary_cross_entropy",
                           batch_size=len(z), updates=200)
    print(f"{factor} times {limit:.2f}: loss {nn.linear_loss(bills, chinstrap, path[-1], 'binary_cross_entropy'):.4f}")

# %% id="counter-holds" slideshow={"slide_type": "skip"} tags=["test"]
ends = [nn.linear_loss(bills, chinstrap, nn.descent_path(bills, chinstrap, np.zeros(3), nn.SGD(factor * limit), batch_size=219,
        loss="binary_cross_entropy", updates=200), "binary_cross_entropy") for factor in (0.95, 10, 1000)]
assert ends[1][-1] < ends[0][-1] and np.isfinite(ends[2]).all()

# %% [markdown] id="schedule-words" slideshow={"slide_type": "slide"}
# ## Long steps first, short ones later
#
# Flipper, bill and mass again. With one example at a time and a constant rate the loss dances above its lowest point, the higher the longer
# the steps. A **schedule** lets the rate fall: halved again and again, or as one over the number of updates, or along a cosine. Twenty runs
# at once; grey is the constant rate.

# %% id="schedule" slideshow={"slide_type": "-"}
live.Schedules(predict="03-predict-schedule")

# %% [markdown] id="schedule-after" slideshow={"slide_type": "subslide"}
# At rate 0.1, halving every 100 updates ends about 150 times nearer to the lowest loss than the constant rate. Halving every 10 from 0.01
# it stops 0.23 above it, having begun 0.38 above: all its rates together add up to 0.2, too short a way.
#
# Robbins and Monro (1951), who invented SGD, proved when it arrives from *any* start, given time without end: the rates must add up to infinity,
# so that no place is too far, and their squares must not, so that the noise dies out. One over the number of updates does both; halving
# does not, and is good enough here.

# %% id="schedule-holds" slideshow={"slide_type": "skip"} tags=["test"]
def final(schedule, k, rate, batch=1):
    return np.median(live.schedules.distances(schedule, k, rate, batch)[-100:].mean(axis=0))

assert 100 < final("constant", 100, 0.1) / final("halved", 100, 0.1) < 220
assert final("halved", 10, 0.01) > 100 * final("constant", 10, 0.01)
assert 0.21 < final("halved", 10, 0.01) < 0.25
assert 0.37 < live.schedules.distances("halved", 10, 0.01, 1)[0].mean() < 0.39
np.testing.assert_allclose(sum(0.01 * 0.5 ** (k // 10) for k in range(1000)), 0.2, rtol=1e-3)

# %% [markdown] id="ledger" slideshow={"slide_type": "slide"}
# ## What is often said, and what we measured
#
# | often said | verdict | measured here |
# |---|---|---|
# | SGD takes exactly one random example for an update, | true in the narrow sense | $B = 1$ wherever a figure here says SGD |
# | and is rarely used. | loose | it is rare in deep learning, for its throughput; it needed 76 to 115 updates where the full batch needed 83 |
# | A mini-batch is batch-size random examples for an update. | true; mostly drawn *without* replacement within an epoch | spread $\sigma/\sqrt{B} \cdot \sqrt{(N-B)/(N-1)}$, nothing left at $B = N$ |
# | People say SGD and mean mini-batch. | true | PyTorch's `SGD` never sees the batch size |
# | 1000 examples in batches of 100 are 10 epochs. | false | they are 10 *updates* and one epoch |
# | Small batches train faster. | by some clocks | 81 against 83 updates, 2.9 against 83 epochs; in seconds two or three times, not 28 |
# | Noise in the gradient is bad. | it depends | it keeps the path from coming to rest, and it can lead out of a shallow valley |
# | A rate slightly too large is slightly worse. | false | 0.95 of $2/\lambda$ comes to rest, 1.05 of it explodes |

# %% [markdown] id="ledger-words" slideshow={"slide_type": "subslide"}
# One more sentence is often heard: "small batches generalise better", that is, are more often right on new data. Some measured it (Keskar et al. 2017); when the
# learning rate is tuned for each batch size, others found no difference (Shallue et al. 2019). We do not teach it as a law.

# %% [markdown] id="summary" slideshow={"slide_type": "slide"}
# ## Summary
#
# - Training is walking downhill on the loss: weights minus learning rate times gradient.
# - A batch of $B$ examples gives the gradient with noise that falls as $1/\sqrt{B}$.
# - Updates, examples, epochs and seconds are four clocks; a comparison must say which one it reads.
# - The largest curvature sets the largest stable rate; standardised inputs make it the same in all directions.
# - Long steps first, short ones later.
#
# **Words:** *loss, cross-entropy, squared error, gradient, update, learning rate, full batch, mini-batch, batch size, SGD, epoch,
# momentum, curvature, convergence* (coming to rest) *, divergence* (running away) *, schedule.*

# %% [markdown] id="exercises" slideshow={"slide_type": "subslide"}
# **Your turn:** [the exercises of this lesson](exercises/03-gradient-descent.ipynb), five tasks, each checked on the spot. After that: [lesson 04](04-multilayer-perceptron.ipynb).
