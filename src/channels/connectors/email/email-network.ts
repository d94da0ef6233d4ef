import type { Network } from '../../../core/model/network.js';

/** E-mail: nobody owns it, and the mailbox that is read is the app's own. */
export const emailNetwork: Network = {
  id: 'email',
  name: 'E-mail',
  controlledBy: 'company',
  handles: { caseSensitive: false, changeHands: false },
  terms: {
    source:
      "The app's own mailbox: no network's terms stand over it, privacy law does (such as the GDPR, articles 6 and 17).",
    checkedOn: '2026-11-24',
    rules: [
      {
        name: 'own-mailbox',
        data: ['content', 'others-profiles', 'ids', 'derived'],
        allow: ['keep', 'enrich', 'derive', 'pass-on', 'export', 'analyze'],
      },
      {
        name: 'automatic-answers',
        data: ['content'],
        says: 'A machine may answer a message, once and never another machine.',
        source: 'RFC 3834, section 2',
        allow: ['answer-by-machine'],
      },
      { name: 'letters-train-no-models', data: ['content', 'others-profiles'], forbid: ['train'] },
    ],
  },
  order: 'oldest-first',
};
