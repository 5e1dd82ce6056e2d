/** `[direct://]` is no proxy; a chain of several is written `[https://a:1, https://b:2]`. */
export function proxyName(chain: string | null): string | null {
  const name = chain?.replace(/^\[|\]$/g, '') ?? '';
  return name === '' || name === 'direct://' ? null : name;
}
