/**
 * Short words and numbers about what was done: names of channels and systems, codes, counts. No value of a person, no id
 * and no text stands in them.
 */
export type TelemetryAttributes = Readonly<Record<string, string | number>>;

/** A span that is open: what is known only later is added to it. */
export interface OpenSpan {
  set(attributes: TelemetryAttributes): void;
}

/** Where spans and figures go. */
export interface Telemetry {
  /** Does work within a span. It ends when the work has settled, and tells an error that the work threw by its code. */
  span<Result>(
    name: string,
    attributes: TelemetryAttributes,
    work: (span: OpenSpan) => Promise<Result>,
  ): Promise<Result>;
  /** Adds to a counter. */
  count(name: string, amount: number, attributes: TelemetryAttributes): void;
  /** Adds a value to a distribution; its unit is seconds. */
  record(name: string, seconds: number, attributes: TelemetryAttributes): void;
}

const closed: OpenSpan = { set() {} };
const silent: Telemetry = { span: (_name, _attributes, work) => work(closed), count() {}, record() {} };

let current = silent;

/** Where this process's spans and figures go: nowhere, until `observe` is called. */
export const telemetry: Telemetry & { readonly isObserved: boolean } = {
  get isObserved() {
    return current !== silent;
  },
  span: (name, attributes, work) => current.span(name, attributes, work),
  count(name, amount, attributes) {
    if (amount > 0) current.count(name, amount, attributes);
  },
  record: (name, seconds, attributes) => current.record(name, seconds, attributes),
};

/**
 * Sends the spans and figures of everything in this process somewhere. There is one such place a process, as clients of
 * HTTP are made before an app is; the last call counts.
 *
 * @returns ends it, unless another has taken its place
 */
export function observe(into: Telemetry): () => void {
  current = into;
  return () => {
    if (current === into) current = silent;
  };
}
