"""Vietnamese text: rules of setting, order and folding. Pure functions on strings."""
