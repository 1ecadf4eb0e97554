import { QueryClientProvider } from '@tanstack/react-query';
import { type RouterHistory, RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import type { DemoControl } from '#contract/demo.ts';
import { createQueryClient } from '#dashboard/api/queries.ts';
import { AnnouncerProvider } from '#dashboard/ui/Announcer.tsx';
import { ToastProvider } from '#dashboard/ui/Toast.tsx';
import { SessionGate, sessionKey } from './SessionGate.tsx';
import { DemoProvider } from './demo.tsx';
import { createAppRouter } from './router.ts';
import { ShortcutProvider } from './shortcuts.tsx';

/** The dashboard. `demo` is null on a live host. */
export function App({
  history,
  demo,
  signInCode,
}: {
  history: RouterHistory;
  demo: DemoControl | null;
  signInCode: string | null;
}) {
  const [queries] = useState(() =>
    createQueryClient((client) => void client.invalidateQueries({ queryKey: sessionKey })),
  );
  const [router] = useState(() => createAppRouter({ history }));
  return (
    <QueryClientProvider client={queries}>
      <DemoProvider control={demo}>
        <ShortcutProvider>
          <AnnouncerProvider>
            <ToastProvider>
              <SessionGate signInCode={signInCode}>
                <RouterProvider router={router} />
              </SessionGate>
            </ToastProvider>
          </AnnouncerProvider>
        </ShortcutProvider>
      </DemoProvider>
    </QueryClientProvider>
  );
}
