"""Drawings: each shows a state on a Matplotlib figure and says it in words. They know no widget and train nothing."""
