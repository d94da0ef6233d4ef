/** A hash (SHA-256, in hexadecimal) that tells whether things are the same and does not say what they are. */
export async function fingerprint(of: unknown): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(of)));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
