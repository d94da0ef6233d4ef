import {
  type Counter,
  type Histogram,
  type MeterProvider,
  metrics,
  SpanKind,
  SpanStatusCode,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { isKenningError } from './errors.js';
import { observe, type Telemetry } from './telemetry.js';

export interface OpenTelemetryOptions {
  /** Defaults to the process's own. */
  tracerProvider?: TracerProvider;
  /** Defaults to the process's own. */
  meterProvider?: MeterProvider;
}

/**
 * Sends kenning's spans and figures through OpenTelemetry's API to whatever SDK the process has. Called once, before or
 * after the app is made; without an SDK it costs next to nothing.
 *
 * Spans: `kenning.http`, `kenning.poll`, `kenning.ingest`, `kenning.resolve`, `kenning.deliver`. Counters:
 * `kenning.http.requests`, `kenning.http.retries`, `kenning.interactions`, `kenning.rejected`, `kenning.verdicts`,
 * `kenning.deliveries`. A distribution: `kenning.lag`, seconds from the moment something was said until it was taken in.
 * They name channels, systems and codes, and nobody.
 *
 * @returns ends it
 * @example
 * import { openTelemetry } from 'kenning/opentelemetry';
 *
 * openTelemetry();
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): () => void {
  const tracer = (options.tracerProvider ?? trace).getTracer('kenning');
  const meter = (options.meterProvider ?? metrics).getMeter('kenning');
  const counters = new Map<string, Counter>();
  const histograms = new Map<string, Histogram>();
  const into: Telemetry = {
    span: (name, attributes, work) =>
      tracer.startActiveSpan(
        name,
        { attributes: { ...attributes }, kind: name === 'kenning.http' ? SpanKind.CLIENT : SpanKind.INTERNAL },
        async (span) => {
          try {
            return await work({ set: (more) => void span.setAttributes({ ...more }) });
          } catch (error) {
            span.setAttribute('error.type', nameOf(error));
            span.setStatus({ code: SpanStatusCode.ERROR });
            throw error;
          } finally {
            span.end();
          }
        },
      ),
    count(name, amount, attributes) {
      const counter = counters.get(name) ?? meter.createCounter(name);
      counters.set(name, counter);
      counter.add(amount, { ...attributes });
    },
    record(name, seconds, attributes) {
      const histogram = histograms.get(name) ?? meter.createHistogram(name, { unit: 's' });
      histograms.set(name, histogram);
      histogram.record(seconds, { ...attributes });
    },
  };
  return observe(into);
}

/** An error's code or kind. Its message stays here: what others' errors say may hold anything. */
function nameOf(error: unknown): string {
  if (isKenningError(error)) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
