"""What the document says, written down a second time by hand."""

from __future__ import annotations

GENERATE = "generateImage"
LIST = "listImages"
GET = "getImage"
ACCOUNT = "getAccount"
USAGE = "listUsage"
OPERATIONS = (GENERATE, LIST, GET, ACCOUNT, USAGE)
READS = (LIST, GET, ACCOUNT, USAGE)

# Each model has its own price, so that a swapped price shows.
PRICES = {
    "openai:gpt-image-1.5": 4,
    "openai:gpt-image-2": 5,
    "google:gemini-2.5-flash-image": 2,
    "google:gemini-3.1-flash-image-preview": 3,
    "google:gemini-3-pro-image-preview": 6,
}
MODELS = tuple(PRICES)
GPT_15, GPT_2, FLASH, FLASH_31, PRO = MODELS
THINKERS = (FLASH_31, PRO)
THINKING = ("default", "deep")

# Pixels of the small pictures: each pair has its ratio exactly.
SIZES = {
    "1:1": (64, 64),
    "3:2": (63, 42),
    "2:3": (42, 63),
    "16:9": (64, 36),
    "9:16": (36, 64),
    "4:3": (64, 48),
    "3:4": (48, 64),
    "21:9": (63, 27),
}
RATIOS = tuple(SIZES)
FIELDS = ("prompt", "modelId", "aspectRatio", "style", "thinkingLevel")

GOOD_KEY = "gi_7Qm2vXc9RtLb4KdYw8HnZs5P"
SECOND_KEY = "gi_b3JfUe6TgAr1VxNq0MkCo7Wd"
POOR_KEY = "gi_Zy5DhSi8PlGv2EuBt9RwFj4X"
REVOKED_KEY = "gi_k1OaMn7CqWx3LsHr6TbIe0Vf"
KEYS = (GOOD_KEY, SECOND_KEY, POOR_KEY, REVOKED_KEY)
