"""Values made from JSON Schema 2020-12: documented ones first, else generated.

Every value derives from a seed and from its place in the schema, so the same
seed gives the same value in any process. Every value is checked before it is
handed out. How the parts fit together, from low to high:

``draw``           what is random, and how seeds of children derive
``json_equality``  when two JSON values are the same
``charset`` ``regex_syntax`` ``regex_tree`` ``pattern``  strings that match an ECMA-262 pattern
``words`` ``names`` ``formats`` ``content``  what is plausible, as tables
``shape`` ``merge`` ``negation`` ``choice`` ``place``  a schema taken apart
``inner`` ``height``  the places inside, and which shape ends a recursion
``site``           where a value is made, and how full it may be
``numbers`` ``strings`` ``arrays`` ``objects``  one maker for each type
``generator``      the order of preference, attempts and checks
"""

from mockserver.openapi.generation.generator import GenerationError, Generator
from mockserver.openapi.generation.shape import Schema

__all__ = ["GenerationError", "Generator", "Schema"]
