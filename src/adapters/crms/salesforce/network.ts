import type { Network } from '../../../core/model/network.js';

/** What the company itself wrote down in Salesforce. */
export const salesforceNetwork: Network = {
  id: 'salesforce',
  name: 'Salesforce',
  controlledBy: 'company',
  terms: {
    source:
      "The company's own records in its own organization: no network's terms stand over them, privacy law does (such as the GDPR, articles 6 and 17).",
    checkedOn: '2026-11-24',
    rules: [
      {
        name: 'own-records',
        data: ['content', 'others-profiles', 'own-data', 'ids', 'derived'],
        allow: ['keep', 'enrich', 'derive', 'pass-on', 'export', 'analyze'],
      },
      { name: 'records-train-no-models', data: ['content', 'others-profiles'], forbid: ['train'] },
    ],
  },
  order: 'oldest-first',
};
