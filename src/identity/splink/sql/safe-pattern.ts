import { KenningError } from '../../../core/errors.js';

/** A pattern of a model is somebody else's: one whose search could take more than quadratic time is refused. */
const unboundedAtMost = 2;

/**
 * Makes a pattern of a model's regular expression. DuckDB's engine takes linear time for any pattern and JavaScript's does
 * not, so what nests repetitions, looks around or refers back is refused.
 *
 * @throws `unsupported` for those, `invalid` for what is no pattern
 */
export function safePattern(source: string, flags = ''): RegExp {
  const refuse = (why: string) => new KenningError('unsupported', `SQL: the pattern ${JSON.stringify(source)} ${why}.`);
  if (source.length > 500) throw refuse('has more than 500 characters');
  if (/\\[1-9]|\(\?[=!<]|\\k/.test(source)) throw refuse('refers back or looks around');
  let unbounded = 0;
  let inClass = false;
  const open: { repeats: boolean }[] = [];
  for (let at = 0; at < source.length; at++) {
    const sign = source.charAt(at);
    if (sign === '\\') at += 1;
    else if (inClass) inClass = sign !== ']';
    else if (sign === '[') inClass = true;
    else if (sign === '(') open.push({ repeats: false });
    else if (sign === ')') {
      const group = open.pop();
      if (!group) throw refuse('closes a group that is not open');
      const repeated = /^(?:[*+]|\{)/.test(source.slice(at + 1));
      if (repeated && (group.repeats || source.slice(0, at).includes('|'))) throw refuse('repeats what repeats');
      const outer = open.at(-1);
      if (outer && (group.repeats || repeated)) outer.repeats = true;
    } else if (sign === '*' || sign === '+' || (sign === '{' && /^\{\d{1,4},(?:\d{1,4})?\}/.test(source.slice(at)))) {
      unbounded += 1;
      const group = open.at(-1);
      if (group) group.repeats = true;
    }
  }
  if (unbounded > unboundedAtMost) throw refuse(`repeats more than ${unboundedAtMost} parts without bound`);
  try {
    return new RegExp(source, `u${flags}`);
  } catch {
    throw new KenningError('invalid', `SQL: ${JSON.stringify(source)} is no pattern.`);
  }
}
