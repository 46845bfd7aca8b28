"""Our own word lists: what an explorer types into fields, drawn with a seed."""

from __future__ import annotations

FIRST_NAMES = (
    "Ada", "Ahmed", "Aiko", "Amara", "Anders", "Anya", "Beatriz", "Bilal", "Camille", "Carlos",
    "Chen", "Chloe", "Dalia", "Diego", "Dmitri", "Elena", "Emeka", "Emma", "Farah", "Felix",
    "Freya", "Gabriel", "Grace", "Hana", "Hugo", "Ibrahim", "Ines", "Ingrid", "Isla", "Jamal",
    "Jonas", "Julia", "Kaito", "Karim", "Kira", "Lars", "Leila", "Liam", "Lucia", "Maeve",
    "Marco", "Mina", "Nadia", "Nikhil", "Noor", "Olga", "Omar", "Paula", "Priya", "Quentin",
    "Rafael", "Rosa", "Samir", "Sofia", "Tariq", "Tomas", "Uma", "Viktor", "Wei", "Yara", "Zoe",
)  # fmt: skip

LAST_NAMES = (
    "Abara", "Almeida", "Andersen", "Bauer", "Bianchi", "Castillo", "Cohen", "Dubois", "Eriksen",
    "Farouk", "Fischer", "Garcia", "Haddad", "Hansen", "Ibarra", "Ivanov", "Jensen", "Kapoor",
    "Kimura", "Kowalski", "Larsen", "Lopez", "Marino", "Mbeki", "Moreau", "Nakamura", "Novak",
    "Okafor", "Olsen", "Park", "Petrov", "Quispe", "Rahman", "Rossi", "Santos", "Schmidt",
    "Silva", "Sokolov", "Tanaka", "Torres", "Varga", "Weber", "Yilmaz", "Zhang", "Zimmer",
)  # fmt: skip

COMPANIES = (
    "Bluebird Press", "Cedar & Sons", "Clearwater Labs", "Copper Kettle", "Fernhill Dental",
    "Harbour Lane Books", "Juniper Bakery", "Lantern Studio", "Millstone Cafe", "Northwind Cycles",
    "Oakridge School", "Pinecrest Clinic", "Redwood Travel", "Silver Birch Yoga", "Tidewater Marine",
)  # fmt: skip

JOBS = (
    "Accountant", "Architect", "Baker", "Dentist", "Designer", "Editor", "Electrician",
    "Florist", "Librarian", "Nurse", "Photographer", "Plumber", "Researcher", "Teacher",
    "Translator", "Vet",
)  # fmt: skip

EVENTS = (
    "Team lunch", "Dentist appointment", "Book club", "Project review", "Yoga class",
    "Parent evening", "Budget meeting", "Guitar lesson", "Car service", "Movie night",
    "Birthday dinner", "Morning run", "Job interview", "Flat viewing", "Design workshop",
    "Piano recital", "Flight to Lisbon", "Garden club", "Quarterly planning", "Choir rehearsal",
    "Vet visit", "Pottery course", "Housewarming party", "Language exchange", "Chess evening",
)  # fmt: skip

TO_DOS = (
    "Buy oat milk", "Water the plants", "Renew the passport", "Call the plumber",
    "Return library books", "Pay the electricity bill", "Book train tickets", "Clean the garage",
    "Order printer paper", "Pick up the parcel", "Send the invoice", "Fix the bicycle light",
    "Prepare the slides", "Back up the photos", "Write a thank-you note", "Change the bed linen",
    "Descale the kettle", "Cancel the gym membership", "Bake banana bread", "Sort the receipts",
    "Sharpen the kitchen knives", "Update the travel budget", "Sign the rental contract",
)  # fmt: skip

SENTENCES = (
    "See you at the station at six.", "The meeting moved to Thursday morning.",
    "Please bring the blue folder.", "I will be ten minutes late.",
    "Happy birthday, have a wonderful day!", "The package arrived this morning.",
    "Can you send me the address again?", "Dinner is at our place on Saturday.",
    "Thanks for your help yesterday.", "The tickets are in my bag.",
    "Remember to water the tomatoes.", "The code for the door is 4417.",
    "We still need eggs and flour.", "The train leaves from platform nine.",
    "Let me know when you get home.", "The photos turned out really well.",
    "Two bananas, a bag of rice and some tea.", "Great talk today, congratulations!",
    "The keys are under the flower pot.", "My new number works from Monday.",
)  # fmt: skip

TOPICS = (
    "groceries", "travel", "recipes", "budget", "garden", "birthday", "meeting", "holiday",
    "music", "hiking", "invoice", "school", "doctor", "photos", "camping", "concert",
)  # fmt: skip

FILE_STEMS = (
    "shopping_list", "meeting_notes", "travel_plan", "reading_list", "budget_draft", "recipe_ideas",
    "garden_diary", "workout_log", "gift_ideas", "moving_checklist", "project_outline",
    "packing_list", "interview_questions", "weekly_review", "poem_draft", "lecture_summary",
)  # fmt: skip

FOLDERS = (
    "Archive", "Drafts", "Family", "Finance", "Holiday", "Ideas", "Letters", "Projects", "Receipts",
    "Recipes", "School", "Trips", "Work",
)  # fmt: skip

LABELS = (
    "Morning run", "Wake up", "Medication", "School bus", "Tea time", "Workout", "Laundry",
    "Call home", "Feed the cat", "Stretch break", "Team stand-up", "Oven timer",
)  # fmt: skip

STREETS = (
    "Alder Street", "Bridge Road", "Castle Lane", "Chapel Square", "Elm Avenue", "Harbour Street",
    "Linden Way", "Market Place", "Orchard Road", "River Walk", "Station Road", "Willow Court",
)  # fmt: skip

CITIES = (
    "Bergen", "Cork", "Dakar", "Ghent", "Graz", "Kyoto", "Lima", "Lyon", "Nairobi", "Porto",
    "Quito", "Riga", "Tunis", "Utrecht", "Vilnius", "Zagreb",
)  # fmt: skip

MAIL_HOSTS = ("example.com", "example.org", "example.net", "mail.example", "post.example")

WEBSITES = (
    "https://example.com/news", "https://example.org/recipes", "https://example.net/maps",
    "https://travel.example/trips", "https://library.example/search",
)  # fmt: skip

REGIONS = ("Arizona", "Colorado", "Georgia", "Maine", "Michigan", "Ohio", "Oregon", "Texas", "Vermont", "Virginia")

REVIEW_TITLES = (
    "Better than expected", "Does what it should", "Good value", "Not for me", "Solid and simple",
    "Would buy again", "A little small", "Arrived quickly", "Great gift", "Broke after a month",
)  # fmt: skip

REVIEWS = (
    "I have used it every day for two weeks and have no complaints.", "The colour is nicer than in the picture.",
    "It is well made, but the manual could be clearer.", "My sister liked it so much that I bought a second one.",
    "Smaller than I thought, still very handy.", "The first one was damaged; the replacement came in three days.",
    "For this price there is nothing better.", "It stopped working after a month, so only two stars.",
)  # fmt: skip

COMMENTS = (
    "Thanks for sharing this, it helped a lot.", "I had the same question last week.",
    "Could you say a little more about the second point?", "This worked for me on the first try.",
    "I would start with the smaller one and see.", "Has anybody tried this in winter?",
    "Good point, I had not thought of that.", "I disagree, but the argument is well made.",
    "There is a longer discussion of this from last year.", "Please post a picture when it is done.",
    "My experience was different: it took about three days.", "Saved for later, thank you.",
)  # fmt: skip

POST_TITLES = (
    "What is the best way to begin with this?", "A small success after a long weekend",
    "Looking for advice on my first attempt", "Three things that I would do differently",
    "Is it worth the price?", "Weekly thread: what are you working on?", "How do you keep track of it all?",
    "An old trick that still works", "Which one would you choose?", "Questions from a beginner",
)  # fmt: skip

BIOGRAPHIES = (
    "Reads a lot, answers slowly.", "Gardener on weekends, accountant on weekdays.",
    "Here for the recipes and the maps.", "Collects postcards of lighthouses.",
)  # fmt: skip
