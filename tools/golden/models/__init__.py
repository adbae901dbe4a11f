"""The model cases, one module for each kind of structure."""

from models import convolution, dense, graphs, losses, merging  # noqa: F401
from models import nested, normalization, recurrent, separable, signals, spatial  # noqa: F401
