"""The helper library of the course: a network, data, figures and live experiments."""
