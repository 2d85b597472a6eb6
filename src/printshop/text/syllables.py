"""What a Vietnamese syllable can be: an onset, a rhyme, a tone; pure functions on strings.

Written Vietnamese has few rhymes, and those that end in c, ch, p or t take two tones only. So a
syllable tells Vietnamese from chance: a wrong decoding or a foreign word hardly ever makes one.
Our own list, from the rules of spelling taught at school; rare rhymes of borrowed and echoic
words (oong, uâng, oeo) are in it, foreign ones are not.
"""

import re
import unicodedata
from functools import lru_cache

__all__ = ["is_syllable"]

_ONSETS = "ngh ng nh gh gi kh ph th tr ch qu b c d đ g h k l m n p q r s t v x"
_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay"
    " ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây"
    " e ec em en eng eo ep et ê êch êm ên ênh êp êt êu"
    " i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu"
    " o oc oi om on ong op ot oong ooc"
    " oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt"
    " oe oem oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ôông"
    " ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut"
    " uôc uôi uôm uôn uông uôt uân uâng uât uây uê uêch uên uênh uêt uêu"
    " uơ uy uya uych uyn uynh uyp uyt uyu uyên uyêt"
    " ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu"
    " y yêm yên yêng yêt yêu ych yn ynh yp yt yu"
)
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SHORT = frozenset("\u0301\u0323")
"""Sắc and nặng: the tones of a syllable that ends in a stop."""
_SHAPE = re.compile(f"(?:{'|'.join(_ONSETS.split())})?(?:{'|'.join(_RHYMES.split())})")
_STOPS = ("c", "ch", "p", "t")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether a word, in either case, is built as a Vietnamese syllable is.

    Where the tone mark stands does not matter. A syllable need not be a word of any dictionary.
    """
    if not 0 < len(word) <= 12:
        return False
    letters: list[str] = []
    tones: list[str] = []
    for character in unicodedata.normalize("NFD", word.lower()):
        (tones if character in _TONES else letters).append(character)
    bare = unicodedata.normalize("NFC", "".join(letters))
    if len(tones) > 1 or not _SHAPE.fullmatch(bare):
        return False
    return not bare.endswith(_STOPS) or not tones or tones[0] in _SHORT
