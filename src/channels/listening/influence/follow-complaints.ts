import { inOrder, type Said } from './said.js';

/** A complaint with the answer that it got and what the person made of it. */
export interface FollowedComplaint {
  id: string;
  time: number;
  conversation: string;
  person: string;
  answeredAt?: number;
  /** The first telling thing that the person said next. `other` told nothing; absent when nothing was said. */
  next?: Next;
}

type Next = 'thanked' | 'repeated' | 'left' | 'other';

/** Goes through all that was said once and follows each complaint for as long as `withinMs`, twice. */
export function followComplaints(all: Iterable<Said>, withinMs: number): FollowedComplaint[] {
  const followed: FollowedComplaint[] = [];
  const authors = new Map<string, string>();
  /** Of each conversation, the last complaint of each person in it. */
  const inThreads = new Map<string, Map<string, FollowedComplaint>>();
  const unanswered = new Map<string, Map<string, FollowedComplaint>>();
  /** Of each person, the complaints after which nothing telling was said yet. */
  const untold = new Map<string, Set<FollowedComplaint>>();

  function begin({ id, conversation, person }: Said, time: number): void {
    const complaint = { id, time, conversation, person };
    followed.push(complaint);
    for (const threads of [inThreads, unanswered])
      threads.set(conversation, (threads.get(conversation) ?? new Map()).set(person, complaint));
    untold.set(person, (untold.get(person) ?? new Set()).add(complaint));
  }

  function hear(said: Said, time: number): void {
    const here = inThreads.get(said.conversation)?.get(said.person);
    const next = nextOf(said);
    const others = untold.get(said.person);
    // Elsewhere, thanks, anger and small talk may be for something else; a new complaint or a farewell is for us.
    const anywhere = said.intent === 'complaint' || said.intent === 'churn-risk';
    const meant = anywhere ? [...(others ?? [])] : here && others?.has(here) ? [here] : [];
    for (const complaint of meant) {
      if (time - (complaint.answeredAt ?? complaint.time) > withinMs) others?.delete(complaint);
      else {
        if (next !== 'other') others?.delete(complaint);
        complaint.next = next;
      }
    }
    // While one waits for an answer, another complaint in the same conversation is the same complaint.
    const waits = here && here.answeredAt === undefined && time - here.time <= withinMs;
    if (said.intent === 'complaint' && !waits) begin(said, time);
  }

  function answer({ conversation, inReplyTo }: Said, time: number): void {
    const waiting = unanswered.get(conversation);
    if (!waiting) return;
    const person = inReplyTo === undefined ? undefined : authors.get(inReplyTo);
    for (const complaint of inReplyTo === undefined ? [...waiting.values()] : [waiting.get(person ?? '')]) {
      if (!complaint) continue;
      waiting.delete(complaint.person);
      if (time - complaint.time > withinMs) continue;
      complaint.answeredAt = time;
      // What was said before the answer is not what came of it.
      delete complaint.next;
      untold.get(complaint.person)?.add(complaint);
    }
  }

  for (const { said, time } of inOrder(all)) {
    if (said.automatic) continue;
    if (said.direction === 'outbound') answer(said, time);
    else {
      authors.set(said.id, said.person);
      hear(said, time);
    }
  }
  return followed;
}

function nextOf({ intent, sentiment }: Said): Next {
  if (intent === 'churn-risk') return 'left';
  if (intent === 'complaint') return 'repeated';
  if (intent === 'praise') return 'thanked';
  if (intent !== undefined) return 'other';
  if (sentiment === 'negative') return 'repeated';
  return sentiment === 'positive' ? 'thanked' : 'other';
}
