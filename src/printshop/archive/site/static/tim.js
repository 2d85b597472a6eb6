/* Search in the browser. Parts of the index are scripts (tep/tim/*.js) that call `kho.take`: a page
   opened from a disk may load those, and nothing else. Their form is told in site/shards.py. */
"use strict";

(() => {
  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  const SHOWN = 10;
  const SNIPPET = 220;
  const value = new Map([...DIGITS].map((digit, i) => [digit, i]));
  const $ = (id) => document.getElementById(id);

  // -- parts of the index

  const parts = new Map();
  const waiting = new Map();
  kho.take = (name, data) => parts.set(name, data);

  const load = (name) => {
    if (!waiting.has(name))
      waiting.set(
        name,
        new Promise((resolve, reject) => {
          const script = document.createElement("script");
          script.src = `tep/tim/${name}.js`;
          script.onload = () => resolve(parts.get(name));
          script.onerror = () => reject(new Error(name));
          document.head.append(script);
        }),
      );
    return waiting.get(name);
  };

  /* The last of the sorted `starts` that is not after `wanted`; -1 for none. */
  const lastNotAfter = (starts, wanted) => {
    let low = 0, high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= wanted) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };

  /* Articles of a posting: a map from their number to 1 where it stands in the title, else 0. */
  const decoded = (text) => {
    const found = new Map();
    let article = 0, number = 0, shift = 0;
    for (const sign of text) {
      const digit = value.get(sign);
      number += (digit & 31) * 2 ** shift;
      shift += 5;
      if (digit < 32) {
        article += Math.floor(number / 2);
        found.set(article, number % 2);
        number = shift = 0;
      }
    }
    return found;
  };

  /* The forms of a key with their articles: { "dân": Map, … }. */
  const postings = async (key) => {
    const shard = lastNotAfter(directory.words, key);
    const entry = shard < 0 ? undefined : (await load(`t${shard}`))[key];
    if (entry === undefined || entry === null) return {};
    const forms = typeof entry === "string" ? { [key]: entry } : entry;
    return Object.fromEntries(Object.entries(forms).map(([form, text]) => [form, decoded(text)]));
  };

  let directory;

  // -- what is asked

  /* “dân vận” khéo: groups of words; those of a group in quotation marks must stand together. */
  const parse = (text) => {
    const groups = [];
    for (const [, quoted, open] of text.matchAll(/["“”]([^"“”]*)["“”]|([^"“”]+)/g)) {
      const own = quoted ?? open;
      const words = kho.words(kho.canonical(own)).map(({ text: form }) => ({
        form,
        key: kho.fold(form),
        marked: kho.isMarked(form),
      }));
      if (words.length) groups.push({ words, quoted: quoted !== undefined });
    }
    return groups;
  };

  // -- who has it

  /* Whether the posting has an article in the form asked for: 2 exact, 1 otherwise marked, 0 not. */
  const found = (forms, wanted, marked, article) => {
    let best = 0, inTitle = 0;
    for (const [form, articles] of Object.entries(forms)) {
      const title = articles.get(article);
      if (title === undefined) continue;
      const grade = !marked || form === wanted ? 2 : 1;
      if (grade > best || (grade === best && title > inTitle)) [best, inTitle] = [grade, title];
    }
    return [best, inTitle];
  };

  const everyArticle = (forms) => {
    const all = new Set();
    for (const articles of Object.values(forms)) for (const article of articles.keys()) all.add(article);
    return all;
  };

  const narrowed = (some, other) => (some ? new Set([...some].filter((a) => other.has(a))) : other);

  const search = async (query) => {
    const groups = parse(query.q);
    const singles = groups.flatMap((group) => group.words);
    const pairs = groups.flatMap(({ words, quoted }) =>
      words.slice(1).map((word, i) => ({
        form: `${words[i].form} ${word.form}`,
        key: `${words[i].key} ${word.key}`,
        marked: words[i].marked || word.marked,
        quoted,
      })),
    );
    await Promise.all([...singles, ...pairs].map(async (term) => (term.forms = await postings(term.key))));

    let among = null;
    for (const term of [...singles, ...pairs.filter((pair) => pair.quoted)])
      among = narrowed(among, everyArticle(term.forms));
    for (const keys of query.facets) {
      const any = new Set();
      for (const key of keys) for (const article of everyArticle(await postings(key))) any.add(article);
      among = narrowed(among, any);
    }
    among ??= new Set(Array(directory.count).keys());

    const [first, end] = query.range;
    const results = [];
    for (const article of among) {
      if (article < first || article >= end) continue;
      let score = 0, exact = 1;
      for (const term of singles) {
        const [grade, title] = found(term.forms, term.form, term.marked, article);
        score += grade + 3 * grade * title;
        if (grade < 2) exact = 0;
      }
      for (const term of pairs) {
        const [grade, title] = found(term.forms, term.form, term.marked, article);
        score += 6 * grade + 6 * grade * title;
        if (term.quoted && grade < 2) exact = 0;
      }
      results.push({ article, score, exact });
    }
    results.sort((a, b) => b.exact - a.exact || b.score - a.score || b.article - a.article);
    return { results, singles };
  };

  // -- what is shown

  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };

  /* The places in a text that were asked for: exact ones where there are any, else other marks. */
  const matches = (text, terms) => {
    const canonical = kho.canonical(text);
    const folded = kho.fold(text);
    const hits = [];
    for (const { text: form, at } of kho.words(canonical)) {
      const key = folded.slice(at, at + form.length);
      const grade = Math.max(
        0,
        ...terms.map((term) => (term.key === key ? (!term.marked || term.form === form ? 2 : 1) : 0)),
      );
      if (grade) hits.push({ at, end: at + form.length, grade, key });
    }
    const best = new Map();
    for (const hit of hits) best.set(hit.key, Math.max(best.get(hit.key) ?? 0, hit.grade));
    return hits.filter((hit) => hit.grade === best.get(hit.key));
  };

  /* `text` from `from` to `to` with its matches marked; neighbours are one mark. */
  const marked = (text, hits, from = 0, to = text.length) => {
    const made = [];
    let at = from;
    for (let i = 0; i < hits.length; i++) {
      const { at: begin } = hits[i];
      let { end } = hits[i];
      if (begin < at || end > to) continue;
      while (hits[i + 1] && hits[i + 1].end <= to && /^[ \u00a0]$/.test(text.slice(end, hits[i + 1].at)))
        end = hits[++i].end;
      made.push(text.slice(at, begin), element("mark", "", text.slice(begin, end)));
      at = end;
    }
    made.push(text.slice(at, to));
    return made;
  };

  /* Where most of what was asked for stands together. */
  const bestPlace = (text, hits) => {
    if (!hits.length) return [0, Math.min(text.length, SNIPPET)];
    let best = 0, most = -1;
    for (let i = 0; i < hits.length; i++) {
      const kinds = new Set();
      let near = 0;
      for (let j = i; j < hits.length && hits[j].end - hits[i].at < SNIPPET * 0.7; j++) {
        kinds.add(hits[j].key);
        if (j > i && hits[j].at - hits[j - 1].end <= 1) near += 2;
      }
      const worth = 4 * kinds.size + Math.min(near, 8);
      if (worth > most) [best, most] = [i, worth];
    }
    let from = Math.max(0, hits[best].at - 60);
    let to = Math.min(text.length, from + SNIPPET);
    from = Math.max(0, Math.min(from, to - SNIPPET));
    if (from > 0) from = text.indexOf(" ", from) + 1 || from;
    if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), from + 1);
    return [from, to];
  };

  const snippet = (text, title, terms) => {
    const body = (text.startsWith(title) ? text.slice(title.length) : text).replace(/\s+/g, " ").trim();
    const whole = body.normalize("NFC");
    const hits = matches(whole, terms);
    const [from, to] = bestPlace(whole, hits);
    if (from >= to) return null;
    const inside = marked(whole, hits.filter((hit) => hit.at >= from && hit.end <= to), from, to);
    return element("p", "snippet", from > 0 ? "…\u00a0" : "", ...inside, to < whole.length ? "\u00a0…" : "");
  };

  const shownResult = async ({ article }, terms) => {
    const shard = lastNotAfter(directory.texts, article);
    const rows = await load(`b${shard}`);
    const [number, title, page, folio, section, authors, text] = rows[article - directory.texts[shard]];
    const [label, date, , href, pdf] = directory.editions[number];
    const name = title.normalize("NFC");
    const link = element("a", "line-title", ...marked(name, matches(name, terms)));
    link.href = `${pdf}#page=${page}`;
    const edition = element("a", "", `${label}, ${date}`);
    edition.href = href;
    const about = element("p", "by", edition, `, trang ${folio}`);
    if (section) about.append(` · ${section}`);
    if (authors.length) about.append(` · ${authors.join(", ")}`);
    const item = element("li", "", element("h2", "", link), about);
    const words = snippet(text, title, terms);
    if (words) item.append(words);
    return item;
  };

  const show = ({ results, singles }) => {
    const list = $("ket-qua"), more = $("them");
    const exact = results.filter((result) => result.exact).length;
    let shown = 0;
    const further = async () => {
      more.disabled = true;
      const next = results.slice(shown, shown + SHOWN);
      const items = await Promise.all(next.map((result) => shownResult(result, singles)));
      const before = shown;
      items.forEach((item, i) => {
        if (before + i === exact && exact > 0)
          list.append(element("li", "divider", `${results.length - exact} bài viết khác dấu`));
        list.append(item);
      });
      shown += next.length;
      more.hidden = shown >= results.length;
      more.disabled = false;
      if (before) items[0]?.querySelector("a").focus();
    };
    more.onclick = further;
    return further();
  };

  // -- the page

  const filters = (asked) => {
    for (const [i, name] of directory.sections.entries()) {
      const option = element("option", "", name);
      option.value = name;
      $("muc").append(option);
    }
    for (const name of directory.authors) {
      const option = element("option", "");
      option.value = name;
      $("cac-tac-gia").append(option);
    }
    const ids = ["q", "tu", "den", "muc", "ai"];
    for (const id of ids) $(id).value = asked.get(id) ?? "";
    $("loc").open = ids.slice(1).some((id) => $(id).value) || matchMedia("(min-width: 44rem)").matches;
  };

  /* Articles of these years: the first, and the one after the last. */
  const range = (from, to) => {
    const inside = directory.editions.filter(([, , year]) => year >= from && year <= to);
    if (!inside.length) return [0, 0];
    const after = directory.editions.find(([, , year]) => year > to);
    return [inside[0][5], after ? after[5] : directory.count];
  };

  const said = (text) => ($("tinh-hinh").textContent = text);

  const facetsOf = (asked) => {
    const facets = [];
    const section = directory.sections.indexOf(asked.get("muc") ?? "");
    if (section >= 0) facets.push([`#${section}`]);
    const wanted = kho.fold((asked.get("ai") ?? "").trim());
    if (wanted) {
      const names = directory.authors.map((name, i) => [kho.fold(name), i]);
      const same = names.filter(([name]) => name === wanted);
      const near = same.length ? same : names.filter(([name]) => name.includes(wanted));
      facets.push(near.map(([, i]) => `@${i}`));
    }
    return facets;
  };

  const start = async () => {
    const asked = new URLSearchParams(location.search);
    directory = await load("muc-luc");
    filters(asked);
    const q = (asked.get("q") ?? "").trim();
    const from = Number(asked.get("tu")) || 0;
    const to = Number(asked.get("den")) || 9999;
    const facets = facetsOf(asked);
    if (!q && !facets.length && !asked.get("tu") && !asked.get("den")) return $("q").focus();
    if (q) document.title = `${q} – ${document.title}`;
    if (q && !parse(q).length) return said("Hãy gõ ít nhất một chữ hoặc một số.");
    const answer = await search({ q, range: range(from, to), facets });
    const count = answer.results.length;
    const what = q ? ` có ${/["“”]/.test(q) ? q : `“${q}”`}` : "";
    said(count ? `${count} bài${what}` : `Không có bài nào${what}. Hãy thử ít chữ hơn, hoặc bỏ bớt điều kiện.`);
    await show(answer);
  };

  start()
    .catch(() => said("Không đọc được phần tìm kiếm của trang này: hãy chép lại cả thư mục."))
    .finally(() => (document.documentElement.dataset.ready = "true"));
})();
