// A quiet brand, then a storm: told from a wave of praise, with what it comes from, and known again when it was removed.
import { type HeardPost, stormDetector } from 'kenning/listening';

const began = Date.UTC(2026, 0, 5);
const hour = 3_600_000;
let said = 0;

/** A made-up post; in an app, `heardPost(interaction, signals)` makes one of what was ingested. */
function post(at: number, text: string, sentiment: 'negative' | 'neutral' | 'positive'): HeardPost {
  said += 1;
  const id = `01900000-0000-7000-8000-${String(said).padStart(12, '0')}` as HeardPost['id'];
  const ref = { network: 'example', realm: '', externalId: String(said) };
  return { id, ref, at: new Date(at).toISOString(), text, of: [], sentiment, reactions: said % 7 };
}

const storms = stormDetector();
const hear = (one: HeardPost) => {
  for (const alert of storms.observe(one).alerts)
    console.log(
      alert.at,
      alert.kind,
      alert.phase,
      alert.severity,
      alert.kind === 'repost' ? alert.removal.by : alert.causes.words.slice(0, 4).join(' '),
    );
};

for (let at = 0; at < 10 * 24; at += 1)
  hear(post(began + at * hour, `Ride number ${at} on the new saddle today`, 'neutral'));

const launch = began + 10 * 24 * hour;
for (let at = 0; at < 60; at += 1) hear(post(launch + at * 60_000, `Love the red frame, ride ${at}`, 'positive'));

const failure = launch + 24 * hour;
for (let at = 0; at < 60; at += 1)
  hear(post(failure + at * 60_000, `The brake failed on hill ${at}, and nobody answers`, 'negative'));

const taken = post(failure + 2 * hour, 'Here is the address of the engineer who built that brake', 'negative');
hear(taken);
storms.removed({
  interaction: taken.id,
  at: taken.at,
  by: 'Ann',
  reason: 'names where somebody lives',
  text: taken.text,
});
hear(post(failure + 3 * hour, 'RT: here is the address of the engineer who built that brake!!', 'negative'));

for (const alert of storms.advance(new Date(failure + 30 * hour).toISOString()))
  console.log(alert.at, alert.kind, alert.phase);
