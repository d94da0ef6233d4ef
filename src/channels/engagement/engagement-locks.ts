import type { Intent } from './intent.js';

/**
 * What must be held so that two processes can not let the same through: rates and equal texts are compared on a channel,
 * answers on an interaction, uses of a playbook everywhere.
 */
export function engagementLocks({ channel, of, playbook }: Intent): string[] {
  return [
    `engagement channel ${channel}`,
    ...(of ? [`engagement interaction ${of}`] : []),
    ...(playbook !== undefined ? [`engagement playbook ${playbook}`] : []),
  ];
}
