"""Drawings: each shows a state on a Matplotlib figure and describes it in words. They know no widget and train nothing."""
