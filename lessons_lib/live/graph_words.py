"""The one formula of each step through a graph, with its numbers, and for a batch with its shapes."""
import numpy as np

from lessons_lib.figures.back_propagation import Formula
from lessons_lib.figures.graph_picture import written
from lessons_lib.live.graph_networks import LOSS, each_loss

ARRAYS = {  # of the network with matrices, by the first name of a step: formula and shapes; B is the number of examples
    (False, "z1⁽¹⁾"): ("z₁ = x W₁ + b₁", "(B×2) = (B×2)(2×2) + (1×2)"),
    (False, "h1"): ("h = σ(z₁)", "(B×2) = σ(B×2)"),
    (False, "z⁽²⁾"): ("z₂ = h W₂ + b₂", "(B×1) = (B×2)(2×1) + (1×1)"),
    (False, "p"): ("p = σ(z₂)", "(B×1) = σ(B×1)"),
    (True, "z⁽²⁾"): ("δ₂ = ∂J/∂z₂ = ∂J/∂p ⊙ p ⊙ (1 − p)", "(B×1) = (B×1) ⊙ (B×1) ⊙ (B×1)"),
    (True, "w1⁽²⁾"): ("∂J/∂W₂ = hᵀ δ₂", "(2×1) = (2×B)(B×1)"),
    (True, "b⁽²⁾"): ("∂J/∂b₂ = 1ᵀ δ₂", "(1×1) = (1×B)(B×1)"),
    (True, "h1"): ("∂J/∂h = δ₂ W₂ᵀ", "(B×2) = (B×1)(1×2)"),
    (True, "z1⁽¹⁾"): ("δ₁ = ∂J/∂z₁ = ∂J/∂h ⊙ h ⊙ (1 − h)", "(B×2) = (B×2) ⊙ (B×2) ⊙ (B×2)"),
    (True, "w11⁽¹⁾"): ("∂J/∂W₁ = xᵀ δ₁", "(2×2) = (2×B)(B×2)"),
    (True, "b1⁽¹⁾"): ("∂J/∂b₁ = 1ᵀ δ₁", "(1×2) = (1×B)(B×2)"),
}
LOSSES = {
    "cross_entropy": {False: ("J = mean(−t log p − (1 − t) log(1 − p))", "(1) = mean(B×1)"),
                      True: ("∂J/∂p = (p − t) / (p (1 − p)) / B", "(B×1)")},
    "squared_error": {False: ("J = mean((t − p)²/2)", "(1) = mean(B×1)"), True: ("∂J/∂p = (p − t) / B", "(B×1)")},
}


class Writer:
    """Writes the formulas of one pass through a network, its boxes for the `example` (from 0)."""

    def __init__(self, network, made, example):
        self.network, self.made, self.example = network, made, example
        self.examples = len(made.slopes[LOSS])

    def formula(self, step):
        """The formula of a step. Of an array it is that of the whole, and the first entry by hand."""
        name = step.names[0]
        symbols, numbers = self.slope(name) if step.backward else self.value(self.network.box(name))
        result = self.result(step)
        if not self.network.matrices:
            return Formula(symbols, f"= {numbers} = {result}" if numbers != result else f"= {result}")
        formula, shapes = ARRAYS.get((step.backward, name)) or LOSSES[self.made.loss][step.backward]
        left = formula.split(" = ")[0]
        return Formula(f"{formula}      {shapes.replace('B', str(self.examples))}", f"{left} = {self.array(step)}",
                       f"{symbols} = {numbers} = {result}")

    def number(self, name, example=None):
        """The value of a box or of anything given, as it is written; a negative one in brackets."""
        return bracketed(written(self._of(self.made.values[name], example), name in self.network.given))

    def result(self, step):
        part = self.made.slopes if step.backward else self.made.values
        return written(self._of(part[step.names[0]]))

    def _of(self, value, example=None):
        """An example's own value, or the value that all share."""
        return np.broadcast_to(value, self.examples)[self.example if example is None else example]

    # Forwards ---------------------------------------------------------------------------------------------------------

    def value(self, box):
        """What a box computes, in symbols and in numbers."""
        if box.kind == "sum":
            pairs = list(zip(box.weights, box.sources, strict=True))
            symbols = " + ".join([f"{weight}·{source}" for weight, source in pairs] + [*box.bias])
            numbers = " + ".join([f"{self.number(weight)}·{self.number(source)}" for weight, source in pairs]
                                 + [self.number(bias) for bias in box.bias])
            return f"{box.name} = {symbols}", opened(numbers)
        if box.kind == "sigmoid":
            source, = box.sources
            z = self._of(self.made.values[source])
            return f"{box.name} = σ({source}) = 1 / (1 + exp(−{source}))", f"1 / (1 + exp({written(-z)}))"
        return self._loss(box)

    def _loss(self, box):
        """The loss of one example, written out; that of several as the mean of theirs."""
        pairs = list(zip(box.weights, box.sources, strict=True))
        form = "−{y}·log({a}) − (1 − {y})·log(1 − {a})" if self.made.loss == "cross_entropy" else "({y} − {a})²/2"
        symbols = " + ".join(form.format(y=y, a=a) for y, a in pairs)
        if self.examples > 1:
            each = each_loss(box, self.made.values, self.made.loss)
            return f"{LOSS}", f"({' + '.join(written(one) for one in each)}) / {self.examples}"
        return f"{LOSS} = {symbols}", " + ".join(form.format(y=self.number(y), a=self.number(a)) for y, a in pairs)

    # Backwards --------------------------------------------------------------------------------------------------------

    def slope(self, name):
        """The slope of J by a box or parameter, in symbols and in numbers: over all ways on, and for a parameter over
        all examples."""
        shared = name in self.network.parameters
        examples = range(self.examples) if shared else [self.example]
        symbols, numbers = [], []
        for box in self.network.targets_of(name):
            local = self.local_symbols(name, box)
            symbols.append(local if box.name == LOSS else f"∂J/∂{box.name}·{local}")
            for example in examples:
                before = "" if box.name == LOSS else f"{bracketed(self._slope(box.name, example))}·"
                numbers.append(before + self.local_numbers(name, box, example))
        summed = "Σ " if shared and self.examples > 1 else ""
        return f"∂J/∂{name} = {summed}{' + '.join(symbols)}{self._cancelled(name)}", opened(" + ".join(numbers))

    def _slope(self, name, example):
        return written(self._of(self.made.slopes[name], example))

    def _cancelled(self, name):
        """What is left of the output's slope where sigmoid and cross-entropy meet (Bishop, PRML, 4.3.2)."""
        loss = self.network.columns[-1][0]
        outputs = {self.network.box(source).sources[0]: (source, target)
                   for source, target in zip(loss.sources, loss.weights, strict=True)}
        if self.made.loss != "cross_entropy" or name not in outputs:
            return ""
        a, y = outputs[name]
        return f" = {a} − {y}" if self.examples == 1 else f" = ({a} − {y})/{self.examples}"

    def local_symbols(self, name, box):
        """The derivative of a box by one of its sources or parameters, in symbols."""
        return self._local(name, box, lambda one: one)

    def local_numbers(self, name, box, example=None):
        """The same in numbers."""
        return self._local(name, box, lambda one: self.number(one, example))

    def _local(self, name, box, say):
        if box.kind == "sigmoid":
            return f"{say(box.name)}·(1 − {say(box.name)})"
        partners = dict(zip(box.sources, box.weights, strict=True))
        if box.kind == "sum":
            partners |= {weight: source for source, weight in partners.items()}
            return say(partners[name]) if name in partners else "1"
        a, y = say(name), say(partners[name])
        form = f"({a} − {y})" + (f" / ({a}·(1 − {a}))" if self.made.loss == "cross_entropy" else "")
        return form if self.examples == 1 else f"{form} / {self.examples}"

    # Arrays -----------------------------------------------------------------------------------------------------------

    def array(self, step):
        """The numbers of an array, row by row: a row for each example; of weights for each input, of biases one."""
        part = self.made.slopes if step.backward else self.made.values
        columns = [np.atleast_1d(part[name]) for name in step.names]
        inputs = len(next((box.sources for box in self.network.boxes if step.names[0] in box.weights
                           and box.kind == "sum"), ())) or 1
        rows = np.stack(columns).reshape(-1, max(inputs, len(columns[0]))).T
        return f"[{', '.join('[' + ', '.join(written(one) for one in row) + ']' for row in rows)}]"


def bracketed(number):
    """A negative number in brackets, as it stands in a product."""
    return f"({number})" if number.startswith("−") else number


def opened(words):
    """A row of numbers whose first one needs no brackets."""
    return words[1:].replace(")", "", 1) if words.startswith("(−") else words
