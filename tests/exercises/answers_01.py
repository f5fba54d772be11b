"""Lesson 01: answers as learners write them. RIGHT: at least three ways; WRONG: the hint that each must get."""

SETUP = ""

RIGHT = {
    "1P": ['firing = {"A", "C", "D"}', 'firing = "a, c, d"', 'firing = ["D", "C", "A"]'],
    "1F": ["def fires(x, w, theta):\n    return (x @ w >= theta).astype(int)",
           "def fires(x, w, theta):\n    out = []\n    for row in x:\n        s = 0\n        for a, b in zip(row, w):\n"
           "            s += a * b\n        out.append(1 if s >= theta else 0)\n    return out",
           "fires = lambda x, w, theta: ~(np.einsum('ij,j', x, w) < theta)",
           "def fires(x, w, theta):\n    z = np.sum(np.float32(x) * np.float32(w), axis=1)\n"
           "    return np.where(z < theta, 0.0, 1.0)"],
    "1W": ["def hebb_step(W, a, eta, decay):\n    n = len(a)\n    new = W.tolist()\n    for i in range(n):\n"
           "        for j in range(n):\n            new[i][j] += eta * a[i] * a[j] - decay * W[i, j]\n"
           "            if i == j:\n                new[i][j] = 0\n    return new",
           "def hebb_step(W, a, eta, decay):\n    W = (1 - decay) * W + eta * a[:, None] * a\n"
           "    return W * (1 - np.eye(len(a)))",
           "def hebb_step(W, a, eta, decay):\n    a = a.astype(np.float32)\n    W = W.copy()\n    W -= decay * W\n"
           "    W += eta * np.outer(a, a)\n    W[np.diag_indices(len(a))] = 0\n    return W.round(5)"],
    "1X": ['gates = {"AND": (1, 1, -1.5), "OR": (2, 2, -1), "NAND": (-2, -2, 3)}',
           'gates = {"AND": [10, 10, -15], "OR": [3.0, 3.0, -1.2], "NAND": [-1, -1, 1.4]}',
           'gates = dict(OR=np.array([1, 1, -0.4]), NAND=np.array([-3, -4, 5]), AND=np.array([0.5, 0.6, -0.8]))'],
    "1C": ['units = {"first": (1, -1, 0.5), "second": (-1, 1, 0.5), "output": (1, 1, 0.5)}',
           'units = {"first": (1, 1, 0.6), "second": (-1, -1, -1.4), "output": (1, 1, 1.5)}',
           'units = dict(first=np.array([1, 1, 1.5]), second=np.array([2, 2, 1]), output=np.array([-2, 1, 0.5]))'],
}

WRONG = {
    "1P": [("1.5", 'firing = {"A", "B", "C", "D"}'), ("The largest input", 'firing = {"B", "D"}'),
           ("A sum, not a mean", 'firing = {"D"}'), ("1.4", 'firing = {"C", "D"}'), ("", 'firing = {"A"}'),
           ("", "firing = None"), ("", "firing = 3")],
    "1F": [("The other way round", "def fires(x, w, theta):\n    return theta >= x @ w"),
           ("1.1", "def fires(x, w, theta):\n    z = x @ w - theta\n    return z >= theta"),
           ("That is the weighted sum", "def fires(x, w, theta):\n    return x @ w"),
           ("1.4", "def fires(x, w, theta):\n    return [bool(r @ w > theta) for r in x]"),
           ("A weight multiplies", "def fires(x, w, theta):\n    return np.array([sum(r + w) >= theta for r in x])"),
           ("", "def fires(x, w, theta):\n    return x >= theta"),
           ("", "def fires(x, w, theta):\n    return [True] * len(x)"),
           ("", "def fires(x, w, theta):\n    print(x @ w >= theta)")],
    "1W": [("Both must fire", "def hebb_step(W, a, eta, decay):\n    new = W + eta * (a[:, None] + a) - decay * W\n"
            "    np.fill_diagonal(new, 0)\n    return new"),
           ("Hebb's rule knows no target", "def hebb_step(W, a, eta, decay):\n"
            "    new = W + eta * np.outer(1 - a, a) - decay * W\n    np.fill_diagonal(new, 0)\n    return new"),
           ("Nothing fades", "def hebb_step(W, a, eta, decay):\n    new = W + eta * np.outer(a, a)\n"
            "    np.fill_diagonal(new, 0)\n    return new"),
           ("What has grown", "def hebb_step(W, a, eta, decay):\n    new = W + eta * np.outer(a, a)\n"
            "    new = new - decay * new\n    np.fill_diagonal(new, 0)\n    return new"),
           ("The decay counts twice", "def hebb_step(W, a, eta, decay):\n    new = W - decay * W\n"
            "    new = new + eta * np.outer(a, a) - decay * W\n    return new * (1 - np.eye(5))"),
           ("1.8", "def hebb_step(W, a, eta, decay):\n    return W + eta * np.outer(a, a) - decay * W"),
           ("", "def hebb_step(W, a, eta, decay):\n    W += eta * np.outer(a, a) - decay * W\n"
            "    np.fill_diagonal(W, 0)\n    return W")],
    "1X": [("1.3", 'gates = {"AND": (1, 1, 0), "OR": (1, 1, -0.5), "NAND": (-1, -1, 1.5)}'),
           ("1.1", 'gates = {"AND": (1, 1, 1.5), "OR": (1, 1, 0.5), "NAND": (-1, -1, -1.5)}'),
           ("That is OR", 'gates = {"AND": (1, 1, -0.5), "OR": (1, 1, -0.5), "NAND": (-1, -1, 1.5)}'),
           ("That is AND", 'gates = {"AND": (1, 1, -1.5), "OR": (1, 1, -1.5), "NAND": (-1, -1, 1.5)}'),
           ("Its line passes too near", 'gates = {"AND": (1, 1, -2), "OR": (1, 1, -1), "NAND": (-1, -1, 1)}'),
           ("", 'gates = {"AND": (1, 1), "OR": (1, 1, -0.5), "NAND": (-1, -1, 1.5)}'),
           ("", 'gates = {"AND": (1, 1, float("nan")), "OR": (1, 1, -0.5), "NAND": (-1, -1, 1.5)}'),
           ("", "gates = [1, 2, 3]")],
    "1C": [("Two equal units", 'units = {"first": (1, 1, 0.5), "second": (2, 2, 1), "output": (1, 1, 0.5)}'),
           ("The output is OR", 'units = {"first": (1, 1, 0.5), "second": (1, 1, 1.5), "output": (1, 1, 0.5)}'),
           ("The output is AND", 'units = {"first": (1, 1, 0.5), "second": (1, 1, 1.5), "output": (1, 1, 1.5)}'),
           ("Exactly the opposite", 'units = {"first": (1, 1, 0.5), "second": (1, 1, 1.5), "output": (-1, 1, -0.5)}'),
           ("A unit's line passes too near", 'units = {"first": (1, 1, 1), "second": (1, 1, 2), "output": (1, -1, 0.5)}'),
           ("", 'units = {"first": (1, 1, 0.5), "output": (1, -1, 0.5)}')],
}
