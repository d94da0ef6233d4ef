import type { Content } from '../../../core/model/content.js';

/** How a post looks. It has as many of these as fit, and one length. */
export type PostForm =
  | 'image'
  | 'video'
  | 'audio'
  | 'file'
  | 'link'
  | 'question'
  | 'tag'
  | 'mention'
  | 'short'
  | 'middling'
  | 'long';

/** Lengths in code points: a short post fits in a glance, a long one is above 280, what a microblog's post once held. */
const [shortest, longest] = [100, 280];
const questionMarks = /[?？؟]/u;
const addresses = /https?:\/\/\S+/giu;

/** The forms that a post has. A question is what has a question mark outside its links. */
export function formsOf({ text, entities = [], attachments = [] }: Content): PostForm[] {
  const forms = new Set<PostForm>(attachments.map(({ type }) => type));
  for (const { type } of entities) if (type === 'link' || type === 'tag' || type === 'mention') forms.add(type);
  const words = text.replaceAll(addresses, ' ');
  if (words !== text) forms.add('link');
  if (questionMarks.test(words)) forms.add('question');
  const length = [...text].length;
  forms.add(length <= shortest ? 'short' : length <= longest ? 'middling' : 'long');
  return [...forms].sort();
}
