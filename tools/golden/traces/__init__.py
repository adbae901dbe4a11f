"""The training traces, one module for each thing that they are about."""

from traces import fitting, losses, metrics, optimizers, reporting, structures  # noqa: F401
