"""Explaining decisions: what each rests on, for people."""
