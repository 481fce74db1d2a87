// Charts out of the tables beneath them: whatever they show stands there as well, and without a script only there.
const HEIGHT = 190;
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const drawn = new Map();

// Colours of the theme as they are now: a canvas knows no light-dark().
function colour(name) {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  probe.hidden = true;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

const spoken = {
  share: (value) => `${Math.round(value / 100)} %`,
  time: (ms) => {
    const s = ms / 1000;
    if (s < 60) return `${Number.isInteger(s) ? s : s.toFixed(1)} s`;
    const minutes = Math.floor(s / 60);
    return s < 3600 ? `${minutes}:${String(Math.round(s % 60)).padStart(2, '0')}` : `${Math.floor(s / 3600)} h`;
  },
  count: (value) => value.toLocaleString('en'),
};
// What an axis of time is marked with: whole seconds, minutes, hours.
const TIMES = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400].map((s) => s * 1000);

// Of fewer than this a value says little: among others that say more it stands by itself and draws no line.
const FEW = 10;

function read(figure) {
  const rows = [...figure.querySelectorAll('tbody tr')];
  const cells = rows.map((row) => [...row.querySelectorAll('[data-value]')].map(({ dataset }) => ({ value: dataset.value === '' ? null : Number(dataset.value), few: Number(dataset.n) < FEW })));
  const series = cells[0]?.map((_, n) => cells.map((row) => row[n])) ?? [];
  return { labels: rows.map(({ dataset }) => dataset.label), x: rows.map((_, n) => n), series: series.map((one) => one.map(({ value }) => value)), alone: series.map(alone) };
}

// Where most are of few, as in a small shop, those are the line.
function alone(cells) {
  const there = cells.filter(({ value }) => value !== null);
  const few = there.filter((cell) => cell.few).length;
  return cells.map((cell) => cell.few && cell.value !== null && few * 2 < there.length);
}

const only = (series, alone, wanted) => series.map((value, n) => (alone[n] === wanted ? value : null));

const isBars = (figure) => ['volume', 'spread'].includes(figure.dataset.chart);

function options(figure, { labels, x, series }, width) {
  const { unit } = figure.dataset;
  const bars = isBars(figure);
  const ink = colour('--faint');
  const grid = { stroke: colour('--line'), width: 1 };
  const font = `12px ${css('--font')}`;
  const short = 'days' in figure.dataset ? (label) => label.slice(5) : (label) => label.replace('≤ ', '').replace(' min', 'm').replace(' s', 's');
  const room = Math.max(1, Math.ceil((x.length * (figure.dataset.chart === 'spread' ? 40 : 54)) / width));
  // Told apart by dash and by the shape of their points, not by colour alone.
  const lines = [
    { stroke: colour('--brand'), width: 2, dash: [], points: { show: x.length < 40, size: 6, fill: colour('--brand') } },
    { stroke: colour('--amber'), width: 2, dash: [6, 4], points: { show: x.length < 40, size: 7, fill: colour('--card') } },
  ];
  const bar = { stroke: colour('--brand'), fill: colour('--brand-wash'), width: 1, paths: uPlot.paths.bars({ size: [0.7, 48] }), points: { show: false } };
  const dots = { stroke: ink, width: 1, paths: () => null, points: { show: true, size: 5, fill: colour('--card') } };
  const top = Math.max(0, ...series.flat().filter((one) => one !== null));
  return {
    width, height: HEIGHT, legend: { show: false }, padding: [10, 18, 0, 0],
    cursor: { show: false },
    scales: {
      x: { time: false, range: [bars || x.length < 2 ? -0.6 : -0.2, x.length - (bars || x.length < 2 ? 0.4 : 0.8)] },
      y: { range: unit === 'share' ? [0, 10_000] : [0, top * 1.05 || 1] },
    },
    axes: [
      { stroke: ink, font, grid: { show: false }, ticks: { show: false }, size: 28, splits: () => x.filter((n) => n % room === 0), values: (_, splits) => splits.map((n) => short(labels[n] ?? '')) },
      { stroke: ink, font, grid, ticks: { show: false }, size: 52, space: 32, incrs: unit === 'time' ? TIMES : unit === 'share' ? [2500] : [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000], values: (_, splits) => splits.map((value) => spoken[unit](value)) },
    ],
    series: [{}, ...series.map((_, n) => (bars ? bar : lines[n % lines.length])), ...(bars ? [] : series.map(() => dots))],
  };
}

function draw(figure) {
  const place = figure.querySelector('.chart__place');
  const width = place.clientWidth;
  if (!width) return;
  drawn.get(figure)?.destroy();
  const data = read(figure);
  const bars = isBars(figure);
  const shown = bars ? data.series : [false, true].flatMap((few) => data.series.map((one, n) => only(one, data.alone[n], few)));
  drawn.set(figure, new uPlot(options(figure, data, width), [data.x, ...shown], place));
}

const figures = [...document.querySelectorAll('[data-chart]')];
const all = () => figures.forEach(draw);

all();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', all);
addEventListener('beforeprint', all);
addEventListener('afterprint', all);
let later = 0;
addEventListener('resize', () => { clearTimeout(later); later = setTimeout(all, 120); });
