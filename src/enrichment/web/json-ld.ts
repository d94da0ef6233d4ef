/** Somebody whom a page describes for machines. */
export interface DescribedPerson {
  name: string;
  /** Pages that are the same person, as the page says. */
  sameAs: string[];
}

const longestScript = 500_000;
const mostNodes = 5000;
const mostPeople = 200;
const mostSame = 20;
const longestName = 200;
const longestUrl = 2000;

/** The people of a script of JSON-LD, by schema.org's `Person`. What can not be read holds none. */
export function peopleOf(script: string): DescribedPerson[] {
  if (script.length > longestScript) return [];
  let document: unknown;
  try {
    document = JSON.parse(script);
  } catch {
    return [];
  }
  const found: DescribedPerson[] = [];
  const waiting: unknown[] = [document];
  for (let nodes = 0; waiting.length > 0 && nodes < mostNodes && found.length < mostPeople; nodes += 1) {
    const node = waiting.pop();
    if (typeof node !== 'object' || node === null) continue;
    const person = Array.isArray(node) ? undefined : personOf(node as Record<string, unknown>);
    if (person) found.push(person);
    for (const value of Object.values(node)) if (waiting.length < mostNodes) waiting.push(value);
  }
  return found;
}

function personOf(node: Record<string, unknown>): DescribedPerson | undefined {
  const types = [node['@type']].flat();
  const { name, sameAs, url } = node;
  if (!types.includes('Person') || typeof name !== 'string' || name.trim() === '') return undefined;
  const same = [sameAs, url]
    .flat()
    .filter((one): one is string => typeof one === 'string' && one.length <= longestUrl && /^https?:\/\//i.test(one));
  return { name: name.trim().slice(0, longestName), sameAs: [...new Set(same)].slice(0, mostSame) };
}
