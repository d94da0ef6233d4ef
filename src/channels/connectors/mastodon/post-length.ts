const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const link = /https?:\/\/[^\s<>"]+/gi;
const remoteMention = /(?<![\w/@])@(\w[\w.-]*)@[\w.-]*\w/g;

/**
 * How long Mastodon counts a post: graphemes of the warning and the text, each link as `charactersPerUrl`, and of a
 * mention's two parts only the name.
 */
export function postLength(text: string, warning: string, charactersPerUrl: number): number {
  let links = 0;
  const words = text.replace(link, () => {
    links += 1;
    return '';
  });
  const counted = warning + words.replace(remoteMention, '@$1');
  return links * charactersPerUrl + [...segmenter.segment(counted)].length;
}
