/** As much of a value as its owner needs to find it, and no more. */
export function hintOf(value: string): string {
  const text = value.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  const at = text.lastIndexOf('@');
  if (at > 0) return `${text[0]}…${text.slice(at, at + 60)}`;
  const digits = text.replace(/\D/g, '');
  if (digits.length >= 5) return `…${digits.slice(-4)}`;
  const letters = [...text];
  return letters.length <= 6 ? text : `${letters.slice(0, 4).join('')}…`;
}
