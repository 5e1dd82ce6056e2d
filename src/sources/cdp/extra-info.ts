/** One hop of a redirect chain, to which `requestWillBeSentExtraInfo` and `responseReceivedExtraInfo` are assigned. */
export interface ExtraInfoTarget<Request, Response> {
  /** Whether this hop has extra info; null until its response says so. */
  readonly hasExtraInfo: boolean | null;
  takeRequest(extra: Request): void;
  takeResponse(extra: Response): void;
}

interface PairedHop<Request, Response> {
  readonly target: ExtraInfoTarget<Request, Response>;
  request: Request | null;
  response: Response | null;
}

/**
 * ExtraInfo events have the headers as they were on the wire. They name only the request, not the hop of its redirect
 * chain, and come before or after the events they belong to, but in the order of the hops.
 */
export class ExtraInfoPairing<Request, Response> {
  readonly #hops: PairedHop<Request, Response>[] = [];
  readonly #requests: Request[] = [];
  readonly #responses: Response[] = [];

  /** A new hop began. */
  open(target: ExtraInfoTarget<Request, Response>): void {
    this.#hops.push({ target, request: null, response: null });
    this.#pair();
  }

  request(extra: Request): void {
    this.#requests.push(extra);
    this.#pair();
  }

  response(extra: Response): void {
    this.#responses.push(extra);
    this.#pair();
  }

  /** The last hop's `hasExtraInfo` is known now. Extra info that it took by mistake goes to the next hop. */
  settle(): void {
    const last = this.#hops.at(-1);
    if (last?.target.hasExtraInfo === false) {
      if (last.request !== null) this.#requests.unshift(last.request);
      if (last.response !== null) this.#responses.unshift(last.response);
      last.request = null;
      last.response = null;
    }
    this.#pair();
  }

  #pair(): void {
    for (const hop of this.#hops) {
      if (hop.target.hasExtraInfo === false) continue;
      if (hop.request === null) {
        hop.request = this.#requests.shift() ?? null;
        if (hop.request !== null) hop.target.takeRequest(hop.request);
      }
      if (hop.response === null) {
        hop.response = this.#responses.shift() ?? null;
        if (hop.response !== null) hop.target.takeResponse(hop.response);
      }
    }
  }
}
