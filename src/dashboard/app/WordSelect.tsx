import type { ReactNode } from 'react';

/**
 * Chooses one of a few values behind a word with a small triangle. The browser's own list, not a drawn one: it stands in the
 * frame of every page, and a drawn list would cost each first visit 50 kB.
 *
 * @param label what is chosen, for assistive technology
 * @param shown what the word says
 */
export function WordSelect<Value extends string>({
  label,
  value,
  onChange,
  options,
  shown,
}: {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: ReadonlyArray<{ value: Value; label: string }>;
  shown: ReactNode;
}) {
  return (
    <label className="relative inline-flex items-center gap-1.5 rounded-ctl whitespace-nowrap has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink max-md:min-h-11">
      <span className="sr-only">{label}</span>
      <span aria-hidden="true">{shown}</span>
      <span aria-hidden="true" className="text-[9px] leading-none text-ink-2">
        ▼
      </span>
      <select
        value={value}
        // The options are the values that the type allows, so what the browser gives back is one of them.
        onChange={(event) => onChange(event.target.value as Value)}
        className="absolute inset-0 w-full cursor-pointer bg-paper text-ink opacity-0"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
