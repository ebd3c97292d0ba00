"""The door: the interface through which platforms file statements of reasons (docs/reference/api.md)."""
