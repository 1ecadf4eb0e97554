import * as z from 'zod';

/** A credential is named, never written: the value comes from an environment variable or from the secrets file of the workspace. */
export const CredentialSource = z.union(
  [
    z.strictObject({
      $env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, 'must be the name of an environment variable'),
    }),
    z.strictObject({ $secret: z.string().regex(/^[A-Za-z0-9_.-]{1,100}$/, 'must be a name in secrets.json') }),
  ],
  {
    error: 'a credential must not stand in a definition: use { "$env": "NAME" } or { "$secret": "name" }',
  },
);
export type CredentialSource = z.infer<typeof CredentialSource>;

/** HTTP headers that carry credentials: a literal value is refused for them. */
const secretHeader = /^(authorization|proxy-authorization|cookie|x-api-key|api-key|x-auth-token|x-access-token)$/i;

/** Headers of HTTP calls: plain text, or a credential source; headers that carry credentials must use a source. */
export const HttpHeaders = z
  .record(
    z.string().regex(/^[A-Za-z0-9-]{1,80}$/, 'must be a header name'),
    z.union([z.string().max(2_000), CredentialSource]),
  )
  .superRefine((headers, context) => {
    for (const [name, value] of Object.entries(headers)) {
      if (typeof value === 'string' && secretHeader.test(name)) {
        context.addIssue({
          code: 'custom',
          path: [name],
          message: 'a credential must not stand in a definition: use { "$env": "NAME" } or { "$secret": "name" }',
        });
      }
    }
  });
export type HttpHeaders = z.infer<typeof HttpHeaders>;

/** An http or https address without user, password, or a query parameter that looks like a credential. */
export const HttpAddress = z
  .string()
  .max(2_000)
  .superRefine((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
      context.addIssue({ code: 'custom', message: 'must be an http or https address' });
      return;
    }
    if (url.username || url.password)
      context.addIssue({
        code: 'custom',
        message:
          'must not hold a user or password: put them into headers with { "$env": "NAME" } or { "$secret": "name" }',
      });
    for (const name of url.searchParams.keys()) {
      if (/(token|secret|passw|api[-_]?key|signature)/i.test(name))
        context.addIssue({
          code: 'custom',
          message: `must not hold the credential "${name}": put it into headers with { "$env": "NAME" } or { "$secret": "name" }`,
        });
    }
  });
