"""What staff read in the lists of the admin."""

import re

from config.demo.act_cameos.cast import staff
from config.demo.world import World

ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def row(world: World, listing: str, holding: str) -> list[str]:
    """The words of the first row that names `holding`; none where no row does."""
    page = staff(world).page(listing).text
    found = (TAG.sub(" ", one) for one in ROW.findall(page))
    return next((words.split() for words in found if holding in words), [])
