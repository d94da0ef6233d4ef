/** Arrays in memory that threads can share where the platform allows it, and in plain memory elsewhere. */
const canShare = typeof SharedArrayBuffer !== 'undefined';

const buffer = (bytes: number): ArrayBuffer | SharedArrayBuffer =>
  canShare ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);

export type Bytes = Uint8Array<ArrayBufferLike>;
export type Halves = Uint16Array<ArrayBufferLike>;
export type Words = Uint32Array<ArrayBufferLike>;

export const bytes = (length: number): Bytes => new Uint8Array(buffer(length));
export const halves = (length: number): Halves => new Uint16Array(buffer(2 * length));
export const words32 = (length: number): Words => new Uint32Array(buffer(4 * length));
