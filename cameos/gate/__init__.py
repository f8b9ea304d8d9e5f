"""Whether a picture shows a human being. Detection alone: nobody is recognised or embedded."""

from cameos.gate.looking import look_for_people
from cameos.gate.reading import NotUsable, pictures_of
from cameos.gate.seen import Gate, People

__all__ = ["Gate", "NotUsable", "People", "look_for_people", "pictures_of"]
