import { expect, it } from 'vitest';
import type { EventSketch } from '../../../testing/netlog.ts';
import { capture } from '../../../testing/netlog-requests.ts';

it('reads the addresses from DNS, the system and the cache', () => {
  const job = (id: number, host: string): EventSketch => [
    0,
    [id, 'JOB'],
    'HOST_RESOLVER_MANAGER_JOB',
    '+',
    { host },
  ];
  const read = capture([
    job(1, 'https://dns.test'),
    job(2, 'system.test:443'),
    job(3, 'https://cache.test:8443'),
    [
      1,
      [1, 'JOB'],
      'HOST_RESOLVER_DNS_TASK_EXTRACTION_RESULTS',
      ' ',
      {
        results: [
          { domain_name: 'alias.test', endpoints: [{ address: '192.0.2.1', port: 0 }] },
          { error: -105 },
        ],
      },
    ],
    [1, [2, 'JOB'], 'HOST_RESOLVER_SYSTEM_TASK', '-', { address_list: ['192.0.2.2:0', '[2001:db8::2]:0'] }],
    [
      1,
      [3, 'JOB'],
      'HOST_RESOLVER_MANAGER_CACHE_HIT',
      ' ',
      { results: { ip_endpoints: [{ endpoint_address: '2001:db8::3', endpoint_port: 0 }] } },
    ],
  ]);
  expect(Object.fromEntries(read.resolutions)).toEqual({
    'dns.test': ['192.0.2.1'],
    'system.test': ['192.0.2.2', '2001:db8::2'],
    'cache.test': ['2001:db8::3'],
  });
});

it('reports a result that differs from the one before, and the same result for another host', () => {
  const asked = (id: number, host: string): EventSketch => [
    0,
    [id, 'JOB'],
    'HOST_RESOLVER_MANAGER_REQUEST',
    '+',
    { host },
  ];
  const cached = (id: number, at: number, address: string): EventSketch => [
    at,
    [id, 'JOB'],
    'HOST_RESOLVER_MANAGER_CACHE_HIT',
    ' ',
    { results: { ip_endpoints: [{ endpoint_address: address }] } },
  ];
  const answers = [cached(1, 1, '192.0.2.1'), cached(1, 2, '192.0.2.1'), cached(1, 3, '192.0.2.2')];
  const read = capture([
    asked(1, 'https://a.test'),
    asked(2, 'https://b.test'),
    ...answers,
    cached(2, 4, '192.0.2.2'),
  ]);
  expect(Object.fromEntries(read.resolutions)).toEqual({
    'a.test': ['192.0.2.1', '192.0.2.2'],
    'b.test': ['192.0.2.2'],
  });
});
