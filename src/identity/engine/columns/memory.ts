/** Arrays in memory that threads can share where the platform allows it, and in plain memory elsewhere. */
const canShare = typeof SharedArrayBuffer !== 'undefined';

/** Shorter arrays are not worth sharing, and there much sooner. */
const shortest = 1 << 10;

const buffer = (bytes: number): ArrayBuffer | SharedArrayBuffer =>
  canShare ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);

export type Bytes = Uint8Array<ArrayBufferLike>;
export type Halves = Uint16Array<ArrayBufferLike>;
export type Words = Uint32Array<ArrayBufferLike>;

export const bytes = (length: number): Bytes =>
  length < shortest ? new Uint8Array(length) : new Uint8Array(buffer(length));
export const halves = (length: number): Halves =>
  length < shortest ? new Uint16Array(length) : new Uint16Array(buffer(2 * length));
export const words32 = (length: number): Words =>
  length < shortest ? new Uint32Array(length) : new Uint32Array(buffer(4 * length));
