"""Act "enforcement": from a report to a decision, and back again if it was wrong.

People report as apps do, and staff claim, decide, answer and overturn at their pages. What no page
shows is read from the tables, by one process beside the stack. The likeness that is hidden first is
rendered, as in act "cameos".
"""

from config.demo.act_enforcement import (
    appealing,
    deciding,
    gone,
    hiding,
    noticing,
    overturning,
    racing,
    reporting,
)
from config.demo.act_enforcement.installation import installed

STEPS = [
    *reporting.STEPS,
    *hiding.STEPS,
    *racing.STEPS,
    *noticing.STEPS,
    *deciding.STEPS,
    *appealing.STEPS,
    *overturning.STEPS,
    *gone.STEPS,
]

__all__ = ["STEPS", "installed"]
