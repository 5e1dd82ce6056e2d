/**
 * From what hidden attempts can be concluded where no log of the browser reports them. `timing`: time that requests
 * lost, and connections that were open (Chromium). `traces`: two traces in requests that were sent twice (Firefox).
 * `no-traces`: a browser of a family that leaves traces left none. `no-rule`: nothing is known about when this browser
 * sends a request again, so nothing is concluded.
 */
export type HiddenAttemptEvidence = 'timing' | 'traces' | 'no-traces' | 'no-rule';
