import { barsScript, barsStyle } from './draw-bars.js';

/** How the page looks. It lies in the page itself, and its hash in the policy that the server sends. */
export const style = `
:root { color-scheme: light dark; --line: #8884; --for: #2a7d4f; --against: #b3452c; --mark: #f5b30055; }
* { box-sizing: border-box; }
body { font: 15px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 1rem; }
header { display: flex; gap: 1rem; align-items: baseline; flex-wrap: wrap; }
h1 { font-size: 1.1rem; margin: 0; }
h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
#problem { color: var(--against); min-height: 1.4em; margin: .3rem 0; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th:first-child { width: 11rem; font-weight: 500; }
td div { unicode-bidi: isolate; }
mark { background: var(--mark); color: inherit; border-radius: 2px; text-decoration: underline dotted; }
${barsStyle.trim()}
nav { position: sticky; bottom: 0; background: Canvas; padding: .75rem 0; display: flex; gap: .5rem; flex-wrap: wrap; border-top: 1px solid var(--line); }
button { font: inherit; padding: .35rem .9rem; }
kbd { font: .85em ui-monospace, monospace; border: 1px solid var(--line); border-radius: 3px; padding: 0 .3em; }
`;

/** What the page does. Everything of a record is put in as text, never as markup. */
export const script = `
'use strict';
${barsScript}
const reasons = {
  doubt: 'the evidence is not enough',
  blocked: 'a ban or a veto stands against it',
  size: 'too many would become one',
  tie: 'it fits two as well',
};
let shown;
let busy = false;

async function ask(path, body) {
  const response = await fetch(path, body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

function cell(values) {
  const made = make('td');
  for (const pieces of values) {
    const line = make('div');
    for (const { text, differs } of pieces) line.append(make(differs ? 'mark' : 'span', '', text));
    made.append(line);
  }
  return made;
}

function drawRows({ rows, sizes }) {
  element('sizes').replaceChildren(
    make('th', '', ''),
    ...sizes.map(({ records, interactions }) => make('th', '', 'records: ' + records + ', interactions: ' + interactions)),
  );
  element('rows').replaceChildren(...rows.map(({ field, left, right }) => {
    const row = make('tr');
    row.append(make('th', '', field), cell(left), cell(right));
    return row;
  }));
}

async function show(at) {
  shown = await ask('pair?at=' + at);
  const { pair, waiting, undoable } = shown;
  element('pair').hidden = !pair;
  element('place').textContent = pair ? shown.at + 1 + ' of ' + waiting : 'Nothing waits for a word of yours.';
  element('because').textContent = pair ? reasons[pair.because] + '; ' + (pair.probability * 100).toFixed(1) + ' % by the model' : '';
  for (const id of ['yes', 'no', 'back', 'later']) element(id).disabled = !pair;
  element('undo').disabled = !undoable;
  if (pair) {
    drawRows(pair);
    drawBars(pair.waterfall);
  }
  document.body.dataset.review = pair ? pair.id : '';
}

const answer = (same) => async () => {
  if (!shown.pair) return;
  await ask('answer', { id: shown.pair.id, same });
  await show(shown.at);
};
const acts = {
  yes: answer(true),
  no: answer(false),
  undo: async () => shown.undoable && show((await ask('undo', {})).at),
  back: () => show(Math.max(0, shown.at - 1)),
  later: () => show(shown.at + 1),
};
const keys = { y: 'yes', n: 'no', u: 'undo', ArrowLeft: 'back', ArrowRight: 'later' };

async function act(name) {
  // A key that is held down does not answer the next pair unseen.
  if (busy) return;
  busy = true;
  element('problem').textContent = '';
  try {
    await acts[name]();
  } catch (error) {
    element('problem').textContent = error instanceof TypeError ? 'The command does not run any more.' : error.message;
  } finally {
    busy = false;
  }
}

for (const name of Object.keys(acts)) element(name).addEventListener('click', () => act(name));
addEventListener('keydown', (event) => {
  const name = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!name || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act(name);
});
acts.begin = () => show(0);
act('begin');
`;

/** The whole page: it asks nothing of anybody but the server that it came from. */
export const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>kenning review</title>
<style>${style}</style>
<header><h1>Are they one?</h1><span id="place" role="status"></span><span id="because"></span></header>
<p id="problem" role="alert"></p>
<main id="pair" hidden>
<table aria-label="both records"><thead><tr id="sizes"></tr></thead><tbody id="rows"></tbody></table>
<h2>Evidence, in bits</h2>
<div id="bars"></div>
</main>
<nav>
<button id="yes">one <kbd>y</kbd></button>
<button id="no">two <kbd>n</kbd></button>
<button id="undo">undo <kbd>u</kbd></button>
<button id="back">back <kbd>←</kbd></button>
<button id="later">later <kbd>→</kbd></button>
</nav>
<script>${script}</script>
</html>
`;
