import { expect, it } from 'vitest';
import { certificateCovers } from '../connections/certificate-names.ts';
import { GroupsByName } from './groups-by-name.ts';

const NAMES = [['a.shop.test'], null, ['*.shop.test', 'a.shop.test'], ['b.shop.test', 'B.shop.test.'], null];
const GROUPS = NAMES.map((names) => ({ certificate: names && { subject: '', issuer: '', names } }));

it.each(['a.shop.test', 'b.shop.test', 'c.shop.test', 'shop.test', '10.0.0.1', ''])(
  'finds the groups for %j, as looking at each certificate would',
  (host) => {
    const expected = GROUPS.filter(
      ({ certificate }) => certificate === null || certificateCovers(certificate, host),
    );
    expect(new GroupsByName(GROUPS).for(host)).toEqual(expected);
  },
);
