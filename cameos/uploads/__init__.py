"""Pictures for image-to-video: nobody's face gets in without that person's own consent (C24)."""
