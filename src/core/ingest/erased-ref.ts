import type { Interaction, InteractionHead, InteractionRef } from '../model/interaction.js';

/** The name of an erased interaction in those that name it: its network's id may hold its author's. */
export function erasedRef({ network, realm }: InteractionRef, name: string): InteractionRef {
  return { network, realm, externalId: `erased ${name}` };
}

function isErasedRef(ref: InteractionRef): boolean {
  return ref.externalId.startsWith('erased ');
}

/** The interactions that another one names, erased ones left out. */
export function refsOf({ root, inReplyTo, about }: InteractionHead): InteractionRef[] {
  return [root, inReplyTo, ...(about ?? [])].filter(
    (ref) => ref !== undefined && !isErasedRef(ref),
  ) as InteractionRef[];
}

/** An interaction that names others as `rename` says. */
export function withRefs<Head extends InteractionHead>(
  head: Head,
  rename: (ref: InteractionRef) => InteractionRef,
): Head {
  const { root, inReplyTo, about } = head;
  return {
    ...head,
    ...(root && { root: rename(root) }),
    ...(inReplyTo && { inReplyTo: rename(inReplyTo) }),
    ...(about && { about: about.map(rename) }),
  };
}

/** What an interaction names of erased ones; a later sighting does not bring their networks' ids back. */
export function erasedRefsOf({ root, inReplyTo, about }: Interaction): Partial<Interaction> {
  return {
    ...(root && isErasedRef(root) && { root }),
    ...(inReplyTo && isErasedRef(inReplyTo) && { inReplyTo }),
    ...(about?.some(isErasedRef) && { about }),
  };
}
