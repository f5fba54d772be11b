"""What learners write in the exercises of lesson 03: right answers of several kinds, wrong ones with their hints."""

SETUP = """
raw, species = data.penguins(data.PENGUIN_SPECIES, ("flipper_length", "bill_depth", "body_mass"))
scaled = data.Standardiser(raw).transform(raw)
gradients = nn.example_gradients(scaled[:, :2], scaled[:, 2], np.array([-1.5, 0.5]), "squared_error")
"""


def _update(line):
    return f"""
def update(w, x, t, eta):
    error = x @ w - t
    {line}
"""


def _batches(*lines):
    return "\n    ".join(["def mini_batches(x, t, batch_size, rng):", *lines]) + "\n"


def _noise(distance, sizes="(1, 2, 4, 8, 16, 32)", means="gradients[rng.permutation(n)[:size]].mean(axis=0)",
           draws=1000):
    """An answer to 3X: the spread for each size, from the means of so many draws."""
    return f"""
n, full, rng = len(gradients), gradients.mean(axis=0), np.random.default_rng(5)
noise = {{}}
for size in {sizes}:
    means = np.array([{means} for draw in range({draws})])
    noise[size] = {distance}
"""


RMS = "np.sqrt(((means - full) ** 2).sum(axis=1).mean())"
STEP = """
def momentum_step(w, v, gradient, eta, beta):
    new = beta * v - eta * gradient
    return w + new, new
"""
RATE = """
def largest_rate(x):
    return 2 * len(x) / np.linalg.svd(x, compute_uv=False)[0] ** 2
"""
BOTH = '\ndescent = {"step": momentum_step, "rate": largest_rate}\n'


def _step(*lines):
    return "\n    ".join(["def momentum_step(w, v, gradient, eta, beta):", *lines]) + "\n" + RATE + BOTH


def _rate(*lines):
    return STEP + "\n    ".join(["def largest_rate(x):", *lines]) + "\n" + BOTH


RIGHT = {
    "3P": ["updates = 10 * -(-219 // 32)", "updates = np.ceil(219 / 32) * 10", "updates = [70.0]",
           "updates = sum(1 for epoch in range(10) for start in range(0, 219, 32))"],
    "3F": ["""
def update(w, x, t, eta):
    slopes = [0.0 for weight in w]
    for row, target in zip(x, t):
        y = sum(weight * value for weight, value in zip(w, row))
        for k, value in enumerate(row):
            slopes[k] += (y - target) * value / len(t)
    return [weight - eta * slope for weight, slope in zip(w, slopes)]
""", _update("return w - eta * np.mean(error[:, np.newaxis] * x, axis=0)"), """
def update(w, x, t, eta):
    w, x, t = (np.asarray(part, dtype=np.float32) for part in (w, x, t))
    w += np.float32(eta) / len(t) * (t - x @ w) @ x
    return w
""", _update("return (w - np.einsum('n,nd->d', error, x) * eta / error.size).round(4)")],
    "3W": [_batches("numbers = list(range(len(x)))", "rng.shuffle(numbers)",
                    "for start in range(0, len(x), batch_size):",
                    "    yield x[numbers[start:start + batch_size]], t[numbers[start:start + batch_size]]"),
           _batches("pairs = [(list(row), float(target)) for row, target in zip(x, t)]",
                    "order = np.argsort(rng.random(len(pairs)))", "batches, now = [], []", "for number in order:",
                    "    now.append(pairs[number])", "    if len(now) == batch_size:",
                    "        batches.append(now)", "        now = []", "if now:", "    batches.append(now)",
                    "return [[[row for row, _ in batch], [target for _, target in batch]] for batch in batches]"),
           _batches("both = rng.permutation(np.column_stack([x, t]).astype(np.float32))",
                    "parts = np.split(both, range(batch_size, len(both), batch_size))",
                    "return tuple((part[:, :-1], part[:, -1]) for part in parts)"),
           _batches("order = rng.choice(len(x), size=len(x), replace=False)", "x, t = x[order].round(4), t[order]",
                    "cuts = range(0, len(x), batch_size)",
                    "return zip([x[i:i + batch_size] for i in cuts], [t[i:i + batch_size] for i in cuts])"),
           _batches("order = rng.permutation(len(x))",
                    "return [(a, b[:, 0]) for a, b in nn.mini_batches(x, t[:, None], batch_size, order)]")],
    "3X": [_noise(RMS), _noise("float(np.linalg.norm(np.std(means, axis=0)))", "range(1, 21, 3)"),
           _noise("np.float32(np.hypot(*(means - full).T).mean())", "np.array([2, 4, 8, 16, 24, 32])"), """
sizes = [1, 3, 5, 10, 30]
noise = {}
for size in sizes:
    total = 0
    for draw in range(500):
        rng = np.random.default_rng(draw)
        rows = rng.choice(len(gradients), size, replace=False)
        d = gradients[rows].mean(axis=0) - gradients.mean(axis=0)
        total = total + d[0] ** 2 + d[1] ** 2
    noise[float(size)] = round((total / 500) ** 0.5, 4)
"""],
    "3C": [STEP + RATE + BOTH, """
def momentum_step(w, v, gradient, eta, beta):
    new_w, new_v = [], []
    for weight, velocity, slope in zip(w, v, gradient):
        new_v.append(beta * velocity - eta * slope)
        new_w.append(weight + new_v[-1])
    return [new_w, new_v]

def largest_rate(x):
    d = np.ones(x.shape[1])
    for _ in range(500):
        d = x.T @ (x @ d) / len(x)
        largest = np.linalg.norm(d)
        d = d / largest
    return 2 / largest
""" + BOTH, """
def momentum_step(w, v, gradient, eta, beta):
    w, v = w.astype("float32"), v.astype("float32")
    v *= beta
    v -= eta * gradient
    w += v
    return w, v

def runs_away(x, rate):
    w = np.ones(x.shape[1])
    for _ in range(2000):
        w = w - rate * x.T @ (x @ w) / len(x)
    return not np.abs(w).max() < 1

def largest_rate(x):
    low, high = 0.0, 2.0
    while runs_away(x, high) is False:
        high *= 2
    while high - low > 0.001 * high:
        middle = (low + high) / 2
        if runs_away(x, middle):
            high = middle
        else:
            low = middle
    return [low]
""" + BOTH, _rate("return round(nn.largest_stable_rate(nn.curvature(x, np.zeros(3), 'squared_error')), 4)"),
           _rate("return max(2 / np.linalg.eigvals(x.T @ x / len(x)).max(), 0)")],
}

NO_RATE, ONLY_STEP, OWN_SLOPE = "Once with η = 0.001", "That is how far it goes", "Each weight has a slope of its own"
SPLIT_FIRST = "What is split before it is shuffled"
BENT, SQUARE = "The spreads are right, the line bends", "That is the square of a distance"

WRONG = {
    "3P": [("3.7", "updates = 10"), ("3.6", "updates = 10 * (219 // 32)"),
           ("An epoch ends", "updates = 10 * 219 // 32"), ("An epoch ends", "updates = 10 * 219 / 32"),
           ("An epoch ends", "updates = np.ceil(10 * 219 / 32)"), ("That is 32 times 10", "updates = 32 * 10"),
           ("That many examples", "updates = 219 * 10"), ("That is one epoch", "updates = 7"),
           ("A number is wanted", "updates = '70'"), ("", "updates = 71"), ("", "updates = None"),
           ("", "updates = 'seventy'"), ("", "updates = float('nan')"), ("", "updates = 70 + 1j"),
           ("", "updates = [70, 70]"), ("", "updates = {7, 10}"), ("", "updates = (n for n in [70])"),
           ("", "updates = [[1], [2, 3]]"), ("", "updates = lambda: 70"), ("", "updates = {'3P': 70}")],
    "3F": [("3.1", _update("return w + eta * x.T @ error / len(x)")),
           ("3.1", _update("return w - eta * x.T @ (t - x @ w) / len(x)")),
           (NO_RATE, _update("return w - x.T @ error / len(error)")),
           ("Could it ever move", _update("return w - eta * w * (x.T @ error) / len(x)")),
           ("3.2", _update("return w - eta * x.T @ error")), ("3.2", _update("return w - eta * error @ x")),
           ("3.2", _update("return w - eta * np.mean(x.T * error, axis=1) / len(x)")),
           ("3.3", _update("return w - eta * 2 * x.T @ error / len(x)")),
           ("The mean is over the examples alone", _update("return w - eta * x.T @ error / x.size")),
           (ONLY_STEP, _update("return -eta * x.T @ error / len(x)")),
           (ONLY_STEP, _update("w = eta * x.T @ error / len(x)\n    return w")),
           (ONLY_STEP, _update("return x.T @ error / len(x)")),
           (OWN_SLOPE, _update("return w - eta * error.mean()")),
           (OWN_SLOPE, _update("return w - eta * np.mean(error[:, None] * x)")),
           ("Is that the loss", _update("return w - eta * (error ** 2).mean() / 2")),
           ("", _update("w -= eta * x.T @ error / len(x)\n    return w")),
           ("", _update("w = w - eta * x.T @ error / 7")),
           ("5.5", _update("return w - eta * x @ error / len(x)")),
           ("", _update("return w - eta * x.T * error / len(x)")),
           ("", _update("return 'w'")), ("", _update("return w - eta * x.T @ error / len(x) + 1j")),
           ("", _update("return w * np.nan")), ("", _update("return [[1], [2, 3]]")),
           ("", _update("raise ValueError('no')")), ("", _update("yield w")), ("", _update("raise SystemExit")),
           ("5.8", "gone = [0]\n" + _update("gone[0] += 1\n    return w - eta * x.T @ error / len(x) + (gone[0] > 5)")),
           ("", "update = 3"), ("", "def update(w, x, t):\n    return w")],
    "3W": [("3.4", _batches("x = rng.permutation(x)", "starts = range(0, len(x), batch_size)",
                            "return [(x[s:s + batch_size], t[s:s + batch_size]) for s in starts]")),
           ("3.4", _batches("x, t = rng.permutation(x), rng.permutation(t)", "starts = range(0, len(x), batch_size)",
                            "return [(x[s:s + batch_size], t[s:s + batch_size]) for s in starts]")),
           ("3.5", _batches("import random", "both = np.column_stack([x, t])", "random.shuffle(both)",
                            "starts = range(0, len(x), batch_size)",
                            "return [(both[s:s + batch_size, :-1], both[s:s + batch_size, -1]) for s in starts]")),
           ("3.5", _batches("import random", "x, t = x.copy(), t.copy()", "random.Random(1).shuffle(x)",
                            "random.Random(1).shuffle(t)", "starts = range(0, len(x), batch_size)",
                            "return [(x[s:s + batch_size], t[s:s + batch_size]) for s in starts]")),
           ("3.6", _batches("order = rng.permutation(len(x))", "rows = [order[k * batch_size:(k + 1) * batch_size] "
                            "for k in range(len(x) // batch_size)]", "return [(x[r], t[r]) for r in rows]")),
           ("3.6", _batches("order, out = rng.permutation(len(x)), []",
                            "for s in range(0, len(x) - batch_size + 1, batch_size):",
                            "    out.append((x[order[s:s + batch_size]], t[order[s:s + batch_size]]))", "return out")),
           ("3.9", _batches("order = rng.integers(len(x), size=len(x))", "starts = range(0, len(x), batch_size)",
                            "return [(x[order[s:s + batch_size]], t[order[s:s + batch_size]]) for s in starts]")),
           ("3.9", _batches("out = []", "for _ in range(-(-len(x) // batch_size)):",
                            "    rows = rng.choice(len(x), batch_size, replace=False)",
                            "    out.append((x[rows], t[rows]))", "return out")),
           ("Each epoch shuffles anew", _batches(
               "order = np.random.default_rng(0).permutation(len(x))", "starts = range(0, len(x), batch_size)",
               "return [(x[order[s:s + batch_size]], t[order[s:s + batch_size]]) for s in starts]")),
           ("Each epoch shuffles anew", "ORDERS = {}\n" + _batches(
               "order = ORDERS.setdefault(len(x), rng.permutation(len(x)))", "starts = range(0, len(x), batch_size)",
               "return [(x[order[s:s + batch_size]], t[order[s:s + batch_size]]) for s in starts]")),
           ("Where data are sorted", _batches("starts = range(0, len(x), batch_size)",
                                              "return [(x[s:s + batch_size], t[s:s + batch_size]) for s in starts]")),
           ("So nobody can repeat", _batches(
               "order = np.random.permutation(len(x))", "starts = range(0, len(x), batch_size)",
               "return [(x[order[s:s + batch_size]], t[order[s:s + batch_size]]) for s in starts]")),
           (SPLIT_FIRST, _batches("rows = [rng.permutation(np.arange(s, min(s + batch_size, len(x)))) "
                                  "for s in range(0, len(x), batch_size)]", "return [(x[r], t[r]) for r in rows]")),
           (SPLIT_FIRST, _batches("rows = [np.arange(s, min(s + batch_size, len(x))) "
                                  "for s in range(0, len(x), batch_size)]",
                                  "full = rng.permutation(len(x) // batch_size)",
                                  "rows = [rows[k] for k in full] + rows[len(full):]",
                                  "return [(x[r], t[r]) for r in rows]")),
           ("Every batch is full", _batches("order = rng.permutation(len(x))",
                                            "rows = np.array_split(order, -(-len(x) // batch_size))",
                                            "return [(x[r], t[r]) for r in rows]")),
           ("Every batch is full", _batches("order = rng.permutation(len(x))", "rows = [order[k * batch_size:(k + 1) * "
                                            "batch_size] for k in range(len(x) // batch_size + 1)]",
                                            "return [(x[r], t[r]) for r in rows]")),
           ("2.8", _batches("order = rng.permutation(len(x))", "starts = range(0, len(x), batch_size)",
                            "return [(x[order[s:s + batch_size]], t[order[s:s + batch_size], None]) for s in starts]")),
           ("Every batch is full", _batches("order = rng.permutation(len(x))", "return [(x[order], t[order])]")),
           ("", _batches("rng.shuffle(x)", "return [(x, t)]")), ("", _batches("return x, t")), ("", _batches("pass")),
           ("", _batches("return [(x[0], t[0]) for x in x]")), ("", _batches("return 'batches'")),
           ("", _batches("return [(x * np.nan, t)]")), ("", _batches("return [(x + 1j, t)]")),
           ("", _batches("return {0: (x, t)}")), ("", _batches("return [[x, t, x]]")), ("", _batches("return []")),
           ("", _batches("return [(x, None)]")), ("", _batches("return [([[1], [2, 3]], t)]")),
           ("", _batches("return map(lambda k: 1 / 0, x)")), ("", _batches("raise KeyError('no')")),
           ("3.9", _batches("import itertools", "return itertools.cycle([(x, t)])")),
           ("", _batches("return [(x + 1, t)]")), ("", "mini_batches = [1, 2]")],
    "3X": [(SQUARE, _noise("((means - full) ** 2).sum(axis=1).mean()")), (SQUARE, _noise("means.var(axis=0).sum()")),
           ("The same for every B", _noise("np.sqrt(((gradients - full) ** 2).sum(axis=1).mean())", draws=3)),
           (BENT, _noise(RMS, "(1, 4, 16, 64, 256)")), (BENT, _noise(RMS, "(1, 10, 100, 200, 342)")),
           (BENT, _noise(RMS, "(10, 20, 40, 80, 160, 320)")),
           ("3.2", _noise(RMS + " * size / n")),
           ("3.2", _noise("np.sqrt(((means - full * size / n) ** 2).sum(axis=1).mean())",
                          means="gradients[rng.permutation(n)[:size]].sum(axis=0) / n")),
           ("3.2", _noise("np.sqrt(((means - size * full) ** 2).sum(axis=1).mean())",
                          means="gradients[rng.permutation(n)[:size]].sum(axis=0)")),
           ("3.2", _noise(RMS + " / size")),
           ("A distance in the plane", _noise("np.sqrt(((means - full) ** 2).mean())")),
           ("From which point", _noise("np.sqrt((means ** 2).sum(axis=1).mean())")),
           ("Is nothing drawn twice", _noise(RMS, "(1, 4, 16, 64, 256)",
                                              "gradients[rng.integers(n, size=size)].mean(axis=0)")),
           ("Your batch sizes are well chosen", "noise = {1: 2.77, 2: 2.17, 4: 1.53, 8: 1.23, 16: 0.88}"),
           ("", "noise = {1: 3.07, 2: 2.17, 4: 1.53, 8: 1.08, 16: 0.91}"),
           ("", _noise(RMS, "(1, 4, 16)")), ("", _noise(RMS, "(1, 2, 3, 4, 5)")), ("", "noise = -0.5"),
           ("", "noise = {size: size ** -0.5 for size in (1, 2, 4, 8, 16)}"), ("", "noise = None"), ("", "noise = {}"),
           ("", "noise = 'spread'"), ("", "noise = {size: np.nan for size in (1, 2, 4, 8, 16)}"),
           ("", "noise = {size: 1j for size in (1, 2, 4, 8, 16)}"),
           ("", "noise = {size: None for size in range(20)}"),
           ("", "noise = {size: -1.0 for size in (1, 2, 4, 8, 16)}"),
           ("", "noise = {str(size): 1 for size in range(20)}"),
           ("", "noise = {0.5 * size: 1 for size in range(1, 20)}"),
           ("", "noise = {size: 1 for size in range(1, 400)}"),
           ("", "noise = {size: [1, 2][:size] for size in range(1, 20)}"),
           ("", "noise = (b for b in range(9))"),
           ("", "noise = [(1, 3.07), (2, 2.17), (4, 1.53), (8, 1.08), (16, 0.75)]")],
    "3C": [("3.1", _step("v = beta * v + eta * gradient", "return w + v, v")),
           ("3.1", _step("v = beta * v - eta * gradient", "return w - v, v")),
           ("Compare with the formula", _step("v = beta * v + gradient", "return w - eta * v, v")),
           ("Compare with the formula", _step("v = beta * v - gradient", "return w + eta * v, v")),
           (NO_RATE, _step("v = beta * v - gradient", "return w + v, v")),
           ("Is nothing of the last step", _step("v = v - eta * gradient", "return w + v, v")),
           ("Where does the last step", _step("v = -eta * gradient", "return w + v, v")),
           ("Which v moves w", _step("return w + v, beta * v - eta * gradient")),
           ("Which v will", _step("return w + beta * v - eta * gradient, v")),
           ("β takes a share", _step("v = beta * v - (1 - beta) * eta * gradient", "return w + v, v")),
           ("First w, then v", _step("v = beta * v - eta * gradient", "return v, w + v")),
           ("", _step("v *= beta", "v -= eta * gradient", "return w + v, v")),
           ("", _step("return w + beta * v - eta * gradient")), ("", _step("return None, None")),
           ("", _step("return w * np.nan, v")), ("", _step("return 'w', 'v'")), ("", _step("return 1 / 0")),
           ("", _step("yield w")),
           ("There 1 − ηλ is 0", _rate("return 1 / np.linalg.eigvalsh(x.T @ x / len(x)).max()")),
           ("There 1 − ηλ is 0", _rate("return 2 / np.linalg.eigvalsh(2 * x.T @ x / len(x)).max()")),
           ("Try it: which direction", _rate("return 2 / np.linalg.eigvalsh(x.T @ x / len(x)).min()")),
           ("No direction has", _rate("return 2 / np.trace(x.T @ x / len(x))")),
           ("No direction has", _rate("return 2 / np.linalg.eigvalsh(x.T @ x / len(x)).sum()")),
           ("3.2", _rate("return 2 / np.linalg.eigvalsh(x.T @ x).max()")),
           ("3.2", _rate("return 2 / np.linalg.eigvalsh(x.T @ x / len(x) ** 2).max()")),
           ("3.3", _rate("return 4 / np.linalg.eigvalsh(x.T @ x / len(x)).max()")),
           ("That is a curvature", _rate("return np.linalg.eigvalsh(x.T @ x / len(x)).max()")),
           ("That is a limit with", _rate("return 2 * (1 + 0.9) / np.linalg.eigvalsh(x.T @ x / len(x)).max()")),
           ("That is a limit with", _rate("return 2 * (1 + 0.5) / np.linalg.eigvalsh(x.T @ x / len(x)).max()")),
           ("", _rate("return 2 / np.linalg.eigvalsh(np.cov(x.T)).max()")), ("", _rate("return 0.4")),
           ("", _rate("return 2 / np.linalg.eigvalsh(x.T @ x / len(x))")), ("", _rate("x *= 2", "return 1")),
           ("", _rate("return 2 / np.linalg.norm(x, 2)")), ("", _rate("return 1j")), ("", _rate("return '0.4'")),
           ("", _rate("pass")), ("", _rate("return np.nan")), ("", _rate("raise ValueError('no')")),
           ("", "descent = None"), ("", "descent = 'step'"), ("", "descent = {'step': 1, 'rate': 2}"),
           ("", STEP + "descent = {'step': momentum_step}"),
           ("", STEP + RATE + "descent = [momentum_step, largest_rate]"),
           ("", STEP + "descent = {'step': momentum_step, 'rate': 0.4}")],
}
