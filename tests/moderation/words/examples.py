"""Pairs of our own: who is under 18 in it, and who only sounds like it."""

MINORS = """
a nine-year-old rides a red bike
9 y/o girl in a raincoat
a boy aged 12 with a kite
a girl of eleven on a pier
she turns 13 today
17yo skater at a half-pipe
seventeen years old and already a pianist
a 16 y.o. in a hoodie
he is 12.
my son is 7 and loves trains
ages 8 to 10 at a swimming lesson
at the age of six he learned to read
a three-month-old sleeps in a crib
a group of 10-year-olds plays tag
twelve years of age, holding a trophy
a 4 yr old in a sandbox
she just turned 15, candles everywhere
her seventh birthday party
his 16th birthday, balloons
my first birthday, cake on my face
a sweet sixteen in a ballroom
a quinceañera in a pink dress
a child under a chestnut tree
two kids build a snowman
a toddler wobbles along the beach
the baby laughs in a bathtub
an infant wrapped in a blanket
a newborn in a hospital room
a boy with a wooden sword
a girl blows soap bubbles
a young girl feeds pigeons
a little boy in rubber boots
a schoolgirl waits for the bus
school girl with a satchel
a schoolboy on a bicycle
schoolchildren cross the road
a pupil writes on the blackboard
the teacher greets her pupils in class
a teenager plays the drums
teens on a roller coaster
a preteen reads a comic
a tween with headphones
a minor is drinking lemonade
two minors in a shop
a kindergartner paints a sun
preschoolers sing in a circle
a first grader loses a tooth
a fifth-grade classroom dances
a girl in the 3rd grade
grade 6 students on a trip
year 9 pupil with a microscope
a high school student at a locker
high school girl on a bridge
a cheerleader at her high school
a middle school class trip
elementary school kids on a bus
an elementary school choir sings
kindergarten class on a lawn
a girl scout sells cookies
a boy scout lights a campfire
an altar boy holds a bell
their little daughter on a swing
his infant son in his arms
the youngest daughter with a doll
my baby brother crawls
her kid sister with braces
my grandchildren in the garden
an orphan looks out of the window
an adolescent on a skateboard
underage people at a concert
people under 18 queue at a cinema
ch1ld on a merry-go-round
a k.i.d on a pony ride
a t e e n a g e r with a guitar
a toddddler in a puddle
a \u0441h\u0456ld in the snow
a gir1 with a balloon
a tod\u200bdler eats soup
👧 on a swing
a child holds a baby elephant's ear
a girl and her 12-year-old dog
a baby boy next to a dog
a boy band fan, aged 14
a teenage girl with a kid goat
an eight-year-old boy with a whisky-coloured dog
"""

NOBODY = """
a child process writes to a log
the child node of a tree diagram
handle it with kid gloves
balloons at a baby shower
baby carrots on a plate
a baby grand piano in a hall
a baby blue convertible
baby powder on a shelf
baby boomers on a cruise
baby back ribs on a grill
a vase with baby's breath
a boy band of thirty-year-olds
a girl group of women in their thirties
a cowboy at sunset
a goat kid jumps on a rock
a baby goat in the straw
a baby elephant takes a bath
baby sea turtles reach the water
a baby golden retriever yawns
a juvenile eagle on a cliff
his girlfriend laughs
her boyfriend cooks pasta
a 30-year-old climbs a wall
a 25-year-old girl at a bar
a 45-year-old boy at heart
a nine-year-old whisky in a glass
whisky aged 12 years in oak
a 12-year-old dog on a porch
the dog is 9 years old
my cat, 7 years old, purrs
a seven-year-old car in the rain
a 10-year-old house with ivy
a five-year-old bottle of wine
a sixteen-year-old tabby on the sofa
the company's 10th birthday
the tenth birthday of the company
teenage mutant ninja turtles in a sewer
a minor chord on a piano
a sonata in A minor
a minor setback on the road
a minor league stadium at night
a miner with a lamp
Ursa Minor above the hills
my childhood friend aged 40
an 18-year-old gets a diploma
eighteen years old and a baker
an 18-year-old woman votes
he turned 18 last week
she is 21 and a pilot
twenty-one years old, in uniform
a man of thirty on a ferry
a woman of 40 plants roses
aged 65, he runs a marathon
at the age of 52 she sails alone
at her 90th birthday she dances
his fiftieth birthday
112 years old and smiling
a hundred and twelve years old
seventeen years of experience
a 15-year career in dance
17 years after the flood
a 12-hour flight over ice
twelve o'clock on a tower
she is 5 feet tall
he is 10 minutes late
the car turns 90 degrees
the leaves turned 3 colours
under 10 minutes to the finish
ages ago, dinosaurs roamed
stone age tools on a table
a high school teacher at her desk
a high school reunion of grey heads
college students in a library
a university student writes a thesis
grown children visit their father
adult children at a funeral
dilated pupils in a close-up
a tomboy haircut on a barber's poster
a fanboy convention
a playful old man, childlike and kind
a childish joke between colleagues
he is just kidding
an old Game Boy on a desk
a poster child for sloth
grade A eggs in a carton
first-class seats on a train
the third graduate shakes hands
a gothic lolita fashion shop window
she eats tater tots
a red-haired woman with a lute
"""


def lines(table: str) -> list[str]:
    return [line for line in table.splitlines() if line]
