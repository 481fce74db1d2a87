"""What is asked of a product (A4): its sizes, what it is made of, or all of it."""

from __future__ import annotations

import re

from desk.normal_form import fold

LONGEST = 200
SIZE = re.compile(
    r"尺码|尺寸|多大|码数|大码|小码|几码|什么码|哪个码|身高|体重|偏大|偏小|合身|合脚|\bsizes?\b|\bsizing\b|\bfits?\b|\bmeasurements?\b"
    r"|\bhow (?:big|large|tall|wide|long)\b|\bdimensions?\b"
)
MATERIAL = re.compile(
    r"材质|材料|面料|什么做的|含棉|纯棉|成分|\bmade (?:of|from|out of)\b|\bmaterials?\b|\bfabric\b|\bcomposition\b|\bcotton\b|\bwool\b"
)


def says_of_product(text: str) -> str:
    """The reply that speaks of what was asked."""
    words = fold(text[:LONGEST]).text
    if SIZE.search(words):
        return "product_size"
    return "product_material" if MATERIAL.search(words) else "product_card"
