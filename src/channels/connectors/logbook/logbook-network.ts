import type { Network } from '../../../core/model/network.js';

/** What we write down ourselves of calls, meetings and letters. */
export const logbookNetwork: Network = {
  id: 'logbook',
  name: 'Logbook',
  controlledBy: 'company',
  terms: {
    source:
      "The app's own notes: no network's terms stand over them, privacy law does (such as the GDPR, articles 6 and 17).",
    checkedOn: '2026-11-24',
    rules: [
      {
        name: 'own-notes',
        data: ['content', 'others-profiles', 'ids', 'derived'],
        allow: ['keep', 'enrich', 'derive', 'pass-on', 'export', 'analyze'],
      },
      { name: 'notes-train-no-models', data: ['content', 'others-profiles'], forbid: ['train'] },
    ],
  },
  order: 'oldest-first',
};
