"""What learners write in the exercises of lesson 04: right ones of several kinds, and wrong ones with their hints."""

SETUP = """
corners, xor = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
"""


def _facts(parameters="105", hidden="2", computing="3", names='{"MLP", "DNN"}'):
    return (f'facts = {{"parameters": {parameters}, "hidden layers": {hidden}, "layers that compute": {computing}, '
            f'"names": {names}}}')


def _network(*lines):
    return "\n    ".join(["def network(x, w1, b1, w2, b2):", *lines]) + "\n"


def _logits(*lines):
    return "\n    ".join(["def logits(x, weights, biases):", *lines]) + "\n"


def _xor(verdict, start="runs=50, seed=0"):
    """An answer to 4X: what is said of the networks of each width."""
    return f"""
solved = {{}}
for width in (2, 4, 8):
    network = nn.Network((2, width, 1), activation="relu", {start})
    network.fit(corners, xor, nn.SGD(0.1, momentum=0.9), batch_size=4, epochs=300)
    solved[width] = {verdict}
"""


ALL_FOUR = "(network.predict(corners) == xor).all(axis=1)"


def _stopping(*, better="validation[i] < lowest", worse="else", wait="waited >= patience", watched="validation",
              reset="0", result="(best + 1, weights[best], test[best])"):
    """An answer to 4C with a count of its own."""
    return f"""
def early_stopping(training, validation, test, weights, patience):
    best, waited, lowest = 0, 0, float("inf")
    validation = {watched}
    for i in range(len(validation)):
        if {better}:
            best, lowest, waited = i, validation[i], {reset}
        {worse}:
            waited += 1
            if {wait}:
                break
    return {result}
"""


RIGHT = {
    "4P": [_facts("3 * 8 + 9 * 8 + 9", "np.int64(2)", "3.0", '["mlp", "dnn"]'),
           _facts("[105]", "2", "len((8, 8, 1))", '"DNN, MLP"'),
           _facts("nn.Network((2, 8, 8, 1)).parameters.size", names='("DNN", "MLP", "MLP")')],
    "4F": [_network("return np.tanh(x @ w1 + b1) @ w2 + b2"),
           _network("z = []", "for row in x:",
                    "    h = [np.tanh(sum(row[i] * w1[i][j] for i in range(3)) + b1[j]) for j in range(len(b1))]",
                    "    z.append([sum(h[j] * w2[j][k] for j in range(len(h))) + b2[k] for k in range(len(b2))])",
                    "return z"),
           _network("x, w1, b1, w2, b2 = (a.astype('float32') for a in (x, w1, b1, w2, b2))",
                    "e = np.exp(2 * (np.dot(x, w1) + b1))", "return np.dot((e - 1) / (e + 1), w2) + b2"),
           _network("one = np.ones((len(x), 1))", "h = np.tanh(np.hstack([one, x]) @ np.vstack([b1, w1]))",
                    "return np.round(np.hstack([one, h]) @ np.vstack([b2, w2]), 4)")],
    "4W": [_logits("for layer, (w, b) in enumerate(zip(weights, biases)):", "    x = x @ w + b",
                   "    if layer < len(weights) - 1:", "        x = np.tanh(x)", "return x"),
           _logits("z = np.dot(x, weights[0]) + biases[0]", "if len(weights) == 1:", "    return z",
                   "return logits(np.tanh(z), weights[1:], biases[1:])"),
           _logits("rows = []", "for row in x:", "    for w, b in zip(weights, biases):",
                   "        z = [sum(row[i] * w[i][j] for i in range(len(row))) + b[j] for j in range(len(b))]",
                   "        row = [np.tanh(one) for one in z]", "    rows.append(z)", "return rows"),
           _logits("weights, biases = list(weights), list(biases)", "w, b = weights.pop(), biases.pop()",
                   "h = np.float32(x)", "while weights:", "    h = np.tanh(h @ weights.pop(0) + biases.pop(0))",
                   "return h @ w + b"),
           _logits("h = np.float32(x)", "i = 0", "while i < len(weights) - 1:",
                   "    h = np.tanh(h @ np.float32(weights[i]) + np.float32(biases[i]))", "    i += 1",
                   "yield from h @ weights[i] + biases[i]")],
    "4X": [_xor(ALL_FOUR),
           _xor(ALL_FOUR, start="runs=50, seed=12345"),
           _xor(ALL_FOUR + ".mean().round(2)", start="runs=50, seed=700"),
           _xor(ALL_FOUR + ".sum()", start="runs=50, seed=4321"),
           """
def solves(width, seed):
    network = nn.Network((2, width, 1), activation="relu", seed=seed)
    network.fit(corners, xor, nn.SGD(0.1, momentum=0.9), batch_size=4, epochs=300, seed=seed)
    return [round(float(p)) for p in network.predict_proba(corners)] == [0, 1, 1, 0]

solved = {width: [solves(width, seed) for seed in range(50, 100)] for width in (2, 4, 8)}
"""],
    "4C": [_stopping(),
           """
def early_stopping(training, validation, test, weights, patience):
    v = np.array(validation)
    for end in range(len(v)):
        best = int(np.argmin(v[:end + 1]))
        if end - best == patience:
            break
    return [np.float32(best + 1), list(weights[best]), np.array([test[best]])]
""", """
def early_stopping(training, validation, test, weights, patience):
    kept, waited = None, 0
    for epoch, (loss, on_test, w) in enumerate(zip(validation, test, weights), start=1):
        if kept is None or loss < kept[3]:
            kept, waited = (epoch, w.copy(), on_test, loss), 0
            continue
        waited = waited + 1
        if waited == patience:
            return kept[:3]
    return kept[:3]
""", """
def early_stopping(training, validation, test, weights, patience):
    best = 0
    while True:
        ahead = validation[best + 1:best + 1 + patience]
        lower = [k for k, loss in enumerate(ahead, start=1) if loss < validation[best]]
        if not lower:
            return best + 1, weights[best], test[best]
        best += lower[0]
"""],
}

OUTPUT, TANH = "What is wanted is the output's weighted sum", "Which activation does the task ask for?"
DEPTH, ROW = "How many layers there are is for the lists to say", "x holds many rows"
FROM_0, ONE_OFF, LAST = "A list begins at 0", "Count by hand: patience 2", "The weights have moved on"
REPORTED, ACCURACY = "This loss has helped to choose", "Three corners of four are no XOR"
SAME, LOSS = "Fifty runs, all with one outcome", "A loss says how sure"

WRONG = {
    "4P": [("4.5", _facts("88")), ("4.5", _facts("2 * 8 + 8 * 8 + 8 * 1 + 18")), ("4.5", _facts("107", "3")),
           ("1.9", _facts(computing="4")), ("1.9", _facts(hidden="4", computing="4")), ("4.6", _facts(hidden="3")),
           ("4.6", _facts(computing="2")), ("Those are the hidden units", _facts(hidden="16")),
           ("A single-layer perceptron has no hidden layer", _facts(names='{"SLP"}')),
           ("A single-layer perceptron has no hidden layer", _facts(names='{"SLP", "DNN", "MLP"}')),
           ("In the study notes ANN and DNN", _facts(names='{"MLP", "ANN"}')),
           ("In the study notes ANN and DNN", _facts(names='{"MLP", "ANN", "DNN"}')),
           ("One of the four names", _facts(names='"DNN"')), ("", _facts("104")), ("", _facts(names="None")),
           ("", _facts(names="{(1, 2)}")), ("", "facts = 105"), ("", "facts = None"),
           ("", 'facts = {"parameters": 105}'),
           ("", _facts("float('nan')")), ("", _facts("[1, [2]]")), ("", _facts("105 + 0j", names="[[1]]"))],
    "4F": [("4.1", _network("return (x @ w1 + b1) @ w2 + b2")), ("4.1", _network("return x @ w1 @ w2 + b1 @ w2 + b2")),
           ("A bias shifts the place", _network("return (np.tanh(x @ w1) + b1) @ w2 + b2")),
           ("Where did b1 go?", _network("return np.tanh(x @ w1) @ w2 + b2")),
           ("The output is a unit too", _network("return np.tanh(x @ w1 + b1) @ w2")),
           (OUTPUT, _network("h = x @ w1 + b1", "return np.tanh(h @ w2 + b2)")),
           (OUTPUT, _network("h = np.tanh(x @ w1 + b1)", "return np.tanh(h @ w2 + b2)")),
           (OUTPUT, _network("h = np.tanh(x @ w1 + b1)", "return nn.sigmoid(h @ w2 + b2)")),
           ("It bends twice", _network("h = np.tanh(x @ w1 + b1)", "return np.tanh(h) @ w2 + b2")),
           ("That is the slope of tanh", _network("h = 1 / np.cosh(x @ w1 + b1) ** 2", "return h @ w2 + b2")),
           (TANH, _network("h = nn.relu(x @ w1 + b1)", "return h @ w2 + b2")),
           (TANH, _network("h = nn.sigmoid(x @ w1 + b1)", "return h @ w2 + b2")),
           ("", _network("h = np.tanh(x @ w1 + b1)")), ("", _network("return np.tanh(x @ w1 + b1)")),
           ("", _network("return 'z'")), ("", _network("return x * np.nan")),
           ("", _network("return np.tanh(x @ w1 + b1) @ w2 + b2 + 0j")), ("5.5", _network("return x @ w2")),
           ("", _network("x *= 2", "return np.tanh(x / 2 @ w1 + b1) @ w2 + b2")), ("", "network = 3"),
           ("", "def network():\n    return 1"), ("", _network("raise SystemExit")), ("", _network("return network"))],
    "4W": [(DEPTH, _logits("h = np.tanh(x @ weights[0] + biases[0])", "return h @ weights[1] + biases[1]")),
           (DEPTH, _logits("(w1, w2, w3), (b1, b2, b3) = weights, biases",
                           "return np.tanh(np.tanh(x @ w1 + b1) @ w2 + b2) @ w3 + b3")),
           (DEPTH, _logits("return x @ weights[0] + biases[0]")),
           (DEPTH, _logits("h = np.tanh(x @ weights[0] + biases[0])", "return h @ weights[-1] + biases[-1]")),
           ("Without a hidden layer the first layer", _logits(
               "h = np.tanh(x @ weights[0] + biases[0])", "for w, b in zip(weights[1:-1], biases[1:-1]):",
               "    h = np.tanh(h @ w + b)", "return h @ weights[-1] + biases[-1]")),
           ("5.5", _logits("for w, b in zip(weights[:-1], biases[:-1]):", "    x = np.tanh(x @ w.T + b)",
                           "return x @ weights[-1].T + biases[-1]")),
           ("5.5", _logits("h = x.T", "for w, b in zip(weights[:-1], biases[:-1]):",
                           "    h = np.tanh(w @ h + b[:, None])", "return (weights[-1] @ h + biases[-1][:, None]).T")),
           (OUTPUT, _logits("for w, b in zip(weights, biases):", "    x = np.tanh(x @ w + b)", "return x")),
           (OUTPUT, _logits("for w, b in zip(weights[:-1], biases[:-1]):", "    x = np.tanh(x @ w + b)",
                            "return 1 / (1 + np.exp(-(x @ weights[-1] + biases[-1])))")),
           ("Every layer has a bias of its own", _logits("b = biases[0]", "for w in weights[:-1]:",
                                                         "    x = np.tanh(x @ w + b)", "return x @ weights[-1] + b")),
           (ROW, _logits("h = x[0]", "for w, b in zip(weights[:-1], biases[:-1]):", "    h = np.tanh(h @ w + b)",
                         "return h @ weights[-1] + biases[-1]")),
           (ROW, _logits("for row in x:", "    h = row[None]", "    for w, b in zip(weights[:-1], biases[:-1]):",
                         "        h = np.tanh(h @ w + b)", "    return h @ weights[-1] + biases[-1]")),
           ("4.1", _logits("for w, b in zip(weights, biases):", "    x = x @ w + b", "return x")),
           (TANH, _logits("for w, b in zip(weights[:-1], biases[:-1]):", "    x = np.maximum(x @ w + b, 0)",
                          "return x @ weights[-1] + biases[-1]")),
           ("Where all layers have one size", _logits(
               "for k, (w, b) in enumerate(zip(weights, biases)):",
               "    z = np.zeros((len(x), w.shape[0]))", "    for j in range(w.shape[0]):",
               "        z[:, j] = x @ w[:, j] + b[j]", "    x = np.tanh(z)", "return z")),
           ("Where all layers have one size", _logits(
               "z = np.array([np.tanh(x[:, :1])] * 3)", "for k, (w, b) in enumerate(zip(weights, biases)):",
               "    z = sum(np.outer(x[:, j], w[j]) for j in range(len(b))) + b", "    x = np.tanh(z)", "return z")),
           ("", _logits("return None")), ("", _logits("return weights")), ("", _logits("weights.pop()", "return x")),
           ("", _logits("weights[0] *= 1.5", "return x")), ("", _logits("return {1: x}")), ("", "logits = [1]"),
           ("", _logits("return np.full((len(x), 3), np.inf)")), ("", _logits("1 / 0")), ("", _logits("yield x"))],
    "4X": [("4.4", _xor("np.all(network.predict(corners) == xor)", "seed=6")),
           ("Four values, one for each corner", _xor("network.predict(corners) == xor", "seed=0")),
           ("4.4", _xor(ALL_FOUR, "runs=10")),
           ("None of them", _xor(ALL_FOUR, 'runs=50, initialisation="zeros"')), ("None of them", _xor(ALL_FOUR, "runs=50, scale=0.0")),
           (SAME, """
def solves(width, seed):
    network = nn.Network((2, width, 1), activation="relu", seed=6)
    network.fit(corners, xor, nn.SGD(0.1, momentum=0.9), batch_size=4, epochs=300, seed=seed)
    return (network.predict(corners) == xor).all()

solved = {width: 10 * [solves(width, seed) for seed in range(5)] for width in (2, 4, 8)}
"""),
           (ACCURACY, _xor("network.score(corners, xor)")), (ACCURACY, _xor("network.score(corners, xor).mean()")),
           (ACCURACY, _xor("network.predict(corners) == xor")),
           (LOSS, _xor("network.loss(corners, xor)")), (LOSS, _xor("network.loss(corners, xor).mean()")),
           (LOSS, _xor("network.loss(corners, xor).mean().round(2)", "runs=50, seed=150")),
           ("Compare width", _xor(ALL_FOUR).replace("relu", "tanh")),
           ("Compare width", _xor(ALL_FOUR).replace("epochs=300", "epochs=5")),
           ("", "solved = {2: 0.2, 4: 0.6}"), ("", "solved = 0.9"), ("", "solved = {2: None, 4: 'all', 8: 1}"),
           ("", "solved = {2: [float('nan')] * 50, 4: 0.5, 8: 0.9}"), ("", "solved = {2: [], 4: [], 8: []}"),
           ("", "solved = {2: 1j, 4: 1j, 8: 1j}"),
           ("", "solved = {width: (x for x in 'abc') for width in (2, 4, 8)}"), ("", "solved = None")],
    "4C": [(FROM_0, _stopping(result="(best, weights[best], test[best])")),
           (FROM_0, _stopping(result="(best + 1, weights[best + 1], test[best + 1])")),
           (ONE_OFF, _stopping(wait="waited > patience")), (ONE_OFF, _stopping(wait="waited >= patience - 1")),
           ("A loss goes up and down", _stopping(wait="True")),
           ("Who has stopped never sees", _stopping(wait="False")),
           ("Just as good is not better", _stopping(better="validation[i] <= lowest")),
           ("Compare with the lowest loss so far", """
def early_stopping(training, validation, test, weights, patience):
    rises = 0
    for i in range(1, len(validation)):
        rises = rises + 1 if validation[i] >= validation[i - 1] else 0
        if rises == patience:
            break
    best = int(np.argmin(validation[:i + 1]))
    return best + 1, weights[best], test[best]
"""),
           ("In a row", _stopping(reset="waited")),
           ("There it stops", _stopping(result="(i + 1, weights[i], test[i])")),
           ("The training loss falls on", _stopping(watched="training")),
           ("4.9", _stopping(watched="test")),
           ("4.9", _stopping(result="(best + 1, weights[best], min(test))")),
           (REPORTED, _stopping(result="(best + 1, weights[best], validation[best])")),
           (REPORTED, _stopping(result="(best + 1, weights[best], training[best])")),
           (LAST, _stopping(result="(best + 1, weights[-1], test[best])")),
           (LAST, _stopping(result="(best + 1, weights[-1], test[-1])")),
           (LAST, _stopping(result="(best + 1, weights[i], test[best])")),
           (LAST, _stopping(result="(best + 1, weights[i], test[i])")),
           ("", """
def early_stopping(training, validation, test, weights, patience):
    for i in range(len(validation)):
        best = int(np.argmin(validation[:i + 1]))
        if i - best == patience:
            return best + 1, weights[best], test[best]
"""),
           ("", _stopping(result="best + 1")), ("", _stopping(result="(weights[best], best + 1, test[best])")),
           ("", _stopping(result="None")), ("", _stopping(result="(None, None, None)")), ("", "early_stopping = 1"),
           ("", _stopping(result="(best + 1, weights, test)")), ("", _stopping(result="'abc'")),
           ("", _stopping(result="(validation.sort(), best + 1, 0)")), ("", _stopping(result="(1 + 0j, 1, 0)")),
           ("", _stopping(better="validation[i] > lowest"))],
}
