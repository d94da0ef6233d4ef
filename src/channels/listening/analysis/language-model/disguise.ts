const links = /(?:https?:\/\/|www\.)\S{1,2000}/giu;
const emails = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu;
const handles = /@[\p{L}\p{N}_.-]{1,100}(?:@[\p{L}\p{N}.-]{1,253})?/gu;
const numbers = /(?<![\p{L}\p{N}])\+?\d[\d ()./-]{5,20}\d(?![\p{L}\p{N}])/gu;

/**
 * A text in which nobody is named: links, e-mail addresses, handles, telephone and other long numbers, and the names given,
 * are replaced by what they are. Every pattern is bounded, so time grows linearly with the text.
 *
 * @example
 * disguise('Hi @acme, I am Ann Lee, +1 907 555 0100', ['Ann Lee']) // 'Hi [account], I am [name], [number]'
 */
export function disguise(text: string, names: readonly string[] = []): string {
  const known = names.filter((name) => name.trim().length > 1).sort((left, right) => right.length - left.length);
  const withoutNames = known.reduce((rest, name) => replaced(rest, name.trim()), text);
  return withoutNames
    .replace(links, '[link]')
    .replace(emails, '[email]')
    .replace(handles, '[account]')
    .replace(numbers, '[number]');
}

/** Replaces a name wherever it stands, in any case, without making a pattern of it. */
function replaced(text: string, name: string): string {
  const [folded, sought] = [text.toLowerCase(), name.toLowerCase()];
  // Where lower case has another length, places would be wrong: then only the name as it is written goes.
  if (folded.length !== text.length) return text.replaceAll(name, '[name]');
  let written = '';
  let from = 0;
  for (let at = folded.indexOf(sought); at >= 0; at = folded.indexOf(sought, from)) {
    written += `${text.slice(from, at)}[name]`;
    from = at + sought.length;
  }
  return written + text.slice(from);
}
