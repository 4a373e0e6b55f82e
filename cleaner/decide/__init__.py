"""Deciding: scores, calibration, veto and rules become one decision a block."""
