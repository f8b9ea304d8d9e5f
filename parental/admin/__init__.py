from parental.admin.links import FamilyEntryAdmin, GuardianLinkAdmin
from parental.admin.person_section import add_to_people
from parental.admin.safety import AlertExceptionAdmin, SafetyAlertAdmin, SafetyCaseAdmin

__all__ = [
    "AlertExceptionAdmin",
    "FamilyEntryAdmin",
    "GuardianLinkAdmin",
    "SafetyAlertAdmin",
    "SafetyCaseAdmin",
]

add_to_people()
