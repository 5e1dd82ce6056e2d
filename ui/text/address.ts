/** "127.0.0.1:443", "[::1]:443": an IPv6 address in brackets, so that its port can be recognised. */
export function addressAndPort(remote: { readonly address: string; readonly port: number }): string {
  const { address, port } = remote;
  return address.includes(':') && !address.startsWith('[') ? `[${address}]:${port}` : `${address}:${port}`;
}
