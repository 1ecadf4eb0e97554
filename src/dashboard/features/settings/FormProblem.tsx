/** What went wrong with a form, under it; nothing while nothing has. */
export function FormProblem({ children }: { children: string | undefined }) {
  if (children === undefined) return null;
  return (
    <p role="alert" className="pt-2 text-failed-text">
      {children}
    </p>
  );
}
