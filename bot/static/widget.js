// The shop's chat with its buyers: one script tag, one shadow root, nothing of the host page touched.
//
//   <script src="https://desk.example/widget.js" data-account="main" async></script>
//
// Optional: data-language="zh-CN|en", data-theme="light|dark", data-accent="#1f5f56" (any CSS colour).
// A host page with a CSP allows the desk in script-src and connect-src, and blob: in img-src.
// The page may open the chat: document.dispatchEvent(new CustomEvent("shopdesk:open", {detail: {text: "…"}})).
(() => {
  "use strict";

  const script = document.currentScript;
  const account = script.dataset.account || "main";
  const desk = new URL(".", script.src).href;
  const web = `${desk}web/${encodeURIComponent(account)}/`;
  const inbox = `${desk}in/web/${encodeURIComponent(account)}`;
  const space = `shopdesk:${desk}:${account}:`;
  const once = Symbol.for(space);
  if (window[once]) return;
  window[once] = true;

  const DAY_MS = 86_400_000;
  const POST_PATIENCE_MS = 20_000;
  const STREAM_PATIENCE_MS = 45_000; // three of the desk's pings
  const LINGER_MS = 3_000; // an answer often comes in several pieces
  const TYPING_EVERY_MS = 3_000;
  const TYPING_SHOWN_MS = 6_000;

  // ── Words ────────────────────────────────────────────────────────────────────────────────────────────

  const WORDS = {
    en: {
      open: "Chat with us", unread: (n) => `Chat with us, ${n} unread`, close: "Close the chat", log: "Conversation",
      write: "Write a message", send: "Send", attach: "Add photos", drop: "Drop your photos here", you: "You",
      bot: "automatic assistant", agent: "our team", assistant: "Assistant",
      greeting: "How can we help?", intro: "An automatic assistant answers first. Ask for a person at any time.", privacy: "Privacy notice",
      status: {
        bot: () => "An automatic assistant is answering", waiting: () => "A colleague will be with you soon",
        human: (name) => `You are talking to ${name}`, closed: () => "This conversation is closed",
      },
      colleague: "a colleague", joined: (name) => `${name} joined the conversation`, back: "The assistant is answering again",
      waiting: "You are waiting for a colleague. Nothing needs repeating: they will see all you wrote.",
      ended: "This conversation is closed. Write to us and it goes on.",
      typing: (name) => `${name} is writing…`, sending: "Sending…", sent: "Sent", failed: "Not sent.", again: "Try again",
      remove: "Remove", offline: "No connection. What you write is kept and sent as soon as you are back online.",
      busy: "Very busy just now. Your message is kept and will be sent.", lost: "Connection lost. Trying again…",
      renewed: "Your earlier conversation is no longer here. This is a new one.", away: "The chat is not available on this page.",
      newer: "New messages", photo: (name) => `Photo from ${name}`, mine: "Your photo", pending: "Photo is being prepared…",
      broken: "This photo cannot be shown", larger: "show larger", smaller: "Close the photo", newTab: "(opens in a new tab)",
      notPicture: (name) => `“${name}” is not a picture. Only photos can be sent here.`,
      tooBig: (name, mb) => `“${name}” is larger than ${mb} MB.`, tooMany: (n) => `At most ${n} photos in one message.`,
      refused: (name) => `“${name}” cannot be used. Please send it as a JPEG or PNG picture.`,
      stuck: (name) => `“${name}” was not uploaded.`, uploading: (name) => `Uploading ${name}`, removeNamed: (name) => `Remove ${name}`,
      againNamed: (name) => `Try again: ${name}`, ready: "Your message goes as soon as the photos are there.",
      tooLong: (n, most) => `${n} of ${most} characters: please shorten it`, today: "Today", yesterday: "Yesterday",
      lostPhotos: "The photos have to be added again.", unnamed: "Photo",
    },
    "zh-CN": {
      open: "联系客服", unread: (n) => `联系客服，${n} 条未读`, close: "关闭聊天", log: "聊天记录",
      write: "请输入消息", send: "发送", attach: "添加图片", drop: "把图片拖到这里", you: "我",
      bot: "自动助手", agent: "人工客服", assistant: "助手",
      greeting: "您好，有什么可以帮您？", intro: "先由自动助手为您解答，您可以随时要求转人工。", privacy: "隐私说明",
      status: {
        bot: () => "自动助手正在为您服务", waiting: () => "正在为您转接人工客服",
        human: (name) => `${name} 正在为您服务`, closed: () => "本次会话已结束",
      },
      colleague: "客服专员", joined: (name) => `${name} 已加入会话`, back: "已转回自动助手",
      waiting: "正在等待人工客服。您之前说的内容客服都能看到，无需重复。",
      ended: "本次会话已结束，继续留言即可再次联系我们。",
      typing: (name) => `${name} 正在输入…`, sending: "发送中…", sent: "已发送", failed: "未发送。", again: "重试",
      remove: "删除", offline: "网络已断开。您写的内容会保留，恢复后自动发送。",
      busy: "当前咨询较多，您的消息已保留，稍后自动发送。", lost: "连接中断，正在重连…",
      renewed: "之前的会话已不在这里，现在是新的会话。", away: "此页面暂时无法使用聊天。",
      newer: "新消息", photo: (name) => `${name} 发来的图片`, mine: "您的图片", pending: "图片处理中…",
      broken: "图片无法显示", larger: "查看大图", smaller: "关闭图片", newTab: "（在新标签页打开）",
      notPicture: (name) => `“${name}”不是图片，这里只能发送图片。`,
      tooBig: (name, mb) => `“${name}”超过 ${mb} MB。`, tooMany: (n) => `每条消息最多 ${n} 张图片。`,
      refused: (name) => `“${name}”无法使用，请改发 JPEG 或 PNG 图片。`,
      stuck: (name) => `“${name}”上传失败。`, uploading: (name) => `正在上传 ${name}`, removeNamed: (name) => `删除 ${name}`,
      againNamed: (name) => `重试：${name}`, ready: "图片上传完成后自动发送。",
      tooLong: (n, most) => `已输入 ${n} 字，最多 ${most} 字，请精简`, today: "今天", yesterday: "昨天",
      lostPhotos: "请重新添加图片。", unnamed: "图片",
    },
  };

  const languageNow = () => {
    const said = script.dataset.language || document.documentElement.lang || navigator.language || "en";
    return /^zh/i.test(said) ? "zh-CN" : "en";
  };
  let language = languageNow();
  let words = WORDS[language];

  // ── What is kept in the browser ──────────────────────────────────────────────────────────────────────

  // A browser may forbid storage or be full; the chat then works for as long as the page lives.
  const shelf = (area) => {
    const memory = new Map();
    const guarded = (act) => { try { return act(area()); } catch { return undefined; } };
    return {
      get: (key) => memory.get(key) ?? guarded((a) => a.getItem(space + key)) ?? null,
      set: (key, value) => {
        memory.delete(key);
        if (guarded((a) => (a.setItem(space + key, value), true)) !== true) memory.set(key, value);
      },
      drop: (key) => { memory.delete(key); guarded((a) => a.removeItem(space + key)); },
      keys: (prefix) => [...new Set([...memory.keys(), ...(guarded((a) => Object.keys(a)) || [])
        .filter((key) => key.startsWith(space)).map((key) => key.slice(space.length))])]
        .filter((key) => key.startsWith(prefix)).sort(),
    };
  };
  const kept = shelf(() => localStorage); // token, unsent messages, what was seen: shared by the visitor's tabs
  const tab = shelf(() => sessionStorage); // open or closed, the unfinished text: of this tab alone

  // Outside https there are no locks between tabs; the desk's own check of ids then keeps a message single.
  const turns = {};
  const locked = (name, act) => (navigator.locks ? navigator.locks.request(space + name, act) : act());
  const alone = (name, act) => (turns[name] = (turns[name] || Promise.resolve()).catch(() => {}).then(() => locked(name, act)));

  const uuid = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  };

  const wellFormed = (text) => text.replace(/[\ud800-\udfff]/gu, "\ufffd"); // with `u`, only halves without their pair match

  // ── Talking to the desk ──────────────────────────────────────────────────────────────────────────────

  class Refusal extends Error {
    constructor(status, waitMs = 0) {
      super(`the desk said ${status}`);
      this.status = status;
      this.waitMs = waitMs;
      this.passing = status === 0 || status === 408 || status === 429 || status >= 500;
    }
  }

  const retryAfterMs = (value) => {
    if (!value) return 0;
    const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
    return Math.min(Math.max(ms || 0, 0), 600_000);
  };

  const pauseMs = (fails, waitMs = 0) =>
    waitMs ? waitMs + Math.random() * 1000 : Math.min(30_000, 400 * 2 ** fails) * (0.5 + Math.random());

  async function ask(url, options = {}, patienceMs = POST_PATIENCE_MS) {
    const stop = new AbortController();
    const timer = patienceMs && setTimeout(() => stop.abort(), patienceMs);
    options.signal?.addEventListener("abort", () => stop.abort());
    try {
      const answer = await fetch(url, { credentials: "omit", cache: "no-store", ...options, signal: stop.signal });
      if (!answer.ok) throw new Refusal(answer.status, retryAfterMs(answer.headers.get("Retry-After")));
      return patienceMs ? await answer.clone().arrayBuffer().then(() => answer) : answer;
    } catch (error) {
      throw error instanceof Refusal ? error : new Refusal(0);
    } finally {
      clearTimeout(timer);
    }
  }

  const bearing = (token, headers = {}) => ({ ...headers, Authorization: `Bearer ${token}` });

  // Made just before the first thing is sent, so that a mere visit leaves no trace at the desk.
  const visitor = () => alone("token", async () => {
    const known = kept.get("token");
    if (known) return known;
    const answer = await ask(`${web}visitor`, { method: "POST" });
    const { token } = await answer.json().catch(() => ({}));
    if (!token) throw new Refusal(0);
    kept.set("token", token);
    return token;
  });

  // ── What is to be sent ───────────────────────────────────────────────────────────────────────────────

  // One entry per message, so that two tabs writing at once never overwrite each other's.
  let lastOrder = 0;
  function enqueue(message) {
    const id = uuid();
    lastOrder = Math.max(Date.now(), lastOrder + 1);
    const item = { id, text: "", photos: [], language, at: Date.now(), state: "queued", ...message };
    kept.set(`q:${String(lastOrder).padStart(15, "0")}:${id}`, JSON.stringify(item));
    gather();
    flush();
  }

  function queued() {
    return kept.keys("q:").flatMap((key) => {
      try {
        return [{ ...JSON.parse(kept.get(key)), key }];
      } catch {
        kept.drop(key);
        return [];
      }
    });
  }

  const rewrite = ({ key, ...item }) => kept.set(key, JSON.stringify(item));

  // What waited longer than a day is not sent behind the buyer's back: they press "try again".
  function nextToSend() {
    for (const item of queued()) {
      if (item.state === "failed") continue;
      if (Date.now() - item.at < DAY_MS) return item;
      rewrite({ ...item, state: "failed" });
    }
    return null;
  }

  const trouble = { away: "", send: "", stream: "" }; // a key of words each
  let sendFails = 0;
  let refusedTokens = 0;
  let sendTimer;

  async function flush() {
    clearTimeout(sendTimer);
    if (!nextToSend()) return settleSend();
    await alone("send", async () => {
      let item;
      while ((item = nextToSend())) {
        const wait = Math.min(Number(kept.get("retry")) - Date.now(), 600_000);
        if (wait > 0) return void (sendTimer = setTimeout(flush, wait));
        if (!(await deliver(item))) return;
      }
      settleSend();
    });
  }

  function settleSend() {
    trouble.send = "";
    gather();
  }

  /** Send one; true when the next may be tried at once. */
  async function deliver(item) {
    let token;
    try {
      token = await visitor();
      await post(item, token);
    } catch (refusal) {
      return overcome(refusal, item, token);
    }
    kept.drop(item.key);
    kept.drop("retry");
    sendFails = refusedTokens = 0;
    trouble.send = "";
    gather();
    tune();
    return true;
  }

  async function post({ id, text, photos, language, button, of }, token) {
    const body = JSON.stringify({ id, text, photos, language, button, of }); // what is undefined stays out
    const headers = bearing(token, { "Content-Type": "application/json" });
    const answer = await ask(inbox, { method: "POST", headers, body });
    const said = await answer.json().catch(() => ({}));
    if (said.heard !== true) throw new Refusal(0); // a hotel's sign-in page also answers 200
  }

  function overcome(refusal, item, token) {
    if (refusal.status === 401 && refusedTokens++ < 2) {
      startOver(token);
      return true;
    }
    if (refusal.passing || refusal.status === 401) {
      const wait = pauseMs(sendFails++, refusal.waitMs);
      kept.set("retry", String(Date.now() + wait));
      trouble.send = refusal.status ? "busy" : sendFails > 1 ? "offline" : trouble.send;
      sendTimer = setTimeout(flush, wait);
      drawNotice();
      return false;
    }
    rewrite({ ...item, state: "failed" });
    gather();
    return true;
  }

  /** The desk no longer knows this visitor: a new one begins, what is unsent stays. */
  function startOver(refused) {
    if (kept.get("token") !== refused) return; // another tab was quicker
    hangUp();
    kept.drop("token");
    for (const item of queued()) {
      if (item.photos.length) rewrite({ ...item, state: "failed", why: "lostPhotos" });
    }
    for (const item of tray) if (item.state === "ok") upload(item); // what went up belongs to the forgotten visitor
    const before = messages.size;
    forgetMessages();
    if (before) notes.push({ after: 0, text: "renewed" });
    draw();
  }

  function forgetMessages() {
    messages.clear();
    ids.clear();
    for (const key of kept.keys("pressed:")) kept.drop(key);
    for (const key of ["seen", "unread", "owed"]) kept.drop(key);
    drawn.clear();
    notes.length = 0;
    mode = UNKNOWN;
    gather();
  }

  // ── What was said ────────────────────────────────────────────────────────────────────────────────────

  const messages = new Map(); // n → message, as the desk numbered them
  const ids = new Set(); // client ids that the desk has
  const echoes = new Map(); // client id → own message that the stream has not brought yet
  const notes = []; // {after: n, text: key of words, name}
  const UNKNOWN = { mode: "bot", agent: null };
  let mode = UNKNOWN;
  let typist = null;
  let typistTimer;
  let hello = { shop: "", privacy_url: null, text_limit: 4000, photo_bytes: 20_971_520, photos: 10 };

  const lastNumber = () => Math.max(0, ...messages.keys());

  function hear(said) {
    const message = { ...said, text: said.text || "", photos: said.photos || [], buttons: said.buttons || [] };
    const known = messages.get(message.n);
    if (known && known.rev >= message.rev) return;
    messages.set(message.n, message);
    if (message.id) {
      ids.add(message.id);
      echoes.delete(message.id);
      for (const key of kept.keys("q:")) if (key.endsWith(message.id)) kept.drop(key);
    }
    if (message.from !== "buyer") showTyping(null);
    markSeen();
    draw();
    if (!wanted()) setTimeout(tune, LINGER_MS);
  }

  function hearMode(heard) {
    const before = mode;
    mode = heard;
    const changed = before.mode !== heard.mode || before.agent !== heard.agent;
    const text = { human: "joined", closed: "ended" }[heard.mode] || (before.mode === "human" && heard.mode === "bot" && "back");
    if (changed && text && before !== UNKNOWN) notes.push({ after: lastNumber(), text, name: heard.agent });
    draw();
    if (!wanted()) setTimeout(tune, LINGER_MS);
  }

  /** Bring the unsent messages of all tabs into view. */
  function gather() {
    const waiting = new Map(queued().map((item) => [item.id, item]));
    for (const [id, echo] of echoes) {
      if (waiting.has(id)) continue;
      if (echo.state === "failed") echoes.delete(id); // gone without having been queued again: removed by the buyer
      else echo.state = "sent";
    }
    for (const [id, item] of waiting) if (!ids.has(id)) echoes.set(id, item);
    draw();
  }

  /** Is somebody still to answer? Lapses after a day: a forgotten "thanks" must not hold a connection for ever. */
  function owed() {
    const all = [...messages.values()];
    const last = all.reduce((a, b) => (b.n > a.n ? b : a), { n: 0, at: 0 });
    if (echoes.size) kept.set("owed", String(Date.now()));
    else if (last.n) {
      const open = mode.mode === "waiting" || mode.mode === "human" || (last.from === "buyer" && mode.mode !== "closed");
      kept.set("owed", open ? String(last.at) : "0");
    }
    return Date.now() - Number(kept.get("owed")) < DAY_MS;
  }

  // ── The stream ───────────────────────────────────────────────────────────────────────────────────────

  let line = null; // AbortController of the open stream
  let lineFails = 0;
  let lineTimer;

  // A hidden tab shows nobody anything; and a browser opens six connections to one desk at most.
  const wanted = () => Boolean(kept.get("token")) && !document.hidden && (isOpen || owed());

  function tune() {
    if (wanted() && !line) listen();
    if (!wanted()) hangUp();
  }

  function hangUp() {
    clearTimeout(lineTimer);
    line?.abort();
    line = null;
    trouble.stream = "";
    drawNotice();
  }

  // A photo that was still being prepared may have been finished while we were away.
  const resumeAfter = () => {
    const unfinished = [...messages.values()].filter((m) => m.photos.some((photo) => photo.state === "pending")).map((m) => m.n);
    return Math.min(lastNumber(), ...unfinished.map((n) => n - 1));
  };

  async function listen() {
    clearTimeout(lineTimer);
    const mine = (line = new AbortController());
    const token = kept.get("token");
    let refusal = new Refusal(0);
    try {
      const url = `${web}stream?after=${resumeAfter()}`;
      const headers = bearing(token, { Accept: "text/event-stream" });
      const connecting = setTimeout(() => mine.abort(), POST_PATIENCE_MS);
      const answer = await ask(url, { headers, signal: mine.signal }, 0).finally(() => clearTimeout(connecting));
      await follow(answer.body.getReader(), mine);
    } catch (error) {
      if (error instanceof Refusal) refusal = error;
    }
    if (line !== mine) return; // hung up on purpose
    mine.abort();
    line = null;
    if (refusal.status === 401) {
      startOver(token);
      flush();
      tune();
    } else if (refusal.passing) {
      trouble.stream = lineFails ? "lost" : "";
      lineTimer = setTimeout(tune, pauseMs(lineFails++, refusal.waitMs));
      drawNotice();
    }
  }

  async function follow(reader, mine) {
    const decoder = new TextDecoder();
    let rest = "";
    let event = {};
    for (;;) {
      const watch = setTimeout(() => mine.abort(), STREAM_PATIENCE_MS);
      const { done, value } = await reader.read().finally(() => clearTimeout(watch));
      if (done || line !== mine) return;
      if (lineFails || trouble.stream) {
        lineFails = 0;
        trouble.stream = "";
        drawNotice();
      }
      const lines = (rest + decoder.decode(value, { stream: true })).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop();
      for (const text of lines) {
        if (text === "") {
          happen(event);
          event = {};
          continue;
        }
        const [, name, data] = /^([^:]*):? ?(.*)$/s.exec(text);
        if (name) event[name] = name === "data" && event.data !== undefined ? `${event.data}\n${data}` : data;
      }
    }
  }

  function happen({ event, data }) {
    let said;
    try {
      said = JSON.parse(data);
    } catch {
      return;
    }
    if (event === "message") hear(said);
    else if (event === "mode") hearMode(said);
    else if (event === "typing") showTyping(said.from);
  }

  function showTyping(from) {
    clearTimeout(typistTimer);
    typist = from;
    if (from) typistTimer = setTimeout(() => showTyping(null), TYPING_SHOWN_MS);
    draw();
  }

  let lastTyped = 0;
  function tellTyping() {
    const token = kept.get("token");
    if (!token || Date.now() - lastTyped < TYPING_EVERY_MS) return;
    lastTyped = Date.now();
    ask(`${web}typing`, { method: "POST", headers: bearing(token) }).catch(() => {});
  }

  let greetFails = 0;
  async function greet() {
    try {
      const answer = await ask(`${web}hello?language=${language}`);
      hello = { ...hello, ...(await answer.json()) };
    } catch (refusal) {
      if (!refusal.passing) trouble.away = "away";
      else if (isOpen) setTimeout(greet, pauseMs(greetFails++, refusal.waitMs));
    }
    dress();
    draw();
  }

  // ── Photos on their way ──────────────────────────────────────────────────────────────────────────────

  const tray = []; // {id, file, url, state: "up" | "ok" | "stuck" | "refused", done: 0…1, photo}
  const pictures = new Map(); // photo id → Promise of a blob address
  let sendWhenReady = false;

  const tooBig = (name) => words.tooBig(name, Math.floor(hello.photo_bytes / 1_048_576));

  function addFiles(files) {
    say("");
    for (const file of files) {
      const name = file.name || words.unnamed;
      if (!/^image\/(?!svg)/.test(file.type)) alsoSay(words.notPicture(name));
      else if (file.size > hello.photo_bytes) alsoSay(tooBig(name));
      else if (tray.length >= hello.photos) alsoSay(words.tooMany(hello.photos));
      else {
        const item = { id: uuid(), file, name, url: URL.createObjectURL(file), state: "up", done: 0, photo: null, tries: 0 };
        tray.push(item);
        upload(item);
      }
    }
    drawTray();
  }

  async function upload(item) {
    item.state = "up";
    item.why = "";
    drawTray();
    let token;
    try {
      token = await visitor();
      item.photo = await carry(item, token);
      item.state = "ok";
      pictures.set(item.photo, Promise.resolve(item.url));
    } catch (refusal) {
      if (!tray.includes(item)) return;
      if (refusal.status === 401) startOver(token);
      if ((refusal.passing || refusal.status === 401) && item.tries++ < 3) {
        setTimeout(() => tray.includes(item) && upload(item), pauseMs(item.tries, refusal.waitMs));
        return;
      }
      item.state = [400, 413, 415].includes(refusal.status) ? "refused" : "stuck";
      item.why = refusal.status === 413 ? tooBig(item.name) : words[item.state](item.name);
      sendWhenReady = false;
      alsoSay(item.why);
    }
    drawTray();
    if (sendWhenReady) submit();
  }

  // XMLHttpRequest, because fetch does not tell how much has gone up.
  const carry = (item, token) => new Promise((resolve, reject) => {
    const request = (item.request = new XMLHttpRequest());
    request.open("POST", `${web}photos`);
    const headers = { "Content-Type": item.file.type, "X-File-Name": encodeURIComponent(wellFormed(item.name)), "X-Upload-Id": item.id };
    for (const [name, value] of Object.entries(bearing(token, headers))) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => {
      item.done = total ? loaded / total : 0;
      if (item.bar) item.bar.value = item.done;
    };
    request.onerror = request.onabort = () => reject(new Refusal(0));
    request.onload = () => {
      let photo;
      try {
        photo = JSON.parse(request.responseText).photo;
      } catch { /* the status says enough */ }
      if (request.status === 201 && photo) resolve(photo);
      else reject(new Refusal(request.status === 201 ? 0 : request.status, retryAfterMs(request.getResponseHeader("Retry-After"))));
    };
    request.send(item.file);
  });

  function takeOut(item) {
    tray.splice(tray.indexOf(item), 1);
    sendWhenReady = false;
    item.request?.abort();
    say("");
    drawTray();
    input.focus();
  }

  // ── Sending, choosing ────────────────────────────────────────────────────────────────────────────────

  function submit() {
    const text = wellFormed(input.value).trim();
    if (text.length > hello.text_limit || (!text && !tray.length)) return;
    const bad = tray.find((item) => item.why);
    sendWhenReady = !bad && tray.some((item) => item.state === "up");
    if (bad || sendWhenReady) return say(bad ? bad.why : words.ready);
    const photos = tray.splice(0).map((item) => item.photo);
    input.value = "";
    say("");
    typed();
    drawTray();
    enqueue({ text, photos });
    toBottom();
  }

  function choose(message, button) {
    kept.set(`pressed:${message.n}`, button.data);
    enqueue({ text: button.text, button: button.data, of: message.n });
    (sheet.matches ? log : input).focus();
    toBottom();
  }

  function tryAgain(echo) {
    const item = queued().find(({ id }) => id === echo.id);
    if (item) rewrite({ ...item, state: "queued", at: Date.now() });
    gather();
    flush();
    input.focus();
  }

  function remove(echo) {
    const item = queued().find(({ id }) => id === echo.id);
    if (item) kept.drop(item.key);
    gather();
    input.focus();
  }

  // ── Drawing ──────────────────────────────────────────────────────────────────────────────────────────

  /** Elements are made here and nowhere else; texts only ever become text nodes. */
  function el(tag, props = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(props)) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (value === true) node.setAttribute(name, "");
      else if (value !== false && value != null) node.setAttribute(name, value);
    }
    node.append(...children.filter((child) => child != null && child !== false));
    return node;
  }

  const ICONS = {
    chat: "M4 5h16v11H9l-5 4z", close: "M6 6l12 12M18 6L6 18", send: "M4 12l16-8-6 16-3-6z",
    photo: "M4 6h16v12H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01", down: "M12 5v13M6 12l6 6 6-6",
  };

  function icon(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", ICONS[name]);
    svg.append(path);
    return svg;
  }

  const quiet = (text) => el("span", { class: "quiet" }, text);

  /** The address that may be linked, or null. One with a name before the host pretends to be another's. */
  function safeLink(text) {
    try {
      const url = new URL(text);
      return /^https?:$/.test(url.protocol) && !url.username && !url.password ? url.href : null;
    } catch {
      return null;
    }
  }

  const linkTo = (href, text) =>
    el("a", { href, target: "_blank", rel: "noopener noreferrer" }, text, quiet(` ${words.newTab}`));

  /** A text as nodes: http(s) addresses become links, everything else stays as it was written. */
  function rich(text) {
    const out = el("div", { class: "text", dir: "auto" });
    let from = 0;
    for (const found of text.matchAll(/\bhttps?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+/gi)) {
      let address = found[0].replace(/[.,;:!?'\])]+$/, "");
      if (address.includes("(") && found[0][address.length] === ")") address += ")";
      const href = safeLink(address);
      if (!href) continue;
      out.append(text.slice(from, found.index), linkTo(href, address));
      from = found.index + address.length;
    }
    out.append(text.slice(from));
    return out;
  }

  const dayOf = (at) => new Date(at).toDateString();
  const hourOf = (at) => new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);

  function dayWord(at) {
    if (dayOf(at) === dayOf(Date.now())) return words.today;
    if (dayOf(at) === dayOf(Date.now() - DAY_MS)) return words.yesterday;
    return new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" }).format(at);
  }

  const nameOf = (message) =>
    message.from === "buyer" ? words.you : message.name || (message.from === "bot" ? words.assistant : words.colleague);

  function fetchPicture(id) {
    if (!pictures.has(id)) {
      const fetched = ask(`${web}photos/${encodeURIComponent(id)}`, { headers: bearing(kept.get("token")) }, 60_000)
        .then((answer) => answer.blob())
        .then((blob) => {
          // A blob address lives in the host's origin: nothing but a picture may ever be behind one.
          if (!/^image\/(jpeg|png|webp|gif)$/.test(blob.type)) throw new Refusal(415);
          return URL.createObjectURL(blob);
        });
      fetched.catch(() => pictures.delete(id));
      pictures.set(id, fetched);
    }
    return pictures.get(id);
  }

  async function showPicture(frame) {
    const { id, label, tries } = frame.picture;
    try {
      const image = el("img", { src: await fetchPicture(id), alt: "" });
      image.onerror = () => frame.replaceChildren(words.broken);
      frame.replaceChildren(image);
      frame.disabled = false;
      frame.setAttribute("aria-label", `${label}, ${words.larger}`);
    } catch (refusal) {
      frame.picture.tries = tries + 1;
      if (tries < 6 && (refusal.passing || refusal.status === 409)) setTimeout(() => frame.isConnected && showPicture(frame), pauseMs(tries + 1, refusal.waitMs));
      else frame.replaceChildren(words.broken);
    }
  }

  const inSight = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      inSight.unobserve(target);
      showPicture(target);
    }
  });

  function picture({ id, state }, message) {
    if (state === "failed") return el("div", { class: "photo" }, words.broken);
    const label = message.from === "buyer" ? words.mine : words.photo(nameOf(message));
    const frame = el("button", { type: "button", class: "photo", disabled: true, onclick: () => enlarge(frame, label) }, words.pending);
    frame.picture = { id, label, tries: 0 };
    if (pictures.has(id)) showPicture(frame);
    else if (state === "ok") inSight.observe(frame);
    return frame;
  }

  function choices(message) {
    if (!message.buttons.length) return null;
    const pressed = kept.get(`pressed:${message.n}`);
    return el("div", { class: "choices" }, ...message.buttons.map((button) => el("button", {
      type: "button", dir: "auto", disabled: pressed !== null, "data-chosen": pressed === button.data,
      onclick: () => choose(message, button),
    }, button.text)));
  }

  function fate(echo) {
    if (echo.state !== "failed") return el("span", {}, echo.state === "sent" ? words.sent : words.sending);
    return el("span", { class: "failed" }, words.failed, echo.why && ` ${words[echo.why]}`,
      !echo.why && el("button", { type: "button", onclick: () => tryAgain(echo) }, words.again),
      el("button", { type: "button", onclick: () => remove(echo) }, words.remove));
  }

  function fill(node, message) {
    const photos = message.photos.map((photo) => picture(typeof photo === "string" ? { id: photo, state: "pending" } : photo, message));
    const time = el("time", { datetime: new Date(message.at).toISOString() }, hourOf(message.at));
    node.replaceChildren(...[
      el("div", { class: "who" }, el("bdi", {}, nameOf(message)), message.from !== "buyer" && el("span", { class: "tag" }, words[message.from])),
      photos.length ? el("div", { class: "photos" }, ...photos) : null,
      message.text ? rich(message.text) : null,
      choices(message),
      el("div", { class: "when" }, time, message.state ? fate(message) : null),
    ].filter(Boolean));
  }

  const drawn = new Map(); // key → {node, sign}

  function piece(key, sign, kind, make) {
    const known = drawn.get(key);
    if (known?.sign === sign) return known.node;
    const node = known?.node || el("div", { class: kind });
    make(node);
    drawn.set(key, { node, sign });
    return node;
  }

  let lastBubble;
  function bubble(message, before) {
    const sign = JSON.stringify([message.rev, message.text, message.photos, message.state, kept.get(`pressed:${message.n}`)]);
    const node = piece(message.id || `n${message.n}`, sign, `said ${message.from}`, (made) => fill(made, message));
    const same = before && before.from === message.from && before.name === message.name && message.at - before.at < 300_000;
    node.classList.toggle("same", Boolean(same));
    node.classList.remove("more");
    if (same) lastBubble.classList.add("more");
    return (lastBubble = node);
  }

  function* timeline() {
    const own = [...echoes.values()].map((echo) => ({ from: "buyer", name: null, buttons: [], rev: -1, ...echo, n: Infinity }));
    const told = [...messages.values()].sort((a, b) => a.n - b.n);
    let before = null;
    if (told.length) yield* remarks(0);
    for (const message of [...told, ...own]) {
      if (!before || dayOf(before.at) !== dayOf(message.at)) {
        yield piece(`day${message.id || message.n}`, dayWord(message.at), "day", (node) => node.replaceChildren(el("span", {}, dayWord(message.at))));
        before = null;
      }
      if (message.n === Infinity && message === own[0]) yield* remarks(lastNumber());
      yield bubble(message, before);
      if (message.n < lastNumber()) yield* remarks(message.n);
      before = message;
    }
    if (!own.length) yield* remarks(lastNumber());
  }

  function* remarks(n) {
    for (const [index, note] of notes.entries()) {
      if (note.after !== n) continue;
      const text = typeof words[note.text] === "function" ? words[note.text](note.name || words.colleague) : words[note.text];
      yield piece(`note${index}`, text, "note", (node) => node.replaceChildren(el("bdi", {}, text)));
    }
  }

  function draw() {
    if (!panel) return;
    drawBadge();
    if (!isOpen) return;
    const near = atBottom;
    const nodes = [...timeline()];
    const stays = new Set(nodes);
    for (const node of [...list.children]) if (!stays.has(node)) node.remove();
    let place = list.firstChild;
    let grew = false;
    for (const node of nodes) {
      if (node === place) place = place.nextSibling;
      else {
        list.insertBefore(node, place);
        grew = true;
      }
    }
    drawState();
    if (near) toBottom();
    else if (grew) newer.hidden = false;
  }

  function drawState() {
    const name = mode.agent || words.colleague;
    status.textContent = (words.status[mode.mode] || words.status.bot)(name);
    waiting.textContent = mode.mode === "waiting" ? words.waiting : "";
    const who = typist === "agent" ? name : words.assistant;
    typing.textContent = typist ? words.typing(who) : "";
    drawNotice();
  }

  function drawNotice() {
    if (!panel) return;
    const key = navigator.onLine === false ? "offline" : trouble.away || trouble.send || trouble.stream;
    const text = key ? words[key] : "";
    if (notice.textContent !== text) notice.textContent = text;
  }

  const countUnread = () => {
    const seen = Number(kept.get("seen"));
    return [...messages.values()].filter((message) => message.from !== "buyer" && message.n > seen).length;
  };

  // Kept apart from drawing: tabs that answered each other's storage events by writing would never rest.
  function markSeen() {
    if (!messages.size) return;
    if (isOpen && !document.hidden) kept.set("seen", String(Math.max(lastNumber(), Number(kept.get("seen")))));
    kept.set("unread", String(countUnread()));
  }

  function drawBadge() {
    const unread = isOpen ? 0 : messages.size ? countUnread() : Number(kept.get("unread"));
    badge.hidden = !unread;
    badge.textContent = unread > 99 ? "99+" : String(unread);
    launcher.setAttribute("aria-label", isOpen ? words.close : unread ? words.unread(unread) : words.open);
    const heard = unread ? words.unread(unread) : "";
    if (herald.textContent !== heard) herald.textContent = heard;
  }

  function drawTray() {
    const focus = root.activeElement?.dataset.item;
    thumbs.replaceChildren(...tray.map((item) => {
      item.bar = item.state === "up" ? el("progress", { max: 1, value: item.done, "aria-label": words.uploading(item.name) }) : null;
      return el("li", { class: `thumb ${item.state}` },
        el("img", { src: item.url, alt: item.name }), item.bar,
        item.state === "stuck" && el("button", { type: "button", class: "retry", "aria-label": words.againNamed(item.name), onclick: () => { item.tries = 0; upload(item); } }, words.again),
        item.why && quiet(item.why),
        el("button", { type: "button", class: "out", "data-item": item.id, "aria-label": words.removeNamed(item.name), onclick: () => takeOut(item) }, icon("close")));
    }));
    thumbs.hidden = !tray.length;
    [...thumbs.querySelectorAll(".out")].find((button) => button.dataset.item === focus)?.focus();
    typed();
  }

  const say = (text) => (hint.textContent = text);
  const alsoSay = (text) => say([...new Set([...hint.textContent.split("\n"), text])].filter(Boolean).join("\n"));

  function typed() {
    tab.set("draft", input.value);
    input.rows = 1;
    while (input.scrollHeight > input.clientHeight + 2 && input.rows < 5) input.rows += 1;
    const over = input.value.length > hello.text_limit;
    if (over) say(words.tooLong(input.value.length, hello.text_limit));
    else if (input.getAttribute("aria-invalid")) say("");
    over ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid");
    submitter.disabled = over || (!input.value.trim() && !tray.length);
  }

  let atBottom = true;
  function toBottom() {
    log.scrollTop = log.scrollHeight;
    atBottom = true;
    newer.hidden = true;
  }

  // ── The panel ────────────────────────────────────────────────────────────────────────────────────────

  let root, panel, launcher, badge, herald, title, status, notice, log, list, waiting, typing, newer, thumbs, hint, input, submitter, introduction, viewer;
  let isOpen = false;
  const PHONE = "(max-width: 519.98px), (max-height: 460px)"; // there the chat takes the whole screen
  const sheet = matchMedia(PHONE);

  function build() {
    badge = el("span", { class: "badge", "aria-hidden": "true", hidden: true });
    launcher = el("button", { type: "button", class: "launcher", "aria-haspopup": "dialog", "aria-expanded": "false", onclick: () => (isOpen ? close() : open()) },
      icon("chat"), icon("close"), badge);
    herald = el("div", { class: "quiet", role: "status" });
    title = el("h2", { id: "title" });
    status = el("p", { class: "status", role: "status" });
    notice = el("p", { class: "notice", role: "status" });
    introduction = el("p", { class: "intro" });
    list = el("div", { class: "list" });
    waiting = el("p", { class: "note", role: "status" });
    typing = el("p", { class: "typing" });
    log = el("div", { class: "log", role: "log", "aria-label": words.log, "aria-live": "off", tabindex: "0", onscroll: () => {
      atBottom = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
      if (atBottom) newer.hidden = true;
    } }, introduction, list, waiting, typing);
    newer = el("button", { type: "button", class: "newer", hidden: true, onclick: () => { toBottom(); input.focus(); } }, icon("down"), words.newer);
    panel = el("section", { class: "panel", role: "dialog", "aria-labelledby": "title", hidden: true, tabindex: "-1" },
      el("header", {}, el("div", {}, title, status), el("button", { type: "button", class: "plain", "aria-label": words.close, onclick: close }, icon("close"))),
      notice, el("div", { class: "middle" }, log, newer), composer(), el("div", { class: "drop", "aria-hidden": "true" }, words.drop));
    root.replaceChildren(panel, launcher, herald);
    viewer = null;
    new ResizeObserver(() => atBottom && toBottom()).observe(log); // photos being added leave it less room
    watchDrops();
    dress();
  }

  function composer() {
    thumbs = el("ul", { class: "thumbs", hidden: true });
    hint = el("p", { class: "hint", role: "alert" });
    input = el("textarea", { rows: "1", "aria-label": words.write, placeholder: words.write, dir: "auto", enterkeyhint: "send",
      oninput: () => { typed(); if (input.value.trim()) tellTyping(); }, onkeydown: enter, onpaste: paste });
    const picker = el("input", { type: "file", accept: "image/*", multiple: true, hidden: true, onchange: () => {
      addFiles(picker.files);
      picker.value = "";
      input.focus();
    } });
    submitter = el("button", { type: "submit", class: "send", "aria-label": words.send, disabled: true }, icon("send"));
    return el("form", { onsubmit: (event) => { event.preventDefault(); submit(); } }, thumbs, hint,
      el("div", { class: "row" }, picker, el("button", { type: "button", class: "plain", "aria-label": words.attach, onclick: () => picker.click() }, icon("photo")), input, submitter));
  }

  function dress() {
    title.textContent = hello.shop || words.open;
    const href = hello.privacy_url && safeLink(hello.privacy_url);
    introduction.replaceChildren(el("b", {}, words.greeting), words.intro, ...(href ? [" ", linkTo(href, words.privacy)] : []));
  }

  function open({ focus = true, text = "" } = {}) {
    if (text && !input.value) {
      input.value = text;
      typed();
    }
    if (!isOpen) {
      isOpen = true;
      tab.set("open", "1");
      show();
      if (!hello.shop) greet();
      tune();
      flush();
    }
    // On a phone the keyboard would cover what was said, so the buyer calls it up.
    if (focus) (sheet.matches ? panel : input).focus();
  }

  function show() {
    panel.hidden = !isOpen;
    panel.setAttribute("aria-modal", String(sheet.matches));
    root.host.toggleAttribute("open", isOpen);
    launcher.setAttribute("aria-expanded", String(isOpen));
    log.setAttribute("aria-live", "off"); // what was said before is not read out again
    setTimeout(() => log.setAttribute("aria-live", "polite"), 1000);
    fit();
    markSeen();
    draw();
    if (isOpen) {
      typed();
      toBottom();
    }
  }

  function close() {
    isOpen = false;
    tab.drop("open");
    smaller();
    show();
    tune();
    launcher.focus();
  }

  function enlarge(frame, label) {
    const image = frame.querySelector("img");
    if (!image) return;
    viewer = el("div", { class: "viewer", role: "dialog", "aria-modal": "true", "aria-label": label },
      el("img", { src: image.src, alt: label }), el("button", { type: "button", class: "plain", "aria-label": words.smaller, onclick: smaller }, icon("close")));
    viewer.from = frame;
    panel.append(viewer);
    viewer.querySelector("button").focus();
  }

  function smaller() {
    viewer?.remove();
    viewer?.from.focus();
    viewer = null;
  }

  // While a Chinese word is being composed, Enter and Escape belong to the input method (keyCode 229: Safari says so only there).
  const composing = (event) => event.isComposing || event.keyCode === 229;

  function enter(event) {
    if (event.key !== "Enter" || event.shiftKey || composing(event)) return;
    event.preventDefault();
    submit();
  }

  function keys(event) {
    if (!isOpen || composing(event)) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      viewer ? smaller() : close();
    }
    if (event.key === "Tab" && (viewer || sheet.matches)) stayInside(event);
  }

  function stayInside(event) {
    const stops = [...(viewer || panel).querySelectorAll("button, a, textarea, [tabindex='0']")]
      .filter((node) => !node.disabled && node.offsetParent !== null);
    const first = stops[0];
    const last = stops[stops.length - 1];
    const at = root.activeElement;
    if (event.shiftKey ? at === first || at === panel : at === last) {
      event.preventDefault();
      (event.shiftKey ? last : first).focus();
    }
  }

  // Office programs put a picture of the text beside the text: then the text is meant.
  function paste(event) {
    const { files, types } = event.clipboardData;
    if (!files.length || (types.includes("text/plain") && types.includes("text/html"))) return;
    event.preventDefault();
    addFiles(files);
  }

  function watchDrops() {
    const over = (event, on) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      panel.classList.toggle("over", on);
    };
    panel.addEventListener("dragover", (event) => over(event, true));
    panel.addEventListener("dragleave", (event) => panel.contains(event.relatedTarget) || over(event, false));
    panel.addEventListener("drop", (event) => {
      over(event, false);
      if (event.dataTransfer.files.length) addFiles(event.dataTransfer.files);
    });
  }

  // On a phone the sheet keeps to what the keyboard leaves free.
  function fit() {
    const view = window.visualViewport;
    panel.setAttribute("aria-modal", String(sheet.matches));
    if (!view || !isOpen) return;
    hostRule.setProperty("--top", `${view.offsetTop}px`);
    hostRule.setProperty("--height", `${view.height}px`);
    if (root.activeElement === input) toBottom();
  }

  // ── How it looks ─────────────────────────────────────────────────────────────────────────────────────

  const LIGHT = "--bg:#fff;--wash:#f4f3f0;--ink:#1d1b18;--soft:#5d5850;--rule:#dcd8d0;--warn:#8f1d14;--warnbg:#fdecea;--shade:rgba(30,25,15,.22);color-scheme:light!important;";
  const DARK = "--bg:#1c1b1a;--wash:#2a2826;--ink:#f1eee8;--soft:#b3aca1;--rule:#45413c;--warn:#ffb4a8;--warnbg:#44201b;--shade:rgba(0,0,0,.6);color-scheme:dark!important;";
  const CSS = `
:host{all:initial!important;--accent:#1f5f56;--on:#fff;--top:0px;--height:100vh}
:host{${LIGHT}position:fixed!important;z-index:2147483000!important;direction:ltr!important;font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif!important}
@media (prefers-color-scheme:dark){:host(:not([data-theme=light])){${DARK}}}
:host([data-theme=dark]){${DARK}}
*,*::before,*::after{box-sizing:border-box;font:inherit;color:inherit;margin:0;padding:0}
[hidden]{display:none!important}
.quiet{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
svg{width:24px;height:24px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round;flex:none}
button{min-width:44px;min-height:44px;border:0;border-radius:12px;background:none;cursor:pointer;display:inline-flex;align-items:center;justify-content:center;touch-action:manipulation}
button:disabled{cursor:default}
:focus-visible{outline:3px solid var(--ink);outline-offset:2px;box-shadow:0 0 0 2px var(--bg)}
.panel:focus{outline:none}
.launcher,.panel{position:fixed;right:max(20px,env(safe-area-inset-right));color:var(--ink)}
.launcher{bottom:max(20px,env(safe-area-inset-bottom));width:60px;height:60px;border-radius:30px;background:var(--accent);color:var(--on);box-shadow:0 4px 18px var(--shade);transition:transform .15s}
.launcher svg{width:29px;height:29px}
.launcher:hover{transform:translateY(-2px)}
:host([open]) .launcher svg:first-child,:host(:not([open])) .launcher svg:nth-child(2){display:none}
.badge{position:absolute;top:-4px;right:-4px;min-width:24px;height:24px;padding:0 6px;border-radius:12px;background:#b3261e;color:#fff;font-size:13px;line-height:24px;font-weight:700;text-align:center}
.panel{bottom:calc(max(20px,env(safe-area-inset-bottom)) + 76px);width:390px;height:min(640px,calc(100vh - 116px));display:flex;flex-direction:column;background:var(--bg);border:1px solid var(--rule);border-radius:18px;overflow:hidden;box-shadow:0 12px 48px var(--shade);animation:rise .18s ease-out}
@keyframes rise{from{opacity:0;transform:translateY(12px)}}
header{display:flex;align-items:center;gap:8px;padding:12px 8px 12px 18px;background:var(--accent);color:var(--on)}
header div{flex:1;min-width:0}
header :focus-visible{outline-color:var(--on);box-shadow:none}
h2{font-size:17px;font-weight:650;line-height:1.3;overflow-wrap:anywhere}
.status{font-size:13px;overflow-wrap:anywhere}
.notice,.hint{font-size:13.5px;overflow-wrap:anywhere}
.notice{padding:8px 18px;background:var(--warnbg);color:var(--warn)}
.notice:empty,.hint:empty,.typing:empty,.note:empty{display:none}
.hint{white-space:pre-line;padding:4px 6px 8px;color:var(--warn)}
.middle{position:relative;flex:1;min-height:0;display:flex}
.log{flex:1;min-width:0;overflow-y:auto;overscroll-behavior:contain;padding:14px 16px 10px}
.log:focus-visible{outline-offset:-4px;box-shadow:none}
.intro,.note,.day{text-align:center;font-size:13px;color:var(--soft);margin:2px 8px 12px;overflow-wrap:anywhere}
.intro{text-wrap:balance}
.intro b{display:block;margin:14px 0 2px;font-size:19px;font-weight:650;color:var(--ink)}
.intro a{color:var(--ink);white-space:nowrap}
.day{display:flex;align-items:center;gap:10px;margin:14px 0 10px}
.day::before,.day::after{content:"";flex:1;height:1px;background:var(--rule)}
.note{margin-top:10px}
.typing{font-size:13px;color:var(--soft);padding:4px 2px}
.said{max-width:84%;width:fit-content;margin-top:14px;animation:rise .18s ease-out}
.said.same{margin-top:5px}
.buyer{margin-left:auto;display:flex;flex-direction:column;align-items:flex-end}
.who{display:flex;flex-wrap:wrap;align-items:center;gap:6px;margin:0 2px 3px;font-size:13px;font-weight:600;overflow-wrap:anywhere}
.tag{padding:0 7px;border:1px solid var(--rule);border-radius:9px;font-size:12px;font-weight:400;color:var(--soft)}
.agent .tag{border-color:var(--accent);background:var(--accent);color:var(--on)}
.same .who,.buyer .who{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.text{width:fit-content;padding:9px 13px;border-radius:16px;border-bottom-left-radius:5px;background:var(--wash);white-space:pre-wrap;overflow-wrap:anywhere;overflow:hidden}
.buyer .text{border-radius:16px;border-bottom-right-radius:5px;background:var(--accent);color:var(--on)}
.when{display:flex;flex-wrap:wrap;gap:0 8px;align-items:center;margin:3px 4px 0;font-size:12px;color:var(--soft)}
.buyer .when{justify-content:flex-end}
.more .when>time{display:none}
.failed{color:var(--warn);font-size:13px}
.failed button{padding:0 6px;text-decoration:underline;font-weight:600}
.photos{display:flex;flex-wrap:wrap;gap:6px;margin-bottom:4px}
.buyer .photos{justify-content:flex-end}
.photo{display:flex;align-items:center;justify-content:center;width:138px;height:138px;padding:8px;border:1px solid var(--rule);border-radius:14px;overflow:hidden;background:var(--wash);font-size:13px;color:var(--soft);text-align:center}
.photo:has(img){padding:0}
.photo img{width:100%;height:100%;object-fit:cover;display:block}
.choices{display:flex;flex-wrap:wrap;gap:8px;margin-top:8px}
.choices button{padding:8px 14px;border:1.5px solid var(--soft);border-radius:22px;background:var(--bg);overflow-wrap:anywhere;text-align:start;unicode-bidi:isolate}
.choices button:hover:not(:disabled){background:var(--wash)}
.choices button:disabled{border-color:var(--rule);color:var(--soft)}
.choices [data-chosen]:disabled{background:var(--wash);color:var(--ink);border-color:var(--soft)}
.newer{position:absolute;left:50%;bottom:10px;transform:translateX(-50%);gap:6px;padding:0 16px 0 12px;border-radius:22px;background:var(--ink);color:var(--bg);font-size:14px;box-shadow:0 2px 10px var(--shade)}
form{border-top:1px solid var(--rule);padding:8px;padding-bottom:max(8px,env(safe-area-inset-bottom))}
.row{display:flex;align-items:flex-end;gap:4px}
textarea{flex:1;min-width:0;resize:none;padding:10px 14px;border:1.5px solid var(--soft);border-radius:22px;background:var(--bg);font-size:16px;line-height:22px;overflow-wrap:anywhere}
textarea:focus{outline:2px solid var(--ink);outline-offset:-1px;box-shadow:none}
textarea::placeholder{color:var(--soft);opacity:1}
.send{border-radius:22px;background:var(--accent);color:var(--on)}
.send:disabled{background:var(--wash);color:var(--soft)}
.plain:hover{background:rgba(127,127,127,.2)}
.thumbs{display:flex;gap:10px;overflow-x:auto;list-style:none;padding:6px 4px 10px}
.thumb{position:relative;flex:none;width:96px;height:96px;border:1px solid var(--rule);border-radius:12px;overflow:hidden;background:var(--wash)}
.thumb img{width:100%;height:100%;object-fit:cover;font-size:12px}
.thumb.up img,.thumb.stuck img,.thumb.refused img{opacity:.4}
.stuck,.refused{border:2px solid var(--warn)}
progress{position:absolute;left:8px;bottom:8px;width:78px;height:6px;accent-color:var(--accent)}
.out{position:absolute;top:0;right:0;align-items:flex-start;justify-content:flex-end;padding:4px}
.out svg{width:26px;height:26px;padding:5px;border-radius:13px;background:var(--ink);color:var(--bg);stroke-width:3}
.out:focus-visible,.retry:focus-visible{outline-offset:-3px;box-shadow:none}
.retry{position:absolute;left:0;bottom:0;width:100%;font-size:13px;font-weight:600;border-radius:0;background:var(--bg)}
.drop{position:absolute;inset:0;display:none;align-items:center;justify-content:center;background:var(--bg);border:3px dashed var(--accent);border-radius:17px;font-size:18px;opacity:.95;pointer-events:none}
.over .drop{display:flex}
.viewer{position:absolute;inset:0;display:flex;background:#000;color:#fff}
.viewer img{width:100%;height:100%;object-fit:contain}
.viewer button{position:absolute;top:8px;right:8px;background:rgba(0,0,0,.7)}
.viewer :focus-visible{outline-color:#fff}
@media ${PHONE}{
.panel{top:var(--top);left:0;right:0;bottom:auto;width:auto;height:var(--height);border:0;border-radius:0}
header{padding-top:max(12px,env(safe-area-inset-top))}
:host([open]) .launcher{display:none}
}
@media (prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important}}
@media print{:host{display:none!important}}`;

  let hostRule;
  function style() {
    let sheetOfStyle;
    try {
      sheetOfStyle = new CSSStyleSheet();
      sheetOfStyle.replaceSync(CSS);
      root.adoptedStyleSheets = [sheetOfStyle];
    } catch { // a browser before constructable sheets; a strict CSP of the host would refuse this one
      const element = el("style", {}, CSS);
      document.head.append(element);
      root.append(element);
      sheetOfStyle = element.sheet;
    }
    hostRule = sheetOfStyle.cssRules[0].style;
    const { accent } = script.dataset;
    if (accent && window.CSS?.supports("color", accent)) {
      hostRule.setProperty("--accent", accent);
      hostRule.setProperty("--on", inkOn(accent));
    }
  }

  /** Black or white, whichever reads better on this colour (relative luminance of WCAG 2). */
  function inkOn(colour) {
    const context = el("canvas", { width: 1, height: 1 }).getContext("2d");
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map((byte) => {
      const part = byte / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000" : "#fff";
  }

  // ── Beginning ────────────────────────────────────────────────────────────────────────────────────────

  function start() {
    const host = document.createElement("shopdesk-chat");
    if (/^(light|dark)$/.test(script.dataset.theme)) host.dataset.theme = script.dataset.theme;
    root = host.attachShadow({ mode: "open" });
    document.body.append(host);
    style();
    build();
    input.value = tab.get("draft") || "";
    listenToThePage();
    gather();
    flush();
    if (tab.get("open")) open({ focus: false });
    tune();
  }

  function listenToThePage() {
    root.addEventListener("keydown", keys);
    document.addEventListener("shopdesk:open", (event) => open({ text: String(event.detail?.text || "") }));
    document.addEventListener("visibilitychange", () => { markSeen(); draw(); tune(); });
    window.addEventListener("pageshow", () => { gather(); flush(); tune(); });
    window.addEventListener("offline", drawNotice);
    window.addEventListener("online", () => {
      lineFails = sendFails = 0;
      drawNotice();
      flush();
      hangUp();
      tune();
    });
    window.addEventListener("storage", otherTab);
    sheet.addEventListener?.("change", fit);
    window.visualViewport?.addEventListener("resize", fit);
    window.visualViewport?.addEventListener("scroll", fit);
    new MutationObserver(relabel).observe(document.documentElement, { attributeFilter: ["lang"] });
  }

  function otherTab({ key, oldValue }) {
    if (key !== null && !key.startsWith(space)) return;
    if (key === `${space}token` && oldValue) {
      hangUp();
      forgetMessages();
    }
    if (/:(owed|retry|pressed:\d+)$/.test(key)) return;
    gather();
    if (key?.startsWith(`${space}q:`)) flush();
    tune();
  }

  function relabel() {
    if (languageNow() === language) return;
    language = languageNow();
    words = WORDS[language];
    const draft = input.value;
    drawn.clear();
    build();
    input.value = draft;
    drawTray();
    show();
    if (hello.shop) greet();
  }

  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();
