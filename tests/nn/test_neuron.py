"""The leaky integrator against small steps of its equation; Hebb's and Oja's rules by hand and by their theory."""
import numpy as np
import pytest

from lessons_lib.nn import firing_rate, hebb_step, hebbian_path, leaky_integrator, oja_step

STIMULI = np.linspace(1.05, 4.0, 10)  # times a threshold of 0.8
RNG = np.random.default_rng(5)


def small_steps(stimuli, threshold, time_constant, refractory, duration, step=0.01):
    """dv/dt = (I - v) / tau by Euler: the times of the spikes of each stimulus, from the equation alone."""
    v, silent_until, spikes = np.zeros(len(stimuli)), np.zeros(len(stimuli)), [[] for _stimulus in stimuli]
    for k in range(1, round(duration / step)):
        v = np.where(k * step > silent_until, v + step * (stimuli - v) / time_constant, 0.0)
        for fired in np.flatnonzero(v >= threshold):
            spikes[fired].append(k * step)
            v[fired], silent_until[fired] = 0.0, k * step + refractory
    return spikes


@pytest.mark.parametrize("time_constant, refractory", [(10.0, 2.0), (25.0, 0.0)])
def test_spikes_and_rate_agree_with_small_steps_of_the_equation(time_constant, refractory):
    cell = {"threshold": 0.8, "time_constant": time_constant, "refractory": refractory}
    rates = firing_rate(0.8 * STIMULI, **cell)
    assert (np.diff(rates) > 0).all()
    for stimulus, rate, wanted in zip(0.8 * STIMULI, rates,
                                      small_steps(0.8 * STIMULI, duration=400, **cell), strict=True):
        spikes = leaky_integrator(stimulus, duration=400, **cell).spikes
        assert abs(len(spikes) - len(wanted)) <= 1 and len(wanted) >= 4
        both = min(len(spikes), len(wanted))
        np.testing.assert_allclose(spikes[:both], wanted[:both], rtol=0.01)
        assert 1000 / np.diff(wanted).mean() == pytest.approx(rate, rel=0.01)
        assert 1000 / np.diff(spikes).mean() == pytest.approx(rate, rel=1e-9)


@pytest.mark.parametrize("share", [-1.0, 0.0, 0.9, 1.0])
def test_up_to_the_threshold_there_is_no_spike(share):
    """At exactly the threshold the voltage only approaches it."""
    times, voltages, spikes = leaky_integrator(share * 1.5, threshold=1.5, duration=300)
    assert len(spikes) == 0 and firing_rate(share * 1.5, threshold=1.5) == 0
    assert voltages.max() < 1.5
    assert voltages[-1] == pytest.approx(share * 1.5)
    assert (times[0], times[-1], len(times)) == (0, 300, 3001)


def test_the_voltage_rises_to_the_threshold_falls_and_rests():
    times, voltages, spikes = leaky_integrator(2.0, threshold=1.0, time_constant=10, refractory=5, duration=50)
    rise = 10 * np.log(2)  # 2 (1 - exp(-t / 10)) is 1
    np.testing.assert_allclose(spikes, rise + np.arange(4) * (rise + 5))
    assert 0.98 < voltages.max() <= 1
    resting = (times >= spikes[1]) & (times <= spikes[1] + 5)
    assert resting.sum() == 50 and (voltages[resting] == 0).all()
    after = spikes[1] + 5 + 3
    assert np.interp(after, times, voltages) == pytest.approx(2 * (1 - np.exp(-0.3)), rel=1e-3)


def test_a_rate_is_a_number_for_a_number_and_never_above_one_spike_a_refractory_time():
    assert np.ndim(firing_rate(1.3, threshold=1.0)) == 0
    assert firing_rate(1e12, threshold=1.0, refractory=4.0) == pytest.approx(250)


def test_a_time_step_that_cannot_part_two_spikes_is_refused():
    with pytest.raises(ValueError, match="time_step: 0.1 given, wanted a time above 0 and up to 0.01 ms"):
        leaky_integrator(1000.0, threshold=1.0)


@pytest.mark.parametrize("step, wanted", [(hebb_step, [0.62, -0.2, 0.19]), (oja_step, [0.608, -0.1952, 0.1876])])
def test_a_step_by_hand_changes_no_argument(step, wanted):
    """y = 0.4: w + 0.15 * 0.4 x is w + 0.06 x; Oja takes off 0.15 * 0.16 w = 0.024 w besides."""
    w, x = np.array([0.5, -0.2, 0.1]), np.array([2.0, 0.0, 1.5])
    before = w.copy(), x.copy()
    np.testing.assert_allclose(step(w, x, 0.4, 0.15), wanted)
    np.testing.assert_array_equal((w, x), before)


@pytest.mark.parametrize("rule, step", [("hebb", hebb_step), ("oja", oja_step)])
def test_a_path_is_one_step_after_another_for_each_of_many_neurons(rule, step):
    start, inputs = RNG.normal(size=(4, 3)), RNG.normal(size=(6, 4, 3))
    given = start.copy(), inputs.copy()
    path = hebbian_path(start, inputs, rule=rule, learning_rate=0.1)
    for run in range(4):
        w = start[run]
        np.testing.assert_array_equal(path[0, run], w)
        for k, x in enumerate(inputs[:, run], 1):
            w = step(w, x, w @ x, 0.1)
            np.testing.assert_allclose(path[k, run], w)
        np.testing.assert_allclose(hebbian_path(start[run], inputs[:, run], rule=rule, learning_rate=0.1),
                                   path[:, run])
    together = step(start, inputs[0], (start * inputs[0]).sum(axis=1), 0.1)
    np.testing.assert_allclose(together, path[1])
    np.testing.assert_array_equal(start, given[0])
    np.testing.assert_array_equal(inputs, given[1])


def test_hebb_never_shortens_whatever_the_input():
    """|w + a y x|^2 with y = w x is |w|^2 + a y^2 (2 + a |x|^2)."""
    inputs, rate = RNG.normal(size=(50, 3)), 0.2
    path = hebbian_path([0.3, -0.1, 0.2], inputs, rule="hebb", learning_rate=rate)
    y = (path[:-1] * inputs).sum(axis=1)
    grown = rate * y**2 * (2 + rate * (inputs**2).sum(axis=1))
    np.testing.assert_allclose(np.diff((path**2).sum(axis=1)), grown, rtol=1e-9, atol=1e-12)


def test_hebbs_factors():
    """Both always together: their sum grows by 1 + 2 a each time. Never together: each by 1 + a when it fires."""
    path = hebbian_path([0.3, 0.03], np.ones((20, 2)), rule="hebb", learning_rate=0.1)
    np.testing.assert_allclose(path.sum(axis=1), 0.33 * 1.2 ** np.arange(21))
    np.testing.assert_allclose(path[:, 0] - path[:, 1], 0.27)
    apart = hebbian_path([0.3, 0.03], np.eye(2)[[0, 1, 1, 0, 0]], rule="hebb", learning_rate=0.1)
    np.testing.assert_allclose(apart[-1], [0.3 * 1.1**3, 0.03 * 1.1**2])


def test_oja_finds_the_principal_eigenvector_at_length_one():
    inputs = RNG.normal(size=(20_000, 3)) @ np.array([[1.0, 0.6, 0.0], [0.0, 0.8, 0.5], [0.0, 0.0, 0.4]])
    values, vectors = np.linalg.eigh(inputs.T @ inputs / len(inputs))
    assert values[-1] > 2 * values[-2]
    w = hebbian_path([0.1, 0.0, 0.1], inputs, rule="oja", learning_rate=0.002)[-1]
    assert np.linalg.norm(w) == pytest.approx(1, abs=0.02)
    assert abs(w @ vectors[:, -1]) > 0.99


@pytest.mark.parametrize("act, message", [
    (lambda: leaky_integrator("much", threshold=1), "stimulus: 'much' given, wanted a finite number"),
    (lambda: leaky_integrator(np.nan, threshold=1), "stimulus: nan given"),
    (lambda: leaky_integrator(1, threshold=0), "threshold: 0 given, wanted a finite number above 0"),
    (lambda: leaky_integrator(1, threshold=1, time_constant=-1), "time_constant: -1 given"),
    (lambda: leaky_integrator(1, threshold=1, refractory=-1), "refractory: -1 given"),
    (lambda: leaky_integrator(1, threshold=1, duration=0), "duration: 0 given"),
    (lambda: leaky_integrator(1, threshold=1, time_step=0), "time_step: 0 given"),
    (lambda: firing_rate([1, np.inf], threshold=1), r"stimulus: inf at \[1\] given"),
    (lambda: firing_rate(1, threshold=-1), "threshold: -1 given"),
    (lambda: hebb_step([1, 2], [1, 2, 3], 1, 0.1), r"x: shape \(3,\) given, wanted shape \(2,\)"),
    (lambda: hebb_step([1, 2], [1, 2], [1, 2], 0.1), r"y: shape \(2,\) given, wanted shape \(\)"),
    (lambda: oja_step([1, np.nan], [1, 2], 1, 0.1), r"w: nan at \[1\] given"),
    (lambda: oja_step([1, 2], [1, 2], 1, 0), "learning_rate: 0 given"),
    (lambda: hebbian_path([1, 2], [[1, 2]], rule="Hebb", learning_rate=0.1), "rule: 'Hebb' given, wanted one of hebb,"),
    (lambda: hebbian_path([1, 2], [1, 2], rule="oja", learning_rate=0.1), r"inputs: shape \(2,\) given"),
])
def test_bad_input_is_one_sentence(act, message):
    with pytest.raises(ValueError, match="^" + message):
        act()
