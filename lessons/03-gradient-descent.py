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
# A thousand examples. You put them into groups of a hundred, look at one group at a time, and after each group you correct
# the weights once. Study notes on the web say of this: "one run through the thousand examples is ten epochs".

# %% id="puzzle-question" slideshow={"slide_type": "-"}
live.puzzle("03")

# %% [markdown] id="recall" slideshow={"slide_type": "subslide"}
# Three questions from lesson 02, from memory:

# %% id="recall-questions" slideshow={"slide_type": "-"}
live.recall("03")

# %% [markdown] id="formula" slideshow={"slide_type": "slide"}
# ## A loss, and the way down
#
# Can the body mass of a penguin be told from its flipper length $x_1$ and its bill depth $x_2$? The machine is a perceptron that
# gives a number, without an activation function. All three are standardised, so no bias is needed:
#
# $$y = w_1 x_1 + w_2 x_2, \qquad J(w_1, w_2) = \frac{1}{N} \sum_{i=1}^{N} \frac{(y_i - t_i)^2}{2}$$
#
# $t_i$ is the true mass of penguin $i$. $J$ is the **loss**: the mean over the $N = 342$ penguins of half the squared error (the
# half cancels a 2 in the slope). It depends on the weights alone, so over the plane of $(w_1, w_2)$ it is a landscape.
#
# The **gradient** $\nabla J$ has the partial derivative by each weight as its entries, and points uphill. So step the other way:
#
# $$w \leftarrow w - \eta\, \nabla J(w), \qquad \frac{\partial J}{\partial w_k} = \frac{1}{N} \sum_{i=1}^{N} (y_i - t_i)\, x_{ik}$$

# %% [markdown] id="formula-words" slideshow={"slide_type": "subslide"}
# One such step is an **update**. $\eta$ is the **learning rate**. The step is long where the slope is steep, and dies out where
# the ground is flat.
#
# The gradient is a mean over examples, so it can be estimated from fewer of them: from a **mini-batch** of $B$ examples, $B$ being
# the **batch size**. $B = N$ is called **full batch**, $B = 1$ is **stochastic gradient descent (SGD)** in the narrow sense. For an
# epoch the examples are shuffled first and split then, so that each is used exactly once.

# %% [markdown] id="descent-task" slideshow={"slide_type": "slide"}
# Below is that landscape from above: the lower, the lighter, and along each line $J$ is the same. The path is
# the whole training at once. Answer, then make the *batch size* smaller. *Play* and the slider *update shown* lead along the path;
# click on the surface to start elsewhere.
#
# The arrows show the way down by the next batch (green) and by all examples (black). When are they one and the same?

# %% id="descent" slideshow={"slide_type": "-"}
live.Descent(predict="03-predict-batch")

# %% [markdown] id="descent-after" slideshow={"slide_type": "subslide"}
# A batch of 8 needs about as many *updates* as all 342 penguins, and so 43 times fewer *examples*. The path trembles, since each
# batch sees a slightly different landscape, and near the bottom it never comes to rest.
#
# Three things to try with the full batch. Rate 1.2: a zigzag across the valley, still getting there. Rate 1.3: it leaves the
# picture. And rate 0.1 with *momentum* 0.8: the velocity of earlier steps is kept, and 12 updates do what took 43; with 0.95 it
# overshoots.

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
# And with mini-batches. Note what is shuffled (the *numbers* of the rows, so that `x` and `t` stay together), what happens to the
# last batch when $B$ does not divide $N$ (342 is 42 batches of 8 and one of 6), and where the $1/B$ stands: once.

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

# %% id="descent-holds" slideshow={"slide_type": "skip"} tags=["test"]
def first_below(batch_size, rate, momentum=0.0, seed=0, target=0.13):
    path = nn.descent_path(x, t, [-1.5, 0.5], nn.SGD(rate, momentum), loss="squared_error", batch_size=batch_size,
                           updates=150, seed=seed)
    below = np.flatnonzero(nn.linear_loss(x, t, path, "squared_error") < target)
    return int(below[0]) if len(below) else None

assert np.allclose(path[-1], w) and updates == 43 == -(-342 // 8)
assert first_below(342, 0.1) == 43 and first_below(342, 0.1, 0.8) == 12
assert first_below(342, 1.2) == 28 and first_below(342, 1.3) is None
assert first_below(342, 0.1, 0.95) is None or first_below(342, 0.1, 0.95) > 12
eights = [first_below(8, 0.1, seed=seed) for seed in range(21)]
assert (min(eights), np.median(eights), max(eights)) == (36, 44, 50)

# %% [markdown] id="cloud-words" slideshow={"slide_type": "slide"}
# ## How wrong is a small batch?
#
# Adelie against Chinstrap again, with $p$ = sigmoid of the weighted sum as in lesson 02 and the loss that made those weights "the
# best possible", the **cross-entropy** $-t \log p - (1-t) \log(1-p)$. Its gradient is as simple as before: the mean of
# $(p_i - t_i)\,x_i$.
#
# At *one* point of the landscape each example has its own gradient: a pale dot below. A mini-batch's gradient is the mean of $B$
# of them: a blue dot, 500 times. The full gradient is the cross.

# %% id="cloud" slideshow={"slide_type": "-"}
live.GradientCloud(predict="03-predict-spread")

# %% [markdown] id="cloud-after" slideshow={"slide_type": "subslide"}
# Four times as many examples halve the spread; to have a tenth of it takes a hundred times as many. If $\sigma$ is the spread of
# the single examples, batches drawn without putting any example back spread by
#
# $$\frac{\sigma}{\sqrt{B}} \cdot \sqrt{\frac{N - B}{N - 1}}$$
#
# The second root is 1 for a single example and 0 for all of them: the full batch has no noise left. Switch to drawing *with
# replacement*: the second root is gone, and at $B = N$ noise remains. Move *weights* to 100 %: the cross stands at zero, the
# landscape is flat there; the single examples' gradients are not zero. That is why the path never came to rest.

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
# Where do most penguins stand on the scale of flipper lengths? A loss that forgives what is far away has a valley for each crowd of
# birds: a shallow one near the Gentoos, a deeper one near the Adelies and Chinstraps. One weight, two valleys; 200 runs begin at the
# same place in the shallower one, each with its own batches. *All* go downhill by their gradient. How many of them will be in the deeper
# valley at the end?

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
# body mass. On one loss scale, *one switch* changes what is counted along the axis: updates, examples, epochs, or seconds on
# your machine. Answer, then try all four.

# %% id="clocks" slideshow={"slide_type": "-"}
live.Clocks(predict="03-predict-clocks")

# %% [markdown] id="clocks-after" slideshow={"slide_type": "subslide"}
# At rate 1 the full batch needs 83 updates, a batch of 8 about 81: the *updates* hardly depend on the batch size. So in examples and
# epochs the small batch wins by far (2.9 epochs against 83); in seconds the three lie close together, since a small update is not
# much cheaper than a large one, as the next figure shows. **None of them is "the fastest": say what you count.**
#
# It holds as long as the step is short. At rate 5, SGD falls below the target early by luck, and above it again.
#
# Now switch on *as it is often drawn*. The study notes that this course grew from compare the three in such a picture: each with a
# scale and a unit of its own. Drawn like that, any of them looks best.

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
# ## Why nobody takes one at a time
#
# In the narrow sense SGD takes one example an update. In deep learning it is rarely done, and not because it learns badly: you just saw
# that it does not. Measure the reason on your own machine. Answer, then press *Play*: each dot is the best of four rounds.

# %% id="throughput" slideshow={"slide_type": "-"}
live.Throughput(predict="03-predict-throughput")

# %% [markdown] id="throughput-after" slideshow={"slide_type": "subslide"}
# An update has a price that does not depend on the batch: Python calls NumPy, NumPy prepares, memory is fetched. With one
# example that is nearly all of the price. With hundreds the arithmetic takes over, and the curve bends. On a graphics card, which
# does thousands of multiplications at once, it bends much later. So the usual answer lies in between: 16 to 512.
#
# "SGD is rarely used" is therefore loose: scikit-learn's `SGDClassifier` takes one example at a time; and what libraries *call* SGD is
# usually mini-batch: PyTorch's `SGD` never sees the batch size.

# %% [markdown] id="rate-words" slideshow={"slide_type": "slide"}
# ## How long may a step be?
#
# Near its lowest point, along one weight, this loss is a parabola with **curvature** $\lambda$, its second derivative. One step from a
# distance $d$ leads to the distance $d - \eta\lambda d$:
#
# $$d \leftarrow (1 - \eta\lambda)\, d, \qquad \text{smaller each time as long as } |1 - \eta\lambda| < 1, \text{ that is } \eta < \frac{2}{\lambda}$$
#
# With many weights, curvature depends on the direction, and the largest one sets the limit for all. (The matrix of all second
# derivatives is the **Hessian**, here $x^\top x / N$; its largest eigenvalue is $\lambda$.) Here: body mass from flipper length and a
# bias, full batch. The slider counts the rate in units of the limit.

# %% id="rate" slideshow={"slide_type": "-"}
live.StableRate(predict="03-predict-rate")

# %% [markdown] id="rate-after" slideshow={"slide_type": "subslide"}
# Below the limit it comes to rest, above it every step is longer than the one before, until the numbers are too large for the
# machine: the figure names the first update at which that happens. $2/\lambda$ is no rule of thumb here; it is exact.
#
# Set *inputs* to *raw*: millimetres and grams. The limit falls to 0.00005, for one direction is 8 million times
# more curved than the other. At 0.95 times that limit it is stable, and after 200 updates still far from the bottom. **That is what
# standardising is for.**
#
# *Momentum* $\beta$ moves the limit to $2(1+\beta)/\lambda$.

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
# **A case where it fails.** Set *inputs* back to standardised and *loss* to the logistic one. Its curvature is not the same everywhere: it
# becomes smaller on the way, so the limit computed at the start is too careful. At 10 times that limit it ends *lower* than at 0.95
# times, and even at 1000 times it stays finite, since no example's gradient can be larger than its own $x$. With raw inputs,
# or with momentum, 10 times is not better. A limit from the curvature is a law for parabolas, and a first guess elsewhere.

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
# With one example at a time and a constant rate the loss dances above its lowest point, the higher the longer the steps. A
# **schedule** lets the rate fall: halved every $k$ updates, or as $1/t$, or along a cosine. Twenty runs at once; grey is the constant
# rate.

# %% id="schedule" slideshow={"slide_type": "-"}
live.Schedules(predict="03-predict-schedule")

# %% [markdown] id="schedule-after" slideshow={"slide_type": "subslide"}
# At rate 0.1, halving every 100 updates ends about 150 times nearer to the lowest loss than the constant rate. Halved every 10
# updates from 0.01 it hardly gets anywhere: all its rates together add up to 0.2, too short a way. Robbins and Monro (1951), who
# invented SGD, asked for both: the rates must add up to infinity, their squares must not.

# %% id="schedule-holds" slideshow={"slide_type": "skip"} tags=["test"]
def final(schedule, k, rate, batch=1):
    return np.median(live.schedules.distances(schedule, k, rate, batch)[-100:].mean(axis=0))

assert 100 < final("constant", 100, 0.1) / final("halved", 100, 0.1) < 220
assert final("halved", 10, 0.01) > 100 * final("constant", 10, 0.01)
np.testing.assert_allclose(sum(0.01 * 0.5 ** (k // 10) for k in range(1000)), 0.2, rtol=1e-3)

# %% [markdown] id="ledger" slideshow={"slide_type": "slide"}
# ## What is often said, and what we measured
#
# | often said | verdict | measured here |
# |---|---|---|
# | SGD takes exactly one random example for an update, | true in the narrow sense | $B = 1$ in every figure above |
# | and is rarely used. | loose | it is rare in deep learning, for its throughput; it needed 76 to 115 updates where the full batch needed 83 |
# | A mini-batch is batch-size random examples for an update. | true; mostly drawn *without* replacement within an epoch | spread $\sigma/\sqrt{B} \cdot \sqrt{(N-B)/(N-1)}$, nothing left at $B = N$ |
# | People say SGD and mean mini-batch. | true | PyTorch's `SGD` never sees the batch size |
# | 1000 examples in batches of 100 are 10 epochs. | false | they are 10 *updates* and one epoch |
# | Small batches train faster. | by some clocks | 81 against 83 updates, 2.9 against 83 epochs, in seconds nearly the same |
# | Noise in the gradient is bad. | it depends | it keeps the path from coming to rest, and it can lead out of a shallow valley |
# | A rate slightly too large is slightly worse. | false | 0.95 of $2/\lambda$ comes to rest, 1.05 of it explodes |

# %% [markdown] id="ledger-words" slideshow={"slide_type": "subslide"}
# One more sentence is often heard: "small batches generalise better". Some measured it (Keskar et al. 2017); when the
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
