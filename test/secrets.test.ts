import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { secrets } from '../src/secrets.js';

const folder = mkdtempSync(join(tmpdir(), 'kenning-secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = () => join(folder, `${++files}`, 'secrets.json');
const tokens = (accessToken: string) => ({ accessToken, obtainedAt: '2026-11-24T10:00:00.000Z' });

describe('secrets in a file', () => {
  it('are kept, in a file that nobody else may read, and found again', async () => {
    const file = newFile();
    await secrets({ file }).set('brand.password', 'sesame');
    expect(secrets({ file }).get('brand.password')).toBe('sesame');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    for (const name of ['other', 'constructor', '__proto__'])
      expect(() => secrets({ file }).get(name)).toThrow(expect.objectContaining({ code: 'auth' }));
  });

  it('hold tokens, which change one after another', async () => {
    const file = newFile();
    const [one, two] = [secrets({ file }), secrets({ file })];
    const counted: string[] = [];
    await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        (at % 2 ? one : two).tokens.update('brand', async (old) => {
          counted.push(old?.accessToken ?? '0');
          return tokens(String(Number(old?.accessToken ?? '0') + 1));
        }),
      ),
    );
    expect(counted.sort()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
    expect(await one.tokens.read('brand')).toEqual(tokens('8'));
    await one.tokens.update('brand', async () => undefined);
    expect(await two.tokens.read('brand')).toBeUndefined();
  });

  it('stay as they were when a renewal fails', async () => {
    const file = newFile();
    const kept = secrets({ file });
    await kept.tokens.update('brand', async () => tokens('1'));
    const before = readFileSync(file, 'utf8');
    await expect(kept.tokens.update('brand', () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('are not understood in silence, and not quoted', async () => {
    const file = newFile();
    await secrets({ file }).set('a', 'b');
    writeFileSync(file, '{"values":{"a":"sesame-broken"');
    expect(() => secrets({ file }).get('a')).toThrow(expect.objectContaining({ code: 'invalid' }));
    expect(() => secrets({ file }).get('a')).not.toThrow('sesame');
    await expect(secrets({ file }).set('a', 'c')).rejects.toMatchObject({ code: 'invalid' });
    expect(readFileSync(file, 'utf8')).toContain('sesame-broken');
  });
});
