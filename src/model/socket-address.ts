import type { Remote } from './capture.ts';

/** An IPv6 address in brackets; any other address or host name unchanged. */
export function bracketed(address: string): string {
  return address.includes(':') && !address.startsWith('[') ? `[${address}]` : address;
}

/** `127.0.0.1:443` or `[::1]:443`: brackets separate an IPv6 address from its port. */
export function socketAddress({ address, port }: Remote): string {
  return `${bracketed(address)}:${port}`;
}
