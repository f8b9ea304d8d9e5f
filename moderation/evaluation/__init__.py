"""How much the whole stack stops and lets pass, and what another policy would change."""
