// What happens, as it happens: one stream per browser. The tab that holds the lock listens to the server and
// tells the others; when it goes, the next one listens on from the last number that all of them heard.
const REMEMBERED_MS = 60_000;
const GRACE_MS = 3_000;
const EVENTS = ['fragment', 'stale', 'gone', 'typing', 'reload', 'signed-out'];

const lamp = document.getElementById('live');
const lost = document.getElementById('connection-lost');
const say = (name, detail) => document.dispatchEvent(new CustomEvent(`desk:${name}`, { detail }));
let grace = 0;
let out = false;

function state(now) {
  // Signed in again elsewhere: this page needs what belongs to the new session.
  if (now === 'open' && out) {
    out = false;
    refetch();
  }
  clearTimeout(grace);
  grace = setTimeout(() => {
    if (lamp) {
      lamp.dataset.state = now;
      const word = lamp.firstElementChild;
      word.textContent = now === 'open' ? word.dataset.wordsOpen : word.dataset.wordsLost;
    }
    lost.hidden = now === 'open';
  }, now === 'open' ? 0 : GRACE_MS);
}

async function refetch() {
  const answer = await fetch(location.href, { credentials: 'same-origin' });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (!answer.ok || page.body.dataset.liveAfter === undefined) return say('signed-out');
  last = page.body.dataset.liveAfter;
  document.body.setAttribute('hx-headers', page.body.getAttribute('hx-headers'));
  document.getElementById('signed-out').hidden = true;
  say('page', { page });
}

// A piece that depends on the reader comes by reference: `id address`; what has filters knows its own address.
function fetchPiece([id, told]) {
  const here = document.getElementById(id);
  const address = told ?? here?.dataset.again;
  if (!here || !address?.startsWith('/')) return;
  fetch(address, { headers: { 'HX-Request': 'true' } })
    .then((answer) => (answer.ok ? answer.text() : ''))
    .then((html) => html && say('pieces', { html }), () => {});
}

const hear = {
  fragment: (data) => say('pieces', { html: data, live: true }),
  stale: (data) => fetchPiece(data.split(' ')),
  gone: (data) => say('gone', { id: data }),
  typing: (data) => say('typing', { id: data }),
  reload: () => refetch(),
  'signed-out': () => say('signed-out'),
  state,
};

let last = document.body.dataset.liveAfter;
// The wall has a stream of its own, whose every fragment is the whole of it.
const address = document.body.dataset.live ?? '/live';
const whole = address !== '/live';

function join() {
  const channel = new BroadcastChannel(`desk${address}`);
  let leading = false;
  let heard = [];

  channel.onmessage = ({ data }) => {
    if (data.name === 'joined') return leading && heard.forEach((message) => channel.postMessage(message));
    if (leading) return undefined;
    if (data.id) last = data.id;
    return hear[data.name]?.(data.data);
  };

  function tell(message) {
    // Who comes later need not hear who was writing then.
    if (whole) heard = [message];
    else if (message.name !== 'typing') heard = [...heard.filter(({ at }) => message.at - at < REMEMBERED_MS), message];
    channel.postMessage(message);
  }

  function listen(pause = 1000) {
    const stream = new EventSource(`${address}?after=${encodeURIComponent(last)}`);
    const tellState = (now) => { state(now); tell({ name: 'state', data: now, at: Date.now() }); };
    stream.onopen = () => { pause = 1000; tellState('open'); };
    stream.onerror = () => {
      tellState('lost');
      if (stream.readyState !== EventSource.CLOSED) return;
      setTimeout(() => listen(Math.min(pause * 2, 30_000)), pause * (0.5 + Math.random()));
    };
    for (const name of EVENTS) {
      stream.addEventListener(name, async ({ data, lastEventId }) => {
        if (lastEventId) last = lastEventId;
        if (name === 'reload' || name === 'signed-out') stream.close();
        await hear[name](data);
        // The others reload after us, so that our stream begins before their pages do.
        if (name === 'reload') { heard = []; listen(); }
        if (name === 'signed-out') setTimeout(listen, 5000);
        tell({ name, data, id: lastEventId, at: Date.now() });
      });
    }
    addEventListener('pagehide', () => stream.close(), { once: true });
  }

  const lead = () => { leading = true; listen(); return new Promise(() => {}); };
  // Locks exist on secure addresses only; elsewhere every tab listens for itself.
  if (navigator.locks) navigator.locks.request(`desk-live ${address}`, lead);
  else lead();
  channel.postMessage({ name: 'joined' });
  if (navigator.locks) navigator.locks.query().then(({ held }) => held.length && !leading && state('open'));
}

if (last !== undefined) join();
document.addEventListener('desk:signed-out', () => {
  out = true;
  document.getElementById('signed-out').hidden = false;
});
addEventListener('pageshow', ({ persisted }) => { if (persisted) location.reload(); });
