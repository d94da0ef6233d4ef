const encoder = new TextEncoder();

/** Whether a text takes no more than so many bytes of UTF-8: databases bound by bytes what they can index. */
export function fitsIn(bytes: number): (text: string) => boolean {
  // No UTF-16 unit takes more than three bytes.
  return (text) => text.length * 3 <= bytes || encoder.encode(text).length <= bytes;
}
