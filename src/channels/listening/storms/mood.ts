import type { HeardPost } from './heard-post.js';

/** How a post speaks. */
export interface Mood {
  /** It speaks against somebody or something. */
  critical: boolean;
  /** It is stirred up: angry, afraid, disgusted. Such posts spread most (Berger and Milkman, 2012). */
  heated: boolean;
}

/** Beginnings of words of anger, fear and disgust, in English, German, French and Spanish. */
const stirring =
  'outrag disgust furious angry anger rage scam fraud liar lied lying shame boycott disgrac appall horrif danger terrif scared scary unacceptab hate wtf bullshit pathetic ridiculous criminal lawsuit sue racist sexist poison toxic explod crook thie stole steal  ripoff fuck betray abus nightmare ' +
  'empör skandal betrug betrüg lüge lügn schande wut wütend hass ekel eklig gefähr unverschämt abzock verarsch frechheit ' +
  'scandale honte arnaque mensonge menteur dégueu furieu colère danger inadmissible ' +
  'escándalo vergüenza estafa mentira mentiros asco furios rabia peligro inaceptable 😡 🤬 🤮 👿 💩';
/** Beginnings of words of praise. */
const praising =
  'love great amazing awesome brillian fantastic excellen thank perfect best beautiful congrat wonderful bravo proud recommend glad happy superb delight ' +
  'liebe toll großartig danke perfekt beste schön glückwunsch wunderbar stolz empfehl genial ' +
  'merci parfait génial magnifique félicit superbe bravo adore ' +
  'gracias perfecto genial increíble felicid maravillos encanta ❤ 😍 🥰 👏 🎉 🙌 💪';

const stirringRoots = rootsOf(stirring);
const praisingRoots = rootsOf(praising);

/** Judges by the sentiment that analysis found; where it found none, by words. */
export function moodOf({ sentiment }: Pick<HeardPost, 'sentiment'>, words: readonly string[]): Mood {
  const stirred = countOf(words, stirringRoots);
  if (sentiment !== undefined)
    return { critical: sentiment === 'negative', heated: sentiment === 'negative' && stirred > 0 };
  const heated = stirred > countOf(words, praisingRoots);
  return { critical: heated, heated };
}

/** By their first two characters, so that a word is held against few. */
function rootsOf(list: string): ReadonlyMap<string, readonly string[]> {
  return Map.groupBy(list.split(' '), (root) => root.slice(0, 2));
}

function countOf(words: readonly string[], roots: ReadonlyMap<string, readonly string[]>): number {
  return words.filter((word) => roots.get(word.slice(0, 2))?.some((root) => word.startsWith(root))).length;
}
