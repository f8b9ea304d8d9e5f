"""Pictures of a consented person, out of their recording, for the engine that draws them."""
