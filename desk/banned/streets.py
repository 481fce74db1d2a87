"""How addresses are written: of Britain and where it was, of America, of the continent, of Asia. On folded texts."""

from __future__ import annotations

import re

_TYPE = (
    r"(?:road|rd|street|str?|avenue|ave|av|lane|ln|close|drive|dr|crescent|cres|cottages|parade|pde|court|ct|way|terrace|ter|place|pl|"
    r"square|sq|gardens|gdns|grove|hill|row|boulevard|blvd|mews|walk|park|parkway|pkwy|highway|hwy|trail|trl|circle|cir|loop|quay|rise|"
    r"vale|view|green|esplanade|broadway|turnpike|pike|heights|gate|wharf|approach|wynd|bend|track|passage|yard|meadows?|bypass|alley|link|central|marg|nagar|layout|colony|sector \d+)"
)
_WORD = r"(?:[a-z'’.-]{2,20}|[nsew]{1,2}\.?|\d{1,3}(?:st|nd|rd|th))"
_HOUSE = (
    r"(?:(?:(?:number|no\.?) )?(?:\d{1,5}(?:[/-]\d{1,5})?[a-z]?|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|"
    r"five|six|seven|eight|nine))?|eleven|twelve|\w{3,5}teen)|(?:number|no\.?) (?:one|two|three|four|five|six|seven|eight|nine|ten))"
)
_STATE = (
    r"(?:a[lkzr]|c[aot]|de|fl|ga|hi|i[dlna]|k[sy]|la|m[edainsot]|n[evhjmycd]|o[hkr]|pa|ri|s[cd]|t[nx]|ut|v[ta]|w[aviy]|dc|"
    r"nsw|vic|qld|tas|act|nt|ontario|on|qc|bc|ab|mb|sk|ns|nb)"
)
_TOWN_CODE = r"(?:, [a-z]{3,15}(?: [a-z]{3,15})?|\b(?:city|town|province),?) \d{4}\b(?! ?[a-z%€$])"
_POSTCODE = (
    rf"(?:[a-z]{{1,2}}\d[a-z\d]? ?\d[a-z]{{2}}|[a-z]\d[a-z] ?\d[a-z]\d|{_STATE},? \d{{4,5}}(?:-\d{{4}})?|(?<!order )(?<!#)\d{{5,6}}|"
    r"[1-9]\d{2} \d{3}|[a-z]\d[\dw] ?[a-z\d]{4})\b"
)
ENGLISH = re.compile(
    rf"\b{_HOUSE},? (?:{_WORD} ){{1,4}}{_TYPE}\b[^!?\n]{{0,60}}?(?:\b{_POSTCODE}|{_TOWN_CODE})"
    r"|\b(?:flat|apt\.?|apartment|unit|room|house) \d{1,4}[a-z]?,? (?:the )?[a-z][^!?\n]{4,50}?\b(?:[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}|[a-z]\d[\dw] ?[a-z\d]{4})\b"
    r"|\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2},? (?:number|no\.?|house|flat) ?\d{1,4}[a-z]?\b"
    r"|\bh\.? ?no\.? ?\d[\d/-]{0,12},[^!?\n]{5,70}?\b[1-9]\d{2} ?\d{3}\b"
)
_NO_NAME = r"(?:in|the|on|its|of|and|for|to|you|we|it|is|are|a|cm|mm|km|m|kg|ml|inch|dark|light|pieces?|pcs|sizes?|per|or|at|by|from|with|days?|minutes?|hours?|miles?|more|colours?|colors?|metres?|meters?|feet|boxes|(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)[a-z]*|may|pm|am)"
OPEN_ENGLISH = re.compile(
    rf"(?<![£$€.\w]){_HOUSE},? (?:(?!{_NO_NAME}\b){_WORD} ){{1,3}}"
    r"(?:road|rd|street|str?|avenue|ave|lane|ln|close|drive|dr|crescent|grove|gardens|terrace|court|ct|mews|boulevard|blvd|square|place|hill|row|approach|wynd|"
    r"(?:view|rise|park|green|walk|vale|parade|quay|cottages|forge|heights|estate)(?=[,.;]|$))\b(?! of\b)"
)
NAMED_HOUSE = re.compile(
    rf"\b(?:the )?(?:{_WORD} ){{0,2}}(?:house|cottage|forge|lodge|farm|barn|mill|rectory|vicarage|manor|hall|villa|croft|grange|bungalow|{_TYPE}),"
    r"[^!?\n]{3,50}?\b(?:[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}|[a-z]\d[\dw] ?[a-z]{1,2}\d{1,2}[a-z\d]?)\b"
    rf"|\b{_HOUSE},? (?:{_WORD} ){{1,3}}{_WORD},[^!?\n]{{1,30}}?\b(?!\d)[a-z]{{1,2}}\d[a-z\d]? ?\d[a-z]{{2}}\b"
)
"""With a British postcode, which is that of a few houses."""
_UNIT = r"(?:flat|apt\.?|apartment|unit|room|rm|suite|ste|door|villa|house(?: no\.?)?|tower|lot|plot|h ?no\.?|d ?no\.?)"
BLOCK = re.compile(
    rf"\b{_UNIT} ?#?[a-z]?[-/ ]?\d{{1,5}}[a-z]?\b[^!?\n]{{0,50}}?\b(?:{_TYPE}|building|tower|block|garden|house|court|towers|apartments|mansions?|estate|residen\w+)\b"
    rf"|\b(?:flat|room|rm|unit) ?[a-z]?\d{{1,4}}[a-z]?, ?\d{{1,2}}(?:/f|(?:st|nd|rd|th) floor)"
    r"|\b(?:on |off )?(?:[a-z'’-]{3,20} ){1,2}(?:street|road|lane|avenue|close|grove|crescent) (?:no\.? ?)?\d{1,4}[a-z]?\b"
)

_SAID = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|oh|zero|eleven|twelve)"
ROOM = re.compile(
    rf"\b(?:room|flat|unit|door|apartment) (?:[a-z]?\d{{1,4}}[a-z]?|{_SAID}(?:[ -]{_SAID}){{1,3}})\b,? (?:in |of )?(?:the )?(?:[a-z]+ )?(?:building|block|tower|wing|hall|stair(?:case)?)\b(?: [a-z\d]{{1,2}}\b)?"
    rf"|\b(?:building|block|tower|wing|stair(?:case)?) [a-z\d]{{1,2}},? (?:[a-z\d]+ floor,? )?(?:room|flat|unit|door|apartment) (?:[a-z]?\d{{1,4}}[a-z]?|{_SAID}(?:[ -]{_SAID}){{1,3}})\b"
    r"|\b(?:number|no\.?|house|door) ?\d{1,4}[a-z]? (?:in|on|at|of|down|up) (?:the )?(?:[a-z'’-]{2,20} ){1,3}"
    r"(?:road|rd|street|str?|avenue|ave|lane|ln|close|drive|crescent|grove|gardens|terrace|court|mews|row)\b"
    r"|\b\d{1,4}[a-z]? [a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b"
    r"|\b(?:her|his|their|(?:customer|buyer|neighbou?r|driver|lady)'?s) post ?code[^.!?]{0,20}?\b[a-z]{1,2} ?\d[a-z\d]? ?\d[a-z]{2}\b"
)
"""A room of a house by its letter, in words, too; and a number in a street or beside a British postcode."""
_NTH = r"(?:first|second|third|fourth|fifth|sixth|last|next|left|right|\d(?:st|nd|rd|th)|two|three|four|five)"
DOOR = re.compile(
    rf"\b(?:{_NTH}|red|blue|green|yellow|white|black|brown|grey) (?:door|house|bell|gate)s? (?:on |to |up |down |along )?(?:the |your )?"
    r"(?:left|right|of|past|after|from|down|up|along|before|behind|next to|opposite)\b"
)
"""A door by how one gets there; of somebody who lives there."""

_ROAD = (
    r"(?:rue|avenue|boulevard|impasse|allée|chemin|quai|via|viale|corso|piazza|vicolo|calle|c/|avenida|av\.|paseo|plaza|carrer|rua|"
    r"travessa|largo|ulica|ul\.|aleja|al\.|jalan|jln|jl\.|lorong|soi|thanon|đường|am|an der|auf der|im|zum|zur)"
)
_TOWN = r"[^!?\n]{0,50}?\b(?:\d{4,6}|\d{2}-\d{3}|\d{4} ?[a-z]{2}|\d{3}-\d{4}|\d{5}-\d{3}|\d{3} \d{2}|[a-z]\d[a-z] ?\d[a-z]\d)\b"
_GERMANIC = (
    r"(?:strasse|straße|str\.|weg|platz|allee|gasse|ring|damm|ufer|straat|laan|gracht|plein|kade|dijk|singel|vägen|gatan|gata|vei|veien|"
    r"vej|gade|stræde|katu|tie|utca|utja)"
)
ABROAD = re.compile(
    rf"\b\d{{1,5}}[a-z]?(?: bis| ter)?,? {_ROAD}(?: [\w'’./-]{{1,20}}){{1,5}},?{_TOWN}"
    rf"|(?<![\w.]){_ROAD}(?: [^\W\d][\w'’./-]{{0,20}}){{1,4}},? (?:n\.?º? ?|no\.? ?|nr\.? ?)?\d{{1,5}}[a-z]?\b(?:,| in){_TOWN}"
    rf"|\b[^\W\d_]{{2,20}}(?:[ -][^\W\d_]{{2,20}})?{_GERMANIC},? ?\d{{1,4}}[a-z]?\b{_TOWN}"
    rf"|\bno\.? ?\d{{1,4}}[a-z]?, (?:jalan|jln|lorong|persiaran|taman)\b[^!?\n]{{2,60}}?\b\d{{5}}\b"
)
OPEN_ABROAD = re.compile(
    rf"\b[^\W\d_]{{3,20}}{_GERMANIC},? ?\d{{1,4}}[a-z]?\b|\b\d{{1,4}}(?: bis| ter)?,? (?:rue|avenue|boulevard|impasse|chemin|quai|allée)(?: d[eu]s?)?(?: la)? (?:l['’]|d['’])?[^\W\d_]{{3,20}}|\b(?:ul\.|ulica|via|rue|calle|rua) [^\W\d_]{{3,20}}(?: [^\W\d_]{{3,20}})?,? \d{{1,4}}(?:/\d{{1,3}})?\b"
)
"""Without a town."""
_ESTATE = (
    r"(?:towers?|apartments?|apts|residency|residences?|heights|enclave|society|villas?|nagar|colony|sector|phase|layout|marg|chowk|vihar|puram|"
    r"bagh|complex|plaza|palace|gardens?|homes|road|street|main|cross|barangay|brgy\.?|subdivision|subd\.?|village|condominium|condo)"
)
ASIAN = re.compile(
    rf"\b(?:[a-z]{{1,2}}[-/ ]?)?\d{{1,4}}[a-z]?(?:/\d{{1,3}})?,? (?:[a-z0-9'’.-]{{1,20}},? ){{1,4}}{_ESTATE}\b[^!?\n]{{0,70}}?\b[1-9]\d{{2}} ?\d{{3}}\b"
    r"|\b\d{1,2}(?:-| ?chome[ -])\d{1,2}-\d{1,3}(?:-\d{1,4})?,? [a-z-]{3,20}[^!?\n]{0,40}?(?:-ku\b|-shi\b|tokyo|osaka|kyoto|\d{3}-\d{4})"
    r"|\b(?:lot|blk|block) \d{1,4},? (?:lot|blk|block) \d{1,4}\b"
)
SINGAPORE = re.compile(r"\b(?:blk|block|\d{1,4}[a-z]?) [^!?\n]{2,40}#\d{1,2}-\d{1,4}\b")
