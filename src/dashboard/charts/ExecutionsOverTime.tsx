import { type ComponentProps, Suspense, lazy } from 'react';
import type { ExecutionsOverTimeChart } from './ExecutionsOverTimeChart.tsx';

// Recharts is 112 kB gzipped: only who opens a runtime loads it.
const LazyChart = lazy(() =>
  import('./ExecutionsOverTimeChart.tsx').then((module) => ({ default: module.ExecutionsOverTimeChart })),
);

/** Height kept while the chart's code loads, so that nothing jumps. */
const HEIGHT = 236;

/** Executions by state over a window, interactive; see `ExecutionsOverTimeChart`. Loads its chart library when first shown. */
export function ExecutionsOverTime(props: ComponentProps<typeof ExecutionsOverTimeChart>) {
  return (
    <div style={{ minHeight: HEIGHT }}>
      <Suspense
        fallback={
          <div role="status" className="flex items-end border-b border-hair-2" style={{ height: HEIGHT - 56 }}>
            <span className="sr-only">reading {props.label}</span>
            <div
              aria-hidden="true"
              className="h-2/5 w-full bg-[repeating-linear-gradient(90deg,var(--color-select)_0_11px,transparent_11px_12px)]"
            />
          </div>
        }
      >
        <LazyChart {...props} />
      </Suspense>
    </div>
  );
}
