"""The training traces, one module for each thing that they are about."""

from traces import fitting, losses, optimizers, reporting, structures  # noqa: F401
