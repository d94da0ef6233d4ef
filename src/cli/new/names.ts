import { KenningError } from '../../core/errors.js';

/** How a package and what it exports are called. */
export interface Names {
  /** In kebab-case, as it was given: of the folder, the file, the network. */
  name: string;
  package: string;
  title: string;
  factory: string;
  /** What the name of the options' type begins with. */
  type: string;
}

const reserved =
  `arguments await break case catch class const continue debugger default delete do else enum eval export extends false
  finally for function if implements import in instanceof interface let new null package private protected public return
  static super switch this throw true try typeof var void while with yield`.split(/\s+/);

/**
 * The names of a package.
 *
 * @param code what they are put into: no word of it gets a second meaning
 * @param suffix what is added where a name by itself would
 */
export function namesOf(name: string, { code, suffix }: { code: string; suffix: string }): Names {
  if (!/^[a-z][a-z\d]*(?:-[a-z\d]+)*$/.test(name) || name.length > 50)
    throw new KenningError(
      'invalid',
      `${JSON.stringify(name.slice(0, 60))} can not be a name: that has small letters, digits and single hyphens, begins with a letter and is 50 long at most, such as acme or acme-desk.`,
    );
  const parts = name.split('-').map((part) => part.charAt(0).toUpperCase() + part.slice(1));
  const taken = new Set([...reserved, ...(code.match(/[A-Za-z_$][\w$]*/g) ?? [])]);
  const isTaken = (type: string) => taken.has(lowered(type)) || taken.has(`${type}Options`);
  const plain = parts.join('');
  const type = isTaken(plain) ? plain + suffix : plain;
  return { name, package: `kenning-${name}`, title: parts.join(' '), factory: lowered(type), type };
}

function lowered(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1);
}
