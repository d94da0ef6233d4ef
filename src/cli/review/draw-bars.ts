/** How evidence is drawn on a page: a bar a step, from where the one before it ended. */
export const barsStyle = `
#bars .step { display: grid; grid-template-columns: minmax(7rem, 18rem) 1fr 4.5rem; gap: .5rem; align-items: center; padding: .1rem 0; }
#bars .track { position: relative; height: 1rem; border-left: 1px solid var(--line); }
#bars .bar { position: absolute; top: 0; bottom: 0; min-width: 2px; background: var(--for); }
#bars .against .bar { background: repeating-linear-gradient(45deg, var(--against) 0 4px, transparent 4px 6px), var(--against); }
#bars .label { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
#bars .bits { text-align: right; font-variant-numeric: tabular-nums; }
#bars .together { font-weight: 600; border-top: 1px solid var(--line); }
`;

/** The same for a script, with the two functions by which pages find and make their elements. */
export const barsScript = `
const element = (id) => document.getElementById(id);
const make = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};

function drawBars({ steps, bits }) {
  const places = steps.flatMap(({ from, to }) => [from, to]).concat(0);
  const [low, high] = [Math.min(...places), Math.max(...places)];
  const percent = (at) => ((at - low) / (high - low || 1)) * 100;
  const figure = (value) => (value > 0 ? '+' : '') + value.toFixed(1);
  const line = (className, label, value, from, to) => {
    const step = make('div', 'step ' + className);
    const track = make('div', 'track');
    if (from !== undefined) {
      const bar = make('div', 'bar');
      bar.style.left = percent(Math.min(from, to)) + '%';
      bar.style.width = percent(Math.max(from, to)) - percent(Math.min(from, to)) + '%';
      track.append(bar);
    }
    const name = make('div', 'label', label);
    name.title = label;
    step.append(name, track, make('div', 'bits', value));
    return step;
  };
  element('bars').replaceChildren(
    ...steps.map(({ label, bits: value, from, to, speaks }) =>
      value === undefined ? line(speaks, label, '') : line(speaks, label, figure(value), from, to)),
    line('together ' + (bits < 0 ? 'against' : 'for'), 'bits together', figure(bits), 0, bits),
  );
}
`;
