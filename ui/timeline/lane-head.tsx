import { originParts } from '../../src/model/origin.ts';
import { shortenMiddle } from '../text/format.ts';
import { visible } from '../text/visible.ts';
import { describeLane, otherOrigins, remoteOf } from './describe.ts';
import type { Lane } from './lane.ts';

export interface LaneHeadProps {
  readonly lane: Lane;
  readonly selected: boolean;
  readonly hovered: boolean;
  /** Room is short: the address gives way. */
  readonly compact: boolean;
  readonly originColour: (origin: string) => string;
  readonly onSelect: (lane: Lane) => void;
  readonly onOpen: (lane: Lane) => void;
}

const CERTAINTY_MARK = { observed: '', derived: '·', inferred: '≈', unknown: '?' } as const;

/** The head of a lane: protocol, address, what the connection was opened for, how many others rode on it. */
export function LaneHead(props: LaneHeadProps) {
  const { lane, selected, hovered, onSelect, onOpen } = props;
  const { title, lines } = describeLane(lane);
  const classes = [
    'tl-head',
    lane.leads && lane.index > 0 ? 'tl-leads' : '',
    lane.kind === 'connection' ? '' : 'tl-head-none',
    selected ? 'tl-selected' : hovered ? 'tl-hovered' : '',
  ];
  return (
    <button
      type="button"
      tabIndex={-1}
      class={classes.filter(Boolean).join(' ')}
      style={{ top: `${lane.top}px`, height: `${lane.height}px` }}
      aria-label={[title, ...lines].join('. ')}
      aria-pressed={selected}
      data-lane={lane.index}
      onClick={() => onSelect(lane)}
      onDblClick={() => onOpen(lane)}
    >
      {lane.kind === 'connection' ? <ConnectionWords {...props} /> : <NoConnectionWords lane={lane} />}
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
      <span class="tl-head-line">
        <span
          class={`tl-protocol tl-protocol-${record?.protocol === 'http/1.1' ? 'h1' : (record?.protocol ?? 'none')}`}
        >
          {record?.protocol === 'http/1.1' ? 'h1' : (record?.protocol ?? '–')}
        </span>
        <span class="tl-address">
          {address === null ? 'address not known' : shortenMiddle(address, compact ? 15 : 24)}
        </span>
        {compact ? null : <span class="tl-id">{shortenMiddle(visible(lane.id ?? ''), 10)}</span>}
      </span>
      <span class="tl-head-line">
        {openedFor === null ? (
          <span class="tl-opened tl-faint">opened for: not known</span>
        ) : (
          <span class="tl-opened">
            <i class="tl-dot" style={{ background: originColour(openedFor) }} />
            {compact ? null : <span class="tl-faint">opened for </span>}
            {hostAndPort(openedFor, compact ? 15 : 22)}
            <span class="tl-mark">{CERTAINTY_MARK[record?.openedForCertainty ?? 'unknown']}</span>
          </span>
        )}
        {others > 0 ? <span class="tl-others">+{others}</span> : null}
      </span>
    </>
  );
}

function NoConnectionWords({ lane }: { lane: Lane }) {
  const [title, words] =
    lane.kind === 'unknown'
      ? ['connection not known', 'no source tells it']
      : ['no connection', 'cache, worker, not sent'];
  return (
    <>
      <span class="tl-head-line">{title}</span>
      <span class="tl-head-line tl-faint">{words}</span>
    </>
  );
}

/** The host alone where the port is the scheme's own: heads have little room. */
function hostAndPort(origin: string, max: number): string {
  const parts = originParts(origin);
  const standard = parts?.port === 443 || parts?.port === 80;
  const text = parts === null ? origin : standard ? parts.host : `${parts.host}:${parts.port}`;
  return shortenMiddle(text, max);
}
