import { useTitle } from '#dashboard/app/use-title.ts';
import { PageHead } from '#dashboard/ui/Headline.tsx';
import { AppearanceSection } from './AppearanceSection.tsx';
import { EnrolmentSection } from './EnrolmentSection.tsx';
import { EnvironmentsSection } from './EnvironmentsSection.tsx';
import { RetentionSection } from './RetentionSection.tsx';
import { SessionSection } from './SessionSection.tsx';

/** What can be set: who may enrol, where, how long things are kept, and how the page looks. */
export function SettingsScreen() {
  useTitle('Settings');
  return (
    <>
      <PageHead headline="Settings" />
      <div className="grid gap-x-10 xl:grid-cols-[minmax(0,1fr)_368px]">
        <div className="min-w-0">
          <EnrolmentSection />
          <EnvironmentsSection />
        </div>
        <div className="min-w-0 max-xl:mt-6">
          <RetentionSection />
          <SessionSection />
          <AppearanceSection />
        </div>
      </div>
    </>
  );
}
