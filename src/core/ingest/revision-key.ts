import { digest } from '../digest.js';
import type { ObservedInteraction } from '../model/interaction.js';

/** The key of a wording for which its network gives none: a hash of author, text and attachments. */
export async function revisionKey(interaction: ObservedInteraction): Promise<string> {
  const { text, title, summary, attachments } = interaction.content;
  const author = interaction.participants.find(({ role }) => role === 'author')?.of;
  return digest(JSON.stringify([author, title, summary, text, attachments]));
}
