import { append } from '../../model/lists.ts';
import type { Origin } from '../../model/origin.ts';
import type { Steps } from '../../model/steps.ts';
import type { JudgedAnswer } from './misrouted-answers.ts';
import { type NthAnswer, OwnAnswers } from './own-answers.ts';

type Address = JudgedAnswer['address'];

/** An origin's answers on its own connections, by server address. */
interface ByAddress {
  readonly answered: ReadonlyMap<Address, OwnAnswers>;
  readonly outages: ReadonlyMap<Address, OwnAnswers>;
}

/**
 * The answers of origins on their own connections. Each origin is read once, because every origin that was coalesced
 * onto a hub's connections is compared with the hub's answers.
 */
export class OwnByAddress {
  readonly #answers: ReadonlyMap<Origin, readonly JudgedAnswer[]>;
  readonly #known = new Map<Origin, ByAddress>();

  constructor(answers: ReadonlyMap<Origin, readonly JudgedAnswer[]>) {
    this.#answers = answers;
  }

  /** Only answers from the same addresses are compared: a different address may be a different CDN's cache. */
  *at(addresses: ReadonlySet<Address>, origin: Origin): Steps<OwnAnswers[]> {
    const { answered } = yield* this.#of(origin);
    return [...addresses].flatMap((address) => answered.get(address) ?? []);
  }

  /** Includes server errors: they identify the server, but are not a standard for its other answers. */
  *withOutagesAt(addresses: ReadonlySet<Address>, origin: Origin): Steps<OwnAnswers[]> {
    const { answered, outages } = yield* this.#of(origin);
    return [...addresses].flatMap((address) =>
      [answered.get(address) ?? [], outages.get(address) ?? []].flat(),
    );
  }

  *#of(origin: Origin): Steps<ByAddress> {
    let known = this.#known.get(origin);
    if (known === undefined) {
      const own = (this.#answers.get(origin) ?? []).filter(({ attempt }) => attempt.coalesced === false);
      known = {
        answered: yield* readByAddress(own, (how) => how !== 'outage'),
        outages: yield* readByAddress(own, (how) => how === 'outage'),
      };
      this.#known.set(origin, known);
    }
    return known;
  }
}

function* readByAddress(
  own: readonly JudgedAnswer[],
  isWanted: (how: JudgedAnswer['how']) => boolean,
): Steps<Map<Address, OwnAnswers>> {
  const byAddress = new Map<Address, NthAnswer[]>();
  for (const [nth, { record, address, how }] of own.entries()) {
    if (isWanted(how)) append(byAddress, address, { record, nth });
  }
  const read = new Map<Address, OwnAnswers>();
  for (const [address, answers] of byAddress) read.set(address, yield* OwnAnswers.read(answers));
  return read;
}
