"""The engine without weights: draws what a prompt names, and speaks what it quotes."""
