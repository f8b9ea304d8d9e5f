"""How a time is written where no page says it otherwise, as in the admin's lists: as
`accounts.admin.sections.shown.when` writes it, with the zone."""

DATE_FORMAT = "Y-m-d"
DATETIME_FORMAT = "Y-m-d H:i:s e"
