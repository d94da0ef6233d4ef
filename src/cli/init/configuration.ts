import type { Answers, Setup } from './setup.js';

/** One channel or CRM as it was set up. */
export interface Chosen {
  setup: Setup;
  /** The app's name of it. */
  name: string;
  answers: Answers;
}

/** Where a secret lies in the file of secrets. */
export const secretName = (name: string, question: string): string => `${name}.${question}`;

/** The text of a `kenning.config.ts`. No secret stands in it. */
export function configuration(chosen: readonly Chosen[]): string {
  const channels = chosen.filter(({ setup }) => setup.of === 'channel');
  const crms = chosen.filter(({ setup }) => setup.of === 'crm');
  const code = new Map(chosen.map((one) => [one, expressionOf(one)]));
  const needsSecrets = [...code.values()].some((expression) => expression.includes('kept.get('));
  const list = (key: string, some: readonly Chosen[]) =>
    some.length === 0 ? [] : [`  ${key}: {`, ...some.map((one) => `    ${keyOf(one.name)}: ${code.get(one)},`), '  },'];
  const imports = [
    "import { defineConfig } from 'kenning';",
    ...named(channels, 'channels'),
    ...named(crms, 'crms'),
    ...(needsSecrets ? ["import { secrets } from 'kenning/secrets';"] : []),
    "import { sqlite } from 'kenning/sqlite';",
  ];
  return [
    ...imports,
    '',
    ...(needsSecrets ? ['const kept = secrets();', ''] : []),
    'export default defineConfig({',
    "  store: sqlite({ file: 'crm.sqlite' }),",
    ...list('crms', crms),
    ...list('channels', channels),
    '});',
    '',
  ].join('\n');
}

/** What is to be installed for it. */
export function peersOf(chosen: readonly Chosen[]): string[] {
  return [...new Set(chosen.flatMap(({ setup }) => setup.peers ?? []))].sort();
}

function expressionOf({ setup, name, answers }: Chosen): string {
  return setup.code(
    (question) => (answers[question] ? literal(answers[question]) : ''),
    (question) => `kept.get(${literal(secretName(name, question))})`,
  );
}

function named(some: readonly Chosen[], folder: 'channels' | 'crms'): string[] {
  const ids = [...new Set(some.map(({ setup }) => setup.id))].sort();
  return ids.map((id) => `import { ${id} } from 'kenning/${folder}/${id}';`);
}

/** A text as a literal of the language, whatever is in it. */
function literal(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}

const keyOf = (name: string) => (/^[a-zA-Z_$][\w$]*$/.test(name) ? name : literal(name));
