/** Reads a proxy chain, such as `[https://a:1, https://b:2]`. Null for `[direct://]`, which is no proxy. */
export function proxyName(chain: string | null): string | null {
  const name = chain?.replace(/^\[|\]$/g, '') ?? '';
  return name === '' || name === 'direct://' ? null : name;
}
