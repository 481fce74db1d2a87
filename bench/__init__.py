"""Measurements as ratios against a floor of the same run; never absolute promises."""
