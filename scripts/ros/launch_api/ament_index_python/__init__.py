"""The index of installed packages."""
