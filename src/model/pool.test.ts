import { describe, expect, it } from 'vitest';
import {
  compareCredentials,
  comparePartitions,
  comparePools,
  compareProxies,
  type PoolFacts,
  poolKey,
} from './pool.ts';

const LOGGED: PoolFacts = {
  privacyMode: false,
  credentials: 'all',
  partition: 'p',
  proxy: null,
  sources: ['netlog'],
};
const LIVE: PoolFacts = {
  privacyMode: null,
  credentials: null,
  partition: null,
  proxy: null,
  sources: ['har'],
};
const PRIVATE = { privacyMode: true, credentials: 'none' } as const;

describe('the pools of two connections', () => {
  it('are the same when credentials, partition and proxies are known and agree', () => {
    expect(comparePools(LOGGED, LOGGED)).toBe('same');
  });

  it.each([
    ['credentials', PRIVATE],
    ['partition', { partition: 'q' }],
    ['proxy', { proxy: 'https://proxy.test' }],
  ])('differ when the %s differs', (_, other) => {
    expect(comparePools(LOGGED, { ...LOGGED, ...other })).toBe('different');
  });

  it('are unknown when one part is, and differ all the same when another part does', () => {
    expect(comparePools(LOGGED, { ...LOGGED, privacyMode: null, credentials: null })).toBe('unknown');
    expect(comparePools(LIVE, LIVE)).toBe('unknown');
    expect(comparePools({ ...LIVE, partition: 'q' }, LOGGED)).toBe('different');
  });

  it('have one key where the same is known', () => {
    expect(poolKey({ ...LOGGED, proxy: '[direct://]' })).toBe(poolKey(LOGGED));
    expect(poolKey({ ...LOGGED, ...PRIVATE })).not.toBe(poolKey({ ...LOGGED, privacyMode: true }));
    expect(poolKey(LIVE)).not.toBe(poolKey(LOGGED));
  });
});

describe('credentials', () => {
  const blocked = { ...LOGGED, privacyMode: true, credentials: 'partitioned' } as const;
  const firefox: PoolFacts = { ...LOGGED, privacyMode: true, credentials: null, sources: ['moz-log'] };

  it('differ between two pools of privacy mode', () => {
    expect(compareCredentials(blocked, { ...LOGGED, ...PRIVATE })).toBe('different');
  });

  it('agree by privacy mode where no source distinguishes more', () => {
    expect(compareCredentials(firefox, firefox)).toBe('same');
    expect(compareCredentials(firefox, { ...firefox, privacyMode: false })).toBe('different');
    expect(compareCredentials(LOGGED, { ...LOGGED, credentials: null })).toBe('same');
  });

  it('are unknown where only one of two private connections states its pool', () => {
    expect(compareCredentials(blocked, firefox)).toBe('unknown');
  });
});

describe('partitions', () => {
  it('that a complete log does not state are none', () => {
    const none = { ...LOGGED, partition: null };
    expect(comparePartitions(none, none)).toBe('same');
    expect(comparePartitions(none, LOGGED)).toBe('different');
  });

  it('are unknown without a log, and where the log did not see the connection’s key', () => {
    expect(comparePartitions(LIVE, LIVE)).toBe('unknown');
    const older = { ...LOGGED, privacyMode: null, credentials: null, partition: null };
    expect(comparePartitions(older, LOGGED)).toBe('unknown');
  });
});

describe('proxies', () => {
  it('that a complete log does not state are none', () => {
    expect(compareProxies(LOGGED, { ...LIVE, proxy: 'DIRECT' })).toBe('same');
    expect(compareProxies(LOGGED, LIVE)).toBe('unknown');
  });
});
