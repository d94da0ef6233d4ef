/**
 * A text as it fits into a field, with a link after it. What is too long is cut, and the link leads to the rest.
 *
 * @param most in UTF-16 units
 */
export function fittingText(text: string, most: number, link?: string): string {
  const ending = link && link.length < most / 2 ? `\n\n${link}` : '';
  const whole = `${text.toWellFormed()}${ending}`.trim();
  if (whole.length <= most) return whole;
  const cut = text.toWellFormed().slice(0, most - ending.length - 1);
  // No half of a sign stays at the end.
  return `${cut.replace(/[\uD800-\uDBFF]$/, '')}…${ending}`;
}
