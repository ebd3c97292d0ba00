"""Latent classes: how many were never recorded, where people differ in how likely any list is to hold them."""

from sijill.stats.capture.latent.estimate import METHOD, estimate
from sijill.stats.capture.latent.strata import strata

__all__ = ["METHOD", "estimate", "strata"]
