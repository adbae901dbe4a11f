"""The model cases, one module for each kind of structure."""

from models import convolution, dense, graphs, losses  # noqa: F401
from models import nested, normalization, recurrent  # noqa: F401
