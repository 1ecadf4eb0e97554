import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { Connector } from '#contract/connector.ts';
import { classNames } from '#dashboard/lib/class-names.ts';
import { formatNumber } from '#dashboard/lib/format.ts';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import { VirtualRows, type VirtualRowsHandle } from '#dashboard/ui/VirtualRows.tsx';
import { useRowKeys } from '#dashboard/app/use-row-keys.ts';
import { writeConnector } from './connectors-search.ts';
import { kindWords } from './kind-words.ts';

/** Height of an entry, two lines and a hairline. */
const ENTRY_PX = 47;

/** The connectors that match, two lines each; the chosen one on select ground. */
export function ConnectorList({
  connectors,
  chosen,
  onChoose,
}: {
  connectors: readonly Connector[];
  chosen: Connector | undefined;
  onChoose: (connector: Connector) => void;
}) {
  // A state and not a ref: the rows can only be measured in a box that is there.
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const handle = useRef<VirtualRowsHandle>(null);
  const index = chosen === undefined ? -1 : connectors.indexOf(chosen);
  useRowKeys({
    index,
    count: connectors.length,
    onMove: (to) => {
      const connector = connectors[to];
      if (connector === undefined) return;
      onChoose(connector);
      handle.current?.scrollToIndex(to);
    },
  });
  return (
    <div
      ref={setBox}
      className="overflow-y-auto"
      style={{ height: `min(${connectors.length * ENTRY_PX}px, max(320px, calc(100dvh - 200px)))` }}
    >
      {box === null ? null : (
        <VirtualRows
          count={connectors.length}
          getKey={(at) => keyOf(connectors[at])}
          estimateHeight={ENTRY_PX}
          scrollIn={{ current: box }}
          handleRef={handle}
          renderRow={(at) => {
            const connector = connectors[at];
            return connector === undefined ? null : <Entry connector={connector} isChosen={connector === chosen} />;
          }}
        />
      )}
    </div>
  );
}

function Entry({ connector, isChosen }: { connector: Connector; isChosen: boolean }) {
  const mark = markOf(connector);
  return (
    <Link
      to="/connectors"
      // The filter of the list stays; what was open of another schema does not.
      search={({ last, tz, runtime, q }) => ({
        last,
        tz,
        runtime,
        q,
        connector: writeConnector(connector.runtimeId, connector.id),
      })}
      aria-current={isChosen ? 'true' : undefined}
      className={classNames(
        'focus-inside ink-motion block h-[47px] border-b border-hair px-3 py-1 hover:bg-hover',
        isChosen && 'selected-row hover:bg-select',
      )}
    >
      <span className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate font-semibold">
          <SafeText>{connector.name}</SafeText>
        </span>
        <span className="text-ink-3">
          {connector.snapshot === null ? '' : formatNumber(connector.snapshot.objects)}
        </span>
      </span>
      <span className="flex items-baseline gap-2 text-note text-ink-2">
        <span className="min-w-0 flex-1 truncate">
          <SafeText>{`${connector.runtimeName}, ${connector.product ?? kindWords[connector.kind]}`}</SafeText>
        </span>
        {mark}
      </span>
    </Link>
  );
}

function markOf(connector: Connector) {
  if (connector.openRequestId !== null) return <StatusMark state="running">asked</StatusMark>;
  if (connector.failures.runs > 0) return <StatusMark state="failed">{connector.failures.runs} failed</StatusMark>;
  if (!connector.browsable) return <StatusMark state="discarded">closed</StatusMark>;
  return null;
}

function keyOf(connector: Connector | undefined): string {
  return connector === undefined ? '' : writeConnector(connector.runtimeId, connector.id);
}
