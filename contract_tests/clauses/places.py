"""Where in the document the clauses find their words."""

from __future__ import annotations

from contract_tests.judgement.clause import (
    Source,
)

GENERATE_AT = "/paths/~1api~1v1~1images~1generate/post"


REQUEST_FIELDS = "/components/schemas/GenerateImageRequest/properties"


GET_AT = "/paths/~1api~1v1~1images~1{id}/get"


IMAGE_FIELDS = "/components/schemas/ImageMetadata/properties"


STORES = Source(f"{GENERATE_AT}/description", "stores the generation")


LIST_AT = "/paths/~1api~1v1~1images/get"


USAGE_AT = "/paths/~1api~1v1~1usage/get"


TRANSACTION_FIELDS = "/components/schemas/CreditTransaction/properties"


CHARGES = Source(f"{GENERATE_AT}/description", "charges credits")


BALANCE = Source("/paths/~1api~1v1~1account/get/description", "current credit balance")


LEDGER = Source(
    "/paths/~1api~1v1~1usage/get/description", "credit transactions for the caller"
)


ACCOUNT_AT = "/paths/~1api~1v1~1account/get"
