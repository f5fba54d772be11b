"""A depth sweep of 7 depths, 20 seeds and 200 epochs (300 points, batch size 30, width 8), beside others doing it.

    python tests/benchmarks/depth_sweep.py

Ours is the whole sweep of live.DepthSweep, judged after every fifth epoch on 300 training, 300 validation and 300 test
examples. The others train 2 depths (1 and 5, whose mean is that of 0 to 6) with 2 seeds, without judging anything, and
are scaled to 140 networks. All run in this one process on one thread: trust the ratios, not the figures. scikit-learn
and PyTorch are optional: pip install -r tests/benchmarks/requirements.txt
"""
import os
import time
import warnings

for library in ("OMP", "OPENBLAS", "MKL"):  # read when NumPy is imported
    os.environ[f"{library}_NUM_THREADS"] = "1"

from lessons_lib.live.depth_sweep import RUNS, Training, parts, sizes  # noqa: E402
from lessons_lib.nn import SGD  # noqa: E402

DEPTHS, WIDTH, EPOCHS, BATCH, RATE, MOMENTUM = range(7), 8, 200, 30, 0.05, 0.9
PARTS = parts("moons", 3)
PART_OF_DEPTHS, SEEDS = (1, 5), (0, 1)
REPEATS = 3


def ours():
    """Train and judge the whole sweep."""
    per_epoch = PARTS[0].labels.shape[1] // BATCH
    for depth in DEPTHS:
        training = Training(sizes(depth, WIDTH), PARTS, SGD(RATE, MOMENTUM), batch_size=BATCH,
                            updates=EPOCHS * per_epoch, every=5 * per_epoch)
        for _time in range(EPOCHS // 5):
            training.go_on()


def scikit_learn():
    """Train the part with scikit-learn's constant SGD."""
    from sklearn.neural_network import MLPClassifier

    for depth in PART_OF_DEPTHS:
        for seed in SEEDS:
            MLPClassifier(
                (WIDTH,) * depth, activation="relu", solver="sgd", batch_size=BATCH, learning_rate_init=RATE,
                momentum=MOMENTUM, nesterovs_momentum=False, alpha=0, tol=0, n_iter_no_change=10**9, max_iter=EPOCHS,
                random_state=seed,
            ).fit(PARTS[0].inputs[seed], PARTS[0].labels[seed])  # fmt: skip


def pytorch():
    """Train the part with PyTorch, eagerly."""
    import torch
    from torch import nn

    torch.set_num_threads(1)
    for depth in PART_OF_DEPTHS:
        for seed in SEEDS:
            torch.manual_seed(seed)
            widths = sizes(depth, WIDTH)
            layers = [nn.Linear(widths[0], widths[1])]
            for inputs, units in zip(widths[1:-1], widths[2:], strict=True):
                layers += [nn.ReLU(), nn.Linear(inputs, units)]
            train_eagerly(nn.Sequential(*layers), torch.tensor(PARTS[0].inputs[seed]).float(),
                          torch.tensor(PARTS[0].labels[seed]).float()[:, None])


def train_eagerly(model, inputs, targets):
    """Train one PyTorch model for all epochs."""
    import torch

    loss = torch.nn.BCEWithLogitsLoss()
    optimiser = torch.optim.SGD(model.parameters(), lr=RATE, momentum=MOMENTUM)
    for _epoch in range(EPOCHS):
        order = torch.randperm(len(inputs))
        x_epoch, t_epoch = inputs[order], targets[order]
        for begin in range(0, len(inputs), BATCH):
            optimiser.zero_grad()
            loss(model(x_epoch[begin : begin + BATCH]), t_epoch[begin : begin + BATCH]).backward()
            optimiser.step()


def seconds(work):
    """Time one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main():
    """Print the table: the least of some repeats that are taken in turns, so that a busy machine counts for little."""
    warnings.filterwarnings("ignore", module="sklearn")  # that the epochs asked for did not converge
    scale = len(DEPTHS) * RUNS / (len(PART_OF_DEPTHS) * len(SEEDS))
    work, times = {"ours": (1, ours), "scikit-learn": (scale, scikit_learn), "PyTorch": (scale, pytorch)}, {}
    for _repeat in range(REPEATS):
        for name, (factor, function) in work.items():
            try:
                times.setdefault(name, []).append(factor * seconds(function))
            except ImportError:
                print(f"{name} is missing: pip install -r tests/benchmarks/requirements.txt")
    least = {name: min(taken) for name, taken in times.items()}
    for name, taken in least.items():
        print(f"{name:14} {taken:8.1f} s  {taken / least['ours']:6.1f} x ours (wanted at least 10)")


if __name__ == "__main__":
    main()
