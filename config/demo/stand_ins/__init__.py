"""What stands in for things that an operator has: weights, a classifier, a vendor, a store."""
