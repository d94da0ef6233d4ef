import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blocksOf, cidOf, decodeItem } from '../../../../src/channels/connectors/bluesky/dag-cbor.js';

const shared = process.env.KENNING_SHARED ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const vectors = `${shared}/specs/bluesky/interop/data-model/data-model-fixtures.json`;
const modules = new URL('../../../bluesky-network/node_modules/', import.meta.url);
const noVectors = existsSync(vectors) ? undefined : 'the folder shared is not beside the checkout';
const noReference = existsSync(new URL('@ipld/dag-cbor/', modules))
  ? undefined
  : 'run test/bluesky-network/install.sh first';

const reference = async <Module>(name: string): Promise<Module> => {
  const { exports, main } = JSON.parse(readFileSync(new URL(`${name}/package.json`, modules), 'utf8')) as {
    main?: string;
    exports: { '.': { import: string } };
  };
  return (await import(new URL(`${name}/${exports['.']?.import ?? main}`, modules).href)) as Module;
};
interface DagCbor {
  encode(value: unknown): Uint8Array;
}

/** Bytes as the data model's JSON writes them. */
const json = (value: unknown): unknown =>
  value instanceof Uint8Array
    ? { $bytes: Buffer.from(value).toString('base64').replace(/=+$/, '') }
    : Array.isArray(value)
      ? value.map(json)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, json(item)]))
        : value;

describe.skipIf(noVectors)(`the interoperability vectors${noVectors ? ` (skipped: ${noVectors})` : ''}`, () => {
  const cases = noVectors
    ? []
    : (JSON.parse(readFileSync(vectors, 'utf8')) as { json: unknown; cbor_base64: string; cid: string }[]);

  it('are decoded as they say', () => {
    expect(cases.length).toBeGreaterThan(2);
    for (const { json: expected, cbor_base64 } of cases) {
      const bytes = new Uint8Array(Buffer.from(cbor_base64, 'base64'));
      const { value, end } = decodeItem(bytes);
      expect(json(value)).toEqual(expected);
      expect(end).toBe(bytes.length);
    }
  });

  it('have the CIDs that they say', async () => {
    for (const { cbor_base64, cid } of cases) {
      const hash = await crypto.subtle.digest('SHA-256', Buffer.from(cbor_base64, 'base64'));
      expect(cidOf(new Uint8Array([1, 0x71, 0x12, 32, ...new Uint8Array(hash)]))).toBe(cid);
    }
  });
});

describe.skipIf(noReference)(`against @ipld/dag-cbor${noReference ? ` (skipped: ${noReference})` : ''}`, () => {
  it('decodes whatever it encodes, two items in a row too', async () => {
    const { encode } = await reference<DagCbor>('@ipld/dag-cbor');
    const value = fc
      .jsonValue({ noUnicodeString: false } as never)
      .map((one) => JSON.parse(JSON.stringify(one)) as unknown);
    fc.assert(
      fc.property(value, value, (first, second) => {
        const bytes = new Uint8Array([...encode(first), ...encode(second)]);
        const one = decodeItem(bytes);
        const two = decodeItem(bytes, one.end);
        expect([one.value, two.value]).toEqual([first, second]);
        expect(two.end).toBe(bytes.length);
      }),
    );
  });
});

describe('hostile bytes', () => {
  const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));

  it.each([
    ['nothing', ''],
    ['a text longer than the frame', '7b0000000000ffffff61'],
    ['a list longer than the frame', '9a7fffffff'],
    ['a map longer than the frame', 'ba7fffffff'],
    ['a list without an end', '9f0001ff'],
    ['a number beyond what is safe', '1bffffffffffffffff'],
    ['a text that is no UTF-8', '62c328'],
    ['a key that is no text', 'a10102'],
    ['another tag', 'c11a514b67b0'],
    ['undefined', 'f7'],
  ])('are refused: %s', (_name, hex) => {
    expect(() => decodeItem(bytesOf(hex))).toThrow();
  });

  it('nested without end are refused', () => {
    expect(() => decodeItem(new Uint8Array(100_000).fill(0x81))).toThrow('deep');
  });

  it('name no prototype', () => {
    const { value } = decodeItem(bytesOf('a1695f5f70726f746f5f5fa1636f776e f5'.replaceAll(' ', '')));
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value as object)).toEqual(['__proto__']);
  });

  it('of any kind fail or decode, and take no memory that they do not fill', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        for (const read of [() => decodeItem(bytes), () => blocksOf(bytes)])
          try {
            read();
          } catch (error) {
            expect(error).toBeInstanceOf(Error);
          }
      }),
    );
  });
});
