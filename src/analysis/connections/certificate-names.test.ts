import { describe, expect, it } from 'vitest';
import { certificateCovers } from './certificate-names.ts';

function covers(names: readonly string[], host: string): boolean {
  return certificateCovers({ subject: 'CN=ignored.test', issuer: '', names }, host);
}

describe('a name', () => {
  it.each([
    ['www.shop.test', 'www.shop.test', true],
    ['WWW.Shop.Test', 'www.shop.test', true],
    ['www.shop.test.', 'www.shop.test', true],
    ['shop.test', 'www.shop.test', false],
    ['www.shop.test', 'shop.test', false],
    ['', '', false],
  ])('%j for host %j: %j', (name, host, expected) => {
    expect(covers([name], host)).toBe(expected);
  });
});

describe('a wildcard (RFC 9525 section 6.3)', () => {
  it.each([
    ['*.shop.test', 'www.shop.test', true],
    ['*.shop.test', 'WWW.SHOP.TEST', true],
    ['*.shop.test', 'shop.test', false],
    ['*.shop.test', 'a.b.shop.test', false],
    ['w*.shop.test', 'www.shop.test', false],
    ['www.*.test', 'www.shop.test', false],
    ['*.*.test', 'www.shop.test', false],
    ['*.test', 'shop.test', false],
    ['*', 'localhost', false],
    ['*.0.0.1', '127.0.0.1', false],
    ['*.shop.test', '.shop.test', false],
  ])('%j for host %j: %j', (name, host, expected) => {
    expect(covers([name], host)).toBe(expected);
  });
});

describe('an address', () => {
  it('matches as it is written, without brackets', () => {
    expect(covers(['127.0.0.1'], '127.0.0.1')).toBe(true);
    expect(covers(['2001:db8::1'], '[2001:DB8::1]')).toBe(true);
    expect(covers(['127.0.0.1'], '127.0.0.2')).toBe(false);
  });
});

it('needs one of several names, and never the common name', () => {
  expect(covers(['a.test', '*.shop.test'], 'b.shop.test')).toBe(true);
  expect(covers([], 'ignored.test')).toBe(false);
});
