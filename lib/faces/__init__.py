"""Faces in pictures. Import the modules by name: this package itself imports nothing."""
