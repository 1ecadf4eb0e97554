import { ZoneSelect } from '#dashboard/app/TopBar.tsx';
import { setPreferences, usePreferences } from '#dashboard/app/preferences.ts';
import { FactRows } from '#dashboard/ui/FactsStrip.tsx';
import { Section } from '#dashboard/ui/Section.tsx';
import { Select } from '#dashboard/ui/Select.tsx';

/** How the page looks, on this browser. */
export function AppearanceSection() {
  const { theme, contrast } = usePreferences();
  return (
    <Section name="Appearance" note="kept on this browser" className="mt-6">
      <FactRows
        labelWidth={120}
        facts={[
          {
            id: 'theme',
            label: 'Light or dark',
            value: (
              <Select
                label="Light or dark"
                value={theme}
                onChange={(next) => setPreferences({ theme: next })}
                options={[
                  { value: 'system', label: 'as the system' },
                  { value: 'light', label: 'light' },
                  { value: 'dark', label: 'dark' },
                ]}
              />
            ),
          },
          {
            id: 'contrast',
            label: 'Contrast',
            value: (
              <Select
                label="Contrast"
                value={contrast}
                onChange={(next) => setPreferences({ contrast: next })}
                options={[
                  { value: 'system', label: 'as the system' },
                  { value: 'more', label: 'more' },
                ]}
              />
            ),
          },
          { id: 'zone', label: 'Times', value: <ZoneSelect /> },
        ]}
      />
    </Section>
  );
}
