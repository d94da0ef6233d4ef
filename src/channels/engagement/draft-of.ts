import type { Interaction, InteractionRef } from '../../core/model/interaction.js';
import type { MessageDraft, PublishDraft, ReplyDraft, TargetDraft } from '../connector.js';
import type { Intent } from './intent.js';

/** What a connector's verb is given for an intent. */
export function draftOf(
  intent: Intent,
  interaction: Interaction | undefined,
): ReplyDraft | PublishDraft | MessageDraft | TargetDraft {
  const { verb, to, subject, text = '', language, reason = '' } = intent;
  const words = { text, ...(language !== undefined && { language }) };
  if (to) return { to, ...(subject !== undefined && { subject }), text };
  if (!interaction) return words;
  if (verb !== 'reply') return { of: refOf(interaction), reason };
  return { to: refOf(interaction), ...(interaction.root && { root: interaction.root }), ...words };
}

function refOf({ network, realm, externalId }: Interaction): InteractionRef {
  return { network, realm, externalId };
}
