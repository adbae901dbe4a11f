"""Values of single functions and objects, one module for each kind of table."""
