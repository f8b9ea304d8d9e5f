"""What another policy would have said of what was judged before (D-8)."""
