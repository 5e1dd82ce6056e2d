import type { ConnectionRecord, Protocol } from '../../src/model/capture.ts';
import { originParts } from '../../src/model/origin.ts';
import { shortenMiddle } from '../text/format.ts';
import { visible } from '../text/visible.ts';
import { describeLane, otherOrigins, remoteOf } from './describe.ts';
import type { Lane } from './layout/lane.ts';
import { MiddleEllipsis } from './middle-ellipsis.tsx';

export interface LaneHeadProps {
  readonly lane: Lane;
  readonly selected: boolean;
  readonly hovered: boolean;
  /** It, or something on it, is selected. */
  readonly holds: boolean;
  /** Room is short: the address gives way. */
  readonly compact: boolean;
  readonly originColour: (origin: string) => string;
  readonly onSelect: (lane: Lane) => void;
  readonly onOpen: (lane: Lane) => void;
}

/** The marks of ui/parts/certainty; what was observed needs none here. */
const CERTAINTY_MARK = { observed: '', derived: '◐', inferred: '◌', unknown: '○' } as const;

/** The head of a lane: protocol, address, what the connection was opened for, how many others rode on it. */
export function LaneHead(props: LaneHeadProps) {
  const { lane, selected, hovered, holds, compact, onSelect, onOpen } = props;
  const { title, lines } = describeLane(lane);
  const classes = [
    'tl-head',
    compact ? 'tl-compact' : '',
    lane.firstOfAddress && lane.index > 0 ? 'tl-first-of-address' : '',
    lane.kind === 'connection' ? '' : 'tl-head-none',
    selected ? 'tl-selected' : hovered ? 'tl-hovered' : '',
    holds ? 'tl-holds' : '',
  ];
  return (
    <button
      type="button"
      tabIndex={-1}
      class={classes.filter(Boolean).join(' ')}
      style={{ top: `${lane.top}px`, height: `${lane.height}px` }}
      // Not its label: what is read aloud must begin with what is seen (WCAG 2.5.3).
      aria-description={[title, ...lines].join('. ')}
      aria-pressed={selected}
      data-lane={lane.index}
      onClick={() => onSelect(lane)}
      onDblClick={() => onOpen(lane)}
    >
      <span class="tl-visually-hidden">{[title, ...lines].join('. ')}</span>
      {lane.kind === 'connection' ? <ConnectionWords {...props} /> : <NoConnectionWords {...props} />}
    </button>
  );
}

function ConnectionWords({ lane, compact, originColour }: LaneHeadProps) {
  const { connection } = lane;
  const record = connection?.record ?? null;
  const others = connection === null ? 0 : otherOrigins(connection).length;
  const address = connection === null ? null : remoteOf(connection);
  const protocol = <ProtocolWord protocol={record?.protocol ?? null} />;
  const id = <span class="tl-id">#{shortenMiddle(lane.id ?? '', 14)}</span>;
  const opened = (
    <OpenedFor record={record} words={lane.firstOfAddress && !compact} originColour={originColour} />
  );
  const rode = others > 0 ? <span class="tl-others">+{others}</span> : null;
  if (lane.firstOfAddress) {
    return (
      <>
        <span class="tl-head-line" aria-hidden="true">
          {protocol}
          {compact ? null : <MiddleEllipsis class="tl-address" text={address ?? 'address unknown'} />}
          {id}
        </span>
        <span class="tl-head-line" aria-hidden="true">
          {opened}
          {rode}
        </span>
      </>
    );
  }
  // To the address of the lane above. Where room is short, h2 goes without saying: what is shared is h2.
  return (
    <span class="tl-head-line" aria-hidden="true">
      {compact && record?.protocol === 'h2' ? null : protocol}
      {opened}
      {rode}
      {compact ? null : id}
    </span>
  );
}

function ProtocolWord({ protocol }: { readonly protocol: Protocol | null }) {
  const short = protocol === 'http/1.1' ? 'h1' : protocol;
  return <span class={`tl-protocol tl-protocol-${short ?? 'none'}`}>{short ?? '–'}</span>;
}

interface OpenedForProps extends Pick<LaneHeadProps, 'originColour'> {
  readonly record: ConnectionRecord | null;
  /** With the words "opened for"; else the host alone says it. */
  readonly words: boolean;
}

function OpenedFor({ record, words, originColour }: OpenedForProps) {
  const openedFor = record?.openedFor ?? null;
  if (openedFor === null) return <span class="tl-opened tl-faint">opened for: unknown</span>;
  return (
    <span class="tl-opened">
      <i class="tl-dot" style={{ background: originColour(openedFor) }} />
      {words ? <span class="tl-faint tl-words">opened for</span> : null}
      <MiddleEllipsis class="tl-host" text={laneHost(openedFor, record?.remote?.port ?? null)} />
      <span class="tl-mark">{CERTAINTY_MARK[record?.openedForCertainty ?? 'unknown']}</span>
    </span>
  );
}

function NoConnectionWords({ lane, compact }: Pick<LaneHeadProps, 'lane' | 'compact'>) {
  const unknown = lane.kind === 'unknown';
  const long = unknown ? 'connection unknown' : 'no connection: cache, worker or not sent';
  const short = unknown ? 'unknown' : 'no connection';
  return (
    <span class="tl-head-line" aria-hidden="true">
      {compact ? short : long}
    </span>
  );
}

/** The host alone where its port is usual or stands in the address above it: heads have little room. */
function laneHost(origin: string, shownPort: number | null): string {
  const parts = originParts(origin);
  if (parts === null) return visible(origin, 200);
  const told = parts.port === 443 || parts.port === 80 || parts.port === shownPort;
  return visible(told ? parts.host : `${parts.host}:${parts.port}`, 200);
}
