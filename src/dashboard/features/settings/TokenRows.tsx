import { Link } from '@tanstack/react-router';
import type { EnrolmentToken } from '#contract/enrolment.ts';
import type { VisualState } from '#contract/status.ts';
import { useChange } from '#dashboard/api/queries.ts';
import { explain } from '#dashboard/api/sentences.ts';
import { useRoleReason } from '#dashboard/app/session.tsx';
import { formatAge } from '#dashboard/lib/format.ts';
import { type TimeZone, formatWhen } from '#dashboard/lib/time.ts';
import { Button } from '#dashboard/ui/Button.tsx';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { StatusMark } from '#dashboard/ui/StatusMark.tsx';
import { Cell, type Column, PhoneLines, Table, TableBody, TableHead, TableRow } from '#dashboard/ui/Table.tsx';
import { useToast } from '#dashboard/ui/Toast.tsx';

const columns: readonly Column[] = [
  { id: 'state', head: 'State', width: 100 },
  { id: 'environment', head: 'Environment', width: 'flex', padStart: 8 },
  { id: 'names', head: 'Names', width: 96, padStart: 8 },
  { id: 'made', head: 'Made', width: 172, padStart: 8 },
  { id: 'end', head: 'What became of it', width: 188, padStart: 8 },
  { id: 'revoke', head: <span className="sr-only">Revoke</span>, width: 72, align: 'right' },
];

const stateOf: Record<EnrolmentToken['state'], VisualState> = {
  open: 'running',
  used: 'ok',
  expired: 'warn',
  revoked: 'discarded',
};

/** The tokens that were made, newest first; never their secrets. */
export function TokenRows({ tokens, zone, now }: { tokens: readonly EnrolmentToken[]; zone: TimeZone; now: number }) {
  return (
    <Table label="Enrolment tokens" columns={columns} rowCount={tokens.length}>
      <TableHead />
      <TableBody>
        {tokens.map((token, index) => {
          const mark = <StatusMark state={stateOf[token.state]}>{token.state}</StatusMark>;
          const made = `${formatWhen(token.createdAt, now, zone)}, ${token.createdBy}`;
          const revoke = token.state === 'open' ? <RevokeButton tokenId={token.id} /> : null;
          return (
            <TableRow
              key={token.id}
              index={index}
              phone={
                <PhoneLines
                  lines={[
                    { id: 'state', left: mark, right: revoke },
                    { id: 'for', left: <SafeText>{`${token.environmentName}, ${token.namePattern}`}</SafeText> },
                    {
                      id: 'made',
                      left: <SafeText>{made}</SafeText>,
                      right: <TokenEnd token={token} zone={zone} now={now} />,
                      isNote: true,
                    },
                  ]}
                />
              }
            >
              <Cell column="state">{mark}</Cell>
              <Cell column="environment">
                <SafeText>{token.environmentName}</SafeText>
              </Cell>
              <Cell column="names" className="font-mono text-note">
                {token.namePattern}
              </Cell>
              <Cell column="made" className="text-ink-2">
                <SafeText>{made}</SafeText>
              </Cell>
              <Cell column="end" className="text-ink-2">
                <TokenEnd token={token} zone={zone} now={now} />
              </Cell>
              <Cell column="revoke">{revoke}</Cell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

function TokenEnd({ token, zone, now }: { token: EnrolmentToken; zone: TimeZone; now: number }) {
  if (token.usedBy !== null) {
    return (
      <>
        <Link to="/runtimes/$runtimeId" params={{ runtimeId: token.usedBy.runtimeId }} className="word-link">
          <SafeText>{token.usedBy.runtimeName}</SafeText>
        </Link>{' '}
        {formatWhen(token.usedBy.usedAt, now, zone)}
      </>
    );
  }
  if (token.revokedAt !== null) return <>revoked {formatWhen(token.revokedAt, now, zone)}</>;
  return token.state === 'open' ? (
    <>works {formatAge(Math.max(0, token.expiresAt - now))} more</>
  ) : (
    <>ended {formatWhen(token.expiresAt, now, zone)}</>
  );
}

function RevokeButton({ tokenId }: { tokenId: string }) {
  const toast = useToast();
  const revoke = useChange('revokeEnrolmentToken', {
    onSuccess: () => toast({ text: 'The token works no more' }),
    onError: (error) => toast({ text: explain(error).what }),
  });
  const reason = useRoleReason('revokeEnrolmentToken');
  return (
    <Button
      kind="word"
      onClick={() => revoke.mutate({ params: { tokenId } })}
      disabledReason={revoke.isPending ? 'Revoking' : reason}
      isReasonHidden
    >
      Revoke
    </Button>
  );
}
