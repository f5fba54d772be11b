"""Lesson 01, the neuron: what fires, how connections grow, and what one unit and three units can compute."""
import numpy as np

from lessons_lib.exercises import compare
from lessons_lib.exercises.tasks import FunctionTask, JudgedTask, ValueTask, Wrong
from lessons_lib.text import _, mark

# 1P: w = (1, 2, -2), threshold 2
FIRING = ValueTask(
    name="1P", wanted="firing", section=mark("A cell that counts votes"),
    right={"A", "C", "D"},
    wrong=(({"A", "B", "C", "D"}, "1.5"),
           ({"B", "D"}, mark("The largest input does not decide alone: multiply each by its weight, and add up.")),
           ({"D"}, mark("A sum, not a mean: w·x itself is compared with θ.")),
           ({"C", "D"}, "1.4")),
    passed=mark("Often A is left out: its sum is exactly θ, and ≥ lets it fire."))


# 1F
def fires(x, w, theta):
    return x @ w >= theta


def draw_stimuli(generator):
    """Quarters, whose sums are exact: one row's sum is the threshold."""
    x, w = generator.integers(-4, 5, (6, 3)) / 4, generator.integers(1, 6, 3) / 4 * [1, 1, -1]
    return x, w, float(x[0] @ w)


FIRES = FunctionTask(
    name="1F", wanted="fires", section=mark("A cell that counts votes"), right=fires, draw=draw_stimuli,
    wrong=((lambda x, w, theta: x @ w <= theta, mark("The other way round: it fires when the sum is large enough.")),
           (lambda x, w, theta: x @ w - theta >= theta, "1.1"),
           (lambda x, w, theta: x @ w, mark("That is the weighted sum. The output says whether it reaches θ.")),
           (lambda x, w, theta: x @ w > theta, "1.4"),
           (lambda x, w, theta: (x + w).sum(axis=1) >= theta,
            mark("A weight multiplies its input, it is not added to it."))),
    passed=mark("On 5 times 6 random rows. Often > is written: then a sum of exactly θ is silent."))


# 1W
def hebb_step(W, a, eta, decay):
    new = W + eta * np.outer(a, a) - decay * W
    np.fill_diagonal(new, 0)
    return new


def _without_diagonal(matrix):
    return matrix - np.diag(np.diag(matrix))


def draw_cells(generator):
    return (_without_diagonal(generator.normal(size=(5, 5))), generator.uniform(0.2, 1, 5),
            float(generator.uniform(0.1, 0.5)), float(generator.uniform(0.1, 0.4)))


HEBB = FunctionTask(
    name="1W", wanted="hebb_step", section=mark("What fires together"), right=hebb_step, draw=draw_cells,
    wrong=((lambda W, a, eta, decay: _without_diagonal(W + eta * np.add.outer(a, a) - decay * W),
            mark("Both must fire: the growth is a product, not a sum. What if one of them is silent?")),
           (lambda W, a, eta, decay: _without_diagonal(W + eta * np.outer(1 - a, a) - decay * W),
            mark("Hebb's rule knows no target and no mistake: what counts is how strongly the two fire.")),
           (lambda W, a, eta, decay: _without_diagonal(W + eta * np.outer(a, a)),
            mark("Nothing fades: what becomes of a connection whose two cells are silent?")),
           (lambda W, a, eta, decay: _without_diagonal(W + eta * np.outer(a, a) - decay),
            mark("Each connection loses a share of what it was, not the same amount.")),
           (lambda W, a, eta, decay: _without_diagonal((1 - decay) * (W + eta * np.outer(a, a))),
            mark("What has grown in this step decays too soon: only the old weights lose their share.")),
           (lambda W, a, eta, decay: _without_diagonal(W + eta * np.outer(a, a) - 2 * decay * W),
            mark("The decay counts twice: take the share of the old weights away once.")),
           (lambda W, a, eta, decay: W + eta * np.outer(a, a) - decay * W, "1.8")),
    passed=mark("On 5 random networks of 5 cells. Often the diagonal is forgotten: then a cell feeds itself."))

# 1X
CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
TABLES = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "NAND": [1, 1, 1, 0]}
ROUNDING = 1e-9  # 3.6 − 3 · 1.1 − 3 · 0.1 need not be exactly 0
NOISE = 0.1 * np.array([[x, y] for x in (-1, 0, 1) for y in (-1, 0, 1)])  # around each corner


def _numbers(words, value, size):
    """The value as that many numbers, or Wrong."""
    try:
        numbers = compare.read(value)
        if numbers.shape == (size,) and np.isfinite(numbers).all():
            return numbers
    except compare.Unreadable:
        pass
    raise Wrong(_("{name}: {given} given, wanted {size} numbers.").format(
        name=words, given=compare.in_words(value), size=size))


def _members(answer, names):
    """The entries of a dictionary with these names, or Wrong."""
    if not isinstance(answer, dict) or set(answer) != set(names):
        raise Wrong(_("Wanted: a dictionary with {keys}.").format(keys=", ".join(map(repr, names))))
    return [(name, answer[name]) for name in names]


def judge_gates(answer):
    for gate, given in _members(answer, TABLES):
        w1, w2, b = _numbers(gate, given, 3)
        table, wanted = _table(w1, w2, b), TABLES[gate]
        if table != wanted:
            raise Wrong(_("{gate} gives {table} for the corners {corners}, wanted {wanted}.").format(
                gate=gate, table=table, corners="00, 01, 10, 11", wanted=wanted), hint=_gate_hint(w1, w2, b, gate))
        noisy = (CORNERS[:, None] + NOISE) @ [w1, w2] + b >= -ROUNDING
        if not (noisy == np.array(wanted, dtype=bool)[:, None]).all():
            raise Wrong(_("{gate} is right at the corners, but not 0.1 beside them.").format(gate=gate), hint=mark(
                "Its line passes too near a corner: lead it through the middle between the corners that fire and those "
                "that do not."))


def _table(w1, w2, b):
    return (CORNERS @ [w1, w2] + b >= 0).astype(int).tolist()


def _gate_hint(w1, w2, b, gate):
    if b == 0:
        return "1.3"
    if _table(w1, w2, -b) == TABLES[gate]:
        return "1.1"
    if gate == "NAND" and _table(w1, w2, b) == TABLES["AND"]:
        return mark("That is AND, exactly the opposite: which signs must turn?")
    other = next((name for name, table in TABLES.items() if _table(w1, w2, b) == table), None)
    return {"OR": mark("That is OR: it fires for a single 1 already. How large must b be so that one 1 is too little?"),
            "AND": mark("That is AND: one 1 is too little. What must b be so that it is enough?"),
            "NAND": mark("That is NAND: it fires when nothing comes in.")}.get(other, "")


GATES = JudgedTask(
    name="1X", wanted="gates", section=mark("Your turn: one cell, three gates"), judged=judge_gates,
    passed=mark("At the four corners and 0.1 around them. Often b gets the sign of θ: b = −θ."))


# 1C
def judge_xor(answer):
    units = [_numbers(name, given, 3) for name, given in _members(answer, ("first", "second", "output"))]
    x = (CORNERS[:, None] + NOISE).reshape(-1, 2)
    hidden = np.column_stack([x @ unit[:2] >= unit[2] - ROUNDING for unit in units[:2]])
    fired = (hidden @ units[2][:2] >= units[2][2]).reshape(len(CORNERS), -1)
    table = fired[:, len(NOISE) // 2].astype(int).tolist()
    lines = [_("{gate} gives {table} for the corners {corners}, wanted {wanted}.").format(
        gate="XOR", table=table, corners="00, 01, 10, 11", wanted=[0, 1, 1, 0])]
    inner = hidden.reshape(len(CORNERS), len(NOISE), 2)[:, len(NOISE) // 2].astype(int).T.tolist()
    lines.append(_("The two units before it give {first} and {second}.").format(first=inner[0], second=inner[1]))
    if table != [0, 1, 1, 0]:
        raise Wrong(*lines, hint=_xor_hint(table, inner, units))
    if (fired != fired[:, len(NOISE) // 2, None]).any():
        raise Wrong(_("{gate} is right at the corners, but not 0.1 beside them.").format(gate="XOR"), hint=mark(
            "A unit's line passes too near a corner: lead it through the middle."))


def _xor_hint(table, inner, units):
    (v1, v2, b), hidden = units[2], np.column_stack([CORNERS @ unit[:2] + unit[2] >= 0 for unit in units[:2]])
    if (hidden @ [v1, v2] + b >= 0).astype(int).tolist() == [0, 1, 1, 0]:
        return mark("The third number is a threshold here, not a bias: θ = −b.")
    if inner[0] == inner[1]:
        return mark("Two equal units are one: what could the second say that the first does not?")
    return {(0, 1, 1, 1): mark("The output is OR. Who could pull it down when both inputs are 1? A negative weight."),
            (0, 0, 0, 1): mark("The output is AND: it fires for both. Which unit must pull it down instead?"),
            (1, 0, 0, 1): mark("Exactly the opposite: swap who raises and who pulls down.")}.get(tuple(table), "")


XOR = JudgedTask(
    name="1C", wanted="units", section=mark("Layers"), judged=judge_xor,
    passed=mark("At the four corners and 0.1 around them. One unit alone never gets there: lesson 02 shows why."))

TASKS = (FIRING, FIRES, HEBB, GATES, XOR)
