/**
 * Reads a proxy chain, such as `[https://a:1, https://b:2]`. Null where there is no proxy: `[direct://]`, or `DIRECT`
 * until Chrome 119.
 */
export function proxyName(chain: string | null): string | null {
  const name = chain?.replace(/^\[|\]$/g, '') ?? '';
  return name === '' || /^direct(?::\/\/)?$/i.test(name) ? null : name;
}
