import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../../../src/core/http/outside/public-address.js';

/** An IPv6 address as a number, by its eight groups. */
const groupsOf = (address: bigint) =>
  Array.from({ length: 8 }, (_, index) => ((address >> BigInt(112 - 16 * index)) & 0xffffn).toString(16)).join(':');
const dotted = (address: number) => [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');

/** The same by arithmetic alone. */
function closed4(address: number): boolean {
  const [a = 0, b = 0, c = 0, d = 0] = dotted(address).split('.').map(Number);
  const two = a * 256 + b;
  const three = two * 256 + c;
  return (
    [0, 10, 127].includes(a) ||
    a >= 224 ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 198 && (b === 18 || b === 19)) ||
    [169 * 256 + 254, 192 * 256 + 168].includes(two) ||
    [0xc00000, 0xc00002, 0xc05863, 0xc63364, 0xcb0071].includes(three) ||
    (two === 168 * 256 + 63 && c === 129 && d === 16)
  );
}

function open6(address: bigint): boolean {
  if (address >> 32n === 0x64ff9bn << 64n) return !closed4(Number(address & 0xffffffffn));
  if (address >> 125n !== 1n) return false;
  const [first, second] = [address >> 112n, (address >> 96n) & 0xffffn];
  return !(
    (first === 0x2001n && (second < 0x200n || second === 0xdb8n)) ||
    first === 0x2002n ||
    (first === 0x3fffn && second < 0x1000n)
  );
}

const near = (edges: number[]) =>
  fc.tuple(fc.constantFrom(...edges), fc.integer({ min: -2, max: 2 })).map(([edge, step]) => (edge + step) >>> 0);
const edges4 = [0, 0x0a000000, 0x0affffff, 0x64400000, 0x647fffff, 0x7f000000, 0x7fffffff, 0xa83f8110, 0xa9fe0000]
  .concat([0xa9feffff, 0xac100000, 0xac1fffff, 0xc0000000, 0xc00000ff, 0xc0000200, 0xc0586300, 0xc0a80000])
  .concat([0xc0a8ffff, 0xc6120000, 0xc613ffff, 0xc6336400, 0xcb007100, 0xe0000000, 0xf0000000, 0xffffffff]);
const any4 = fc.oneof(fc.integer({ min: 0, max: 0xffffffff }), near(edges4));
const any6 = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
  fc.bigInt({ min: 2n ** 125n, max: 2n ** 126n - 1n }),
  any4.map((address) => (0x64ff9bn << 96n) + BigInt(address)),
  fc
    .tuple(
      fc
        .constantFrom(0x2001n << 112n, 0x20010200n << 96n, 0x20010db8n << 96n, 0x20010db9n << 96n, 0x2002n << 112n)
        .chain((edge) => fc.constantFrom(edge, edge + (1n << 96n))),
      fc.bigInt({ min: -3n, max: 3n }),
    )
    .map(([edge, step]) => edge + step),
  fc.constantFrom(0x3fffn << 112n, 0x3fff1000n << 96n, 2n ** 125n - 1n, 2n ** 126n, 0n, 1n),
);

describe('public addresses', () => {
  it('of IPv4 are those that no registry keeps for something else', () => {
    fc.assert(
      fc.property(any4, (address) => isPublicAddress(dotted(address)) === !closed4(address)),
      { numRuns: 5000 },
    );
  });

  it('of IPv6 likewise, and of IPv4 through NAT64', () => {
    fc.assert(
      fc.property(any6, (address) => isPublicAddress(groupsOf(address)) === open6(address)),
      { numRuns: 5000 },
    );
  });

  it.each([
    ...['93.184.215.14', '1.1.1.1', '2606:4700:4700::1111', '2a00:1450:4001:80b::200e', '64:ff9b::1.1.1.1'].map(
      (address) => [address, true] as const,
    ),
    ...['127.0.0.1', '169.254.169.254', '100.100.100.200', '168.63.129.16', '255.255.255.255', '::1', '::'].map(
      (address) => [address, false] as const,
    ),
    ...['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::127.0.0.1', '64:ff9b::127.0.0.1', '64:ff9b:1::1', '2002:7f00:1::'].map(
      (address) => [address, false] as const,
    ),
    ...['fe80::1', 'fe80::1%eth0', '2606:4700::1%lo', 'fd00:ec2::254', 'ff02::1', '2001:0:1::', 'fec0::1'].map(
      (address) => [address, false] as const,
    ),
    ...['', 'localhost', '127.1', '1.2.3', '1.2.3.4.5'].map((address) => [address, false] as const),
  ])('%s: %s', (address, open) => {
    expect(isPublicAddress(address)).toBe(open);
  });

  it('the tests’ own addresses are addresses', () => {
    fc.assert(fc.property(any4, any6, (four, six) => isIP(dotted(four)) === 4 && isIP(groupsOf(six)) === 6));
  });
});
