/** What `Network.requestWillBeSentExtraInfo` and `responseReceivedExtraInfo` are matched with: one hop of a redirect. */
export interface ExtraInfoTarget<Request, Response> {
  /** Whether this hop has extra info at all; null until its answer says so. */
  readonly hasExtraInfo: boolean | null;
  takeRequest(extra: Request): void;
  takeResponse(extra: Response): void;
}

interface CdpHop<Request, Response> {
  readonly target: ExtraInfoTarget<Request, Response>;
  request: Request | null;
  response: Response | null;
}

/**
 * ExtraInfo events carry the headers that really went over the wire. They name only the request, not which
 * hop of its redirects, and come before or after the events they belong to, but in the order of the hops.
 */
export class ExtraInfoPairing<Request, Response> {
  readonly #hops: CdpHop<Request, Response>[] = [];
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

  /** The last hop's `hasExtraInfo` became known. What it took by mistake goes to the next one. */
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
