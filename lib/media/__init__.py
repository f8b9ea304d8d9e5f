"""Reading and writing films. Import the modules by name: this package itself imports nothing."""
