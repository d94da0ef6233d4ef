import type { CrmAdapter } from './adapters/crm-adapter.js';
import { targetOfCrm } from './adapters/write-back/crm-entry.js';
import type { Connector } from './channels/connector.js';
import { channelDuty } from './channels/listening/listen-to.js';
import type { Runner } from './channels/listening/runner.js';
import { type ReceiveWebhookOptions, receiveWebhook } from './channels/listening/webhook.js';
import { crmDuty } from './duties.js';

interface WebhookDoorOptions
  extends Pick<ReceiveWebhookOptions, 'store' | 'context' | 'onError'>,
    Pick<Runner, 'wake'> {
  channels: Readonly<Record<string, Connector>>;
  crms: Readonly<Record<string, CrmAdapter>>;
}

/** Receives requests of webhooks, by the app's names of channels and CRMs. */
export function webhookDoor(options: WebhookDoorOptions): (name: string, request: Request) => Promise<Response> {
  const { store, context, channels, crms, onError, wake } = options;
  return async (name, request) => {
    const given = { store, context, request, onError };
    const connector = Object.hasOwn(channels, name) ? channels[name] : undefined;
    if (connector) {
      const onKept = () => wake(channelDuty(name), 'inbox');
      return receiveWebhook({ ...given, connector, channel: name, onKept });
    }
    const adapter = Object.hasOwn(crms, name) ? crms[name] : undefined;
    if (!adapter) return new Response('There is no such channel or CRM.', { status: 404 });
    const onKept = () => wake(crmDuty(name), 'inbox');
    return receiveWebhook({ ...given, connector: adapter, channel: targetOfCrm(name), onKept });
  };
}
