/* Words made comparable: the same rules as printshop's own search (archive/folding.py), tested against
   it. Both functions give as many letters as they take. */
"use strict";

const kho = {};

(() => {
  const TONES = "\u0300\u0301\u0303\u0309\u0323";
  const BARE = "aăâeêioôơuưy";
  const composed = new Map();
  const split = new Map();
  for (const vowel of BARE)
    for (const tone of TONES) {
      const toned = (vowel + tone).normalize("NFC");
      composed.set(vowel + tone, toned);
      split.set(toned, [vowel, tone]);
    }
  const LATE_TONE = new RegExp(`([${BARE}]+)([${[...split.keys()].join("")}])`, "g");
  const bases = new Map([["đ", "d"]]);

  const lower = (text) => text.normalize("NFC").replaceAll("İ", "I").toLowerCase();

  /* Small letters, the tone on the first vowel in a row: hoà and hòa are one. */
  kho.canonical = (text) =>
    lower(text).replace(LATE_TONE, (_, row, toned) => {
      const [bare, tone] = split.get(toned);
      return composed.get(row[0] + tone) + row.slice(1) + bare;
    });

  /* Small letters without diacritics; đ is d. */
  kho.fold = (text) => {
    let made = "";
    for (const sign of lower(text)) {
      let base = bases.get(sign);
      if (base === undefined) {
        base = String.fromCodePoint(sign.normalize("NFD").codePointAt(0));
        bases.set(sign, base);
      }
      made += base;
    }
    return made;
  };

  /* The words of a text, each with its place. */
  kho.words = (text) =>
    [...text.matchAll(/[\p{L}\p{N}]+/gu)].map((found) => ({ text: found[0], at: found.index }));

  kho.isMarked = (text) => kho.fold(text) !== lower(text);
})();
