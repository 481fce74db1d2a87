// The shop's shelf: products as the desk tells them, drawn in the page's language.
(() => {
  "use strict";

  const WORDS = {
    en: {
      all: "Everything", left: (n) => `${n} in stock`, few: (n) => `Only ${n} left`, none: "Out of stock",
      variants: (n) => `${n} variants`, ask: "Ask about this", back: "Back to the shelf", variant: "Variant", stock: "Stock",
      question: (name) => `About “${name}”: `, broken: "The shelf could not be loaded. Please reload the page.", one: "One kind only",
      number: (n) => `${n} products`, title: "Lantern & Loom",
    },
    "zh-CN": {
      all: "全部", left: (n) => `现货 ${n} 件`, few: (n) => `仅剩 ${n} 件`, none: "暂时缺货",
      variants: (n) => `${n} 种规格`, ask: "咨询这款商品", back: "返回商品列表", variant: "规格", stock: "库存",
      question: (name) => `请问“${name}”`, broken: "商品加载失败，请刷新页面。", one: "单一规格",
      number: (n) => `共 ${n} 款商品`, title: "明灯织物 Lantern & Loom",
    },
  };
  const KINDS = [
    [/^(lamp|bulb)/, "Lamps", "灯具"], [/^lant/, "Lanterns", "灯笼"], [/^cand/, "Candles", "蜡烛"], [/^throw/, "Throws", "盖毯"],
    [/^cush/, "Cushions", "靠垫"], [/^curt/, "Curtains", "窗帘"], [/^bed/, "Bedding", "床品"], [/^rug/, "Rugs", "地毯"],
    [/^(table|kitch|bath|text)/, "Table and home", "餐厨家居"], [/^gift/, "Gifts", "礼品"], [/./, "More", "其他"],
  ];
  // The first that matches the product's English name.
  const PICTURES = [
    [/string/, "string"], [/lotus/, "lotus"], [/hurricane|camping|moroccan|solar/, "storm-lantern"], [/gift/, "gift"], [/card/, "card"],
    [/lantern/, "lantern"], [/bulb/, "bulb"], [/pendant|shade/, "pendant"], [/floor lamp/, "floor-lamp"], [/reading|clip/, "reading-lamp"],
    [/night|mushroom|projector/, "night-light"], [/lamp/, "table-lamp"], [/holder|snuffer|taper/, "holder"], [/candle|tea light/, "candle"],
    [/curtain ring/, "ring"], [/curtain/, "curtain"], [/throw|blanket|quilt/, "throw"], [/bedding|sheet|duvet/, "bedding"],
    [/pillow|cushion|pad/, "cushion"], [/rug|mat$|runner/, "rug"], [/tablecloth|napkin|trivet/, "cloth"], [/towel/, "towel"],
    [/robe/, "robe"], [/apron/, "apron"], [/basket/, "basket"], [/hanging/, "hanging"], [/./, "gift"],
  ];
  const TINTS = [
    ["dark", /深灰|dark gr/i], ["grey", /灰|银|gr[ae]y|silver/i], ["white", /白|white/i], ["beige", /米|beige/i], ["cream", /奶油|cream/i],
    ["pink", /粉|pink/i], ["navy", /藏青|navy/i], ["blue", /蓝|blue/i], ["red", /红|red/i], ["green", /绿|green/i], ["wood", /原木|棕|natural|brown/i],
    ["black", /黑|black/i], ["gold", /金|gold|brass/i], ["orange", /橙|橘|orange/i], ["yellow", /黄|yellow/i],
  ];
  const IN_ENGLISH = {
    颜色: "Colour", 尺寸: "Size", 尺码: "Size", 规格: "Type", 香味: "Scent", 白色: "white", 灰色: "grey", 深灰: "dark grey", 浅灰: "light grey",
    银色: "silver", 米色: "beige", 奶油色: "cream", 粉色: "pink", 藏青: "navy", 蓝色: "blue", 红色: "red", 绿色: "green", 原木色: "natural wood",
    棕色: "brown", 黑色: "black", 金色: "gold", 橙色: "orange", 黄色: "yellow", 小号: "small", 中号: "medium", 大号: "large", 均码: "one size",
    三只装: "set of three", 六只装: "set of six", 桂花: "osmanthus", 雪松: "cedar", 无花果: "fig",
  };

  const root = document.documentElement;
  const at = (id) => document.getElementById(id);
  const english = () => root.lang === "en";
  const words = () => WORDS[root.lang] || WORDS.en;
  let products = [];
  let kind = null;

  function el(tag, props = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(props)) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else node.setAttribute(name, value);
    }
    node.append(...children);
    return node;
  }

  const nameOf = (product) => (english() && product.name_en) || product.name;
  const translated = (word) => (english() && IN_ENGLISH[word]) || word;
  const optionsOf = (variant) => Object.values(variant.options).map(translated).join(" · ") || words().one;
  const first = (rows, text) => rows.find(([pattern]) => pattern.test(text));

  /** The last part of the product's address: what links in the chat end with. */
  function slugOf(product) {
    const part = (product.url || "").split(/[/#]/).filter(Boolean).pop();
    return part || String(product.id);
  }

  function tintsOf(product) {
    const colours = product.variants.map((variant) => variant.options["颜色"] || variant.options.colour || "");
    return [...new Set(colours.flatMap((colour) => TINTS.filter(([, pattern]) => pattern.test(colour)).slice(0, 1).map(([tint]) => tint)))];
  }

  function picture(product, tint) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    const text = (product.name_en || product.name || "").toLowerCase();
    use.setAttribute("href", `#a-${first(PICTURES, text)[1]}`);
    svg.setAttribute("viewBox", "0 0 120 120");
    svg.setAttribute("aria-hidden", "true");
    svg.append(use);
    return el("div", { class: "art", "data-tint": tint || "cream" }, svg);
  }

  function stockWords(stock) {
    if (stock <= 0) return el("span", { class: "stock none" }, words().none);
    return el("span", { class: stock < 4 ? "stock few" : "stock" }, stock < 4 ? words().few(stock) : words().left(stock));
  }

  function card(product, index) {
    const tints = tintsOf(product);
    const stock = product.variants.reduce((sum, variant) => sum + Math.max(0, variant.stock), 0);
    return el("li", { class: "card" },
      picture(product, tints[index % (tints.length || 1)]),
      el("a", { href: `#${encodeURIComponent(slugOf(product))}`, dir: "auto" }, nameOf(product)),
      el("p", { class: "price" }, product.price),
      el("p", { class: "about" }, stockWords(stock), el("span", { class: "dots", "aria-hidden": "true" },
        ...tints.map((tint) => el("i", { "data-tint": tint })))));
  }

  function drawShelf() {
    const shown = products.filter((product) => !kind || first(KINDS, slugOf(product)) === kind);
    at("shelf").replaceChildren(...shown.map(card));
    at("word").textContent = words().number(shown.length);
  }

  function drawKinds() {
    const used = KINDS.filter((row) => products.some((product) => first(KINDS, slugOf(product)) === row));
    at("kinds").replaceChildren(...[null, ...used].map((row) => el("button", {
      type: "button", "aria-pressed": String(row === kind), onclick: () => choose(row),
    }, row ? row[english() ? 1 : 2] : words().all)));
  }

  function choose(row) {
    kind = row;
    const index = [...at("kinds").children].indexOf(document.activeElement);
    drawKinds();
    drawShelf();
    at("kinds").children[index]?.focus();
  }

  function row(product, variant) {
    const tint = tintsOf({ variants: [variant] })[0];
    return el("tr", {}, el("td", { dir: "auto" }, ...(tint ? [el("i", { class: "dot", "data-tint": tint, "aria-hidden": "true" })] : []), optionsOf(variant)),
      el("td", {}, stockWords(variant.stock)));
  }

  function drawProduct() {
    const slug = decodeURIComponent(location.hash.slice(1));
    const product = products.find((one) => slugOf(one) === slug);
    at("product").hidden = !product;
    document.title = product ? `${nameOf(product)} · ${words().title}` : words().title;
    if (!product) return;
    const ask = () => document.dispatchEvent(new CustomEvent("shopdesk:open", { detail: { text: words().question(nameOf(product)) } }));
    at("product").replaceChildren(
      picture(product, tintsOf(product)[0]),
      el("div", {},
        el("h2", { id: "product-name", tabindex: "-1", dir: "auto" }, nameOf(product)),
        el("p", { class: "price" }, product.price),
        el("table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, words().variant), el("th", { scope: "col" }, words().stock))),
          el("tbody", {}, ...product.variants.map((variant) => row(product, variant)))),
        el("p", { class: "acts" }, el("button", { type: "button", class: "ask", onclick: ask }, words().ask), el("a", { href: "#shelf" }, words().back))));
  }

  function show() {
    drawProduct();
    if (at("product").hidden) return;
    at("product").scrollIntoView();
    at("product-name").focus({ preventScroll: true });
  }

  function draw() {
    drawKinds();
    drawShelf();
    drawProduct();
  }

  async function stock() {
    try {
      const answer = await fetch("/demo/products.json");
      if (!answer.ok) throw new Error(`the desk said ${answer.status}`);
      products = await answer.json();
    } catch {
      at("word").textContent = words().broken;
      return;
    }
    draw();
    show();
  }

  at("ask-us").addEventListener("click", () => document.dispatchEvent(new CustomEvent("shopdesk:open")));
  window.addEventListener("hashchange", show);
  new MutationObserver(() => products.length && draw()).observe(root, { attributeFilter: ["lang"] });
  stock();
})();
