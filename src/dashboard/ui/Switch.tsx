import { Switch as BaseSwitch } from '@base-ui/react/switch';

/**
 * A switch, 28 x 16, ink ground when on. Its effect is immediate.
 *
 * @param label says what is on; for assistive technology, because the words stand in the row
 */
export function Switch({
  label,
  isOn,
  onChange,
  isDisabled = false,
}: {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  isDisabled?: boolean;
}) {
  return (
    <BaseSwitch.Root
      checked={isOn}
      onCheckedChange={(checked) => onChange(checked)}
      disabled={isDisabled}
      aria-label={label}
      className="group inline-flex h-4 w-7 shrink-0 items-center rounded-full border border-ink-3 bg-paper p-[3px] data-[checked]:justify-end data-[checked]:border-ink data-[checked]:bg-ink"
    >
      <BaseSwitch.Thumb className="block size-2 rounded-full bg-ink-3 group-data-[checked]:bg-paper" />
    </BaseSwitch.Root>
  );
}
