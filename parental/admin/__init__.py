from parental.admin.links import FamilyEntryAdmin, GuardianLinkAdmin
from parental.admin.safety import AlertExceptionAdmin, SafetyAlertAdmin, SafetyCaseAdmin

__all__ = [
    "AlertExceptionAdmin",
    "FamilyEntryAdmin",
    "GuardianLinkAdmin",
    "SafetyAlertAdmin",
    "SafetyCaseAdmin",
]
