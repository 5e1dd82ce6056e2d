import { originParts } from '../../src/model/origin.ts';
import { visible } from '../text/visible.ts';
import { describeLane, otherOrigins, remoteOf } from './describe.ts';
import type { Lane } from './lane.ts';
import { MiddleText } from './middle-text.tsx';

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
  const { lane, selected, hovered, holds, onSelect, onOpen } = props;
  const { title, lines } = describeLane(lane);
  const classes = [
    'tl-head',
    lane.leads && lane.index > 0 ? 'tl-leads' : '',
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
      <span class="tl-unseen">{[title, ...lines].join('. ')}</span>
      {lane.kind === 'connection' ? <ConnectionWords {...props} /> : <NoConnectionWords {...props} />}
    </button>
  );
}

function ConnectionWords({ lane, compact, originColour }: LaneHeadProps) {
  const { connection } = lane;
  const record = connection?.record ?? null;
  const others = connection === null ? 0 : otherOrigins(connection).length;
  const openedFor = record?.openedFor ?? null;
  const address = connection === null ? null : remoteOf(connection);
  return (
    <>
      <span class="tl-head-line" aria-hidden="true">
        <span
          class={`tl-protocol tl-protocol-${record?.protocol === 'http/1.1' ? 'h1' : (record?.protocol ?? 'none')}`}
        >
          {record?.protocol === 'http/1.1' ? 'h1' : (record?.protocol ?? '–')}
        </span>
        {compact ? null : <MiddleText class="tl-address" text={address ?? 'address not known'} />}
        <span class="tl-id">#{visible(lane.id ?? '', 12)}</span>
      </span>
      <span class="tl-head-line" aria-hidden="true">
        {openedFor === null ? (
          <span class="tl-opened tl-faint">opened for: not known</span>
        ) : (
          <span class="tl-opened">
            <i class="tl-dot" style={{ background: originColour(openedFor) }} />
            {compact ? null : <span class="tl-faint tl-words">opened for</span>}
            <MiddleText class="tl-host" text={hostAndPort(openedFor, record?.remote?.port ?? null)} />
            <span class="tl-mark">{CERTAINTY_MARK[record?.openedForCertainty ?? 'unknown']}</span>
          </span>
        )}
        {others > 0 ? <span class="tl-others">+{others}</span> : null}
      </span>
    </>
  );
}

function NoConnectionWords({ lane, compact }: Pick<LaneHeadProps, 'lane' | 'compact'>) {
  const unknown = lane.kind === 'unknown';
  const title = compact
    ? unknown
      ? 'not known'
      : 'none'
    : unknown
      ? 'connection not known'
      : 'no connection';
  const words = unknown ? 'no source tells it' : compact ? 'cache, not sent' : 'cache, worker or not sent';
  return (
    <>
      <span class="tl-head-line" aria-hidden="true">
        {title}
      </span>
      <span class="tl-head-line tl-faint" aria-hidden="true">
        {words}
      </span>
    </>
  );
}

/** The host alone where its port is usual or stands in the address above it: heads have little room. */
function hostAndPort(origin: string, shownPort: number | null): string {
  const parts = originParts(origin);
  if (parts === null) return visible(origin, 200);
  const told = parts.port === 443 || parts.port === 80 || parts.port === shownPort;
  return visible(told ? parts.host : `${parts.host}:${parts.port}`, 200);
}
