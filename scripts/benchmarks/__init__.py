"""Measurements beside other tools, run by hand; see docs/benchmarks.md."""
