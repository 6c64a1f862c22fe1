"""Ratios to named peers and limits, measured in one run (`make bench`). Timings never fail a test."""
