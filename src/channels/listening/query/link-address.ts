/**
 * A link as it is compared: its host without `www.`, and its path, in lower case and without a slash at the end; undefined
 * when it is none.
 *
 * @example
 * linkAddress('https://www.example.com/Shop/?from=mail') // 'example.com/shop'
 */
export function linkAddress(link: string): string | undefined {
  if (!URL.canParse(link)) return undefined;
  const url = new URL(link);
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.username !== '' || url.password !== '')
    return undefined;
  const host = url.host.startsWith('www.') ? url.host.slice(4) : url.host;
  const address = host + url.pathname.toLowerCase();
  let end = address.length;
  while (address.charCodeAt(end - 1) === 0x2f) end -= 1;
  return address.slice(0, end);
}
