import type { CollectionDefinition } from './collection-definition.js';

/** What routing and cases keep. */
export const caseCollections = {
  /** Conversations that someone must deal with. `rank` orders the inbox; at `nextAt` time alone changes something. */
  cases: {
    key: ['id'],
    columns: {
      id: 'text',
      status: 'text',
      team: 'text',
      assignee: 'text',
      rank: 'text',
      nextAt: 'text',
      data: 'json',
    },
    indexes: {
      byStatus: { by: ['status'], order: ['rank', 'id'] },
      byTeam: { by: ['team', 'status'], order: ['rank', 'id'] },
      byAssignee: { by: ['assignee', 'status'], order: ['rank', 'id'] },
      byDesk: { by: ['team', 'assignee', 'status'], order: ['rank', 'id'] },
      byNext: { by: [], order: ['nextAt', 'id'] },
      all: { by: [], order: ['id'] },
    },
  },
  /** What a case hangs on: its interactions, its thread's root, whom it is about, and its incident. */
  caseTies: {
    key: ['kind', 'of', 'case'],
    columns: { kind: 'text', of: 'text', case: 'text' },
    indexes: {
      byOf: { by: ['kind', 'of'], order: ['case'] },
      byCase: { by: ['case'], order: ['kind', 'of'] },
      all: { by: [], order: ['kind', 'of', 'case'] },
    },
  },
  /** What happened to cases. */
  caseEvents: {
    key: ['case', 'sequence'],
    columns: { case: 'text', sequence: 'integer', data: 'json' },
    indexes: { byCase: { by: ['case'], order: ['sequence'] }, all: { by: [], order: ['case', 'sequence'] } },
  },
  /** What many cases are about. `origin` names the storm that opened it. */
  incidents: {
    key: ['id'],
    columns: { id: 'text', status: 'text', origin: 'text', data: 'json' },
    indexes: {
      byStatus: { by: ['status'], order: ['id'] },
      byOrigin: { by: ['origin'], order: ['id'] },
      all: { by: [], order: ['id'] },
    },
  },
  /** To which teams something goes that was said, and why. */
  routes: {
    key: ['interaction', 'team'],
    columns: { interaction: 'text', team: 'text', at: 'text', data: 'json' },
    indexes: {
      byInteraction: { by: ['interaction'], order: ['team'] },
      byTeam: { by: ['team'], order: ['at', 'interaction'] },
      all: { by: [], order: ['interaction', 'team'] },
    },
  },
} as const satisfies Record<string, CollectionDefinition>;
