import { barsScript } from '../review/draw-bars.js';

/** What the page does: it shows how any two of its records came out. All of a record is put in as text. */
export const reportScript = `
'use strict';
${barsScript}
const data = JSON.parse(element('data').textContent);
const ways = atob(data.pairs);
const [one, other] = [element('one'), element('other')];

function wayOf(left, right) {
  const [first, second] = [Math.min(left, right), Math.max(left, right)];
  const at = 2 * ((first * (2 * data.records.length - first - 1)) / 2 + second - first - 1);
  return data.ways[ways.charCodeAt(at) + 256 * ways.charCodeAt(at + 1)];
}

const percent = (share) =>
  share > 0.9999 ? 'over 99.99 %' : share < 0.0001 ? 'under 0.01 %' : (100 * share).toFixed(2) + ' %';

function stepsOf({ levels, weight }) {
  const steps = [];
  let at = 0;
  const step = (label, bits) => {
    steps.push({ label, bits, from: at, to: at + bits, speaks: bits < 0 ? 'against' : 'for' });
    at += bits;
  };
  step('before anything is compared', data.prior);
  data.fields
    .map(({ field, levels: all }, place) => ({ field, number: levels[place], ...all[levels[place]] }))
    .filter(({ number }) => number > 0)
    .sort((a, b) => Math.abs(b.bits) - Math.abs(a.bits))
    .forEach(({ field, level, bits }) => step(field + ': ' + level, bits));
  if (Math.abs(weight - at) > 0.005) step('as a household or a name agrees', weight - at);
  return steps;
}

function show() {
  const [left, right] = [Number(one.value), Number(other.value)];
  const isPair = left !== right;
  element('bars').hidden = !isPair;
  element('both').hidden = !isPair;
  if (!isPair) {
    element('outcome').textContent = 'Choose two different records.';
    return;
  }
  const [ours, theirs] = [data.records[left], data.records[right]];
  const way = wayOf(left, right);
  drawBars({ steps: stepsOf(way), bits: way.weight });
  element('outcome').textContent =
    'These two alone: ' + way.weight.toFixed(1) + ' bits, ' + percent(1 / (1 + 2 ** -way.weight)) + ' by the model. They were ' +
    (ours.cluster === theirs.cluster ? 'put together.' : 'kept apart.');
  element('sides').replaceChildren(make('th', '', ''), make('th', '', ours.id), make('th', '', theirs.id));
  element('cells').replaceChildren(...data.columns.map((column, place) => {
    const row = make('tr');
    row.append(make('th', '', column), make('td', '', ours.cells[place]), make('td', '', theirs.cells[place]));
    return row;
  }));
}

for (const [list, at] of [[one, data.first[0]], [other, data.first[1]]]) {
  list.append(...data.records.map(({ id, name }, place) => {
    const option = make('option', '', name ? id + ': ' + name : id);
    option.value = String(place);
    return option;
  }));
  list.value = String(at);
  list.addEventListener('change', show);
}
if (data.records.length > 1) show();
`;
