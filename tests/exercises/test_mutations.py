"""The reference solutions of the fill and write tasks, changed mechanically: whatever then behaves differently must be
refused. `pytest -s tests/exercises/test_mutations.py` prints the score of each task."""
import ast
import copy
import inspect
import textwrap

import numpy as np
import pytest

from lessons_lib.exercises import lesson_03, tasks
from lessons_lib.exercises.checking import TASKS, NotYet, verdict
from lessons_lib.exercises.limits import TimeIsUp, TimeLimit, quiet

FUNCTIONS = [name for name, task in TASKS.items() if isinstance(task, tasks.FunctionTask) and name[1] in "FW"]
DRAWS = 1000
OPERATORS = {ast.Add: [ast.Sub], ast.Sub: [ast.Add], ast.Mult: [ast.Div, ast.Add], ast.Div: [ast.Mult],
             ast.MatMult: [ast.Mult], ast.Pow: [ast.Mult], ast.FloorDiv: [ast.Div], ast.Mod: [ast.FloorDiv]}
COMPARISONS = {ast.GtE: [ast.Gt, ast.Lt], ast.Gt: [ast.GtE, ast.Lt], ast.Lt: [ast.LtE, ast.Gt],
               ast.LtE: [ast.Lt, ast.Gt], ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq]}


def mutants(function):
    """The source of every mutant: one operator, comparison, sign, constant (axes and indices too) or name changed, or
    one line dropped."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    for number, node in enumerate(ast.walk(tree)):
        for change in changes(node):
            mutant = copy.deepcopy(tree)
            change(list(ast.walk(mutant))[number])
            yield ast.unparse(ast.fix_missing_locations(mutant))


def changes(node):
    """What can be changed in a node: functions that change it."""
    if isinstance(node, ast.BinOp):
        for operator in OPERATORS.get(type(node.op), ()):
            yield lambda one, operator=operator: setattr(one, "op", operator())
        yield lambda one: vars(one).update(left=one.right, right=one.left)
    if isinstance(node, ast.Compare):
        for operator in COMPARISONS.get(type(node.ops[0]), ()):
            yield lambda one, operator=operator: setattr(one, "ops", [operator()])
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield lambda one: setattr(one, "op", ast.UAdd())
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        for value in (node.value + 1, node.value - 1):
            yield lambda one, value=value: setattr(one, "value", value)
    for body in (getattr(node, "body", None), getattr(node, "orelse", None)):
        for k, line in enumerate(body if isinstance(body, list) else ()):
            if not isinstance(line, (ast.FunctionDef, ast.Return)):
                name = "body" if body is node.body else "orelse"
                yield lambda one, k=k, name=name: getattr(one, name).__setitem__(k, ast.Pass())


def behaves_differently(task, mutant, inputs):
    """Whether a mutant differs from the reference by more than 1e-6, in shape, or by failing, on any of the inputs."""
    for arguments in inputs:
        given = copy.deepcopy(arguments)
        try:
            with quiet(), TimeLimit(2):
                result = arrays(task, mutant(*given))
        except (Exception, TimeIsUp):
            return True
        right = arrays(task, task.right(*copy.deepcopy(arguments)))
        same = len(result) == len(right) and all(
            one.shape == other.shape and np.allclose(one, other, rtol=0, atol=1e-6)
            for one, other in zip(result, right, strict=True))
        if not same or not all(map(tasks.unchanged, arguments, given)):
            return True
    return False


def is_an_epoch(function):
    """Whether a function for 3W does what its task asks for, on a hundred draws: every example once beside its own
    target, full batches but for the last, another order in the next epoch, the same from the same generator."""
    for seed in range(100):
        generator = np.random.default_rng(seed)
        examples, size = int(generator.integers(20, 60)), int(generator.integers(3, 9))
        x, t = generator.normal(size=(examples, 3)), np.arange(examples)
        kept, rng, other = x.copy(), np.random.default_rng(seed), np.random.default_rng(seed)
        try:
            with quiet(), TimeLimit(2):
                first, second, again = ([(np.array(a), np.array(b)) for a, b in function(x, t, size, one)]
                                        for one in (rng, rng, other))
        except (Exception, TimeIsUp):
            return False
        orders = [np.concatenate([b for _a, b in epoch]).astype(int) for epoch in (first, second, again)]
        full = [len(b) for _a, b in first] == [size] * (examples // size) + [examples % size] * (examples % size > 0)
        paired = all(a.shape == (len(b), 3) and (a == x[b]).all() for a, b in first)
        if not (full and paired and sorted(orders[0]) == list(t) and (orders[0] != t).any() and (x == kept).all()
                and (orders[0] != orders[1]).any() and (orders[0] == orders[2]).all()):
            return False
    return True


def arrays(task, result):
    """The arrays that a call gave."""
    return [np.asarray(part, dtype=float) for part in (result if task.parts else (result,))]


def survivors(task, right, is_wrong):
    """Of the mutants of the solution `right`, how many are wrong, and the source of those that pass all the same."""
    wrong, passing = 0, []
    for source in mutants(right):
        namespace = {**vars(inspect.getmodule(right)), "__name__": "__main__"}
        exec(compile(source, "<mutant>", "exec"), namespace)
        mutant = namespace[right.__name__]
        if is_wrong(mutant):
            wrong += 1
            try:
                verdict(task, {task.wanted: mutant})
                passing.append(source)
            except NotYet:
                pass
    print(f"{task.name}: {wrong - len(passing)} of {wrong} mutants refused")
    return wrong, passing


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_mutant_that_behaves_differently_is_refused(name):
    task, generator = TASKS[name], np.random.default_rng(1)
    inputs = [task.draw(generator) for _number in range(DRAWS)]
    different, passing = survivors(task, task.right, lambda mutant: behaves_differently(task, mutant, inputs))
    assert different >= 3 and not passing, "\n\n".join(passing)


def test_every_mutant_of_3W_that_is_no_epoch_is_refused():
    """A function that draws has no one right result: whatever does what is asked may pass, and nothing else."""
    wrong, passing = survivors(TASKS["3W"], lesson_03.mini_batches, lambda mutant: not is_an_epoch(mutant))
    assert is_an_epoch(lesson_03.mini_batches) and wrong >= 5 and not passing, "\n\n".join(passing)
