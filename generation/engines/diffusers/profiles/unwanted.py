"""What guided models are led away from."""

PICTURES = (
    "blurry, noisy, flickering, washed-out colours, warped bodies, extra limbs, frozen motion, "
    "captions, logos, watermark"
)
SOUND = "muffled voices, hum, crackle"
