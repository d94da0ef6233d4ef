/** Where a feed's ids are valid: host and path of its address. */
export function realmOf(address: string): string {
  const url = new URL(address);
  return `${url.host}${url.pathname}`.replace(/\/$/, '').slice(0, 290);
}
