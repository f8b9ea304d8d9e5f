from generation.models.assets import Asset, AssetKind
from generation.models.attempts import Attempt, Outcome
from generation.models.drafts import Draft
from generation.models.film_holds import FilmHold, FilmHoldKind
from generation.models.input_images import InputImage
from generation.models.jobs import Job
from generation.models.offers import Band, Offer
from generation.models.owed_erasures import OwedErasure, WhyErased
from generation.models.processor_debts import ProcessorDebt
from generation.models.scripts import Script
from generation.models.sources import Source
from generation.models.switches import EVERY_ENGINE, StopSwitch
from generation.models.transitions import JobTransition
from generation.models.withdrawals import Withdrawal, withdrawn

__all__ = [
    "EVERY_ENGINE",
    "Asset",
    "AssetKind",
    "Attempt",
    "Band",
    "Draft",
    "FilmHold",
    "FilmHoldKind",
    "InputImage",
    "Job",
    "JobTransition",
    "Offer",
    "Outcome",
    "OwedErasure",
    "ProcessorDebt",
    "Script",
    "Source",
    "StopSwitch",
    "WhyErased",
    "Withdrawal",
    "withdrawn",
]
