"""Act "enforcement": from a report to a decision, and back again if it was wrong.

People report as apps do. Staff decide with the service behind their pages, beside the stack.
"""

from config.demo.act_enforcement import deciding, gone, reporting
from config.demo.act_enforcement.installation import installed

STEPS = [
    *reporting.STEPS,
    *deciding.STEPS,
    *gone.STEPS,
]

__all__ = ["STEPS", "installed"]
