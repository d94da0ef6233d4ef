import type { ActivityDraft } from '../../../core/model/activity.js';
import { networkOf } from '../../../core/table/columns/row-identifiers.js';
import { fittingText } from './fitting-text.js';
import type { ObjectInfo, Objects } from './objects.js';
import type { ParsedOptions } from './options.js';
import type { Persona } from './personas.js';
import { objectNamedBy, type PartyObject } from './record-id.js';

/** What is said on networks for everybody to read. */
const kinds: ReadonlySet<string> = new Set(['post', 'share']);

/** Whether an id is of a post. */
export const isPostId = (id: string): boolean => id.startsWith('0ST');

/** Whether a draft is one for a post, where there are any. */
export const isPost = ({ kind }: Pick<ActivityDraft, 'kind'>): boolean => kinds.has(kind);

/**
 * The object SocialPost, where the organization still has it, this user may write it, and it has the field for keys: without
 * one a post could be made twice, and nobody could tell which are ours.
 */
export async function postObject(
  objects: Objects,
  { keyField }: Pick<ParsedOptions, 'keyField'>,
  signal?: AbortSignal,
): Promise<ObjectInfo | undefined> {
  const info = keyField ? await objects.info('SocialPost', signal) : undefined;
  return info?.createable && info.fields.get(keyField ?? '')?.externalId ? info : undefined;
}

/** The field of a post that names whom it is logged on: people stand under `WhoId`, all else under `ParentId`. */
export const postParty = (object: PartyObject): string => (object === 'Account' ? 'ParentId' : 'WhoId');

/** A draft as a post, linked to its contact and to the account on the network from which it came. */
export function postFields(
  draft: ActivityDraft,
  info: ObjectInfo,
  options: ParsedOptions,
  persona: (Persona & { Id: string }) | undefined,
): Record<string, string | boolean> {
  const { subject, text, permalink, at, direction, contact, network } = draft;
  const lengthOf = (field: string, usual: number) => info.fields.get(field)?.length || usual;
  const object = objectNamedBy(contact, options.source);
  const providers = info.fields.get('Provider')?.picklistValues.filter(({ active }) => active) ?? [];
  const provider = [networkOf(network), 'other'].flatMap(
    (wanted) => providers.find(({ value }) => networkOf(value) === wanted)?.value ?? [],
  )[0];
  const title = subject.replace(/\s+/g, ' ');
  const all: Record<string, string | boolean> = {
    [postParty(object)]: contact.externalId,
    Name: fittingText(title, lengthOf('Name', 255)),
    Headline: fittingText(title, lengthOf('Headline', 255)),
    Content: fittingText(text, lengthOf('Content', 10_000)),
    Posted: at,
    IsOutbound: direction === 'outbound',
    ...(permalink && permalink.length <= lengthOf('PostUrl', 3000) && { PostUrl: permalink }),
    ...(provider && { Provider: provider }),
    ...(persona && { PersonaId: persona.Id, Handle: fittingText(persona.Name, lengthOf('Handle', 255)) }),
  };
  return Object.fromEntries(Object.entries(all).filter(([field]) => info.fields.get(field)?.createable));
}
