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
  /** The lane, or an attempt on it, is selected. */
  readonly holds: boolean;
  /** There is little room: the address is left out. */
  readonly compact: boolean;
  readonly originColour: (origin: string) => string;
  readonly onSelect: (lane: Lane) => void;
  readonly onOpen: (lane: Lane) => void;
}

/** The marks of ui/parts/certainty; an observed value needs none here. */
const CERTAINTY_MARK = { observed: '', derived: '◐', inferred: '◌', unknown: '○' } as const;

/** The head of a lane: protocol, address, what the connection was opened for, how many other origins it carried. */
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
      // Not the label: the accessible name must begin with the visible text (WCAG 2.5.3).
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
  const otherCount = others > 0 ? <span class="tl-others">+{others}</span> : null;
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
          {otherCount}
        </span>
      </>
    );
  }
  // The address is that of the lane above. In compact heads h2 is left out: most shared connections use it.
  return (
    <span class="tl-head-line" aria-hidden="true">
      {compact && record?.protocol === 'h2' ? null : protocol}
      {opened}
      {otherCount}
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
  /** With the words "opened for"; otherwise the host alone. */
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

/** The host without a port that is the default or that the address above shows: heads have little room. */
function laneHost(origin: string, shownPort: number | null): string {
  const parts = originParts(origin);
  if (parts === null) return visible(origin, 200);
  const omitted = parts.port === 443 || parts.port === 80 || parts.port === shownPort;
  return visible(omitted ? parts.host : `${parts.host}:${parts.port}`, 200);
}
