from enum import StrEnum


class Place(StrEnum):
    SKY = "sky"
    SEA = "sea"
    UNDERWATER = "underwater"
    BEACH = "beach"
    FOREST = "forest"
    DESERT = "desert"
    CITY = "city"
    SNOW = "snow"
    SPACE = "space"
    FIELD = "field"
    ROOM = "room"
    MOUNTAINS = "mountains"
    ABSTRACT = "abstract"


class Hour(StrEnum):
    DAY = "day"
    SUNSET = "sunset"
    NIGHT = "night"


class Weather(StrEnum):
    CLEAR = "clear"
    SNOW = "snow"
    RAIN = "rain"


PLACE_WORDS = {
    "sky": Place.SKY, "skies": Place.SKY, "air": Place.SKY,
    "sea": Place.SEA, "ocean": Place.SEA, "lake": Place.SEA, "river": Place.SEA,
    "water": Place.SEA, "harbour": Place.SEA, "harbor": Place.SEA, "pond": Place.SEA,
    "waves": Place.SEA, "underwater": Place.UNDERWATER, "reef": Place.UNDERWATER,
    "aquarium": Place.UNDERWATER, "seabed": Place.UNDERWATER,
    "beach": Place.BEACH, "shore": Place.BEACH, "coast": Place.BEACH, "island": Place.BEACH,
    "forest": Place.FOREST, "woods": Place.FOREST, "jungle": Place.FOREST,
    "wood": Place.FOREST, "desert": Place.DESERT, "dunes": Place.DESERT, "sand": Place.DESERT,
    "city": Place.CITY, "town": Place.CITY, "street": Place.CITY, "road": Place.CITY,
    "skyline": Place.CITY, "village": Place.FIELD,
    "snow": Place.SNOW, "winter": Place.SNOW, "ice": Place.SNOW, "arctic": Place.SNOW,
    "space": Place.SPACE, "galaxy": Place.SPACE, "universe": Place.SPACE, "cosmos": Place.SPACE,
    "field": Place.FIELD, "meadow": Place.FIELD, "grass": Place.FIELD, "garden": Place.FIELD,
    "park": Place.FIELD, "farm": Place.FIELD, "hill": Place.FIELD, "hills": Place.FIELD,
    "lawn": Place.FIELD, "room": Place.ROOM, "kitchen": Place.ROOM, "bedroom": Place.ROOM,
    "indoors": Place.ROOM, "table": Place.ROOM, "floor": Place.ROOM,
    "mountains": Place.MOUNTAINS, "alps": Place.MOUNTAINS, "valley": Place.MOUNTAINS,
}  # fmt: skip

HOUR_WORDS = {
    "day": Hour.DAY, "noon": Hour.DAY, "sunny": Hour.DAY, "morning": Hour.DAY,
    "sunset": Hour.SUNSET, "sunrise": Hour.SUNSET, "dusk": Hour.SUNSET, "dawn": Hour.SUNSET,
    "evening": Hour.SUNSET, "twilight": Hour.SUNSET,
    "night": Hour.NIGHT, "midnight": Hour.NIGHT, "moonlight": Hour.NIGHT,
    "starry": Hour.NIGHT, "moonlit": Hour.NIGHT,
}  # fmt: skip

WEATHER_WORDS = {
    "snowy": Weather.SNOW, "snowing": Weather.SNOW, "snowfall": Weather.SNOW,
    "snows": Weather.SNOW, "blizzard": Weather.SNOW,
    "rain": Weather.RAIN, "rainy": Weather.RAIN, "raining": Weather.RAIN,
    "rains": Weather.RAIN, "drizzle": Weather.RAIN, "storm": Weather.RAIN,
}  # fmt: skip
