/** "demo data": 1 px ink outline. Stands wherever the bundled world is shown. In a file of its own, because the frame of every page shows it. */
export function DemoBadge({ children = 'demo data' }: { children?: string }) {
  return (
    <span className="inline-block rounded-ctl border border-ink px-1.5 text-label leading-4 font-semibold whitespace-nowrap">
      {children}
    </span>
  );
}
