"""Sign in with Apple: identity tokens in, and its two calls out."""
