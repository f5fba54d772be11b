"""Lesson 05: answers as learners write them. RIGHT: at least three ways; WRONG: the hint that each must get."""

SETUP = """
def forward(parameters, x):
    h = nn.sigmoid(x @ parameters["W1"] + parameters["b1"])
    return h, nn.sigmoid(h @ parameters["W2"] + parameters["b2"])
"""

# The parts of 5W, 5X and 5C, into which a mistake is put by replacing a line.
LAYER = """
def layer_backward(x, W, z, da):
    a = 1 / (1 + np.exp(-z))
    delta = da * a * (1 - a)
    dW = x.T @ delta
    db = delta.sum(axis=0)
    return delta @ W.T, dW, db
"""
CHECK = """
def relative_errors(loss, gradients, parameters):
    errors = {}
    for name in parameters:
        w, measured = parameters[name], np.zeros_like(parameters[name])
        for i in np.ndindex(w.shape):
            kept, h = w[i], 1e-5
            w[i] = kept + h
            above = loss(parameters)
            w[i] = kept - h
            below = loss(parameters)
            w[i] = kept
            measured[i] = (above - below) / (2 * h)
        c, m = gradients[name], measured
        errors[name] = np.linalg.norm(c - m) / (np.linalg.norm(c) + np.linalg.norm(m))
    return errors
"""
BUG = 'culprit = "b2"\n'
NETWORK = """
def gradients(parameters, x, t):
    h, p = forward(parameters, x)
    delta2 = (p - t) / len(x)
    dW2 = h.T @ delta2
    delta1 = delta2 @ parameters["W2"].T * h * (1 - h)
    return {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": dW2, "b2": delta2.sum(axis=0)}

def train(inputs, targets, seed):
    rng = np.random.default_rng(seed)
    q = {"W1": rng.normal(0, 6, (2, 32)), "b1": rng.normal(0, 3, 32), "W2": rng.normal(0, 1, (32, 1)), "b2": np.zeros(1)}
    for epoch in range(100):
        order = rng.permutation(len(inputs))
        for k in range(0, len(order), 20):
            rows = order[k:k + 20]
            g = gradients(q, inputs[rows], targets[rows])
            for name in q:
                q[name] = q[name] - 3 * g[name]
    return q
"""


def but(code, old, new):
    """The code with one of its lines replaced."""
    assert code.count(old) == 1, old
    return code.replace(old, new)


RIGHT = {
    "5P": ["delta2 = -0.424", "p = 1 / (1 + np.exp(-0.30743))\ndelta2 = p - 1", "delta2 = np.float32(-0.42374)"],
    "5F": ["def slope(x):\n    return 2 * x * np.cos(x * x)",
           "def slope(x):\n    return [2 * v * np.cos(v**2) for v in x]",
           "def slope(x):\n    h = 1e-6\n    return (np.sin((x + h)**2) - np.sin((x - h)**2)) / (2 * h)",
           "def slope(x):\n    u = np.float32(x)**2\n    return (np.cos(u) * np.sqrt(u) * np.sign(x) * 2).round(4)"],
    "5W": [LAYER,
           "def layer_backward(x, W, z, da):\n    s = nn.sigmoid(z)\n    d = np.einsum('bu,bu->bu', da, s - s**2)\n"
           "    return np.einsum('bu,nu->bn', d, W), np.einsum('bn,bu->nu', x, d), np.ones((1, len(x))) @ d",
           "def layer_backward(x, W, z, da):\n    dX, dW, db = np.zeros(x.shape), np.zeros(W.shape), [0.0] * W.shape[1]\n"
           "    for r in range(len(x)):\n        for u in range(W.shape[1]):\n            a = 1 / (1 + np.exp(-z[r, u]))\n"
           "            d = da[r, u] * a * (1 - a)\n            db[u] += d\n            for i in range(W.shape[0]):\n"
           "                dX[r, i] += d * W[i, u]\n                dW[i, u] += d * x[r, i]\n    return [dX, dW, db]",
           "def layer_backward(x, W, z, da):\n    delta = np.float32(da) / (2 + 2 * np.cosh(np.float32(z)))\n"
           "    return {'dX': delta @ W.T, 'dW': x.T @ delta, 'db': delta.sum(axis=0)}"],
    "5X": [CHECK + BUG,
           CHECK.replace("1e-5", "1e-4") + BUG,
           CHECK.replace("kept + h", "w[i] + h").replace("kept - h", "w[i] - 2 * h")
           .replace("w[i] = kept\n", "w[i] = w[i] + h\n").replace("1e-5", "1e-3") + BUG,
           """
def relative_errors(loss, gradients, parameters):
    def number(name):
        m = np.zeros(parameters[name].size)
        for i in range(m.size):
            moved = {key: value.copy() for key, value in parameters.items()}
            moved[name].ravel()[i] += 1e-6
            above = loss(moved)
            moved[name].ravel()[i] -= 2e-6
            m[i] = (above - loss(moved)) / 2e-6
        c = gradients[name].ravel()
        return ((c - m)**2).sum()**0.5 / ((c**2).sum()**0.5 + (m**2).sum()**0.5)
    return {name: number(name) for name in parameters}
""" + BUG],
    "5C": [NETWORK,
           but(NETWORK, "return {\"W1\": x.T @ delta1", "slopes = {\"W1\": x.T @ delta1")
           .replace('"b2": delta2.sum(axis=0)}', '"b2": delta2.sum(axis=0)}\n    return [slopes[k] for k in '
                    '("W1", "b1", "W2", "b2")]').replace("        g = gradients", "        g = gradients")
           .replace("g = gradients(q, inputs[rows], targets[rows])",
                    'g = dict(zip(("W1", "b1", "W2", "b2"), gradients(q, inputs[rows], targets[rows])))'),
           NETWORK.replace("32", "40").replace("range(100)", "range(120)").replace("q = {", "q = {")],
}

WRONG = {
    "5P": [("If z₂ rises a little", "delta2 = 0.424"), ("5.3", "delta2 = -0.103"), ("p(1 − p) is the slope", "delta2 = -0.244"),
           ("p(1 − p) is the slope", "delta2 = 0.244"), ("With h in it", "delta2 = -0.301"), ("That is the output p", "delta2 = 0.576"),
           ("", "delta2 = None"), ("", "delta2 = 'negative'")],
    "5F": [("x² moves too", "def slope(x):\n    return np.cos(x**2)"), ("5.1", "def slope(x):\n    return np.cos(2 * x)"),
           ("5.1", "def slope(x):\n    return 2 * x * np.cos(x)"),
           ("The slope of x² is not", "def slope(x):\n    return 2 * np.cos(x**2)"),
           ("Where the sine is highest", "def slope(x):\n    return 2 * x * np.sin(x**2)"),
           ("3.3", "def slope(x):\n    return x * np.cos(x**2)"),
           ("That belongs to sin(x)²", "def slope(x):\n    return 2 * np.sin(x) * np.cos(x)"),
           ("5.12", "def slope(x):\n    return np.cos(x**2) + 2 * x"),
           ("", "def slope(x):\n    return 1.0806"), ("", "def slope(x):\n    return x[0]")],
    "5W": [("5.4", but(LAYER, "delta.sum(axis=0)", "delta")), ("5.4", but(LAYER, "delta.sum(axis=0)", "delta.sum()")),
           ("5.5", but(LAYER, "dW = x.T @ delta", "dW = delta.T @ x")),
           ("The 1/B of the mean", but(LAYER, "da * a * (1 - a)", "da * a * (1 - a) / len(x)")),
           ("The 1/B of the mean", but(LAYER, "delta.sum(axis=0)", "delta.mean(axis=0)")),
           ("What does the layer below", but(LAYER, "delta @ W.T, dW", "None, dW")),
           ("What does the layer below", but(LAYER, "return delta @ W.T, dW", "return dW")),
           ("What does the layer below", but(LAYER, "delta @ W.T, dW", "delta, dW")),
           ("5.1", but(LAYER, "a * (1 - a)", "z * (1 - z)")),
           ("5.1", but(LAYER, "delta = da * a * (1 - a)", "s = nn.sigmoid(a); delta = da * s * (1 - s)")),
           ("da is the slope by the outputs", but(LAYER, "da * a * (1 - a)", "da")),
           ("5.8", "kept = 0\n" + LAYER.replace("    a =", "    global kept\n    a =").replace(
               "    return delta @ W.T, dW, db", "    kept = [o + n for o, n in zip(kept or [0, 0, 0], (delta @ W.T, "
               "dW, db))]\n    return kept")),
           ("5.5", but(LAYER, "delta @ W.T, dW", "delta @ W, dW")), ("", but(LAYER, "return delta @ W.T, dW, db", "pass"))],
    "5X": [("You look to one side", but(CHECK, "w[i] = kept - h", "w[i] = kept").replace("(2 * h)", "h") + BUG),
           ("So small an h", but(CHECK, "h = w[i], 1e-5", "h = w[i], 1e-12") + BUG),
           ("So large an h", but(CHECK, "h = w[i], 1e-5", "h = w[i], 0.1") + BUG),
           ("0.001 is much", but(CHECK, " / (np.linalg.norm(c) + np.linalg.norm(m))", "") + BUG),
           ("The formula divides", but(CHECK, "(np.linalg.norm(c) + np.linalg.norm(m))", "np.linalg.norm(m)") + BUG),
           ("Each slope needs a step", but(CHECK, "            w[i] = kept\n", "") + BUG),
           ("5.10", but(CHECK, "    return errors", "    a = np.concatenate([gradients[k].ravel() for k in parameters])\n"
                        "    b = np.concatenate([found[k].ravel() for k in parameters])\n    one = np.linalg.norm(a - b) / "
                        "(np.linalg.norm(a) + np.linalg.norm(b))\n    return {k: one for k in parameters}")
            .replace("errors = {}", "errors, found = {}, {}").replace("        c, m =", "        found[name] = measured\n        c, m =") + BUG),
           ("5.10", but(CHECK, "return errors", "return max(errors.values())") + BUG),
           ("You look to one side", but(CHECK, "w[i] = kept - h", "w[i] = kept").replace("(2 * h)", "h")
            .replace("1e-5", "1e-8") + BUG),
           ("Each slope needs a step", but(CHECK, "            w[i] = kept\n", "").replace(
               "    errors =", "    parameters = {k: v.copy() for k, v in parameters.items()}\n    errors =") + BUG),
           ("Turned round", but(CHECK, "(above - below)", "(below - above)") + BUG),
           ("3.3", but(CHECK, "/ (2 * h)", "/ h") + BUG),
           ("Your function never asks", "def relative_errors(loss, gradients, parameters):\n"
            "    return {name: 0.0 for name in parameters}\n" + BUG),
           ("Print your errors", CHECK + 'culprit = "W1"'), ("5.10", CHECK + 'culprit = "none"'),
           ("", "def relative_errors(loss, gradients, parameters):\n    return []\n" + BUG)],
    "5C": [("5.1", but(NETWORK, "* h * (1 - h)", "* nn.sigmoid(h) * (1 - nn.sigmoid(h))")),
           ("5.2", NETWORK.replace("    delta1 = delta2", '    parameters["W2"] -= 0.5 * dW2\n    delta1 = delta2', 1)),
           ("5.2", but(NETWORK, 'delta2 @ parameters["W2"].T', 'delta2 @ (parameters["W2"] - 3 * dW2).T')),
           ("Its loss is far above", but(NETWORK, "q[name] - 3 * g[name]", "q[name] + 3 * g[name]")),
           ("It has not learnt", but(NETWORK, "3 * g[name]", "0.01 * g[name]")),
           ("5.3", but(NETWORK, "(p - t) / len(x)", "(p - t) * p * (1 - p) / len(x)")),
           ("5.8", NETWORK.replace("def gradients", "kept = {}\n\ndef gradients").replace(
               "    return {\"W1\"", "    now = {\"W1\"").replace(
               '"b2": delta2.sum(axis=0)}', '"b2": delta2.sum(axis=0)}\n    for k in now:\n        kept[k] = kept[k] + now[k] '
               'if k in kept and np.shape(kept[k]) == np.shape(now[k]) else now[k]\n    return dict(kept)')),
           ("3.1", but(NETWORK, "(p - t) / len(x)", "(t - p) / len(x)")),
           ("3.2", but(NETWORK, "(p - t) / len(x)", "(p - t)")),
           ("5.4", but(NETWORK, "\"b1\": delta1.sum(axis=0)", "\"b1\": delta1").replace('"b2": delta2.sum(axis=0)', '"b2": delta2')),
           ("4.2", but(NETWORK, "rng.normal(0, 6, (2, 32))", "np.ones((2, 32))")
            .replace("rng.normal(0, 3, 32)", "np.zeros(32)").replace("rng.normal(0, 1, (32, 1))", "np.ones((32, 1))")),
           ("With small weights", but(NETWORK, "rng.normal(0, 6, (2, 32))", "rng.normal(0, 0.1, (2, 32))")
            .replace("rng.normal(0, 3, 32)", "np.zeros(32)")),
           ("", NETWORK[:NETWORK.index("def train")] + "def train(inputs, targets, seed):\n    return 3\n")],
}
