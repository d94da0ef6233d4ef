import type { Connector } from './channels/connector.js';
import { type AlertOffice, alertOffice } from './channels/listening/live/alert-office.js';
import { consulting } from './channels/listening/live/consulting.js';
import type { ListenOptions } from './channels/listening/live/listen-options.js';
import {
  type LiveListening,
  type LiveListeningOptions,
  liveListening,
} from './channels/listening/live/live-listening.js';
import { signalFinder } from './channels/listening/live/signal-finder.js';
import type { KenningError } from './core/errors.js';
import { consultDuty, type DutiesOptions, listenDuty } from './duties.js';

interface LookingOptions extends Pick<LiveListeningOptions, 'store' | 'context' | 'terms' | 'onChanges'> {
  listen: ListenOptions | undefined;
  channels: Readonly<Record<string, Connector>>;
  onError: (error: KenningError) => void;
}

/** Something that `sync()` does once, as the duty of that name does it by and by. */
interface Look {
  duty: { duty: string; task: string };
  once(signal: AbortSignal): Promise<unknown>;
}

/** What looks at all that comes in, where the app says what for. */
export interface Looking {
  live?: LiveListening;
  duties: Pick<DutiesOptions, 'listen' | 'advance' | 'consult'>;
  looks: Look[];
  /** Sends alerts. */
  deliver: AlertOffice['deliver'];
}

export function looking({ listen, channels, onError, ...base }: LookingOptions): Looking {
  const { desk: alerts, deliver } = alertOffice({ ...listen, ...base, channels });
  if (!listen) return { deliver, duties: {}, looks: [] };
  const { consultants = [], consultedADay: mostADay = 10_000, series } = listen;
  const consult = consultants.length > 0 ? consulting({ ...base, consultants, mostADay, onError }) : undefined;
  const live = liveListening({
    ...base,
    finder: signalFinder({ ...listen, context: base.context, onError }),
    alerts,
    consultants: consultants.map(({ id }) => id),
    ...(consult && { consult }),
  });
  const once = async (signal: AbortSignal) => {
    await live.catchUp({ signal });
    if (series) await live.advance();
  };
  return {
    live,
    deliver,
    duties: {
      listen: live.catchUp,
      ...(series && { advance: live.advance }),
      ...(consult && { consult: consult.catchUp }),
    },
    looks: [
      { duty: listenDuty, once },
      ...(consult ? [{ duty: consultDuty, once: (signal: AbortSignal) => consult.catchUp({ signal }) }] : []),
    ],
  };
}
