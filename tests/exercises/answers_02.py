"""What learners write in the exercises of lesson 02: right answers of several kinds, wrong ones with their hints."""

SETUP = """
train, validation, test = data.split(*data.penguins(("Adelie", "Chinstrap")), fractions=(0.5, 0.3, 0.2), seed=97)
scaler = data.Standardiser(train[0])
weights, bias = nn.logistic_optimum(scaler.transform(train[0]), train[1])
p, t = nn.sigmoid(scaler.transform(validation[0]) @ weights + bias), validation[1]
birds = data.penguins(("Adelie", "Chinstrap"), ("bill_length", "bill_depth", "flipper_length", "body_mass"))
known, held_out = data.split(*birds, fractions=(0.6, 0.4), seed=0)
"""


def _units(w="6.02", flips="True", moves="False", falls="False", standardised="False"):
    return (f'prediction = {{"w_mass": {w}, "ranking flips": {flips}, "boundary moves": {moves}, '
            f'"accuracy falls": {falls}, "standardised w changes": {standardised}}}')


def _probability(*lines):
    return "\n    ".join(["def probability(x, w, b):", *lines]) + "\n"


def _path(y="int(z >= 0)", w="w = w + eta * (t[i] - y) * x[i]", b="b = b + eta * (t[i] - y)",
          result="np.array(ws), np.array(bs)", keep="ws.append(w); bs.append(b)", start="ws, bs = [], []"):
    return f"""
def perceptron_path(x, t, w, b, eta):
    {start}
    for i in range(len(x)):
        z = x[i] @ w + b
        y = {y}
        {w}
        {b}
        {keep}
    return {result}
"""


def _classify(scale="m, s = train_inputs.mean(axis=0), train_inputs.std(axis=0)", new="(new_inputs - m) / s", e="p - t",
              start="w, b = np.zeros(x.shape[1]), 0.0", gradient="x.T @ e / len(x)", w="w - eta * (g + decay * w)",
              b="b - eta * e.mean()", result="w, b, 1 / (1 + np.exp(-(new @ w + b)))", t="train_labels"):
    return f"""
def classify(train_inputs, train_labels, new_inputs, eta, decay, updates):
    {scale}
    x, new, t = (train_inputs - m) / s, {new}, {t}
    {start}
    for update in range(updates):
        p = 1 / (1 + np.exp(-(x @ w + b)))
        e = {e}
        g = {gradient}
        w, b = {w}, {b}
    return {result}
"""


def _searched(score, enough="recall >= 0.95", yes="p >= q", part="p, t", candidates="np.unique(p)"):
    """An answer to 2X: every p is tried as a threshold."""
    return f"""
p, t = {part}
best = -1
for q in {candidates}:
    said = {yes}
    hits = np.sum(said & (t == 1))
    recall, precision = hits / np.sum(t), hits / max(np.sum(said), 1)
    if {enough} and {score} > best:
        best, threshold = {score}, q
"""


TEST = "nn.sigmoid(scaler.transform(test[0]) @ weights + bias), test[1]"
TRAIN = "nn.sigmoid(scaler.transform(train[0]) @ weights + bias), train[1]"

RIGHT = {
    "2P": [_units(), _units("0.00602 * 1000", "bool(1)", "np.False_"), _units("[6.0240]", "6.02 > 0.804", "1 > 2"),
           _units("np.float32(6.02)", "not False")],
    "2F": [_probability("return [float(1 / (1 + np.exp(-(sum(a * c for a, c in zip(row, w)) + b)))) for row in x]"),
           _probability("z = np.einsum('ij,j->i', x, w) + b", "return 0.5 * (1 + np.tanh(z / 2))"),
           _probability("x, w = x.astype(np.float32), w.astype(np.float32)", "return 1 / (1 + np.exp(-(x @ w + b)))"),
           _probability("import math", "out = []", "for row in x:", "    z = min(max(row @ w + b, -500), 500)",
                        "    out.append(round(1 / (1 + math.exp(-z)), 4))", "return out"),
           _probability("z = np.clip((x * w).sum(axis=1) + b, -30, 30)", "return np.exp(z) / (1 + np.exp(z))"),
           _probability("for row in x:", "    yield nn.sigmoid(row @ w + b)")],
    "2W": ["""
def perceptron_path(x, t, w, b, eta):
    w, all_w, all_b = list(w), [], []
    for row, label in zip(x, t):
        z = b
        for value, weight in zip(row, w):
            z += value * weight
        if z >= 0 and label == 0:
            w, b = [weight - eta * value for weight, value in zip(w, row)], b - eta
        elif z < 0 and label == 1:
            w, b = [weight + eta * value for weight, value in zip(w, row)], b + eta
        all_w.append(w)
        all_b.append(b)
    return [all_w, all_b]
""", """
def perceptron_path(x, t, w, b, eta):
    n, d = x.shape
    both = np.append(w, b).astype(np.float32)
    path = np.zeros((n, d + 1), dtype=np.float32)
    for i, row in enumerate(np.column_stack([x, np.ones(n)])):
        both = both + eta * (t[i] - (row @ both >= 0)) * row
        path[i] = both
    return path[:, :-1], path[:, -1]
""", _path(y="1 if z >= 0 else 0", start="ws, bs = [], []; w = w.copy()", w="w += eta * (t[i] - y) * x[i]",
           keep="ws.append(w.copy()); bs.append(b)", result="(ws, bs)"), """
def perceptron_path(x, t, w, b, eta):
    sign = np.where(t == 1, 1, -1)
    weights, biases = np.empty(x.shape), np.empty(len(x))
    for i in range(len(x)):
        z = np.dot(w, x[i]) + b
        if (z >= 0) != (sign[i] == 1):
            w, b = w + eta * sign[i] * x[i], b + eta * sign[i]
        weights[i], biases[i] = w, b
    return weights.round(4), biases.round(4)
"""],
    "2X": ["threshold = np.sort(p[t == 1])[1]", _searched("precision"),
           _searched("precision", candidates="np.arange(1, 100) / 100"), "threshold = 0.17",
           "threshold = round(float(sorted(p[t == 1], reverse=True)[18]), 4)",
           "threshold = np.float32(np.quantile(p[t == 1], 0.05, method='higher'))", "threshold = [0.16]",
           _searched("precision", yes="p > q", candidates="np.linspace(0, 1, 101)")],
    "2C": [_classify(), """
def classify(train_inputs, train_labels, new_inputs, eta, decay, updates):
    d, n = len(train_inputs[0]), len(train_inputs)
    means = [sum(row[k] for row in train_inputs) / n for k in range(d)]
    stds = [(sum((row[k] - means[k]) ** 2 for row in train_inputs) / n) ** 0.5 for k in range(d)]
    scaled = lambda rows: [[(row[k] - means[k]) / stds[k] for k in range(d)] for row in rows]
    x, w, b = scaled(train_inputs), [0.0] * d, 0.0
    say = lambda row: 1 / (1 + 2.718281828459045 ** -(sum(w[k] * row[k] for k in range(d)) + b))
    for _ in range(updates):
        errors = [say(row) - label for row, label in zip(x, train_labels)]
        slopes = [sum(e * row[k] for e, row in zip(errors, x)) / n + decay * w[k] for k in range(d)]
        w = [w[k] - eta * slopes[k] for k in range(d)]
        b -= eta * sum(errors) / n
    return w, b, [say(row) for row in scaled(new_inputs)]
""", """
def classify(train_inputs, train_labels, new_inputs, eta, decay, updates):
    scaler = data.Standardiser(train_inputs)
    x = np.column_stack([scaler.transform(train_inputs), np.ones(len(train_inputs))]).astype(np.float32)
    w = np.zeros((x.shape[1], 1), dtype=np.float32)
    t = train_labels[:, None]
    only_weights = np.ones_like(w)
    only_weights[-1] = 0
    for _ in range(updates):
        w = w - eta * (x.T @ (nn.sigmoid(x @ w) - t) / len(x) + decay * only_weights * w)
    new = scaler.transform(new_inputs)
    return [w[:-1, 0], w[-1], nn.sigmoid(new @ w[:-1] + w[-1]).ravel()]
""", _classify(e="(p - t) / len(x)", gradient="(e[:, None] * x).sum(axis=0)", w="w * (1 - eta * decay) - eta * g",
               b="b - eta * e.sum()",
               result="w.round(4), round(b, 4), (0.5 + np.tanh((new @ w + b) / 2) / 2).round(4)")],
}

WRONG = {
    "2P": [("The numbers became smaller", _units("0.00000602")), ("The numbers became smaller", _units("0.00602")),
           ("Put your new weight", _units(flips="False")), ("Take one bird", _units(moves="True")),
           ("Take one bird", _units(falls="True")), ("2.6", _units(standardised="True")),
           ("The numbers became smaller", _units("6.02e-6", "False", "True", "True", "True")),
           ("Take one bird", _units(moves="True", falls="True", standardised="True")), ("", _units("0.804")),
           ("", _units("None")), ("", _units('"six"')), ("", "prediction = None"), ("", "prediction = 6.02"),
           ("", 'prediction = {"w_mass": 6.02}'), ("", _units(moves='"no"'))],
    "2F": [("The larger z", _probability("z = x @ w + b", "return 1 / (1 + np.exp(z))")),
           ("What is p where", _probability("return 1 / (1 + np.exp(-(x @ w)))")),
           ("Right for small sums", _probability("z = x @ w + b", "return np.exp(z) / (1 + np.exp(z))")),
           ("Right for small sums",
            _probability("import math", "return [1 / (1 + math.exp(-(row @ w + b))) for row in x]")),
           ("That is a step", _probability("return np.where(x @ w + b >= 0, 1, 0)")),
           ("That is a step", _probability("return [float(row @ w + b > 0) for row in x]")),
           ("5.5", _probability("z = w @ x + b", "return 1 / (1 + np.exp(-z))")),
           ("5.5", _probability("z = np.dot(w.T, x) + b", "return 1 / (1 + np.exp(-z))")),
           ("That is the weighted sum", _probability("return x @ w + b")),
           ("One p for each row", _probability("return 1 / (1 + np.exp(-(x * w + b)))")),
           ("", _probability("z = x @ w + b", "print(1 / (1 + np.exp(-z)))")), ("", "probability = 0.5"),
           ("", _probability("x *= w", "return 1 / (1 + np.exp(-(x.sum(axis=1) + b)))")),
           ("", _probability("return (x @ w + b).astype(complex)")),
           ("", _probability("return np.full(len(x), np.nan)")), ("", _probability("return 'high'")),
           ("", _probability("raise KeyError('p')")), ("", "def probability(x):\n    return x\n"),
           ("", _probability("global calls", "calls = globals().get('calls', 0) + 1", "return np.full(7, calls)"))],
    "2W": [("2.1", _path(b="for value in x[i]: b = b + eta * (t[i] - y)")), ("2.2", _path(b="b = b")),
           ("Labels are 0 and 1", _path(w="if t[i] * z < 0: w, b = w + eta * t[i] * x[i], b + eta * t[i]", b="pass")),
           ("Labels are 0 and 1", _path(w="if t[i] * z <= 0: w, b = w + eta * t[i] * x[i], b + eta * t[i]", b="pass")),
           ("2.3", _path(w="w = w + eta * t[i] * x[i]", b="b = b + eta * t[i]")),
           ("Which way round", _path(w="w = w - eta * (t[i] - y) * x[i]", b="b = b - eta * (t[i] - y)")),
           ("Which way round", _path(w="w = w + eta * (y - t[i]) * x[i]")),
           ("Which way round", _path(b="b = b - eta * (t[i] - y)")),
           ("1.4", _path(y="int(z > 0)")),
           ("1.4", _path(w="s = 2 * t[i] - 1", b="if s * z <= 0: w, b = w + eta * s * x[i], b + eta * s")),
           ("1.4", _path(w="s = 2 * t[i] - 1", b="if s * z < 0: w, b = w + eta * s * x[i], b + eta * s")),
           ("Here y is the hard step", _path(y="1 / (1 + np.exp(-z))")),
           ("Where is η", _path(w="w = w + (t[i] - y) * x[i]", b="b = b + (t[i] - y)")),
           ("Row i holds", _path(keep="pass", w="ws.append(w); bs.append(b)",
                                 b="e = t[i] - y; w, b = w + eta * e * x[i], b + eta * e")),
           ("All rows are one array", _path(start="ws, bs = [], []; w = w.copy()", w="w += eta * (t[i] - y) * x[i]")),
           ("Only the last ones", _path(result="w, b")),
           ("", _path(w="w += eta * (t[i] - y) * x[i]")), ("", _path(result="ws")), ("", _path(result="None")),
           ("", _path(result="bs, ws")), ("", _path(result="w / 0, b, 3")), ("", _path(result="'w', 'b'")),
           ("", _path(result="np.array(ws) * 1j, bs")), ("", _path(result="np.array(ws) * np.nan, bs")),
           ("", _path(y="undefined")), ("", "perceptron_path = None")],
    "2X": [("2.10", "threshold = 0.5"), ("For the test part", _searched("precision", part=TEST)),
           ("For the training part", _searched("precision", part=TRAIN)),
           ("2.7", _searched("recall", "precision >= 0.95")),
           ("2.7", """
def scores(q):
    m = nn.metrics.confusion_matrix(t, p >= q).T
    return nn.metrics.precision(m), nn.metrics.recall(m)
good = [q for q in p if scores(q)[1] >= 0.95]
threshold = max(good, key=lambda q: scores(q)[0])
"""),
           ("Call every bird", "threshold = 0"), ("Call every bird", "threshold = min(p)"),
           ("At least 0.95", _searched("precision", "recall > 0.95")),
           ("In this course", _searched("precision", yes="p > q")),
           ("", "threshold = 0.3"), ("", "threshold = 0.1"), ("", "threshold = 95"), ("", "threshold = float('nan')"),
           ("", "threshold = None"), ("", "threshold = '0.17'"), ("", "threshold = p"), ("", "threshold = 0.17 + 0j"),
           ("", "threshold = [[0.1], [0.1, 0.2]]"), ("", "threshold = lambda: 0.17"),
           ("", "threshold = (q for q in p)")],
    "2C": [("2.8", _classify(start="w, b = np.zeros((x.shape[1], 1)), 0.0")),
           ("2.8", _classify(start="w, b = np.zeros((x.shape[1], 1)), 0.0", gradient="(e * x).mean(axis=0)")),
           ("2.8", _classify(t="train_labels[:, None]")),
           ("2.8", _classify(t="train_labels.reshape(-1, 1)", gradient="(x.T @ e).mean(axis=1) / len(x)")),
           ("2.9", _classify("both = np.concatenate([train_inputs, new_inputs])\n"
                             "    m, s = both.mean(axis=0), both.std(axis=0)")),
           ("2.9", _classify(new="(new_inputs - new_inputs.mean(axis=0)) / new_inputs.std(axis=0)")),
           ("Bring every column", _classify("m, s = 0, 1")), ("The new birds are", _classify(new="new_inputs")),
           ("3.2", _classify(gradient="x.T @ e", b="b - eta * e.sum()")), ("3.2", _classify(gradient="x.T @ e")),
           ("3.2", _classify(b="b - eta * e.sum()")),
           ("That is the step of the squared error", _classify(e="(p - t) * p * (1 - p)")),
           ("Here p itself", _classify(e="(p >= 0.5).astype(int) - t")),
           ("λ shrinks w", _classify(b="b - eta * (e.mean() + decay * b)")),
           ("What became of λ", _classify(w="w - eta * g")),
           ("η stands before", _classify(w="w - eta * g - decay * w")),
           ("Which way round", _classify(w="w + eta * g - eta * decay * w", b="b + eta * e.mean()")),
           ("2.2", _classify(b="b")),
           ("The probabilities are", _classify(result="w, b, (new @ w + b > 0).astype(int)")),
           ("That is the weighted sum", _classify(result="w, b, new @ w + b")),
           ("", _classify(result="w, b")), ("", _classify(result="None")), ("", _classify(result="w, b, 'p'")),
           ("", _classify(w="w * np.nan")), ("", _classify(result="w, b, 1j * new[:, 0]")),
           ("", _classify(e="q - t")), ("", "classify = 0.95"), ("", _classify(result="{w: b for w in 'wbp'}")),
           ("", _classify(result="(w, b, 1 / (1 + np.exp(-(new @ w + b)))) if updates < 99 else None")),
           ("", _classify(result="(w, b, 1 / (1 + np.exp(-(new @ w + b)))) if updates < 99 else (w, b, 0 * t)")),
           ("", _classify("train_inputs -= train_inputs.mean(axis=0); m, s = 0, train_inputs.std(axis=0)"))],
}
