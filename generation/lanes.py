"""Two kinds of waiting: somebody looks at the screen, or nobody does."""

from django.db import models


class Lane(models.TextChoices):
    """Which of two queues a job waits in; each is fair across people by itself."""

    INTERACTIVE = "interactive"
    BATCH = "batch"


# While both wait, one of batch after so many of interactive: four fifths of the machine are for
# those who look on, and nothing ever waits for them to stop coming.
INTERACTIVE_IN_A_ROW = 4
