"""The work behind each tool: what is drawn, and what is joined to what."""
