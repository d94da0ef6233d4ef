/** Values that tell somebody: addresses, numbers, handles, ids; in lower case. */
export type Tells = readonly string[];

/** Shorter ones are looked for as whole values only: `7` stands in everything. */
const shortest = 6;

/** The values among these that tell somebody. */
export function tellsOf(values: Iterable<string>): string[] {
  const tells = new Set<string>();
  for (const value of values) if (value.trim()) tells.add(value.trim().toLowerCase());
  return [...tells];
}

/**
 * Whether plain JSON, or a text that holds JSON or a form, holds one of these values; within a longer text only where
 * neither a letter nor a digit stands beside it.
 */
export function holds(value: unknown, tells: Tells): boolean {
  if (tells.length === 0) return false;
  // No recursion: what came from outside may be nested deeper than the stack.
  const open: unknown[] = [value];
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one === 'number') open.push(String(one));
    else if (typeof one === 'string') {
      if (textHolds(one, tells)) return true;
      if (/^\s*[[{]/.test(one)) open.push(parsed(one));
    } else if (typeof one === 'object' && one !== null)
      for (const [key, item] of Object.entries(one)) {
        if (!Array.isArray(one)) open.push(key);
        open.push(item);
      }
  }
  return false;
}

function textHolds(text: string, tells: Tells): boolean {
  const lower = text.toLowerCase();
  if (tells.some((tell) => contains(lower, tell))) return true;
  if (!lower.includes('%')) return false;
  const decoded = lower
    .replace(/(?:%[0-9a-f]{2})+/g, decodedRun)
    .replaceAll('+', ' ')
    .toLowerCase();
  return tells.some((tell) => contains(decoded, tell));
}

function contains(text: string, tell: string): boolean {
  if (text.trim() === tell) return true;
  if (tell.length < shortest) return false;
  for (let at = text.indexOf(tell); at >= 0; at = text.indexOf(tell, at + 1))
    if (!isWord(text[at - 1]) && !isWord(text[at + tell.length])) return true;
  return false;
}

function isWord(sign: string | undefined): boolean {
  return sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
}

function decodedRun(run: string): string {
  try {
    return decodeURIComponent(run);
  } catch {
    return run;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
