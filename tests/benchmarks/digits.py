"""Handwritten digits, 64-64-10 (ReLU, batch size 32): accuracy on the test third, seconds, and PyTorch beside it.

    python tests/benchmarks/digits.py

Ours and PyTorch train the same network on the same 898 pictures in the same batches for the same number of updates,
each on one and on two threads, in processes of their own that take turns; the least time of each is taken, and of its
thread counts the better one: trust the ratio, not the figures. PyTorch is optional: pip install -r
tests/benchmarks/requirements.txt
"""
import os
import subprocess
import sys
import time

SIZES, BATCH, EPOCHS, RATE, MOMENTUM, SEEDS = (64, 64, 10), 32, 60, 0.05, 0.9, 5
CONTENDERS = ("ours, float64", "ours, float32", f"ours, {SEEDS} seeds at once", "PyTorch, float32")
THREADS = (1, 2)
REPEATS = 7


def parts():
    """Training and test part."""
    from lessons_lib import data

    training, _validation, test = data.split(*data.digits(), (1 / 2, 1 / 6, 1 / 3), seed=0)
    return training, test


def ours(name):
    """Give a function that trains our network, or all its seeds, and gives the accuracy on the test part."""
    from lessons_lib.nn import SGD, Network

    (inputs, labels), test = parts()
    runs, dtype = SEEDS if "seeds" in name else None, "float32" if "float32" in name else "float64"

    def train():
        network = Network(SIZES, activation="relu", initialisation="he", loss="categorical_cross_entropy", runs=runs,
                          dtype=dtype)
        network.fit(inputs, labels, SGD(RATE, MOMENTUM), batch_size=BATCH, epochs=EPOCHS)
        return lambda: network.score(*test)

    return train


def pytorch(threads):
    """Give a function that does the same with PyTorch, eagerly."""
    import torch
    from torch import nn

    torch.set_num_threads(threads)
    training, (test_inputs, test_labels) = parts()
    inputs, labels = torch.tensor(training[0]).float(), torch.tensor(training[1])

    def train():
        model, loss = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10)), nn.CrossEntropyLoss()
        optimiser = torch.optim.SGD(model.parameters(), lr=RATE, momentum=MOMENTUM)
        for _epoch in range(EPOCHS):
            order = torch.randperm(len(inputs))
            x_epoch, t_epoch = inputs[order], labels[order]
            for begin in range(0, len(inputs), BATCH):
                optimiser.zero_grad()
                loss(model(x_epoch[begin:begin + BATCH]), t_epoch[begin:begin + BATCH]).backward()
                optimiser.step()
        return lambda: (model(torch.tensor(test_inputs).float()).argmax(dim=1).numpy() == test_labels).mean()

    return train


def contend(name, threads):
    """In a process of its own: for each line that comes in, train once, and write the seconds and the accuracies."""
    try:
        train = pytorch(threads) if name.startswith("PyTorch") else ours(name)
    except ImportError:
        return  # whoever started it finds that nothing is ready
    train()
    print("ready", flush=True)
    for _line in sys.stdin:
        start = time.perf_counter()
        judge = train()
        seconds = time.perf_counter() - start
        accuracies = judge()
        print(seconds, *(accuracies if hasattr(accuracies, "__len__") else [accuracies]), flush=True)


def start(name, threads):
    """Start a contender, whose libraries read their number of threads when they are imported."""
    environment = os.environ | {f"{library}_NUM_THREADS": str(threads) for library in ("OMP", "OPENBLAS", "MKL")}
    command = [sys.executable, __file__, name, str(threads)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)


def measure():
    """{(name, threads): rows of seconds and accuracies}, of all that are installed, taken in turns."""
    processes = {(name, threads): start(name, threads) for name in CONTENDERS for threads in THREADS}
    found = {key: [] for key, process in processes.items() if process.stdout.readline().strip() == "ready"}
    for _repeat in range(REPEATS):
        for key, rows in found.items():
            processes[key].stdin.write("again\n")
            processes[key].stdin.flush()
            rows.append([float(number) for number in processes[key].stdout.readline().split()])
    for process in processes.values():
        process.communicate()
    return found


def main():
    """Print the table and the goals."""
    found, least = measure(), {}
    for (name, threads), rows in found.items():
        seconds, accuracies = min(row[0] for row in rows), [share for row in rows for share in row[1:]]
        least[name] = min(least.get(name, seconds), seconds)
        print(f"{name:24} {threads} threads {seconds:7.3f} s   test accuracy {sum(accuracies) / len(accuracies):.3f} "
              f"({min(accuracies):.3f} to {max(accuracies):.3f})")
    accuracies = found[CONTENDERS[2], 1][0][1:]
    print(f"\nmean test accuracy of {SEEDS} seeds {sum(accuracies) / SEEDS:.3f}: wanted at least 0.97, "
          f"in {least[CONTENDERS[2]]:.2f} s: wanted about 6")
    if CONTENDERS[3] not in least:
        print("PyTorch is missing: pip install -r tests/benchmarks/requirements.txt")
        return
    for name in CONTENDERS[:2]:
        print(f"{least[CONTENDERS[3]] / least[name]:6.2f} x as fast as PyTorch: {name}: wanted at least 2")


if __name__ == "__main__":
    contend(sys.argv[1], int(sys.argv[2])) if len(sys.argv) > 1 else main()
