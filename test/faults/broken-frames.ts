import type { Duplex } from 'node:stream';

/** A WebSocket frame of a server: whole, without a mask. */
export function frameOf(text: string): Buffer {
  const body = Buffer.from(text);
  const short = body.length < 126;
  const head = Buffer.alloc(short ? 2 : 4);
  head[0] = 0x81;
  head[1] = short ? body.length : 126;
  if (!short) head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, body]);
}

/** How long the first frame of some bytes is; undefined while it is not whole. */
function lengthOf(bytes: Buffer): number | undefined {
  const stated = (bytes[1] ?? 0) & 0x7f;
  if (bytes.length < 2 || (stated === 126 && bytes.length < 4)) return undefined;
  const length = stated === 126 ? 4 + bytes.readUInt16BE(2) : 2 + stated;
  return bytes.length < length ? undefined : length;
}

interface Breaking {
  random: () => number;
  meet: (fault: 'frame twice' | 'frame late' | 'stream cut') => void;
  /** Ends both sides. */
  end: () => void;
}

/** Hands on what a WebSocket's server says: some frames twice, some behind later ones, and now and then half a frame and no more. */
export function brokenFrames(from: Duplex, to: Duplex, { random, meet, end }: Breaking): void {
  let waiting = Buffer.alloc(0);
  let open = false;
  let cut = false;
  let held: { frame: Buffer; left: number } | undefined;

  function take(frame: Buffer): void {
    const chance = random();
    if (chance < 0.004) {
      meet('stream cut');
      cut = true;
      to.write(frame.subarray(0, frame.length >> 1), end);
      return;
    }
    if (chance < 0.04 && !held) {
      meet('frame late');
      held = { frame, left: 1 + Math.floor(random() * 3) };
      return;
    }
    to.write(frame);
    if (chance > 0.97) {
      meet('frame twice');
      to.write(frame);
    }
    if (held && --held.left === 0) {
      to.write(held.frame);
      held = undefined;
    }
  }

  // What is held goes out in the end though nothing follows.
  const flush = setInterval(() => {
    if (held) to.write(held.frame);
    held = undefined;
  }, 50);
  from.on('close', () => clearInterval(flush));
  from.on('data', (chunk: Buffer) => {
    if (cut) return;
    waiting = Buffer.concat([waiting, chunk]);
    if (!open) {
      const head = waiting.indexOf('\r\n\r\n');
      if (head < 0) return;
      to.write(waiting.subarray(0, head + 4));
      waiting = waiting.subarray(head + 4);
      open = true;
    }
    for (let length = lengthOf(waiting); length !== undefined && !cut; length = lengthOf(waiting)) {
      take(waiting.subarray(0, length));
      waiting = waiting.subarray(length);
    }
  });
}
