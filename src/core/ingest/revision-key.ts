import type { ObservedInteraction } from '../model/interaction.js';

/** The key of a wording for which its network gives none: a hash of author, text and attachments. */
export async function revisionKey(interaction: ObservedInteraction): Promise<string> {
  const { text, title, summary, attachments } = interaction.content;
  const author = interaction.participants.find(({ role }) => role === 'author')?.of;
  const bytes = new TextEncoder().encode(JSON.stringify([author, title, summary, text, attachments]));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
