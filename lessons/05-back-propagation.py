# %% [markdown] id="title" slideshow={"slide_type": "slide"}
# # 05 · Back-propagation
#
# Gradient descent asks how the loss changes with each weight. In a deep network a weight of the first layer acts on everything that
# follows. How does it learn its share of the blame? You will follow a slope through a network, one number at a time, by hand and by code,
# and find bugs that many have planted. About 60 minutes. Run the next cell first.

# %% id="imports" slideshow={"slide_type": "-"}
import numpy as np

from lessons_lib import data, live, nn

live.speak("en")

# %% [markdown] id="puzzle" slideshow={"slide_type": "slide"}
# ## A puzzle first
#
# A network has 100,000 weights. One way forwards, from 256 examples to the loss, takes 10 milliseconds. You want the whole gradient: for *each*
# weight, how fast the loss changes with it.

# %% id="puzzle-question" slideshow={"slide_type": "-"}
live.puzzle("05")

# %% [markdown] id="recall" slideshow={"slide_type": "subslide"}
# Three questions from earlier lessons, from memory:

# %% id="recall-questions" slideshow={"slide_type": "-"}
live.recall("05")

# %% [markdown] id="chain-words" slideshow={"slide_type": "slide"}
# ## Slopes in a row multiply
#
# Let $u = g(x)$ and $z = f(u)$, one function after the other. Move $x$ by a little $\Delta x$: then $u$ moves by $\Delta u$, and so
# $z$ by $\Delta z$. As long as $\Delta u$ is not 0,
#
# $$\frac{\Delta z}{\Delta x} = \frac{\Delta z}{\Delta u} \cdot \frac{\Delta u}{\Delta x}$$
#
# is plain arithmetic. Now let $\Delta x$ shrink: each fraction becomes a slope (a proof must also mind a $\Delta u$ of 0). This is the **chain rule**:
#
# $$\frac{dz}{dx} = f'(g(x)) \cdot g'(x)$$
#
# If $u$ runs twice as fast as $x$, and $z$ five times as fast as $u$, then $z$ runs ten times as fast as $x$.

# %% [markdown] id="chain-task" slideshow={"slide_type": "subslide"}
# Below is $z = (5x + 2)^2$: first $u = 5x + 2$, then $z = u^2$. Answer, then drag $x$, and watch at which place the second slope is taken.
# Make the *step h* smaller: in the row of quotients $\Delta u$ cancels, and they come down to the slopes.

# %% id="chain" slideshow={"slide_type": "-"}
live.ChainRule(predict="05-predict-chain")

# %% [markdown] id="chain-after" slideshow={"slide_type": "subslide"}
# $f'(u) = 2u$ and $g'(x) = 5$, so the slope is $2u \cdot 5$ with $u = 5x + 2$: $\;2\,(5x + 2) \cdot 5 = 50x + 20$, the same as when
# you multiply the square out first. At $x = 1$ that is 70.
#
# The outer slope belongs to the point $g(x)$, **not** to $x$. Switch the mistake on: at $x = 1$ it says 10. Now find the one $x$ where the mistake
# gives the right number, and see why. With $f = 5u + 2$ outside and $x^2$ inside it is *never* seen: a test on such a function proves nothing.
#
# Then choose the sigmoid σ in all three places, and set $x = 0$: the slope is $0.250 \cdot 0.235 \cdot 0.227 = 0.013$. Remember that number.

# %% id="chain-code" slideshow={"slide_type": "-"}
def difference_quotient(function, x, step=1e-6):
    """The slope of a function at x, measured: no rule needed."""
    return (function(x + step) - function(x - step)) / (2 * step)

x = 1.0
print(f"(5x + 2)^2 at 1:   rule {2 * (5 * x + 2) * 5:.4f}   measured {difference_quotient(lambda x: (5 * x + 2)**2, x):.4f}")
print(f"sin(x^2)   at 1:   rule {np.cos(x**2) * 2 * x:.4f}   measured {difference_quotient(lambda x: np.sin(x**2), x):.4f}")
print(f"sin(x)^2   at 1:   rule {2 * np.sin(x) * np.cos(x):.4f}   measured {difference_quotient(lambda x: np.sin(x)**2, x):.4f}")

# %% id="chain-holds" slideshow={"slide_type": "skip"} tags=["test"]
assert abs(difference_quotient(lambda x: (5 * x + 2)**2, 1.0) - 70) < 1e-4
assert abs(difference_quotient(lambda x: np.sin(x**2), 1.0) - 2 * np.cos(1)) < 1e-8
assert abs(difference_quotient(lambda x: np.sin(x)**2, 1.0) - np.sin(2)) < 1e-8
a1 = nn.sigmoid(0.0)
a2 = nn.sigmoid(a1)
a3 = nn.sigmoid(a2)
assert [round(float(a * (1 - a)), 3) for a in (a1, a2, a3)] == [0.25, 0.235, 0.227]
assert round(float(a1 * (1 - a1) * a2 * (1 - a2) * a3 * (1 - a3)), 3) == 0.013

# %% [markdown] id="graph-words" slideshow={"slide_type": "slide"}
# ## The smallest network
#
# One input, one hidden unit, one output, no biases, sigmoids $\sigma$:
#
# $$z^{(2)} = \theta_1 x, \quad a^{(2)} = \sigma(z^{(2)}), \quad z^{(3)} = \theta_2 a^{(2)}, \quad a^{(3)} = \sigma(z^{(3)}), \quad J = \tfrac{1}{2}(y - a^{(3)})^2$$
#
# (The number above says the layer. θ is a weight here, not the threshold of lesson 01, and $y$ is the target, lesson 03's $t$.) This is five functions in a row, so the slope of $J$ by $\theta_1$ is five
# factors. Each box of the picture computes one number from the one before, so each arrow has a **local derivative**:
#
# $$\frac{\partial J}{\partial \theta_1} = \frac{\partial J}{\partial a^{(3)}} \cdot \frac{\partial a^{(3)}}{\partial z^{(3)}} \cdot \frac{\partial z^{(3)}}{\partial a^{(2)}} \cdot \frac{\partial a^{(2)}}{\partial z^{(2)}} \cdot \frac{\partial z^{(2)}}{\partial \theta_1}$$

# %% [markdown] id="graph-task" slideshow={"slide_type": "subslide"}
# Click on $\theta_1$. *Step* goes forwards box by box (black: the value), then backwards (green: the slope of $J$ by what stands above it). Check at least
# one number of each direction with a pocket calculator. The slope of the sigmoid is $\sigma'(z) = \sigma(z)\,(1 - \sigma(z)) = a\,(1 - a)$: no new
# exponential, for $a$ is known.
#
# Then *Reset*, switch *I compute the local derivatives* on, press *Step* until $J$ is there, and type each local derivative yourself.

# %% id="graph" slideshow={"slide_type": "-"}
live.BackPropagation(network="1-1-1")

# %% [markdown] id="graph-after" slideshow={"slide_type": "subslide"}
# Every box needs only what stood there on the way forwards, and *one* number from the box after it: the slope of $J$ there. It multiplies it by its own
# local derivative and passes the product back. That is all of **back-propagation**. The slope for $\theta_2$ shares its first
# two factors with that for $\theta_1$: it costs one further multiplication.

# %% [markdown] id="paths-words" slideshow={"slide_type": "slide"}
# ## Two ways to the loss
#
# Two inputs, two hidden units, two outputs; $\theta_{ij}^{(l)}$ leads from unit $j$ of layer $l$ to unit $i$ of the next. If
# $\theta_{11}^{(1)}$ moves, $a_1^{(2)}$ moves, and with it *both* outputs. $J$ is the sum of both half squared errors. Answer; then choose that weight (click on it)
# and press *Play*: two paths light up, and the ledger fills with the factors along each.

# %% id="paths" slideshow={"slide_type": "-"}
live.BackPropagation(predict="05-predict-paths", network="2-2-2")

# %% [markdown] id="paths-after" slideshow={"slide_type": "subslide"}
# **Along a path the slopes multiply; paths add.** The chain rule for two paths: if $J$ depends on $u$ and $v$, and both on $w$, then
#
# $$\frac{\partial J}{\partial w} = \frac{\partial J}{\partial u} \frac{\partial u}{\partial w} + \frac{\partial J}{\partial v} \frac{\partial v}{\partial w}$$
#
# A network of ten layers of 100 units has $100^9$ paths from a first weight to the loss, roughly. Nobody lists them: at each unit what comes
# back over all its arrows is added *once*, and passed on as one number. Step through the backward half again and watch the hidden units.

# %% [markdown] id="batch-words" slideshow={"slide_type": "slide"}
# ## The same with matrices
#
# Now with biases, one output, and a whole batch: set *batch size* to 3 and press *Play*. With $\delta = \partial J / \partial z$ for a layer's weighted sums, in the notation of lesson 04
# ($B$ examples are the rows of $x$ and $h$; $^T$ turns rows into columns, NumPy's `.T`; layers are now counted by those that compute, 1 and 2):
#
# $$\delta_2 = \frac{1}{B}\,(p - t), \qquad \frac{\partial J}{\partial W_2} = h^T \delta_2, \qquad \delta_1 = (\delta_2\, W_2^T) \odot h \odot (1 - h), \qquad \frac{\partial J}{\partial W_1} = x^T \delta_1$$
#
# $\odot$ multiplies entry by entry; the slope by a bias is its layer's $\delta$, summed over the rows. That $\delta_2$ is *output minus target*, over $B$, belongs to the sigmoid with cross-entropy: the slope of the loss has
# the factor $1/(p(1 - p))$, the slope of the sigmoid the factor $p(1 - p)$, and they cancel.

# %% id="batch" slideshow={"slide_type": "-"}
live.BackPropagation(network="2-2-1")

# %% [markdown] id="hand-words" slideshow={"slide_type": "subslide"}
# The same in NumPy, for one example; each line is one of the formulas. Compare with the figure, then set its loss to half the squared error: the factor
# $p(1 - p)$ does not cancel there, and here makes every slope about four times smaller. *With the squared error* a network that is sure and wrong
# hardly learns: $p(1 - p)$ is near 0. (One reason why classifiers are trained with the cross-entropy.)

# %% id="hand" slideshow={"slide_type": "-"}
x, t = np.array([[1.0, 0.5]]), np.array([[1.0]])
W1, b1 = np.array([[0.4, -0.6], [0.8, 0.2]]), np.array([0.1, -0.1])
W2, b2 = np.array([[0.5], [-0.7]]), 0.2

h = nn.sigmoid(x @ W1 + b1)                    # forwards
p = nn.sigmoid(h @ W2 + b2)

delta2 = p - t                                 # backwards
dW2, db2 = h.T @ delta2, delta2.sum(axis=0)
delta1 = delta2 @ W2.T * h * (1 - h)
dW1, db1 = x.T @ delta1, delta1.sum(axis=0)

for name, array in dict(h=h, p=p, delta2=delta2, dW2=dW2, delta1=delta1, dW1=dW1, db1=db1).items():
    print(f"{name:6s} {str(array.shape):7s} {array.round(5).tolist()}")

# %% id="hand-holds" slideshow={"slide_type": "skip"} tags=["test"]
np.testing.assert_allclose(h, [[0.71095, 0.35434]], atol=5e-6)
np.testing.assert_allclose(delta2, -0.42374, atol=5e-6)
np.testing.assert_allclose(dW2.ravel(), [-0.30126, -0.15015], atol=5e-6)
np.testing.assert_allclose(dW1, [[-0.04354, 0.06786], [-0.02177, 0.03393]], atol=6e-6)
np.testing.assert_allclose([*db1, *db2], [*delta1[0], *delta2[0]])
assert 0.24 < (p * (1 - p)).item() < 0.25

# %% [markdown] id="shapes-words" slideshow={"slide_type": "slide"}
# ## One layer, backwards, in the library
#
# Shapes are half the work: **a gradient has the shape of what it is the gradient of.** For a layer of $m$ units with $n$ inputs and the activation function
# $g$, from the slope $\partial J / \partial a$ that the next layer passes back (`.mT` is `.T` for the last two axes):
#
# | formula | shapes | line of `nn/layers.py` |
# |---|---|---|
# | $\delta = \partial J/\partial a \odot g'(z)$ | $(B, m) = (B, m) \odot (B, m)$ | `delta = outputs_gradient * self.slope(self.outputs)` |
# | $\partial J/\partial W = x^T \delta$ | $(n, m) = (n, B)\,(B, m)$ | `np.matmul(self.inputs.mT, delta, ...)` |
# | $\partial J/\partial b = 1^T \delta$ | $(1, m) = (1, B)\,(B, m)$ | `np.matmul(ones(...), delta, ...)` |
# | $\partial J/\partial x = \delta\, W^T$ | $(B, n) = (B, m)\,(m, n)$ | `return self.delta @ self._weights.mT` |
#
# The bias is shared by every row of the batch, so its slopes are added over the rows. The last line is what the layer before receives.

# %% id="shapes" slideshow={"slide_type": "-"}
network = nn.Network((2, 2, 1), activation="sigmoid", loss="binary_cross_entropy", seed=0)
network.layers[0].weights, network.layers[0].bias = W1, b1[np.newaxis]
network.layers[1].weights, network.layers[1].bias = W2, [[b2]]

network.forward(x)
network.backward(t[:, 0])
first, second = network.layers
print("the same as by hand:", np.allclose(first.weights_gradient, dW1), np.allclose(second.weights_gradient, dW2))
for name in "weights", "bias":
    print(f"{name}: {getattr(first, name).shape}, their gradient: {getattr(first, name + '_gradient').shape}")

# %% id="shapes-hold" slideshow={"slide_type": "skip"} tags=["test"]
np.testing.assert_allclose(first.weights_gradient, dW1, rtol=1e-12)
np.testing.assert_allclose(second.weights_gradient, dW2, rtol=1e-12)
source = (nn.network.__file__.replace("network.py", "layers.py"))
text = open(source, encoding="utf-8").read()
for line in ("outputs_gradient * self.slope(self.outputs)", "np.matmul(self.inputs.mT, delta", "np.matmul(ones(",
             "return self.delta @ self._weights.mT"):
    assert line in text

# %% [markdown] id="reverse-words" slideshow={"slide_type": "slide"}
# ## Automatic, in thirty lines
#
# Libraries such as PyTorch do the same for any formula: while it is computed, each number remembers from which numbers it was made, and with which
# local slopes. This is called **reverse-mode automatic differentiation**; back-propagation is its use on a network. Ours knows +, · and the
# sigmoid; any further function is three more lines.

# %% id="reverse" slideshow={"slide_type": "-"}
class Value:
    """A number that remembers how it was made: pairs of a number and the local slope by it."""
    def __init__(self, number, made_from=()):
        self.number, self.made_from, self.slope = number, made_from, 0.0

    def __add__(self, other):
        return Value(self.number + other.number, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.number * other.number, [(self, other.number), (other, self.number)])

def sigmoid(z):
    a = 1 / (1 + np.exp(-z.number))
    return Value(a, [(z, a * (1 - a))])

# %% id="reverse-backward" slideshow={"slide_type": "subslide"}
def in_order(end, order):
    """Append to `order` every number that `end` was made from, then `end` itself."""
    if end not in order:
        for source, _local in end.made_from:
            in_order(source, order)
        order.append(end)
    return order

def backward(end):
    """Fill in the slope of `end` by every number from which it was made."""
    end.slope = 1.0
    for value in reversed(in_order(end, [])):
        for source, local in value.made_from:
            source.slope += value.slope * local

# %% [markdown] id="reverse-task" slideshow={"slide_type": "subslide"}
# The network from above as a formula of such numbers, and half the squared error as its loss; the library gets the same gradient.

# %% id="reverse-check" slideshow={"slide_type": "-"}
w = [Value(number) for number in (0.4, -0.6, 0.8, 0.2, 0.1, -0.1, 0.5, -0.7, 0.2)]
x1, x2, minus_t, half = Value(1.0), Value(0.5), Value(-1.0), Value(0.5)
h1 = sigmoid(x1 * w[0] + x2 * w[2] + w[4])
h2 = sigmoid(x1 * w[1] + x2 * w[3] + w[5])
error = sigmoid(h1 * w[6] + h2 * w[7] + w[8]) + minus_t
backward(half * error * error)

network = nn.Network((2, 2, 1), activation="sigmoid", output_activation="sigmoid", loss="squared_error")
network.parameters = [value.number for value in w]
network.forward(x)
print("ours:   ", np.round([value.slope for value in w], 5).tolist())
print("library:", network.backward(t).round(5).tolist())

# %% id="reverse-holds" slideshow={"slide_type": "skip"} tags=["test"]
np.testing.assert_allclose([value.slope for value in w], network.gradient, rtol=1e-12)
np.testing.assert_allclose(w[8].slope, -0.10347, atol=5e-6)

# %% [markdown] id="famous-words" slideshow={"slide_type": "slide"}
# ## Two famous bugs
#
# **First:** `=` in place of `+=`. A number that is used twice has two paths; the second would wipe out
# the first. **Second:** no order. Whoever passes a slope on at once, before all of it has come in, passes parts of it on twice. (The first
# stood in the small library micrograd, issue 2 of its repository; the second is issue 64.) Guess the *wrong* number that each bug gives: for the slope
# of $a + a$ by $a$, and for that of $c = b + b$ with $b = a + a$.

# %% id="famous" slideshow={"slide_type": "-"}
def overwriting(end):
    end.slope = 1.0
    for value in reversed(in_order(end, [])):
        for source, local in value.made_from:
            source.slope = value.slope * local       # = for +=

def without_order(end):
    for source, local in end.made_from:
        source.slope += end.slope * local
        without_order(source)                        # before all has come in

a = Value(3.0)
overwriting(a + a)
print("slope of a + a: right 2, with = in place of +=:", a.slope)

# %% id="famous-order" slideshow={"slide_type": "-"}
for method in backward, without_order:
    a = Value(3.0)
    b = a + a
    c = b + b
    c.slope = 1.0
    method(c)
    print(f"c = 4a, slope by {method.__name__}: {a.slope}")

# %% id="famous-holds" slideshow={"slide_type": "skip"} tags=["test"]
assert a.slope == 6.0
a = Value(3.0)
overwriting(a + a)
assert a.slope == 1.0

# %% [markdown] id="cost-words" slideshow={"slide_type": "slide"}
# ## Why backwards?
#
# There are other ways to the same gradient. **Finite differences:** move one weight a little, go forwards again; one pass for each weight, and one with nothing moved. **Forward
# mode:** carry beside each number its slope by *one* weight, by the same chain rule, from the inputs to the loss; one pass for each weight,
# but exact. **Reverse mode:** one pass forwards, one backwards, for all weights together.
#
# Notes often say that the formula of a deep network is too complicated to differentiate forwards. It is not: forward mode does it, without any long
# formula. It only has to start again for each weight. Answer the puzzle once more, look at the lines; then set *batch size* to 256 and *upwards* to
# *seconds, measured here*, and press *Play*.

# %% id="cost" slideshow={"slide_type": "-"}
live.CostMeter(predict="05-puzzle")

# %% id="cost-check" slideshow={"slide_type": "-"}
network = nn.Network((3, 4, 1), seed=1)
x, t = np.array([[0.5, -1.0, 2.0], [1.0, 0.3, -0.7]]), np.array([1, 0])
network.forward(x)
print("forward mode and backward agree:", np.allclose(nn.forward_mode_gradient(network, x, t), network.backward(t)))

# %% id="cost-holds" slideshow={"slide_type": "skip"} tags=["test"]
np.testing.assert_allclose(nn.forward_mode_gradient(network, x, t), network.gradient, rtol=1e-12)
values, slopes = nn.multiplications(live.cost_meter.SIZES[100_000], 256)
assert 1.4 < slopes / values < 1.6
passes, exact, _theory = live.cost_meter.costs("parameters", 256)
assert passes[:, -1].tolist() == [100_001, 100_000, 1] and exact[1, -1] == 100_000 * exact[2, -1] and exact[0, -1] < exact[1, -1]

# %% [markdown] id="cost-after" slideshow={"slide_type": "subslide"}
# On its way back a layer multiplies two pairs of matrices, on its way forwards one (the first layer one and one): for this network 1.5 times the multiplications, and that
# one pass gives the slopes of *all* weights. Finite differences and forward mode start again for each weight: for 100,000 weights, 100,000 times. (Finite
# differences need fewer multiplications than forward mode; what forward mode wins is exactness.) The gap grows with the network.
#
# Now set *slopes wanted* to those of many outputs by *one* parameter. Forward mode takes a single pass, see the next cell; reverse mode one for each output.
# So it is not the direction that is better: start at the end where there is less. A loss is one number, and weights are many.

# %% id="cost-one" slideshow={"slide_type": "-"}
network = nn.Network((3, 4, 50), loss="squared_error", seed=1)
direction = np.zeros(network.parameters.size)
direction[0] = 1                                                      # the first weight alone moves
outputs, slopes = nn.dual_forward(network, x[:1], direction)
print("one pass, so many slopes:", slopes.size)

# %% id="cost-one-holds" slideshow={"slide_type": "skip"} tags=["test"]
before = network.parameters[0]
network.parameters[0] = before + 1e-6
above = network.forward(x[:1])
network.parameters[0] = before - 1e-6
np.testing.assert_allclose((above - network.forward(x[:1])) / 2e-6, slopes, rtol=1e-4, atol=1e-9)

# %% [markdown] id="vanishing-words" slideshow={"slide_type": "slide"}
# ## Many layers: many factors
#
# From layer to layer, on its way back, $\delta$ is multiplied by weights and by $g'(z)$, and the slope of a sigmoid is at most $\tfrac14$. Remember the three
# sigmoids at the beginning. Below are networks with up to 30 hidden layers, before any training, each with 20 seeds: left how large $\delta$ is in each layer, right how much
# the activations differ from one penguin to the next. Answer, then drag the depth.
# Then find start weights that keep $\delta$ alive with ReLU, and with tanh.

# %% id="vanishing" slideshow={"slide_type": "-"}
live.Vanishing(predict="05-predict-vanishing")

# %% [markdown] id="vanishing-after" slideshow={"slide_type": "subslide"}
# A factor of 0.23 for each layer, 29 times: $3 \cdot 10^{-19}$. The first layer gets no message: the gradient **vanishes**. With ReLU the start *He* keeps
# $\delta$ alive (the factor is about 0.94; He et al. 2015 chose it for that), with tanh *Glorot* (0.93). Twice the *He* weights, and it
# **explodes**: 90 million times as large. For 30 layers of sigmoids no *Glorot* and no *He* start will do, at any scale here: in the middle run, less than
# a ten-thousandth is left. (*normal*, times 4, with 16 units: about 1 in the middle run, but single seeds lie far apart. That is luck, not a start.)
#
# A trap: show the *gradient of the weights* instead, with ReLU and *He*. Its ratio of first to last layer is 1 to 2 in the middle run, at the scales 0.5, 1 and 2, because it is
# $\delta$ times the activations before. And yet at 0.5 all of it is tiny: every layer stands still. So look at sizes, and at $\delta$ layer by layer.

# %% [markdown] id="depth-words" slideshow={"slide_type": "subslide"}
# What it means for learning: ten hidden layers, all penguins, three species, 200 updates. Three outputs, one a species; the loss is −log of the
# probability given to the right one (more in lesson 06). Whoever always says the shares of the three species has a loss of 1.05.

# %% id="depth" slideshow={"slide_type": "-"}
inputs, species = data.penguins(data.PENGUIN_SPECIES, tuple(data.PENGUIN_FEATURES))
inputs = data.Standardiser(inputs).transform(inputs)

def ends(activation, start):
    """The losses of five networks with ten hidden layers after 200 updates of the full batch."""
    network = nn.Network((4, *[16] * 10, 3), activation=activation, initialisation=start, loss="categorical_cross_entropy", runs=5)
    network.fit(inputs, species, nn.SGD(learning_rate=0.1), batch_size=len(inputs), epochs=200)
    return network.loss(inputs, species)

for start in "glorot", "he":
    print(f"sigmoid, start {start}: the best of five is at {ends('sigmoid', start).min():.2f}")
print("ReLU, start he: every one under 0.1:", ends("relu", "he").max() < 0.1)

# %% id="depth-holds" slideshow={"slide_type": "skip"} tags=["test"]
shares = np.bincount(species) / len(species)
assert abs(-(shares * np.log(shares)).sum() - 1.05) < 0.001
def median_of(activation, start, times=1.0, shown=0):
    """The numbers at depth 30, width 16."""
    return live.vanishing.numbers_of(live.vanishing.sizes(activation, start, times, 30, 16)[1][shown])[0]
for (activation, start), (low, high) in {("sigmoid", "glorot"): (0.225, 0.234), ("relu", "he"): (0.93, 0.95),
                                         ("tanh", "glorot"): (0.92, 0.94)}.items():
    assert low < median_of(activation, start).factor < high
assert 2e-19 < median_of("sigmoid", "glorot").quotient < 4e-19 and 8e7 < median_of("relu", "he", 2.0).quotient < 1e8
assert all(0.98 < median_of("relu", "he", times, 1).quotient < 2 for times in (0.5, 1.0, 2.0))
assert median_of("relu", "he", 0.5, 1).last < 1e-10
def left(start, times, width):
    """What is left of delta after 30 layers of sigmoids."""
    return live.vanishing.numbers_of(live.vanishing.sizes("sigmoid", start, times, 30, width)[1][0])[0].quotient
assert max(left(start, times, width) for start in ("glorot", "he") for times in live.vanishing.SCALES for width in live.vanishing.WIDTHS) < 1e-4
assert 0.5 < left("normal", 4.0, 16) < 2
spread = live.vanishing.numbers_of(live.vanishing.sizes("sigmoid", "normal", 4.0, 30, 16)[1][0])[0]
assert spread.least < 1e-4 and spread.greatest > 100

# %% [markdown] id="hunt-words" slideshow={"slide_type": "slide"}
# ## Bug hunt
#
# A slope can be measured without any chain rule: move one weight by $h$, look at the loss. Compare that with what a program says, **array by
# array**: this is the **gradient check**. Below are six programs, A to F, for a network 3-5-4-2 of sigmoids with cross-entropy and 7 examples; each is
# called twice. Right is: `δ3 = (p − t)/B`, `dW3 = h2ᵀ δ3`, `db3 = 1ᵀ δ3`, `δ2 = (δ3 W3ᵀ) ⊙ h2 ⊙ (1 − h2)` and so on, all gradients set to 0
# before each call. One program is right; five have one wrong line each, bugs that people really write. Answer, then hunt:
#
# 1. *Where* does the map turn dark: everywhere, in one array, or from some layer back to the first?
# 2. Click on a dark array. What are the *ratios* there: always 2? always 1/7? a little off 1, or all over the place?
# 3. Choose the line under *which line is wrong?*

# %% id="hunt" slideshow={"slide_type": "-"}
live.BugHunt(predict="05-predict-hunt", program="D")

# %% [markdown] id="hunt-after" slideshow={"slide_type": "subslide"}
# Errors begin at the wrong line and go back with $\delta$: look at the wrong array nearest to the output, furthest to the right. An exact ratio tells what was
# counted: 2 for two calls added up, 1/7 for a sum turned into a mean. One number for all slopes hides a bug in a small array.
#
# And now program C, the right one, with *forward* differences and $h = 10^{-12}$: it looks wrong. Too large a step misses the bend of the loss, too
# small a one drowns in rounding. Central differences with $h$ between $10^{-3}$ and $10^{-5}$ serve well here.

# %% id="hunt-code" slideshow={"slide_type": "-"}
network = nn.Network((3, 5, 4, 2), activation="sigmoid", loss="categorical_cross_entropy", seed=0)
rng = np.random.default_rng(0)
inputs, labels = rng.normal(size=(7, 3)), rng.integers(2, size=7)
for name, error in nn.gradient_check(network, inputs, labels).items():
    print(f"{name:10s} relative error under 1e-7: {error < 1e-7}")

# %% id="hunt-holds" slideshow={"slide_type": "skip"} tags=["test"]
def hunted(**values):
    """What the figure says in words with these controls."""
    figure = live.BugHunt(**values)
    words = figure.drawing.describe(figure.state(figure.values, None))
    figure.close()
    return words
print(hunted(program="D"))
print(hunted(program="C", exponent=-12, difference="forward"))

# %% [markdown] id="ledger" slideshow={"slide_type": "slide"}
# ## What is often said, and what we measured
#
# | often said | verdict | measured here |
# |---|---|---|
# | Gradient descent needs every partial derivative. | true, of the trainable parameters | one backward pass gives them all; the perceptron's rule needed none |
# | The formula of a deep network is too complicated to differentiate forwards. | loose | forward mode gets the same numbers, with one pass for each weight |
# | So the chain rule is used backwards. | true, and why: many weights, one loss | with one weight and many outputs, forward mode wins |
# | In $f(g(x))$ multiply the slopes. | true, each at its own place | $f'$ at $g(x)$: 70, not 10 |
# | A slope by a weight is a product along its path. | true in a chain | with two paths: their sum |
# | Sigmoids are good for deep networks. | false with the usual start weights | start *Glorot*, 30 layers of 16: $3 \cdot 10^{-19}$ of $\delta$ is left |
# | A small error in the gradient check is harmless. | false | 0.0009 hid a bias that was wrong by a factor of 7 |

# %% [markdown] id="summary" slideshow={"slide_type": "slide"}
# ## Summary
#
# - Along a path slopes multiply, each at its own point; paths add.
# - Backwards, each unit needs what it kept from the way forwards, and one number from the next layer: $\delta$.
# - A gradient has the shape of its weights. With sigmoid and cross-entropy $\delta = p - t$.
# - Reverse mode: all weights at the price of a few passes. That is why it is used.
# - Many layers are many factors: start weights must keep them near 1.
# - Check gradients by central differences, array by array.
#
# **Words:** *chain rule, local derivative, back-propagation, reverse mode, forward mode, automatic differentiation, gradient check, vanishing and exploding gradients.*

# %% [markdown] id="exercises" slideshow={"slide_type": "subslide"}
# **Your turn:** [the exercises of this lesson](exercises/05-back-propagation.ipynb), five tasks, each checked on the spot. After that: [lesson 06](06-digits.ipynb).
