import { textIn } from './contact-of.js';
import { instantIn } from './instants.js';
import type { Row } from './views.js';

/** An object whose rows are interactions. */
export interface ActivityKind {
  object: 'Task' | 'Event' | 'EmailMessage' | 'Note' | 'SocialPost';
  fields: readonly string[];
  /** Which rows are interactions; all when absent. */
  where?: string;
  title: string;
  body: string;
  /** Fields that may name who it is with. */
  parties: readonly string[];
  kindOf(row: Row): string;
  at(row: Row): string | undefined;
  until(row: Row, at: string): string | undefined;
  isIncoming(row: Row): boolean;
}

const after = (at: string, ms: number) => (ms > 0 ? new Date(Date.parse(at) + ms).toISOString() : undefined);
const kindsOfTasks: Readonly<Record<string, string>> = { Call: 'call', Email: 'email' };
const never = () => false;
const noEnd = () => undefined;

export const activityKinds: readonly ActivityKind[] = [
  {
    object: 'Task',
    fields: [
      'WhoId',
      'WhatId',
      'Subject',
      'Description',
      'ActivityDate',
      'CompletedDateTime',
      'TaskSubtype',
      'CallType',
      'CallDurationInSeconds',
    ],
    // Mails stand in an object of their own.
    where: "(TaskSubtype = 'Call' AND IsClosed = true)",
    title: 'Subject',
    body: 'Description',
    parties: ['WhoId', 'WhatId'],
    kindOf: (row) => kindsOfTasks[textIn(row, 'TaskSubtype') ?? ''] ?? 'note',
    at: (row) => instantIn(row, 'CompletedDateTime') ?? instantIn(row, 'ActivityDate') ?? instantIn(row, 'CreatedDate'),
    until: (row, at) => after(at, Number(textIn(row, 'CallDurationInSeconds') ?? 0) * 1000),
    isIncoming: (row) => textIn(row, 'CallType') === 'Inbound',
  },
  {
    object: 'Event',
    fields: ['WhoId', 'WhatId', 'Subject', 'Description', 'Location', 'StartDateTime', 'EndDateTime'],
    // The others are copies for those who were invited, and plans of what comes again.
    where: 'IsChild = false AND IsRecurrence = false',
    title: 'Subject',
    body: 'Description',
    parties: ['WhoId', 'WhatId'],
    kindOf: () => 'meeting',
    at: (row) => instantIn(row, 'StartDateTime'),
    until: (row) => instantIn(row, 'EndDateTime'),
    isIncoming: never,
  },
  {
    object: 'EmailMessage',
    fields: [
      'RelatedToId',
      'Subject',
      'TextBody',
      'HtmlBody',
      'FromAddress',
      'ToAddress',
      'CcAddress',
      'Incoming',
      'MessageDate',
      'MessageIdentifier',
    ],
    title: 'Subject',
    body: 'TextBody',
    parties: ['RelatedToId'],
    kindOf: () => 'email',
    at: (row) => instantIn(row, 'MessageDate'),
    until: noEnd,
    isIncoming: (row) => row.Incoming === true,
  },
  {
    // Those alone that we wrote: what others brought here is the networks', and nobody knows under which terms it came.
    object: 'SocialPost',
    fields: ['WhoId', 'ParentId', 'Name', 'Content', 'Posted', 'IsOutbound'],
    title: 'Name',
    body: 'Content',
    parties: ['WhoId', 'ParentId'],
    kindOf: () => 'post',
    at: (row) => instantIn(row, 'Posted'),
    until: noEnd,
    isIncoming: (row) => row.IsOutbound !== true,
  },
  {
    object: 'Note',
    fields: ['ParentId', 'Title', 'Body'],
    title: 'Title',
    body: 'Body',
    parties: ['ParentId'],
    kindOf: () => 'note',
    at: (row) => instantIn(row, 'CreatedDate'),
    until: noEnd,
    isIncoming: never,
  },
];
