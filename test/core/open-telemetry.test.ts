import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  AggregationTemporality,
  type DataPoint,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { httpClient } from '../../src/core/http/http-client.js';
import { openTelemetry } from '../../src/core/open-telemetry.js';
import { memory } from '../../src/core/store/memory.js';
import { telemetry } from '../../src/core/telemetry.js';
import { kenning } from '../../src/index.js';
import { talk } from '../support/talk.js';

const spans = new InMemorySpanExporter();
const figures = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter: figures, exportIntervalMillis: 3_600_000 });
const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] });
const meterProvider = new MeterProvider({ readers: [reader] });

let end = () => {};
beforeEach(() => {
  spans.reset();
  end = openTelemetry({ tracerProvider, meterProvider });
});
afterEach(() => end());

/** The sums of a counter by one of its attributes, since the process began. */
async function sums(name: string, by: string): Promise<Record<string, number>> {
  await reader.forceFlush();
  const metrics =
    figures
      .getMetrics()
      .at(-1)
      ?.scopeMetrics.flatMap((scope) => scope.metrics) ?? [];
  const points = metrics
    .filter(({ descriptor }) => descriptor.name === name)
    .flatMap(({ dataPoints }) => dataPoints as DataPoint<number>[]);
  return Object.fromEntries(points.map(({ attributes, value }) => [String(attributes[by]), value]));
}

describe('OpenTelemetry', () => {
  it('tells what a sync did, and of nobody', async () => {
    const app = kenning({ store: memory(), channels: { talk: talk(['Maya Lindqvist', 'Olu Adeyemi']) } });
    await app.sync();
    await app.close();
    const names = spans.getFinishedSpans().map(({ name }) => name);
    expect(names).toContain('kenning.poll');
    expect(names.filter((name) => name === 'kenning.ingest')).toHaveLength(1);
    expect(names.filter((name) => name === 'kenning.resolve').length).toBeGreaterThanOrEqual(2);
    expect(await sums('kenning.interactions', 'kenning.outcome')).toMatchObject({ said: 2 });
    expect(await sums('kenning.rejected', 'kenning.channel')).toMatchObject({ talk: 1 });
    const told = JSON.stringify([
      spans.getFinishedSpans().map(({ name, attributes, events, status }) => ({ name, attributes, events, status })),
      (await reader.collect()).resourceMetrics.scopeMetrics,
    ]);
    for (const secret of ['Maya', 'Olu', 'brakes', 'talk:']) expect(told).not.toContain(secret);
  });

  describe('of calls', () => {
    let server: Server;
    let answers: number[] = [];
    beforeEach(async () => {
      server = createServer((_request, response) => {
        response.statusCode = answers.shift() ?? 200;
        response.setHeader('content-type', 'application/json').end('{"token":"sesame"}');
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    });
    afterEach(() => void server.close());
    const client = () =>
      httpClient({
        name: 'Example',
        baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
        backoffMs: 1,
        authorize: async () => ({ authorization: 'Bearer sesame' }),
      });
    const ask = () => client().request({ path: 'people/maya', query: { key: 'sesame' }, schema: z.object({}) });

    it('counts each attempt by what became of it, and retries', async () => {
      const before = await sums('kenning.http.requests', 'kenning.outcome');
      answers = [503, 503, 200];
      await ask();
      const after = await sums('kenning.http.requests', 'kenning.outcome');
      expect((after['200'] ?? 0) - (before['200'] ?? 0)).toBe(1);
      expect((await sums('kenning.http.retries', 'kenning.system')).Example).toBe(2);
      const [span] = spans.getFinishedSpans();
      expect(span?.attributes).toEqual({
        'kenning.system': 'Example',
        'http.request.method': 'GET',
        'server.address': '127.0.0.1',
        'http.response.status_code': 200,
      });
    });

    it('names a failure by its code', async () => {
      answers = [404];
      await expect(ask()).rejects.toMatchObject({ code: 'not-found' });
      const [span] = spans.getFinishedSpans();
      expect(span?.attributes['error.type']).toBe('not-found');
      expect(JSON.stringify([span?.attributes, span?.status, span?.events])).not.toContain('sesame');
    });
  });

  it('ends, and leaves the place to whoever took it', async () => {
    const other = openTelemetry({ tracerProvider, meterProvider });
    end();
    expect(telemetry.isObserved).toBe(true);
    other();
    expect(telemetry.isObserved).toBe(false);
  });
});
