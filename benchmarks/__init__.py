"""Accuracy and speed against peers, and the labelled corpora that weights are fitted on."""
