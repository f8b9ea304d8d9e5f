"""What is asked for with a tool, checked before anything is kept."""
